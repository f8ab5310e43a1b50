"""The mistakes that are planted: in which field, in how many of the rows, and which."""

from __future__ import annotations

from dataclasses import dataclass

from zorgzaam.synthetic import changes, variants
from zorgzaam.synthetic.changes import Change


@dataclass(frozen=True)
class Recipe:
    """One kind of mistake: where, in what share of the rows (at least ``least``), and what.

    ``what`` says in Dutch what was planted. ``beside`` is a field that must be filled in the
    same row, without which nobody could tell any more which initiative it is.
    """

    kind: str
    field: str
    share: float
    change: Change
    what: str
    least: int = 0
    beside: str = ""


COUNT_FIELDS = ("volunteers_count", "members_count", "visitors_count")
# Drawn in this order: what is rare and needs a special row comes before what any row can have.
RECIPES = (
    Recipe("postcode_missing_ambiguous_place", "postcode", 0.01, changes.empty_if_ambiguous,
           "postcode weggelaten bij een plaatsnaam die in twee provincies bestaat"),
    Recipe("name_frisian", "name", 0.02, changes.frisian, "naam in het Fries"),
    Recipe("name_saint", "name", 0.02, changes.varied(variants.saint), "Sint anders geschreven"),
    Recipe("name_renamed", "name", 0.003, changes.renamed, "nieuwe naam, zelfde website",
           beside="website"),
    Recipe("name_former", "name", 0.006, changes.former, "nieuwe naam met de oude erbij"),
    Recipe("name_shortened", "name", 0.02, changes.shortened,
           "alleen het verzonnen deel van de naam"),
    Recipe("name_subtitled", "name", 0.03, changes.subtitled, "meer dan de naam"),
    Recipe("name_typo", "name", 0.06, changes.varied(variants.typo), "tikfout in de naam", 2),
    Recipe("name_abbreviation", "name", 0.05, changes.varied(variants.abbreviation),
           "woord in de naam afgekort", 1),
    Recipe("name_article", "name", 0.05, changes.varied(variants.article), "lidwoord anders", 1),
    Recipe("name_without_accents", "name", 0.01, changes.varied(variants.without_accents),
           "trema of accent weggelaten"),
    Recipe("name_mojibake", "name", 0.002, changes.varied(variants.mojibake),
           "naam verkeerd gecodeerd"),
    Recipe("name_place_added", "name", 0.04, changes.place_added,
           "plaats achter de naam gezet", 1),
    Recipe("name_place_dropped", "name", 0.04, changes.place_dropped,
           "plaats van de naam weggelaten", 1),
    Recipe("name_place_first", "name", 0.01, changes.place_first, "plaats voor de naam gezet"),
    Recipe("name_capitals", "name", 0.015, changes.varied(variants.capitals),
           "naam in hoofdletters of kleine letters"),
    Recipe("name_spaces", "name", 0.02, changes.spaces, "spaties te veel in de naam", 1),
    Recipe("name_formula", "name", 0.001, changes.sign_first, "naam die met = begint"),
    Recipe("place_frisian", "place", 0.04, changes.looked_up(variants.FRISIAN_PLACES),
           "plaats in de andere taal (Fries of Nederlands)"),
    Recipe("place_alias", "place", 0.01, changes.looked_up(variants.PLACE_ALIASES),
           "plaats onder andere naam"),
    Recipe("place_typo", "place", 0.015, changes.varied(variants.typo), "tikfout in de plaats", 1),
    Recipe("place_municipality", "place", 0.03, changes.municipality_as_place,
           "gemeente in plaats van plaats", 1),
    Recipe("municipality_gone", "municipality", 0.02,
           changes.looked_up(variants.OLD_MUNICIPALITIES),
           "gemeente die voor 2020 is opgegaan in een andere"),
    Recipe("municipality_successor", "municipality", 0.01, changes.successor,
           "gemeente die pas na 2020 is ontstaan"),
    Recipe("postcode_belgian", "postcode", 0.002, changes.belgian, "Belgische postcode"),
    Recipe("postcode_missing", "postcode", 0.02, changes.empty, "postcode weggelaten", 1),
    Recipe("postcode_wrong", "postcode", 0.012, changes.varied(variants.wrong_postcode),
           "postcode die niet kan bestaan", 1),
    Recipe("postcode_elsewhere", "postcode", 0.006, changes.elsewhere,
           "postcode van een andere plaats"),
    Recipe("postcode_with_place", "postcode", 0.005, changes.with_place,
           "plaats achter de postcode"),
    Recipe("website_mail", "website", 0.01, changes.mail, "mailadres in plaats van website"),
    Recipe("website_facebook", "website", 0.04, changes.facebook, "pagina op Facebook als website"),
    Recipe("kvk_noughts_lost", "kvk_number", 0.02, changes.noughts_lost, "voorloopnullen kwijt"),
    Recipe("kvk_wrong", "kvk_number", 0.01, changes.digit_wrong, "tikfout in het KvK-nummer"),
    Recipe("year_impossible", "start_year", 0.006, changes.varied(variants.year_impossible),
           "startjaar dat niet kan (2112)", 1),
    Recipe("year_about", "start_year", 0.05, changes.varied(variants.year_about),
           "startjaar ongeveer", 1),
    Recipe("year_range", "start_year", 0.02, changes.varied(variants.year_range),
           "twee startjaren", 1),
    Recipe("year_short", "start_year", 0.015, changes.varied(variants.year_short),
           "jaar in twee cijfers"),
    Recipe("year_in_words", "start_year", 0.02, changes.varied(variants.year_in_words),
           "woorden bij het jaar"),
    Recipe("year_as_date", "start_year", 0.015, changes.year_as_date,
           "datum in plaats van jaar", 1),
    *(Recipe(kind, name, share, change, what, least)
      for name in COUNT_FIELDS
      for kind, share, change, what, least in (
          ("count_thousands", 0.05, changes.varied(variants.thousands), "duizendpunt als tekst", 1),
          ("count_as_date", 0.01, changes.count_as_date, "aantal als datum opgemaakt", 1),
          ("range_as_date", 0.01, changes.range_as_date, "bereik dat een datum werd", 0),
          ("count_with_comma", 0.01, changes.varied(variants.number_with_comma),
           "komma in een aantal", 1),
          ("count_about", 0.05, changes.varied(variants.number_about), "aantal ongeveer", 1),
          ("count_range", 0.03, changes.varied(variants.number_range),
           "bereik in plaats van aantal", 1),
          ("count_in_words", 0.01, changes.varied(variants.number_in_words),
           "woord in plaats van aantal", 0),
      )),
    Recipe("formula_text", "description", 0.01, changes.formula, "tekst die een formule lijkt", 1),
    Recipe("person_in_text", "description", 0.01, changes.person,
           "persoonsgegevens in vrije tekst", 1),
    Recipe("line_break", "description", 0.01, changes.line_break, "regeleinde in een cel", 1),
)  # fmt: skip
ROW_KINDS = {
    "duplicate": "initiatief dat al op deze lijst staat",
    "outside_area": "initiatief uit een andere provincie",
    "umbrella": "koepel die zelf op de lijst staat",
    "excluded": "initiatief dat niet in de inventaris hoort",
    "off_map": "wil niet op de kaart",
    "total_row": "totaalregel",
    "repeated_header": "kop die nog een keer in de lijst staat",
    "empty_row": "lege regel",
    "footnote": "voetnoot onder de lijst",
}
KINDS = {recipe.kind: recipe.what for recipe in RECIPES} | ROW_KINDS
