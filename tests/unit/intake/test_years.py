"""Start years, and how certain they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.years import YearSpan, clean_year

ABOUT_2012 = YearSpan(2012, "about", None, None)


def exact(year):
    return YearSpan(year, "exact", year, year)


@pytest.mark.parametrize("text", ["2012", "2012.0", "2012,0", " 2012 ", "2012-"])
def test_a_year_alone(text):
    cleaned = clean_year(text)
    assert (cleaned.value, cleaned.change, cleaned.doubt) == (exact(2012), None, None)


@pytest.mark.parametrize(
    "text",
    ["ca. 2012", "ca 2012", "circa 2012", "± 2012", "+/- 2012", "~2012", "2012?", "rond 2012",
     "omstreeks 2012", "ongeveer 2012", "sinds ca. 2012", "vermoedelijk 2012", "plm. 2012",
     "c. 2012"],
)  # fmt: skip
def test_about(text):
    assert clean_year(text).value == ABOUT_2012
    assert clean_year(text).change


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("sinds 2012", 2012), ("vanaf 2012", 2012), ("in 2012", 2012), ("opgericht in 2012", 2012),
        ("2012 (start)", 2012), ("maart 2014", 2014), ("19 september 2014", 2014),
        ("jan. 2018", 2018),
        ("mrt-14", 2014), ("mei 09", 2009), ("medio 2013", 2013), ("voorjaar 2012", 2012),
        ("3e kwartaal 2015", 2015), ("Q3 2015", 2015), ("2010 - heden", 2010), ("'09", 2009),
        ("’98", 1998), ("'20", 2020), ("'21", 1921), ("medio '13", 2013),
        ("2012-03-01", 2012), ("2012-03-01 00:00:00", 2012), ("2012-03-01T00:00:00", 2012),
        ("1-3-2012", 2012), ("01/03/12", 2012), ("1.3.2012", 2012), ("2009-03", 2009),
        ("03-2009", 2009),
        ("41000", 2012), ("41000.0", 2012), ("1905-07-04", 2012), ("4-7-1905", 2012),
        ("2012/2012", 2012),
    ],
)  # fmt: skip
def test_words_and_dates_around_one_year(text, year):
    cleaned = clean_year(text)
    assert cleaned.value == exact(year)
    assert cleaned.change
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("1998/1999", 1998, 1999), ("1998-1999", 1998, 1999), ("1997 / 1998", 1997, 1998),
     ("2012/13", 2012, 2013), ("2012-13", 2012, 2013), ("1999/00", 1999, 2000),
     ("2009-10", 2009, 2010),
     ("winter 2013/2014", 2013, 2014), ("2012 of 2013", 2012, 2013), ("2012 en 2013", 2012, 2013)],
)  # fmt: skip
def test_two_years_next_to_each_other_begin_in_the_first(text, low, high):
    cleaned = clean_year(text)
    assert cleaned.value == YearSpan(low, "range", low, high)
    assert str(low) in cleaned.change
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2010-2014", 2010, 2014), ("2012 t/m 2014", 2012, 2014), ("tussen 2010 en 2012", 2010, 2012),
     ("jaren 90", 1990, 1999), ("begin jaren '90", 1990, 1999), ("jaren negentig", 1990, 1999),
     ("90's", 1990, 1999)],
)  # fmt: skip
def test_a_longer_range_has_no_year(text, low, high):
    cleaned = clean_year(text)
    assert cleaned.value == YearSpan(None, "range", low, high)
    assert cleaned.doubt


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("voor 2010", YearSpan(2010, "before", None, 2009)),
        ("vóór 2010", YearSpan(2010, "before", None, 2009)),
        ("<2010", YearSpan(2010, "before", None, 2009)),
        ("na 2010", YearSpan(2010, "after", 2011, None)),
        ("> 2010", YearSpan(2010, "after", 2011, None)),
        ("2010 of eerder", YearSpan(2010, "before", None, 2010)),
        ("2010 of later", YearSpan(2010, "after", 2010, None)),
    ],
)
def test_before_and_after(text, span):
    assert clean_year(text).value == span
    assert clean_year(text).change


def test_a_word_before_that_is_not_about_the_year():
    assert clean_year("voor ouderen, 2012").value == exact(2012)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2112", "2112 ligt na het meetjaar 2020"), ("2021", "na het meetjaar"),
        ("1471", "1471 is geen startjaar"), ("12", "'12' is geen jaar"), ("201", "geen jaar"),
        ("20012", "geen datum van Excel"), ("44500", "geen datum van Excel"),
        ("2012 (stichting 2014)", "2012 en 2014"), ("2013/2012", "verkeerde volgorde"),
        ("gestopt in 2015", "misschien niet het startjaar"), ("tot 2018", "misschien niet"),
        ("nog niet gestart", "geen jaar"), ("lang geleden", "geen jaar"),
        ("1900-01-01", "lege datum"),
        ("1998/2112", "na het meetjaar"),
    ],
)  # fmt: skip
def test_doubts(text, words):
    cleaned = clean_year(text)
    assert cleaned.value is None
    assert words in cleaned.doubt
    assert cleaned.remedy


@pytest.mark.parametrize("text", ["", "-", "onbekend", "?", "n.v.t.", "#N/B"])
def test_unknown_is_nothing(text):
    assert clean_year(text).value is None
    assert clean_year(text).doubt is None


def test_the_wave_decides_what_is_too_late():
    assert clean_year("2021", wave=2023).value == exact(2021)
    assert clean_year("'21", wave=2023).value == exact(2021)


@given(
    st.text() | st.from_regex(r"(ca\.? |voor |')?[0-9]{1,5}([-/.,][0-9]{1,4}){0,2}", fullmatch=True)
)
def test_any_text_gives_a_year_that_stays_the_same_or_none(text):
    cleaned = clean_year(text)
    if cleaned.value is not None and cleaned.value.year is not None:
        assert 1800 <= cleaned.value.year <= 2020
        assert clean_year(str(cleaned.value.year)).value == exact(cleaned.value.year)
    if cleaned.value is None:
        assert cleaned.change is None
