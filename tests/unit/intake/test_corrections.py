"""Corrections of delivered cells: applied, logged and guarded."""

import pandas as pd
import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake.corrections import apply, load_corrections
from zorgzaam.intake.records import LOG_COLUMNS

BY = "\n    reason: Nagevraagd\n    by: A. de Boer\n    date: 2020-11-02\n"


@pytest.fixture
def load(tmp_path):
    def read(text):
        path = tmp_path / "2020.yaml"
        path.write_text(text, encoding="utf-8")
        return load_corrections(path, "data/corrections/2020.yaml")

    return read


@pytest.fixture
def tables():
    cells = {
        "name": ["A", "B", "C"], "postcode": ["9471", "", "1234 AB"],
        "list_key": ["x1", "x2", "x2"],
    }  # fmt: skip
    origin = {
        "row_id": ["l:een:2", "l:een:3", "l:twee:2"], "source": "l", "file": "l.xlsx",
        "sheet": ["een", "een", "twee"], "row_number": [2, 3, 2],
    }  # fmt: skip
    return {"l": pd.DataFrame({**origin, **cells})}


def correction(where="row: 3", column="postcode", expect='""', becomes="9471 PJ", source="l"):
    return (
        f"  - source: {source}\n    {where}\n    column: {column}\n    expect: {expect}\n"
        f"    becomes: {becomes}{BY}"
    )


def test_a_correction_is_applied_and_logged(load, tables):
    corrected, log = apply(tables, load("corrections:\n" + correction()))
    assert corrected["l"]["postcode"].tolist() == ["9471", "9471 PJ", "1234 AB"]
    assert tables["l"]["postcode"].tolist() == ["9471", "", "1234 AB"]
    assert tuple(log.columns) == LOG_COLUMNS
    line = log.iloc[0]
    assert (line["step"], line["kind"], line["row_id"], line["column"]) == (
        "Correcties", "changed", "l:een:3", "postcode",
    )  # fmt: skip
    assert (line["before"], line["after"]) == ("", "9471 PJ")
    assert line["why"] == "Nagevraagd (A. de Boer, 2020-11-02)."


@pytest.mark.parametrize(
    ("where", "position"),
    [("list_key: x1", 0), ("sheet: twee\n    row: 2", 2), ("sheet: twee\n    list_key: x2", 2)],
)
def test_a_row_is_found_by_number_sheet_or_key(load, tables, where, position):
    expect = f'"{tables["l"]["postcode"][position]}"'
    corrected, _ = apply(tables, load("corrections:\n" + correction(where, expect=expect)))
    assert corrected["l"]["postcode"][position] == "9471 PJ"


def test_values_are_read_as_they_stand(load, tables):
    found = load("corrections:\n" + correction(expect="", becomes="0592")).corrections[0]
    assert (found.expect, found.becomes, found.row, found.date) == ("", "0592", 3, "2020-11-02")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (correction(expect='"9999"'), "hier staat '', en niet '9999'"),
        (correction(source="ander"), "de bron 'ander' is er niet"),
        (correction(column="plaats"), "geen kolom 'plaats'"),
        (correction("row: 99"), "regel 99 is er niet"),
        (correction("row: 2", expect='"9471"'), "staat er 2 keer"),
        (correction("list_key: x2"), "staat er 2 keer"),
        (correction() + correction(becomes="1111"), "wordt ook op regel 2 gecorrigeerd"),
        (correction() + correction("list_key: x9"), "nummer x9 is er niet"),
    ],
)
def test_a_correction_that_no_longer_fits_stops(load, tables, text, words):
    with pytest.raises(InputError) as caught:
        apply(tables, load("corrections:\n" + text))
    problem = caught.value.problems[0]
    assert words in problem.what
    assert problem.file == "data/corrections/2020.yaml"
    assert problem.row is not None
    assert problem.remedy


