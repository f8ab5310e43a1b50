"""Repairing characters, and taking contact data out of other text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.contacts import SHOWN, has_contacts, without_contacts
from zorgzaam.intake.wording import fold, is_nothing, repaired


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Ã«", "ë"), ("doarpshÃ»s", "doarpshûs"), ("SÃºdwest-FryslÃ¢n", "Súdwest-Fryslân"),
     ("cafÃ© Ã©n thÃ©", "café én thé"), ("â€™t hoekje", "'t hoekje"), ("Frysl?n", "Fryslân"),
     ("&amp;eacute;", "é"), ("«CAFÉ»", '"CAFÉ"'), ("e\u0301", "é"), ("É»", 'É"')],
)  # fmt: skip
def test_characters_are_repaired(text, plain):
    assert repaired(text)[0] == plain


def test_a_repair_is_told_and_notation_is_not():
    assert repaired("Ã«") == ("ë", "verminkte tekens hersteld")
    assert repaired("  a  b ") == ("a b", None)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Bel Jan Jansen, [telefoonnummer] of mail [e-mailadres].", ""),
        ("Hulp in het dorp. Bel Jan Jansen, 06-12345678.", "Hulp in het dorp."),
        ("Stichting X, Jan Jansen 06-12345678", "Stichting X"),
        ("Stichting X (info@x.nl)", "Stichting X"),
        ("info@x.nl", ""),
        ("Dorpsstraat 12, 9471 PJ Zuidlaren", "9471 PJ Zuidlaren"),
        ("Contactpersoon: Jan Jansen", ""),
        ("Voorzitter is mw. De Vries; er is koffie", "er is koffie"),
        ("De voorzitter van het bestuur", "De voorzitter van het bestuur"),
        ("KvK 12345678, sinds 2012", "KvK 12345678, sinds 2012"),
        ("Zorg voor 55 mensen", "Zorg voor 55 mensen"),
    ],
)
def test_contact_data_leave_the_text(text, rest):
    assert without_contacts(text) == rest
    assert has_contacts(text) is (text != rest)
    assert not has_contacts(SHOWN)


@given(st.text())
def test_any_text_can_be_repaired_and_stays_so(text):
    once = repaired(text)[0]
    assert repaired(once) == (once, None)
    assert fold(fold(text)) == fold(text)
    is_nothing(text)
    rest = without_contacts(text)
    assert without_contacts(rest) == rest or not has_contacts(rest)
