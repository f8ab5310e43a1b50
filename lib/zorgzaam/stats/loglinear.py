"""Simple growth rates to set beside the interval likelihood: every count is taken as exact."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import linregress
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from zorgzaam.errors import MonitorError
from zorgzaam.stats.growth import doubling_time

NO_POISSON_LINE = "Deze tellingen verschillen te veel voor een Poisson-lijn."


@dataclass(frozen=True)
class LogLinear:
    """A log-linear trend of exact counts: ``slope`` and its standard error, a year.

    ``slope_se`` is None where no degrees of freedom are left to estimate it from; ``deviance``
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
        If there are fewer than two dates with a count above zero, or counts below zero, or no
        line is found because they differ too much.
    """
    _refuse(points, lowest=0)
    time = points["time"].to_numpy(float)
    # Years from their mean keep the two columns apart; the slope is the same.
    design = np.column_stack([np.ones_like(time), time - time.mean()])
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # A line through every point, as two points always have, is a fit like any other here:
        # the family has no scatter to divide by the degrees of freedom that are left.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        try:
            fit = GLM(points["value"].to_numpy(float), design, family=Poisson()).fit()
        except ValueError as error:  # one count is thousands of times the others
            raise MonitorError(NO_POISSON_LINE) from error
    if not fit.converged or not np.isfinite([fit.deviance, *fit.params, *fit.bse]).all():
        raise MonitorError(NO_POISSON_LINE)
    left = int(fit.df_resid)
    return LogLinear(float(fit.params[1]), float(fit.bse[1]), left, float(fit.deviance))


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