def test_all_problems_are_told_at_once(load, tables):
    text = "corrections:\n" + correction(source="a") + correction("row: 9") + correction(column="q")
    with pytest.raises(InputError) as caught:
        apply(tables, load(text))
    assert [problem.row for problem in caught.value.problems] == [2, 10, 18]


@pytest.mark.parametrize(
    "column", ["email", "contact_name", "phone", "street_address", "contact_email"]
)
def test_a_personal_column_is_refused_without_its_value(load, column):
    with pytest.raises(InputError) as caught:
        load("corrections:\n" + correction(column=column, expect="geheim", becomes="ook geheim"))
    assert "persoonsgegevens" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("correcties: []\n", "niet bekend"),
        ("corrections:\n" + correction().replace("reason: Nagevraagd", "reden: x"), "reden"),
        ("corrections:\n" + correction().replace("reason: Nagevraagd", "reason:"), "leeg"),
        ("corrections:\n" + correction().replace("2020-11-02", "2 november"), "geen datum"),
        ("corrections:\n" + correction("row: nul"), "geen regelnummer"),
        ("corrections:\n" + correction("row: 3\n    list_key: x"), "row of list_key"),
        ("corrections:\n" + correction("sheet: een"), "row of list_key"),
        ("corrections:\n" + correction(column="row_id"), "vandaan komt"),
        ("corrections: ja\n", "lijst"),
        ("corrections:\n  - tekst\n", "groep namen"),
        ("corrections: [\n", "geen leesbare YAML"),
        ("corrections: []\ncorrections: []\n", "twee keer"),
        (
            "decisions:\n  - source: l\n    row: 2\n    criterion: is_local\n    value: actief"
            + BY,
            "actief",
        ),
        (
            "decisions:\n  - source: l\n    row: 2\n    criterion: phase\n    value: ja" + BY,
            "past niet bij phase",
        ),
    ],
)
def test_a_file_that_cannot_be_understood(load, text, words):
    with pytest.raises(InputError) as caught:
        load(text)
    assert words in str(caught.value)
    assert "data/corrections/2020.yaml" in str(caught.value)


def test_no_file_and_an_empty_file_hold_no_corrections(load, tmp_path, tables):
    for found in (load_corrections(tmp_path / "x.yaml"), load(""), load("corrections:\n")):
        corrected, log = apply(tables, found)
        pd.testing.assert_frame_equal(corrected["l"], tables["l"])
        assert len(log) == 0


def test_a_value_with_contact_data_is_not_shown(load, tables):
    tables["l"].loc[1, "postcode"] = "bel Marker 06-12345678"
    with pytest.raises(InputError) as caught:
        apply(tables, load("corrections:\n" + correction()))
    assert "Marker" not in str(caught.value)


def test_the_committed_file_is_read():
    from zorgzaam.files import find_root

    path = find_root() / "data" / "corrections" / "2020.yaml"
    assert load_corrections(path).corrections == ()


def test_the_example_in_the_committed_file_is_right(load):
    from zorgzaam.files import find_root

    text = (find_root() / "data" / "corrections" / "2020.yaml").read_text(encoding="utf-8")
    start = text.index("# corrections:")
    example = "\n".join(line[2:] for line in text[start:].split("\n") if line.startswith("#"))
    found = load(example)
    assert (len(found.corrections), len(found.decisions)) == (1, 1)
    assert found.decisions[0].value == "no"


@pytest.mark.parametrize("field", ["reason", "by", "expect", "becomes"])
def test_a_telephone_number_or_mail_address_is_refused_at_its_row(load, field):
    fields = {"expect": "x", "becomes": "y", "reason": "tikfout", "by": "onderzoeker"}
    fields[field] = "gebeld met 06-12345678"
    told = ", ".join(f"{name}: {value}" for name, value in fields.items())
    text = f"corrections:\n  - {{source: l, row: 2, column: place, date: 2020-09-01, {told}}}\n"
    with pytest.raises(InputError) as caught:
        load(text)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (2, field)
    assert "telefoonnummer" in problem.what
    assert "12345678" not in str(caught.value)
