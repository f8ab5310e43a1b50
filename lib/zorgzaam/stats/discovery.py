"""Which part of a rise between two counts is new, and which part was there and was found later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgzaam.errors import MonitorError

Counts = NDArray[np.int_] | NDArray[np.float64]


@dataclass(frozen=True)
class BetterFinding:
    """What founding years on a later list say about the rise since an earlier one.

    ``founded_since_count`` and ``existed_before_count`` are numbers on the later list;
    ``covered_at_most_pct`` is the largest share of those that existed the earlier list can have
    held, ``explained_at_most_pct`` the largest share of ``rise_count`` that foundings explain.
    """

    founded_since_count: float
    existed_before_count: float
    covered_at_most_pct: float
    rise_count: float
    explained_at_most_pct: float


def better_finding(
    earlier_count: float, later_count: float, dated_count: float, founded_since_pct: float
) -> BetterFinding:
    """Bound the part of a rise that is real by the founding years on the later list.

    ``dated_count`` initiatives on the later list have a founding year, of which
    ``founded_since_pct`` percent lies in or after the year of the earlier count. Those that
    stopped in between are on neither list, and part of those founded in the year itself may have
    been counted already: hence "at most". It speaks of the dated part alone; the founding years
    of the others are unknown.

    Raises
    ------
    MonitorError
        If the later count is not the higher one, or the share is not between 0 and 100.
    """
    if later_count <= earlier_count or not 0 <= founded_since_pct < 100 or dated_count <= 0:
        raise MonitorError(
            "Deze vergelijking vraagt een stijging, initiatieven met een startjaar, en een "
            "aandeel van 0 tot 100 procent."
        )
    founded = dated_count * founded_since_pct / 100
    existed = dated_count - founded
    rise = later_count - earlier_count
    return BetterFinding(
        founded_since_count=founded,
        existed_before_count=existed,
        covered_at_most_pct=min(100.0, 100 * earlier_count / existed),
        rise_count=rise,
        explained_at_most_pct=min(100.0, 100 * founded / rise),
    )


def change_bounds(earlier_count: int, later_count: int) -> pd.DataFrame:
    """Bound the parts of a change between two lists when nothing but their sizes is known.

    A is on both lists, B was founded in between, C existed but was found later, D is gone. So
    earlier = A + D and later = A + B + C, and the change is B + C - D exactly.

    Returns one row a quantity (``quantity``, ``low``, ``high``): ``A`` to ``D`` and
    ``net_growth``, B - D: the part of the change that is real. The bounds are sharp.

    Raises
    ------
    MonitorError
        If a count is negative.
    """
    if min(earlier_count, later_count) < 0:
        raise MonitorError("Een telling kan niet kleiner zijn dan nul.")
    kept = min(earlier_count, later_count)
    bounds = {
        "A": (0, kept),
        "B": (0, later_count),
        "C": (0, later_count),
        "D": (earlier_count - kept, earlier_count),
        # All of the later list was there already and all of the earlier one is gone, or all that
        # was found later is new.
        "net_growth": (-earlier_count, later_count - earlier_count),
    }
    rows = [(name, low, high) for name, (low, high) in bounds.items()]
    return pd.DataFrame(rows, columns=["quantity", "low", "high"])


@dataclass(frozen=True)
class ChangeSplit:
    """A change between two lists, split: see :func:`change_bounds` for the letters."""

    both_count: float
    founded_count: float
    found_later_count: float
    gone_count: float

    @property
    def net_growth_count(self) -> float:
        """The part of the change that is real: founded less gone."""
        return self.founded_count - self.gone_count

    @property
    def earlier_coverage_pct(self) -> float:
        """The share of those that existed at the earlier date and remain that its list held."""
        return 100 * self.both_count / (self.both_count + self.found_later_count)


def split_change(
    earlier_count: float, later_count: float, founded_count: float, gone_count: float
) -> ChangeSplit:
    """Split a change when it is known how many were founded in between and how many are gone.

    Raises
    ------
    MonitorError
        If the numbers contradict each other.
    """
    both = earlier_count - gone_count
    found_later = later_count - both - founded_count
    if min(both, found_later, founded_count, gone_count) < 0 or both + found_later == 0:
        raise MonitorError(
            f"Deze getallen kunnen niet samengaan: van {earlier_count:g} naar {later_count:g} met "
            f"{founded_count:g} nieuw opgericht en {gone_count:g} verdwenen."
        )
    return ChangeSplit(both, founded_count, found_later, gone_count)


@dataclass(frozen=True)
class Linked:
    """What is known when an earlier list is linked to the later one, and founding years are there.

    ``earlier`` and ``later`` are the numbers on the two lists, ``both`` those on both, with the
    fewest and most there can be by the uncertain links. Of those on the later list alone
    ``founded_after`` began in a year after that of the earlier count, ``founded_before`` in a year
    before it, ``founded_in_year`` in that year itself, and of ``undated`` it is not known.

    A link in doubt may join an earlier initiative to another one: of those on the later list that
    are ``both`` by such a link, ``doubted_after`` began after the year of the earlier count by
    their founding year, and ``doubted_open`` in it or nobody knows when; the others before it.
    """

    earlier: int
    later: int
    both: int
    fewest_both: int
    most_both: int
    founded_after: int
    founded_before: int
    founded_in_year: int
    undated: int
    doubted_after: int = 0
    doubted_open: int = 0

    def check(self) -> None:
        """Raise ``MonitorError`` if the numbers contradict each other."""
        parts = self.founded_after + self.founded_before + self.founded_in_year + self.undated
        numbers = [value for value in vars(self).values() if isinstance(value, int)]
        is_ordered = self.fewest_both <= self.both <= self.most_both <= self.earlier
        is_known = self.doubted_after + self.doubted_open <= self.both - self.fewest_both
        is_there = self.most_both - self.both <= parts - self.founded_after
        adds_up = parts == self.later - self.both
        if min(numbers) < 0 or not (is_ordered and is_known and is_there and adds_up):
            raise MonitorError(
                f"Deze aantallen kunnen niet samengaan: {self.earlier} op de eerste lijst, "
                f"{self.later} op de tweede, {self.both} op beide (van {self.fewest_both} tot "
                f"{self.most_both}) en {parts} op de tweede alleen."
            )


def split_linked(known: Linked, founded: tuple[float, float, float]) -> pd.DataFrame:
    """Split the change between two linked lists into B + C - D (see :func:`change_bounds`).

    ``founded`` is how many of the later list began after the earlier count: lower limit, estimate,
    upper limit, such as a survey gives; what founding years rule out is cut off. One row a
    quantity (``A`` to ``D``, ``net_growth``, ``coverage_pct`` of the earlier list, ``net_pct`` of
    the change): ``value``; ``low`` and ``high``, with the uncertain links and those limits;
    ``least`` and ``most``, when of the undated nothing is known and who began in the year of the
    earlier count may have done so after it. The values add up to the change exactly.

    ``least`` and ``most`` are sharp: a link that was missed joins one that did not begin after the
    earlier count, and a false one sets free an initiative that may have.

    Raises
    ------
    MonitorError
        If the numbers contradict each other.
    """
    known.check()
    if not founded[0] <= founded[1] <= founded[2]:
        raise MonitorError("Hoeveel er later begonnen moet tussen zijn eigen grenzen liggen.")
    kept = np.arange(known.fewest_both, known.most_both + 1)
    fewest, most = _founded_bounds(known, kept)
    low, high = np.clip(founded[0], fewest, most), np.clip(founded[2], fewest, most)
    decided = kept == known.both
    middle = np.clip(founded[1], fewest[decided], most[decided])
    value = _quantities(known, kept[decided], middle, middle).min(axis=0)
    limits, bounds = _quantities(known, kept, low, high), _quantities(known, kept, fewest, most)
    columns = {
        "value": value,
        "low": limits.min(axis=0),
        "high": limits.max(axis=0),
        "least": bounds.min(axis=0),
        "most": bounds.max(axis=0),
    }
    return pd.DataFrame(columns).rename_axis("quantity").reset_index()


def _founded_bounds(known: Linked, kept: Counts) -> tuple[Counts, Counts]:
    """Return the fewest and most that began after the earlier count, if ``kept`` are on both."""
    missed, false = np.maximum(kept - known.both, 0), np.maximum(known.both - kept, 0)
    doubted = known.both - known.fewest_both
    fewest = known.founded_after + np.maximum(false - (doubted - known.doubted_after), 0)
    # Missed links are first of those that began before the earlier count, so that the open ones
    # can be new; false links are first of those that can be.
    most = known.founded_after + known.founded_in_year + known.undated
    most = most - np.maximum(missed - known.founded_before, 0)
    return fewest, most + np.minimum(false, known.doubted_after + known.doubted_open)


def _quantities(known: Linked, kept: Counts, fewest: Counts, most: Counts) -> pd.DataFrame:
    """Return each quantity with the fewest and the most founded, for each number on both."""
    both, founded = np.concatenate([kept, kept]), np.concatenate([fewest, most])
    older = known.later - founded  # began before the earlier count: A + C
    gone = known.earlier - both
    change = known.later - known.earlier
    table = pd.DataFrame({"A": both, "B": founded, "C": older - both, "D": gone}, dtype=float)
    table["net_growth"] = founded - gone
    table["coverage_pct"] = 100 * table["A"] / table["A"].add(table["C"]).where(older > 0)
    return table.assign(net_pct=100 * table["net_growth"] / change if change else float("nan"))
