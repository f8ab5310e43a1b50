"""Answers from a short list: known words, several answers, yes and no."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorgzaam.files import find_root
from zorgzaam.intake.choice_words import LABELS, PHRASES
from zorgzaam.intake.choices import clean_choice, clean_choices, clean_consent, clean_yes_no
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.wording import fold


def test_the_answers_are_those_of_the_codebook():
    codebook = load_codebook(find_root(Path(__file__).parent), 2020)
    for field, labels in LABELS.items():
        options = codebook.variables[field].options
        assert list(labels) == [option.name for option in options]
        assert list(PHRASES[field]) == list(labels)
        for option in options:
            known = clean_choices if field in ("themes", "activities") else clean_choice
            value = known(option.label_nl, field).value
            assert value in (option.name, (option.name,))


def test_no_phrase_means_two_things():
    for field, phrases in PHRASES.items():
        known = {}
        for slug, words in phrases.items():
            for word in map(fold, words):
                assert known.setdefault(word, slug) == slug, (field, word)


@pytest.mark.parametrize(
    ("field", "text", "slug"),
    [
        ("phase", "Actief", "active"), ("phase", "loopt", "active"),
        ("phase", "3. Actief", "active"),
        ("phase", "3 = actief", "active"), ("phase", "niet meer actief", "stopped"),
        ("phase", "niet actief", "stopped"), ("phase", "Beëindigd", "stopped"),
        ("phase", "i.o.", "founding"),
        ("phase", "In oprichting", "founding"), ("phase", "Opstartfase", "founding"),
        ("phase", "verkennend", "exploring"), ("phase", "Oriëntatie", "exploring"),
        ("phase", "active", "active"),
        ("legal_form", "St.", "foundation"), ("legal_form", "stichting i.o.", "foundation"),
        ("legal_form", "Ver.", "association"),
        ("legal_form", "coöperatieve vereniging U.A.", "cooperative"),
        ("legal_form", "cooperatie", "cooperative"), ("legal_form", "geen", "none"),
        ("legal_form", "informeel", "none"), ("legal_form", "B.V.", "other"),
        ("legal_form", "onderdeel van Stichting Welzijn", "part_of_larger"),
        ("legal_form", "werkgroep van Dorpsbelang", "part_of_larger"),
        ("legal_form", "valt onder stichting X", "part_of_larger"),
        ("appearance", "noaberpunt", "neighbour_point"),
        ("appearance", "Stadsdorp", "city_village"),
        ("appearance", "zorgcooperatie", "care_cooperative"),
        ("appearance", "burenhulp", "neighbour_network"),
        ("appearance", "Doarpswurk", "village_work"),
        ("appearance", "Zorgzame buurt", "caring_village"),
    ],
)  # fmt: skip
def test_known_words(field, text, slug):
    cleaned = clean_choice(text, field)
    assert (cleaned.value, cleaned.change, cleaned.doubt) == (slug, None, None)


def test_words_around_an_answer_are_told():
    cleaned = clean_choice("actief sinds 2012", "phase")
    assert cleaned.value == "active"
    assert cleaned.change == "'actief sinds 2012' gelezen als actief."


@pytest.mark.parametrize(
    ("field", "text"),
    [("phase", "slapend"), ("phase", "niet gestart"), ("phase", "nog niet actief"),
     ("phase", "actief / gestopt"),
     ("phase", "ja"), ("legal_form", "stichting/vereniging"), ("legal_form", "ANBI"),
     ("appearance", "kerk")],
)  # fmt: skip
def test_unknown_or_double_answers_are_a_doubt(field, text):
    cleaned = clean_choice(text, field)
    assert cleaned.value is None
    assert cleaned.doubt
    assert "correcties" in cleaned.remedy


@pytest.mark.parametrize("text", ["", "-", "onbekend", "?"])
def test_nothing(text):
    assert clean_choice(text, "legal_form").value is None
    assert clean_choice(text, "legal_form").doubt is None
    assert clean_choices(text, "themes").value is None


@pytest.mark.parametrize(
    ("field", "text", "slugs"),
    [
        ("themes", "Zorg, wonen en vervoer", ("care", "housing", "mobility")),
        ("themes", "welzijn; leefbaarheid", ("welfare", "liveability")),
        ("themes", "vervoer|preventie", ("mobility", "prevention")),
        ("themes", "Zorg en ondersteuning", ("care",)),
        ("themes", "Meedoen en leren", ("participation",)),
        ("themes", "- zorg\n- wonen", ("care", "housing")),
        ("themes", "1. zorg 2. wonen", ("care", "housing")),
        ("themes", "care; housing", ("care", "housing")),
        ("themes", "sport & bewegen", ("health",)),
        ("activities", "Ontmoeting / vervoer / maaltijden", ("meeting", "transport", "meals")),
        ("activities", "hand- en spandiensten", ("odd_jobs",)),
        ("activities", "verpleging en verzorging", ("nursing",)),
        ("activities", "klussen, klusjes", ("odd_jobs",)),
    ],
)  # fmt: skip
def test_several_answers_in_the_order_of_the_codebook(field, text, slugs):
    cleaned = clean_choices(text, field)
    assert cleaned.value == slugs
    assert cleaned.doubt is None


def test_an_unknown_answer_is_named_and_the_others_are_kept():
    cleaned = clean_choices("zorg; duurzaamheid", "themes")
    assert cleaned.value == ("care",)
    assert cleaned.doubt == "Niet bekend: 'duurzaamheid'."


@pytest.mark.parametrize(
    "text", ["ja", "Ja", "JA!", "j", "x", "X", "V", "✓", "1", "waar", "mag wel", "ja, hoor"]
)
def test_yes(text):
    assert clean_yes_no(text).value == "yes"


@pytest.mark.parametrize(
    "text", ["nee", "N", "0", "onwaar", "liever niet", "nee, liever niet", "niet akkoord", "geen"]
)
def test_no(text):
    assert clean_yes_no(text).value == "no"


@pytest.mark.parametrize(
    "text", ["ja, mits", "deels", "misschien", "ja/nee", "ja maar niet het adres", "soms"]
)
def test_half_a_yes_is_a_doubt(text):
    cleaned = clean_yes_no(text)
    assert cleaned.value is None
    assert cleaned.doubt


def test_words_behind_a_yes_are_told():
    assert clean_yes_no("ja (op de kaart)").value == "yes"
    assert clean_yes_no("ja (op de kaart)").change
    assert clean_yes_no("").value is None


@given(st.text(), st.sampled_from(["phase", "legal_form", "appearance"]))
def test_any_text_gives_a_known_answer_or_none(text, field):
    cleaned = clean_choice(text, field)
    assert cleaned.value in (None, *LABELS[field])
    if cleaned.value is not None:
        assert clean_choice(LABELS[field][cleaned.value], field).value == cleaned.value
    clean_yes_no(text)


@given(st.text(), st.sampled_from(["themes", "activities"]))
def test_any_text_gives_known_answers(text, field):
    value = clean_choices(text, field).value
    if value is not None:
        assert clean_choices(";".join(value), field).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ja", "yes"), ("Ja, graag", "yes"), ("nee", "no"), ("liever niet", "no"), ("", None),
        (" ", None), ("ja, maar zonder naam", "no"), ("misschien", "no"), ("eerst bellen", "no"),
        ("-", "no"), ("?", "no"), ("ja?", "no"), ("-1", "no"), ("weet niet", "no"),
        ("nog niet", "no"), ("n.v.t.", "no"), ("onbekend", "no"), ("#N/B", "no"), ("null", "no"),
    ],
)  # fmt: skip
def test_what_is_no_plain_yes_is_not_on_the_map(text, value):
    cleaned = clean_consent(text)
    assert cleaned.value == value
    if value == "no" and clean_yes_no(text).value != "no":
        assert "niet zonder meer ja of nee" in cleaned.doubt
        assert "Tot dan staat het initiatief niet op de kaart." in cleaned.remedy
