"""Margins to weigh to: what the inventory counts, with classes joined where too few answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from zorgzaam.stats.strata import LOG_COLUMNS, JoinLog, Strata, filled, too_few

PROVINCE = "province_code"


@dataclass(frozen=True)
class Margins:
    """The margins that are left after joining.

    ``classes`` has a row a respondent (initiative_id) and a column a margin; ``targets`` gives
    per margin the number of initiatives in each class, which add up to the inventory in every
    margin; ``log`` has the steps, as in :class:`Strata`, with ``part`` the margin.
    """

    classes: pd.DataFrame
    targets: dict[str, dict[str, float]]
    log: pd.DataFrame


def make_margins(
    frame: pd.DataFrame, margins: Sequence[str], strata: Strata, minimum_respondents: int
) -> Margins:
    """Return the margins of the inventory, with joined classes and without empty margins.

    ``frame`` is that of :func:`zorgzaam.stats.strata.make_strata`, with a text column a margin,
    in which empty is a class of its own. A class in which fewer than ``minimum_respondents``
    answered joins the other class with the fewest initiatives, the one with the fewest
    respondents first; provinces are joined as the strata did. A margin of one class is left out.

    Raises
    ------
    ValueError
        If the frame lacks a margin or one is given twice.
    """
    _check(frame, margins)
    rows = frame.set_index("initiative_id")
    responded = rows["responded"].astype(bool)
    classes: dict[str, pd.Series] = {}
    targets: dict[str, dict[str, float]] = {}
    logs = []
    for margin in margins:
        values, scale = filled(rows[margin]), 1.0
        if margin == PROVINCE:
            # Without a province and a respondent: left out here, made up for by the scale.
            values, scale = values.map(strata.provinces).dropna(), strata.scale
        log = JoinLog(margin)
        values = _join(values, responded.loc[values.index], minimum_respondents, log)
        counts = values.value_counts().sort_index() * scale
        if len(counts) > 1:
            classes[margin] = values[responded.loc[values.index]]
            targets[margin] = {str(name): float(count) for name, count in counts.items()}
        else:
            why = "Er is maar één klasse over: dit kenmerk telt niet mee in de weging."
            log.add(str(counts.index[0]), "", (int(responded.sum()), len(values)), why)
        logs.append(log.frame())
    joined = pd.concat(logs, ignore_index=True) if logs else pd.DataFrame(columns=[*LOG_COLUMNS])
    kept = pd.DataFrame(classes, index=responded.index[responded])
    return Margins(kept, targets, joined)


def compare(frame: pd.DataFrame, weights: pd.Series, margins: Sequence[str]) -> pd.DataFrame:
    """Return how respondents differ from the inventory, before and after weighing.

    A row for each class of each margin, as it was before joining (``unknown`` for empty):
    ``margin``, ``category``, ``frame_count``, ``frame_pct``, ``respondents_count``,
    ``respondents_pct`` and ``weighted_pct``, in percent of all in that margin. ``weights`` are by
    initiative_id.
    """
    _check(frame, margins)
    rows = frame.set_index("initiative_id")
    parts = []
    for margin in margins:
        values = filled(rows[margin])
        mine = values.loc[weights.index]
        part = pd.DataFrame({"frame_count": values.value_counts().sort_index()})
        part["frame_pct"] = 100 * part["frame_count"] / len(values)
        part["respondents_count"] = mine.value_counts().reindex(part.index, fill_value=0)
        part["respondents_pct"] = 100 * part["respondents_count"] / len(mine)
        weighted = weights.groupby(mine).sum().reindex(part.index, fill_value=0.0)
        part["weighted_pct"] = 100 * weighted / weights.sum()
        part.insert(0, "category", part.index)
        part.insert(0, "margin", margin)
        parts.append(part)
    columns = ["margin", "category", "frame_count", "frame_pct"]
    columns += ["respondents_count", "respondents_pct", "weighted_pct"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _join(values: pd.Series, responded: pd.Series, minimum: int, log: JoinLog) -> pd.Series:
    """Return the class of each initiative after joining those in which too few answered."""
    while values.nunique() > 1:
        counts = responded.groupby(values).agg(respondents="sum", initiatives="size")
        small = min(counts.index, key=lambda name: (counts.at[name, "respondents"], name))
        answered = int(counts.at[small, "respondents"])
        if answered >= minimum:
            break
        others = counts.index.drop(small)
        into = min(others, key=lambda name: (counts.at[name, "initiatives"], name))
        why = f"{too_few(answered, minimum)} Samengevoegd met de kleinste andere klasse."
        log.add(small, into, (answered, int(counts.at[small, "initiatives"])), why)
        both = "+".join(sorted([*small.split("+"), *into.split("+")]))
        values = values.replace({small: both, into: both})
    return values


def _check(frame: pd.DataFrame, margins: Sequence[str]) -> None:
    """Refuse margins that the frame lacks or that are given twice."""
    if missing := set(margins) - set(frame.columns):
        raise ValueError(f"the frame lacks the margins {sorted(missing)}")
    if len(set(margins)) < len(margins):
        raise ValueError("a margin is given twice")
