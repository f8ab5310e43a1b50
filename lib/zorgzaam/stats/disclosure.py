"""Which counts and amounts may not be told, and what is to be kept from an outsider.

The rules are those of statistical offices for tables of a survey (Hundepool et al. 2012,
*Statistical Disclosure Control*, ch. 4): a small count, a small base, group disclosure (nearly
everybody gave the same answer) and, for amounts, dominance of a few. A table is a
:class:`System`: cells, and the sums that anybody knows to hold between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Rules:
    """When something may not be told; see ``params.Disclosure`` for the defaults.

    ``minimum_count`` and ``minimum_base`` are numbers of respondents. On a base under
    ``group_below_base`` an answer of ``group_share`` and more says something of everybody. An
    amount is dominated when the ``dominance_count`` largest make up ``dominance_share`` of it, and
    what is hidden of it must stay uncertain by ``amount_margin`` of its value, both ways.
    """

    minimum_count: int
    minimum_base: int
    group_share: float
    group_below_base: int
    dominance_count: int
    dominance_share: float
    amount_margin: float


@dataclass(frozen=True)
class Equation:
    """A sum that an outsider knows to hold: the cells times their signs make ``total``."""

    total: float
    terms: tuple[tuple[int, int], ...]  # (position of the cell, 1 or -1)


@dataclass(frozen=True)
class System:
    """Cells that are tied together by sums, with what must stay unknown about each.

    ``cells`` has one row a cell, numbered from 0: ``value`` (the true count or amount),
    ``lowest`` (what an outsider knows it to be at least when it is hidden), ``highest``, ``weight``
    (the loss when it is hidden), ``is_primary``, ``protect_low`` and ``protect_high``: the range
    that an outsider may not be able to narrow. Other columns say which cell it is.
    """

    cells: pd.DataFrame
    equations: tuple[Equation, ...]

    def broken(self) -> list[Equation]:
        """Return the equations that the true values do not satisfy: a mistake in the making."""
        values = self.cells["value"].to_numpy(float)
        return [
            item
            for item in self.equations
            if abs(sum(sign * values[at] for at, sign in item.terms) - item.total) > 1e-6
        ]


def primary_counts(counts: np.ndarray, bases: np.ndarray, rules: Rules) -> np.ndarray:
    """Return which counts may not be told, each out of its base (respondents).

    A count under ``minimum_count``, zero too, for "nobody" says something of everybody; any count
    on a base under ``minimum_base``; everybody; and nearly everybody of a small group.
    """
    counts, bases = np.asarray(counts, float), np.asarray(bases, float)
    nearly_all = (counts >= rules.group_share * bases) & (bases < rules.group_below_base)
    nearly_all |= counts > bases - 1
    return (counts < rules.minimum_count) | (bases < rules.minimum_base) | nearly_all


def protected_range(
    counts: np.ndarray, bases: np.ndarray, rules: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """Return the range of counts that must stay possible for a primary cell.

    For a small count these are all small counts, from zero to under ``minimum_count`` (or to the
    base where that is smaller): an outsider learns no more than that it is small. For nearly
    everybody it is the same from the other end; and for others as wide a range below the count.
    """
    counts, bases = np.asarray(counts, float), np.asarray(bases, float)
    width = np.minimum(rules.minimum_count - 1, bases)
    elsewhere = np.where(counts >= bases - width, bases - width, counts - width)
    low = np.where(counts <= width, 0, elsewhere)
    return low, low + width


def dominated(amounts: Sequence[float], rules: Rules) -> bool:
    """Return whether few of ``amounts`` (one a respondent, none negative) make up their sum.

    The (n, k) rule: the ``dominance_count`` largest hold ``dominance_share`` of the sum. A sum of
    zero says of everybody that there is nothing, and counts as dominated.
    """
    ordered = np.sort(np.asarray(amounts, float))[::-1]
    total = ordered.sum()
    return bool(
        total <= 0 or ordered[: rules.dominance_count].sum() >= rules.dominance_share * total
    )


def shown_decimals(base: int) -> int:
    """Return how many decimals a percentage on this base is shown with: none under 100."""
    return 0 if base < 100 else 1
