import struct

import pandas as pd
import pyreadstat
import pytest

from zorgzaam.intake.answers import decode
from zorgzaam.intake.readers import inspect_source
from zorgzaam.intake.sources import Source

QUALTRICS = (
    'StartDate,ResponseId,group,themes_1,Q9,RecipientEmail,remarks\n'
    '"Start\nDate",Response ID,Doelgroep,Thema,Wat is uw e-mailadres?,Recipient Email,Opm\n'
    '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}",'
    '"{""ImportId"":""d""}","{""ImportId"":""e""}","{""ImportId"":""f""}","{""ImportId"":""g""}"\n'
    '2020-09-14,R_1,1,1,j@x.nl,k@x.nl,goed\n'
    '2020-09-15,R_2,2,,,,bel 0612345678\n'
)  # fmt: skip


@pytest.fixture
def inspect(tmp_path, small_codebook):
    def inspect(name, form, content=None, columns=None, **told):
        if content is not None:
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        source = Source(
            name="enquete", file=name, kind="survey", format=form, columns=columns or {}, **told
        )
        return inspect_source(tmp_path, source, small_codebook)

    return inspect


@pytest.fixture
def sav(tmp_path):
    """Return a function that writes an SPSS file and gives its path."""

    def write(columns, **told):
        path = tmp_path / "enquete.sav"
        pyreadstat.write_sav(pd.DataFrame(columns), path, **told)
        return path

    return write


COLUMNS = {
    "respondent_id": ["a", "b", "cé"],
    "group": [1.0, 98.0, None],
    "members": [12.0, -98.0, 2.5],
    "who_1": [1.0, 0.0, None],
    "who_2": [0.0, 0.0, None],
    "contact_email": ["a@b.nl", "", ""],
    "v9": ["Jan", "", "Piet"],
}
LABELS = {"group": {1: "ALL", 2: "SOME", 98: "Weet niet"}}
MISSING = {"group": [97, 98, 99], "members": [-99, -98, -97]}


def test_spss_keeps_codes_labels_and_declared_missing(inspect, sav, small_codebook):
    sav(
        COLUMNS,
        variable_value_labels=LABELS,
        missing_ranges=MISSING,
        column_labels={"v9": "Wat is uw naam en telefoonnummer?"},
    )
    reading = inspect("enquete.sav", "spss")
    assert not reading.problems
    delivery = reading.delivery
    assert delivery.table["row_number"].tolist() == [1, 2, 3]
    assert delivery.table["group"].tolist() == ["1", "98", ""]
    assert delivery.table["members"].tolist() == ["12", "-98", "2.5"]
    assert delivery.table["respondent_id"].tolist() == ["a", "b", "cé"]
    assert delivery.value_labels["group"] == {"1": "ALL", "2": "SOME", "98": "Weet niet"}
    assert "contact_email" not in delivery.table
    assert "v9" not in delivery.table
    assert delivery.contacts["value"].tolist() == ["a@b.nl", "Jan", "Piet"]
    assert not [
        item for item in decode(delivery, small_codebook, {}).problems if "code" in item.what
    ]


def test_spss_multiple_response_sets_are_read(inspect, sav):
    path = sav(COLUMNS)
    content = path.read_bytes()
    text = b"$who=D1 1 3 Wie who_1 who_2\n"
    end = struct.pack("<ii", 999, 0)
    assert content.count(end) == 1
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    path.write_bytes(content.replace(end, record + end))
    assert inspect("enquete.sav", "spss").delivery.multiple_sets == {"who": ("who_1", "who_2")}


def test_spss_of_another_number_of_cases_than_promised_is_refused(inspect, sav):
    path = sav(COLUMNS)
    content = bytearray(path.read_bytes())
    assert struct.unpack_from("<i", content, 80) == (3,)
    struct.pack_into("<i", content, 80, 2)
    path.write_bytes(content)
    (problem,) = inspect("enquete.sav", "spss").problems
    assert "2 deelnemers" in problem.what
    path.write_bytes(content[:-500])
    assert inspect("enquete.sav", "spss").problems


