"""Names in the form in which their spellings compare as equal, and how alike names are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.link_names import plain, words
from zorgzaam.intake.link_similarity import address_agreement, name_evidence, name_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stichting De Brink", "De Brink"),
        ("Zorgcoöperatie Hoogeloon U.A.", "zorgcooperatie hoogeloon"),
        ("Coöperatie Dorpszorg B.V.", "DORPSZORG"),
        ("'t Trefpunt", "Het Trefpunt"),
        ("Hart & Ziel", "Hart en Ziel"),
        ("Sint Annaparochie Helpt", "St.-Annaparochie helpt"),
        ("Dorpshûs de Wel", "Dorpshuis De Wel"),
        ("Soarchsum Doarp Wier", "Zorgzaam Dorp Wier"),
        ("ZC Esbeek", "Zorgcoöperatie Esbeek"),
        ("Den Bosch", "'s-Hertogenbosch"),
        ("Den Haag", "'s-Gravenhage"),
        ("The Corner Inc.", "corner"),
        ("3rd street deli", "Third Street Deli"),
    ],
)
def test_spellings_become_one(one, other):
    assert words(one) == words(other)


def test_other_names_stay_apart():
    assert words("Dorpshuis De Schakel") != words("Dorpshuis De Brink")
    assert words("Zorgzaam Elst") != words("Zorgzaam Velp")


def test_a_name_of_legal_words_alone_keeps_them():
    assert words("Stichting De Coöperatie") == ("stichting", "de", "cooperatie")
    assert words("") == ()
    assert words(" - ") == ()


@given(st.text(max_size=60))
def test_any_text_can_be_compared(text):
    assert plain(plain(text)) == plain(text)
    assert all(word and word == word.casefold() for word in words(text))


COUNTS = {"dorpshuis": 50, "schakel": 2, "brink": 2, "zorgzaam": 40, "elst": 2, "kwikkel": 2}


def text(name: str) -> str:
    return name_text(words(name), COUNTS | dict.fromkeys(set(words(name)) - set(COUNTS), 1), 100)


def evidence(one: str, other: str, here: str = "", there: str = "") -> float:
    return name_evidence(text(one), text(other), here, there)


def test_rare_words_weigh_more_than_common_ones():
    assert text("Dorpshuis De Schakel") == "dorpshuis=0.238 schakel=0.852"
    same = evidence("Dorpshuis De Schakel", "De Schakel")
    assert same > 0.7 > 0 > evidence("Dorpshuis De Schakel", "Dorpshuis De Brink")


def test_a_slip_a_space_and_another_order_hardly_matter():
    exact = evidence("Dorpshuis Schakel", "Dorpshuis Schakel")
    assert evidence("Dorpshuis Schakel", "Schakel, Dorpshuis") == exact
    assert exact > evidence("Dorpshuis Schakel", "Dorpshuis Schaakel") > 0.85 * exact
    assert evidence("Dorps huis Schakel", "Dorpshuis Schakel") > 0.7 * exact
    assert evidence("Kwikkel Delicatessen", "Kwikkel Deli") > 0.8


def test_the_place_of_both_tells_them_hardly_apart():
    alone = evidence("Zorgzaam Elst", "Inloop Elst")
    assert evidence("Zorgzaam Elst", "Inloop Elst", "elst", "elst") < alone - 0.4
    assert evidence("Zorgzaam Elst", "Inloop Elst", "elst", "velp") == alone


def test_evidence_is_the_same_both_ways():
    pair = (text("Zorgzaam Elst"), text("Elster Zorg"))
    assert name_evidence(*pair, "elst", "") == name_evidence(*pair[::-1], "", "elst")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("dorpsstraat 12", "12 dorpsstraat", 1.0, 1.0),
        ("dorpsstraat 12", "dorpsstraat 12a bus", 0.8, 1.0),
        ("dorpsstraat 12", "dorpsstraat 14", 0.0, 0.6),
        ("435 s cienega blv", "435 la cienega blv", 0.8, 1.0),
        ("kerkplein", "molenweg", 0.0, 0.5),
    ],
)
def test_addresses(one, other, least, most):
    assert least <= address_agreement(one, other) <= most
    assert address_agreement(one, other) == address_agreement(other, one)
