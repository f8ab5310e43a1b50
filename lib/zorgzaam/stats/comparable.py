"""Which respondents and groups a logistic regression can compare, and in Dutch what it cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgzaam.stats.weighted_logit import is_separated

Array = NDArray[np.float64]

NOBODY = "Niemand beantwoordde alle vragen die voor deze vergelijking nodig zijn."
NO_GROUPS = "Er blijven geen groepen over om te vergelijken."
# No text here tells that a group answered alike, or how often: that can be said of people.
UNIFORM = "De groepen zijn te klein of te eenvormig om te vergelijken."
NOT_FOUND = "De berekening kwam niet tot een uitkomst; vergelijk minder kenmerken tegelijk."
NO_ANSWERS = "Niemand heeft bij dit kenmerk een waarde."
ONE_GROUP = "Bij dit kenmerk is er maar één groep."
FOLLOWS = "Dit kenmerk volgt al uit de andere kenmerken."
GROUP_LEFT_OUT = "Deze groep is te klein of te eenvormig om te vergelijken."

Dropped = list[tuple[str, str, str]]  # predictor, category (empty for all of it), why


def usable(groups: pd.DataFrame) -> tuple[pd.DataFrame, Dropped]:
    """Return the rows in which nothing is missing, of the predictors that anybody has."""
    groups = groups.astype(object)
    groups = groups.mask(groups == "")
    empty = [name for name in groups if len(groups) and groups[name].isna().all()]
    dropped = [(str(name), "", NO_ANSWERS) for name in empty]
    return groups.drop(columns=empty).dropna(), dropped


def without_uniform(groups: pd.DataFrame, answers: pd.Series) -> tuple[pd.DataFrame, Dropped]:
    """Return the rows outside categories in which all answered alike, until no such is left."""
    dropped: Dropped = []
    found = True
    while found:
        found = False
        for name in groups:
            kinds = answers.loc[groups.index].groupby(groups[name]).nunique()
            alike = list(kinds.index[kinds == 1])
            dropped += [(str(name), category, GROUP_LEFT_OUT) for category in alike]
            groups = groups[~groups[name].isin(alike)]
            found = found or bool(alike)
    return groups, dropped


def design_of(groups: pd.DataFrame) -> tuple[Array, pd.DataFrame, Dropped]:
    """Return the intercept and a column for each compared category, and the predictors in it."""
    design, kept = np.ones((len(groups), 1)), []
    dropped: Dropped = []
    for name in groups:
        others = compared(groups[name])
        columns = [(groups[name] == category).to_numpy(float) for category in others]
        wider = np.column_stack([design, *columns])
        if not others:
            dropped.append((str(name), "", ONE_GROUP))
        elif np.linalg.matrix_rank(wider) < wider.shape[1]:
            dropped.append((str(name), "", FOLLOWS))
        else:
            design = wider
            kept.append(name)
    return design, groups[kept], dropped


def reference_of(values: pd.Series) -> str:
    """Return the most frequent category, the first of the alphabet if tied."""
    return str(values.value_counts().sort_index().idxmax())


def compared(values: pd.Series) -> list[str]:
    """Return the categories other than the reference, in alphabetical order."""
    return sorted(set(values) - {reference_of(values)})


def problem_of(used: pd.Series, design: Array, events_per_parameter: int) -> str:
    """Return the Dutch sentence that says why there can be no model; empty if there can."""
    comparisons = design.shape[1] - 1
    if comparisons == 0:
        return NO_GROUPS
    needed = events_per_parameter * comparisons
    if min(used.sum(), len(used) - used.sum()) < needed:
        return (
            f"Voor deze vergelijking zijn minstens {needed} keer 'ja' en {needed} keer 'nee' "
            "nodig; dat is niet gehaald."
        )
    return UNIFORM if is_separated(used.to_numpy(), design) else ""