def test_compressed_spss(inspect, tmp_path):
    pyreadstat.write_sav(pd.DataFrame(COLUMNS), tmp_path / "enquete.zsav", compress=True)
    table = inspect("enquete.zsav", "spss").delivery.table
    assert table["members"].tolist() == ["12", "-98", "2.5"]


def test_qualtrics_has_three_header_rows(inspect):
    reading = inspect("e.csv", "qualtrics", QUALTRICS)
    assert not reading.problems
    delivery = reading.delivery
    assert delivery.table["row_number"].tolist() == [5, 6]
    assert list(delivery.table.columns[5:]) == [
        "StartDate",
        "ResponseId",
        "group",
        "themes_1",
        "remarks",
    ]
    assert delivery.contacts["value"].tolist() == ["j@x.nl", "k@x.nl", "0612345678"]
    assert delivery.table["remarks"].tolist() == ["goed", "bel [telefoonnummer]"]


def test_qualtrics_without_its_rows_and_csv_with_them_are_told(inspect):
    (problem,) = inspect("e.csv", "qualtrics", "group,remarks\n1,a\n2,b\n").problems
    assert "drie kopregels" in problem.what
    (problem,) = inspect("e.csv", "csv", QUALTRICS).problems
    assert "format op qualtrics" in problem.remedy


def test_limesurvey_keeps_its_names(inspect, small_codebook):
    text = (
        '"id","submitdate","lastpage","group","who[SQ001]","who[SQ002]","Q7","ipaddr"\n'
        '"1","2020-09-14 10:00:00","3","1","","","a@b.nl","1.2.3.4"\n'
        '"2","","1","2","Y","","",""\n'
    )
    reading = inspect("e.csv", "limesurvey", text, columns={"Q7": "contact_email"})
    assert not reading.problems
    assert list(reading.delivery.table.columns[5:]) == [
        "id",
        "submitdate",
        "lastpage",
        "group",
        "who[SQ001]",
        "who[SQ002]",
    ]
    assert reading.delivery.contacts["column"].tolist() == ["contact_email", "ipaddr"]
    assert reading.delivery.table["who[SQ001]"].tolist() == ["", "Y"]


def test_a_survey_in_excel_is_found_below_a_title(inspect, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Export"], ["respondent_id", "group", "members"], ["a", 1, 1471], ["b", 2, 2.5]):
        book.active.append(row)
    book.save(tmp_path / "e.xlsx")
    table = inspect("e.xlsx", "excel").delivery.table
    assert table["members"].tolist() == ["1471", "2,5"]
    assert table["row_number"].tolist() == [3, 4]
    book.create_sheet("Nog een").append(["respondent_id", "group"])
    book.save(tmp_path / "e.xlsx")
    (problem,) = inspect("e.xlsx", "excel").problems
    assert "'Sheet' en 'Nog een'" in problem.what


def test_names_twice_and_renamed_columns_are_told(inspect):
    (problem,) = inspect("e.csv", "csv", "group,group,members\n1,2,3\n").problems
    assert "'group'" in problem.what
    (problem,) = inspect("e.csv", "csv", "group,Q 7\n1,2\n", columns={"Q-77": "members"}).problems
    assert "'Q-77' (lijkt op 'Q 7')" in problem.what


def test_the_wrong_format_is_told(inspect):
    (problem,) = inspect("e.csv", "spss", "group\n1\n").problems
    assert "format is spss" in problem.what
    (problem,) = inspect("e.csv", "csv", "group,members\n").problems
    assert "geen antwoorden" in problem.what


def test_full_texts_of_limesurvey_are_known(inspect, small_codebook):
    question = small_codebook.variables["contact_email"].question
    content = (
        f'Antwoord-ID,Datum ingestuurd,Laatste pagina,group,"{question}"\n'
        "1,2020-09-20 10:00:00,3,1,geheim@planted.example\n2,,1,,\n"
    )
    reading = inspect("a.csv", "limesurvey", content)
    assert reading.problems == []
    assert "planted" not in reading.delivery.table.to_csv()
    assert "planted" in reading.delivery.contacts.to_csv()
    answers = decode(reading.delivery, small_codebook, {}).table
    assert answers["respondent_id"].tolist() == ["1", "2"]
    assert answers["is_complete"].tolist() == ["yes", "no"]
