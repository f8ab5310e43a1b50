"""The workbook of all tables: every number that is told, no number that is not."""

import io

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from zorgzaam.release.labels import load_labels
from zorgzaam.release.table import HIDDEN, SHOWN
from zorgzaam.release.workbook import FIRST_DATA_ROW, readable, workbook_bytes

RULES = {
    "minimum_count": 5,
    "minimum_base": 10,
    "group_below_base": 100,
    "group_share": 0.9,
    "dominance_count": 2,
    "dominance_share": 0.8,
}
NOTES = {"disclosure": RULES}


@pytest.fixture(scope="module")
def labels(root):
    return load_labels(root, 2020)


@pytest.fixture(scope="module")
def content(release, labels, codebook):
    return workbook_bytes(release.table, labels, codebook, "synthetic", NOTES)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_equal_releases_give_equal_bytes(content, release, labels, codebook):
    assert content == workbook_bytes(release.table, labels, codebook, "synthetic", NOTES)


def test_it_opens_in_another_reader_too(content, book):
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == book.sheetnames


def test_every_sheet_has_a_title_its_mark_and_a_legal_name(book):
    assert book.sheetnames[:3] == ["Inhoud", "Toelichting", "Symbolen"]
    for sheet in book:
        assert sheet["A1"].value
        assert sheet["A2"].value == "Soort gegevens: synthetische gegevens: niet voor conclusies"
        assert len(sheet.title) <= 31
        assert "enquête 2020" in sheet.oddFooter.left.text


def test_the_contents_link_to_every_other_sheet(book):
    names = [cell.value for cell in book["Inhoud"]["A"][FIRST_DATA_ROW:] if cell.hyperlink]
    assert names == book.sheetnames[1:]


def test_a_table_has_a_symbol_where_nothing_is_told(book, release):
    sheet = next(sheet for sheet in book if sheet.title.endswith("goals_measured"))
    heads = [cell.value for cell in sheet[FIRST_DATA_ROW + 1]]
    assert heads[:4] == ["Gebied of groep", "Ja", "ondergrens", "bovengrens"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    own = release.table[
        (release.table["variable"] == "goals_measured")
        & (release.table["category"] == "yes")
        & (release.table["statistic"] == "share_pct")
        & (release.table["target"] == "inventory")
        & (release.table["group"] == "")
    ].set_index("area")
    assert rows["Drenthe"][0] in (".", "x")
    assert own.at["drenthe", "status"] in HIDDEN
    assert rows["Nederland"][0] == own.at["nederland", "value"]
    assert rows["Zuid-Holland"][0] == own.at["zuid-holland", "value"]


def test_all_numbers_are_in_one_list_and_hidden_ones_nowhere(book, release, labels):
    sheet = book["Alle cijfers"]
    heads = [cell.value for cell in sheet[FIRST_DATA_ROW + 1]]
    column = heads.index("waarde")
    values = [row[column].value for row in sheet.iter_rows(min_row=FIRST_DATA_ROW + 2)]
    assert len(values) == len(release.table)
    for value, told, status in zip(
        values, release.table["value"], release.table["status"], strict=True
    ):
        if status in SHOWN:
            assert value == told
        else:
            assert isinstance(value, str)
    assert not readable(release.table, labels).isna().any(axis=None)


def test_no_cell_is_empty_within_a_table(book):
    for sheet in list(book)[3:-1]:
        width = sum(cell.value is not None for cell in sheet[FIRST_DATA_ROW + 1])
        rows = list(sheet.iter_rows(min_row=FIRST_DATA_ROW + 2, max_col=width, values_only=True))
        table = [row for row in rows if row[0] and row[1] is not None]
        assert len(table) > 16
        assert all(cell is not None for row in table for cell in row)
