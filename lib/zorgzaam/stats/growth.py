"""How fast a published count grew, and how sure that is, from points of unequal precision."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2, t

from zorgzaam.errors import MonitorError
from zorgzaam.stats.likelihood import SAME_SLOPE, LogPoints, Maximum, maximise, passing_slopes

Range = tuple[float, float]


@dataclass(frozen=True)
class Trend:
    """A log-linear trend: the logarithm of the count rises by ``slope`` a year.

    ``status`` is ``estimated``, or ``bounds`` when a line passes through every point as precisely
    as it was published: then the points show no scatter, ``interval`` is None (there is nothing
    to derive an uncertainty from) and all that is known is ``passing``, the slopes of those lines.
    ``slope`` is then None, unless all these lines have the same.

    ``interval`` is the usual profile-likelihood interval, ``small_sample_interval`` the same with
    a threshold that is right for few points; the first is too narrow for four. ``sigma`` is the
    scatter on the log scale, ``start`` the time at which the line is at ``start_count``.
    """

    status: Literal["estimated", "bounds"]
    level: float
    slope: float | None
    interval: Range | None
    small_sample_interval: Range | None
    passing: Range | None
    sigma: float
    log_likelihood: float | None
    start: float
    start_count: float | None

    @property
    def doubling_years(self) -> float | None:
        """Years in which the count doubles: see :func:`doubling_time`."""
        return doubling_time(self.slope)

    @property
    def halving_years(self) -> float | None:
        """Years in which the count halves; infinite, and None, as for doubling."""
        return doubling_time(None if self.slope is None else -self.slope)

    @property
    def growth_pct(self) -> float | None:
        """Growth a year in percent."""
        return None if self.slope is None else growth_pct(self.slope)

    def count_at(self, time: float) -> float | None:
        """Return the height of the line at ``time``, in decimal years; None where unknown."""
        if self.slope is None or self.start_count is None:
            return None
        return self.start_count * math.exp(self.slope * (time - self.start))


def doubling_time(slope: float | None) -> float | None:
    """Return the years in which a count with this slope doubles.

    Infinite where it stays the same, None where it falls or the slope is not known.
    """
    if slope is None or slope < -SAME_SLOPE:
        return None
    return math.log(2) / slope if slope > SAME_SLOPE else math.inf


def growth_pct(slope: float) -> float:
    """Return the growth in percent a year of a slope on the log scale; infinite for infinite."""
    return 100 * float(np.expm1(slope))


def doubling_range(slopes: Range | None) -> Range | None:
    """Return the shortest and longest doubling time, in years, of a range of slopes.

    The longest is infinite where the range holds no growth; None where nothing in it rises.
    """
    if slopes is None or slopes[1] <= SAME_SLOPE:
        return None
    low, high = slopes
    return math.log(2) / high, math.log(2) / low if low > SAME_SLOPE else math.inf


def log_points(points: pd.DataFrame) -> tuple[LogPoints, float]:
    """Return the points on the log scale, with time from its mean, and that mean.

    Raises
    ------
    MonitorError
        If they cannot show growth: see :func:`fit_trend`.
    """
    time, low, high = (points[name].to_numpy(float) for name in ("time", "low", "high"))
    if not np.isfinite(time).all() or not np.isfinite(low).all() or np.isnan(high).any():
        raise MonitorError("Een telling heeft geen datum of geen waarde; laat haar weg.")
    if (low <= 0).any():
        raise MonitorError("Groei is alleen te berekenen uit tellingen groter dan nul.")
    if (low > high).any():
        raise MonitorError("Van een telling ligt het laagste getal boven het hoogste.")
    if len(time) < 2:
        raise MonitorError(f"Voor groei zijn twee tellingen nodig; hier: {len(time)}.")
    if len(set(time)) < 2:
        raise MonitorError("Alle tellingen hebben dezelfde datum: daaruit volgt geen groei.")
    if np.isinf(high).all():
        raise MonitorError("Er zijn alleen ondergrenzen ('meer dan'): daaruit volgt geen groei.")
    start = float(time.mean())
    return LogPoints(time - start, np.log(low), np.log(high)), start


def fit_trend(points: pd.DataFrame, level: float = 0.95) -> Trend:
    """Fit a log-linear trend to points of unequal precision by interval likelihood.

    ``points`` has one row a count: ``time`` in decimal years, ``low`` and ``high`` as the count
    can have been (equal for an exact one, which adds its density; ``high`` infinite for a lower
    bound). The intervals are profile-likelihood intervals of the slope; the usual one takes its
    threshold from chi-squared, the small-sample one from Student's t with two parameters less
    than points, which is exact when every point is.

    Raises
    ------
    MonitorError
        If there are fewer than two dates, nothing but lower bounds, or counts of zero or less.
    """
    logs, start = log_points(points)
    passing = passing_slopes(logs)
    if passing is not None:
        return _bounds(logs, passing, level, start)
    top = _top(logs)
    count = len(logs.time)
    usual = chi2.ppf(level, 1) / 2
    small = count / 2 * math.log1p(t.ppf((1 + level) / 2, count - 2) ** 2 / (count - 2))
    return Trend(
        "estimated",
        level,
        top.slope,
        _profile_interval(logs, top, usual),
        _profile_interval(logs, top, small),
        None,
        top.sigma,
        top.log_likelihood,
        start,
        math.exp(top.intercept),
    )


def leave_one_out(points: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Fit the trend without each point in turn.

    Returns one row a point left out, with the index of ``points`` and every column of theirs
    (such as ``count_id`` and ``time``), and what the others say: ``status`` (as in
    :class:`Trend`, or ``refused`` where they say too little); ``slope``; ``slope_low`` and
    ``slope_high``, the slopes of the lines through every point (where the status is ``bounds``);
    ``doubling_years``, as :func:`doubling_time`; ``doubling_low`` and ``doubling_high``, in
    years, the profile-likelihood interval (where the status is ``estimated``). Missing is what is
    not to be said.
    """
    found = pd.DataFrame([_left(points.drop(index=label), level) for label in points.index])
    numbers = ["slope", "slope_low", "slope_high"]
    numbers += ["doubling_years", "doubling_low", "doubling_high"]
    found = found.reindex(columns=["status", *numbers]).set_axis(points.index)
    return points.join(found.astype(dict.fromkeys(numbers, float)))


