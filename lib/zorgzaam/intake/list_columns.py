"""Which field each column of a list holds, and what is unclear about that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Literal

from zorgzaam.dutch import join_words
from zorgzaam.intake.header_words import LEGAL_WORDS, LIST_FIELDS, words_of
from zorgzaam.intake.headers import is_mark, letters, mapped, match, shown
from zorgzaam.intake.personal import PERSONAL_FIELDS, looks_like_contact, plain

Weight = Literal["problem", "doubt", "note"]
NOT_READ = ""  # in a mapping: this column is not read
# Without these a list cannot be linked and located, so what is unclear there must be answered.
_NEEDED = frozenset({"name", "postcode", "place", "municipality"})
# Behind a street such a column is the number of the house, and not of the row.
_HOUSE_NUMBERS = frozenset({"nr", "nummer", "no", "num"})
_MAPPING = "in sources.yaml onder columns"


@dataclass(frozen=True)
class Column:
    """One column of a file.

    ``title`` is unique within its sheet; ``field`` is what it holds, or "". The values of a
    personal column go to the contacts alone.
    """

    index: int
    title: str
    field: str = ""
    is_personal: bool = False
    is_mark: bool = False

    @property
    def has_title(self) -> bool:
        """Whether the column has a title of its own, and not just the letter of Excel."""
        return not re.fullmatch(rf"kolom {letters(self.index)}(?: \(\d+\))?", self.title)

    @property
    def shown(self) -> str:
        """The title as a message may show it: on one line, without personal data."""
        return shown(self.title)


@dataclass(frozen=True)
class Finding:
    """Something about a column: it must be answered, is to be doubted, or is only told.

    ``fields`` are those that nothing was read for.
    """

    title: str
    what: str
    remedy: str
    weight: Weight = "note"
    fields: tuple[str, ...] = ()


def known_fields() -> tuple[str, ...]:
    """Return the fields to which a column of a list can be mapped."""
    return (*LIST_FIELDS, *PERSONAL_FIELDS)


def resolve(
    titles: Sequence[str], mapping: Mapping[str, str]
) -> tuple[tuple[Column, ...], list[Finding]]:
    """Return the columns called ``titles`` with their fields, and what is unclear about them.

    The mapping goes first; then each field goes to the one column with the best known name. Two
    equally good names are a finding and not a guess. Personal fields may have several columns.
    """
    explicit = mapped(titles, mapping)
    columns = {title: _column(index, title, explicit) for index, title in enumerate(titles)}
    by_field: dict[str, list[tuple[int, str]]] = defaultdict(list)
    double: list[str] = []
    previous = ""
    for title in titles:
        found = match(title)
        is_house = previous == "street_address" and plain(title) in _HOUSE_NUMBERS
        if title in explicit or columns[title].is_mark:
            pass
        elif found.is_contact or is_house or set(found.fields) & set(PERSONAL_FIELDS):
            field = found.fields[0] if len(found.fields) == 1 and not is_house else ""
            field = "street_address" if is_house else field
            columns[title] = replace(columns[title], field=field, is_personal=True)
        elif len(found.fields) > 1:
            double.append(title)
        elif found:
            by_field[found.fields[0]].append((found.rank, title))
        previous = columns[title].field
    if any(rank > 2 for rank, _ in by_field.get("name", [])):
        # Beside a column called Stichting a bare "Naam" may well be that of a person.
        legal = [title for title in titles if words_of(title) and words_of(title) <= LEGAL_WORDS]
        by_field["name"] += [(2, title) for title in legal if title not in explicit]
    findings = [item for field in by_field for item in _assign(field, by_field[field], columns)]
    for title in double:
        findings += _two_in_one(title, match(title).fields, columns)
    return tuple(columns.values()), findings


def _column(index: int, title: str, explicit: Mapping[str, str]) -> Column:
    field = explicit.get(title, "")
    not_read = title in explicit and field == NOT_READ and looks_like_contact(title)
    return Column(index, title, field, field in PERSONAL_FIELDS or not_read, is_mark(title))


def _holder(field: str, columns: Mapping[str, Column]) -> str | None:
    """Return the title of the column that has ``field``, or ``None``."""
    return next((title for title, column in columns.items() if column.field == field), None)


def _assign(
    field: str, candidates: list[tuple[int, str]], columns: dict[str, Column]
) -> Iterator[Finding]:
    """Give ``field`` to the best of the columns for it, and yield what to say of the others."""
    first = min(rank for rank, _ in candidates)
    # Beside an organisation "Naam" may be its name or that of a person.
    is_open = field == "name" and first > 1
    best = [
        title for rank, title in sorted(candidates, key=itemgetter(0)) if is_open or rank == first
    ]
    chosen = _holder(field, columns)
    if chosen is None and len(best) > 1:
        yield _several(field, best)
        return
    if chosen is None:
        chosen = best[0]
        columns[chosen] = replace(columns[chosen], field=field)
    for rank, title in candidates:
        if title == chosen:
            continue
        # "Naam" beside the name of the initiative is that of a person.
        if field == "name" and rank > 2:
            columns[title] = replace(columns[title], is_personal=True)
        what = f"deze kolom is niet gelezen: het veld {field} komt uit kolom '{shown(chosen)}'."
        yield Finding(title, what, f"Hoort hij bij een ander veld, zeg dat dan {_MAPPING}.")


def _several(field: str, titles: Sequence[str]) -> Finding:
    names = join_words([f"'{shown(title)}'" for title in titles])
    what = f"de kolommen {names} kunnen allemaal het veld {field} zijn; geen ervan is gelezen."
    remedy = f"Zeg {_MAPPING} welke het is, bijvoorbeeld: {shown(titles[0])}: {field}."
    weight: Weight = "problem" if field in _NEEDED else "doubt"
    return Finding(titles[0], what, remedy, weight, (field,))


def _two_in_one(title: str, fields: Sequence[str], columns: dict[str, Column]) -> Iterator[Finding]:
    """Yield what to say of a column that holds several fields at once.

    Postcode and place together are read as the one that is free: cleaning takes them apart.
    """
    free = [field for field in fields if _holder(field, columns) is None]
    if not free:
        return
    if set(fields) == {"place", "postcode"}:
        field = "place" if "place" in free else "postcode"
        columns[title] = replace(columns[title], field=field)
        what = "in deze kolom staan postcode en plaats; ze worden uit elkaar gehaald."
        yield Finding(title, what, "Zet ze liever in twee kolommen.")
        return
    what = f"in deze kolom staan twee gegevens: {join_words(fields)}; zij is niet gelezen."
    remedy = (
        f"Splits haar in het bestand, of zeg {_MAPPING} welk gegeven eruit moet komen, "
        f"bijvoorbeeld: {shown(title)}: {free[0]}."
    )
    weight: Weight = "problem" if set(free) & _NEEDED else "doubt"
    yield Finding(title, what, remedy, weight, tuple(free))
