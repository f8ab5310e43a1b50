"""Other spellings of names, years and numbers, and how they are planted."""

import numpy as np
import pytest

from zorgzaam.synthetic import variants
from zorgzaam.synthetic.house import Row
from zorgzaam.synthetic.list_specs import LISTS, NATIONAL
from zorgzaam.synthetic.mess import IDENTITY, SPOILT_AT_MOST, plant_mistakes
from zorgzaam.synthetic.recipes import KINDS, RECIPES


def all_of(variant, text):
    return {variant(text, np.random.default_rng(seed)) for seed in range(200)}


@pytest.mark.parametrize(
    ("variant", "text", "expected"),
    [
        (variants.abbreviation, "Stadsdorp Purperdam", {"SD Purperdam"}),
        (variants.abbreviation, "Inloop Fabelhof", {None}),
        (variants.frisian_name, "Dorpshuis Fabelhof", {"Doarpshûs Fabelhof"}),
        (
            variants.article,
            "Dorpshuis De Fabelhof",
            {"Dorpshuis Fabelhof", "Dorpshuis Fabelhof, De", "Dorpshuis de Fabelhof"},
        ),
        (
            variants.article,
            "Inloop 't Purperplein",
            {"Inloop Purperplein", "Inloop Purperplein, 't", "Inloop Het Purperplein"},
        ),
        (variants.article, "Inloop Deventer", {None}),
        (variants.saint, "Sint Fabulus", {"St. Fabulus", "St.Fabulus", "St Fabulus"}),
        (variants.saint, "St. Inloop Fabelhof", {None}),
        (variants.without_accents, "Coöperatie", {"Cooperatie"}),
        (variants.mojibake, "Coöperatie", {"CoÃ¶peratie"}),
        (variants.year_range, "1998", {"1998/1999", "1998-1999", "1998 / 1999"}),
        (variants.year_impossible, "2012", {"2112"}),
        (variants.thousands, "1471", {"1.471"}),
        (variants.thousands, "471", {None}),
        (variants.number_with_comma, "15", {"1,5"}),
        (variants.number_range, "40", {"36-44", "36 - 44", "36 à 44", "36 tot 44"}),
    ],
)  # fmt: skip
def test_variants_are_what_people_write(variant, text, expected):
    assert all_of(variant, text) == expected


def test_a_typing_error_is_small_and_inside_a_word():
    for changed in all_of(variants.typo, "Dorpshuis De Fabelhof"):
        assert changed != "Dorpshuis De Fabelhof"
        assert abs(len(changed) - len("Dorpshuis De Fabelhof")) <= 1
        assert changed.startswith("Do")
    assert all_of(variants.typo, "SD") == {None}


def test_wrong_postcodes_are_not_dutch():
    for changed in all_of(variants.wrong_postcode, "9801 AB"):
        assert not (changed[:4].isdigit() and changed[0] != "0" and len(changed) == 7)


def row(number):
    cells = dict.fromkeys(NATIONAL.fields, "")
    cells |= {"name": f"Dorpshuis De Fabelhof {number}", "place": "Aalten", "postcode": "7121 AF"}
    cells |= {"website": "www.fabel.example", "kvk_number": "99123456", "start_year": 2012}
    return Row("SYN-1", cells)


ITEM = {
    "place": "Aalten",
    "umbrella": "",
    "website": "fabel.example",
    "type_word": "Dorpshuis",
    "core": "De Fabelhof",
    "name": "Dorpshuis De Fabelhof",
    "province_code": "PV25",
    "municipality_name": "Aalten",
    "municipality_name_2023": "Aalten",
    "place_in_two_provinces": False,
    "other_postcode": "1011 AF",
}


def test_what_is_planted_is_remembered_and_never_too_much():
    rows = [row(number) for number in range(300)]
    plant_mistakes(rows, {"SYN-1": ITEM}, NATIONAL, np.random.default_rng(1))
    counts = {}
    for number, found in enumerate(rows):
        original = row(number).cells
        changed = {name for name in original if found.cells[name] != original[name]}
        assert changed == {name for _, name, _, _ in found.planted}
        assert len(changed & IDENTITY) <= SPOILT_AT_MOST
        for kind, name, before, after in found.planted:
            assert (before, after) == (original[name], found.cells[name])
            counts[kind] = counts.get(kind, 0) + 1
    expected = {recipe.kind: round(recipe.share * 300) for recipe in RECIPES}
    for kind in ("name_typo", "name_article", "year_about", "year_range", "website_facebook"):
        assert counts[kind] == expected[kind]


def test_every_kind_has_a_dutch_explanation_and_a_list_that_can_have_it():
    assert all(KINDS.values())
    fields = {name for spec in LISTS for name in spec.fields}
    assert {recipe.field for recipe in RECIPES} <= fields
