"""Counts beside the number of residents, their limits by chance, and pattern over areas."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2, poisson

from zorgzaam.errors import MonitorError


def rate_per_100k(count: float, residents: float) -> float:
    """Return ``count`` per 100,000 residents.

    Raises
    ------
    MonitorError
        If there are no residents to divide by.
    """
    if residents <= 0:
        raise MonitorError("Een aantal per 100.000 inwoners vraagt meer dan nul inwoners.")
    return 100_000 * count / residents


def expected_counts(national_count: float, residents: pd.Series) -> pd.Series:
    """Return what each area would have at the national rate: its share of the residents.

    ``residents`` covers the whole country, one value an area; the result has its index and adds
    up to ``national_count``.

    Raises
    ------
    MonitorError
        If a number of residents is missing, negative, or all are zero.
    """
    if not (residents >= 0).all() or residents.sum() <= 0:
        raise MonitorError("Van elk gebied moet het aantal inwoners bekend zijn.")
    return national_count * residents / residents.sum()


def empirical_bayes(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """Return rates (per resident) drawn towards that of all areas, most where residents are few.

    The global empirical Bayes estimator of Marshall (1991, Applied Statistics 40, 283-294): the
    spread between areas beyond chance is found from the areas themselves; where there is none,
    every area gets the overall rate.

    Raises
    ------
    MonitorError
        If the areas differ, or a number of residents is not above zero.
    """
    if not counts.index.equals(residents.index) or not (residents > 0).all():
        raise MonitorError("Van elk gebied moet het aantal inwoners bekend zijn.")
    overall = counts.sum() / residents.sum()
    rates = counts / residents
    spread = (residents * (rates - overall) ** 2).sum() / residents.sum()
    between = max(float(spread - overall / residents.mean()), 0.0)
    weight = between / (between + overall / residents) if overall > 0 else 0.0
    return overall + weight * (rates - overall)


def funnel(
    counts: pd.Series, residents: pd.Series, levels: Sequence[float] = (0.95, 0.998)
) -> pd.DataFrame:
    """Return each area's count beside what chance allows at the overall rate (exact Poisson).

    One row an area, by its label: ``count``, ``residents``, ``expected``, and for each level
    ``low_<percent>`` and ``high_<percent>``; ``outside`` is the highest level (a share) whose
    limits the count lies outside of, or 0.
    """
    table = pd.DataFrame({"count": counts, "residents": residents})
    table["expected"] = expected_counts(float(counts.sum()), residents)
    table["outside"] = 0.0
    for level in sorted(levels):
        limits = [prediction_limits(value, level) for value in table["expected"]]
        low, high = (pd.Series(ends, table.index) for ends in zip(*limits, strict=True))
        name = f"{100 * level:g}"
        table[f"low_{name}"], table[f"high_{name}"] = low, high
        is_outside = (table["count"] < low) | (table["count"] > high)
        table["outside"] = table["outside"].mask(is_outside, level)
    return table


def prediction_limits(expected: float, level: float = 0.95) -> tuple[int, int]:
    """Return the counts between which a Poisson count with this mean lies by chance.

    At most ``(1 - level) / 2`` of the probability lies below the first, and as much above the
    second, so that the limits hold at least ``level``.
    """
    tail = (1 - level) / 2
    return int(poisson.ppf(tail, expected)), int(poisson.ppf(1 - tail, expected))


def confidence_limits(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact Poisson confidence limits of the mean behind ``count`` (Garwood 1936)."""
    tail = (1 - level) / 2
    low = chi2.ppf(tail, 2 * count) / 2 if count > 0 else 0.0
    return float(low), float(chi2.ppf(1 - tail, 2 * count + 2) / 2)


@dataclass(frozen=True)
class MoransI:
    """Moran's I, what it is expected to be without a pattern, and its one-sided permutation p."""

    index: float
    expected: float
    p_value: float
    permutations: int


def morans_i(
    values: pd.Series,
    neighbours: Mapping[Hashable, Sequence[Hashable]],
    permutations: int = 999,
    seed: int = 1,
) -> MoransI:
    """Return Moran's I of ``values`` with row-standardised weights, by esda.

    ``neighbours`` gives the neighbours of each label of ``values``. On twelve provinces the test
    has almost no power: a large p says nothing.

    Raises
    ------
    MonitorError
        If labels and neighbours differ, an area has no neighbour, or all values are the same.
    """
    named = {label for others in neighbours.values() for label in others}
    if set(neighbours) != set(values.index) or not named <= set(values.index):
        raise MonitorError("De gebieden en hun buren passen niet bij elkaar.")
    if not all(neighbours.values()):
        raise MonitorError("Een gebied heeft geen buren; laat het weg of geef het buren.")
    if values.isna().any() or values.nunique() < 2:
        raise MonitorError("Zonder verschil tussen gebieden is er geen patroon te meten.")
    with warnings.catch_warnings():
        # One of their libraries wants widgets for its progress bar, which is not shown here.
        warnings.simplefilter("ignore")
        # Both take seconds to import, and few pages need them.
        from esda.moran import Moran
        from libpysal.weights import W

    # W sorts its labels unless told otherwise, while the values stay in their own order.
    weights = W(
        {label: list(neighbours[label]) for label in values.index},
        id_order=list(values.index),
        silence_warnings=True,
    )
    state = np.random.get_state()
    # esda draws from numpy's global generator: seeded here, and given back as it was.
    np.random.seed(seed)
    try:
        moran = Moran(
            values.to_numpy(float), weights, transformation="r", permutations=permutations
        )
    finally:
        np.random.set_state(state)
    return MoransI(float(moran.I), float(moran.EI), float(moran.p_sim), permutations)


def class_limits(values: pd.Series, k: int) -> list[float]:
    """Return the upper limits of ``k`` classes by Fisher-Jenks, ascending.

    A proposal to round and fix in the parameters, so that every map has the same classes.

    Raises
    ------
    MonitorError
        If a value is missing or there are fewer different values than classes.
    """
    if values.isna().any() or values.nunique() < k:
        raise MonitorError(f"Voor {k} klassen zijn ten minste {k} verschillende waarden nodig.")
    import mapclassify

    with warnings.catch_warnings():
        # The fast version needs numba; a few hundred values take milliseconds without.
        warnings.filterwarnings("ignore", message="Numba not installed")
        return [float(limit) for limit in mapclassify.FisherJenks(values.to_numpy(), k=k).bins]
