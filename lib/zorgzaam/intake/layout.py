"""Where the header of a list stands: below titles, over two rows, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zorgzaam.intake.grid import Grid, Merge, Row, filled, is_blank, is_empty
from zorgzaam.intake.header_words import words_of
from zorgzaam.intake.headers import (
    is_mark,
    mapped,
    match,
    unique_titles,
)
from zorgzaam.intake.list_columns import Column, Finding, resolve
from zorgzaam.intake.personal import looks_like_contact, mask

SEARCHED_ROWS = 60  # rows in which the header is looked for
# A cell of a list does not say these; where one stands, a single known name makes a header.
_NAME_WORDS = frozenset({"naam", "namme", "name", "initiatief", "initiatiefnaam"})
_ENOUGH = 2  # known names that make a row a header
_SHARE = 1 / 3  # of the filled cells of a header that must be known


@dataclass(frozen=True)
class Layout:
    """The header of one sheet: its rows, its columns, and what is unclear about them."""

    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def last_row(self) -> int:
        """The row below which the list begins."""
        return self.header_rows[-1]


def find_layout(grid: Grid, mapping: Mapping[str, str], header_row: int | None) -> Layout | None:
    """Return the header of a list, or ``None`` if no row has names that are known.

    The header is the row with most names from ``mapping`` or of known columns, the first of
    equals; rows above it must be narrower, as titles are. Two rows are one header when together
    they say more than either: group names above, or a name above and a part of it below.
    ``header_row`` settles which row it is, not whether there is a row of groups above.
    """
    head = grid.head(SEARCHED_ROWS)
    candidates = [
        candidate
        for at, (number, _) in enumerate(head)
        if header_row in (None, number)
        for candidate in _candidates(head, at, grid.merges, mapping)
    ]
    if header_row is None:
        candidates = [item for item in candidates if item.is_plausible]
    if not candidates:
        return None
    best = max(candidates, key=lambda item: (item.score, -item.at, -len(item.rows)))
    columns, findings = resolve(best.titles, mapping)
    findings += _other_headers(head, best, candidates)
    return Layout(best.rows, columns, tuple(findings))


def _other_headers(
    head: Sequence[Row], best: _Candidate, candidates: Sequence[_Candidate]
) -> list[Finding]:
    """Return a header further up that has rows of its own: those would be lost in silence."""
    first = best.at - len(best.rows) + 1
    others = {
        item.at
        for item in candidates
        if item.at < first - 1
        and item.score >= _ENOUGH
        and any(not is_blank(cells) for _, cells in head[item.at + 1 : first])
    }
    if not others:
        return []
    number = head[min(others)][0]
    what = f"op regel {number} staat ook een kop, met eigen regels daaronder."
    remedy = "Zet de delen onder één kop of elk op een eigen blad; zo gaan er regels verloren."
    return [Finding(best.titles[0], what, remedy, "problem")]


@dataclass(frozen=True)
class _Candidate:
    at: int
    rows: tuple[int, ...]
    titles: list[str]
    score: float
    is_plausible: bool


def _candidates(
    head: Sequence[Row], at: int, merges: Sequence[Merge], mapping: Mapping[str, str]
) -> list[_Candidate]:
    """Return the row at ``at`` as a header, alone and with the row above it."""
    number, cells = head[at]
    above = head[:at]
    found = [_candidate(at, (number,), cells, cells, above, mapping)]
    # A row of which no cell is a known name by itself is not the lower half of a header.
    if not any(match(cell) for cell in cells):
        return found
    if at and _is_group_row(head[at - 1], number, cells, merges):
        titles = _joined(head[at - 1], number, cells, merges)
        rows = (head[at - 1][0], number)
        found.append(_candidate(at, rows, titles, cells, above[:-1], mapping))
    return found


def _candidate(
    at: int,
    rows: tuple[int, ...],
    titles: list[str],
    cells: list[str],
    above: Sequence[Row],
    mapping: Mapping[str, str],
) -> _Candidate:
    names = unique_titles(titles)
    named = mapped(names, mapping)
    known = sum(bool(match(title)) or title in named or is_mark(title) for title in names)
    # Beside known words it counts how many different things they name, and contact data foremost:
    # what is read as a person's may not be shown.
    goals = {named.get(title) or match(title).fields or title for title in names if match(title)}
    contacts = sum(match(title).is_contact or looks_like_contact(title) for title in names)
    width = sum(not is_empty(title) for title in titles)
    is_narrower = all(filled(row) <= max(1, 2 * width // 3) for _, row in above)
    has_name = any(_NAME_WORDS & words_of(title) and match(title) for title in names)
    is_known = known >= max(_ENOUGH, _SHARE * width)
    is_plausible = is_narrower and (is_known or has_name or bool(named) or known == width == 1)
    score = known + 2 * len(named) + len(goals) / 100 + contacts / 10_000
    return _Candidate(at, rows, names, score, is_plausible)


def _is_group_row(above: Row, number: int, cells: list[str], merges: Sequence[Merge]) -> bool:
    """Whether the row just above can hold names of groups of columns, and is no title."""
    row, groups = above
    if any(mask(cell)[1] for cell in groups):
        return False  # somebody's address is no part of a title
    named = [index for index, cell in enumerate(groups) if not is_empty(cell)]
    below = [index for index, cell in enumerate(cells) if not is_empty(cell)]
    if row != number - 1 or not named or not below:
        return False
    # Rows of the list itself differ in every cell; names of groups return or leave cells blank.
    if len({groups[index] for index in named}) >= len({*named, *below}):
        return False
    if len(named) > 1:
        return True
    # One name is a title, unless it stands above some of the columns alone.
    over = [merge for merge in merges if merge.first_row == row and _columns(merge) > 1]
    if over:
        return over[0].first_column > below[0] or over[0].last_column < below[-1]
    return named[0] > below[0]


def _columns(merge: Merge) -> int:
    return merge.last_column - merge.first_column + 1


def _joined(above: Row, number: int, cells: list[str], merges: Sequence[Merge]) -> list[str]:
    """Return the titles of two header rows: group and name where that says more than the name."""
    row, groups = above
    width = max(len(groups), len(cells))
    names = [*cells, *[""] * (width - len(cells))]
    over = [*groups, *[""] * (width - len(groups))]
    spread = _spread(over, row, merges)
    titles = []
    for index, name in enumerate(names):
        group = over[index] or spread[index]
        if is_empty(name) or is_empty(group):
            titles.append(name if is_empty(group) else over[index])
        elif _needs_group(name, group, names, is_sure=not is_empty(over[index]) or bool(merges)):
            titles.append(f"{group} {name}")
        else:
            titles.append(name)
    return titles


def _spread(groups: list[str], row: int, merges: Sequence[Merge]) -> list[str]:
    """Return the group of each column: of the merged cell, else of the last name to the left."""
    spread, last = list(groups), ""
    on_row = [merge for merge in merges if merge.first_row <= row <= merge.last_row]
    for index, group in enumerate(groups):
        last = last if is_empty(group) else group
        inside = [item for item in on_row if item.first_column <= index <= item.last_column]
        spread[index] = groups[inside[0].first_column] if inside else group if on_row else last
    return spread


def _needs_group(name: str, group: str, names: Sequence[str], is_sure: bool) -> bool:
    """Whether a column is only known by its group as well: two called Naam, or a contact's."""
    together = match(f"{group} {name}")
    if names.count(name) > 1 or not match(name):
        return bool(together)
    return is_sure and looks_like_contact(group) and not match(name).is_contact
