"""The ``corrections.yaml`` of a synthetic wave: as if researchers had asked the networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.synthetic.layout import Placed

FILE = "corrections.yaml"
BY, DATE = "onderzoeker (verzonnen)", "2020-11-10"
# The kinds of mistakes that are repaired, and what the network is said to have answered. Of each
# kind every other one is repaired: the others are left for whoever reads the lists.
REASONS = {
    "year_impossible": "Nagevraagd bij het netwerk: tikfout in het jaar",
    "count_as_date": "Nagevraagd bij het netwerk: Excel maakte van het aantal een datum",
    "count_with_comma": "Nagevraagd bij het netwerk: de komma hoort er niet",
    "postcode_belgian": "Nagevraagd bij het netwerk: postadres in België, werkt in Nederland",
    "postcode_elsewhere": "Nagevraagd bij het netwerk: postcode van een vorig adres",
    "name_formula": "Het teken = voor de naam hoort er niet bij",
}
HEAD = f"""# {SYNTHETIC_VALUE}
# Wat onderzoekers verbeterden en besloten, met de reden. Gemaakt door: zorgzaam synthetic

"""


def corrections_text(lists: Mapping[str, Sequence[Placed]]) -> str:
    """Return ``corrections.yaml`` for the rows of the lists, by source."""
    corrections: list[dict[str, Any]] = []
    for kind in REASONS:
        corrections += list(_of_kind(kind, lists))[::2]
    content = {"corrections": corrections, "decisions": list(_umbrellas(lists))}
    return HEAD + str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100))


def _of_kind(kind: str, lists: Mapping[str, Sequence[Placed]]) -> Iterator[dict[str, Any]]:
    for source, placed in lists.items():
        for item in placed:
            for planted, name, before, written in item.row.planted:
                if planted == kind:
                    cell = {"column": name, "expect": str(written), "becomes": str(before)}
                    yield {**_row(source, item), **cell, **_signed(REASONS[kind])}


def _umbrellas(lists: Mapping[str, Sequence[Placed]]) -> Iterator[dict[str, Any]]:
    """Yield for umbrellas on the list that asks it the decision that they are not local."""
    seen: list[str] = []
    for source, placed in lists.items():
        for item in placed:
            kinds = [kind for kind, *_ in item.row.planted]
            is_asked = "is_local" in item.row.cells and item.row.initiative not in seen
            if "umbrella" in kinds and is_asked:
                seen.append(item.row.initiative)
                reason = "Een koepel werkt niet zelf in een dorp of wijk; haar afdelingen wel"
                said = {"criterion": "is_local", "value": "nee"}
                yield {**_row(source, item), **said, **_signed(reason)}


def _row(source: str, item: Placed) -> dict[str, Any]:
    where = {"source": source, "sheet": item.sheet, "row": item.row_number}
    return {key: value for key, value in where.items() if value != ""}


def _signed(reason: str) -> dict[str, str]:
    return {"reason": reason, "by": BY, "date": DATE}
