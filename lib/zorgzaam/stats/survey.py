"""Weights that make the respondents look like the inventory, and how far they had to change.

Weights rest on a model: within a stratum, and given the margins, who answered is chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from zorgzaam.dutch import format_number, join_words
from zorgzaam.errors import MonitorError
from zorgzaam.stats.margins import compare, make_margins
from zorgzaam.stats.strata import make_strata
from zorgzaam.stats.weighted import Diagnostics, Survey

__all__ = ["Diagnostics", "Survey", "weigh"]

Bounds = tuple[float, float]


def weigh(
    frame: pd.DataFrame,
    *,
    minimum_respondents: int,
    margins: Sequence[str],
    bounds: Bounds,
    neighbours: Mapping[str, Sequence[str]],
    level: float = 0.95,
) -> Survey:
    """Return the respondents in a frame with weights that make them look like all of it.

    ``frame`` has a row an initiative of the inventory: ``initiative_id``, ``province_code``,
    ``phase``, ``responded`` (bool) and a text column for each of ``margins`` (which may be those
    two); empty is a class of its own. Strata are made by
    :func:`zorgzaam.stats.strata.make_strata`, with ``neighbours``; a base weight is the size of
    the stratum over its respondents; these are raked to the margins, joined by
    :func:`zorgzaam.stats.margins.make_margins`. No weight may be less than ``bounds[0]`` times or
    more than ``bounds[1]`` times its base weight.

    Raises
    ------
    MonitorError
        If nobody answered, an initiative is in the frame twice, no weights meet the margins, or
        a weight is outside the bounds.
    ValueError
        If the frame lacks a margin, or the minimum or the bounds make no sense.
    """
    if not 0 < bounds[0] <= 1 <= bounds[1]:
        raise ValueError(f"bounds lie on both sides of 1, not {bounds}")
    strata = make_strata(frame, minimum_respondents, neighbours)
    joined = make_margins(frame, margins, strata, minimum_respondents)
    stratum = strata.assignment.loc[joined.classes.index]
    sizes = stratum.map(strata.sizes)
    design = pd.DataFrame(
        {
            "_stratum": stratum,
            "_size": sizes,
            "_base": sizes / stratum.map(stratum.value_counts()),
        }
    )
    survey = Survey.from_design(
        design.join(joined.classes),
        weight="_base",
        stratum="_stratum",
        population="_size",
        targets=joined.targets,
        level=level,
    )
    _check_bounds(survey.weights / survey.base_weights, bounds, joined.classes)
    log = pd.concat([strata.log, joined.log], ignore_index=True)
    comparison = compare(frame, survey.weights, margins)
    return replace(survey, strata=strata, log=log, comparison=comparison)


def _check_bounds(ratios: pd.Series, bounds: Bounds, classes: pd.DataFrame) -> None:
    """Refuse weights that calibration changed too much, and say of what kind of respondents."""
    problems = []
    for at, outside, word in (
        (ratios.idxmin(), ratios.min() < bounds[0], "kleinste"),
        (ratios.idxmax(), ratios.max() > bounds[1], "grootste"),
    ):
        if outside:
            of = join_words([f"{name} = {value}" for name, value in classes.loc[at].items()])
            problems.append(f"de {word} factor is {format_number(ratios[at], 2)} (bij {of})")
    if problems:
        low, high = (format_number(bound, 2) for bound in bounds)
        raise MonitorError(
            f"Wegen op {join_words(list(classes))} verandert gewichten met een factor buiten de "
            f"grenzen {low} en {high}: {join_words(problems)}. Laat een kenmerk weg uit de weging, "
            "verhoog het minimum aantal respondenten per klasse, of verruim de grenzen."
        )
