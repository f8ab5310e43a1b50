"""Whether counts can tell another explanation from one straight line: a definition, or a break.

Both are one number more: how much higher the counts of another family lie, or how much the slope
changes after a date. For a given number the counts are shifted by it and the trend of
:mod:`zorgzaam.stats.growth` is fitted, so that the profile of its likelihood says what is possible.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2

from zorgzaam.errors import MonitorError
from zorgzaam.stats import growth
from zorgzaam.stats.likelihood import LogPoints, Vector, maximise, passing_slopes

REACH = 12.0  # of the extra term, in logs: a factor of 160,000 either way
MOST_DATES = 10  # of uncertain dates that are all tried at both ends


@dataclass(frozen=True)
class Term:
    """A trend with one number more than a straight line.

    ``status`` is ``estimated``, or ``saturated`` where a line with this term passes through every
    point: then it fits whatever is true and says nothing. ``effect`` is the term on the log scale
    with its profile ``interval``; ``slope`` that of the line beside it. ``gain`` is by how much the
    log-likelihood is higher than that of the straight line, ``p_value`` that of the
    likelihood-ratio test (chi-squared, one degree of freedom).
    """

    status: Literal["estimated", "saturated"]
    effect: float | None
    interval: tuple[float, float] | None
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
    """Fit a line plus a number of times ``term``, one value a point; see :class:`Term`."""
    logs, _ = growth.log_points(points)

    def shifted(effect: float) -> LogPoints:
        return LogPoints(logs.time, logs.low - effect * term, logs.high - effect * term)

    def value(effect: float) -> float:
        moved = shifted(effect)
        return math.inf if passing_slopes(moved) else maximise(moved).log_likelihood

    grid = np.linspace(-REACH, REACH, 241)
    heights = np.array([value(effect) for effect in grid])
    if np.isinf(heights).any() or passing_slopes(logs):
        return Term("saturated", None, None, None, math.inf, None)
    start = grid[int(heights.argmax())]
    step = grid[1] - grid[0]
    best = minimize_scalar(
        lambda effect: -value(effect), bounds=(start - step, start + step), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    top, effect = -float(best.fun), float(best.x)
    if not math.isfinite(top):
        return Term("saturated", None, None, None, math.inf, None)
    gain = top - maximise(logs).log_likelihood
    limit = chi2.ppf(level, 1) / 2
    ends = [_end(lambda x: top - value(x) - limit, effect, side) for side in (-1, 1)]
    slope = maximise(shifted(effect)).slope
    p_value = float(chi2.sf(2 * max(gain, 0), 1))
    return Term("estimated", effect, (ends[0], ends[1]), slope, gain, p_value)


def _end(excess: Callable[[float], float], effect: float, side: int) -> float:
    """Return where ``excess`` crosses zero on one side of ``effect``; infinite if it does not."""
    inner = effect
    for step in 0.05 * 1.5 ** np.arange(16):
        outer = effect + side * float(step)
        if excess(outer) > 0:
            return float(brentq(excess, inner, outer, xtol=1e-9))
        inner = outer
    return side * math.inf


def date_range(points: pd.DataFrame) -> tuple[float, float] | None:
    """Return the lowest and highest slope when each count may be of any date in its period.

    ``points`` has ``date_low`` and ``date_high`` beside ``low`` and ``high``, decimal years: of
    "2017" the whole year. All combinations of first and last dates are tried, as the slope is
    lowest or highest at one of them. None if there are too many to try.

    Raises
    ------
    MonitorError
        As ``growth.fit_trend``.
    """
    if len(points) > MOST_DATES:
        return None
    ends = [sorted({row.date_low, row.date_high}) for row in points.itertuples()]
    slopes = []
    for dates in itertools.product(*ends):
        moved = points.assign(time=list(dates))
        if moved["time"].nunique() < 2:
            continue
        trend = growth.fit_trend(moved)
        slopes += [trend.slope] if trend.slope is not None else list(trend.passing or ())
    return (min(slopes), max(slopes)) if slopes else None
