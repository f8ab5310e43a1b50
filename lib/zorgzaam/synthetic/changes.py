"""What can go wrong with one cell of a list, given what is true of the initiative.

Each function gets the cell as text, the true initiative, the list and a random generator, and
returns the new cell, or ``None`` where it cannot be done here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from zorgzaam.synthetic import variants, wordbank
from zorgzaam.synthetic.house import Cell
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.names import pick, plain

Item = Mapping[str, Any]
Change = Callable[[str, Item, ListSpec, np.random.Generator], Cell | None]
# Day 0 of a spreadsheet, for numbers from 61 on.
SPREADSHEET_EPOCH = datetime.date(1899, 12, 30)


def varied(variant: variants.Variant) -> Change:
    """Return the change that a variant of :mod:`zorgzaam.synthetic.variants` makes."""
    return lambda text, item, spec, rng: variant(text, rng)


def place_added(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Put the place after the name."""
    place = item["place"]
    return None if place in text else pick((f"{text} {place}", f"{text} ({place})"), rng)


def place_dropped(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Leave the place out of the name; of a branch that would leave the umbrella itself."""
    shorter = text.removesuffix(item["place"]).rstrip(" ,-")
    shorter = shorter.removesuffix("afdeling").rstrip(" ,-")
    # Without its place a branch would be the umbrella itself.
    return shorter if shorter != text and not item["umbrella"] else None


def place_first(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Put the place before the name."""
    shorter = text.removesuffix(f" {item['place']}")
    return None if item["umbrella"] else f"{item['place']}, {shorter}"


def former(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Give it a new invented name, with the old one behind it."""
    if item["umbrella"]:
        return None
    new = f"{item['type_word']} {pick(wordbank.STEMS, rng)}{pick(wordbank.HOUSE_ENDINGS, rng)}"
    return f"{new} {pick(('(voorheen {})', 'v/h {}'), rng).format(item['name'])}"


def renamed(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Give it a new invented name; only its website and place still tell which it is."""
    if item["umbrella"] or not item["website"]:
        return None
    return f"{item['type_word']} {pick(wordbank.STEMS, rng)}{pick(wordbank.HOUSE_ENDINGS, rng)}"


def shortened(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Leave out the word for what it is: Dorpshuis De Fabelhof is called De Fabelhof."""
    return None if item["umbrella"] else str(item["core"])


def subtitled(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write more than the name: what it does, or who began it."""
    return pick(wordbank.MORE_THAN_A_NAME, rng).format(text)


def spaces(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Put spaces where they do not belong."""
    return pick((f" {text}", f"{text}  ", text.replace(" ", "  ", 1), f"{text}\u00a0"), rng)


def municipality_as_place(
    text: str, item: Item, spec: ListSpec, rng: np.random.Generator
) -> str | None:
    """Write the municipality where the place belongs."""
    name = item["municipality_name"]
    return name if name != item["place"] else None


def looked_up(table: Mapping[str, str]) -> Change:
    """Return the change of a text that is in ``table`` into what stands there."""
    return lambda text, item, spec, rng: table.get(text)


def frisian(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Write a word of the name in Frisian, in Fryslân."""
    return variants.frisian_name(text, rng) if item["province_code"] == "PV21" else None


def successor(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Write the municipality that only came after 2020."""
    new = item["municipality_name_2023"]
    return new if new != text else None


def empty(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Leave it out."""
    return ""


def empty_if_ambiguous(
    text: str, item: Item, spec: ListSpec, rng: np.random.Generator
) -> str | None:
    """Leave it out where the name of the place is also that of one elsewhere."""
    return "" if item["place_in_two_provinces"] else None


def elsewhere(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write the postcode of another initiative."""
    return str(item["other_postcode"])


def belgian(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str | None:
    """Write a Belgian postcode, near the border."""
    is_near_border = item["province_code"] in ("PV29", "PV30", "PV31")
    return variants.belgian_postcode(text, rng) if is_near_border else None


def with_place(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write the place behind it."""
    return f"{text} {item['place']}"


def mail(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write a mail address of the initiative."""
    return f"info@{item['website']}"


def facebook(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write a page on a site that many share instead of its own website."""
    return f"www.facebook.com/synthetisch-{plain(item['core'])}"


def noughts_lost(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> int | None:
    """Lose the noughts in front, as a spreadsheet does with a number."""
    return int(text) if text.startswith("0") and spec.is_spreadsheet else None


def digit_wrong(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Mistype one digit."""
    at = int(rng.integers(2, 8))
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def year_as_date(
    text: str, item: Item, spec: ListSpec, rng: np.random.Generator
) -> datetime.date | str:
    """Write a day in that year."""
    month = int(rng.integers(1, 13))
    date = datetime.date(int(text), month, 1)
    return date if spec.is_spreadsheet else f"1-{month}-{text}"


def count_as_date(
    text: str, item: Item, spec: ListSpec, rng: np.random.Generator
) -> datetime.date | None:
    """Format the number as a date: 1471 becomes 10 January 1904."""
    is_date_possible = spec.is_spreadsheet and int(text) > 60
    return SPREADSHEET_EPOCH + datetime.timedelta(days=int(text)) if is_date_possible else None


def range_as_date(
    text: str, item: Item, spec: ListSpec, rng: np.random.Generator
) -> datetime.date | str | None:
    """Turn a range such as 8-10 into a day, as a spreadsheet does."""
    low = int(text)
    if not 3 <= low <= 10:
        return None
    return datetime.date(2020, low + 2, low) if spec.is_spreadsheet else f"{low}-{low + 2}-2020"


def formula(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write a text that a spreadsheet could run."""
    return pick(("=1+1", "-1+1", "@SOM(A1:A9)", '=HYPERLINK("http://fabel.example")'), rng)


def sign_first(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Begin with a sign that makes a spreadsheet compute."""
    return f"={text}"


def person(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write the contact person in the free text."""
    return f"{text} Bel {item['contact_name']}, {item['phone']} of mail {item['email']}."


def line_break(text: str, item: Item, spec: ListSpec, rng: np.random.Generator) -> str:
    """Write a second line in the cell."""
    return f'{text}\nZie ook de website; "{item["core"]}".'
