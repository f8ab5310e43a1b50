"""`zorgzaam check`: what it finds, how it says it, and the workbook to send back."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from zorgzaam.errors import Problem
from zorgzaam.intake.check_report import report_text
from zorgzaam.intake.check_workbook import NOT_SHOWN, marked_workbook
from zorgzaam.intake.checking import check_files, write_workbooks
from zorgzaam.intake.contacts import SHOWN
from zorgzaam.intake.findings import group
from zorgzaam.intake.personal import HIDDEN

LIST = (
    "Naam initiatief;Plaats;Gemeente;Startjaar;Contactpersoon;Wie nog;Omschrijving\n"
    "Noaberzorg Grou;Grou;Leeuwarden;2012;Jan Jansen;Piet;=1+1\n"
    "Zorg Assen;Assen;Assen;2112;Kees;;bel 06-12345678\n"
    "Zorg Emmen;Emmen;Emmen;2113;;;\n"
)


@pytest.fixture
def check(tmp_path, root):
    """Return a function that checks files with these contents."""

    def check(files, *paths):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            path.write_bytes(data)
        chosen = [tmp_path / path for path in paths or files]
        return check_files(root, chosen, "synthetic", 2020)

    return check


def excel(rows, title="Lijst"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_problems_of_one_kind_in_one_column_are_one_finding():
    def at(row, what, column="Startjaar"):
        return Problem("lijst.xlsx", what, "Vraag het na.", row=row, column=column)

    found = group(
        [
            at(4, "2112 ligt na het meetjaar 2020."),
            at(5, "Plaats Capelle aan den IJssel past niet bij 's-Gravenhage.", "Plaats"),
            at(9, "2113 ligt na het meetjaar 2020."),
            at(3, "2112 ligt na het meetjaar 2020."),
            Problem("lijst.xlsx", "er is geen kop.", "Zet er een boven."),
            at(6, "Plaats Grou past niet bij Assen.", "Plaats"),
        ],
        True,
    )
    assert [(item.column, item.rows) for item in found] == [
        (None, ()),
        ("Startjaar", (3, 4, 9)),
        ("Plaats", (5, 6)),
    ]
    assert found[1].where == "kolom Startjaar, 3 regels (3, 4, 9)"
    assert found[1].what == ("2112 ligt na het meetjaar 2020. Ook: 2113 ligt na het meetjaar 2020.")
    many = group([at(row, f"{row} is fout.") for row in range(1, 15)], True)[0]
    assert many.where == "kolom Startjaar, 14 regels (1, 2, 3, 4, 5, 6, ...)"
    assert many.what.endswith("En nog 11 van zulke.")


def test_a_file_that_no_source_names_gets_a_draft(check):
    result = check({"lijst.csv": LIST})
    text = report_text(result)
    assert result.exit_code == 0
    assert "kolom Startjaar, 2 regels (3, 4)" in text
    assert "als persoonsgegevens apart gezet: Contactpersoon." in text
    assert "niet gelezen: Wie nog." in text
    assert "      Naam initiatief: name\n" in text
    assert "# Wie nog: niet gelezen" in text
    assert "sha256: " in text
    for personal in ("Jan Jansen", "Piet", "12345678"):
        assert personal not in text


def test_a_good_list_is_in_order(check):
    result = check({"lijst.csv": "\n".join(LIST.split("\n")[:2])})
    assert result.exit_code == 0
    assert "in orde" in report_text(result)


def test_every_problem_of_every_file_is_told(check, tmp_path):
    (tmp_path / "map").mkdir()
    files = {
        "leeg.csv": "",
        "kop.csv": "Naam;Plaats\n",
        "kapot.xlsx": b"PK\x03\x04",
        "scheef.csv": "Naam;Plaats\nA\nB;C;D\n",
        "a/lijst.csv": LIST,
        "b/lijst2.csv": LIST,
    }
    result = check(files, *files, "map", "weg.csv")
    text = report_text(result)
    for part in (
        "leeg.csv: op te lossen: 1",
        "geen enkele regel",
        "beschadigd",
        "2 regels (2, 3): deze regel telt 1 in plaats van 2 kolommen.",
        "hetzelfde bestand als 'lijst.csv'",
        "in deze map staat geen lijst",
        "het bestand ontbreekt",
        "Gecontroleerd: 8 bestanden, waarvan 7",
    ):
        assert part in text.replace("\n    ", " ")


def test_a_folder_with_its_mapping_file_is_checked_as_a_whole(check):
    sources = """
