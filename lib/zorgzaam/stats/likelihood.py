"""Interval likelihood of a log-linear trend: its maximum, and the slopes it cannot tell apart.

The logarithm of a count is normal around a line in time. A point known exactly adds its density,
a point known as an interval the probability of that interval, so that a lower bound counts as one.
Written in line / sigma and 1 / sigma the log-likelihood is concave (Olsen 1978, Econometrica 46,
1211-1215): it has one maximum, and Newton's method finds it from any start.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import log_ndtr

Vector = NDArray[np.float64]

_LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)
# Slopes per year that differ less are the same: far below any rounding of a published count.
SAME_SLOPE = 1e-9


@dataclass(frozen=True)
class LogPoints:
    """Points on the log scale, time in years; ``high`` is infinite for a lower bound."""

    time: Vector
    low: Vector
    high: Vector


@dataclass(frozen=True)
class Maximum:
    """Where the log-likelihood is highest: the line's height at time 0, its slope, the scatter.

    ``effect`` is what the line is higher by for each unit of an extra term.
    """

    log_likelihood: float
    intercept: float
    slope: float
    sigma: float
    effect: float = 0.0


def passing_slopes(points: LogPoints) -> tuple[float, float] | None:
    """Return the lowest and highest slope of the lines that pass through every interval.

    None if no line does. An end is infinite where nothing bounds it. For a given slope such a
    line exists when the intervals, shifted along it, overlap two by two (Helly), so the pairs of
    points give the answer.
    """
    years = points.time[None, :] - points.time[:, None]
    gap = points.low[None, :] - points.high[:, None]  # from the top of one to the foot of another
    if np.any(gap[years == 0] > 0):
        return None
    later = years > 0
    lowest = float(np.max(gap[later] / years[later], initial=-np.inf))
    highest = float(np.min(-gap.T[later] / years[later], initial=np.inf))
    if lowest > highest + SAME_SLOPE:
        return None
    return min(lowest, highest), max(lowest, highest)


def passes_with(points: LogPoints, term: Vector) -> bool:
    """Return whether some line plus a multiple of ``term`` passes through every interval."""
    design = np.column_stack([np.ones_like(term), points.time, term])
    bounded = np.isfinite(points.high)
    rows = np.vstack([-design, design[bounded]])
    ends = np.concatenate([-points.low, points.high[bounded]])
    found = linprog(np.zeros(3), rows, ends, bounds=(None, None))
    return bool(found.status == 0)


def maximise(points: LogPoints, slope: float | None = None, term: Vector | None = None) -> Maximum:
    """Return the maximum of the log-likelihood, over all lines or over those with ``slope``.

    With ``term``, one value a point, over all lines plus a multiple of it. There must be no such
    line through every interval: then the scatter would be zero and the likelihood of exact points
    without end. The points with an upper end must fix the line and the multiple.

    Raises
    ------
    ArithmeticError
        If Newton's method does not get there.
    """
    shift = 0.0 if slope is None else slope
    low, high = points.low - shift * points.time, points.high - shift * points.time
    ones = np.ones_like(low)
    line = [ones, points.time] if slope is None else [ones]
    line += [] if term is None else [term]
    likelihood = _Likelihood(np.column_stack(line), low, high)
    parameters, value = _newton(likelihood, likelihood.start())
    sigma = 1 / parameters[-1]
    return Maximum(
        value,
        float(parameters[0] * sigma),
        float(parameters[1] * sigma) if slope is None else slope,
        float(sigma),
        0.0 if term is None else float(parameters[-2] * sigma),
    )


class _Likelihood:
    """The log-likelihood in (line / sigma, 1 / sigma), with its first and second derivatives."""

    def __init__(self, line: Vector, low: Vector, high: Vector) -> None:
        self.exact = low == high
        self.bounded = np.isfinite(high)
        self.line, self.low = line, low
        self.high = np.where(self.bounded, high, 0.0)
        # A standardised bound is a row times the parameters.
        self.low_rows = np.column_stack([-line, self.low])
        self.high_rows = np.column_stack([-line, self.high])

    def start(self) -> Vector:
        """Return a first guess: least squares on the middles, with the scatter around them."""
        middle = np.where(self.bounded, (self.low + self.high) / 2, self.low)
        line = np.linalg.lstsq(self.line, middle, rcond=None)[0]
        sigma = max(float(np.std(middle - self.line @ line)), 1e-6)
        return np.append(line, 1.0) / sigma

    def __call__(self, parameters: Vector) -> tuple[float, Vector, Vector]:
        """Return the log-likelihood, its gradient and its Hessian; minus infinity outside."""
        scale, size = parameters[-1], len(parameters)
        if scale <= 0:
            return -np.inf, np.zeros(size), np.eye(size)
        low = self.low_rows @ parameters
        high = np.where(self.bounded, self.high_rows @ parameters, np.inf)
        rows, z = self.low_rows[self.exact], low[self.exact]
        value = float(np.sum(np.log(scale) - z**2 / 2 - _LOG_ROOT_TWO_PI))
        gradient, hessian = -z @ rows, -rows.T @ rows
        gradient[-1] += len(z) / scale
        hessian[-1, -1] -= len(z) / scale**2
        between = ~self.exact
        log_mass = _log_mass(low[between], high[between])
        value += float(np.sum(log_mass))
        steps = []
        for z, rows, sign in (
            (high[between], self.high_rows[between], 1),
            (low[between], self.low_rows[between], -1),
        ):
            density = sign * np.exp(-(z**2) / 2 - _LOG_ROOT_TWO_PI - log_mass)
            steps.append(density[:, None] * rows)
            curve = density * np.where(np.isfinite(z), z, 0.0)
            hessian -= (curve[:, None] * rows).T @ rows
        step = steps[0] + steps[1]
        return value, gradient + step.sum(axis=0), hessian - step.T @ step


def _log_mass(low: Vector, high: Vector) -> Vector:
    """Return the log of the normal probability between two bounds, also far out in a tail."""
    in_upper_tail = low > 0
    near = np.where(in_upper_tail, -low, high)
    far = np.where(in_upper_tail, -high, low)
    mass: Vector = log_ndtr(near) + np.log(-np.expm1(log_ndtr(far) - log_ndtr(near)))
    return mass


def log_density(points: LogPoints, line: Vector, sigma: float) -> float:
    """Return the log-likelihood of ``points`` around the given heights of any curve."""
    low, high = (points.low - line) / sigma, (points.high - line) / sigma
    exact = points.low == points.high
    density = -np.log(sigma) - low[exact] ** 2 / 2 - _LOG_ROOT_TWO_PI
    return float(np.sum(density) + np.sum(_log_mass(low[~exact], high[~exact])))


def _newton(likelihood: _Likelihood, parameters: Vector) -> tuple[Vector, float]:
    """Climb a concave function; every step is halved until it gains enough."""
    value, gradient, hessian = likelihood(parameters)
    for _ in range(200):
        step = np.linalg.solve(-hessian, gradient)
        gain = float(gradient @ step)
        if gain < 1e-10:
            return parameters, value
        size = 1.0
        while (new := likelihood(parameters + size * step))[0] < value + 1e-4 * size * gain:
            size /= 2
            if size < 1e-12:
                # No representable step gains more: the top as far as numbers can tell.
                return parameters, value
        parameters = parameters + size * step
        value, gradient, hessian = new
    raise ArithmeticError("the likelihood has not been maximised in 200 steps")
