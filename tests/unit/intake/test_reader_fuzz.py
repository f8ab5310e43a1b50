"""Damaged files: a clear message or a correct result, never another error, no row lost."""

import contextlib
import csv
import io
import random
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.personal import mask
from zorgzaam.intake.readers import inspect_source
from zorgzaam.intake.sources import Source, load_sources

ROWS = [
    ["Naam initiatief", "Plaats", "Startjaar", "E-mail"],
    *[
        [f"Zorg {number}", "Coöpstad", str(1990 + number), f"z{number}@x.nl"]
        for number in range(20)
    ],
]


def as_csv(rows=ROWS):
    return "\n".join(";".join(row) for row in rows).encode() + b"\n"


def as_xlsx():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_ods():
    document, table = OpenDocumentSpreadsheet(), Table(name="Lijst")
    for row in ROWS:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


SURVEY = ["respondent_id", "group", "members", "remarks"]


def as_limesurvey():
    lines = [["id", "submitdate", "lastpage", *SURVEY[1:]]]
    lines += [[str(number), "2020-09-14", "3", "1", "12", "goed"] for number in range(20)]
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode() + b"\n"


def as_qualtrics():
    lines = [SURVEY, ["Nummer", "Doelgroep", "Leden", "Opm"], ['{""ImportId"":""Q""}'] * 4]
    lines += [[f"R{number}", "1", "12", "goed"] for number in range(20)]
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode() + b"\n"


def as_sav(folder):
    path = folder / "bron.sav"
    columns = {
        "respondent_id": [f"R{number}" for number in range(20)],
        "group": [1.0, 2.0] * 10,
        "remarks": ["goed" * 80] * 20,
    }
    pyreadstat.write_sav(
        pd.DataFrame(columns), path, variable_value_labels={"group": {1: "ALL", 2: "SOME"}}
    )
    return path.read_bytes()


def repacked(data, change):
    """Return a packed file of which one part with the rows is changed."""
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if "sheet1" in name or name == "content.xml":
                change(content)
            target.writestr(name, bytes(content))
    return stream.getvalue()


def flip(content, chance, number):
    for _ in range(number):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def mutate(data, seed):
    """Return ``data`` broken off, with bits turned, bytes put in, or its begin taken away."""
    chance, content = random.Random(seed), bytearray(data)
    way = seed % 5
    if way == 0:
        return bytes(content[: chance.randrange(1, len(content))])
    if way == 1:
        flip(content, chance, chance.randrange(1, 6))
    elif way == 2 and data.startswith(b"PK"):
        return repacked(data, lambda part: flip(part, chance, 2))
    elif way == 2:
        start = chance.randrange(min(len(content), 1500))
        content[start] = chance.randrange(256)
    elif way == 3:
        start = chance.randrange(len(content))
        filling = bytes(chance.choice(b'\xff\x00\x80",;\n01') for _ in range(chance.randrange(20)))
        content[start : start + chance.randrange(20)] = filling
    else:
        del content[: content.find(b"\n") + 1 or chance.randrange(1, 200)]
    return bytes(content)


@pytest.fixture
def read(tmp_path, small_codebook):
    def read(data, ending, kind, form):
        (tmp_path / f"bron.{ending}").write_bytes(data)
        scope = "national" if kind == "list" else None
        source = Source(name="bron", file=f"bron.{ending}", kind=kind, format=form, scope=scope)
        return inspect_source(tmp_path, source, small_codebook)

    return read


def accounted(reading):
    """Return how many rows of the file are in the delivery, blank, of the header, or told."""
    ((_, layout, sheet),) = reading.sheets
    told = [item for item in (*sheet.problems, *sheet.notes) if item.row is not None]
    return len(sheet.table) + sheet.empty_rows + len(layout.header_rows) + len(told)


def check_outcome(reading):
    """Check that there is a clear message, or rows that each have a name of their own."""
    for problem in reading.problems:
        assert isinstance(problem, Problem)
        assert problem.what
        assert problem.remedy
        assert mask(str(problem))[1] == 0
    assert reading.problems or reading.delivery is not None
    if reading.delivery is not None:
        assert reading.delivery.table["row_id"].is_unique


