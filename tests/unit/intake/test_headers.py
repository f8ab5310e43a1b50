import pytest

from zorgzaam.intake import header_words
from zorgzaam.intake.grid import Grid, Merge, list_rows
from zorgzaam.intake.headers import letters, match, nearest, shown, unique_titles
from zorgzaam.intake.layout import find_layout
from zorgzaam.intake.list_columns import resolve


def fields(*titles, mapping=None):
    columns, findings = resolve(titles, mapping or {})
    return {column.title: column.field for column in columns}, findings


def layout(rows, merges=(), mapping=None, header_row=None):
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    return find_layout(
        Grid("lijst.xlsx", list_rows(numbered), merges=tuple(merges)), mapping or {}, header_row
    )


def layout_fields(found):
    return {column.title: column.field for column in found.columns if column.field}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Naam initiatief", "name"),
        ("1. Naam van het initiatief*", "name"),
        ("naam_initiatief", "name"),
        ("Organisatie", "name"),
        ("Initiatief of organisatie", "name"),
        ("Pc", "postcode"),
        ("POSTCODE (1234 AB)", "postcode"),
        ("Woonplaats", "place"),
        ("Plaats/dorp", "place"),
        ("Dorp of kern", "place"),
        ("Plak", "place"),
        ("Gemeente", "municipality"),
        ("Gemeete", "municipality"),
        ("Startjaar", "start_year"),
        ("Opgericht in", "start_year"),
        ("In welk jaar is het initiatief gestart?", "start_year"),
        ("KvK-nr", "kvk_number"),
        ("K.v.K. nummer", "kvk_number"),
        ("Web site", "website"),
        ("Thema’s", "themes"),
        ("Leden (aantal)", "members_count"),
        ("Vrijwiligers", "volunteers_count"),
        ("Aantal vrijwilligers 2020", "volunteers_count"),
        ("Contactpersoon", "contact_name"),
        ("E-mail", "email"),
        ("Tel.", "phone"),
        ("Straat en huisnummer", "street_address"),
        ("Van bewoners?", "residents_lead"),
        ("Gericht op onderling contact", "mutual_support"),
    ],
)
def test_names_in_use_are_known(title, field):
    assert match(title).fields == (field,)


@pytest.mark.parametrize("title", ["Reden", "Aantal", "Opmerkingen", "Niet op kaart?", "x" * 300])
def test_other_names_are_not_guessed(title):
    assert not match(title)


@pytest.mark.parametrize(
    "title", ["Contactpersoon gemeente", "Website/e-mail", "Adres, postcode, plaats", "Telefon"]
)
def test_what_may_hold_contact_data_is_personal(title):
    columns, _ = resolve([title, "Naam initiatief"], {})
    assert columns[0].is_personal


def test_no_phrase_stands_for_two_fields():
    meanings = {}
    for field, phrases in header_words.SYNONYMS.items():
        for phrase in phrases.replace(";", "|").split("|"):
            words = header_words.words_of(phrase)
            assert phrase.strip()
            assert meanings.setdefault(words, field) == field, phrase


def test_every_field_knows_its_own_words():
    assert set(header_words.LIST_FIELDS) >= {"name", "place", "invited"}
    assert "email" not in header_words.LIST_FIELDS


def test_the_mapping_goes_before_what_is_known():
    found, findings = fields("Plaats", "Locatie", mapping={"locatie": "place"})
    assert found == {"Plaats": "", "Locatie": "place"}
    assert [item.weight for item in findings] == ["note"]


def test_two_equal_columns_are_asked_about_and_not_guessed():
    found, (finding,) = fields("Naam initiatief", "Plaats", "Dorp")
    assert found == {"Naam initiatief": "name", "Plaats": "", "Dorp": ""}
    assert finding.weight == "problem"
    assert "'Plaats' en 'Dorp'" in finding.what
    assert "Plaats: place" in finding.remedy


def test_a_better_name_wins_and_the_other_is_told():
    found, findings = fields("Naam initiatief", "Organisatie", "Plaats", "Wijk")
    assert found == {"Naam initiatief": "name", "Organisatie": "", "Plaats": "place", "Wijk": ""}
    assert [item.weight for item in findings] == ["note", "note"]


def test_only_what_is_needed_to_link_and_locate_must_be_answered():
    found, (finding,) = fields("Naam initiatief", "Startjaar", "Opgericht in")
    assert found["Startjaar"] == ""
    assert finding.weight == "doubt"


def test_a_number_behind_a_street_is_that_of_a_house():
    columns, _ = resolve(["Nr", "Naam initiatief", "Straat", "Nummer"], {})
    assert [column.field for column in columns] == [
        "list_key",
        "name",
        "street_address",
        "street_address",
    ]


def test_a_name_beside_an_organisation_is_asked_about():
    found, (finding,) = fields("Naam", "Organisatie", "Plaats")
    assert found["Naam"] == found["Organisatie"] == ""
    assert "Organisatie: name" in finding.remedy
    assert finding.weight == "problem"


