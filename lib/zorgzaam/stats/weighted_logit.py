"""The arithmetic of a weighted logistic regression: coefficients, covariance, marginal effects.

Arrays have one row a respondent. The first column of a design is the intercept, the others are 0
or 1. Weights may be on any scale: only their proportions matter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import expit
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

Array = NDArray[np.float64]


def is_separated(outcome: Array, design: Array) -> bool:
    """Return whether some groups together predict answers perfectly, so that there is no maximum.

    ``outcome`` is 0 or 1. There is a direction in which every answer gets likelier, or none less
    likely, exactly when a linear program finds it (Konis 2007, thesis, University of Oxford).
    """
    signed = np.unique((2 * outcome - 1)[:, None] * design, axis=0)
    best = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1))
    return bool(-best.fun > 1e-6)


def coefficients(outcome: Array, design: Array, weights: Array) -> Array | None:
    """Return the log odds ratios of highest weighted likelihood; None if they are not found.

    The data must not be separated.
    """
    model = GLM(outcome, design, family=Binomial(), freq_weights=weights / weights.mean())
    fit = model.fit(tol=1e-12)
    found: Array = np.asarray(fit.params, float)
    return found if fit.converged and np.isfinite(found).all() else None


def sandwich(
    outcome: Array,
    design: Array,
    weights: Array,
    beta: Array,
    strata: NDArray[np.int64],
    strata_sizes: NDArray[np.int64],
) -> Array:
    """Return the design-based covariance of the coefficients ``beta`` (Binder 1983).

    ``strata`` numbers the stratum of each row, and ``strata_sizes`` has the respondents of each:
    those without a row here count with a score of zero. Scores are centred within their stratum;
    the one of a stratum of one respondent is kept as it is.
    """
    chance = expit(design @ beta)
    bread = np.linalg.inv(design.T @ ((weights * chance * (1 - chance))[:, None] * design))
    scores = (weights * (outcome - chance))[:, None] * design
    sums = np.zeros((len(strata_sizes), design.shape[1]))
    np.add.at(sums, strata, scores)
    rest = np.maximum(strata_sizes - 1, 1)
    row_factor = np.where(strata_sizes > 1, strata_sizes / rest, 1.0)
    sum_factor = np.where(strata_sizes > 1, 1 / rest, 0.0)
    spread = scores.T @ (row_factor[strata][:, None] * scores)
    spread -= sums.T @ (sum_factor[:, None] * sums)
    covariance: Array = bread @ spread @ bread
    return covariance


def marginal_effect(
    design: Array, weights: Array, beta: Array, columns: Sequence[int], column: int
) -> tuple[float, Array]:
    """Return the average difference in chance between a category and its reference.

    Everybody is taken once as in the category, with ``column`` 1, and once as in the reference,
    with all ``columns`` of the predictor 0; the weighted mean of the differences, between -1 and
    1, comes with its derivatives to ``beta``.
    """
    reference = design.copy()
    reference[:, columns] = 0
    category = reference.copy()
    category[:, column] = 1
    shares = weights / weights.sum()
    high, low = expit(category @ beta), expit(reference @ beta)
    slopes = (high * (1 - high))[:, None] * category - (low * (1 - low))[:, None] * reference
    return float(shares @ (high - low)), shares @ slopes
