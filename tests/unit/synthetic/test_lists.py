"""The lists that were written, against the truth about them."""

import csv
import datetime

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from zorgzaam.files import find_root
from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.published import load_survey_figures
from zorgzaam.synthetic.list_specs import LISTS, NATIONAL, REGIONAL
from zorgzaam.synthetic.places import largest_remainder, load_areas, residents, slugs

SOURCES = {spec.source: spec for spec in LISTS}


def grid_of(spec, folder):
    """Return by sheet the rows of a list as another library reads them, counted from one."""
    path = folder / spec.file(2020)
    if spec.suffix == "csv":
        with path.open(encoding=spec.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=spec.delimiter)
            start, rows = 1, {}
            for row in reader:
                rows[start] = row
                start = reader.line_num + 1
        return {"": rows}
    workbook = CalamineWorkbook.from_path(path)
    return {
        name: dict(enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), 1))
        for name in workbook.sheet_names
    }


def shown(cell):
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_the_inventory_has_exactly_the_published_size(truth):
    population = load_survey_figures().set_index("figure_id").at["population", "value"]
    rows = truth()
    lists = rows[rows["source"] != "enquete"]
    inside = lists[lists["in_inventory"] == "yes"]
    assert inside["initiative"].nunique() == population
    assert (truth("waarheid_initiatieven")["in_inventory"] == "yes").sum() == population
    assert (truth("waarheid_initiatieven")["lists"] != "").all()


def test_provinces_are_in_proportion_to_their_residents(truth):
    root = find_root()
    initiatives = truth("waarheid_initiatieven")
    inside = initiatives[initiatives["in_inventory"] == "yes"]
    expected = largest_remainder(len(inside), residents(root, 2020))
    assert inside.groupby("province_code").size().to_dict() == expected.to_dict()


def test_whole_parts_and_largest_fractions():
    weights = pd.Series({"a": 1.0, "b": 1.0, "c": 4.0})
    assert largest_remainder(7, weights).to_dict() == {"a": 1, "b": 1, "c": 5}
    assert largest_remainder(0, weights).sum() == 0


def test_a_place_lies_in_the_municipality_of_its_year():
    areas = load_areas(find_root()).set_index("postcode4")
    assert areas.loc["9901", ["municipality_code", "municipality_name"]].tolist() == [
        "GM0003",
        "Appingedam",
    ]
    assert areas.at["9901", "municipality_name_2023"] == "Eemsdelta"
    assert areas.at["1012", "municipality_code"] == "GM0363"
    gone = {"GM1979", "GM1980", "GM1982", "GM1991", "GM1992"}
    assert not set(areas["municipality_code"]) & gone
    assert areas["municipality_code"].nunique() == 355


def test_the_gazetteer_agrees_on_where_places_are():
    gazetteer = Gazetteer.load(find_root())
    areas = load_areas(find_root())
    gone = areas["municipality_code"] != areas["municipality_code_2023"]
    for row in pd.concat([areas[gone], areas[~gone].iloc[::15]]).itertuples():
        assert gazetteer.locate(row.postcode4, row.place).municipality_code == row.municipality_code


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.source)
def test_the_truth_knows_where_each_row_is(spec, wave_folder, truth):
    rows, cells = truth(), truth("waarheid_cellen")
    rows = rows[rows["source"] == spec.source]
    changed = cells[cells["field"] == "name"].set_index("row_id")["written"]
    grids, at = grid_of(spec, wave_folder), spec.fields.index("name")
    for row in rows.to_dict("records"):
        found = grids[row["sheet"]][int(row["row_number"])]
        if row["row_id"] in changed:
            assert found[at] == changed[row["row_id"]]
        elif row["initiative"]:
            assert row["name"] in found[at]
        else:
            assert set(row["planted"].split("|")) & {"total_row", "repeated_header", "footnote"}
    filled = sum(
        any(cell != "" for cell in row) for grid in grids.values() for row in grid.values()
    )
    sheets = 2 if spec.late_sheet else 1
    heading = len(spec.titles) - spec.titles.count("") + 1 + any(c.group for c in spec.columns)
    explanation = 2 if spec.late_sheet else 0
    assert filled == len(rows) + sheets * heading + explanation


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.source)
def test_changed_cells_are_as_the_truth_says(spec, wave_folder, truth):
    cells = truth("waarheid_cellen")
    grids = grid_of(spec, wave_folder)
    for cell in cells[cells["source"] == spec.source].to_dict("records"):
        found = grids[cell["sheet"]][int(cell["row_number"])]
        at = spec.fields.index(cell["field"])
        assert shown(found[at]) == cell["written"]
        assert cell["written"] != cell["before"]


