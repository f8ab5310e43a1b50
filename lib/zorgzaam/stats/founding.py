"""When initiatives began, told by those that are still there.

A curve of founding years counts survivors only: what began early and stopped is not in it, so that
it makes the past emptier than it was. :func:`with_closure` shows how much, for a rate of closing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.stats import binomtest

from zorgzaam.dutch import join_words
from zorgzaam.errors import MonitorError

ROUND_STEP = 5  # people remember a year as a round one: ending on 0 or 5
TURN_OF_CENTURY = 2000


@dataclass(frozen=True)
class Founding:
    """What the founding years say: how many are known, in the middle, and on average.

    ``heaping_index`` is the number in years ending on 0 or 5 as a percentage of what the years
    beside them give: 100 is no heaping. ``heaping_p`` is the chance of so many or more without
    heaping (binomial, one-sided). Both are missing where there is nothing to compare.
    """

    count: int
    dated_count: int
    first: float
    quartile_1: float
    median: float
    quartile_3: float
    mean: float
    before_2000_count: int
    heaping_index: float
    heaping_p: float

    @property
    def undated_pct(self) -> float:
        """The share without a founding year, in percent."""
        return 100 * (1 - self.dated_count / self.count) if self.count else math.nan


def check_years(years: pd.Series, wave: int) -> pd.Series:
    """Return the founding years as numbers, missing where there is none.

    Raises
    ------
    MonitorError
        With every year after the wave, which cannot be of something counted in it.
    """
    known = years.astype("Float64").astype(float)
    late = known[known > wave]
    if len(late):
        told = [f"{name} ({year:.0f})" for name, year in late.head(10).items()]
        more = f" en nog {len(late) - 10}" if len(late) > 10 else ""
        raise MonitorError(
            f"Deze startjaren liggen na de meting van {wave}: {join_words(told)}{more}. Verbeter "
            "ze in de lijst of in het bestand met correcties."
        )
    return known


def summary(years: pd.Series, wave: int) -> Founding:
    """Return what the founding ``years`` (one an initiative, missing where unknown) say."""
    known = check_years(years, wave)
    dated = known.dropna()
    index, chance = heaping(dated, wave)
    middle = dated.quantile([0.25, 0.5, 0.75], interpolation="lower")
    return Founding(
        len(known),
        len(dated),
        float(dated.min()),
        float(middle.iloc[0]),
        float(middle.iloc[1]),
        float(middle.iloc[2]),
        float(dated.mean()),
        int((dated < TURN_OF_CENTURY).sum()),
        index,
        chance,
    )


def heaping(years: pd.Series, wave: int) -> tuple[float, float]:
    """Return the index of heaping on round years and its one-sided p-value: see :class:`Founding`.

    Each round year is compared with the year before and after it, so that growth does not look
    like heaping; the year of the wave is not over and is left out, with what lies beside it.
    """
    counts = years.value_counts()
    span = range(int(years.min()) + 1, wave - 1) if len(years) else range(0)
    rounds = [year for year in span if year % ROUND_STEP == 0]
    own = sum(int(counts.get(year, 0)) for year in rounds)
    beside = sum(int(counts.get(year + step, 0)) for year in rounds for step in (-1, 1))
    if beside == 0:
        return math.nan, math.nan
    chance = binomtest(own, own + beside, 1 / 3, alternative="greater").pvalue
    return 100 * own / (beside / 2), float(chance)


def curve(years: pd.Series, wave: int) -> pd.DataFrame:
    """Return how many of those still there began in each year, and up to and with it.

    One row a year, from the first founding year up to the wave: ``year``, ``founded`` and
    ``cumulative``. Who has no founding year is not in it.
    """
    dated = check_years(years, wave).dropna().astype(int)
    if dated.empty:
        return pd.DataFrame({"year": [], "founded": [], "cumulative": []}).astype(int)
    every = pd.RangeIndex(dated.min(), wave + 1, name="year")
    founded = dated.value_counts().reindex(every, fill_value=0).rename("founded")
    return founded.to_frame().assign(cumulative=founded.cumsum()).reset_index()


def with_closure(survivors: pd.DataFrame, rates_pct: Sequence[float]) -> pd.DataFrame:
    """Return how many there would have been if a share of all closed each year.

    ``survivors`` is that of :func:`curve`; ``rates_pct`` are shares of all initiatives, of
    whatever age, that close in a year, in percent. One row a rate and year: ``rate_pct``, ``year``,
    ``existing`` (at the end of the year) and ``ever_founded`` (up to and with it).

    Of what began in year y a share (1 - c)^(wave - y) is left, so that the survivors from y stand
    for so many more. What existed in year t is the cumulative number of survivors over
    (1 - c)^(wave - t): how they are spread over the years before t does not matter.

    Raises
    ------
    MonitorError
        If a rate is not from 0 up to 100 percent.
    """
    if not all(0 <= rate < 100 for rate in rates_pct):
        raise MonitorError("Een aandeel dat per jaar stopt ligt van 0 tot 100 %.")
    wave = survivors["year"].max()
    tables = []
    for rate in rates_pct:
        left = (1 - rate / 100) ** (wave - survivors["year"])
        tables.append(
            pd.DataFrame(
                {
                    "rate_pct": float(rate),
                    "year": survivors["year"],
                    "existing": survivors["cumulative"] / left,
                    "ever_founded": (survivors["founded"] / left).cumsum(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def growth_pct(existing: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return the growth a year in percent between two years, by rate of closing.

    ``existing`` is that of :func:`with_closure`; missing where there was nothing in ``first``.
    """
    table = existing.pivot(index="rate_pct", columns="year", values="existing")
    if first not in table or last not in table or last <= first:
        raise MonitorError(f"De startjaren lopen niet van {first} tot en met {last}.")
    start = table[first].where(table[first] > 0)
    return 100 * ((table[last] / start) ** (1 / (last - first)) - 1)


def before_turn(years: pd.Series, groups: pd.Series, wave: int) -> pd.DataFrame:
    """Return by group how many began before 2000, of those with a founding year.

    One row a group: ``group``, ``dated_count``, ``before_2000_count`` and ``before_2000_pct``.
    """
    dated = check_years(years, wave).dropna()
    table = (dated < TURN_OF_CENTURY).groupby(groups.reindex(dated.index)).agg(["size", "sum"])
    table.columns = pd.Index(["dated_count", "before_2000_count"])
    share = 100 * table["before_2000_count"] / table["dated_count"]
    return table.assign(before_2000_pct=share).rename_axis("group").reset_index()
