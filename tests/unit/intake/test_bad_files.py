"""Files that cannot be read: each is one clear message."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake import isolated
from zorgzaam.intake.formats import MEBIBYTE, content_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook():
    book = openpyxl.Workbook()
    for row in (["Naam", "Plaats"], ["Noaberzorg", "Grou"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(files, encrypted=False, size=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
        for item in target.filelist:
            item.flag_bits |= int(encrypted)
            item.file_size = size or item.file_size
    return stream.getvalue()


ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MANIFEST = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
CASES = {
    "protected": ("l.xlsx", OLE + bytes(600) + ENCRYPTED, "wachtwoord"),
    "protected ods": (
        "l.ods",
        packed({
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "x",
            "META-INF/manifest.xml": MANIFEST,
        }),
        "wachtwoord",
    ),
    "truncated": ("l.xlsx", workbook()[:3000], "beschadigd"),
    "one byte": ("l.xlsx", b"P", "tekstbestand"),
    "broken zip": ("l.xlsx", b"PK\x03\x04" + bytes(100), "beschadigd"),
    "not a workbook": ("l.xlsx", packed({"word/document.xml": "x"}), "ingepakte map"),
    "binary workbook": ("l.xlsx", packed({"xl/workbook.bin": "x"}), "xlsb"),
    "bomb": ("l.xlsx", packed({"xl/workbook.xml": "x"}, size=2**31), "uitgepakt"),
    "noise": ("l.xlsx", bytes(range(256)) * 4, "beschadigd"),
    "text called xlsx": ("l.xlsx", b"Naam,Plaats\nx,y\n", "maar is een tekstbestand"),
    "workbook called csv": ("l.csv", workbook(), "maar is een Excel-werkmap"),
    "sav called csv": ("l.csv", b"$FL2@(#) SPSS" + bytes(400), "maar is een SPSS-bestand"),
    "web page": ("l.xls", b"\n<HTML><table><tr><td>Naam</td></tr></table>", "webpagina"),
    "pdf": ("l.csv", b"%PDF-1.7 ...", "PDF"),
    "other ending": ("l.docx", b"Naam,Plaats\n", "niet bekend"),
    "empty": ("l.csv", b"", "leeg"),
    "blank": ("l.csv", b"\xef\xbb\xbf \r\n\r\n", "leeg"),
    "zeros": ("l.csv", bytes(100), "leeg"),
    "null characters": ("l.csv", b"Naam;Plaats\nA;B\x00\n", "null-tekens"),
    "no encoding": ("l.csv", b"Naam;Plaats\nA;B\x81\n", "codering"),
    "half utf-16": ("l.csv", "Naam;Plaats\nA;B\n".encode("utf-16")[:-1], "codering"),
    "open quote": ("l.csv", b'Naam;Plaats\n"A;B\nC;D\n', "aanhalingstekens"),
    "endless cell": ("l.csv", b'Naam;Plaats\nA;"' + b"x" * 200_000 + b'"\n', "te lang"),
    "only a header": ("l.csv", b"Naam;Plaats\n\n", "geen enkele regel"),
    "empty workbook": ("l.xlsx", b"", "leeg"),
}  # fmt: skip


@pytest.fixture
def problems(tmp_path, small_codebook):
    """Return a function that gives the problems of reading a list with this content."""
    from zorgzaam.intake.readers import inspect_source
    from zorgzaam.intake.sources import Source

    def problems(name, content=None):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        form = "csv" if name.endswith((".csv", ".docx")) else "excel"
        source = Source(name="l", file=name, kind="list", format=form, scope="national")
        return inspect_source(tmp_path, source, small_codebook).problems

    return problems


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_one_clear_message(problems, case):
    name, content, part = CASES[case]
    (problem,) = problems(name, content)
    assert part in problem.what
    assert problem.file == name
    assert problem.remedy


def test_the_message_names_the_line(problems):
    (problem,) = problems("l.csv", b"Naam;Plaats\nA;B\nC;D\x81\n")
    assert problem.row == 3


def test_a_workbook_of_blank_sheets_is_empty(problems):
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    (problem,) = problems("l.xlsx", stream.getvalue())
    assert "niets in" in problem.what


def test_a_folder_and_a_missing_file(problems, tmp_path):
    (tmp_path / "map.csv").mkdir()
    assert "map" in problems("map.csv")[0].what
    assert "ontbreekt" in problems("weg.csv")[0].what


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "l.csv"
    path.write_text("Naam\nx\n", encoding="utf-8")

    def refuse(*_arguments, **_told):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="leesrechten"):
        content_of(path, "l.csv")


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "l.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(200 * MEBIBYTE)
    with pytest.raises(InputError, match=r"200 MB groot.*hoogstens 100 MB"):
        content_of(path, "l.xlsx")


@pytest.mark.parametrize(
    "part",
    [
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="A1"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="1"'),
        ("xl/worksheets/sheet1.xml", b"</row>", b"<row>"),
        ("xl/workbook.xml", b"rId1", b"rId9"),
    ],
)
def test_a_workbook_that_contradicts_itself_is_refused(problems, part):
    name, old, new = part
    source, stream = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item == name:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(item, content)
    (problem,) = problems("l.xlsx", stream.getvalue())
    assert "beschadigd" in problem.what


def crash(path, name):
    import os

    os.abort()


def hang(path, name):
    import time

    time.sleep(60)


def talk(path, name):
    print("not the answer")
    return path.name, name


def panic(path, name):
    raise KeyboardInterrupt("quotes the file")


def _called(function, monkeypatch, **told):
    # The child must find this file by its name.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    function.__module__ = Path(__file__).stem
    return isolated.call(function, Path("l.sav"), "l.sav", **told)


@pytest.mark.parametrize("function", [crash, panic])
def test_a_reader_that_dies_is_a_message(monkeypatch, function):
    with pytest.raises(InputError, match="beschadigd"):
        _called(function, monkeypatch)


def test_a_reader_that_hangs_is_a_message(monkeypatch):
    with pytest.raises(InputError, match="duurt te lang"):
        _called(hang, monkeypatch, time_s=1.5)


def test_what_a_reader_prints_does_not_spoil_its_answer(monkeypatch):
    assert _called(talk, monkeypatch) == ("l.sav", "l.sav")
