"""Answers planted in files of the codebook of 2020 are found back, whichever program wrote them."""

import itertools

import pandas as pd
import pyreadstat
import pytest

from zorgzaam.intake.answers import decode
from zorgzaam.intake.codebook import MISSING_KINDS, load_codebook
from zorgzaam.intake.records import Delivery
from zorgzaam.intake.spss import spss_metadata

RESPONDENTS = 6


@pytest.fixture(scope="module")
def book(root):
    return load_codebook(root)


@pytest.fixture(scope="module")
def planted(book):
    """The table of answers as it should come out: every option and kind of missing once or more.

    The third respondent and every sixth after are of all residents, so were not asked for whom.
    """
    turn = itertools.count()
    columns = {}
    for variable in book.shared_variables():
        if variable.type == "text":
            columns[variable.name] = [f"{variable.name} {row}" for row in range(RESPONDENTS)]
            continue
        names = [option.name for option in variable.options]
        kinds = [kind for kind in MISSING_KINDS if kind != "not_asked"]
        values = {
            "single": [*names, *kinds],
            "multiple": ["yes", "no", *kinds],
            "number": [0, 12, 97, *kinds],
            "year": [1998, 2020, *kinds],
        }[variable.type]
        for column in variable.answer_columns():
            if not column.endswith("_missing") or variable.type == "multiple":
                start = next(turn)
                columns[column] = [
                    values[(start + row) % len(values)] for row in range(RESPONDENTS)
                ]
    columns["target_group"] = ["specific", "all"] * (RESPONDENTS // 2)
    columns["submit_date"] = ["2020-09-20"] * RESPONDENTS
    table = pd.DataFrame(columns)
    asked = table["target_group"] == "specific"
    for column in book.variables["target_specific"].answer_columns():
        table[column] = table[column].where(asked, "not_asked")
    return table


def coded(book, planted):
    """Return the planted answers as numbers in the columns of an SPSS file."""
    cells = {}
    for variable in book.shared_variables():
        codes = {kind: code for code, kind in book.missing_codes(variable).items()}
        codes |= {option.name: option.code for option in variable.options}
        if variable.type == "multiple":
            codes |= {"yes": 1, "no": 0}
        for name, option in variable.file_columns().items():
            column = f"{variable.name}_{option.name}" if option else variable.name
            values = planted[column]
            cells[name] = (
                values
                if variable.type == "text"
                else values.map(lambda value, codes=codes: codes.get(value, value))
                .where(values != "not_asked", None)
                .astype(float)
            )
    return pd.DataFrame(cells)


def delivery(cells, file, value_labels=None):
    numbers = list(range(1, len(cells) + 1))
    origin = {
        "row_id": [f"enquete::{number}" for number in numbers],
        "source": "enquete",
        "file": file,
        "sheet": "",
        "row_number": numbers,
    }
    table = pd.concat([pd.DataFrame(origin), cells.reset_index(drop=True)], axis=1)
    return Delivery("enquete", table, pd.DataFrame(), value_labels=value_labels or {})


def as_text(value):
    return "" if pd.isna(value) else str(value)


def expect(found, planted, book):
    """Check that each planted answer is in the table, and its kind of missing beside it."""
    assert found.problems == ()
    for variable in book.shared_variables():
        for column in variable.answer_columns():
            if variable.has_companion and column.endswith("_missing"):
                continue
            got = found.table[column]
            if variable.is_numeric:
                got = got.astype(object).where(got.notna(), found.table[f"{column}_missing"])
            assert got.tolist() == planted[column].tolist(), column


def test_an_spss_file(book, planted, tmp_path):
    path = tmp_path / "enquete.sav"
    pyreadstat.write_sav(coded(book, planted), path, **spss_metadata(book))
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    labels = {
        title: {str(code): label for code, label in codes.items()}
        for title, codes in meta.variable_value_labels.items()
    }
    found = decode(delivery(data.map(as_text), "enquete.sav", labels), book, {})
    expect(found, planted, book)
    assert found.notices == ()


def test_a_limesurvey_file(book, planted):
    """A tick of LimeSurvey is Y or nothing, so there every option is a yes, a no or not asked."""
    kinds = [kind for kind in MISSING_KINDS if kind != "not_asked"]
    ticks = {
        column: "no"
        for variable in book.variables.values()
        if variable.type == "multiple"
        for column in variable.answer_columns()
    }
    planted = planted.replace({column: dict.fromkeys(kinds, "no") for column in ticks})
    cells = coded(book, planted).map(as_text)
    for variable in book.shared_variables():
        if variable.type == "multiple":
            for name, option in variable.file_columns().items():
                title = f"{variable.name}[SQ{option.code:03d}]"
                cells[title] = cells.pop(name).map({"1.0": "Y"}).fillna("")
    cells = cells.drop(columns=["respondent_id", "submit_date"]).map(
        lambda text: text.removesuffix(".0")
    )
    program = pd.DataFrame(
        {
            "id": planted["respondent_id"],
            "submitdate": planted["submit_date"] + " 10:00:00",
            "lastpage": str(len(book.blocks)),
        }
    )
    found = decode(delivery(pd.concat([program, cells], axis=1), "enquete.csv"), book, {})
    expect(found, planted, book)


def test_columns_in_another_order_and_in_capitals(book, planted):
    cells = coded(book, planted).map(as_text)
    cells = cells[cells.columns[::-1]].rename(columns=str.upper)
    expect(decode(delivery(cells, "ENQUETE.SAV"), book, {}), planted, book)
