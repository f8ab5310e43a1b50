"""Which part of a rise between two counts is new, and which part was there and was found later."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from zorgzaam.errors import MonitorError


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

    def check(self) -> None:
        """Raise ``MonitorError`` if the numbers contradict each other."""
        parts = self.founded_after + self.founded_before + self.founded_in_year + self.undated
        numbers = [value for value in vars(self).values() if isinstance(value, int)]
        is_ordered = self.fewest_both <= self.both <= self.most_both <= self.earlier
        if min(numbers) < 0 or not is_ordered or parts != self.later - self.both:
            raise MonitorError(
                f"Deze aantallen kunnen niet samengaan: {self.earlier} op de eerste lijst, "
                f"{self.later} op de tweede, {self.both} op beide (van {self.fewest_both} tot "
                f"{self.most_both}) en {parts} op de tweede alleen."
            )


def split_linked(known: Linked, founded: tuple[float, float, float]) -> pd.DataFrame:
    """Split the change between two linked lists into B + C - D (see :func:`change_bounds`).

    ``founded`` is how many of the later list began after the earlier count: lower limit, estimate,
    upper limit, such as a survey gives; what founding years rule out is cut off. One row a
    quantity (``A`` to ``D``, ``net_growth``, ``net_pct`` of the change, ``coverage_pct`` of the
    earlier list): ``value``; ``low`` and ``high``, with the uncertain links and those limits;
    ``least`` and ``most``, when of the undated nothing is known and who began in the year of the
    earlier count may have done so after it. The values add up to the change exactly. A false or
    missed link changes A, C and D, for who is on the earlier list began before it.

    Raises
    ------
    MonitorError
        If the numbers contradict each other.
    """
    known.check()
    if not founded[0] <= founded[1] <= founded[2]:
        raise MonitorError("Hoeveel er later begonnen moet tussen zijn eigen grenzen liggen.")
    change = known.later - known.earlier
    bounds = known.founded_after, known.later - known.both - known.founded_before
    low, middle, high = (min(max(value, bounds[0]), bounds[1]) for value in founded)
    new = {"value": (middle,) * 2, "limits": (low, high), "bounds": bounds}
    kept = {
        "value": (known.both,) * 2,
        "limits": (known.fewest_both, known.most_both),
        "bounds": (known.fewest_both, known.most_both),
    }
    found = {name: _ranges(known, kept[name], new[name]) for name in new}
    rows = [
        (quantity, found["value"][quantity][0], *found["limits"][quantity], *ends)
        for quantity, ends in found["bounds"].items()
    ]
    table = pd.DataFrame(rows, columns=["quantity", "value", "low", "high", "least", "most"])
    share_of_change = table.loc[table["quantity"] == "net_growth"].assign(quantity="net_pct")
    numbers = ["value", "low", "high", "least", "most"]
    share_of_change[numbers] = 100 * share_of_change[numbers] / change if change else float("nan")
    return pd.concat([table, share_of_change], ignore_index=True)


def _ranges(
    known: Linked, kept: tuple[float, ...], new: tuple[float, ...]
) -> dict[str, tuple[float, float]]:
    """Return the range of each quantity for ranges of A (``kept``) and B (``new``)."""
    older = (max(known.later - kept[1] - new[1], 0), max(known.later - kept[0] - new[0], 0))
    gone = (known.earlier - kept[1], known.earlier - kept[0])
    return {
        "A": (kept[0], kept[1]),
        "B": (new[0], new[1]),
        "C": older,
        "D": gone,
        "net_growth": (new[0] - gone[1], new[1] - gone[0]),
        "coverage_pct": (_pct(kept[0], older[1]), _pct(kept[1], older[0])),
    }


def _pct(both: float, older: float) -> float:
    return 100 * both / (both + older) if both + older else float("nan")
