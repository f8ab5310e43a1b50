"""Which field the columns of a list hold: by the source's mapping, or by a name that is known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from zorgzaam.intake.header_words import (
    LEGAL_WORDS,
    SUBJECTS,
    Words,
    known_headers,
    vocabulary,
    words_of,
)
from zorgzaam.intake.personal import looks_like_contact, mask, plain
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE

LONGEST_TITLE = 200  # letters; what is longer is no header
TITLE_WIDTH = 60  # letters of a header in a message
_LONG_WORD = 7  # letters from which one wrong letter still leaves no doubt


@dataclass(frozen=True)
class Match:
    """What a header means: one field and its rank, several fields, or contact data."""

    fields: tuple[str, ...] = ()
    rank: int = 1
    is_contact: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields) or self.is_contact


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
    if len(title) > LONGEST_TITLE or plain(title) == "wie":  # who: of the work, or a person
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
