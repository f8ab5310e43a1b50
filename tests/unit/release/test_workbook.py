"""The workbook of all tables: every number that is told, no number that is not."""

import io
import re
import zipfile

import numpy as np
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from zorgzaam.release.labels import load_labels
from zorgzaam.release.table import HIDDEN, NUMBERS, SHOWN
from zorgzaam.release.workbook import workbook_bytes
from zorgzaam.release.workbook_designs import tables
from zorgzaam.release.workbook_list import readable
from zorgzaam.release.workbook_tables import LONGEST_NAME
from zorgzaam.release.workbook_text import SYMBOL_TEXTS, SYMBOLS, WIDE_MARK, explanations
from zorgzaam.release.workbook_writer import HEAD_ROW

RULES = {
    "minimum_count": 5,
    "minimum_base": 10,
    "group_below_base": 100,
    "group_share": 0.9,
    "dominance_count": 2,
    "dominance_share": 0.8,
}
NOTES = {"disclosure": RULES}
FIRST_ROW = HEAD_ROW + 4  # of a table, as Excel counts
SECRET = 98765.4321  # a number that is nowhere else


@pytest.fixture(scope="module")
def labels(root):
    return load_labels(root, 2020)


@pytest.fixture(scope="module")
def content(release, labels, codebook):
    return workbook_bytes(release.table, labels, codebook, "synthetic", NOTES)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def made(release, labels):
    return tables(release.table, labels)


def _sheet(book, subject):
    return next(sheet for sheet in book if sheet["A1"].value.endswith(f". {subject}"))


def _rows(sheet):
    """Return the texts and cells of a table by the first text of each row."""
    rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    return {row[0]: row[1:] for row in rows if row[0]}


def test_equal_releases_give_equal_bytes(content, release, labels, codebook):
    assert content == workbook_bytes(release.table, labels, codebook, "synthetic", NOTES)


def test_another_reader_finds_the_same_in_every_sheet(content, book):
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert other.sheet_names == book.sheetnames
    for sheet in book:
        cells = [value for row in other.get_sheet_by_name(sheet.title).to_python() for value in row]
        told = [value for row in sheet.iter_rows(values_only=True) for value in row]
        assert [value for value in cells if value != ""] == [v for v in told if v is not None]


def test_every_sheet_has_a_title_its_mark_its_source_and_a_legal_name(book):
    assert book.sheetnames[:3] == ["Inhoud", "Toelichting", "Symbolen"]
    assert book.sheetnames[-1] == "Alle cijfers"
    for sheet in book:
        assert sheet["A1"].value
        assert "SYNTHETISCH" in sheet["A2"].value
        assert "SYNTHETISCH" in sheet.oddHeader.right.text
        assert any(str(cell.value).startswith("Bron: enquête 2020") for cell in sheet["A"])
        assert len(sheet.title) <= LONGEST_NAME
        assert not re.search(r"[\[\]:*?/\\']", sheet.title)
        assert sheet.page_setup.orientation == "landscape"


def test_real_answers_are_not_marked_as_synthetic(release, labels, codebook):
    real = release.table[release.table["variable"] == "goals_measured"].assign(kind="real")
    content = workbook_bytes(real, labels, codebook, "real", NOTES)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        told = b"".join(parts.read(name) for name in parts.namelist())
    assert b"echte gegevens" in told
    assert b"ynthetisch" not in told
    assert b"SYNTHETISCH" not in told


def test_the_contents_link_to_every_other_sheet(book):
    links = [cell for cell in book["Inhoud"]["A"] if cell.hyperlink]
    assert [cell.value for cell in links] == book.sheetnames[1:]
    assert [cell.hyperlink.location for cell in links] == [f"'{c.value}'!A1" for c in links]


def test_the_properties_have_no_clock(book):
    assert book.properties.created.year == 2020
    assert "SYNTHETISCH" in book.properties.title


def test_a_table_is_laid_out_with_heads_units_and_fixed_panes(book):
    sheet = _sheet(book, "Onderzoekt of de doelen worden gehaald")
    heads = [[cell.value for cell in sheet[row]][:5] for row in range(HEAD_ROW + 1, FIRST_ROW)]
    assert heads[0][:2] == ["Gebied of groep", "Ja"]
    assert heads[1][1:] == ["cijfer", "ondergrens", "bovengrens", "basis"]
    assert heads[2] == ["Eenheid", "%", "%", "%", "deelnemers"]
    assert sheet.freeze_panes == f"B{FIRST_ROW}"
    assert sheet.print_title_rows == f"$1:${FIRST_ROW - 1}"


def test_a_table_has_a_symbol_where_nothing_is_told(book, release):
    sheet = _sheet(book, "Onderzoekt of de doelen worden gehaald")
    rows = _rows(sheet)
    told = release.table
    own = told[
        (told["variable"] == "goals_measured")
        & (told["category"] == "yes")
        & (told["statistic"] == "share_pct")
        & (told["target"] == "inventory")
        & (told["group"] == "")
    ].set_index("area")
    assert own.at["drenthe", "status"] in HIDDEN
    assert rows["Drenthe"][:3] == (SYMBOLS[own.at["drenthe", "status"]],) * 3
    for name, area in (("Nederland", "nederland"), ("Zuid-Holland", "zuid-holland")):
        assert rows[name][:4] == tuple(own.loc[area, ["value", "lower", "upper", "base"]])


