"""Whether counts can tell another explanation from one straight line: a definition, or a break.

Both are one number more: how much higher the counts of another family lie, or how much the slope
changes after a date. It is fitted beside the trend of :mod:`zorgzaam.stats.growth`, by the same
likelihood, and the profile of that says what is possible.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import t

from zorgzaam.errors import MonitorError
from zorgzaam.stats import growth
from zorgzaam.stats.growth import Range
from zorgzaam.stats.likelihood import (
    LogPoints,
    Vector,
    maximise,
    passes_with,
    passing_slopes,
)

COEFFICIENTS = 3  # height, slope and the term
ENOUGH = 1e-6  # of a slope a year: less is not worth moving a date for
NO_END = 1e6  # a slope a year beyond which there is no end to it


@dataclass(frozen=True)
class Term:
    """A trend with one number more than a straight line.

    ``status`` is ``estimated``, or ``saturated`` where a line with this term passes through every
    point: then it fits whatever is true and says nothing. ``effect`` is the term on the log scale
    with its profile ``interval``; ``slope`` that of the line beside it. ``gain`` is by how much the
    log-likelihood is higher than that of the straight line, ``p_value`` the chance of that or more
    without the term. Interval and p-value take Student's t with three parameters less than
    points, as ``small_sample_interval`` of a trend does: of four points chi-squared finds a term
    that is not there four times in ten.
    """

    status: Literal["estimated", "saturated"]
    effect: float | None
    interval: Range | None
    slope: float | None
    gain: float
    p_value: float | None


def definition_effect(points: pd.DataFrame, family: pd.Series, level: float = 0.95) -> Term:
    """Fit one growth for two families that count differently: the second lies higher by a factor.

    ``points`` as in ``growth.fit_trend``, ``family`` says by whom each was counted. The effect is
    the logarithm of that factor, of the family with the latest first count.

    Raises
    ------
    MonitorError
        If there are not two families, or neither has two dates: then growth and definition cannot
        be told apart. Or as ``growth.fit_trend``.
    """
    firsts = points.groupby(family.to_numpy())["time"].agg(["min", "nunique"]).sort_values("min")
    if len(firsts) != 2:
        raise MonitorError("Een verschil in telregel is te schatten tussen precies twee families.")
    if firsts["nunique"].max() < 2:
        raise MonitorError(
            "Geen van beide families telde op twee datums: groei en telregel zijn dan niet te "
            "scheiden."
        )
    return fit_term(points, (family == firsts.index[-1]).to_numpy(float), level)


def break_effect(points: pd.DataFrame, date: float, level: float = 0.95) -> Term:
    """Fit a line whose slope changes at ``date`` (decimal year); the effect is the change a year.

    Raises
    ------
    MonitorError
        If there are no counts on two dates on either side, or as ``growth.fit_trend``.
    """
    before = points.loc[points["time"] <= date, "time"].nunique()
    after = points.loc[points["time"] >= date, "time"].nunique()
    if min(before, after) < 2:
        raise MonitorError("Een knik vraagt aan beide kanten tellingen op twee datums.")
    return fit_term(points, (points["time"] - date).clip(lower=0).to_numpy(float), level)


def fit_term(points: pd.DataFrame, term: Vector, level: float) -> Term:
    """Fit a line plus a number of times ``term``, one value a point; see :class:`Term`.

    Raises
    ------
    MonitorError
        If the points with an upper end do not fix that number, or as ``growth.fit_trend``.
    """
    logs, _ = growth.log_points(points)
    if passes_with(logs, term):
        return Term("saturated", None, None, None, math.inf, None)
    design = np.column_stack([np.ones_like(term), logs.time, term])[np.isfinite(logs.high)]
    if np.linalg.matrix_rank(design) < COEFFICIENTS:
        raise MonitorError("De tellingen met een bovengrens zijn met te weinig voor dit verschil.")

    def value(effect: float) -> float:
        moved = LogPoints(logs.time, logs.low - effect * term, logs.high - effect * term)
        return maximise(moved).log_likelihood

    top, count = maximise(logs, term=term), len(term)
    left = count - COEFFICIENTS
    limit = count / 2 * math.log1p(t.ppf((1 + level) / 2, left) ** 2 / left)
    low, high = (
        _end(lambda x: top.log_likelihood - value(x) - limit, top.effect, side) for side in (-1, 1)
    )
    gain = max(top.log_likelihood - value(0.0), 0.0)
    p_value = 2 * float(t.sf(math.sqrt(left * math.expm1(2 * gain / count)), left))
    return Term("estimated", top.effect, (low, high), top.slope, gain, p_value)


def _end(excess: Callable[[float], float], effect: float, side: int) -> float:
    """Return where ``excess`` crosses zero on one side of ``effect``; infinite if it does not."""
    inner = effect
    for step in 0.05 * 1.5 ** np.arange(16):
        outer = effect + side * float(step)
        if excess(outer) > 0:
            return float(brentq(excess, inner, outer, xtol=1e-9))
        inner = outer
    return side * math.inf


def date_range(points: pd.DataFrame) -> Range | None:
    """Return the lowest and highest slope when each count may be of any date in its period.

    ``points`` has ``date_low`` and ``date_high`` beside ``low`` and ``high``, decimal years: of
    "2017" the whole year. The dates are moved one at a time for as long as the slope changes, from
    several starts: a slope can be at its highest with a date in the middle of its period. None
    where counts with an upper end may all be of one moment, which leaves no limit to growth.

    Raises
    ------
    MonitorError
        As ``growth.fit_trend``.
    """
    logs, _ = growth.log_points(points)
    first, last = (points[name].to_numpy(float) for name in ("date_low", "date_high"))
    bounded = np.isfinite(logs.high)
    if first[bounded].max() <= last[bounded].min():
        return None
    early = (first + last) / 2 < np.mean(first + last) / 2
    apart, together = np.where(early, first, last), np.where(early, last, first)
    starts = [(first + last) / 2, apart, together]

    def highest(dates: Vector) -> float:
        return min(_slopes(logs, dates)[1], NO_END)

    def lowest(dates: Vector) -> float:
        return min(-_slopes(logs, dates)[0], NO_END)

    low = -max(_climbed(lowest, dates, first, last) for dates in starts)
    high = max(_climbed(highest, dates, first, last) for dates in starts)
    return (low if low > -NO_END else -math.inf, high if high < NO_END else math.inf)


def _slopes(logs: LogPoints, dates: Vector) -> Range:
    """Return the slope of the trend with these dates, or those of the lines through every point."""
    moved = LogPoints(dates - dates.mean(), logs.low, logs.high)
    passing = passing_slopes(moved)
    if passing is not None:
        return passing
    slope = maximise(moved).slope
    return slope, slope


def _climbed(value: Callable[[Vector], float], dates: Vector, first: Vector, last: Vector) -> float:
    """Return the highest value that is reached by moving one date at a time in its period."""
    best, gain = value(dates), math.inf
    while gain > ENOUGH:
        before = best
        for place in np.flatnonzero(last > first):
            best, dates = _moved(value, dates, int(place), (first[place], last[place]))
        gain = best - before
    return best


def _moved(
    value: Callable[[Vector], float], dates: Vector, place: int, limits: Range
) -> tuple[float, Vector]:
    """Return the highest value with one date anywhere between its limits, and the dates then."""

    def at(date: float) -> Vector:
        return np.where(np.arange(len(dates)) == place, date, dates)

    inner = minimize_scalar(
        lambda date: -value(at(date)),
        bounds=limits,
        method="bounded",
        options={"xatol": 1e-4},
    )
    options = [dates, *(at(date) for date in (*limits, float(inner.x)))]
    values = [value(option) for option in options]
    best = int(np.argmax(values))
    return values[best], options[best]
