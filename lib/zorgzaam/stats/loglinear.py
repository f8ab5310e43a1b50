"""Simple growth rates to set beside the interval likelihood: every count is taken as exact."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import kl_div, softmax
from scipy.stats import linregress

from zorgzaam.errors import MonitorError
from zorgzaam.stats.growth import doubling_time
from zorgzaam.stats.likelihood import Vector


@dataclass(frozen=True)
class LogLinear:
    """A log-linear trend of exact counts: ``slope`` and its standard error, a year.

    ``slope_se`` is None where least squares has no degrees of freedom left; ``deviance``
    is None for least squares. A Poisson deviance far above ``residual_df`` says that the points
    scatter more than chance would have them, so that the standard error must not be quoted.
    """

    slope: float
    slope_se: float | None
    residual_df: int
    deviance: float | None = None

    @property
    def doubling_years(self) -> float | None:
        """Years in which the count doubles; infinite where it stays the same, None if it falls."""
        return doubling_time(self.slope)


def ols_trend(points: pd.DataFrame) -> LogLinear:
    """Fit a line through the logarithms of ``value`` against ``time`` by least squares.

    Raises
    ------
    MonitorError
        If there are fewer than two dates, or counts of zero or less.
    """
    _refuse(points, lowest=1)
    fit = linregress(points["time"].to_numpy(float), np.log(points["value"].to_numpy(float)))
    left = len(points) - 2
    return LogLinear(float(fit.slope), float(fit.stderr) if left else None, left)


def poisson_trend(points: pd.DataFrame) -> LogLinear:
    """Fit a log-linear Poisson regression of ``value`` on ``time``.

    Raises
    ------
    MonitorError
        If there are fewer than two dates with a count above zero, or counts below zero.
    """
    _refuse(points, lowest=0)
    value = points["value"].to_numpy(float)
    # Years from their mean keep the numbers small; the slope is the same.
    years = points["time"].to_numpy(float) - points["time"].mean()
    slope = _poisson_slope(years, value)
    share = softmax(slope * years)
    expected = value.sum() * share
    spread = float(expected @ (years - share @ years) ** 2)
    deviance = 2 * float(np.sum(kl_div(value, expected)))
    return LogLinear(slope, 1 / math.sqrt(spread), len(points) - 2, deviance)


def _poisson_slope(years: Vector, value: Vector) -> float:
    """Return the slope at which the likelihood is highest.

    There the mean date of the counts is that of the line, which rises with the slope. So it is
    found for any counts, where the usual weighted least squares can run away.
    """
    mean = float(value @ years / value.sum())

    def excess(slope: float) -> float:
        return float(softmax(slope * years) @ years) - mean

    reach = 1.0
    while excess(-reach) > 0 or excess(reach) < 0:
        reach *= 2
    return float(brentq(excess, -reach, reach, xtol=1e-12))


def ols_leave_one_out(points: pd.DataFrame) -> pd.DataFrame:
    """Fit ``ols_trend`` without each point in turn.

    Returns one row a point left out: ``time``, ``slope``, ``doubling_years`` (missing where the
    rest falls).

    Raises
    ------
    MonitorError
        As ``ols_trend`` does, if the points that are left cannot show growth.
    """
    fits = [ols_trend(points.drop(index=label)) for label in points.index]
    columns = {
        "time": points["time"],
        "slope": [fit.slope for fit in fits],
        "doubling_years": [fit.doubling_years for fit in fits],
    }
    return pd.DataFrame(columns, points.index).astype(float)


def doubling_between(time: float, value: float, later: float, later_value: float) -> float | None:
    """Return the doubling time in years between two exact counts, as ``growth.doubling_time``.

    Raises
    ------
    MonitorError
        If the dates are not in order or a count is not above zero.
    """
    if later <= time or min(value, later_value) <= 0:
        raise MonitorError(
            "Een verdubbelingstijd vraagt twee tellingen groter dan nul, de oudste eerst."
        )
    return doubling_time(math.log(later_value / value) / (later - time))


def _refuse(points: pd.DataFrame, lowest: int) -> None:
    if points["time"].nunique() < 2:
        raise MonitorError("Voor groei zijn tellingen op twee datums nodig.")
    if not (points["value"] >= lowest).all() or not np.isfinite(points["value"]).all():
        raise MonitorError(f"Elke telling moet hier een getal van {lowest} of meer zijn.")
    if points.loc[points["value"] > 0, "time"].nunique() < 2:
        raise MonitorError("Voor groei zijn tellingen boven nul op twee datums nodig.")