sources:
  lijst:
    file: lijst.csv
    kind: list
    scope: regional
    provinces: [drenthe, elders]
    columns: {Naam: name, Dorp: place}
  weg:
    file: weg.csv
    kind: list
    scope: national
"""
    files = {"wave/sources.yaml": sources, "wave/lijst.csv": "Naam;Plaats\nA;Assen\n"}
    for paths in (["wave"], ["wave/sources.yaml"]):
        text = report_text(check(files, *paths)).replace("\n    ", " ")
        assert "de provincie 'elders' bestaat niet" in text
        assert "'weg.csv' ontbreekt" in text
        assert "de kolom 'Dorp' uit sources.yaml staat niet in het bestand" in text
        assert "received is nog leeg" in text
    # One file of that folder is read as its source says.
    text = report_text(check(files, "wave/lijst.csv")).replace("\n    ", " ")
    assert "de kolom 'Dorp' uit sources.yaml" in text
    assert "staat nog niet in sources.yaml" not in text


def test_a_real_file_may_not_be_marked_and_a_synthetic_one_must(copy_project, tmp_path):
    project = copy_project(tmp_path / "project")
    marked = "Naam;Plaats;synthetisch\nA;Assen;x\n"
    for folder, text, part in (
        ("data/raw/2020", marked, "is verzonnen"),
        ("data/raw/synthetic/2020", "Naam;Plaats\nA;Assen\n", "ontbreekt"),
    ):
        path = project / folder / "lijst.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        result = check_files(project, [path], "synthetic", 2020)
        assert part in report_text(result).replace("\n    ", " ")


def test_a_survey_is_decoded(check):
    text = "respondent_id;phase;start_year;volunteers_count\nr1;77;2012;3\nr2;2;2012;1.471\n"
    result = check({"enquete.csv": text})
    assert "'77' is geen antwoord op phase" in report_text(result)
    assert "kind: survey" in report_text(result)


def test_corrections_are_read(check):
    result = check({"2020.yaml": "corrections: nee\n"})
    assert result.exit_code == 1


@pytest.fixture
def workbook(check, tmp_path):
    """Return a function that gives the workbook of one file, as openpyxl reads it."""

    def workbook(name, content):
        result = check({name: content})
        (path,) = write_workbooks(result, tmp_path / "check")
        assert path.name == f"{name}-meldingen.xlsx"
        first = path.read_bytes()
        file = result.files[0]
        assert marked_workbook(file.reading.sheets, file.findings) == first
        return openpyxl.load_workbook(path)

    return workbook


def test_the_workbook_marks_the_cells_with_what_to_do(workbook):
    book = workbook("lijst.csv", LIST)
    assert book.sheetnames == ["Meldingen", "Lijst"]
    listed = [[cell.value for cell in row] for row in book["Meldingen"].iter_rows(min_row=2)]
    assert [row[1:3] for row in listed] == [["3", "Startjaar"], ["4", "Startjaar"]]
    sheet = book["Lijst"]
    assert [cell.value for cell in sheet[1]][:2] == ["Naam initiatief", "Plaats"]
    assert sheet["D3"].value == "2112"
    assert sheet["D3"].fill.fgColor.rgb == "FFFFD9A0"
    assert "na het meetjaar 2020" in sheet["D3"].comment.text
    assert sheet["D2"].comment is None
    assert sheet["E2"].value == HIDDEN
    assert sheet["F2"].value == NOT_SHOWN
    assert sheet["G3"].value == SHOWN


def test_nothing_in_the_workbook_can_run(workbook):
    sheet = workbook("lijst.csv", LIST)["Lijst"]
    assert sheet["G2"].value == "=1+1"
    assert sheet["G2"].data_type == "s"


def test_the_workbook_keeps_the_rows_of_excel(workbook):
    rows = [
        ["Lijst van Jan Jansen"],
        [],
        ["Naam", "Plaats", "Startjaar"],
        ["A", "Assen", 2113],
        ["B", "Assen", datetime(1905, 7, 4)],
    ]
    book = workbook("lijst.xlsx", excel(rows, "Blad [1]".replace("[", "(").replace("]", ")")))
    sheet = book["Blad (1)"]
    assert sheet["A1"].value is None
    assert sheet["A3"].value == "Naam"
    assert sheet["C4"].value == "2113"
    assert sheet["C4"].comment


def test_cells_of_an_uneven_row_are_not_shown(workbook):
    text = "Naam initiatief;Contactpersoon;Plaats\nA;Jan Jansen\nB;Piet;Assen\n"
    sheet = workbook("lijst.csv", text)["Lijst"]
    assert [cell.value for cell in sheet[2]] == [NOT_SHOWN, HIDDEN, None]
    assert "telt 2 in plaats van 3" in sheet["A2"].comment.text


MARK = "Geheimpje"


def planted():
    """Return files with a marker in every place for personal data, in all their forms."""
    header = ["Naam initiatief", "Plaats", "Startjaar", "Omschrijving", "Website"]
    contact = ["Contactpersoon", "E-mail", "Tel.", "Adres", "Contact bestuur", "Voornaam", "Fax"]
    row = ["Zorg Assen", "Assen", "2113", f"mail {MARK}@dorp.nl", f"mailto:{MARK}@dorp.nl"]
    row += [f"{MARK} {column}" for column in contact]
    cells = [[*header, *contact], row, ["Zorg Emmen", "Emmen", "2114", "", "", *row[5:]]]
    text = "\n".join(";".join(cells[number]) for number in range(3))
    two_rows = [["Initiatief", None, "Contact"], ["Naam", "Plaats", "Naam", "Plaats"]]
    two_rows += [["Zorg Assen", "Nergenshuizen", f"{MARK} Jansen", f"{MARK}dorp"]]
    survey = "respondent_id;phase;contact_email;contact_name;Q5;remarks\n"
    survey += f"r1;77;{MARK}@x.nl;{MARK};1;bel {MARK}@x.nl\n"
    return {
        "lijst.csv": text,
        "lijst.xlsx": excel(cells),
        "dubbel.xlsx": excel(two_rows),
        "scheef.csv": f"{text}\nZorg Echt;{MARK}\n",
        "zonder_kop.csv": f"{MARK} Jansen;{MARK}@x.nl\n{MARK} Pieters;0612345678\n",
        "enquete.csv": survey,
        "kop.csv": f"Naam;Plaats;mail {MARK}@x.nl\nA;Nergenshuizen;x\n",
    }


def test_planted_personal_data_are_in_no_report_and_no_workbook(check, tmp_path):
    result = check(planted())
    assert MARK.lower() not in report_text(result).lower()
    paths = write_workbooks(result, tmp_path / "check")
    assert len(paths) >= 6
    for path in paths:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                assert MARK.lower().encode() not in packed.read(name).lower(), (path.name, name)


def test_planted_personal_data_are_in_the_contacts_alone(check):
    for file in check(planted()).files:
        delivery = file.reading.delivery
        if delivery is None:
            assert file.name == "zonder_kop.csv"
            continue
        told = "".join(str(problem) for problem in delivery.problems)
        table = delivery.table.to_csv(index=False) + told + str(delivery.unused_columns)
        assert MARK not in table
        assert MARK in delivery.contacts.to_csv(index=False) or file.name == "kop.csv"


SOURCES = """
sources:
  lijst:
    file: lijst.csv
    kind: list
    scope: regional
    provinces: [drenthe]