def test_planted_counts_are_those_of_the_rows(truth):
    rows, planted = truth(), truth("geplant")
    kinds = rows.assign(kind=rows["planted"].str.split("|")).explode("kind")
    counted = kinds[kinds["kind"] != ""].groupby(["source", "kind"]).size()
    told = planted[planted["kind"] != "empty_row"].set_index(["source", "kind"])["count"]
    assert told.astype(int).sort_index().to_dict() == counted.to_dict()
    assert (planted["what"] != "").all()


def test_what_is_excluded_says_so_on_a_list(truth, wave_folder):
    rows = truth()
    fields = {"not_local": "is_local", "not_residents_led": "residents_lead"}
    fields |= {"no_mutual_support": "mutual_support", "stopped": "phase"}
    no_words = {"nee", "N", "gestopt", "Gestopt", "beëindigd"}
    grids = {spec.source: grid_of(spec, wave_folder) for spec in LISTS}
    said = set()
    for row in rows[rows["exclusion"] != ""].to_dict("records"):
        spec = SOURCES[row["source"]]
        if fields[row["exclusion"]] in spec.fields:
            found = grids[spec.source][row["sheet"]][int(row["row_number"])]
            if found[spec.fields.index(fields[row["exclusion"]])] in no_words:
                said.add(row["initiative"])
    assert said == set(rows.loc[rows["exclusion"] != "", "initiative"])


def test_lists_overlap_and_each_knows_a_part(truth):
    initiatives = truth("waarheid_initiatieven")
    inside = initiatives[initiatives["in_inventory"] == "yes"]
    on = inside["lists"].str.split("|")
    national = on.map(lambda names: NATIONAL.source in names)
    regional = on.map(lambda names: len(set(names) - {NATIONAL.source}) > 0)
    both, n = (national & regional).sum(), len(inside)
    assert 0.25 * n < both < 0.6 * n
    assert (national & ~regional).sum() > 0.2 * n
    assert (regional & ~national).sum() > 0.1 * n
    # Two lists that know independently: what they find together tells how many there are.
    estimate = national.sum() * regional.sum() / both
    assert n < estimate < 1.5 * n


def test_regional_lists_are_about_their_province(truth):
    rows = truth()
    by_code = slugs(find_root())
    for spec in REGIONAL:
        own = rows[(rows["source"] == spec.source) & (rows["initiative"] != "")]
        outside = own["planted"].str.contains("outside_area")
        strangers = own["province_code"].map(by_code) != spec.provinces[0]
        assert (strangers <= outside).all()
        assert 1 <= outside.sum() <= 4


def test_names_places_and_domains_are_a_fair_test(truth):
    initiatives = truth("waarheid_initiatieven")
    assert not initiatives.duplicated(["name", "place", "postcode"]).any()
    shared = initiatives["name"].value_counts()
    assert (shared > 1).sum() > 40
    branches = initiatives[initiatives["umbrella"] != ""]
    assert branches.groupby("umbrella").size().min() >= 4
    assert branches.groupby("umbrella")["kvk_number"].nunique().max() == 1


def test_nothing_named_exists(truth):
    initiatives = truth("waarheid_initiatieven")
    websites = initiatives.loc[initiatives["website"] != "", "website"]
    assert websites.str.endswith(".example").all()
    numbers = initiatives.loc[initiatives["kvk_number"] != "", "kvk_number"]
    assert numbers.str.fullmatch(r"(99|00)\d{6}").all()


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.source)
def test_every_row_is_marked_and_contacts_do_not_exist(spec, wave_folder, truth):
    rows = truth()
    rows = rows[(rows["source"] == spec.source) & (rows["initiative"] != "")]
    grids = grid_of(spec, wave_folder)
    for row in rows.to_dict("records"):
        found = dict(zip(spec.fields, grids[row["sheet"]][int(row["row_number"])], strict=True))
        assert found["mark"] == SYNTHETIC_VALUE
        assert found.get("email", "").endswith(("@example.invalid", "")[not found.get("email") :])
        assert found.get("phone", "06-0").startswith(("06-0", "")[not found.get("phone") :])
    assert spec.columns[-1].header == SYNTHETIC_MARK


def test_bytes_are_of_the_encoding_that_was_meant(wave_folder):
    start = {spec.encoding: (wave_folder / spec.file(2020)).read_bytes() for spec in LISTS}
    assert start["utf-8-sig"].startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        start["cp1252"].decode("utf-8")
    delimiters = {spec.delimiter for spec in LISTS if spec.suffix == "csv"}
    assert delimiters == {";", ",", "\t"}
    assert {spec.suffix for spec in LISTS} == {"xlsx", "ods", "csv"}


def test_numbers_became_dates(truth, wave_folder):
    cells = truth("waarheid_cellen")
    dates = cells[cells["kind"] == "count_as_date"]
    assert len(dates) > 3
    for cell in dates.to_dict("records"):
        day = datetime.date.fromisoformat(cell["written"])
        assert (day - datetime.date(1899, 12, 30)).days == int(cell["before"])
