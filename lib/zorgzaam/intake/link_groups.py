"""From scored pairs to groups of rows that are one initiative, without chains.

Connected components alone join A and C when B looks like both, though A and C contradict each
other. Pairs are therefore taken from the strongest to the weakest, and two groups are joined
only when no row of the one contradicts a row of the other. The pairs that are refused that way
go to the review sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Pair = tuple[int, int]


class Groups:
    """Groups of rows, by the position of their rows."""

    def __init__(self) -> None:
        self._group: dict[int, list[int]] = {}

    def members(self, row: int) -> list[int]:
        """Return the rows in the group of ``row``, itself included."""
        return self._group.get(row, [row])

    def join(self, left: int, right: int) -> None:
        """Make one group of the groups of two rows."""
        joined = self.members(left) + self.members(right)
        for row in joined:
            self._group[row] = joined

    def numbers(self, rows: int) -> list[int]:
        """Return the number of the group of each of so many rows: its lowest position."""
        return [min(self.members(row)) for row in range(rows)]


def group_rows(
    pairs: Iterable[Pair], rows: int, contradict: Callable[[int, int], bool]
) -> tuple[list[int], set[Pair]]:
    """Join the rows of ``pairs``, the strongest first, where nothing contradicts it.

    Parameters
    ----------
    pairs
        Positions (left, right), in the order in which they are to be joined.
    rows
        The number of rows.
    contradict
        Whether two rows cannot be one initiative.

    Returns
    -------
    tuple
        The number of the group of each row, and the pairs that were refused.
    """
    groups = Groups()
    refused = set()
    for left, right in pairs:
        one, two = groups.members(left), groups.members(right)
        if left in two:
            continue
        if any(contradict(min(a, b), max(a, b)) for a in one for b in two):
            refused.add((left, right))
        else:
            groups.join(left, right)
    return groups.numbers(rows), refused

