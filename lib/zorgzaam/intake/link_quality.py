"""How well the linking went: against a known truth, or estimated from the clerical sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from zorgzaam.intake.clerical import BANDS, sample_pairs, strata
from zorgzaam.intake.decisions import SAME
from zorgzaam.params import Linking

Z_95 = 1.959964


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 over pairs of rows; ``nan`` where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Share:
    """An estimated share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Quality:
    """The linkage's own error, as the clerical sample tells it.

    ``precision`` and ``recall`` are ``None`` as long as not every stratum they need was judged.
    ``judged`` of ``drawn`` pairs have a decision. ``not_drawn`` is the number of pairs below the
    lowest band, of which the model expects ``not_drawn_expected`` to be the same after all.
    """

    precision: Share | None
    recall: Share | None
    judged: int
    drawn: int
    not_drawn: int
    not_drawn_expected: float


def evaluate(found: pd.Series, truth: pd.Series) -> Scores:
    """Compare groups with the true ones, over all pairs of rows.

    Parameters
    ----------
    found, truth
        The group and the true group of each row, with the same index.
    """
    both = pd.DataFrame({"found": found, "truth": truth.loc[found.index]})
    right = _pairs(both.groupby(["found", "truth"]).size())
    made, true = _pairs(both["found"].value_counts()), _pairs(both["truth"].value_counts())
    return scores(right, made, true)


def scores(right: float, made: float, true: float) -> Scores:
    """Return the scores of ``made`` pairs of which ``right`` are among the ``true`` ones."""
    precision = right / made if made else math.nan
    recall = right / true if true else math.nan
    return Scores(precision, recall, 2 * right / (made + true) if made + true else math.nan)


def _pairs(sizes: pd.Series) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def wilson(share: float, number: float) -> Share:
    """Return a share with its Wilson 95 % interval for an (effective) number of observations.

    Source: Wilson 1927; Newcombe 1998, method 3.
    """
    square = Z_95**2
    middle = (share + square / (2 * number)) / (1 + square / number)
    spread = math.sqrt(share * (1 - share) / number + square / (4 * number**2))
    half = Z_95 * spread / (1 + square / number)
    return Share(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def linkage_quality(pairs: pd.DataFrame, settings: Linking) -> Quality:
    """Estimate precision and recall of the linking before review.

    The judged pairs of each stratum (band of the score, linked or not) stand for all its pairs,
    so each weighs the pairs of its stratum over those judged there. Precision is the weighted
    share of linked pairs that are the same; recall the weighted share of the same pairs that were
    linked. A pair judged to be a branch is not the same. The intervals are Wilson's at the
    effective number of observations: that of a simple random sample with the variance that the
    strata give (for recall that of a ratio, by linearisation), in which half a pair of either
    kind is added to each stratum, so that a stratum without mistakes is not taken to be free of
    them.

    What it leaves out: pairs that share no key and so were never compared, and pairs scored
    below the lowest band (see ``not_drawn``). Recall is therefore an upper bound. Decisions of
    the review make the final inventory better than these numbers.

    Parameters
    ----------
    pairs
        Of :class:`zorgzaam.intake.link.Linkage`, linked with the decisions of the sample.
    settings
        Those that the sample was drawn with.
    """
    drawn = sample_pairs(pairs, settings)
    judged = drawn[drawn["decision"] != ""]
    stratum = strata(pairs)
    low = pairs.loc[pairs["match_probability"] < BANDS[0], "match_probability"]
    table = pd.DataFrame({"pairs": stratum[stratum >= 0].value_counts().sort_index()})
    by_stratum = (judged["decision"] == SAME).groupby(judged["stratum"])
    table["judged"] = by_stratum.size().reindex(table.index, fill_value=0)
    table["same"] = by_stratum.sum().reindex(table.index, fill_value=0)
    table["linked"] = table.index % 2 == 1
    return Quality(
        _precision(table[table["linked"]]),
        _recall(table),
        len(judged),
        len(drawn),
        len(low),
        round(float(low.sum()), 2),
    )


def _totals(table: pd.DataFrame) -> tuple[float, float, float]:
    """Return the number of same pairs, that number with the halves added, and its variance."""
    smooth = (table["same"] + 0.5) / (table["judged"] + 1)
    rest = 1 - table["judged"] / table["pairs"]  # a stratum judged whole leaves no doubt
    variance = table["pairs"] ** 2 * rest * smooth * (1 - smooth) / table["judged"]
    plain = (table["pairs"] * table["same"] / table["judged"]).sum()
    halves = (table["pairs"] * smooth).where(rest > 0, table["same"]).sum()
    return float(plain), float(halves), float(variance.sum())


def _interval(share: float, smooth: float, variance: float, judged: float) -> Share:
    """Return the interval of a share with this variance; all judged is no interval at all."""
    if variance == 0:
        return Share(share, share, share)
    return wilson(share, min(smooth * (1 - smooth) / variance, judged))


def _precision(table: pd.DataFrame) -> Share | None:
    if table.empty or (table["judged"] == 0).any():
        return None
    pairs = float(table["pairs"].sum())
    same, smooth, variance = _totals(table)
    return _interval(same / pairs, smooth / pairs, variance / pairs**2, table["judged"].sum())


def _recall(table: pd.DataFrame) -> Share | None:
    if table.empty or (table["judged"] == 0).any():
        return None
    linked, smooth_linked, variance_linked = _totals(table[table["linked"]])
    missed, smooth_missed, variance_missed = _totals(table[~table["linked"]])
    if linked + missed == 0:
        return None
    smooth = smooth_linked / (smooth_linked + smooth_missed)
    total = smooth_linked + smooth_missed
    variance = (1 - smooth) ** 2 * variance_linked + smooth**2 * variance_missed
    return _interval(linked / (linked + missed), smooth, variance / total**2, table["judged"].sum())
