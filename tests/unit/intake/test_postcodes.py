"""Postcodes: in one form, and those that are none told apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zorgzaam.intake.postcodes import clean_postcode, place_behind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1234 AB", "1234AB"), ("1234ab", "1234AB"), ("1234", "1234"), (" 1234  ab ", "1234AB"),
        ("1234-AB", "1234AB"), ("1234.AB", "1234AB"), ("1234.0", "1234"), ("1234,0", "1234"),
        ("9.471", "9471"), ("9 471", "9471"), ("NL-9471 PJ", "9471PJ"), ("NL 9471PJ", "9471PJ"),
        ("9471 e.o.", "9471"), ("9471 en omgeving", "9471"), ("1234\u00a0AB", "1234AB"),
        ("1234 AB.", "1234AB"),
    ],
)  # fmt: skip
def test_notation_alone_is_not_told(text, code):
    cleaned = clean_postcode(text)
    assert (cleaned.value, cleaned.change, cleaned.doubt) == (code, None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1234 AB Groningen", "1234AB"), ("1234, Zuidlaren", "1234"), ("12 34 AB", "1234AB"),
        ("Postbus 12, 9400 AA Assen", "9400AA"), ("9400 AA / 9400 BB", "9400"),
        ("9O01 AB", "9001AB"), ("9OO1", "9001"), ("l234 AB", "1234AB"), ("5O25eq", "5025EQ"),
    ],
)  # fmt: skip
def test_a_change_is_told(text, code):
    cleaned = clean_postcode(text)
    assert cleaned.value == code
    assert cleaned.change
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("B-2000", "België"), ("B2000", "België"), ("BE-2380", "België"),
        ("BE 2000 Antwerpen", "België"),
        ("2000 België", "België"), ("D-48529", "Duitsland"), ("12345", "Duitsland"),
        ("0123", "begint niet met een 0"), ("123 AB", "ontbreekt een cijfer"),
        ("1903-05-18", "1234"), ("2012-03-01", "datum"), ("9.47E+03", "geen Nederlandse"),
        ("9400AA/9401BB", "9400AA en 9401BB"), ("postcode volgt", "geen Nederlandse"),
    ],
)  # fmt: skip
def test_what_is_no_dutch_postcode_is_a_doubt(text, words):
    cleaned = clean_postcode(text)
    assert cleaned.value is None
    assert words in cleaned.doubt
    assert cleaned.remedy


@pytest.mark.parametrize("text", ["1234 SS", "1234 0B", "1234A", "1234 A8"])
def test_wrong_letters_leave_the_digits(text):
    cleaned = clean_postcode(text)
    assert cleaned.value == "1234"
    assert cleaned.doubt


@pytest.mark.parametrize("text", ["", "-", "onbekend", "n.v.t."])
def test_nothing_is_no_doubt(text):
    assert clean_postcode(text).value is None
    assert clean_postcode(text).doubt is None


@pytest.mark.parametrize(
    ("text", "place"),
    [("9471 PJ Zuidlaren", "Zuidlaren"), ("2000 Antwerpen", "Antwerpen"), ("9471PJ", ""),
     ("9471 PJ Zuidlaren (Dr)", "Zuidlaren (Dr)"), ("Kerkstraat 12", ""), ("9471 PJ, Vries 5", "")],
)  # fmt: skip
def test_a_place_behind_a_postcode(text, place):
    assert place_behind(text) == place


@given(st.text() | st.from_regex(r"[0-9OoIlB-]{1,6} ?[A-Za-z]{0,3}", fullmatch=True))
@example("\u0661\u0662\u0663\u0664 AB")
def test_any_text_gives_a_postcode_that_stays_the_same_or_none(text):
    cleaned = clean_postcode(text)
    place_behind(text)
    if cleaned.value is not None:
        again = clean_postcode(cleaned.value)
        assert (again.value, again.change, again.doubt) == (cleaned.value, None, None)


@pytest.mark.parametrize("text", ["L-1234", "L 1234", "L-1234 Luxembourg", "1234 Luxemburg"])
def test_a_postcode_of_luxembourg_is_recognised(text):
    cleaned = clean_postcode(text)
    assert cleaned.value is None
    assert "Luxemburg" in cleaned.doubt
