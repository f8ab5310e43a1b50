"""Estimates for small areas that borrow strength from the others: the model of Fay and Herriot.

A direct estimate is the truth of the area plus a sampling error of known variance; the truth is a
regression on covariates plus a deviation of its own, whose variance is the same everywhere (Fay
and Herriot 1979, JASA 74, 269-277). An area with little data is drawn towards the regression.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

Array = NDArray[np.float64]

_GRID_POINTS = 200
# A component that is a smaller part than this of the smallest variance shrinks everything fully.
_SMALLEST_PART = 1e-6


@dataclass(frozen=True)
class FayHerriot:
    """A fitted model; arrays are in the order of the areas, in the units of the direct estimates.

    ``variance_component`` is the variance of the areas' own deviations, always above zero;
    ``reml_is_zero`` says that restricted maximum likelihood found none, so that it comes from the
    adjusted likelihood instead. ``beta`` is the intercept and then one coefficient a covariate,
    ``beta_covariance`` their covariance. ``shrinkage`` is the weight of the direct estimate, 0 to
    1 (1 leaves it as it is), ``shrunken`` the estimate and ``mse`` its mean squared error.
    """

    variance_component: float
    reml_is_zero: bool
    beta: Array
    beta_covariance: Array
    shrinkage: Array
    shrunken: Array
    mse: Array

    def predict(self, covariates: ArrayLike | None = None) -> tuple[float, float]:
        """Return the value of one area without data of its own, and its mean squared error.

        ``covariates`` is one row as in the fit. The value is the regression alone; the error is
        the area's unknown deviation and the uncertainty of the regression together.

        Raises
        ------
        ValueError
            If the number of covariates differs from the fit.
        """
        given = np.asarray([] if covariates is None else covariates, float).ravel()
        row = np.concatenate([[1.0], given])
        if row.shape != self.beta.shape or not np.isfinite(row).all():
            raise ValueError(f"{len(self.beta) - 1} finite covariates are needed, not {given}")
        mse = self.variance_component + row @ self.beta_covariance @ row
        return float(row @ self.beta), float(mse)


def fay_herriot(
    direct: ArrayLike, variances: ArrayLike, covariates: ArrayLike | None = None
) -> FayHerriot:
    """Fit the model by restricted maximum likelihood (REML) and shrink the direct estimates.

    ``direct`` and ``variances`` have one number an area: its direct estimate and the variance of
    its sampling error, in squared units and taken as known. ``covariates`` has one row an area
    and one column a covariate; an intercept is added. Areas without data stay out: ``predict``
    serves them.

    With few areas REML often finds a variance component of zero. That would draw every area onto
    the regression and call the result nearly certain, so the adjusted likelihood of Li and Lahiri
    (2010, J. Multivariate Anal. 101, 882-892) then takes its place: the restricted likelihood
    times the component, which has its maximum above zero. ``mse`` is the second-order
    approximation g1 + g2 + 2 g3 (Prasad and Rao 1990; Datta and Lahiri 2000 for REML). For the
    adjusted likelihood the bias of the component, which is upwards, is not taken off: the error
    is then too large rather than too small. With few areas ``mse`` can exceed ``variances``: then
    the model has nothing to add, and an area's direct estimate is as good.

    Raises
    ------
    ValueError
        If shapes differ, numbers are not finite, a variance is not above zero, the covariates
        repeat each other, or there are fewer areas than four (three more than coefficients).
    """
    y, noise, design = _checked(direct, variances, covariates)
    likelihood = _Restricted(y, noise, design)
    component = _maximise(likelihood, noise, likelihood.ceiling)
    reml_is_zero = component == 0
    if reml_is_zero:
        component = _maximise(likelihood.adjusted, noise, likelihood.ceiling)
    beta, beta_covariance, _ = likelihood.regression(component)
    line = design @ beta
    total = component + noise
    shrinkage = component / total
    leverage = np.einsum("ij,jk,ik->i", design, beta_covariance, design)
    component_variance = 2 / np.sum(total**-2)
    known = shrinkage * noise + (1 - shrinkage) ** 2 * leverage  # g1 + g2
    estimated = noise**2 / total**3 * component_variance  # g3
    return FayHerriot(
        component,
        reml_is_zero,
        beta,
        beta_covariance,
        shrinkage,
        line + shrinkage * (y - line),
        known + 2 * estimated,
    )


def smoothed_variances(base: ArrayLike, design_effect: float, pooled_share: float) -> Array:
    """Return the variance of each area's direct share, from its size and what all share.

    ``base`` is the number of respondents of each area, ``design_effect`` the variance over that
    of a simple random sample of that size, ``pooled_share`` the share in all areas together, 0 to
    1. An area's own variance is noise at ten respondents and zero at a share of 0 or 1: this
    generalised variance function (Wolter 2007, Introduction to Variance Estimation, ch. 7) gives
    ``design_effect * pooled_share * (1 - pooled_share) / base`` instead.

    Raises
    ------
    ValueError
        If a base or the design effect is not above zero, or the pooled share is 0 or 1.
    """
    sizes = np.asarray(base, float)
    if not (np.isfinite(sizes).all() and (sizes > 0).all()):
        raise ValueError("every area needs a base above zero")
    if not 0 < design_effect < np.inf:
        raise ValueError(f"a design effect of {design_effect} is not above zero")
    if not 0 < pooled_share < 1:
        raise ValueError(f"a pooled share of {pooled_share} says nothing about variance")
    smoothed: Array = design_effect * pooled_share * (1 - pooled_share) / sizes
    return smoothed


def _checked(
    direct: ArrayLike, variances: ArrayLike, covariates: ArrayLike | None
) -> tuple[Array, Array, Array]:
    """Return the estimates, their variances and the design with its intercept, as arrays."""
    y, noise = np.asarray(direct, float), np.asarray(variances, float)
    if y.ndim != 1 or y.shape != noise.shape:
        raise ValueError("direct estimates and variances must be two lists of the same length")
    columns = np.empty((len(y), 0)) if covariates is None else np.asarray(covariates, float)
    columns = columns[:, None] if columns.ndim == 1 else columns
    if columns.ndim != 2 or len(columns) != len(y):
        raise ValueError("covariates must have one row an area")
    design = np.column_stack([np.ones(len(y)), columns])
    if not all(np.isfinite(part).all() for part in (y, noise, design)):
        raise ValueError("estimates, variances and covariates must be finite numbers")
    if (noise <= 0).any():
        raise ValueError("every sampling variance must be above zero")
    needed = design.shape[1] + 3
    if len(y) < needed:
        raise ValueError(f"{len(y)} areas are too few: at least {needed} are needed")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError("covariates repeat each other or the intercept")
    return y, noise, design


class _Restricted:
    """The restricted log-likelihood of the variance component, up to a constant."""

    def __init__(self, y: Array, noise: Array, design: Array) -> None:
        self.y, self.noise, self.design = y, noise, design
        residuals = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        # Beyond this both likelihoods fall: their derivatives are negative, as bounding every
        # variance by the smallest and the largest shows.
        self.ceiling = float(residuals @ residuals + 3 * noise.max())

    def regression(self, component: float) -> tuple[Array, Array, Array]:
        """Return the coefficients, their covariance and the precision of each area."""
        precision = 1 / (component + self.noise)
        information = self.design.T @ (precision[:, None] * self.design)
        covariance = np.linalg.inv(information).astype(np.float64, copy=False)
        return covariance @ self.design.T @ (precision * self.y), covariance, precision

    def __call__(self, component: float) -> float:
        beta, covariance, precision = self.regression(component)
        residuals = self.y - self.design @ beta
        log_determinant = np.linalg.slogdet(covariance)[1]
        fit = residuals @ (precision * residuals)
        return float(np.log(precision).sum() + log_determinant - fit) / 2

    def adjusted(self, component: float) -> float:
        """Return the log-likelihood of Li and Lahiri; minus infinity at zero."""
        return float(np.log(component)) + self(component) if component > 0 else -np.inf


def _maximise(log_likelihood: Callable[[float], float], noise: Array, ceiling: float) -> float:
    """Return where the log-likelihood is highest between zero and ``ceiling``.

    It can have more than one top, so a scan finds the highest before it is refined.
    """
    smallest = _SMALLEST_PART * noise.min()
    grid = np.concatenate([[0.0], np.geomspace(smallest, ceiling, _GRID_POINTS)])
    best = int(np.argmax([log_likelihood(point) for point in grid]))
    if best == 0:
        return 0.0
    inner, outer = grid[best - 1], grid[min(best + 1, len(grid) - 1)]
    top = minimize_scalar(
        lambda point: -log_likelihood(point),
        bounds=(inner, outer),
        method="bounded",
        options={"xatol": 1e-10 * grid[best]},
    )
    return float(top.x)
