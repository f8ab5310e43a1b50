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

    def __init__(self, rows: int) -> None:
        self._of: list[list[int]] = [[row] for row in range(rows)]

    def join(self, pairs: Iterable[Pair], contradict: Callable[[int, int], bool]) -> set[Pair]:
        """Join the rows of ``pairs`` in their order, where nothing contradicts it.

        Parameters
        ----------
        pairs
            Positions (left, right), the strongest first.
        contradict
            Whether two rows, the lower position first, cannot be one initiative. It is asked of
            every row of the one group with every row of the other.

        Returns
        -------
        set
            The pairs that were refused.
        """
        refused = set()
        for left, right in pairs:
            one, two = self._of[left], self._of[right]
            if one is two:
                continue
            if any(contradict(min(a, b), max(a, b)) for a in one for b in two):
                refused.add((left, right))
                continue
            one += two
            for row in two:
                self._of[row] = one
        return refused

    def numbers(self) -> list[int]:
        """Return the number of the group of each row: its lowest position."""
        return [min(group) for group in self._of]
