"""Websites and numbers of the Chamber of Commerce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.web import Website, clean_kvk, clean_website


@pytest.mark.parametrize(
    ("text", "url", "domain"),
    [
        ("www.Zorgdorp.nl", "https://www.zorgdorp.nl", "zorgdorp.nl"),
        ("http://www.zorgdorp.nl/", "http://www.zorgdorp.nl", "zorgdorp.nl"),
        ("https://x.nl/Contact?y=1", "https://x.nl/Contact?y=1", "x.nl"),
        ("zorgcoöperatie.nl", "https://zorgcoöperatie.nl", "zorgcoöperatie.nl"),
        ("x.nl:8080/a", "https://x.nl/a", "x.nl"),
        ("htpp://x.nl", "https://x.nl", "x.nl"),
        ("http//x.nl", "https://x.nl", "x.nl"),
        ("http:\\\\x.nl", "http://x.nl", "x.nl"),
        ("dorp.mijnbuurtje.nl", "https://dorp.mijnbuurtje.nl", "dorp.mijnbuurtje.nl"),
        ("dorp.frl", "https://dorp.frl", "dorp.frl"),
        ("facebook.com/Zorgdorp", "https://facebook.com/Zorgdorp", "facebook.com/zorgdorp"),
        ("https://m.facebook.com/groups/zorg/", "https://facebook.com/groups/zorg",
        "facebook.com/zorg"),
        ("fb.com/zorg?ref=x", "https://facebook.com/zorg?ref=x", "facebook.com/zorg"),
        ("linkedin.com/company/zorg", "https://linkedin.com/company/zorg", "linkedin.com/zorg"),
        ("sites.google.com/site/zorg/home", "https://sites.google.com/site/zorg/home",
        "sites.google.com/zorg"),
    ],
)  # fmt: skip
def test_an_address_and_its_key(text, url, domain):
    cleaned = clean_website(text)
    assert cleaned.value == Website(url, domain)
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "domain"),
    [("www.x,nl", "x.nl"), ("www x.nl", "x.nl"), ("zorgdorp . nl", "zorgdorp.nl"),
     ("www.a.nl / www.b.nl", "a.nl"), ("www.a.nl; facebook.com/b", "a.nl"),
     ("www.dorp.nl/zorg, info@dorp.nl", "dorp.nl"), ("https://a.nl en https://b.nl", "a.nl")],
)  # fmt: skip
def test_what_is_mended_is_told(text, domain):
    cleaned = clean_website(text)
    assert cleaned.value.domain == domain
    assert cleaned.change


@pytest.mark.parametrize(
    ("text", "words"),
    [("info@x.nl", "e-mailadres"), ("javascript:alert(1)", "geen adres"),
     ("ftp://x.nl", "geen adres"),
     ("zorg dorp", "geen webadres"), ("http://localhost", "geen webadres"),
     ("1.2.3.4", "geen webadres"),
     ("http://user:pw@x.nl", "geen webadres"), ("dorp.n1", "geen webadres")],
)  # fmt: skip
def test_what_is_no_website_is_a_doubt(text, words):
    cleaned = clean_website(text)
    assert cleaned.value is None
    assert words in cleaned.doubt


def test_a_shared_host_alone_tells_nothing():
    cleaned = clean_website("www.facebook.com/")
    assert cleaned.value == Website("https://facebook.com", "")
    assert cleaned.doubt


@pytest.mark.parametrize("text", ["", "-", "geen", "nvt", "In ontwikkeling", "geen website"])
def test_no_website(text):
    assert clean_website(text).value is None
    assert clean_website(text).doubt is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("12345678", "12345678"), ("KvK 12345678", "12345678"), ("12.34.56.78", "12345678"),
     ("1234 5678", "12345678"), ("01234567", "01234567"), ("12345678.0", "12345678")],
)  # fmt: skip
def test_a_number_of_the_chamber(text, number):
    cleaned = clean_kvk(text)
    assert (cleaned.value, cleaned.change, cleaned.doubt) == (number, None, None)


def test_a_lost_nought_is_put_back_and_told():
    assert clean_kvk("1234567").value == "01234567"
    assert clean_kvk("1234567").change
    assert clean_kvk("123456").value == "00123456"
    assert clean_kvk("123456").doubt


def test_words_around_a_number_are_told():
    assert clean_kvk("12345678 (stichting)").value == "12345678"
    assert clean_kvk("12345678 (stichting)").change
    assert clean_kvk("12345678 en 87654321").value is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("123456780000", "vestigingsnummer"), ("123456789", "RSIN"), ("1,23E+07", "afgerond"),
     ("12345", "acht cijfers"), ("00000000", "acht cijfers"), ("abc", "acht cijfers")],
)  # fmt: skip
def test_other_numbers_are_a_doubt(text, words):
    cleaned = clean_kvk(text)
    assert cleaned.value is None
    assert words in cleaned.doubt


@given(
    st.text()
    | st.from_regex(
        r"(https?://)?(www\.)?[a-z.,-]{1,12}\.(nl|com)(/[A-Za-z?=]{0,8})?", fullmatch=True
    )
)
def test_any_text_gives_an_address_that_stays_the_same_or_none(text):
    cleaned = clean_website(text)
    if cleaned.value is not None:
        assert cleaned.value.url.startswith(("http://", "https://"))
        assert clean_website(cleaned.value.url).value == cleaned.value


@given(st.text() | st.integers(0, 10**13).map(str))
def test_any_text_gives_eight_digits_or_none(text):
    cleaned = clean_kvk(text)
    if cleaned.value is not None:
        assert len(cleaned.value) == 8
        assert clean_kvk(cleaned.value).value == cleaned.value