"""
WAVE = {
    "wave/sources.yaml": SOURCES,
    "wave/lijst.csv": "Naam;Plaats;Startjaar\nZorg Assen;Assen;2112\n",
}


def correction(expect="2112", column="start_year"):
    return (
        f"  - {{source: lijst, row: 2, column: {column}, expect: '{expect}', becomes: '2012',"
        " reason: tikfout, by: onderzoeker, date: 2020-09-01}\n"
    )


def test_a_doubt_does_not_stop_a_build(check):
    result = check(WAVE, "wave")
    text = report_text(result)
    assert result.exit_code == 0
    assert "Twijfels (de bouw gaat door, maar dit kan beter):" in text
    assert "2112" in text
    assert "op te lossen:" not in text


def test_a_corrected_value_is_no_doubt_any_more(check):
    files = {**WAVE, "wave/corrections.yaml": "corrections:\n" + correction()}
    result = check(files, "wave")
    assert result.exit_code == 0
    assert not any(file.doubts for file in result.files)


@pytest.mark.parametrize(
    ("corrections", "part"),
    [
        ("corrections:\n" + correction() + correction(), "deze cel wordt ook op regel"),
        ("corrections:\n" + correction(column="jaar"), "geen kolom 'jaar'"),
        ("corrections:\n" + correction(expect="2113"), "hier staat '2112'"),
        (
            "decisions:\n  - {source: lijst, row: 9, criterion: is_local, value: nee,"
            " reason: x, by: y, date: 2020-09-01}\n",
            "regel 9 is er niet",
        ),
    ],
)
def test_a_correction_that_does_not_fit_stops_as_in_a_build(check, corrections, part):
    files = {**WAVE, "wave/corrections.yaml": corrections}
    for path in ("wave", "wave/sources.yaml", "wave/corrections.yaml"):
        result = check(files, path)
        assert result.exit_code == 1
        assert part in report_text(result).replace("\n    ", " ")


def test_nothing_is_decided_about_a_list_of_an_earlier_count_as_in_a_build(check):
    earlier = "  toen: {file: toen.csv, kind: list, scope: national, counted_in: 2017}\n"
    decision = (
        "decisions:\n  - {source: toen, row: 2, criterion: is_local, value: nee,"
        " reason: x, by: y, date: 2020-09-01}\n"
    )
    files = {
        **WAVE,
        "wave/sources.yaml": WAVE["wave/sources.yaml"].rstrip("\n") + "\n" + earlier,
        "wave/toen.csv": "Naam;Plaats\nZorg Elst;Elst\n",
        "wave/corrections.yaml": decision,
    }
    result = check(files, "wave")
    assert result.exit_code == 1
    assert "de bron 'toen' is er niet" in report_text(result).replace("\n    ", " ")


def test_real_corrections_belong_to_the_real_lists(copy_project, tmp_path):
    project = copy_project(tmp_path / "project")
    for name, text in WAVE.items():
        path = project / "data" / "raw" / name.replace("wave", "2020")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    path = project / "data" / "corrections" / "2020.yaml"
    path.write_text("corrections:\n" + correction(expect="x"), encoding="utf-8")
    for checked in (path, project / "data" / "raw" / "2020"):
        result = check_files(project, [checked], "real", 2020)
        assert result.exit_code == 1
        assert "hier staat '2112'" in report_text(result)


def test_a_folder_that_is_not_there_is_told(tmp_path, root):
    result = check_files(root, [root / "data" / "raw" / "1999"], "real", 1999 + 21)
    text = report_text(result).replace("\n    ", " ")
    assert result.exit_code == 1
    for part in ("de map data/raw/1999 is er niet", "sources.yaml", "data/README.md"):
        assert part in text


def test_the_workbook_shows_no_name_of_a_contact_person(check, tmp_path):
    content = (
        "Naam;Plaats;Startjaar;Omschrijving\nZorg Assen;Assen;2112;Mevrouw Marker-Zin\n"
        "Zorg Emmen;Emmen;2113;Contactpersoon: Marker-Act\n"
    )
    result = check({"voorzitter_Jan_Marker.csv": content})
    (path,) = write_workbooks(result, tmp_path / "check")
    assert path.name == "lijst-meldingen.xlsx"
    with zipfile.ZipFile(path) as packed:
        assert not any(b"Marker-" in packed.read(name) for name in packed.namelist())