def _left(points: pd.DataFrame, level: float) -> dict[str, object]:
    """Return a row of ``leave_one_out``, without what is not known."""
    try:
        trend = fit_trend(points, level)
    except MonitorError:
        # Said in the status: without this point there is no trend to speak of.
        return {"status": "refused"}
    row: dict[str, object] = {"status": trend.status, "slope": trend.slope}
    row["doubling_years"] = trend.doubling_years
    if trend.passing is not None:
        row["slope_low"], row["slope_high"] = trend.passing
    if (years := doubling_range(trend.interval)) is not None:
        row["doubling_low"], row["doubling_high"] = years
    return row


def _top(logs: LogPoints) -> Maximum:
    if len(set(logs.time[np.isfinite(logs.high)])) < 2:
        raise MonitorError(
            "De tellingen met een bovengrens spreken elkaar tegen en hebben dezelfde datum: "
            "daaruit volgt geen groei."
        )
    return maximise(logs)


def _common(slopes: Range) -> float | None:
    """Return the one slope in a range, or None if there are more."""
    low, high = slopes
    return (low + high) / 2 if high - low <= SAME_SLOPE else None


def _bounds(logs: LogPoints, passing: Range, level: float, start: float) -> Trend:
    slope = _common(passing)
    count = None
    if slope is not None:
        low = np.max(logs.low - slope * logs.time)
        high = np.min(logs.high - slope * logs.time)
        count = math.exp((low + high) / 2)
    return Trend("bounds", level, slope, None, None, passing, 0.0, None, start, count)


def _profile_interval(logs: LogPoints, top: Maximum, threshold: float) -> Range:
    """Return the slopes whose best log-likelihood is less than ``threshold`` below the top."""

    def excess(slope: float) -> float:
        return top.log_likelihood - maximise(logs, slope).log_likelihood - threshold

    return _crossing(excess, top, -1), _crossing(excess, top, 1)


def _crossing(excess: Callable[[float], float], top: Maximum, side: int) -> float:
    """Return where ``excess`` crosses zero on one side of the top; infinite if it stays below.

    The profile falls without end once two dates have an upper end, but slowly: beyond a slope
    of a thousand a year the data say nothing.
    """
    inner, step = top.slope, side * max(top.sigma, 1e-8)
    while abs(inner + step) < 1000:
        if excess(inner + step) > 0:
            return float(brentq(excess, inner, inner + step, xtol=1e-10, rtol=1e-10))
        inner, step = inner + step, 2 * step
    return side * math.inf
