"""How answers go together with groups: weighted logistic regression, and how to say its outcome.

An association says nothing of cause, and no sentence made here may suggest it.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

from zorgzaam.dutch import format_number, format_percent
from zorgzaam.stats.comparable import (
    NOBODY,
    NOT_FOUND,
    UNIFORM,
    compared,
    design_of,
    problem_of,
    reference_of,
    usable,
    without_uniform,
)
from zorgzaam.stats.weighted_logit import coefficients, marginal_effect, sandwich

Array = NDArray[np.float64]

MARGINAL_NUMBERS = ["marginal_effect_points", "marginal_lower", "marginal_upper"]
TERM_COLUMNS = ["predictor", "category", "reference", "is_reference", "base"]
TERM_COLUMNS += ["odds_ratio", "lower", "upper", "p_value", *MARGINAL_NUMBERS]


@dataclass(frozen=True)
class Logistic:
    """A fitted model, or in ``problem`` the Dutch sentence that says why there is none.

    ``terms`` has one row a category: ``predictor``, ``category``, ``reference`` (the category it
    is compared with), ``is_reference``, ``base`` (respondents used), ``odds_ratio`` with its
    ``lower`` and ``upper`` limit and ``p_value``, and ``marginal_effect_points`` (the difference
    from the reference in percentage points, all else equal) with ``marginal_lower`` and
    ``marginal_upper``. A reference has odds ratio 1 and difference 0, and no limits.

    ``n`` are the respondents used, ``events`` those of them with outcome 1, ``missing`` those
    left out because an answer is missing: all unweighted. ``dropped`` has one row a predictor
    (``category`` empty) or category left out, with ``why`` in Dutch.
    """

    terms: pd.DataFrame
    n: int
    events: int
    missing: int
    dropped: pd.DataFrame
    problem: str = ""


def merge_small(values: pd.Series, keep: Set[str], other: str = "other") -> pd.Series:
    """Return ``values`` with every category that is not in ``keep`` called ``other``.

    What is missing, or empty, stays so.
    """
    return values.where(values.isin(keep) | values.isna() | (values == ""), other)


def logistic(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    weights: pd.Series,
    strata: pd.Series | None = None,
    level: float = 0.95,
    events_per_parameter: int = 10,
) -> Logistic:
    """Fit a weighted logistic regression of ``outcome`` on categories, with robust errors.

    ``outcome`` is 0, 1 or missing; ``predictors`` are texts, missing or empty where unknown;
    ``weights`` and ``strata`` are those of the survey. All have the index of ``outcome``. Each
    predictor is compared with its most frequent category (the first of the alphabet if tied).

    The covariance is the sandwich of the survey literature (Binder 1983, Int. Stat. Rev. 51,
    279-292), as in R's ``svyglm`` without finite population correction: scores are centred
    within strata, and respondents who are left out count as zero in theirs. Limits use Student's
    t; its degrees of freedom are the respondents less the strata less the comparisons. Marginal
    effects are weighted averages over the respondents, their limits by the delta method.

    Left out with the reason: a predictor with one category, one that follows from the others,
    and a category in which all answered alike (its odds ratio would be zero or infinite; its
    respondents say nothing on the others). There is no model but a ``problem`` where too few are
    left (of the rarer answer, ``events_per_parameter`` for each comparison: Peduzzi et al. 1996,
    J. Clin. Epidemiol. 49, 1373-1379), where groups together predict answers perfectly, or where
    nothing converges.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, a weight not above zero, an index not that of ``outcome`` or
        not unique, or a used respondent has no stratum.
    """
    _check(outcome, predictors, weights, strata)
    answered = outcome.dropna().astype(float)
    groups, dropped = usable(predictors.loc[answered.index])
    answered = answered.loc[groups.index]
    missing = len(outcome) - len(answered)
    if answered.nunique() == 2:
        groups, uniform = without_uniform(groups, answered)
        dropped += uniform
    used = answered.loc[groups.index]
    problem = "" if len(used) else UNIFORM if len(answered) else NOBODY
    terms = pd.DataFrame(columns=TERM_COLUMNS)
    if not problem:
        design, groups, redundant = design_of(groups)
        dropped += redundant
        problem = problem_of(used, design, events_per_parameter)
    if not problem:
        strata = pd.Series("", outcome.index) if strata is None else strata
        fit = _fit(used, design, weights, strata)
        problem = NOT_FOUND if fit is None else ""
        terms = terms if fit is None else _terms(fit, groups, level)
    left_out = pd.DataFrame(dropped, columns=["predictor", "category", "why"])
    return Logistic(terms, len(used), int(used.sum()), missing, left_out, problem)


def plain_reading(term_row: pd.Series, outcome_text: str, level: float = 0.95) -> str:
    """Return a row of ``terms`` as a Dutch sentence that says what goes together, and no more.

    ``category`` and ``reference`` of the row must be Dutch plurals by now (``coöperaties``), and
    ``outcome_text`` a clause (``zij leden tekortkomen``); ``level`` is that of the fit.

    Raises
    ------
    ValueError
        If the row is a reference: there is nothing to compare it with.
    """
    if term_row["is_reference"]:
        raise ValueError(f"{term_row['category']} is the reference itself")
    category, reference = term_row["category"], term_row["reference"]
    middle, low, high = (float(term_row[name]) for name in MARGINAL_NUMBERS)
    interval = f"{format_percent(100 * level)}-interval"
    if low <= 0 <= high:
        return (
            f"Er is geen duidelijk verschil gevonden tussen {category} en {reference} in hoe vaak "
            f"zij zeggen dat {outcome_text}: bij {category} kan dat {_points(-low)} lager tot "
            f"{_points(high)} hoger zijn ({interval})."
        )
    word = "vaker" if middle > 0 else "minder vaak"
    near, far = sorted((abs(low), abs(high)))
    # A difference that is clear must not be rounded to none.
    decimals = 0 if near >= 0.5 else 1 if near >= 0.05 else 2
    near_text, far_text = format_number(near, decimals), format_number(far, decimals)
    return (
        f"{category[:1].upper()}{category[1:]} zeggen {word} dan {reference} dat {outcome_text}: "
        f"naar schatting {_points(abs(middle), decimals)} verschil "
        f"({interval} {near_text} tot {far_text})."
    )


def _points(points: float, decimals: int = 0) -> str:
    text = format_number(points, decimals)
    return f"{text} punt" if text == "1" else f"{text} punten"


def _check(
    outcome: pd.Series, predictors: pd.DataFrame, weights: pd.Series, strata: pd.Series | None
) -> None:
    if not outcome.index.is_unique:
        raise ValueError("the index of the outcome is not unique")
    for part in (predictors, weights, *([] if strata is None else [strata])):
        if not part.index.equals(outcome.index):
            raise ValueError("outcome, predictors, weights and strata must have the same index")
    if not outcome.dropna().isin([0, 1]).all():
        raise ValueError("an outcome is not 0, 1 or missing")
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise ValueError("a weight is not above zero")
    if strata is not None and strata.isna().any():
        raise ValueError("a respondent has no stratum")


@dataclass(frozen=True)
class _Fit:
    """A design with the weights of its rows, its coefficients and their covariance."""

    design: Array
    weights: Array
    beta: Array
    covariance: Array
    df: int


def _fit(used: pd.Series, design: Array, weights: pd.Series, strata: pd.Series) -> _Fit | None:
    """Return the fit to the respondents used; ``strata`` has those who are left out as well."""
    outcome, own_weights = used.to_numpy(), weights.loc[used.index].to_numpy(float)
    beta = coefficients(outcome, design, own_weights)
    if beta is None:
        return None
    numbers = pd.Series(pd.factorize(strata)[0], strata.index)
    own_numbers, sizes = numbers.loc[used.index].to_numpy(), np.bincount(numbers)
    covariance = sandwich(outcome, design, own_weights, beta, own_numbers, sizes)
    df = len(used) - len(set(own_numbers)) - (design.shape[1] - 1)
    return _Fit(design, own_weights, beta, covariance, max(df, 1))


def _terms(fit: _Fit, groups: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the rows of ``Logistic.terms``."""
    rows, start = [], 1
    for name in groups:
        values = groups[name]
        others = compared(values)
        columns = range(start, start + len(others))
        start += len(others)
        found = {
            category: _numbers(fit, columns, column, level)
            for category, column in zip(others, columns, strict=True)
        }
        reference = reference_of(values)
        found[reference] = {"odds_ratio": 1.0, "marginal_effect_points": 0.0}
        for category in sorted(found):
            row = {"predictor": name, "category": category, "reference": reference}
            row |= {"is_reference": category == reference, "base": int((values == category).sum())}
            rows.append(row | found[category])
    return pd.DataFrame(rows, columns=TERM_COLUMNS)


def _numbers(fit: _Fit, columns: range, column: int, level: float) -> dict[str, float]:
    """Return the odds ratio and the marginal effect of one category, with their limits."""
    critical = t.ppf((1 + level) / 2, fit.df)
    log_odds, se = fit.beta[column], np.sqrt(fit.covariance[column, column])
    effect, slopes = marginal_effect(fit.design, fit.weights, fit.beta, columns, column)
    margin = 100 * critical * np.sqrt(slopes @ fit.covariance @ slopes)
    return {
        "odds_ratio": float(np.exp(log_odds)),
        "lower": float(np.exp(log_odds - critical * se)),
        "upper": float(np.exp(log_odds + critical * se)),
        "p_value": float(2 * t.sf(abs(log_odds) / se, fit.df)),
        "marginal_effect_points": 100 * effect,
        "marginal_lower": float(max(100 * effect - margin, -100)),
        "marginal_upper": float(min(100 * effect + margin, 100)),
    }
