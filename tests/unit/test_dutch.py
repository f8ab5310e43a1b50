"""Numbers, dates and lists in Dutch."""

import math

import numpy as np
import pytest

from zorgzaam.dutch import date_text, format_number, format_percent, join_words


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1471, 0, "1.471"),
        (63.4, 1, "63,4"),
        (1234567.891, 2, "1.234.567,89"),
        (0, 0, "0"),
        (-0.4, 0, "0"),
        (-1471.5, 1, "-1.471,5"),
        (2.5, 0, "3"),
        (1.005, 2, "1,01"),
        (8.4503, 2, "8,45"),
        (1e21, 0, "1.000.000.000.000.000.000.000"),
    ],
)
def test_number(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text
    assert format_number(np.float64(value), decimals) == text


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        format_number(value)


def test_percent() -> None:
    assert format_percent(79.96, 1) == "80,0 %"
    assert format_percent(41) == "41 %"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_words(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_words_take_another_conjunction() -> None:
    assert join_words(["a", "b"], "of") == "a of b"


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2014", "2014"),
        ("2014-04", "april 2014"),
        ("2014-07-10", "10 juli 2014"),
        ("", "datum onbekend"),
    ],
)
def test_date(date: str, text: str) -> None:
    assert date_text(date) == text


@pytest.mark.parametrize("date", ["2014-13", "2014-00", "14-04", "april", "2014-4"])
def test_date_of_another_form_is_refused(date: str) -> None:
    with pytest.raises(ValueError, match=r"2014|14-04|april"):
        date_text(date)
