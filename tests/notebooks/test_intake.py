"""The intake as a whole, on a small real delivery and on the synthetic wave."""

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

from zorgzaam import batch, cli, prepare
from zorgzaam.errors import InputError, MonitorError
from zorgzaam.intake import current
from zorgzaam.intake.link_quality import evaluate

# Nobody has these; a search for them finds what leaked.
MARKERS = ("Griet Merkteken", "merkteken@voorbeeld.invalid", "06-98765432", "Merktekenlaan 7")
NATIONAL = f"""Naam;Plaats;Postcode;Gemeente;Startjaar;Fase;Contactpersoon;E-mail;Telefoon;Straat
Stichting Zorgzaam Grou;Grou;9001 AB;Leeuwarden;ca. 2012;actief;{";".join(MARKERS)}
Noaberhulp Wapse;Wapse;7983 KA;Westerveld;2015;actief;{";".join(MARKERS)}
Dorpscoöperatie Elsloo;Elsloo;8424 SM;Ooststellingwerf;1998/1999;gestopt;{";".join(MARKERS)}
=1+1;Elst;6661 AA;Overbetuwe;2112;actief;{";".join(MARKERS)}
Totaal;;;;;;;;;
"""
REGIONAL = f"""Organisatie,Dorp,Pc,Website,Contact,Omschrijving
Zorgzaam Grou,Grou,9001AC,www.zorgzaamgrou.nl,{MARKERS[0]},Bel {MARKERS[2]} of {MARKERS[1]}
Doarpswurk Easterein,Easterein,8734,,{MARKERS[0]},Maaltijden
"""
SURVEY = f"""id,submitdate,lastpage,respondent_id,initiative_name,initiative_postcode,\
initiative_place,contact_email,contact_name,phase,goals_measured,remarks
1,2020-09-20 10:00:00,9,a1,Zorgzaam Grou,9001,Grou,{MARKERS[1]},{MARKERS[0]},3,1,Mail {MARKERS[1]}
2,2020-09-21 10:00:00,9,a2,Nergens Bekend,1234,Amsterdam,{MARKERS[1]},{MARKERS[0]},3,2,
"""
SOURCES = {
    "landelijk": {
        "file": "landelijk.csv",
        "kind": "list",
        "scope": "national",
        "network": "Landelijk netwerk",
        "received": "2020-09-01",
        "agreement": "mag gebruikt worden",
    },
    "friesland": {
        "file": "friesland.csv",
        "kind": "list",
        "scope": "regional",
        "network": "Fries netwerk",
        "provinces": ["fryslan"],
        "received": "2020-09-02",
        "agreement": "mag gebruikt worden",
    },
    "enquete": {
        "file": "enquete.csv",
        "kind": "survey",
        "format": "limesurvey",
        "network": "Monitor",
        "received": "2020-11-02",
        "agreement": "mag gebruikt worden",
    },
}


def deliver(project: Path) -> Path:
    """Put a small real delivery in its place."""
    raw = project / "data" / "raw" / "2020"
    raw.mkdir(parents=True)
    (raw / "landelijk.csv").write_bytes(NATIONAL.encode("cp1252"))
    (raw / "friesland.csv").write_text(REGIONAL, encoding="utf-8-sig")
    (raw / "enquete.csv").write_text(SURVEY, encoding="utf-8")
    text = yaml.safe_dump({"sources": SOURCES}, allow_unicode=True, sort_keys=False)
    (raw / "sources.yaml").write_text(text, encoding="utf-8")
    return raw


@pytest.fixture
def project(copy_project, tmp_path):
    made = copy_project(tmp_path / "project")
    deliver(made)
    return made


