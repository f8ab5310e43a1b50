"""One cell of a survey file says one thing, however it is written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zorgzaam.intake.answers import decode
from zorgzaam.intake.schemas import validate_table
from zorgzaam.intake.survey_values import (
    choice_of,
    code_of,
    is_blank,
    missing_of,
    number_of,
    tick_of,
)

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "1", "1.0", "2", "97", "98.0", "-99", "Y", "ja", "N/A", "1,2", "ALL", "ca. 40",
         "1.471", "1e400", "nan", "inf", "-1", "2112", "=1+1", "jan@x.nl", "06-12345678", "½", "²"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1", 1), ("1.0", 1), (" 97,0 ", 97), ("A1", 1), ("AO02", 2), ("-98.00", -98),
        ("1.5", None), ("", None), ("B1", None), ("1 2", None), ("1e0", None),
    ],
)  # fmt: skip
def test_codes(cell, code):
    assert code_of(cell) == code


@pytest.mark.parametrize(
    ("cell", "typed", "number"),
    [
        ("12", True, 12), ("12.0", False, 12), ("2,5", True, 2.5), ("1.471", True, 1471),
        ("1.471", False, 1.471), ("1.471,5", True, 1471.5), ("1 471", True, 1471),
        ("-98", False, -98), ("1e3", False, 1000), ("ca. 40", True, None), ("", True, None),
        ("1e999", True, None), ("nan", True, None), ("12.3.4", True, None),
    ],
)  # fmt: skip
def test_numbers(cell, typed, number):
    assert number_of(cell, typed) == number


@pytest.mark.parametrize("cell", ["1", "SOME", "some", " Some. ", "some (en)", "2.0", "A2"])
def test_choices(small_codebook, cell):
    expected = "all" if cell == "1" else "some"
    assert choice_of(cell, small_codebook.variables["group"]) == expected


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("J", "yes"), ("Ja", "yes"), ("TRUE", "yes"), ("nee", "no"), ("N", "no"), ("2", "no"),
     ("0", None), ("misschien", None), ("-oth-", None)],
)  # fmt: skip
def test_yes_and_no_in_words(small_codebook, cell, answer):
    assert choice_of(cell, small_codebook.variables["subsidy"]) == answer


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("1", "yes"), ("1.0", "yes"), ("x", "yes"), ("CARE", "yes"), ("0", "no"), ("No", "no"),
     ("2", None), ("FUN", None)],
)  # fmt: skip
def test_ticks(cell, answer):
    assert tick_of(cell, ("CARE", "care (en)", "care")) == answer


@pytest.mark.parametrize(
    ("name", "cell", "kind"),
    [
        ("group", "97", "not_applicable"), ("group", "-97", None), ("group", "Weet ik niet",
         "dont_know"), ("members", "-99.0", "not_answered"), ("members", "97", None),
        ("members", "n.v.t.", "not_applicable"), ("remarks", "Weet niet", None),
        ("remarks", "-98", "dont_know"),
    ],
)  # fmt: skip
def test_kinds_of_missing(small_codebook, name, cell, kind):
    assert missing_of(cell, small_codebook.variables[name], small_codebook) == kind


def test_blanks():
    assert is_blank(" ")
    assert is_blank("N/A")
    assert not is_blank("0")


# The codebook and the maker of deliveries do not change from one example to the next.
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_cell_is_ever_lost_or_a_traceback(small_codebook, deliver, data):
    """Whatever stands in a file, each row comes out and each filled cell is read or told."""
    book = small_codebook
    titles = ["respondent_id", "group", "who_1", "who_2", "themes", "members", "started", "remarks"]
    titles += data.draw(st.sampled_from([[], ["submitdate", "lastpage"], ["Finished"]]))
    rows = [
        {title: data.draw(CELLS) for title in titles} for _ in range(data.draw(st.integers(1, 4)))
    ]
    delivery = deliver(rows, data.draw(st.sampled_from(["a.csv", "a.sav"])))
    found = decode(delivery, book, {})
    validate_table(found.table, "answers", book)
    assert found.table["row_id"].tolist() == delivery.table["row_id"].tolist()
    told = {(row, name) for row, name in zip(found.log["row_id"], found.log["column"], strict=True)}
    for row, cells in zip(found.table.to_dict("records"), rows, strict=True):
        for name in ("group", "members", "started"):
            missing = row[name] if name == "group" else row[f"{name}_missing"]
            is_silent = (
                missing in ("not_asked", "not_answered") and (row["row_id"], name) not in told
            )
            variable = book.variables[name]
            if is_silent and not is_blank(cells[name]):
                assert missing_of(cells[name], variable, book) == missing
