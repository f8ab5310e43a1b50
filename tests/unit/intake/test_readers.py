import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.worksheet.table import Table as ExcelTable

from zorgzaam.errors import InputError
from zorgzaam.intake.read_workbook import cell_text
from zorgzaam.intake.readers import check_mark, inspect_source, read_all, read_source
from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.intake.sources import Source


def excel(sheets, change=None):
    """Return a workbook with these rows by sheet; ``change`` may do more to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def inspect(tmp_path, small_codebook):
    """Return a function that reads a file with this content as a list."""

    def inspect(content, name="lijst.csv", **told):
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        form = "csv" if name.endswith((".csv", ".txt")) else "excel"
        values = {"kind": "list", "format": form, "scope": "regional", **told}
        return inspect_source(tmp_path, Source(name="bron", file=name, **values), small_codebook)

    return inspect


@pytest.fixture
def read(inspect):
    def read(*arguments, **told):
        reading = inspect(*arguments, **told)
        assert not reading.problems
        return reading.delivery

    return read


def test_each_row_keeps_its_origin(read):
    table = read("Naam,Plaats\nNoaberzorg,Grou\n\nZorg,Assen\n").table
    assert table["row_id"].tolist() == ["bron::2", "bron::4"]
    assert table["row_number"].tolist() == [2, 4]
    assert table[["source", "file", "sheet"]].iloc[0].tolist() == ["bron", "lijst.csv", ""]
    assert table["place"].tolist() == ["Grou", "Assen"]


@pytest.mark.parametrize(
    "data",
    [
        "Naam;Plaats\nCoöperatie;Frânsum\n".encode(),
        "\ufeffNaam;Plaats\r\nCoöperatie;Frânsum\r\n".encode(),
        "Naam,Plaats\rCoöperatie,Frânsum\r".encode("cp1252"),
        "Naam\tPlaats\nCoöperatie\tFrânsum\n".encode("utf-16"),
        "sep=|\nNaam|Plaats\nCoöperatie|Frânsum\n".encode(),
        '"Naam";"Plaats"\n"Coöperatie";"Frânsum"\n'.encode("cp1252"),
    ],
)
def test_text_is_read_in_the_codings_and_separators_in_use(read, data):
    table = read(data).table
    assert table[["name", "place"]].to_numpy().tolist() == [["Coöperatie", "Frânsum"]]


def test_a_line_break_in_a_cell_keeps_the_line_numbers(read):
    table = read('Naam;Omschrijving\nA;"een\ntwee"\nB;drie\n').table
    assert table["row_number"].tolist() == [2, 4]
    assert table["description"].tolist() == ["een\ntwee", "drie"]


def test_commas_in_text_do_not_decide_the_separator(read):
    table = read("Naam;Omschrijving\nA;soep, brood, kaas\nB;x, y, z\n").table
    assert table["description"].tolist() == ["soep, brood, kaas", "x, y, z"]


def test_uneven_rows_are_all_told(inspect):
    reading = inspect("Naam,Plaats\nA,B\nC\nD,E,F\nG,H,,\n")
    assert [problem.row for problem in reading.problems] == [3, 4]
    assert reading.delivery.table["row_number"].tolist() == [2, 5]


def test_personal_columns_go_apart(read):
    delivery = read(
        "Naam initiatief,Plaats,Contactpersoon,E-mail,Tel. 2,Wie belt?,Omschrijving\n"
        "A,B,Jan Jansen,j@x.nl,0612345678,niemand,bel 06 12345678\n"
        "C,D,,,,,\n"
    )
    assert list(delivery.table.columns[5:]) == ["name", "place", "description"]
    assert delivery.contacts.to_numpy().tolist() == [
        ["bron::2", "bron", "description", "06 12345678"],
        ["bron::2", "bron", "contact_name", "Jan Jansen"],
        ["bron::2", "bron", "email", "j@x.nl"],
        ["bron::2", "bron", "phone", "0612345678"],
    ]
    assert delivery.table["description"].tolist() == ["bel [telefoonnummer]", ""]
    assert delivery.unused_columns == ("Wie belt?",)
    assert any("1 cel" in problem.what for problem in delivery.problems)


def test_numbers_dates_and_truth_values_become_text(read):
    rows = [
        ["Naam", "Startjaar", "Leden", "Lokaal", "KvK", "Sinds wanneer"],
        ["A", 2012, 1471.0, True, "01234567", None],
        ["B", datetime(1904, 1, 10), 2.5, False, 1234567, None],
    ]
    table = read(excel({"Blad1": rows}), "lijst.xlsx").table
    assert table["start_year"].tolist() == ["2012", "1904-01-10"]
    assert table["members_count"].tolist() == ["1471", "2,5"]
    assert table["is_local"].tolist() == ["WAAR", "ONWAAR"]
    assert table["kvk_number"].tolist() == ["01234567", "1234567"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.471, "1,471"),
        (31612345678.0, "31612345678"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0,0000001"),
        (-0.0, "0"),
        (datetime(2012, 5, 1, 13, 5), "2012-05-01 13:05:00"),
        (date(2012, 5, 1), "2012-05-01"),
        (time(12, 30), "12:30:00"),
        (timedelta(hours=26, minutes=5), "26:05:00"),
        (float("nan"), ""),
    ],
)
def test_a_cell_as_text(value, text):
    assert cell_text(value) == text


def test_a_workbook_is_read_below_its_titles_with_the_rows_of_excel(read):
    rows = [
        [None, "Zorginitiatieven"],
        [],
        [None, "Naam", "Plaats", None, "Gemeente"],
        [None, "A", "Grou", None, "Leeuwarden"],
        [],
        [None, "Naam", "Plaats", None, "Gemeente"],
        [None, "B", "Assen", None, "Assen"],
    ]

    def hide(book):
        book["Lijst"].row_dimensions[4].hidden = True

    delivery = read(excel({"Lijst": rows}, hide), "lijst.xlsx")
    assert delivery.table["row_id"].tolist() == ["bron:Lijst:4", "bron:Lijst:7"]
    assert delivery.empty_rows == 2
    assert [problem.row for problem in delivery.problems] == [1, 6]
    assert not delivery.unused_columns


def test_all_sheets_with_a_list_are_read_each_in_its_own_order(read):
    sheets = {
        "Noord": [["Naam", "Plaats"], ["A", "Grou"]],
        "Zuid": [["Gemeente", "Naam"], ["Breda", "B"]],
        "Per gemeente": [["Gemeente", "Aantal leden"], ["Breda", 3]],
        "Uitleg": [["Deze lijst is van ons."]],
        "Leeg": [],
    }

    def hide(book):
        book["Zuid"].sheet_state = "hidden"

    delivery = read(excel(sheets, hide), "lijst.xlsx")
    assert delivery.table["sheet"].tolist() == ["Noord", "Zuid"]
    assert delivery.table["place"].tolist() == ["Grou", ""]
    assert delivery.table["municipality"].tolist() == ["", "Breda"]
    told = [(problem.file, problem.what) for problem in delivery.problems]
    assert ("lijst.xlsx, blad Zuid", "dit blad is verborgen en is wel gelezen.") in told
    assert [file for file, what in told if "niet gelezen" in what] == [
        "lijst.xlsx, blad Per gemeente",
        "lijst.xlsx, blad Uitleg",
    ]


def test_a_chosen_sheet_is_the_only_one_and_a_wrong_name_is_told(inspect):
    book = excel({"Noord": [["Naam"], ["A"]], "Zuid": [["Naam"], ["B"]]})
    assert inspect(book, "lijst.xlsx", sheet="Zuid").delivery.table["name"].tolist() == ["B"]
    (problem,) = inspect(book, "lijst.xlsx", sheet="Zuidd").problems
    assert "Bedoelt u 'Zuid'?" in problem.remedy


def test_a_merged_cell_counts_for_its_rows_and_its_columns(read):
    rows = [
        ["Lijst van ons allemaal"],
        ["Initiatief", None, "Contact", None],
        ["Naam", "Gemeente", "Naam", "Mobiel"],
        ["A", "Assen", "Jan", "0612345678"],
        ["B", None, "Piet", None],
    ]

    def merge(book):
        for cells in ("A1:D1", "A2:B2", "C2:D2", "B4:B5"):
            book["Lijst"].merge_cells(cells)

    delivery = read(excel({"Lijst": rows}, merge), "lijst.xlsx")
    assert delivery.table["municipality"].tolist() == ["Assen", "Assen"]
    assert delivery.table["name"].tolist() == ["A", "B"]
    assert delivery.contacts["value"].tolist() == ["Jan", "0612345678", "Piet"]


def test_failed_formulas_are_told_and_not_lost(inspect):
    rows = [["Naam", "Plaats", "Leden"], ["A", "=1/0", "=B2"], ["#N/A", None, None]]
    data = excel({"Lijst": rows})
    # openpyxl cannot write an error as the result of a formula; Excel writes it like this.
    reading = inspect(_with(data, b"<v />", b"<v>#DIV/0!</v>", b't="e"'), "lijst.xlsx")
    assert reading.delivery.table["place"].tolist() == ["#DEEL/0!", ""]
    assert reading.delivery.table["name"].tolist() == ["A", "#N/B"]
    assert [(problem.row, problem.column) for problem in reading.doubts] == [
        (2, "Plaats"),
        (2, "Leden"),
        (3, "Naam"),
    ]


def _with(data, old, new, kind):
    """Return a workbook in which the first formula has an error as its result."""
    import zipfile

    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                assert old in content or b"<v/>" in content or b"<v></v>" in content
                for empty in (old, b"<v/>", b"<v></v>"):
                    content = content.replace(empty, new, 1)
                content = content.replace(b'<c r="B2"', b'<c r="B2" ' + kind)
            target.writestr(name, content)
    return stream.getvalue()


def test_an_excel_table_and_a_far_cell(inspect):
    def change(book):
        book["Lijst"].add_table(ExcelTable(displayName="T", ref="A1:B2"))
        book["Lijst"].cell(1_000_000, 300, "x")

    (problem,) = inspect(
        excel({"Lijst": [["Naam", "Plaats"], ["A", "B"]]}, change), "l.xlsx"
    ).problems
    assert "te veel cellen" in problem.what


def test_open_document(read):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Blad")

    def add(*cells, **told):
        row = TableRow(**told)
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)

    def text(value, **told):
        cell = TableCell(valuetype="string", **told)
        cell.addElement(P(text=value))
        return cell

    def number(value, shown):
        cell = TableCell(valuetype="float", value=value)
        cell.addElement(P(text=shown))
        return cell

    add(text("Titel", numbercolumnsspanned=3), CoveredTableCell(numbercolumnsrepeated=2))
    add(TableCell(numbercolumnsrepeated=1000), numberrowsrepeated=2)
    add(text("Naam"), text("Leden"), text("Opgericht"))
    add(text("A"), number("1471", "1.471"), TableCell(valuetype="date", datevalue="2012-01-01"))
    add(text("B"), text("#N/B", formula="of:=NA()", stringvalue=""), TableCell())
    add(TableCell(numbercolumnsrepeated=1000), numberrowsrepeated=1_000_000)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.save(stream)
    delivery = read(stream.getvalue(), "lijst.ods")
    assert delivery.table["row_number"].tolist() == [5, 6]
    assert delivery.table["members_count"].tolist() == ["1471", "#N/B"]
    assert delivery.table["start_year"].tolist() == ["2012-01-01", ""]


def test_the_mapping_names_columns_and_leaves_some_out(inspect):
    text = "Klup,Plek,Naam,Gemeente\nA,Grou,Jan,Assen\n"
    columns = {"klup": "name", "Plek": "place", "Gemeente": ""}
    reading = inspect(text, columns=columns)
    assert not reading.problems
    assert list(reading.delivery.table.columns[5:]) == ["name", "place"]
    assert reading.delivery.contacts["value"].tolist() == ["Jan"]


def test_renamed_columns_are_one_message_with_the_nearest_header(inspect):
    columns = {"Naam van initiatief": "name", "Dorpsnaam": "place"}
    reading = inspect("Naam v. initiatief?,Dorps naam!,X\nA,B,C\n", columns=columns)
    (problem,) = reading.problems
    assert "'Naam van initiatief' (lijkt op 'Naam v. initiatief?')" in problem.what


def test_a_list_without_a_header_shows_no_cell(inspect):
    reading = inspect("Jan Jansen,Kerkstraat 1,0612345678\nPiet,Dorpsstraat 2,0687654321\n")
    (problem,) = reading.problems
    assert "geen kop" in problem.what
    assert "Jan" not in str(problem)


def test_a_list_without_names_says_which_columns_it_has(inspect):
    (problem,) = inspect("Plaats,Postcode,Klup\nGrou,9001 AB,A\n").problems
    assert "naam van het initiatief" in problem.what
    assert "'Klup'" in problem.what


def test_cells_below_no_header_are_told(inspect):
    reading = inspect(excel({"Lijst": [["Naam", None, "Plaats"], ["A", "x", "B", "y"]]}), "l.xlsx")
    assert not reading.problems
    assert [problem.what.split()[1] for problem in reading.doubts] == ["B", "D"]
    assert reading.delivery.unused_columns == ("kolom B", "kolom D")


def test_the_mark_of_synthetic_files(read):
    marked = read("Naam,Synthetisch\nA,x\n")
    by_value = read(f"Naam;Soort gegevens\nA;{SYNTHETIC_VALUE}\n")
    plain = read("Naam,Plaats\nA,x\n")
    for delivery in (marked, by_value):
        assert check_mark(delivery.unused_columns, "lijst.csv", "real")
        assert not check_mark(delivery.unused_columns, "lijst.csv", "synthetic")
    assert check_mark(plain.unused_columns, "lijst.csv", "synthetic")
    assert not check_mark(plain.unused_columns, "lijst.csv", "real")
    assert "synthetisch" not in marked.table.columns


def test_all_sources_tell_their_problems_together(tmp_path, small_codebook):
    told = {"kind": "list", "format": "csv", "scope": "national"}
    sources = {
        name: Source(name=name, file=f"{name}.csv", **told) for name in ("goed", "leeg", "kop")
    }
    (tmp_path / "goed.csv").write_text("Naam,Plaats\nA,B\n", encoding="utf-8")
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    (tmp_path / "kop.csv").write_text("Naam,Plaats\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_all(tmp_path, sources, small_codebook)
    assert [problem.file for problem in caught.value.problems] == ["leeg.csv", "kop.csv"]
    assert read_source(tmp_path, sources["goed"], small_codebook).table["name"].tolist() == ["A"]
    only = {"goed": sources["goed"]}
    assert [item.source for item in read_all(tmp_path, only, small_codebook)] == ["goed"]


def test_rows_below_an_earlier_header_are_not_lost_in_silence(inspect):
    first = "Initiatief;Plaats;;;\nEen;Grou;;;\nTwee;Wapse;;;\nDrie;Elst;;;\n\nNoord-Brabant;;;;\n"
    second = "Initiatief;Plaats;Gemeente;Leden;Website\nVier;Uden;Maashorst;3;\n"
    reading = inspect(first + second)
    assert any("regel 1 staat ook een kop" in str(problem) for problem in reading.problems)


def test_a_row_with_contact_data_is_no_part_of_a_header(read):
    delivery = read("Contact 06-12345678;;\nInitiatief;Plaats;Gemeente\nEen;Grou;Leeuwarden\n")
    assert delivery.table["municipality"].tolist() == ["Leeuwarden"]
