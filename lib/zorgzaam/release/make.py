"""Weigh, estimate, protect: from the processed tables of a wave to its release. No files here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.params import Build, Dataset
from zorgzaam.release import counts, estimates, models, small_areas
from zorgzaam.release.finish import finish
from zorgzaam.release.frame import make_frame
from zorgzaam.release.protect import KEYS, Protected, protect, told_classes
from zorgzaam.release.questions import Amount, Item, amounts, items
from zorgzaam.release.rows import AREA, COUNTRY, GROUPS, Rows, make_rows
from zorgzaam.release.table import SHOWN, check, conform
from zorgzaam.stats.disclosure import Rules
from zorgzaam.stats.survey import Survey, weigh

METHODS = {
    ("share_pct", "inventory"): "gewogen aandeel; Korn-Graubard met eindige populatie",
    ("share_pct", "movement"): "gewogen aandeel; Wilson",
    ("difference_points", "inventory"): "verschil met de rest van het land; Newcombe met samenhang",
    ("difference_points", "movement"): "verschil met de rest van het land; Newcombe met samenhang",
}


@dataclass(frozen=True)
class Release:
    """What comes of the answers of one wave.

    ``table`` is the release table, ``audit`` the report of the attack on it, ``log`` the strata
    and margins of the weights that were joined.
    """

    table: pd.DataFrame
    audit: pd.DataFrame
    log: pd.DataFrame


@dataclass(frozen=True)
class _Answers:
    """The answers of a wave with all that numbers about them need."""

    survey: Survey
    items: Sequence[Item]
    amounts: Sequence[Amount]
    groups: pd.DataFrame
    rows: Rows
    protected: Protected
    settings: Build


def make_release(
    initiatives: pd.DataFrame,
    answers: pd.DataFrame,
    codebook: Codebook,
    settings: Build,
    dataset: Dataset,
    slugs: Mapping[str, tuple[str, str]],
    neighbours: Mapping[str, Sequence[str]],
) -> Release:
    """Return every number that may be shown about ``answers``.

    ``initiatives`` and ``answers`` are the processed tables, ``slugs`` gives the slugs of the
    province and landsdeel of each province code, ``neighbours`` the provinces beside each.

    Raises
    ------
    MonitorError
        If nobody answered, no weights can be found, or the answers cannot be protected.
    """
    wave = codebook.wave
    frame, kept = make_frame(initiatives, answers, settings.weighting, wave)
    weighting = settings.weighting
    survey = weigh(
        frame,
        minimum_respondents=weighting.minimum_respondents,
        margins=weighting.margins,
        bounds=(weighting.lowest_ratio, weighting.highest_ratio),
        neighbours=neighbours,
        level=settings.confidence_level,
    )
    groups = kept[[f"group_{name}" for name in GROUPS]].set_axis(list(GROUPS), axis=1)
    groups.insert(0, "province_code", kept["province_code"])
    counted = items(codebook, kept, weighting.start_periods)
    given = amounts(codebook, kept, wave)
    rules = Rules(**settings.disclosure.model_dump())
    rows = make_rows(told_classes(groups, counted, make_rows(groups, slugs), rules), slugs)
    protected = protect(counted, given, rows, rules)
    found = _Answers(survey, counted, given, groups, rows, protected, settings)
    sizes = frame["province_code"].map(lambda code: slugs.get(code, ("",))[0]).value_counts()
    landsdelen = sizes.groupby(sizes.index.map(dict(slugs.values()))).sum()
    sizes = pd.concat([sizes, landsdelen, pd.Series({COUNTRY: len(frame)})])
    table = _table(found, sizes, list(dict(slugs.values())))
    table = conform(table.assign(kind=dataset))
    check(table)
    return Release(
        table,
        protected.audit,
        survey.log,
    )


def _table(found: _Answers, sizes: pd.Series, provinces: list[str]) -> pd.DataFrame:
    """Return all parts of the release table together, with ``n`` of each row."""
    survey, level = found.survey, found.settings.confidence_level
    shares = _finished(estimates.shares(survey, found.items, found.rows), found)
    deff = survey.diagnostics.kish_deff
    least = found.settings.disclosure.minimum_count
    shares["mse"] = small_areas.direct_errors(shares, provinces, deff)
    base_hidden = shares[
        (shares["area"] == COUNTRY) & (shares["group"] == AREA) & shares["is_base_hidden"]
    ]
    parts = [
        shares,
        _finished(estimates.unweighted(found.items, found.amounts), found),
        _numbers(found),
        _denominators(found, shares),
        _differences(found, shares),
        small_areas.shrunken(shares, provinces, deff),
        counts.taking_part(found.rows, sizes),
        counts.weighting(survey.comparison, _costs(survey)),
        counts.missing_answers(
            found.items,
            found.amounts,
            least,
            frozenset(base_hidden["variable"]),
        ),
        models.tests(survey, found.items, found.groups, shares, least),
        models.models(survey, found.items, found.groups, shares, level, least),
    ]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    keys = [(row.area, row.group, row.group_category) for row in found.rows.rows]
    respondents = dict(zip(keys, found.rows.sizes, strict=True))
    own = zip(table["area"], table["group"], table["group_category"], strict=True)
    sizes_of = [respondents.get(key, respondents[COUNTRY, AREA, ""]) for key in own]
    table["n"] = table["n"].fillna(pd.Series(sizes_of, table.index))
    methods = [
        METHODS.get(key, "") for key in zip(table["statistic"], table["target"], strict=True)
    ]
    table["method"] = table["method"].where(table["method"].fillna("") != "", methods)
    return table


def _costs(survey: Survey) -> dict[str, float]:
    """Return what the weights cost: the design effect, what is left, how far they differ."""
    found = survey.diagnostics
    return {
        "kish_deff": found.kish_deff,
        "effective_n": found.effective_n,
        "largest_over_smallest": found.largest_over_smallest,
    }


def _with_cells(table: pd.DataFrame, found: _Answers) -> pd.DataFrame:
    """Return ``table`` with what was decided about the cell of each number."""
    told = ["is_hidden", "is_base_hidden"]
    cells = found.protected.cells[[*KEYS, *told]].rename(columns={"category": "cell"})
    keys = ["name", "cell", *KEYS[2:]]
    joined = table.merge(cells, on=keys, how="left", validate="m:1")
    if joined["is_hidden"].isna().any():
        lost = joined.loc[joined["is_hidden"].isna(), keys].head(3).values.tolist()
        raise ValueError(f"numbers without a protected cell: {lost}")
    return joined.assign(**{name: joined[name].astype(bool) for name in told})


def _finished(table: pd.DataFrame, found: _Answers) -> pd.DataFrame:
    """Return ``table`` protected, judged and rounded."""
    joined = _with_cells(table, found)
    asked = _asked(found)
    keys = zip(
        joined["name"], joined["area"], joined["group"], joined["group_category"], strict=True
    )
    joined["is_asked"] = [asked.get(key, True) for key in keys]
    return finish(joined, found.settings.disclosure, found.settings.reliability)


def _asked(found: _Answers) -> dict[tuple[str, str, str, str], bool]:
    """Return for the questions not put to all whether anybody in a row got them."""
    return {
        (item.name, row.area, row.group, row.group_category): bool(
            (item.values[found.rows.members[place]] != counts.NOT_ASKED).any()
        )
        or not found.rows.members[place].any()
        for item in found.items
        if item.asked_of
        for place, row in enumerate(found.rows.rows)
    }


def _numbers(found: _Answers) -> pd.DataFrame:
    """Return the finished means, quantiles, totals and ratios.

    A median needs its base alone, for it adds up to nothing, and a quartile twice that; a ratio
    needs both its numbers.
    """
    if not found.amounts:
        return pd.DataFrame()
    table = _with_cells(estimates.numbers(found.survey, found.amounts, found.rows), found)
    table["is_asked"] = True
    least = found.settings.disclosure.minimum_base
    position = table["statistic"].map(
        {"median": least, "quantile_25": 2 * least, "quantile_75": 2 * least}
    )
    is_position = position.notna()
    few = table["base"] < position.fillna(0)
    table["is_hidden"] = table["is_hidden"].mask(is_position, few).astype(bool)
    table = estimates.without_extremes(
        table, found.amounts, found.rows, found.settings.disclosure.minimum_count
    )
    cells = found.protected.cells.set_index(KEYS)["is_hidden"]
    ratio = table["statistic"] == "ratio"
    other = [
        bool(cells.get((row.other, "all", row.area, row.group, row.group_category), False))
        for row in table[ratio].itertuples()
    ]
    table.loc[ratio, "is_hidden"] |= np.array(other, bool)
    return finish(table, found.settings.disclosure, found.settings.reliability)


def _denominators(found: _Answers, shares: pd.DataFrame) -> pd.DataFrame:
    """Return the shares over the other denominators, where they give nothing away.

    All ticks add up to the number of ticks: with one option hidden the others would give it back.
    Who ticked nothing is a count as well, and may be too small to be told.
    """
    table = estimates.other_denominators(found.survey, found.items)
    if table.empty:
        return table
    joined = _with_cells(table, found).assign(is_asked=True)
    national = shares[(shares["area"] == COUNTRY) & (shares["group"] == AREA)]
    silent = national.loc[~national["status"].isin(SHOWN), "variable"]
    shown = national.groupby("variable")["base"].max()
    ticked = joined[joined["denominator"] == estimates.TICKED].groupby("variable")["base"].max()
    least = found.settings.disclosure.minimum_count
    nothing = (shown.reindex(ticked.index) - ticked).astype(float)
    few = nothing.index[nothing.between(1, least - 1)]
    hide = joined["variable"].isin({*silent, *few})
    joined["is_hidden"] |= hide
    return finish(joined, found.settings.disclosure, found.settings.reliability)


def _differences(found: _Answers, shares: pd.DataFrame) -> pd.DataFrame:
    """Return how provinces differ from the rest, where both are told.

    ``p_value`` is adjusted for how many comparisons are told at once (Benjamini and Hochberg
    1995): of what then stands out, few are chance.
    """
    shown = shares[shares["status"].isin(SHOWN) & (shares["target"] == estimates.MOVEMENT)]
    cell = ["name", "cell"]
    national = shown.loc[(shown["area"] == COUNTRY) & (shown["group"] == AREA), cell]
    table = estimates.differences(found.survey, found.items, found.rows, shown.merge(national))
    if table.empty:
        return table
    finished = _finished(table, found)
    rows = finished["status"].isin(SHOWN) & finished["p_value"].notna()
    if rows.any():
        finished.loc[rows, "p_value"] = multipletests(
            finished.loc[rows, "p_value"], method="fdr_bh"
        )[1].round(3)
    return finished
