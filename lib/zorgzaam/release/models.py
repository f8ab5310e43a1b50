"""Which groups of initiatives answer differently: tests of tables, and a model of two answers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.release.questions import YES, Item
from zorgzaam.release.rows import AREA, COUNTRY, UNKNOWN
from zorgzaam.release.table import SHOWN
from zorgzaam.stats.association import Logistic, logistic, merge_small
from zorgzaam.stats.survey import Survey

# What is asked about: examines its goals, and misses goals for lack of money.
OUTCOMES = ("goals_measured", "funding_barrier")
PREDICTORS = ("legal_form", "start_period")
TESTED = ("legal_form", "start_period", "phase")
OTHER = "other_joined"  # classes of which something is hidden, together
TARGET = "movement"
# Ten is the old rule; with five to nine intervals are nearly as good (Vittinghoff and McCulloch
# 2007, Am. J. Epidemiol. 165, 710-718), and a rare answer can be modelled at all.
EVENTS_A_PARAMETER = 5
RAO_SCOTT, LOGISTIC = "Rao-Scott", "logistische regressie, gewogen, robuust"


def tests(
    survey: Survey,
    items: Sequence[Item],
    groups: pd.DataFrame,
    told: pd.DataFrame,
    minimum_count: int,
) -> pd.DataFrame:
    """Return for each outcome and group the Rao-Scott test that the answers differ by class.

    A test of classes that are hidden would give their counts back, with the others known: those
    are put together (:func:`_joined`). ``told`` is the finished table of shares.
    """
    rows: list[dict[str, object]] = []
    for item in (item for item in items if item.variable in OUTCOMES):
        answer = item.values.where(item.values.isin(item.categories))
        for group in TESTED:
            found = survey.rao_scott(answer, _joined(item, groups[group], told, minimum_count))
            about = {"variable": item.variable, "group": group, "base": found["n"]}
            if pd.isna(found["f"]):
                why = {"status": "none", "reason": "er is te weinig om te vergelijken"}
                rows.append({**about, **why, "statistic": "rao_scott_f"})
                continue
            numbers = (("rao_scott_f", "f", 2), ("rao_scott_p", "p_value", 3))
            rows += [
                {**about, "statistic": name, "value": round(found[key], digits), "decimals": digits}
                for name, key, digits in numbers
            ]
    return _national(pd.DataFrame(rows), RAO_SCOTT).assign(unit="toets")


def models(
    survey: Survey,
    items: Sequence[Item],
    groups: pd.DataFrame,
    told: pd.DataFrame,
    level: float,
    minimum_count: int,
) -> pd.DataFrame:
    """Return odds ratios and differences in points of a logistic model for each outcome.

    The same classes are put together as in the tests: a model with each of them would give their
    counts away.
    """
    tables = []
    for item in (item for item in items if item.variable in OUTCOMES):
        outcome = (item.values == YES).astype(float).where(item.values.isin(item.categories))
        predictors = pd.DataFrame(
            {name: _joined(item, groups[name], told, minimum_count) for name in PREDICTORS}
        )
        strata = survey.strata.assignment.reindex(outcome.index) if survey.strata else None
        weights = survey.weights.reindex(outcome.index)
        fit = logistic(outcome, predictors, weights, strata, level, EVENTS_A_PARAMETER)
        tables.append(_as_rows(item.variable, fit))
    return _national(pd.concat(tables, ignore_index=True), LOGISTIC)


def _joined(item: Item, classes: pd.Series, told: pd.DataFrame, minimum_count: int) -> pd.Series:
    """Return ``classes`` with those of which an answer to ``item`` is hidden as one, or left out.

    Together they say no more than the country less the classes that are told; even so they are
    left out when an answer is given by fewer than ``minimum_count`` of them.
    """
    rows = told[(told["variable"] == item.variable) & (told["group"] == classes.name)]
    shown = rows["status"].isin(SHOWN).groupby(rows["group_category"]).all()
    known = classes.where(classes != UNKNOWN, "")
    joined = merge_small(known, set(shown[shown].index), OTHER)
    counts = item.values[joined == OTHER].value_counts()
    if counts.reindex(list(item.categories), fill_value=0).min() < minimum_count:
        return joined.where(joined != OTHER, "")
    return joined


def _as_rows(variable: str, fit: Logistic) -> pd.DataFrame:
    """Return the terms of a fit as rows, or the reason why there are none."""
    if fit.problem:
        why = {"variable": variable, "statistic": "odds_ratio", "status": "none"}
        return pd.DataFrame([{**why, "reason": fit.problem, "base": fit.n}])
    rows = []
    for term in fit.terms.to_dict("records"):
        own = {
            "variable": variable,
            "group": term["predictor"],
            "group_category": term["category"],
            "denominator": term["reference"],
            "base": term["base"],
            "status": "published",
            "p_value": round(term["p_value"], 3) if pd.notna(term["p_value"]) else None,
        }
        ratio = {name: round(term[column], 2) for name, column in _ODDS.items()}
        points = {
            name: round(term[column]) if pd.notna(term[column]) else None
            for name, column in _POINTS.items()
        }
        rows.append(
            {**own, **ratio, "statistic": "odds_ratio", "unit": "verhouding", "decimals": 2}
        )
        rows.append(
            {**own, **points, "statistic": "marginal_points", "unit": "points", "decimals": 0}
        )
    return pd.DataFrame(rows)


_ODDS = {"value": "odds_ratio", "lower": "lower", "upper": "upper"}
_POINTS = {
    "value": "marginal_effect_points",
    "lower": "marginal_lower",
    "upper": "marginal_upper",
}


def _national(table: pd.DataFrame, method: str) -> pd.DataFrame:
    filled = {"area": COUNTRY, "group": AREA, "status": "published", "reason": ""}
    table = table.assign(target=TARGET, method=method)
    for name, value in filled.items():
        table[name] = table[name].fillna(value) if name in table else value
    return table