def test_a_bare_name_beside_the_initiative_is_that_of_a_person():
    columns, _ = resolve(["Naam", "Naam initiatief"], {})
    assert [(column.field, column.is_personal) for column in columns] == [
        ("", True),
        ("name", False),
    ]


def test_postcode_and_place_in_one_column_are_read_as_the_place():
    found, (finding,) = fields("Naam initiatief", "Postcode en plaats")
    assert found["Postcode en plaats"] == "place"
    assert finding.weight == "note"
    assert fields("Postcode/plaats", "Plaats")[0]["Postcode/plaats"] == "postcode"
    assert fields("Postcode", "Postcode/plaats", "Plaats")[0]["Postcode/plaats"] == ""


def test_other_things_in_one_column_are_asked_about():
    found, (finding,) = fields("Naam initiatief", "Gemeente/provincie")
    assert found["Gemeente/provincie"] == ""
    assert "municipality en province" in finding.what
    assert finding.weight == "problem"
    found, findings = fields("Gemeente/provincie", mapping={"Gemeente/provincie": "province"})
    assert found == {"Gemeente/provincie": "province"}
    assert not findings


def test_contact_columns_may_be_several():
    columns, findings = resolve(["Naam initiatief", "Voornaam", "Achternaam"], {})
    assert [column.field for column in columns[1:]] == ["contact_name"] * 2
    assert not findings


def test_titles_become_unique_and_nameless_ones_get_a_letter():
    assert unique_titles(["Naam", "", "Naam", "Naam (2)"]) == [
        "Naam",
        "kolom B",
        "Naam (2)",
        "Naam (2) (2)",
    ]
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_title_is_shown_without_personal_data():
    assert shown("mail\njan@dorp.nl") == "mail [e-mailadres]"
    assert len(shown("x" * 100)) == 60
    assert nearest("Naam initiatief", ["Plaats", "Naam van initiatief"]) == "Naam van initiatief"
    assert nearest("Naam", ["Plaats", "Gemeente"]) is None


def test_the_header_stands_below_titles_and_metadata():
    found = layout(
        [
            ["Overzicht zorg"],
            ["Netwerk:", "Doarpswurk"],
            [],
            ["Naam", "Plaats", "Gemeente", "Web"],
            ["Noaberzorg", "Grou", "Leeuwarden", ""],
        ]
    )
    assert found.header_rows == (4,)
    assert layout_fields(found)["Web"] == "website"


def test_groups_above_tell_two_equal_names_apart():
    rows = [
        ["Initiatief", "", "Contact", "", ""],
        ["Naam", "Plaats", "Naam", "E-mail", "Plaats"],
        ["Noaberzorg", "Grou", "J. Jansen", "j@x.nl", "Assen"],
    ]
    found = layout(rows, [Merge(1, 0, 1, 1), Merge(1, 2, 1, 4)])
    assert found.header_rows == (1, 2)
    assert [column.is_personal for column in found.columns] == [False, False, True, True, True]
    assert [column.field for column in found.columns[:3]] == ["name", "place", "contact_name"]


def test_names_over_two_rows_are_put_together():
    rows = [
        ["Naam", "Plaats", "Aantal", "", ""],
        ["", "", "vrijwilligers", "leden", "bezoekers"],
        ["Noaberzorg", "Grou", "3", "4", "5"],
    ]
    found = layout(rows, [Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 4)])
    assert [column.field for column in found.columns] == [
        "name",
        "place",
        "volunteers_count",
        "members_count",
        "visitors_count",
    ]


def test_a_list_without_a_header_has_none():
    assert layout([["Noaberzorg", "Grou", "vereniging"], ["Zorg", "Dorp", "stichting"]]) is None
    assert layout([["Jan", "Piet"], ["x", "y"]]) is None


def test_the_mapping_finds_a_header_that_nobody_knows():
    rows = [["Lijst"], ["Klup", "Plek"], ["Noaberzorg", "Grou"]]
    assert layout(rows) is None
    found = layout(rows, mapping={"Klup": "name", "Plek": "place"})
    assert layout_fields(found) == {"Klup": "name", "Plek": "place"}


def test_a_given_row_is_the_header():
    rows = [["Naam", "Plaats"], ["Initiatief", "Dorp"], ["Noaberzorg", "Grou"]]
    assert layout(rows).header_rows == (1,)
    assert layout(rows, header_row=2).header_rows[-1] == 2


def test_a_bare_name_beside_a_foundation_must_be_answered():
    titles = ["Gemeente", "Woonplaats", "Stichting", "Naam", "Mailadres"]
    columns, findings = resolve(titles, {})
    assert not any(column.field == "name" for column in columns)
    assert [item.weight for item in findings if "name" in item.fields] == ["problem"]
    columns, _ = resolve(titles, {"Stichting": "name"})
    assert {column.title for column in columns if column.field == "name"} == {"Stichting"}


def test_who_may_be_a_person():
    assert not match("Wie")
    assert match("Voor wie").fields == ("target_group",)
