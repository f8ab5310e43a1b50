"""Umbrellas and their branches: related, and not the same initiative.

A branch is known by the field ``umbrella``, by its name ("Omkijk afdeling Rolde") or by the same
name with another place behind it together with the same web domain ("Omkijk - Rolde" and
"Omkijk Gieten", both omkijk.nl).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from zorgzaam.intake.link_keys import text_column
from zorgzaam.intake.link_names import COMMON_WORDS, words

BY_FIELD, BY_NAME, BY_DOMAIN = "kolom koepel", "afdeling in de naam", "naam en webdomein"
BY_DECISION = "beoordeling"
COLUMNS = ("row_id", "initiative_id", "umbrella_name", "umbrella_row_id",
           "umbrella_initiative_id", "basis")  # fmt: skip
_BRANCH_WORD = re.compile(
    r"^(.+?)[\s,(–-]+(?:afdeling|afd|locatie|vestiging)\b\.?\s*(.+?)\)?$", re.I
)
SAME_BRANCH = 80
Words = tuple[str, ...]


class Named(NamedTuple):
    """A name taken apart: what it is called and, if it is a branch, of where."""

    stem: Words
    branch: Words
    is_explicit: bool


def take_apart(name: str, place: str) -> Named:
    """Return the stem and the branch of a name; ``branch`` is empty where it names none.

    The branch stands behind "afdeling", "locatie" or "vestiging", or it is the own place at the
    end of a name that says enough without it ("Omkijk Rolde", not "Dorpshuis Rolde").
    """
    found = _BRANCH_WORD.match(name)
    if found:
        return Named(words(found.group(1)), words(found.group(2)), True)
    every, here = words(name), words(place)
    stem = every[: -len(here)] if here and every[-len(here) :] == here else ()
    if set(stem) - COMMON_WORDS:
        return Named(stem, here, False)
    return Named(every, (), False)


class Branches:
    """What the names and umbrellas of a table say of its rows, by position."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.names = list(text_column(rows, "name"))
        self.umbrellas = list(text_column(rows, "umbrella"))
        self.places = [words(place) for place in text_column(rows, "place")]
        self.codes = list(text_column(rows, "municipality_code"))
        self.domains = list(text_column(rows, "website_domain"))
        places = text_column(rows, "place")
        self.named = [take_apart(*pair) for pair in zip(self.names, places, strict=True)]

    def _belongs_under(self, branch: int, umbrella: int) -> bool:
        """Whether a row names the other as its umbrella, and is not that umbrella itself."""
        over = words(self.umbrellas[branch]) if self.umbrellas[branch] else ()
        return over == words(self.names[umbrella]) != words(self.names[branch])

    def contradict(self, left: int, right: int) -> bool:
        """Whether one is a branch of the other, or both are branches of one umbrella."""
        if self._belongs_under(left, right) or self._belongs_under(right, left):
            return True
        one, two = self.named[left], self.named[right]
        if one.stem != two.stem or not (one.branch or two.branch):
            return False
        if one.branch and two.branch:
            return not _alike(one.branch, two.branch)
        if self.codes[left] and self.codes[left] == self.codes[right]:
            return False  # the place of the one may be the municipality of the other
        bare, branch = (left, two.branch) if two.branch else (right, one.branch)
        return bool(self.places[bare]) and not _alike(self.places[bare], branch)

    def found(self) -> list[tuple[int, str, str]]:
        """Return (position, name of the umbrella, basis) of every row that is a branch."""
        over = [
            (row, name, BY_FIELD)
            for row, name in enumerate(self.umbrellas)
            if name and words(name) != words(self.names[row])
        ]
        seen = {row for row, *_ in over}
        kin: dict[tuple[Words, str], set[Words]] = defaultdict(set)
        for named, domain in zip(self.named, self.domains, strict=True):
            kin[named.stem, domain].add(named.branch)
        for row, (stem, branch, is_explicit) in enumerate(self.named):
            has_kin = bool(self.domains[row]) and len(kin[stem, self.domains[row]]) > 1
            if row not in seen and branch and (is_explicit or has_kin):
                name = self._stem_as_written(row)
                over.append((row, name, BY_NAME if is_explicit else BY_DOMAIN))
        return sorted(over)

    def _stem_as_written(self, row: int) -> str:
        found = _BRANCH_WORD.match(self.names[row])
        if found:
            return found.group(1).strip(" ,(-–")
        parts = self.names[row].split()
        while parts and words(" ".join(parts)) != self.named[row].stem:
            parts.pop()
        return " ".join(parts).strip(" ,(-–")


def _alike(left: Words, right: Words) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(" ".join(left), " ".join(right)) >= SAME_BRANCH)


def relations(
    rows: pd.DataFrame,
    branches: Branches,
    initiative_of: pd.Series,
    decided: list[tuple[int, int]],
) -> pd.DataFrame:
    """Return which row is a branch of which umbrella.

    Parameters
    ----------
    rows
        The cleaned rows.
    branches
        What their names and umbrellas say.
    initiative_of
        The initiative of each ``row_id``.
    decided
        Positions of (branch, umbrella) that a reviewer named so.

    Returns
    -------
    pandas.DataFrame
        One row a branch: ``row_id``, ``initiative_id``, ``umbrella_name``, ``umbrella_row_id``
        and ``umbrella_initiative_id`` (empty where the umbrella is on no list) and ``basis``.
    """
    ids = list(text_column(rows, "row_id"))
    by_name: dict[Words, list[int]] = defaultdict(list)
    for row, named in enumerate(branches.named):
        by_name[words(branches.names[row])].append(row)
        if not named.branch:
            by_name[named.stem].append(row)
    found = [(row, branches.names[over], over, BY_DECISION) for row, over in decided]
    for row, name, basis in branches.found():
        own = initiative_of[ids[row]]
        others = [one for one in by_name[words(name)] if initiative_of[ids[one]] != own]
        found.append((row, name, min(others, key=lambda one: ids[one], default=-1), basis))
    table = [
        (
            ids[row],
            initiative_of[ids[row]],
            name,
            ids[over] if over >= 0 else "",
            initiative_of[ids[over]] if over >= 0 else "",
            basis,
        )
        for row, name, over, basis in found
    ]
    made = pd.DataFrame(table, columns=[*COLUMNS])
    return made.sort_values(["row_id", "umbrella_name", "basis"], kind="stable").reset_index(
        drop=True
    )
