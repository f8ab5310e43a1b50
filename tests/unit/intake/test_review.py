"""The review sheet: written, filled in, read back, applied."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from zorgzaam.errors import InputError
from zorgzaam.files import find_root
from zorgzaam.intake.decisions import COLUMNS, SHEETS
from zorgzaam.intake.link import link_rows
from zorgzaam.intake.review import TABLE_HEADERS, read_decisions, review_workbook
from zorgzaam.params import load_build

SETTINGS = load_build(find_root(Path(__file__).parent)).linking


def table() -> pd.DataFrame:
    """Four rows: a sure pair, and a third that may be the same."""
    return pd.DataFrame(
        {
            "row_id": ["a::2", "b::2", "c::2", "d::2"],
            "source": ["a", "b", "c", "d"],
            "name": ["Dorpshuis De Kwikkel", "De Kwikkel", "Kwikkel Eetclub", "=1+1"],
            "place": ["Elst", "Elst", "", "Goes"],
            "postcode": ["6661AB", "", "", ""],
        }
    )


def written(tmp_path: Path, fill: dict[tuple[str, int, str], str], decisions=None) -> Path:
    """Write the review workbook and fill in cells by (sheet, row, heading)."""
    rows = table()
    pairs = link_rows(rows, SETTINGS, decisions).pairs
    path = tmp_path / "review.xlsx"
    path.write_bytes(review_workbook(pairs, rows, decisions, SETTINGS))
    book = openpyxl.load_workbook(path)
    for (sheet, row, heading), value in fill.items():
        book[sheet].cell(row, TABLE_HEADERS.index(heading) + 1, value)
    book.save(path)
    return path


def lines(content: bytes, sheet: str) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(sheet).to_python()


def own(path: Path, rows: list[list[str]], headers=TABLE_HEADERS, sheet=SHEETS[0]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate([list(headers), *rows]):
            page.write_row(number, 0, row)
    return path


def line(decision: str, left: str = "a::2", right: str = "b::2", reason: str = "") -> list[str]:
    rows = table().set_index("row_id")
    sides = [[*rows.loc[name, ["name", "place", "source"]], ""] for name in (left, right)]
    return [decision, reason, *sides[0], *sides[1], "", "", "", left, right]


def test_the_grey_pairs_are_there_with_why_and_a_choice(tmp_path):
    path = written(tmp_path, {})
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["beoordelen", "steekproef", "uitleg"]
    heading, *found = lines(path.read_bytes(), "beoordelen")
    assert tuple(heading) == TABLE_HEADERS
    pairs = link_rows(table(), SETTINGS).pairs
    assert len(found) == pairs["is_grey"].sum() > 0
    assert "plaats niet te vergelijken" in found[0][heading.index("waarom")]
    (choice,) = book["beoordelen"].data_validations.dataValidation
    assert choice.formula1 == '"zelfde,anders,tak"'


def test_a_decision_is_read_applied_and_kept(tmp_path):
    path = written(tmp_path, {})
    _, first, *_ = lines(path.read_bytes(), "beoordelen")
    fill = {("beoordelen", 2, "besluit"): "Zelfde", ("beoordelen", 2, "reden"): "gebeld, 3 juni"}
    decisions = read_decisions(written(tmp_path, fill))
    assert decisions[["decision", "reason", "sheet", "row"]].values.tolist() == [
        ["same", "gebeld, 3 juni", "beoordelen", 2]
    ]
    rows = table()
    linkage = link_rows(rows, SETTINGS, decisions)
    same = linkage.initiative_of.loc[first[-2:]]
    assert same.nunique() == 1
    again = review_workbook(linkage.pairs, rows, decisions, SETTINGS)
    kept = [row for row in lines(again, "beoordelen") if row[0] == "zelfde"]
    assert [(row[1], row[-2:]) for row in kept] == [("gebeld, 3 juni", first[-2:])]


def test_decisions_that_no_longer_fit_are_not_lost(tmp_path):
    decisions = read_decisions(own(tmp_path / "x.xlsx", [line("anders", reason="navraag")]))
    rows = table().assign(name=["Nieuw", "De Kwikkel", "Kwikkel Eetclub", "=1+1"])
    linkage = link_rows(rows, SETTINGS, decisions)
    assert len(linkage.problems) == 1
    again = review_workbook(linkage.pairs, rows, decisions, SETTINGS)
    (kept,) = [row for row in lines(again, "beoordelen") if row[0] == "anders"]
    assert kept[1:3] == ["navraag", "Dorpshuis De Kwikkel"]
    (tmp_path / "y.xlsx").write_bytes(again)
    pd.testing.assert_frame_equal(
        read_decisions(tmp_path / "y.xlsx").drop(columns=["file", "row"]),
        decisions.drop(columns=["file", "row"]),
    )


def test_a_reason_without_a_decision_is_kept(tmp_path):
    decisions = read_decisions(own(tmp_path / "x.xlsx", [line("", reason="nog bellen")]))
    rows = table()
    linkage = link_rows(rows, SETTINGS, decisions)
    assert not linkage.problems
    again = review_workbook(linkage.pairs, rows, decisions, SETTINGS)
    assert "nog bellen" in [row[1] for sheet in SHEETS for row in lines(again, sheet)]


def test_the_same_input_gives_the_same_bytes():
    rows = table()
    pairs = link_rows(rows, SETTINGS).pairs
    first = review_workbook(pairs, rows, None, SETTINGS)
    assert first == review_workbook(pairs, rows, None, SETTINGS)


def test_no_cell_is_a_formula():
    rows = table().assign(name=["=1+1", "=1+1", "+x", "@x"], place=["Elst", "Elst", "Elst", "Elst"])
    content = review_workbook(link_rows(rows, SETTINGS).pairs, rows, None, SETTINGS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_no_workbook_has_no_decisions(tmp_path):
    assert read_decisions(tmp_path / "nergens.xlsx").columns.tolist() == [*COLUMNS]


def test_every_problem_is_reported_at_once(tmp_path):
    path = own(
        tmp_path / "x.xlsx",
        [
            line("misschien"),
            line("zelfde"),
            line("anders", "b::2", "a::2"),
            line("ja", "a::2", "c::2"),
        ],
    )
    with pytest.raises(InputError) as caught:
        read_decisions(path)
    found = [str(problem) for problem in caught.value.problems]
    assert found == [
        "x.xlsx, blad beoordelen, regel 2, kolom besluit: 'misschien' is geen besluit. "
        "Kies uit: zelfde, anders, tak, of laat de cel leeg.",
        "x.xlsx, blad beoordelen, regel 5, kolom besluit: 'ja' is geen besluit. "
        "Kies uit: zelfde, anders, tak, of laat de cel leeg.",
        "x.xlsx, blad beoordelen, regel 4, kolom besluit: dit paar heeft op blad beoordelen, "
        "regel 3 het besluit zelfde en hier anders. "
        "Kies één van de twee en maak de andere cel leeg.",
    ]


def test_the_same_decision_twice_is_fine(tmp_path):
    path = own(tmp_path / "x.xlsx", [line("zelfde"), line("zelfde", "b::2", "a::2")])
    assert link_rows(table(), SETTINGS, read_decisions(path)).problems == ()


@pytest.mark.parametrize("content", [b"", b"dit is geen Excel", b"PK\x03\x04rommel"])
def test_a_damaged_workbook_says_so(tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="niet te lezen als Excel-bestand"):
        read_decisions(path)


def test_a_workbook_without_the_sheets_or_columns_says_so(tmp_path):
    with pytest.raises(InputError, match="geen van de bladen beoordelen en steekproef"):
        read_decisions(own(tmp_path / "x.xlsx", [], sheet="Blad1"))
    with pytest.raises(InputError, match="de kolommen regel 2 ontbreken"):
        read_decisions(own(tmp_path / "y.xlsx", [], headers=TABLE_HEADERS[:-1]))


def test_columns_in_another_order_and_lines_above_are_fine(tmp_path):
    order = [TABLE_HEADERS.index(name) for name in reversed(TABLE_HEADERS)]
    path = tmp_path / "x.xlsx"
    values = line("tak")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(SHEETS[0])
        page.write_row(2, 0, [TABLE_HEADERS[at] for at in order])
        page.write_row(3, 0, [values[at] for at in order])
    (decision,) = read_decisions(path).to_dict("records")
    assert (decision["decision"], decision["row"], decision["row_id_l"]) == ("branch", 4, "a::2")