def records(data):
    """Return how many rows a text file has, read in the plainest way."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = ";" if text.count(";") > text.count(",") else ","
        return len(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    return None


TEXTS = {
    "csv": (as_csv, "list", "csv"),
    "limesurvey": (as_limesurvey, "survey", "limesurvey"),
    "qualtrics": (as_qualtrics, "survey", "qualtrics"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_damaged_text_files(read, name):
    make, kind, form = TEXTS[name]
    original, whole = make(), 0
    for seed in range(50):
        data = mutate(original, seed)
        reading = read(data, "csv", kind, form)
        check_outcome(reading)
        if reading.sheets and not any("aanhalingstekens" in p.what for p in reading.problems):
            assert accounted(reading) == records(data), seed
            whole += 1
    assert whole > 12


@pytest.mark.parametrize("name", TEXTS)
def test_undamaged_text_files(read, name):
    make, kind, form = TEXTS[name]
    reading = read(make(), "csv", kind, form)
    assert not reading.problems
    assert len(reading.delivery.table) == 20


@pytest.mark.parametrize(("make", "ending"), [(as_xlsx, "xlsx"), (as_ods, "ods")])
def test_damaged_workbooks(read, make, ending):
    original = make()
    assert len(read(original, ending, "list", "excel").delivery.table) == 20
    for seed in range(15):
        reading = read(mutate(original, seed), ending, "list", "excel")
        check_outcome(reading)
        if reading.sheets:
            assert accounted(reading) == 21, seed


def test_damaged_spss_files(read, tmp_path):
    original = as_sav(tmp_path)
    assert len(read(original, "sav", "survey", "spss").delivery.table) == 20
    for seed in range(12):
        reading = read(mutate(original, seed), "sav", "survey", "spss")
        check_outcome(reading)
        if not reading.problems:
            assert len(reading.delivery.table) + reading.delivery.empty_rows == 20, seed


slow_fixture = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@slow_fixture
@given(st.binary(max_size=400))
def test_random_bytes_as_text(read, data):
    check_outcome(read(data, "csv", "list", "csv"))
    check_outcome(read(data, "csv", "survey", "qualtrics"))


@slow_fixture
@given(st.text(max_size=200))
def test_random_text_below_a_header(read, text):
    data = f"Naam;Plaats\n{text}".encode("utf-8", "ignore")
    reading = read(data, "csv", "list", "csv")
    check_outcome(reading)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"$FL2@(#)", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_random_bytes_behind_a_known_start(read, start):
    ending, kind, form = {
        b"P": ("xlsx", "list", "excel"),
        b"$": ("sav", "survey", "spss"),
        b"\xd0": ("xls", "list", "excel"),
    }[start[:1]]
    for seed in range(3):
        data = start + random.Random(seed).randbytes(700)
        (problem,) = read(data, ending, kind, form).problems
        assert "beschadigd" in problem.what


@slow_fixture
@given(st.binary(max_size=200))
def test_random_bytes_as_mapping_file(tmp_path_factory, root, data):
    folder = tmp_path_factory.mktemp("wave")
    (folder / "sources.yaml").write_bytes(data)
    with pytest.raises(InputError):
        load_sources(folder, root)


@slow_fixture
@given(st.integers(0, 10_000))
def test_damaged_mapping_files(tmp_path_factory, root, seed):
    folder = tmp_path_factory.mktemp("wave")
    (folder / "lijst.csv").write_bytes(as_csv())
    text = (
        b"sources:\n  lijst:\n    file: lijst.csv\n    kind: list\n    scope: regional\n"
        b"    provinces: [drenthe]\n    columns: {Naam: name, Plaats: place}\n"
        b"    received: 2020-09-01\n"
    )
    (folder / "sources.yaml").write_bytes(mutate(text, seed))
    with contextlib.suppress(InputError):
        assert set(load_sources(folder, root))
