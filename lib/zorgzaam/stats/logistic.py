"""Whether a few counts can tell growth towards a ceiling from growth without one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import chi2

from zorgzaam.errors import MonitorError
from zorgzaam.stats.growth import log_points
from zorgzaam.stats.likelihood import LogPoints, Vector, log_density, maximise, passing_slopes


def logistic_ceilings(
    points: pd.DataFrame, ceilings: Sequence[float], level: float = 0.95
) -> pd.DataFrame:
    """Compare logistic curves with given ceilings with each other and with growth without one.

    The curve has the same log-normal error as :func:`zorgzaam.stats.growth.fit_trend`, whose
    log-linear trend is the limit for an infinite ceiling, the last row. Where that
    row is within the interval the points put no end to the ceiling: it is not identified.

    Returns one row a ceiling: ``ceiling``, ``log_likelihood`` (infinite where a curve passes
    through every point) and ``is_within_interval``, whether the ceiling is in the
    profile-likelihood interval among those given.

    Raises
    ------
    MonitorError
        As ``fit_trend`` does, if there are fewer points than the four unknowns (height, slope,
        ceiling, scatter), and if a ceiling is not above every count's lowest value.
    """
    logs, _ = log_points(points)
    if len(points) < 4:
        raise MonitorError("Een kromme met een grens heeft vier onbekenden en vraagt vier punten.")
    if min(ceilings) <= points["low"].max():
        raise MonitorError("Een grens aan de groei moet hoger liggen dan elke telling.")
    values = [_best(logs, float(np.log(ceiling))) for ceiling in ceilings]
    without = np.inf if passing_slopes(logs) else maximise(logs).log_likelihood
    table = pd.DataFrame(
        {"ceiling": [*map(float, ceilings), np.inf], "log_likelihood": [*values, without]}
    )
    threshold = table["log_likelihood"].max() - chi2.ppf(level, 1) / 2
    return table.assign(is_within_interval=table["log_likelihood"] >= threshold)


def _best(logs: LogPoints, ceiling: float) -> float:
    """Return the highest log-likelihood of a logistic curve below the log of a ceiling."""
    logit = LogPoints(logs.time, _logit(logs.low, ceiling), _logit(logs.high, ceiling))
    if passing_slopes(logit) is not None:
        return np.inf

    def cost(parameters: Vector) -> float:
        height, slope, log_sigma = parameters
        curve = ceiling - np.logaddexp(0, -(height + slope * logs.time))
        return -log_density(logs, curve, float(np.exp(log_sigma)))

    start = maximise(logit)
    guess = np.array([start.intercept, start.slope, np.log(start.sigma)])
    options = {"xatol": 1e-6, "fatol": 1e-8, "maxiter": 5000, "maxfev": 5000}
    found = minimize(cost, guess, method="Nelder-Mead", options=options)
    if not found.success:
        raise ArithmeticError(f"no logistic curve found: {found.message}")
    return -float(found.fun)


def _logit(logs: Vector, ceiling: float) -> Vector:
    """Return the log odds of counts below a ceiling; infinite for those at it or above."""
    share = np.exp(np.minimum(logs - ceiling, 0.0))
    odds = np.full_like(logs, np.inf)
    below = share < 1
    odds[below] = np.log(share[below]) - np.log1p(-share[below])
    return odds
