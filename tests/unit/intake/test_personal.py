import pandas as pd
import pytest

from zorgzaam.intake.personal import (
    EMAIL_MASK,
    PHONE_MASK,
    asks_for_contact,
    looks_like_contact,
    mask,
    mask_column,
    plain,
)


@pytest.mark.parametrize(
    "text",
    [
        "06-12345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "(06) 1234 5678",
        "0512-123456",
        "(0512) 12 34 56",
        "0594 - 12 34 56",
        "020 1234567",
        "+31 6 12345678",
        "+31(0)6-12345678",
        "0031612345678",
        "31612345678",
        "612345678",
        "+32 475 12 34 56",
        "06‑12345678",
    ],
)
def test_telephone_numbers_are_masked(text):
    assert mask(text) == (PHONE_MASK, 1)


@pytest.mark.parametrize(
    "text",
    [
        "info@dorp.nl",
        "jan.de-vries+lijst@zorg.dorp.nl",
        "jan @ dorp.nl",
        "jan (at) dorp.nl",
        "jan[at]dorp[punt]nl",
        "jan apenstaartje dorp.nl",
        "piet＠dorp.nl",
        "info@dorp,nl",
        "jan@dorp",
    ],
)
def test_mail_addresses_are_masked(text):
    assert mask(text) == (EMAIL_MASK, 1)


@pytest.mark.parametrize(
    "text",
    [
        "KvK 01234567",
        "12345678",
        "000012345678",
        "9001 AB",
        "1998/1999",
        "2012-2013",
        "01-02-2013",
        "06-12-2020 10:00",
        "2020-09-14 10:11:12",
        "1.471",
        "€ 1.250.000,00",
        "0,0123456789",
        "NL91ABNA0417164300",
        "0900-1234",
        "01 02 03 04 05",
        "10.000 20.000",
        "@stadsdorp",
        "https://dorp.nl/2020/09/14/1234",
    ],
)
def test_other_numbers_stay(text):
    assert mask(text) == (text, 0)


def test_text_around_what_is_masked_stays():
    text = "Bel Zorg 0594 - 12 34 56/06-87654321 of mailto:a@b.nl?subject=x (sinds 2012)"
    masked, count = mask(text)
    assert count == 3
    assert masked == (
        f"Bel Zorg {PHONE_MASK}/{PHONE_MASK} of mailto:{EMAIL_MASK}?subject=x (sinds 2012)"
    )


def test_a_column_is_masked_and_says_what_was_taken_where():
    values = pd.Series(["Zorg 2012", "bel 06 12345678", "", "a@b.nl en c@d.nl"], dtype="str")
    masked, taken = mask_column(values)
    assert masked.tolist() == [
        "Zorg 2012",
        f"bel {PHONE_MASK}",
        "",
        f"{EMAIL_MASK} en {EMAIL_MASK}",
    ]
    assert taken == {1: ["06 12345678"], 3: ["a@b.nl", "c@d.nl"]}
    assert masked.dtype == values.dtype


@pytest.mark.parametrize(
    "title",
    [
        "E-mail",
        "Tel.",
        "06-nummer",
        "Mobiel",
        "Naam contactpersoon",
        "Contact",
        "Straat + huisnr.",
        "Postadres",
        "Naam voorzitter",
        "RecipientEmail",
        "IPAddress",
        "ipaddr",
        "LocationLatitude",
        "Coördinator",
        "Geboortedatum",
    ],
)
def test_columns_of_contact_data_are_recognised(title):
    assert looks_like_contact(title)


@pytest.mark.parametrize(
    "title",
    [
        "Website",
        "Webadres",
        "Mobiliteit",
        "Aantal leden",
        "Onderlinge contacten",
        "Naam",
        "Telling",
    ],
)
def test_other_columns_are_not(title):
    assert not looks_like_contact(title)


def test_a_question_asks_for_contact_data_only_if_it_asks_for_them():
    assert asks_for_contact("Wat is uw e-mailadres?")
    assert asks_for_contact("Naam van de contactpersoon")
    assert not asks_for_contact("Hoe houdt u contact met de gemeente?")
    assert not asks_for_contact("Wat is de naam van uw initiatief?")


def test_plain_words():
    assert plain("  E - mail ") == "email"
    assert plain("K.v.K.-nr") == "kvk nr"
    assert plain("Thema's\n(Coördinatie)") == "themas coordinatie"
    assert plain("#") == "nummer"