def test_areas_come_before_groups_and_classes_in_the_order_of_the_codebook(book):
    names = [name for name in _rows(_sheet(book, "Doelgroep")) if ":" in name]
    periods = [name for name in names if name.startswith("Startperiode: ")]
    assert periods[0] == "Startperiode: vóór 2010"
    assert periods[1:] == sorted(periods[1:])
    assert next(iter(_rows(_sheet(book, "Doelgroep")))) == "Nederland"


def test_an_unsure_number_is_a_number_with_a_mark_in_its_look(book, made):
    unsure = 0
    for table in made:
        sheet = book[table.name]
        for row, (_, cells) in enumerate(table.rows, FIRST_ROW):
            place = len(table.heads) + 1
            for column, cell in zip(table.columns, cells, strict=True):
                found = sheet.cell(row, place)
                is_wide = cell is not None and cell["status"] == "wide"
                assert (WIDE_MARK in found.number_format) == is_wide
                assert not is_wide or found.value == cell["value"]
                unsure += is_wide
                place += len(column.parts)
    assert unsure


def test_every_number_is_in_a_table_but_those_of_a_question_for_the_movement(made, release):
    count = sum(cell is not None for table in made for _, cells in table.rows for cell in cells)
    of_questions = ("share_pct", "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
    of_movement = release.table["statistic"].isin(of_questions) & (
        release.table["target"] == "movement"
    )
    assert count == (~of_movement).sum()


def test_two_numbers_for_one_cell_are_a_mistake(release, labels):
    twice = release.table[release.table["statistic"] == "respondents"]
    with pytest.raises(ValueError, match="two numbers in one cell"):
        tables(twice.iloc[[0, 0]], labels)


def test_all_numbers_are_in_one_list_and_in_order(book, release, labels):
    sheet = book["Alle cijfers"]
    heads = [cell.value for cell in sheet[HEAD_ROW + 1]]
    column = heads.index("waarde")
    values = [row[column] for row in sheet.iter_rows(min_row=HEAD_ROW + 2, values_only=True)]
    assert len(values) == len(release.table)
    for value, told, status in zip(
        values, release.table["value"], release.table["status"], strict=True
    ):
        assert value == (told if status in SHOWN else SYMBOLS[status])
    assert not readable(release.table, labels).isna().any(axis=None)
    assert sheet.auto_filter.ref == f"A{HEAD_ROW + 1}:{sheet.dimensions.partition(':')[2]}"


def test_a_number_behind_a_hidden_status_comes_in_no_part_of_the_file(release, labels, codebook):
    leaking = release.table.copy()
    hidden = ~leaking["status"].isin(SHOWN)
    assert hidden.any()
    leaking.loc[hidden, NUMBERS] = SECRET
    content = workbook_bytes(leaking, labels, codebook, "synthetic", NOTES)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"98765" in parts.read(name) for name in parts.namelist())
    assert content == workbook_bytes(release.table, labels, codebook, "synthetic", NOTES)


def test_a_hidden_base_has_a_symbol_too(release, labels):
    shares = release.table[release.table["statistic"] == "share_pct"].head(40).copy()
    shares["base"] = shares["base"].mask(np.arange(len(shares)) >= 0)
    assert set(readable(shares, labels)["basis"]) <= {
        SYMBOLS["hidden-secondary"],
        *SYMBOLS.values(),
    }


def test_no_cell_is_empty_within_a_table(book, made):
    for table in made:
        width = len(table.heads) + sum(len(column.parts) for column in table.columns)
        last = FIRST_ROW + len(table.rows) - 1
        cells = list(book[table.name].iter_rows(FIRST_ROW, last, 1, width, values_only=True))
        assert len(cells) == len(table.rows)
        assert all(value not in (None, "") for row in cells for value in row)


def test_every_symbol_is_explained():
    assert set(SYMBOLS.values()) | {WIDE_MARK} <= {symbol for symbol, _ in SYMBOL_TEXTS}


def test_the_explanation_has_the_rules_of_this_release():
    told = dict(explanations({"disclosure": {**RULES, "minimum_base": 17, "group_share": 0.85}}))
    assert "minder dan 17 antwoorden" in told["Verbergen: de regels"]
    assert "vanaf 0,85" in told["Verbergen: de regels"]


def test_text_that_looks_like_a_formula_stays_text(release, labels, codebook):
    sly = release.table.head(3).assign(method="=1+1")
    content = workbook_bytes(sly, labels, codebook, "synthetic", NOTES)
    cells = openpyxl.load_workbook(io.BytesIO(content))["Alle cijfers"].iter_rows()
    assert {c.data_type for row in cells for c in row if c.value == "=1+1"} == {"s"}
