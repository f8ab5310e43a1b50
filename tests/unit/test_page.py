import csv
import io

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from zorgzaam import figures, page
from zorgzaam.errors import MonitorError


@pytest.fixture
def run(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(root)
    shown = []
    monkeypatch.setattr(page, "display", shown.append)
    started = page.start("40-map", area="fryslan", wave=2020)
    monkeypatch.setattr(page.Page, "figures_folder", tmp_path)
    return started, shown, tmp_path


def html(shown):
    return "".join(part.data for part in shown)


def drawing():
    figure = Figure()
    figure.subplots().plot([1, 2, 3])
    return figure


def test_a_table_has_caption_heads_and_dutch_numbers():
    data = pd.DataFrame({"wat": ["a<b", "c"], "aantal": [1471, 0], "deel": [63.44, np.nan]})
    table = BeautifulSoup(
        page.html_table(data, "Het & bijschrift", decimals={"deel": 1}),
        "html.parser",
    )
    assert table.caption.get_text() == "Het & bijschrift"
    assert [head["scope"] for head in table.find_all("th")] == ["col"] * 3 + ["row"] * 2
    cells = [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
    ]
    assert cells[1:] == [["a<b", "1.471", "63,4"], ["c", "0", page.UNKNOWN]]


def test_a_link_leads_to_its_address_and_is_the_address_in_a_csv():
    data = pd.DataFrame({"bron": [page.Link("RIVM & co", "https://www.rivm.nl/?a=1&b=2")]})
    link = BeautifulSoup(page.html_table(data, "Bronnen"), "html.parser").find("a")
    assert (link["href"], link.get_text()) == ("https://www.rivm.nl/?a=1&b=2", "RIVM & co")
    assert b"https://www.rivm.nl/?a=1&b=2" in figures.csv_bytes(data, "published")


def test_an_address_that_is_no_web_address_is_not_linked():
    data = pd.DataFrame({"bron": [page.Link("klik", "javascript:alert(1)")]})
    assert "<a" not in page.html_table(data, "Bronnen")


def test_a_csv_is_safe_and_opens_in_a_dutch_excel():
    data = pd.DataFrame(
        {
            "naam": ["=1+1", "Fryslân; of", "@x"],
            "deel": [0.5, -2.25, None],
            "hoogste": [35.5, "geen grens", 1471.0],
        }
    )
    text = figures.csv_bytes(data, "synthetic").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "Fryslân; of", "'@x"]
    assert [row[1] for row in rows[1:]] == ["0,5", "-2,25", "onbekend"]
    assert [row[2] for row in rows[1:]] == ["35,5", "geen grens", "1471"]
    assert {row[3] for row in rows[1:]} == {"synthetische gegevens: niet voor conclusies"}


def test_a_figure_comes_with_alt_source_n_table_and_files(run):
    started, shown, folder = run
    data = pd.DataFrame({"jaar": ["2013", "2020"], "aantal": [30, 1471]})
    page.figure(
        started, drawing(), name="x", caption="Tellingen", alt='Van 30 naar 1.471, "snel".',
        source="NLZVE", n=1471, unit="initiatieven", data=data,
    )  # fmt: skip
    tree = BeautifulSoup(html(shown), "html.parser")
    assert tree.find("img")["alt"] == 'Van 30 naar 1.471, "snel".'
    assert tree.find(class_="source").get_text() == "Bron: NLZVE; n = 1.471 initiatieven."
    assert tree.find("details").find("table")
    names = {path.name for path in folder.iterdir()}
    assert names == {f"40-map-x.{ending}" for ending in ("csv", "png", "svg")}
    assert {link["href"] for link in tree.find_all("a")} == names


@pytest.mark.parametrize("kind", ["published", "synthetic"])
def test_the_kind_travels_with_the_figure(kind, tmp_path):
    saved = figures.save(
        drawing(), tmp_path, "x", title="T", alt="A", source="B", kind=kind,
        data=pd.DataFrame({"a": [1]}),
    )  # fmt: skip
    words = {"published": "gepubliceerde cijfers", "synthetic": "synthetische gegevens"}
    assert words[kind] in saved.svg
    assert words[kind].encode() in (tmp_path / "x.png").read_bytes()
    assert words[kind] in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")


def test_a_synthetic_figure_looks_different(tmp_path):
    about = {"title": "T", "alt": "A", "source": "B", "data": pd.DataFrame({"a": [1]})}
    plain = figures.save(drawing(), tmp_path, "a", kind="published", **about)
    marked = figures.save(drawing(), tmp_path, "b", kind="synthetic", **about)
    assert len(marked.svg) > len(plain.svg) + 1000  # the word across it


def test_saving_twice_gives_the_same_bytes(tmp_path):
    about = {"title": "T", "alt": "A", "source": "B", "kind": "real"}
    for folder in ("one", "two"):
        figures.save(drawing(), tmp_path / folder, "x", data=pd.DataFrame({"a": [1]}), **about)
    for name in ("x.svg", "x.png", "x.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_footer_tells_inputs_parameters_and_version(run):
    started, shown, _ = run
    page.footer(started)
    text = BeautifulSoup(html(shown), "html.parser").get_text()
    assert "area = fryslan" in text
    assert "data/reference/provinces.geojson" in text
    assert started.inputs["params/build.yaml"][:16] in text


def test_a_page_refuses_what_is_not_allowed(root, monkeypatch):
    monkeypatch.chdir(root)
    with pytest.raises(MonitorError, match="Bedoelt u 'fryslan'"):
        page.start("40-map", area="friesland", wave=2020)
    with pytest.raises(MonitorError, match="pagina '99-x' bestaat niet"):
        page.start("99-x", area="fryslan", wave=2020)
