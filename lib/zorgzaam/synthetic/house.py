"""How a list writes what it knows: its own words, its own way with names and postcodes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.synthetic import wordbank
from zorgzaam.synthetic.lists import MARK, NOTE, ListSpec
from zorgzaam.synthetic.names import pick


@dataclass(frozen=True)
class Formula:
    """A cell that computes: what it computes, and the outcome that is stored beside it."""

    text: str
    value: int


Cell = str | int | datetime.date | Formula

# Three vocabularies for each choice; a list uses one of them.
PHASES = {
    "exploring": ("verkennend", "Verkenningsfase", "idee"),
    "founding": ("in oprichting", "Oprichtingsfase", "opstart"),
    "active": ("actief", "Actief", "loopt"),
    "stopped": ("gestopt", "Gestopt", "beëindigd"),
}
LEGAL_FORMS = {
    "foundation": ("stichting", "Stichting", "St."),
    "association": ("vereniging", "Vereniging", "ver."),
    "cooperative": ("coöperatie", "Coöperatie U.A.", "coop."),
    "none": ("geen", "geen rechtsvorm", "informeel"),
    "part_of_larger": (
        "onderdeel van grotere organisatie", "Onderdeel van welzijnsorganisatie", "onder koepel",
    ),
    "other": ("anders", "Overig", "anders"),
}  # fmt: skip
APPEARANCES = {
    "care_cooperative": "zorgcoöperatie",
    "neighbour_point": "noaberzorgpunt",
    "caring_village": "zorgzaam dorp",
    "neighbour_network": "burennetwerk",
    "village_work": "doarpswurk",
    "city_village": "stadsdorp",
    "residents_collective": "buurtcollectief",
    "other": "anders",
}
TARGET_GROUPS = {"all": ("alle bewoners", "iedereen"), "specific": ("ouderen", "bepaalde groepen")}
THEMES = {
    "cohesion": "sociale cohesie",
    "welfare": "welzijn",
    "liveability": "leefbaarheid",
    "care": "zorg en ondersteuning",
    "housing": "wonen",
    "mobility": "vervoer",
    "informal_care": "mantelzorg",
    "participation": "meedoen en leren",
    "health": "gezondheid",
    "prevention": "preventie",
}
ACTIVITIES = {
    "meeting": "ontmoeting",
    "transport": "vervoer",
    "meals": "maaltijden",
    "odd_jobs": "klussen",
    "day_activities": "dagactiviteiten",
    "neighbourhood_app": "buurtapp",
    "care_coordination": "zorgcoördinatie",
    "nursing": "verpleging en verzorging",
    "day_care": "dagbesteding",
    "care_homes": "zorgwoningen",
    "new_housing": "nieuwe woonvormen",
}
PROVINCE_NAMES = {
    "PV20": "Groningen", "PV21": "Friesland", "PV22": "Drenthe", "PV23": "Overijssel",
    "PV24": "Flevoland", "PV25": "Gelderland", "PV26": "Utrecht", "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland", "PV29": "Zeeland", "PV30": "Noord-Brabant", "PV31": "Limburg",
}  # fmt: skip
WEBSITES = {
    "www": "www.{}", "https": "https://www.{}/", "bare": "{}", "page": "http://{}/home",
}  # fmt: skip
SHORT_LEGAL_WORDS = {
    "Stichting": ("St.", "Stg."),
    "Vereniging": ("Ver.",),
    "Coöperatie": ("Coöp.",),
}
LEGAL_STYLES = ("full", "drop", "short", "behind")
# The share of rows in which a list writes the legal form as it mostly does.
SHARE_IN_STYLE = 0.8
# The share of rows with the address of somebody else: the secretary, or the hall.
SHARE_SECOND_ADDRESS = 0.2
# The share of rows filled, of a field for which the list has no share of its own.
FILLED = {
    "postcode": 0.93, "place": 0.985, "municipality": 0.93, "province": 0.97, "website": 0.8,
    "kvk_number": 0.5, "start_year": 0.85, "volunteers_count": 0.7, "members_count": 0.5,
    "visitors_count": 0.5, "description": 0.6, "themes": 0.7, "activities": 0.75, "phase": 0.97,
    "legal_form": 0.85, "email": 0.8, "phone": 0.7, "contact_name": 0.85, "umbrella": 0.9,
}  # fmt: skip
COUNTS = ("volunteers_count", "members_count", "visitors_count")


@dataclass
class Row:
    """A row of a list on its way to the file; ``initiative`` is empty for a row of no initiative.

    ``planted`` holds the kind of each thing that was done to it, with the field and the cell
    before and after.
    """

    initiative: str
    cells: dict[str, Cell]
    planted: list[tuple[str, str, Cell, Cell]] = field(default_factory=list)

    def plant(self, kind: str, name: str, value: Cell) -> None:
        """Put ``value`` in the field ``name`` and remember what stood there."""
        self.planted.append((kind, name, self.cells.get(name, ""), value))
        self.cells[name] = value


def write_row(item: Mapping[str, Any], spec: ListSpec, rng: np.random.Generator) -> Row:
    """Return the row of one initiative as this list writes it, before anything is planted."""
    cells: dict[str, Cell] = {}
    for name in spec.fields:
        share = spec.filled.get(name, FILLED.get(name, 1.0))
        # Drawn for every field, so that a change in one does not shift all that follow.
        is_filled = rng.random() < share
        value = _value(name, item, spec, rng)
        cells[name] = value if is_filled else ""
    if not cells.get("place") and not cells.get("postcode") and "place" in cells:
        cells["place"] = item["place"]
    return Row(item["initiative"], cells)


def _value(name: str, item: Mapping[str, Any], spec: ListSpec, rng: np.random.Generator) -> Cell:
    match name:
        case "name":
            return named(item, spec.legal, rng)
        case "postcode":
            is_second = rng.random() < SHARE_SECOND_ADDRESS
            return _postcode(item["second_postcode" if is_second else "postcode"], spec.postcode)
        case "municipality":
            return str(item["municipality_name"])
        case "province":
            return PROVINCE_NAMES[item["province_code"]]
        case "website":
            return WEBSITES[spec.website].format(item["website"]) if item["website"] else ""
        case "phase":
            return PHASES[item["phase"]][spec.words]
        case "legal_form":
            return LEGAL_FORMS[item["legal_form"]][spec.words]
        case "appearance":
            return APPEARANCES[item["appearance"]]
        case "target_group":
            return pick(TARGET_GROUPS[item["target_group"]], rng)
        case "themes":
            return _several(item["themes"], THEMES, spec.separator)
        case "activities":
            return _several(item["activities"], ACTIVITIES, spec.separator)
        case "show_on_map" | "invited":
            return spec.yes_no[item[name] == "no"]
        case "is_local" | "residents_lead" | "mutual_support":
            return spec.yes_no[item["exclusion"] == CRITERIA[name]]
        case "start_year" | "volunteers_count" | "members_count" | "visitors_count":
            return int(item[name])
        case "description":
            return pick(wordbank.DESCRIPTIONS, rng)
        case "list_key":
            return ""
        case _ if name == NOTE:
            return pick(wordbank.NOTES, rng)
        case _ if name == MARK:
            return SYNTHETIC_VALUE
    return str(item[name])


CRITERIA = {
    "is_local": "not_local",
    "residents_lead": "not_residents_led",
    "mutual_support": "no_mutual_support",
}


def named(item: Mapping[str, Any], style: str, rng: np.random.Generator) -> str:
    """Return the name with its legal form as the list writes it, most of the time."""
    name, word = str(item["name"]), str(item["legal_word"])
    if rng.random() > SHARE_IN_STYLE:
        style = pick(LEGAL_STYLES, rng)
    if not word or style == "drop":
        return name
    if style == "behind":
        return f"{name} ({word.lower()})"
    before = pick(SHORT_LEGAL_WORDS[word], rng) if style == "short" else word
    after = " U.A." if before == "Coöperatie" else ""
    return f"{before} {name}{after}"


def _postcode(postcode: str, style: str) -> str:
    match style:
        case "tight":
            return postcode.replace(" ", "")
        case "lower":
            return postcode.replace(" ", "").lower()
        case "digits":
            return postcode[:4]
    return postcode


def _several(options: str, words: Mapping[str, str], separator: str) -> str:
    return separator.join(words[option] for option in options.split("|"))


def number_rows(rows: Sequence[Row], spec: ListSpec) -> None:
    """Give the rows the numbers by which the list itself calls them."""
    for number, row in enumerate(rows, 1):
        if "list_key" in row.cells:
            row.cells["list_key"] = f"{spec.source[:2].upper()}{number:04d}"
