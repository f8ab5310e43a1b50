"""Which field the columns of a list hold: by the source's mapping, or by a name that is known."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from zorgzaam.dutch import join_words
from zorgzaam.intake.header_words import (
    LEGAL_WORDS,
    LIST_FIELDS,
    SUBJECTS,
    Words,
    known_headers,
    vocabulary,
    words_of,
)
from zorgzaam.intake.personal import PERSONAL_FIELDS, looks_like_contact, mask, plain
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE

LONGEST_TITLE = 200  # letters; what is longer is no header
TITLE_WIDTH = 60  # letters of a header in a message
NOT_READ = ""  # in a mapping: this column is not read
_LONG_WORD = 7  # letters from which one wrong letter still leaves no doubt


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
class Match:
    """What a header means: one field and its rank, several fields, or contact data."""

    fields: tuple[str, ...] = ()
    rank: int = 1
    is_contact: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields) or self.is_contact


@dataclass(frozen=True)
class Finding:
    """Something about a column: ``blocks`` when the list cannot be read without an answer."""

    title: str
    what: str
    remedy: str
    blocks: bool = True


def shown(title: str) -> str:
    """Return a header as a message may show it: one line, cut off, without personal data."""
    line = mask(" ".join(title.split()))[0]
    return line if len(line) <= TITLE_WIDTH else f"{line[: TITLE_WIDTH - 1]}…"


def unique_titles(titles: Iterable[str]) -> list[str]:
    """Return ``titles`` with a number behind each that was there before: ``Naam (2)``.

    A column without a title is called by its letter, as Excel does: ``kolom C``.
    """
    unique: list[str] = []
    for index, title in enumerate(titles):
        base = title if title.strip() else f"kolom {letters(index)}"
        name, number = base, 1
        while name in unique:
            number += 1
            name = f"{base} ({number})"
        unique.append(name)
    return unique


def letters(index: int) -> str:
    """Return the letters by which Excel calls the column at ``index``, from 0: ``A``, ``AA``."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(ord("A") + rest) + name, index - 1
    return name


@cache
def match(title: str) -> Match:
    """Return what is known of a header; nothing when it is unknown.

    The words count, not their order, case, diacritics or punctuation, nor what stands in
    brackets if it is unknown with it. In a long word one letter may be wrong.
    """
    if len(title) > LONGEST_TITLE:
        return Match()
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", title)
    for text in (title, bare):
        if found := _by_words(words_of(text)):
            return found
    if looks_like_contact(title):
        return Match(is_contact=True)
    if found := _by_words(frozenset(_respelled(word) for word in words_of(bare))):
        return found
    if looks_like_contact(" ".join(_respelled(word) for word in words_of(title))):
        return Match(is_contact=True)
    return _by_parts(bare)


def _by_words(words: Words) -> Match | None:
    known = known_headers()
    for candidate in (words, words - SUBJECTS):
        if candidate in known:
            field, rank = known[candidate]
            # "Naam dorpsinitiatief" says more than "Naam".
            return Match((field,), min(rank, 2) if candidate != words else rank)
    # A cell that says just "Stichting" is a legal form more often than a header.
    return Match(("name",), 2) if words <= SUBJECTS and not words <= LEGAL_WORDS else None


def _respelled(word: str) -> str:
    """Return the known word that differs from ``word`` in one letter, if there is just one."""
    if len(word) < _LONG_WORD or word in vocabulary():
        return word
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, vocabulary(), scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(near[0][0]) if len(near) == 1 else word


def _by_parts(title: str) -> Match:
    """Return what the parts of ``Plaats/dorp`` or ``Postcode en plaats`` mean together."""
    parts = [part for part in re.split(r"[/|+&,;]|\b(?:en|of)\b", title) if plain(part)]
    found = [_by_words(words_of(part)) for part in parts]
    if len(parts) < 2 or not all(found):
        return Match()
    fields = tuple(dict.fromkeys(item.fields[0] for item in found if item))
    return Match(fields, max(item.rank for item in found if item))


def is_mark(title: str) -> bool:
    """Whether this is the column that says that a file is synthetic."""
    return plain(title) == SYNTHETIC_MARK or title.strip() == SYNTHETIC_VALUE


