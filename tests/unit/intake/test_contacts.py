"""Contact data in a column of something else: what is found, and what may stay."""

import pytest

from zorgzaam.intake.contacts import SHOWN, has_contacts, shown_text, without_contacts


@pytest.mark.parametrize(
    "text",
    [
        "voorzitter: mw. A. Marker-Jansen",
        "Contact: Jan de Vries",
        "Contact: Marker",
        "Contactpersoon: Marker-Act",
        "Contactpersoon Marker",
        "Aanspreekpersoon Jan de Vries",
        "Jan de Vries, voorzitter",
        "Jan de Vries (voorzitter)",
        "J. de Vries is onze secretaris",
        "Marker (penningmeester)",
        "Info bij Jan de Vries, Dorpsstraat 5",
        "Bel Jan de Vries",
        "jan @ planted . nl",
        "jan @ planted. nl",
        "jan(a)planted.nl",
        "o6-12345678",
        "tel 123456 (kengetal 0182)",
        "Mevrouw Marker-Zin",
        "de heer van der Marker",
        "dhr. Marker",
        "jan de vries, 06-12345678",
        "Jansen, 06-12345678",
        "Jan kookt, 06-12345678",
        "JAN DE VRIES 06-12345678",
        "Jan en Piet zijn bereikbaar op 06-12345678",
    ],
)
def test_nothing_stays_of_a_cell_with_a_contact_person(text):
    assert has_contacts(text)
    assert without_contacts(text) == ""
    assert shown_text(text) == SHOWN


@pytest.mark.parametrize(
    "text",
    [
        "Contact",
        "Contactgroep Ouderen",
        "De Voorzitter",
        "Contact met Ouderen",
        "Aanspreekpunt Zorg Assen",
        "De Heerlijkheid",
        "Dorpshuis 's-Heer Arendskerke",
        "Beheerder Dorpshuis",
        "Telefooncirkel Assen",
        "Wij zijn telefonisch bereikbaar in de ochtend.",
        "Informatie over zorg voor ouderen",
        "Wij hebben contact met de gemeente Assen.",
        "Punt (a) en punt (b)",
        "Sinds 2012. Met 40 vrijwilligers",
        "De voorzitter en de secretaris wonen in het dorp.",
        "Onze coördinator helpt bij vragen.",
        "Zonnedak van 3 MW Assen",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert not has_contacts(text)
    assert without_contacts(text) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Wij koken voor ouderen en zijn bereikbaar op 06-12345678", "Wij koken voor ouderen"),
        ("Wij koken en wassen en zijn te bellen: 06-12345678", "Wij koken en wassen"),
        ("Wij eten in Assen, bel 06-12345678", "Wij eten in Assen"),
        ("Zorg Assen, 06-12345678", "Zorg Assen"),
        ("Zorg voor Elkaar Assen (Jan de Vries, 06-12345678)", "Zorg voor Elkaar Assen"),
        ("06-12345678, Buurthuis Grou", "Buurthuis Grou"),
        ("Wij koken samen. Bel Jan de Vries, 06-12345678.", "Wij koken samen."),
        ("Wij koken. Bel 06-12345678. Vraag naar Marker.", "Wij koken."),
        ("Wij koken. Bel 06-12345678. Of spreek Jan de Vries aan.", "Wij koken."),
        ("Wij koken. Voorzitter: mw. A. Marker-Jansen", "Wij koken."),
        ("Wij koken met Marker en zijn bereikbaar op 06-12345678", ""),
        ("Voor meer informatie en hulp: 06-12345678", ""),
        ("Wij zijn bereikbaar op 06-12345678", ""),
        ("Dorpsstraat 5, 9471 PJ Zuidlaren", "9471 PJ Zuidlaren"),
    ],
)
def test_what_surely_holds_no_contact_stays(text, rest):
    assert without_contacts(text) == rest