def texts(folder: Path):
    """Give the name and the content of every file, workbooks and tables opened."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                content = b"".join(packed.read(name) for name in packed.namelist())
        elif path.suffix == ".parquet":
            content += pd.read_parquet(path).to_csv().encode()
        yield path, content.decode("utf-8", "replace")


def test_a_real_delivery_becomes_an_inventory_and_a_page(project):
    report = batch.build(project, dataset="real", pages=["10-clean"], workers=1)
    assert report.exit_code == 0, report.text()
    tables = prepare.load(project, "real", 2020)
    initiatives = tables["initiatives"].set_index("name")
    assert initiatives["in_inventory"].to_dict() == {
        "Stichting Zorgzaam Grou": "yes",
        "Noaberhulp Wapse": "yes",
        "Dorpscoöperatie Elsloo": "no",
        "=1+1": "yes",
        "Doarpswurk Easterein": "yes",
    }
    grou = initiatives.loc["Stichting Zorgzaam Grou"]
    assert (grou["lists_count"], grou["start_year"], grou["website"]) == (
        2,
        2012,
        "https://www.zorgzaamgrou.nl",
    )
    assert initiatives["start_year"].isna()["=1+1"]
    rows = tables["rows"].groupby("source")["outcome"].value_counts().to_dict()
    assert sum(rows.values()) == 7
    answers = tables["answers"].set_index("respondent_id")
    assert answers["answer_outcome"].to_dict() == {"a1": "kept", "a2": "unlinked"}
    page = (report.index.parent / "nederland" / "10-clean.html").read_text(encoding="utf-8")
    assert "echte gegevens" in page
    assert "synthetisch" not in page


def test_personal_data_stay_in_the_one_file_for_them(project, capsys):
    cli.main(["check", str(project / "data" / "raw" / "2020"), "--dataset", "real"])
    # Every kind of page, also those of a release in which one respondent counts.
    report = batch.build(project, dataset="real", areas=["nederland", "drenthe"], workers=1)
    assert report.exit_code == 0
    said = report.text() + "".join(capsys.readouterr())
    found = {
        path.relative_to(project).as_posix()
        for path, text in texts(project)
        if any(marker in text or marker.replace("-", "") in text for marker in MARKERS)
    }
    received = {f"data/raw/2020/{source['file']}" for source in SOURCES.values()}
    assert found - received == {"data/private/real/2020/contacts.parquet"}
    assert not any(marker in said for marker in MARKERS)


def test_what_excel_opens_runs_no_formula(project):
    batch.build(project, dataset="real", pages=["10-clean"], workers=1)
    for path in (project / "figures").rglob("*.csv"):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            assert not any(cell.strip('"').startswith("=") for cell in line.split(";")), path
    with zipfile.ZipFile(project / "data" / "review" / "real" / "2020.xlsx") as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in packed.read(name) for name in sheets)


def test_without_real_files_nothing_synthetic_takes_their_place(copy_project, tmp_path):
    project = copy_project(tmp_path / "project")
    report = batch.build(project, dataset="real", areas=["nederland"], workers=1)
    assert report.exit_code == 1
    assert sorted(report.failed) == ["10-clean/nederland", "20-describe/nederland"]
    assert "De map data/raw/2020 is er niet." in report.text()
    assert not (project / "data" / "processed" / "real" / "2020" / "rows.parquet").exists()
    assert (report.index.parent / "nederland" / "30-growth.html").is_file()


def test_synthetic_files_are_refused_among_real_ones(project):
    path = project / "data" / "raw" / "2020" / "friesland.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    marked = [lines[0] + ",synthetisch", *(line + ",ja" for line in lines[1:])]
    path.write_text("\n".join(marked), encoding="utf-8")
    with pytest.raises(InputError, match=r"friesland\.csv.*verzonnen"):
        prepare.ensure(project, "real", 2020)


def test_all_that_is_wrong_is_told_at_once_and_the_old_page_stays(project):
    built = batch.build(project, dataset="real", pages=["10-clean"], workers=1)
    page = built.index.parent / "nederland" / "10-clean.html"
    raw = project / "data" / "raw" / "2020"
    (raw / "landelijk.csv").write_bytes(b"PK\x03\x04 half a workbook")
    (raw / "friesland.csv").write_text("", encoding="utf-8")
    report = batch.build(project, dataset="real", pages=["10-clean"], workers=1)
    assert report.exit_code == 1
    assert "landelijk.csv" in report.text()
    assert "friesland.csv" in report.text()
    assert "eerdere bouw" in page.read_text(encoding="utf-8")


def test_a_correction_that_finds_something_else_stops_the_build(project):
    correction = {
        "source": "landelijk", "row": 2, "column": "place", "expect": "Groningen",
        "becomes": "Grou", "reason": "verkeerde plaats", "by": "test", "date": "2020-11-01",
    }  # fmt: skip
    other = {**correction, "expect": "Grou", "becomes": "Leeuwarden"}
    path = project / "data" / "corrections" / "2020.yaml"
    path.write_text(yaml.safe_dump({"corrections": [correction, other, other]}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        prepare.ensure(project, "real", 2020)
    assert "hier staat 'Grou', en niet 'Groningen'" in str(caught.value)
    assert "wordt ook op regel" in str(caught.value)
    assert not list((project / "data" / "processed").rglob("*.parquet"))


def test_work_is_done_again_only_when_something_changed(project):
    places = prepare.ensure(project, "real", 2020)
    first = places.manifest.read_bytes()
    assert current.is_current(places)
    raw = places.raw / "friesland.csv"
    raw.write_text(raw.read_text(encoding="utf-8").replace("Maaltijden", "Klussen"), "utf-8")
    assert not current.is_current(places)
    prepare.ensure(project, "real", 2020)
    assert places.manifest.read_bytes() != first
    (places.processed / "rows.parquet").write_bytes(b"damaged")
    prepare.ensure(project, "real", 2020)
    assert len(prepare.load(project, "real", 2020)["rows"]) == 7


def test_the_synthetic_wave_gives_the_published_numbers_and_its_own_truth(built):
    tables = prepare.load(built, "synthetic", 2020)
    counted = tables["initiatives"]["in_inventory"] == "yes"
    figures = pd.read_csv(built / "data/published/survey_figures.csv").set_index("figure_id")
    assert counted.sum() == figures.at["population", "value"]
    kept = tables["answers"]["answer_outcome"] == "kept"
    assert kept.sum() == figures.at["respondents", "value"]
    raw = current.Places(built, "synthetic", 2020).raw
    truth = pd.read_csv(raw / "waarheid" / "waarheid_synthetisch_2020.csv", dtype="str")
    rows = tables["rows"][tables["rows"]["initiative_id"] != ""].set_index("row_id")
    scores = evaluate(rows["initiative_id"], truth.set_index("row_id")["initiative"])
    assert scores.f1 > 0.99  # a reviewer has looked at it


def test_every_row_that_was_read_is_kept_merged_or_flagged(built):
    tables = prepare.load(built, "synthetic", 2020)
    sources = tables["sources"]
    became = sources[["rows_kept", "rows_merged", "rows_flagged"]].sum(axis=1)
    assert (sources["rows_read"] == became).all()
    lists = sources[(sources["source_kind"] == "list") & sources["counted_in"].isna()]
    assert lists["rows_read"].sum() == len(tables["rows"])
    before = sources[sources["counted_in"].notna()]
    assert before["rows_kept"].sum() == len(tables["earlier"])
    assert lists["rows_kept"].sum() == (tables["initiatives"]["in_inventory"] == "yes").sum()


def test_two_projects_give_the_same_processed_files(built, copy_project, tmp_path):
    other = copy_project(tmp_path / "elsewhere" / "project")
    places = prepare.ensure(other, "synthetic", 2020)
    here = json.loads(current.Places(built, "synthetic", 2020).manifest.read_text("utf-8"))
    assert json.loads(places.manifest.read_text("utf-8"))["outputs"] == here["outputs"]


def test_a_synthetic_file_without_its_mark_is_refused(copy_project, tmp_path):
    project = copy_project(tmp_path / "project")
    raw = deliver(project)
    raw.parent.joinpath("synthetic").mkdir()
    raw.rename(raw.parent / "synthetic" / "2020")
    with pytest.raises(MonitorError, match="kolom 'synthetisch' ontbreekt"):
        prepare.ensure(project, "synthetic", 2020)


def test_lists_without_a_survey_make_an_inventory_too(project):
    raw = project / "data" / "raw" / "2020"
    (raw / "enquete.csv").unlink()
    lists = {name: source for name, source in SOURCES.items() if source["kind"] == "list"}
    (raw / "sources.yaml").write_text(yaml.safe_dump({"sources": lists}), encoding="utf-8")
    prepare.ensure(project, "real", 2020)
    tables = prepare.load(project, "real", 2020)
    assert len(tables["answers"]) == 0
    assert (tables["initiatives"]["in_inventory"] == "yes").sum() == 4


@pytest.mark.parametrize("lists", [{}, {"landelijk": SOURCES["landelijk"]}])
def test_without_any_initiative_there_is_one_message(project, lists):
    raw = project / "data" / "raw" / "2020"
    (raw / "friesland.csv").unlink()
    (raw / "landelijk.csv").write_text("Naam;Plaats\nTotaal;\n", encoding="utf-8")
    if not lists:
        (raw / "landelijk.csv").unlink()
    sources = {**lists, "enquete": SOURCES["enquete"]}
    (raw / "sources.yaml").write_text(yaml.safe_dump({"sources": sources}), encoding="utf-8")
    with pytest.raises(InputError, match="geen enkele lijst een initiatief"):
        prepare.ensure(project, "real", 2020)


def test_of_who_answers_twice_one_counts(project):
    """Whether it is the same respondent again, another of the same initiative, or a first try."""
    raw = project / "data" / "raw" / "2020"
    header = SURVEY.splitlines()[0]
    told = [("a1", "Zorgzaam Grou", "9001", "Grou", True),
            ("a1", "Zorgzaam Grou", "", "Grou", True),
            ("b1", "Noaberhulp Wapse", "7983", "Wapse", True),
            ("b2", "Noaberhulp Wapse", "7983 KA", "Wapse", True),
            ("c1", "Doarpswurk Easterein", "8734", "Easterein", False),
            ("c2", "Doarpswurk Easterein", "8734", "Easterein", True)]  # fmt: skip
    lines = [
        f"{number},{f'2020-09-{number + 10} 10:00:00' if done else ''},9,{who},{name},{postcode},"
        f"{place},,,3,1,"
        for number, (who, name, postcode, place, done) in enumerate(told, 1)
    ]
    (raw / "enquete.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    prepare.ensure(project, "real", 2020)
    answers = prepare.load(project, "real", 2020)["answers"]
    assert answers["answer_outcome"].tolist() == [
        "duplicate", "kept", "duplicate", "kept", "unfinished", "kept",
    ]  # fmt: skip


def test_a_first_build_and_the_next_give_the_same_bytes(project):
    places = prepare.ensure(project, "real", 2020)
    first = json.loads(places.manifest.read_text("utf-8"))["outputs"]
    (places.processed / "rows.parquet").unlink()
    prepare.ensure(project, "real", 2020)
    assert json.loads(places.manifest.read_text("utf-8"))["outputs"] == first


EARLIER = """Naam;Plaats;Postcode;Startjaar;Contactpersoon;E-mail
ST. ZORGZAAM  GROU;Grou;9001ab;ca. 2012;{0};{1}
Dorpscoop Elsloo;Elsloo;8424 SM;1998;{0};{1}
Inloop De Purpermolen;Putten;3882 EI;2010;{0};{1}
Zorgzaam Grou;Grou;9001 AB;2012;{0};{1}
Totaal;;;;;
"""


def test_a_list_of_an_earlier_count_leaves_the_wave_as_it_is(project):
    places = prepare.ensure(project, "real", 2020)
    before, sheet = prepare.load(project, "real", 2020), places.review.read_bytes()
    path = places.raw / "toen.csv"
    path.write_text(EARLIER.format(*MARKERS), encoding="utf-8")
    about = {**SOURCES["landelijk"], "file": path.name, "counted_in": 2017}
    text = yaml.safe_dump({"sources": {"toen": about, **SOURCES}}, sort_keys=False)
    (places.raw / "sources.yaml").write_text(text, encoding="utf-8")
    report = batch.build(project, dataset="real", pages=["10-clean"], workers=1)
    assert report.exit_code == 0, report.text()
    after = prepare.load(project, "real", 2020)
    assert before["earlier"].empty
    for name in set(before) - {"earlier", "sources", "log", "open_points"}:
        pd.testing.assert_frame_equal(after[name], before[name])
    assert places.review.read_bytes() == sheet
    names = after["initiatives"].set_index("initiative_id")["name"]
    found = after["earlier"]
    assert found["initiative_id"].map(names).fillna("").tolist() == [
        "Stichting Zorgzaam Grou", "Dorpscoöperatie Elsloo", "",
    ]  # fmt: skip
    assert found["in_inventory"].tolist() == ["yes", "no", ""]
    became = after["sources"].set_index("source").loc["toen"]
    counts = ["rows_read", "rows_kept", "rows_merged", "rows_flagged"]
    assert became[counts].tolist() == [5, 3, 1, 1]
    page = (report.index.parent / "nederland" / "10-clean.html").read_text(encoding="utf-8")
    assert "Van de telling van 2017 zijn 5 regels gelezen." in page
    assert "ZORGZAAM  GROU" not in page
    assert not any(marker in page for marker in MARKERS)


def test_the_planted_links_with_the_earlier_count_are_found(built):
    raw = current.Places(built, "synthetic", 2020).raw / "waarheid"
    tables = prepare.load(built, "synthetic", 2020)
    split = pd.read_csv(raw / "splitsing_2017_synthetisch_2020.csv").set_index("deel")["aantal"]
    now, then = (
        pd.read_csv(raw / f"{name}_synthetisch_2020.csv", dtype="str", keep_default_na=False)
        .set_index("row_id")["initiative"]
        for name in ("waarheid", "waarheid_2017")
    )  # fmt: skip
    rows = tables["rows"][tables["rows"]["initiative_id"] != ""]
    of_wave = (
        now[rows["row_id"]]
        .groupby(rows["initiative_id"].to_numpy())
        .agg(lambda names: names.mode().iat[0])
    )
    earlier = tables["earlier"]
    true, found = then[earlier["row_id"]].to_numpy(), earlier["initiative_id"].map(of_wave)
    assert len(earlier) == len(set(true)) == split["A"] + split["D"]
    linked = found.notna()
    assert (found[linked] == true[linked]).mean() > 0.99
    assert (found[linked] == true[linked]).sum() > 0.99 * split["A"]
    assert not earlier.loc[linked, "initiative_id"].duplicated().any()
    in_doubt = (earlier["is_grey"] == "yes").sum()
    assert abs((earlier["in_inventory"] != "yes").sum() - split["D"]) <= in_doubt
