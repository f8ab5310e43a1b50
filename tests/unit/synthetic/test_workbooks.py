"""Small sheets, written and read again by other libraries."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from odf import opendocument
from python_calamine import CalamineWorkbook

from zorgzaam.synthetic.house import Formula
from zorgzaam.synthetic.workbooks import Sheet, csv_bytes, ods_bytes, xlsx_bytes

DATE = datetime.date(1904, 1, 10)
SHEETS = [
    Sheet(
        "Lijst",
        [
            ["Initiatief", "", "Aantal"],
            ["Naam", "Plaats", "Leden"],
            ["=1+1", "Húns", 12],
            [],
            ["A  <b> & c", "één\ntwee", DATE],
            ["Totaal", "", Formula("=SUM(C3:C5)", 12)],
        ],
        [(0, 0, 1)],
    ),
    Sheet("Leeg", []),
]


@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_calamine_reads_what_was_written(write):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(write(SHEETS)))
    assert workbook.sheet_names == ["Lijst", "Leeg"]
    rows = workbook.get_sheet_by_name("Lijst").to_python(skip_empty_area=False)
    assert rows[0] == ["Initiatief", "", "Aantal"]
    assert rows[2] == ["=1+1", "Húns", 12]
    assert rows[4] == ["A  <b> & c", "één\ntwee", DATE]
    assert rows[5][2] == 12


def test_text_in_excel_never_runs():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEETS)))["Lijst"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet["C6"].data_type == "f"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:B1"]


def test_opendocument_is_whole_for_another_reader():
    document = opendocument.load(io.BytesIO(ods_bytes(SHEETS)))
    names = [table.getAttribute("name") for table in document.spreadsheet.childNodes]
    assert names == ["Lijst", "Leeg"]


@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_workbooks_carry_no_clock_and_no_compression(write):
    content = write(SHEETS)
    assert content == write(SHEETS)
    for part in zipfile.ZipFile(io.BytesIO(content)).infolist():
        assert part.date_time == (1980, 1, 1, 0, 0, 0)
        assert part.compress_type == zipfile.ZIP_STORED
        assert part.create_system == 3


def test_csv_is_what_a_spreadsheet_saves():
    rows = [["Naam", "Leden"], ['De "Fabel"; hof', 3], ["é\nn", DATE]]
    assert csv_bytes(rows, ";", "cp1252") == (
        b'Naam;Leden\r\n"De ""Fabel""; hof";3\r\n"\xe9\nn";1904-01-10\r\n'
    )
    assert csv_bytes([["a"]], ",", "utf-8-sig").startswith(b"\xef\xbb\xbfa")
    with pytest.raises(UnicodeEncodeError):
        csv_bytes([["\u0142"]], ",", "cp1252")
