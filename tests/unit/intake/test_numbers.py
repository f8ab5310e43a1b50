"""Counts of people as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.numbers import NumberSpan, clean_count, clean_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.471", 1471), ("1471", 1471), ("1 471", 1471), ("1\u00a0471", 1471), ("1'471", 1471),
     ("1.471,0", 1471), ("1471.0", 1471), ("15,0", 15), ("12.345", 12345), ("1.000", 1000),
     ("0", 0),
     ("15.", 15)],
)  # fmt: skip
def test_numbers_as_dutch_writes_them(text, number):
    cleaned = clean_count(text)
    assert cleaned.value == NumberSpan(number, "exact", number, number)
    assert (cleaned.change, cleaned.doubt) == (None, None)


def test_a_decimal_comma():
    assert clean_number("1,5").value == NumberSpan(1.5, "exact", 1.5, 1.5)
    assert clean_count("1,5").value is None
    assert "1,5 is geen heel aantal" in clean_count("1,5").doubt


def test_a_nought_behind_the_comma_may_be_a_misplaced_comma():
    cleaned = clean_count("4,0")
    assert cleaned.value.value == 4
    assert "4 of 40" in cleaned.doubt


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("ca. 40", 40, "about"), ("ca.40", 40, "about"), ("± 40", 40, "about"),
        ("+/- 40", 40, "about"),
        ("40?", 40, "about"), ("zo'n 20", 20, "about"), ("circa 1.500", 1500, "about"),
        ("bijna 40", 40, "about"), ("20-tal", 20, "about"), ("> 100", 100, "more_than"),
        ("meer dan 1.000", 1000, "more_than"), ("ruim 100", 100, "more_than"),
        ("20+", 20, "at_least"),
        ("minimaal 20", 20, "at_least"), ("min. 20", 20, "at_least"), ("max 30", 30, "at_most"),
        ("tot 30", 30, "at_most"), ("< 10", 10, "less_than"),
        ("15 vrijwilligers", 15, "exact"), ("vrijwilligers: 15", 15, "exact"),
        ("twaalf", 12, "exact"), ("geen", 0, "exact"), ("1,5E+03", 1500, "exact"),
        ("1.5E+03", 1500, "exact"),
    ],
)  # fmt: skip
def test_what_stands_around_a_number_is_told(text, value, precision):
    cleaned = clean_count(text)
    assert (cleaned.value.value, cleaned.value.precision) == (value, precision)
    assert cleaned.change
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "low", "high", "middle"),
    [("40-50", 40, 50, 45), ("40 – 50", 40, 50, 45), ("40 à 50", 40, 50, 45),
     ("40 tot 50", 40, 50, 45),
     ("tussen 40 en 50", 40, 50, 45), ("40/45", 40, 45, 43), ("5 á 6 personen", 5, 6, 6),
     ("±20-25", 20, 25, 23), ("40-50 vrijwilligers", 40, 50, 45)],
)  # fmt: skip
def test_of_a_range_the_middle_is_used_and_told(text, low, high, middle):
    cleaned = clean_count(text)
    assert cleaned.value == NumberSpan(middle, "range", low, high)
    assert f"{low} tot {high}" in cleaned.change


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5", "onder nul"), ("- 5", "onder nul"), ("tientallen", "woorden"), ("veel", "woorden"),
        ("1904-01-10", "Excel maakt die van 1.471"), ("10-1-1904", "1.471"),
        ("2020-12-10", "10-12"),
        ("1904-01-10 00:00:00", "10 januari 1904"), ("10-dec", "datum"), ("dec-20", "datum"),
        ("1,471", "1.471"), ("25%", "%"), ("€ 1.500", "€"), ("3 fte", "fte"),
        ("15 (waarvan 3 bestuur)", "meer dan een getal"), ("12 en 40", None), ("50-40", "terug"),
        ("0612345678", "te groot"), ("1e999", "te groot"), ("9" * 400, "te groot"),
        ("1.5.5", "geen getal"), ("enkele (3)", "onzeker"),
    ],
)  # fmt: skip
def test_doubts(text, words):
    cleaned = clean_count(text)
    if words is None:
        return
    assert cleaned.value is None
    assert words in cleaned.doubt
    assert cleaned.remedy


def test_a_number_per_week_is_kept_with_a_doubt():
    cleaned = clean_count("40 per week")
    assert cleaned.value.value == 40
    assert "periode" in cleaned.doubt


def test_a_year_in_brackets_is_no_second_number():
    assert clean_count("15 (2019)").value.value == 15


@pytest.mark.parametrize("text", ["", "-", "n.v.t.", "onbekend", "?"])
def test_nothing(text):
    assert clean_count(text).value is None
    assert clean_count(text).doubt is None


@given(
    st.text() | st.from_regex(r"(ca\. |> ?)?-?[0-9.,' ]{1,12}(-[0-9]{1,4})?[e+%]?", fullmatch=True)
)
def test_any_text_gives_a_count_that_stays_the_same_or_none(text):
    clean_number(text)
    cleaned = clean_count(text)
    if cleaned.value is not None:
        assert isinstance(cleaned.value.value, int)
        assert cleaned.value.value >= 0
        assert clean_count(str(cleaned.value.value)).value.value == cleaned.value.value


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("200-2020", "een jaar"),
        ("2015-2020", "een jaar"),
        ("10-60", "te ruim"),
        ("1 tot 9", "ruim"),
    ],
)
def test_a_range_that_says_nothing_is_a_doubt(text, part):
    cleaned = clean_count(text)
    assert cleaned.value is None
    assert part in cleaned.doubt
    assert clean_count("10-50").value.value == 30
