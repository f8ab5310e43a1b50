"""Fitting answers to published margins: proportional fitting, then rounding under control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq, linear_sum_assignment

from zorgzaam.errors import MonitorError
from zorgzaam.params import Precision
from zorgzaam.precision import compare

TOLERANCE = 1e-9
ITERATIONS_AT_MOST = 1000
# Stands for minus the logarithm of nought: dearer than all that is possible together.
IMPOSSIBLE = 1e9


def fit(seed: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Scale ``seed`` until its rows and columns add up to ``rows`` and ``columns``.

    Iterative proportional fitting (Deming and Stephan 1940): a nought in the seed stays one, and
    what the seed does not say of the association between rows and columns, neither does the
    result.

    Raises
    ------
    ValueError
        If the totals differ, or no table with these noughts has them: it does not converge.
    """
    if abs(rows.sum() - columns.sum()) > TOLERANCE * max(1.0, rows.sum()):
        raise ValueError(f"rows add up to {rows.sum()} and columns to {columns.sum()}")
    table = seed.astype(float)
    for _ in range(ITERATIONS_AT_MOST):
        table = table * _ratio(rows, table.sum(axis=1))[:, None]
        if np.abs(table.sum(axis=0) - columns).max() <= TOLERANCE * max(1.0, columns.max()):
            return np.asarray(table)
        table = table * _ratio(columns, table.sum(axis=0))
    raise ValueError("proportional fitting does not converge: the noughts leave no solution")


def _ratio(wanted: np.ndarray, present: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(wanted, present, out=np.zeros_like(present), where=present > 0))


def allot(fitted: np.ndarray, totals: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Return for each row of ``fitted`` one column, each column as often as ``totals`` says.

    Controlled rounding: the margins are kept exactly, a cell of nought is never chosen, and rows
    with the same chances are treated alike. The choice is the assignment with the highest sum of
    log chances and Gumbel noise.

    Raises
    ------
    ValueError
        If the noughts leave no such choice.
    """
    noise = -np.log(-np.log(rng.random(fitted.shape)))
    with np.errstate(divide="ignore"):
        cost = np.where(fitted > 0, -np.log(fitted) - noise, IMPOSSIBLE)
    slots = np.repeat(np.arange(len(totals)), totals)
    rows, chosen = linear_sum_assignment(cost[:, slots])
    columns = slots[chosen]
    if cost[rows, columns].max() >= IMPOSSIBLE:
        raise ValueError("the noughts leave no choice with these totals")
    return np.asarray(columns)


def spread(possible: np.ndarray, totals: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Return for each row one of its ``possible`` columns, each column ``totals`` times.

    ``possible`` is a table of yes and no. Beyond that, nothing is assumed: the seed is the same
    in every cell that can be.
    """
    wanted = np.asarray(totals, dtype=float)
    fitted = fit(possible.astype(float), np.ones(len(possible)), wanted)
    return allot(fitted, totals, rng)


def published_count(
    figure: Mapping[str, Any] | pd.Series, bases: Sequence[int], rules: Precision
) -> int:
    """Return the number of respondents nearest to a published percentage of the first base.

    On every one of ``bases`` (all respondents, those with a valid answer) its percentage is one
    that the figure can stand for: over whom it was computed was not published.

    Raises
    ------
    MonitorError
        If no number is.
    """
    nearest = figure["value"] / 100 * bases[0]
    for count in sorted(range(min(bases) + 1), key=lambda k: (abs(k - nearest), k)):
        if all(compare(100 * count / base, figure, rules).agrees for base in bases):
            return count
    raise MonitorError(
        f"Het cijfer {figure['figure_id']} is met {bases} antwoorden niet te halen. Laat bij deze "
        "vraag minder antwoorden weg."
    )


def years(mean: float, first: int, last: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return ``count`` founding years with this mean, in random order.

    Of all distributions over ``first`` to ``last`` it is the one that says least beyond the mean
    (maximum entropy): each year is a constant factor likelier than the one before. Rounded by
    largest remainder, so the mean may be off by a few hundredths.
    """
    numbers = np.arange(first, last + 1)

    def excess(growth: float) -> float:
        weights = np.exp(growth * (numbers - last))
        return float((weights * numbers).sum() / weights.sum() - mean)

    growth = brentq(excess, -1.0, 1.0, xtol=1e-12)
    shares = count * np.exp(growth * (numbers - last)) / np.exp(growth * (numbers - last)).sum()
    whole = np.floor(shares.round(6)).astype(int)
    left = np.argsort((whole - shares).round(6), kind="stable")[: count - whole.sum()]
    whole[left] += 1
    return rng.permutation(np.repeat(numbers, whole))


def people(total: float, count: int, spread_log: float, rng: np.random.Generator) -> np.ndarray:
    """Return ``count`` skewed (log-normal) numbers of people that add up to about ``total``.

    As people answer, large numbers are round: to fives above 20 and tens above 100.
    """
    raw = np.exp(spread_log * rng.standard_normal(count))
    scaled = raw * total / raw.sum()
    steps = np.select([scaled > 100, scaled > 20], [10, 5], 1)
    return np.asarray(np.maximum(1, np.round((scaled / steps).round(6)) * steps).astype(int))