def mapped(titles: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each title that ``mapping`` names, exactly or but for notation.

    A name in the mapping that fits several titles only in that way fits none.
    """
    found = {title: mapping[title] for title in titles if title in mapping}
    for name, field in mapping.items():
        same = [title for title in titles if title not in found and plain(title) == plain(name)]
        if name not in titles and len(same) == 1:
            found[same[0]] = field
    return found


def nearest(name: str, titles: Iterable[str], likeness: float = 0.5) -> str | None:
    """Return the title that is most like ``name``, or ``None`` if none is at all."""
    by_plain = {plain(title): title for title in titles}
    close = difflib.get_close_matches(plain(name), list(by_plain), n=1, cutoff=likeness)
    return by_plain[close[0]] if close else None


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
    findings: list[Finding] = []
    for title in titles:
        found = match(title)
        if title in explicit or columns[title].is_mark:
            continue
        if found.is_contact or set(found.fields) & set(PERSONAL_FIELDS):
            field = found.fields[0] if len(found.fields) == 1 else ""
            columns[title] = replace(columns[title], field=field, is_personal=True)
        elif len(found.fields) > 1:
            findings += _two_in_one(title, found.fields, set(explicit.values()))
        elif found:
            by_field[found.fields[0]].append((found.rank, title))
    for field, candidates in by_field.items():
        taken = next((title for title, goal in explicit.items() if goal == field), None)
        chosen, found_here = _choose(field, sorted(candidates, key=lambda item: item[0]), taken)
        findings += found_here
        if chosen:
            columns[chosen] = replace(columns[chosen], field=field)
        if field == "name":
            _hide_bare_names(columns, candidates, chosen or taken)
    return tuple(columns.values()), findings


def _column(index: int, title: str, explicit: Mapping[str, str]) -> Column:
    field = explicit.get(title, "")
    not_read = title in explicit and field == NOT_READ and looks_like_contact(title)
    return Column(index, title, field, field in PERSONAL_FIELDS or not_read, is_mark(title))


def _choose(
    field: str, candidates: list[tuple[int, str]], taken: str | None
) -> tuple[str | None, list[Finding]]:
    """Return which of the columns for one field is it, and what to say of the others."""
    best = [title for rank, title in candidates if rank == candidates[0][0]]
    # Beside an organisation "Naam" may be its name or that of a person.
    if field == "name" and candidates[0][0] > 1:
        best = [title for _, title in candidates]
    if taken is None and len(best) > 1:
        names = join_words([f"'{shown(title)}'" for title in best])
        what = f"de kolommen {names} kunnen allemaal het veld {field} zijn."
        remedy = f"Zeg in sources.yaml onder columns welke het is, bijvoorbeeld: {best[0]}: {field}"
        return None, [Finding(best[0], what, f"{remedy}.")]
    chosen = best[0] if taken is None else None
    rest = [title for _, title in candidates if title != chosen]
    what = (
        f"deze kolom is niet gelezen: het veld {field} komt uit kolom '{shown(taken or best[0])}'."
    )
    remedy = "Hoort hij bij een ander veld, zeg dat dan in sources.yaml onder columns."
    return chosen, [Finding(title, what, remedy, blocks=False) for title in rest]


def _hide_bare_names(
    columns: dict[str, Column], candidates: list[tuple[int, str]], chosen: str | None
) -> None:
    """Treat ``Naam`` beside the name of the initiative as the name of a person."""
    for rank, title in candidates:
        if chosen and title != chosen and rank > 2:
            columns[title] = replace(columns[title], is_personal=True)


def _two_in_one(title: str, fields: Sequence[str], given: set[str]) -> list[Finding]:
    if set(fields) <= given:
        return []
    what = f"in deze kolom staan twee gegevens: {join_words(fields)}."
    remedy = (
        "Splits haar in het bestand, of zeg in sources.yaml onder columns welk gegeven eruit moet "
        f"komen, bijvoorbeeld: {shown(title)}: {fields[0]}."
    )
    return [Finding(title, what, remedy)]


def known_fields() -> tuple[str, ...]:
    """Return the fields to which a column of a list can be mapped."""
    return (*LIST_FIELDS, *PERSONAL_FIELDS)
