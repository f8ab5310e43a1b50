"""The built site, in plain Python."""

import csv
import io
import json

import nbformat
import pytest
from bs4 import BeautifulSoup

from zorgzaam import batch, provenance
from zorgzaam.pagecheck import problems


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("build/synthetic/2020/html", "figures")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


# Tables of pages with both kinds that come from the lists.
OF_LISTS = (
    "30-growth-splitsing", "30-growth-startjaren", "30-growth-voor-2000", "30-growth-dekking",
    "40-map-aantal", "40-map-per-inwoner", "40-map-bijgesteld", "40-map-gezocht", "40-map-trechter",
)  # fmt: skip


def kind_of(path):
    """Return how the page or table must be marked, by its file name alone."""
    is_synthetic = path.name.startswith(("10-clean", "20-describe", "50-province", *OF_LISTS))
    return provenance.KIND_LABELS["synthetic" if is_synthetic else "published"]


def test_every_page_keeps_the_rules(pages, html_folder, built):
    for path in pages:
        notebook = None
        if path.name != "index.html":
            executed = f"build/synthetic/2020/executed/{path.stem}/{path.parent.name}.ipynb"
            notebook = nbformat.read(built / executed, as_version=4)
        assert problems(path.read_text(encoding="utf-8"), notebook) == [], path


def test_titles_and_alt_texts_tell_pages_apart(pages):
    trees = [BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in pages]
    titles = [tree.title.get_text() for tree in trees]
    assert len(set(titles)) == len(titles)
    maps = [
        tree.find("img")["alt"] for tree, path in zip(trees, pages, strict=True)
        if path.name == "40-map.html"
    ]  # fmt: skip
    assert len(set(maps)) == len(maps) == 13


def test_every_link_to_a_file_leads_somewhere(pages):
    for path in pages:
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find_all("a"):
            address = link["href"]
            if not address.startswith(("http", "#")):
                assert (path.parent / address).resolve().is_file(), f"{path}: {address}"


def test_every_figure_and_table_has_n_a_source_and_its_data(pages):
    for path in pages:
        tree = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        blocks = tree.select("figure, .table-block")
        assert blocks or path.name == "index.html", path
        for block in blocks:
            source = block.select_one(".source").get_text()
            assert source.startswith("Bron: "), path
            assert "n = " in source, path
            link = block.select_one("a[href$='.csv']")
            assert (path.parent / link["href"]).is_file(), path
            if block.name == "figure":
                assert block.find("details").find("table"), path


def test_every_csv_opens_in_a_dutch_excel_and_says_its_kind(built):
    paths = sorted((built / "figures").rglob("*.csv"))
    assert paths
    for path in paths:
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) > 1 or "correcties" in path.name
        assert {len(row) for row in rows} == {len(rows[0])}
        assert rows[0][-1] == "soort gegevens"
        assert {row[-1] for row in rows[1:]} <= {kind_of(path)}


def test_pages_say_from_what_they_were_made(pages, built):
    manifest = json.loads(
        (built / "build/synthetic/2020/manifest.json").read_text(encoding="utf-8")
    )
    assert len(manifest["pages"]) == 53
    for path in pages:
        if path.name != "index.html":
            tree = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            text = tree.select_one(".provenance").get_text()
            assert f"area = {path.parent.name}" in text
            assert "wave = 2020" in text
            assert kind_of(path) in text
            if path.name.startswith(("30-growth", "40-map")):
                assert provenance.KIND_LABELS["synthetic"] in text


def test_no_page_holds_a_clock_or_a_path_of_this_machine(pages, built, root):
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert str(built) not in text
        assert str(root) not in text


@pytest.mark.parametrize("area", ["drenthe"])
def test_two_builds_in_two_folders_give_the_same_bytes(area, built, copy_project, tmp_path):
    other = copy_project(tmp_path / "elsewhere" / "project")
    assert batch.build(other, areas=[area], workers=1).exit_code == 0
    here, there = files_of(built), files_of(other)
    mine = {name for name in here if f"/{area}/" in name}
    assert mine == {name for name in there if f"/{area}/" in name}
    assert len(mine) > 10
    assert [name for name in sorted(mine) if here[name] != there[name]] == []


def test_maps_are_small_files_with_their_shapes_and_numbers(built):
    drawings = sorted((built / "figures").rglob("40-map-*.svg"))
    assert len(drawings) == 6 + 12 * 5
    assert {path.name for path in drawings if path.stat().st_size > 300_000} == set()
    for path in drawings:
        beside = [path.with_suffix(".png"), path.with_suffix(".csv")]
        if "trechter" not in path.stem:
            beside.append(path.with_name(f"{path.stem}-gebieden.geojson"))
        assert all(file.is_file() for file in beside), path


def test_the_map_of_who_searched_counts_lists(html_folder):
    text = (html_folder / "nederland/40-map.html").read_text(encoding="utf-8")
    figure = BeautifulSoup(text, "html.parser").find(id="gezocht")
    assert "n = 13 lijsten" in figure.get_text(), "not the initiatives that they found"
