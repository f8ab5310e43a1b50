"""How many there are in all, from two lists that overlap: capture and recapture.

The estimates hold if being on one list makes being on the other no likelier, if both lists looked
in the same place, and if what is on both was recognised as one. :func:`under_dependence` and
:func:`under_linkage_error` show what it does when that is not so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from scipy.stats import norm

from zorgzaam.errors import MonitorError

Status = Literal["estimated", "identical", "inside", "no-overlap"]


@dataclass(frozen=True)
class TwoLists:
    """What two lists say about the number there is.

    ``first``, ``second`` and ``both`` are what is on each list and on both; ``observed`` is on
    at least one. ``chapman`` is the estimate with the least bias, with its standard error and a
    log-normal interval from ``low`` to ``high``, which never lies below ``observed``;
    ``lower_bound`` is Chao's, which also holds when some are easier to find than others.

    ``status`` says what the estimate is worth: ``estimated``; ``identical`` (both lists are the
    same) or ``inside`` (one list holds the other), where nothing is left to estimate from; or
    ``no-overlap``, where all numbers but the counts are None.
    """

    status: Status
    level: float
    first: int
    second: int
    both: int
    lincoln_petersen: float | None
    chapman: float | None
    chapman_se: float | None
    low: float | None
    high: float | None
    lower_bound: float | None

    @property
    def observed(self) -> int:
        """The number on at least one of the lists."""
        return self.first + self.second - self.both

    @property
    def coverage_pct(self) -> float | None:
        """The share of the estimate (Chapman) that is on at least one list, in percent."""
        return None if self.chapman is None else 100 * self.observed / self.chapman


def two_lists(first: int, second: int, both: int, level: float = 0.95) -> TwoLists:
    """Estimate the number there is from two lists.

    Chapman (1951) with the variance of Seber (1970), on the number not seen a log-normal interval
    (Chao 1987; Williams, Nichols and Conroy 2002), and the lower bound of Chao (1987) for two
    lists.

    Raises
    ------
    MonitorError
        If a count is not a whole number of zero or more, a list is empty, or more are on both
        lists than on one of them.
    """
    check_counts({"eerste lijst": first, "tweede lijst": second, "beide lijsten": both})
    if min(first, second) == 0:
        raise MonitorError("Een van de lijsten is leeg: uit één lijst is niets te schatten.")
    if both > min(first, second):
        raise MonitorError(
            f"Op beide lijsten staan er {both}, en op een van de lijsten {min(first, second)}. "
            "Dat kan niet: kijk de koppeling na."
        )
    if both == 0:
        return TwoLists("no-overlap", level, first, second, 0, *[None] * 6)
    chapman = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    observed = first + second - both
    low, high = unseen_interval(chapman - observed, variance, level)
    return TwoLists(
        _status(first, second, both),
        level,
        first,
        second,
        both,
        first * second / both,
        chapman,
        math.sqrt(variance),
        observed + low,
        observed + high,
        observed + chao_unseen(observed - both, both, 2),
    )


def check_counts(counts: dict[str, float]) -> None:
    """Raise ``MonitorError`` with every count that is not a whole number of zero or more."""
    wrong = [
        f"{name} ({count})"
        for name, count in counts.items()
        if not math.isfinite(count) or count < 0 or count != int(count)
    ]
    if wrong:
        raise MonitorError(f"Dit zijn geen aantallen: {', '.join(wrong)}.")


def _status(first: int, second: int, both: int) -> Status:
    if first == second == both:
        return "identical"
    return "inside" if both == min(first, second) else "estimated"


def unseen_interval(unseen: float, variance: float, level: float) -> tuple[float, float]:
    """Return a log-normal interval of a number not seen, from its estimate and variance.

    It is a point where nothing is estimated to be unseen.
    """
    if unseen <= 0:
        return 0.0, 0.0
    z = norm.ppf((1 + level) / 2)
    factor = math.exp(z * math.sqrt(math.log1p(variance / unseen**2)))
    return unseen / factor, unseen * factor


def chao_unseen(once: int, twice: int, lists: int) -> float:
    """Return Chao's lower bound of the number on none of ``lists`` lists.

    ``once`` and ``twice`` are the numbers on exactly one and exactly two lists (Chao 1987, with
    the factor for a limited number of lists); without any on two lists the bias-corrected form.
    """
    share = (lists - 1) / lists
    if twice == 0:
        return share * once * (once - 1) / 2
    return share * once**2 / (2 * twice)


def under_dependence(found: TwoLists, odds_ratios: Sequence[float]) -> pd.DataFrame:
    """Return the estimate if being on one list changes the odds of being on the other.

    One row an odds ratio: ``odds_ratio``, ``estimate`` and ``coverage_pct``. An odds ratio of 1
    is independence (Lincoln-Petersen); above 1 those that are easy to find are on both lists, and
    there are more than independence says. The two lists alone cannot tell which of them is true.

    Raises
    ------
    MonitorError
        If the lists do not overlap, or an odds ratio is not above zero.
    """
    if found.both == 0:
        raise MonitorError(NO_OVERLAP)
    if not all(ratio > 0 for ratio in odds_ratios):
        raise MonitorError("Een kansverhouding tussen lijsten moet groter zijn dan nul.")
    single = (found.first - found.both) * (found.second - found.both) / found.both
    rows = [(ratio, found.observed + ratio * single) for ratio in odds_ratios]
    table = pd.DataFrame(rows, columns=["odds_ratio", "estimate"]).astype(float)
    return table.assign(coverage_pct=100 * found.observed / table["estimate"])


def under_linkage_error(
    found: TwoLists, missed_pct: Sequence[float], false_pct: Sequence[float]
) -> pd.DataFrame:
    """Return the estimate if some links between the lists were missed, and some are false.

    ``missed_pct`` are shares of the true links that were not made, ``false_pct`` of the links
    made that are wrong, in percent; one row each combination: ``missed_pct``, ``false_pct``,
    ``both`` and ``observed`` as they would be, and ``estimate`` (Chapman). A missed link makes two
    of one initiative, so that missed links raise the estimate: corrected, it is lower.
    A combination that the lists cannot have has no estimate.

    Raises
    ------
    MonitorError
        If a share is not from 0 up to 100.
    """
    if not all(0 <= share < 100 for share in (*missed_pct, *false_pct)):
        raise MonitorError("Een aandeel gemiste of verkeerde koppelingen ligt van 0 tot 100 %.")
    rows = []
    for missed, false in itertools.product(missed_pct, false_pct):
        both = found.both * (1 - false / 100) / (1 - missed / 100)
        possible = 0 < both <= min(found.first, found.second)
        estimate = (found.first + 1) * (found.second + 1) / (both + 1) - 1 if possible else math.nan
        rows.append((missed, false, both, found.first + found.second - both, estimate))
    columns = ["missed_pct", "false_pct", "both", "observed", "estimate"]
    return pd.DataFrame(rows, columns=columns).astype(float)


NO_OVERLAP = (
    "De lijsten hebben niets gemeen. Dan is niet te schatten hoeveel er op geen van beide staat: "
    "misschien zochten ze op andere plaatsen, of werd niet herkend wat hetzelfde is."
)
