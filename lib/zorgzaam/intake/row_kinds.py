"""Which rows of a list are an initiative, and which a total, a heading or a remark."""

from __future__ import annotations

import re

import pandas as pd

from zorgzaam.intake.names import is_heading, is_total
from zorgzaam.intake.places import PROVINCES, names_municipality
from zorgzaam.intake.wording import fold, is_nothing

# Rows that are no initiative, and the reason that stands with them. They stay in the table.
FLAG_REASONS = {
    "total": "Geen initiatief: een totaalregel.",
    "heading": "Geen initiatief: een herhaalde kop.",
    "section": "Geen initiatief: een tussenkop.",
    "note": "Geen initiatief: een opmerking onder of boven de lijst.",
    "unnamed": "De naam ontbreekt.",
}
# What tells which initiative a row is about.
_IDENTIFYING = ("postcode", "place", "municipality", "website", "kvk_number")
_NOTE = re.compile(
    r"^(?:bron|bronnen|toelichting|let op|opmerking|opmerkingen|noot|legenda|laatst bijgewerkt"
    r"|bijgewerkt|versie|datum|peildatum|stand per|exclusief|inclusief|zie ook|einde lijst|nb)\b"
)
_TOTAL_START = re.compile(r"^(?:eind|sub|tussen)?tota(?:al|len)\b")


def row_kinds(rows: pd.DataFrame, fields: tuple[str, ...]) -> pd.Series[str]:
    """Return for each row ``initiative`` or a kind of :data:`FLAG_REASONS`.

    ``fields`` are the columns of ``rows`` that were delivered, among them ``name``. A name that
    could be a total or a heading only counts as one when the rest of the row says so too.
    """
    columns = [rows[name].tolist() for name in fields]
    kinds = [_kind(dict(zip(fields, cells, strict=True))) for cells in zip(*columns, strict=True)]
    return pd.Series(kinds, index=rows.index, dtype="str")


def _kind(cells: dict[str, str]) -> str:
    name = cells["name"]
    others = [text for field, text in cells.items() if field != "name" and not is_nothing(text)]
    is_plain = not (is_nothing(name) or _looks_total(name) or is_heading(name))
    if is_plain and others:
        return "initiative"
    told = [cells[field] for field in _IDENTIFYING if field in cells]
    has_identity = any(not is_nothing(text) and not _looks_total(text) for text in told)
    if is_nothing(name):
        is_sum = any(_looks_total(text) for text in others)
        return "total" if is_sum and not has_identity else "unnamed"
    if not has_identity and _looks_total(name):
        return "total"
    headings = sum(is_heading(text) for text in others)
    if is_heading(name) and (headings >= 1 or not others):
        return "heading"
    if others:
        return "initiative"  # a name that could be a total or heading, but is about a place
    is_province = fold(name) in PROVINCES and len(fold(name)) > 3
    if is_province or names_municipality(name):
        return "section"
    return "note" if _NOTE.match(fold(name)) else "initiative"


def _looks_total(text: str) -> bool:
    return is_total(text) or _TOTAL_START.match(fold(text)) is not None
