"""Names: tidied to be shown, and what they tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.intake.names import clean_name, is_founding, is_heading, is_total, legal_form_in


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Zorgcoöperatie   De Noaber ", "Zorgcoöperatie De Noaber"),
        ("zorgcoÃ¶peratie", "zorgcoöperatie"),
        ("CafÃ© â€™t HoekjeÃ«", "Café 't Hoekjeë"),
        ("co?peratie Elkaar", "coöperatie Elkaar"),
        ("Caf&eacute; de Zon", "Café de Zon"),
        ("Zorg &amp; Welzijn", "Zorg & Welzijn"),
        ("Zorg<br/>Dorp", "Zorg Dorp"),
        ('"Stichting X"', "Stichting X"),
        ("„Stichting X”", "Stichting X"),
        ("’t Hûske", "'t Hûske"),
        ("'s-Gravenhage Zorgt", "'s-Gravenhage Zorgt"),
        ('Zorgcoöperatie "De Noaber"', 'Zorgcoöperatie "De Noaber"'),
        ("12. Dorpsbelang Wons", "Dorpsbelang Wons"),
        ("• Burenhulp", "Burenhulp"),
        ("2B Connect", "2B Connect"),
        ("55+ Soos", "55+ Soos"),
        ("Zorgdorp X i.o.", "Zorgdorp X"),
        ("Zorgdorp X (i.o.)", "Zorgdorp X"),
        ("Zorgdorp X, in oprichting", "Zorgdorp X"),
        ("Stichting in oprichting", "Stichting"),
        ("Zorg Portfolio", "Zorg Portfolio"),
        ("Zo? Zo!", "Zo? Zo!"),
        ("Stichting Zorg & Zo, ", "Stichting Zorg & Zo"),
        ('="Zorgdorp"', "Zorgdorp"),
        ("Zorg\ndorp\u00a0Wons\u200b", "Zorg dorp Wons"),
    ],
)
def test_a_name_is_tidied_and_stays_what_it_is(text, shown):
    cleaned = clean_name(text)
    assert cleaned.value == shown
    assert cleaned.doubt is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("STICHTING DORPSBELANG ZUIDLAREN", "Stichting Dorpsbelang Zuidlaren"),
        ("IJSSELSTEIN VOOR ELKAAR", "IJsselstein voor Elkaar"),
        ("ZORGCOÖPERATIE 'T HARDE U.A.", "Zorgcoöperatie 't Harde U.A."),
        ("WMO-RAAD DEN HAM E.O.", "WMO-Raad Den Ham e.o."),
        ("ALPHEN AAN DEN RIJN ZORGT", "Alphen aan den Rijn Zorgt"),
        ("KBO ROLDE", "KBO Rolde"),
        ("KBO", "KBO"),
        ("NOABER", "Noaber"),
        ("B.V. Zorg", "B.V. Zorg"),
    ],
)
def test_capitals_become_small_letters_where_dutch_has_them(text, shown):
    assert clean_name(text).value == shown


def test_a_change_says_why():
    cleaned = clean_name("STICHTING ZORGCOÃ–P i.o.")
    assert cleaned.change == (
        "Verminkte tekens hersteld, 'i.o.' (in oprichting) uit de naam gehaald."
    ) or cleaned.change.startswith("Verminkte tekens hersteld")
    assert clean_name("Stichting X").change is None
    assert clean_name("  Stichting X ").change is None


@pytest.mark.parametrize("text", ["", "  ", "-", "n.v.t.", "onbekend", "#N/B", "...", "*", ":GEEN"])
def test_no_name_is_a_doubt(text):
    cleaned = clean_name(text)
    assert cleaned.value is None
    assert cleaned.doubt == "Er staat geen naam."
    assert cleaned.remedy


@pytest.mark.parametrize("name", ["בית קהילתי", "بيت الحي", "Дом соседей", "邻里之家"])
def test_a_name_in_another_script_is_a_name(name):
    cleaned = clean_name(name)
    assert (cleaned.value, cleaned.doubt) == (name, None)


def test_a_lost_character_is_a_doubt():
    assert "\ufffd" in clean_name("Zorg \ufffdlkaar").doubt


@pytest.mark.parametrize(
    "text",
    ["Totaal", "TOTAAL:", "Eindtotaal 1.471", "Subtotaal Drenthe", "Totaal aantal initiatieven: 45",
     "n = 45", "Aantal: 12", "Som 12", "Totaal generaal", "Totaal per provincie"],
)  # fmt: skip
def test_a_total_is_recognised_and_kept(text):
    assert is_total(text)
    cleaned = clean_name(text)
    assert cleaned.value
    assert "totaalregel" in cleaned.doubt


@pytest.mark.parametrize(
    "text", ["Totaal Welzijn", "Zorg Totaal", "Somers helpt", "Telefooncirkel"]
)
def test_a_name_with_such_a_word_is_no_total(text):
    assert not is_total(text)
    assert clean_name(text).doubt is None


@pytest.mark.parametrize("text", ["Naam", "NAAM INITIATIEF", "Postcode", "E-mail", "Startjaar"])
def test_a_heading_is_recognised(text):
    assert is_heading(text)
    assert not is_heading("Stichting " + text)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Stichting Dorpsbelang X", "foundation"),
        ("Stg. Elkaar", "foundation"),
        ("Stifting Doarpshûs", "foundation"),
        ("Zorgdorp X (stichting)", "foundation"),
        ("Vereniging Ons Dorp", "association"),
        ("Buurtvereniging Ons Genoegen", "association"),
        ("Dorpsbelang Rolde", "association"),
        ("Doarpsbelang Wommels", "association"),
        ("Coöperatie Austerlitz Zorgt", "cooperative"),
        ("Coöperatieve vereniging X U.A.", "cooperative"),
        ("Zorgcoöperatie X U.A.", "cooperative"),
        ("COOP. X", "cooperative"),
        ("Zorg B.V.", "other"),
        ("Zorgcoöperatie Hoogeloon", ""),
        ("St. Anthonis Helpt", ""),
        ("Werkgroep Zorg van Dorpsbelang X", ""),
        ("Noaberhulp", ""),
        ("", ""),
    ],
)
def test_a_legal_form_is_told_by_its_own_word(name, form):
    assert legal_form_in(name) == form


@pytest.mark.parametrize(
    ("name", "is_so"),
    [("X i.o.", True), ("X (in oprichting) Y", True), ("X", False), ("Bio", False)],
)
def test_being_founded_is_told_by_the_name(name, is_so):
    assert is_founding(name) is is_so


@given(st.text())
def test_any_text_gives_a_name_that_stays_the_same(text):
    cleaned = clean_name(text)
    if cleaned.value is not None:
        assert clean_name(cleaned.value).value == cleaned.value
    legal_form_in(text)
    is_founding(text)
