"""Cleaning a list: columns, log, and not a row lost."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root
from zorgzaam.intake.clean import CLEAN_COLUMNS, LIST_FIELDS, STEPS, Step, clean_rows, run_step
from zorgzaam.intake.clean_log import Context
from zorgzaam.intake.contacts import SHOWN
from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.records import LOG_COLUMNS, STEP_COLUMNS, row_id

ROOT = find_root(Path(__file__).parent)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load(ROOT)


@pytest.fixture
def clean(gazetteer):
    """Return a function that cleans rows of text, numbered from 2 as a file numbers them."""

    def run(*rows, **more):
        return clean_rows(deliver(rows), gazetteer, 2020, **more)

    return run


def deliver(rows):
    cells = pd.DataFrame(rows, dtype=str).fillna("")
    numbers = range(2, len(cells) + 2)
    origin = {
        "row_id": [row_id("lijst", "", number) for number in numbers],
        "source": "lijst", "file": "lijst.xlsx", "sheet": "", "row_number": list(numbers),
    }  # fmt: skip
    return pd.concat([pd.DataFrame(origin, index=cells.index), cells], axis=1)


def test_a_row_through_all_steps(clean):
    done = clean(
        {
            "name": "STICHTING DORPSBELANG ZUIDLAREN", "postcode": "9471 PJ Zuidlaren",
            "start_year": "1998/1999", "volunteers_count": "1.471", "members_count": "40-50",
            "phase": "loopt", "themes": "zorg; wonen", "website": "www.dorp.nl/a",
            "kvk_number": "1234567", "is_local": "ja", "show_on_map": "nee",
            "umbrella": "Koepel Ã«",
        }
    )  # fmt: skip
    row = done.table.iloc[0]
    expected = {
        "name": "Stichting Dorpsbelang Zuidlaren", "name_raw": "STICHTING DORPSBELANG ZUIDLAREN",
        "row_kind": "initiative", "postcode": "9471PJ", "postcode4": "9471", "place": "Zuidlaren",
        "municipality_code": "GM1730", "municipality_name": "Tynaarlo", "province_code": "PV22",
        "municipality_code_2023": "GM1730", "location_basis": "postcode", "location_note": "",
        "start_year": 1998, "start_year_precision": "range", "start_year_low": 1998,
        "start_year_high": 1999, "volunteers_count": 1471, "volunteers_count_precision": "exact",
        "members_count": 45, "members_count_precision": "range", "phase": "active",
        "legal_form": "foundation", "themes": "care;housing", "website_domain": "dorp.nl",
        "website": "https://www.dorp.nl/a", "kvk_number": "01234567", "is_local": "yes",
        "show_on_map": "no", "umbrella": "Koepel ë", "appearance": "", "invited": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["longitude"] == pytest.approx(6.6755)
    assert pd.isna(row["visitors_count"])


def test_the_columns_and_their_types(clean):
    table = clean({"name": "A", "place": "Assen"}).table
    assert tuple(table.columns) == CLEAN_COLUMNS
    whole = ["start_year", "start_year_low", "volunteers_count", "members_count", "visitors_count"]
    assert (table[whole].dtypes == "Int64").all()
    assert (table[["longitude", "latitude"]].dtypes == "float64").all()
    assert table["row_number"].dtype == "int64"
    text = table.drop(columns=[*whole, "longitude", "latitude", "row_number", "start_year_high"])
    assert not text.isna().any().any()
    assert (text.dtypes == "str").all()


def test_rows_keep_their_order_and_origin(clean):
    rows = [{"name": f"Initiatief {n}", "place": "Assen"} for n in (3, 1, 2)]
    table = clean(*rows).table
    assert table["name"].tolist() == ["Initiatief 3", "Initiatief 1", "Initiatief 2"]
    assert table["row_id"].tolist() == ["lijst::2", "lijst::3", "lijst::4"]
    assert table["row_number"].tolist() == [2, 3, 4]


def test_the_log_tells_what_was_done_and_why(clean):
    log = clean(
        {"name": "A", "place": "Assen", "start_year": "ca. 2012"},
        {"name": "B", "place": "Assen", "start_year": "2112"},
    ).log
    assert tuple(log.columns) == LOG_COLUMNS
    years = log[log["column"] == "start_year"]
    assert years["kind"].tolist() == ["changed", "doubt"]
    assert years["before"].tolist() == ["ca. 2012", "2112"]
    assert years["after"].tolist() == ["2012", ""]
    assert years["row_number"].tolist() == [2, 3]
    assert years["remedy"].str.len().tolist()[0] == 0
    assert "correcties" in years["remedy"].iloc[1]


def test_the_steps_count_rows_and_changes(clean):
    done = clean({"name": "A", "place": "Assen", "start_year": "ca. 2012"}, {"name": "B i.o."})
    assert tuple(done.steps.columns) == STEP_COLUMNS
    assert done.steps["step"].tolist() == [step.name for step in STEPS]
    assert (done.steps["rows_in"] == 2).all()
    assert (done.steps["rows_out"] == 2).all()
    changed = done.steps.set_index("step")["values_changed"]
    assert (changed["Startjaren"], changed["Namen"]) == (1, 2)  # the name, and the phase from it
    assert changed.sum() == (done.log["kind"] == "changed").sum()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.iloc[1:],
        lambda rows: rows.iloc[::-1],
        lambda rows: pd.concat([rows, rows]),
    ],
)
def test_a_step_that_loses_adds_or_reorders_rows_is_stopped(gazetteer, spoil):
    rows = deliver([{"name": "A"}, {"name": "B"}])
    step = Step("Proefstap", "", lambda rows, context, name: spoil(rows))
    with pytest.raises(MonitorError, match="stap 'Proefstap'"):
        run_step(step, rows, Context(gazetteer, 2020, (), ("name",)))


def test_totals_headings_and_remarks_stay_and_are_flagged(clean):
    done = clean(
        {"name": "Zorgdorp", "place": "Assen", "volunteers_count": "10"},
        {"name": "Eindtotaal 1.471", "volunteers_count": "12.345"},
        {"volunteers_count": "12", "place": "Totaal exclusief aanmeldingen"},
        {"name": "Naam initiatief", "place": "Plaats", "volunteers_count": "Vrijwilligers"},
        {"name": "Gemeente Assen"},
        {"name": "Drenthe"},
        {"name": "Bron: het netwerk, 2020"},
        {"place": "Assen"},
        {"name": "Totaal Welzijn", "place": "Assen"},
        {"name": "Alleen een naam"},
    )
    assert done.table["row_kind"].tolist() == [
        "initiative", "total", "total", "heading", "section", "section", "note", "unnamed",
        "initiative", "initiative",
    ]  # fmt: skip
    # A total is no number of volunteers, but what stood there is in the log.
    assert done.table["volunteers_count"].sum() == 10
    told = done.log[done.log["step"] == "Soort regel"]
    assert "12.345" in told["before"].iloc[0]
    assert len(told) == 6
    assert (done.log.loc[done.log["row_number"] == 3, "step"] == "Soort regel").all()


def test_a_postcode_and_place_in_one_cell_get_a_cell_each(clean):
    done = clean(
        {"name": "A", "postcode": "9471 PJ Zuidlaren"}, {"name": "B", "place": "9471 PJ Zuidlaren"}
    )
    assert done.table["postcode"].tolist() == ["9471PJ", "9471PJ"]
    assert done.table["place"].tolist() == ["Zuidlaren", "Zuidlaren"]


def test_what_the_name_tells_is_used_where_nothing_was_delivered(clean):
    done = clean(
        {"name": "Stichting A i.o.", "place": "Assen"},
        {"name": "Stichting B i.o.", "place": "Assen", "legal_form": "geen", "phase": "actief"},
        {"name": "Stichting C", "place": "Assen", "legal_form": "onzin"},
    )
    assert done.table["legal_form"].tolist() == ["foundation", "none", ""]
    assert done.table["phase"].tolist() == ["founding", "active", ""]
    told = done.log[(done.log["column"] == "legal_form") & (done.log["row_number"] == 2)]
    assert told["why"].tolist() == ["Niet geleverd; overgenomen uit de naam."]


def test_the_provinces_of_a_regional_list_help(clean):
    alone = clean({"name": "A", "place": "Zuidwolde"}).table
    helped = clean({"name": "A", "place": "Zuidwolde"}, list_provinces=["drenthe"]).table
    assert alone["municipality_name"].tolist() == [""]
    assert helped["municipality_name"].tolist() == ["De Wolden"]


def test_contact_data_in_another_column_reach_neither_table_nor_log(clean):
    done = clean(
        {
            "name": "Zorgdorp, Jan Marker 06-12345678",
            "place": "Markerstraat 12, 9471 PJ Zuidlaren",
            "description": "Koffie voor buren. Bel Jan Marker, [telefoonnummer].",
            "website": "marker@dorp.nl", "umbrella": "Contactpersoon: Jan Marker",
            "start_year": "Marker 06 12 34 56 78", "volunteers_count": "bel Marker 0592-123456",
        }
    )  # fmt: skip
    everything = done.table.to_csv() + done.log.to_csv() + done.steps.to_csv()
    for planted in ("Marker", "marker", "12345678", "12 34 56", "123456"):
        assert planted not in everything
    row = done.table.iloc[0]
    assert (row["name"], row["description"]) == ("Zorgdorp", "Koffie voor buren.")
    assert (row["postcode"], row["place"]) == ("9471PJ", "Zuidlaren")


def test_every_field_may_be_absent_and_a_list_may_be_empty(gazetteer):
    table = deliver([{"name": "A"}])
    assert len(clean_rows(table, gazetteer, 2020).table) == 1
    only_origin = clean_rows(table.drop(columns="name"), gazetteer, 2020)
    assert only_origin.table["row_kind"].tolist() == ["unnamed"]
    empty = clean_rows(table.iloc[:0], gazetteer, 2020)
    assert len(empty.table) == len(empty.log) == 0
    assert tuple(empty.table.columns) == CLEAN_COLUMNS


def test_missing_cells_and_another_index_do_no_harm(gazetteer):
    table = deliver([{"name": "A", "place": "Assen"}, {"name": "B", "place": "Vries"}])
    table["place"] = table["place"].astype(object).where([True, False], np.nan)
    table.index = [7, 3]
    done = clean_rows(table, gazetteer, 2020)
    assert done.table["place"].tolist() == ["Assen", ""]
    assert done.table.index.tolist() == [0, 1]


def test_cleaning_leaves_what_was_delivered_as_it_was(gazetteer):
    table = deliver([dict.fromkeys(LIST_FIELDS, "1")])
    before = table.copy()
    clean_rows(table, gazetteer, 2020)
    pd.testing.assert_frame_equal(table, before)


def test_the_same_list_gives_the_same_result(gazetteer):
    rows = [{"name": f"Dorp {n}", "place": "Nes", "start_year": "ca. 2012"} for n in range(5)]
    one, two = (clean_rows(deliver(rows), Gazetteer.load(ROOT), 2020) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, two.table)
    pd.testing.assert_frame_equal(one.log, two.log)


def test_a_large_list_looks_each_combination_up_once(gazetteer, monkeypatch):
    fresh = Gazetteer(gazetteer.index)
    rows = [{"name": f"Dorp {n}", "place": ("Assen", "Vries")[n % 2]} for n in range(2000)]
    done = clean_rows(deliver(rows), fresh, 2020)
    assert len(fresh._known) == 2
    assert len(done.table) == 2000


def test_the_log_shows_nothing_of_a_cell_from_which_a_name_was_taken(clean):
    done = clean(
        {"name": "Zorgdorp", "place": "Grou", "description": "Wij koken. Bel Jan Marker."},
        {"name": "Zorgpunt, Jan Marker (voorzitter)", "place": "Grou"},
    )
    assert done.table["description"].tolist() == ["Wij koken.", ""]
    log = done.log[done.log["step"] == "Contactgegevens"]
    assert set(log["before"]) == set(log["after"]) == {SHOWN}
    assert len(log) == 2
    assert "Marker" not in done.log.to_csv()
