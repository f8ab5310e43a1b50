"""Linking the rows of all lists into one inventory: which rows are the same initiative.

The steps: keys that bring rows together (:mod:`link_keys`), a score for each pair (splink,
:mod:`link_model`) with the transparent rule beside it (:mod:`link_rule`), decisions of a reviewer
over the score (:mod:`decisions`), groups without contradictions (:mod:`link_groups`), stable
names (:mod:`link_ids`) and umbrellas (:mod:`link_branches`). The thresholds are in
``params/build.yaml`` under ``linking``; how they were chosen is in :mod:`link_weights`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zorgzaam.errors import Problem
from zorgzaam.intake.decisions import BRANCH, SAME, Applied, apply_decisions
from zorgzaam.intake.link_branches import Branches, relations
from zorgzaam.intake.link_groups import Groups, Pair
from zorgzaam.intake.link_ids import initiative_ids
from zorgzaam.intake.link_keys import ONLY_LIST, block_keys, comparable, text_column
from zorgzaam.intake.link_model import KVK_SLIPS, LOCATION_CONTRADICTS, score_pairs
from zorgzaam.intake.link_rule import rule_scores
from zorgzaam.intake.link_weights import WEIGHTS
from zorgzaam.params import Linking

LINKED, REFUSED, APART = "linked", "refused", "apart"
LEVELS = tuple(f"level_{name}" for name in WEIGHTS)
PAIR_COLUMNS = ("row_id_l", "row_id_r", "match_probability", "match_weight", "rule_score",
                "model_same", "rule_same", "decision", "outcome", "linked_by_model", "is_grey",
                *LEVELS)  # fmt: skip


@dataclass(frozen=True)
class Linkage:
    """What linking found.

    Attributes
    ----------
    initiative_of
        ``initiative_id`` by ``row_id``, in the order of the rows.
    pairs
        Every pair that was compared or decided, sorted: ``row_id_l``, ``row_id_r``,
        ``match_probability`` and ``match_weight`` (bits) of the model, ``rule_score`` (0 to 100),
        ``model_same`` and ``rule_same`` (at or above their threshold), ``decision`` (``same``,
        ``different``, ``branch`` or empty), ``outcome`` (``linked``: in one initiative;
        ``refused``: strong enough, but it contradicts another row; ``apart``), ``linked_by_model``
        (in one initiative if nothing had been decided), ``is_grey`` (for the review sheet) and
        the ``level_`` of each comparison. A pair that was decided but not compared has no scores
        of the model.
    relations
        See :func:`zorgzaam.intake.link_branches.relations`.
    left_out
        The keys of too many rows, by kind; see :func:`zorgzaam.intake.link_keys.block_keys`.
    problems
        The decisions that could not be applied.
    """

    initiative_of: pd.Series
    pairs: pd.DataFrame
    relations: pd.DataFrame
    left_out: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def link_rows(
    rows: pd.DataFrame, settings: Linking, decisions: pd.DataFrame | None = None
) -> Linkage:
    """Find the rows that are the same initiative.

    Two rows of one list are joined less eagerly: not when they lie in different places, nor when
    their own score says otherwise, however much each is like a row of another list. The result
    does not depend on the order of the rows.

    Parameters
    ----------
    rows
        The cleaned rows: ``row_id``, ``source`` and ``name``, and as many of ``list_key``,
        ``umbrella``, ``postcode``, ``postcode4``, ``place``, ``municipality_code``,
        ``municipality_name``, ``website_domain``, ``kvk_number``, ``start_year`` and ``address``
        as there are; they may be empty.
    settings
        The section ``linking`` of the parameters.
    decisions
        As :func:`zorgzaam.intake.decisions.read_decisions` gives them.

    Returns
    -------
    Linkage
        The initiative of each row, the pairs, the relations and what to report.
    """
    order = rows["row_id"].astype(str).to_numpy().argsort(kind="stable")
    ordered = rows.iloc[order].reset_index(drop=True)
    applied = apply_decisions(ordered, decisions)
    table = comparable(ordered)
    keys, left_out = block_keys(table, settings.most_rows_a_key, settings.most_rows_a_place)
    pairs = _with_decisions(score_pairs(table, keys), applied.decided)
    branches = Branches(ordered)
    groups, refused = _grouped(table, pairs, branches, settings)
    alone = _grouped(table, pairs.assign(decision=""), branches, settings)[0]
    initiative_of = initiative_ids(ordered, groups)
    return Linkage(
        initiative_of.loc[rows["row_id"].astype(str)],
        _reported(pairs, ordered, groups, refused, alone, settings),
        relations(ordered, branches, initiative_of, _decided_branches(ordered, applied)),
        left_out,
        (*applied.problems, *_contrary(applied, refused)),
    )


def _contrary(applied: Applied, refused: set[Pair]) -> list[Problem]:
    """Return a problem for each decision that other decisions rule out."""
    what = "dit besluit (zelfde) kan niet samen met een ander besluit (anders of tak)."
    remedy = "Kijk welke van de paren met deze twee regels anders beoordeeld moet worden."
    found = [pair for pair in sorted(refused) if applied.decided.get(pair) == SAME]
    origins = (applied.origins[pair] for pair in found)
    return [Problem(file, what, remedy, row=row, column="besluit") for file, row in origins]


def _with_decisions(pairs: pd.DataFrame, decided: Mapping[Pair, str]) -> pd.DataFrame:
    """Add ``decision``, and the decided pairs that were not compared."""
    known = set(zip(pairs["left"], pairs["right"], strict=True)) if decided else set()
    others = [pair for pair in decided if pair not in known]
    if others:
        extra = pd.DataFrame(others, columns=["left", "right"]).reindex(columns=pairs.columns)
        extra[[*LEVELS]] = -1
        pairs = pd.concat([pairs, extra.astype(pairs.dtypes.to_dict())], ignore_index=True)
        pairs = pairs.sort_values(["left", "right"], kind="stable").reset_index(drop=True)
    both = zip(pairs["left"], pairs["right"], strict=True)
    return pairs.assign(decision=[decided.get(pair, "") for pair in both] if decided else "")


def _grouped(
    table: pd.DataFrame, pairs: pd.DataFrame, branches: Branches, settings: Linking
) -> tuple[list[int], set[Pair]]:
    """Return the group of each row, and the strong pairs that were not joined.

    What a reviewer called the same is joined first, and only another decision can prevent it.
    """
    groups = Groups(len(table))
    decided = pairs[pairs["decision"] != ""]
    apart = set(_both(decided[decided["decision"] != SAME]))
    same = _both(decided[decided["decision"] == SAME])
    refused = groups.join(same, lambda left, right: (left, right) in apart)
    is_strong = pairs["match_probability"] >= settings.match_probability
    strong = pairs[is_strong & (pairs["decision"] == "")]
    strong = strong.assign(against=-strong["match_weight"])
    strong = strong.sort_values(["against", "left", "right"], kind="stable")
    contradict = _contradictions(table, pairs, branches, settings)
    refused |= groups.join(_both(strong), contradict)
    return groups.numbers(), refused


def _both(pairs: pd.DataFrame) -> list[Pair]:
    return list(zip(pairs["left"].tolist(), pairs["right"].tolist(), strict=True))


def _contradictions(
    table: pd.DataFrame, pairs: pd.DataFrame, branches: Branches, settings: Linking
) -> Callable[[int, int], bool]:
    """Return the test whether two rows, the lower position first, cannot be one initiative.

    That is: a reviewer said so; their KvK numbers differ by more than a slip; one is a branch of
    the other; their own score is very low; or they are two rows of one list that lie apart or
    are no pair themselves. What a reviewer called the same is not, whatever speaks against it.
    """
    # Only rows of strong pairs are ever asked about.
    chosen = pairs["match_probability"].ge(settings.match_probability) | pairs["decision"].ne("")
    asked = pd.unique(pairs.loc[chosen, ["left", "right"]].to_numpy().ravel())
    known = pairs[pairs["left"].isin(asked) & pairs["right"].isin(asked)]
    both = zip(known["left"].tolist(), known["right"].tolist(), strict=True)
    facts = zip(known["match_probability"], known["level_location"], known["decision"], strict=True)
    of_pair = dict(zip(both, facts, strict=True))
    sources, kvk = table["source"].tolist(), table["kvk"].tolist()

    def contradict(left: int, right: int) -> bool:
        probability, location, decision = of_pair.get((left, right), (np.nan, -1, ""))
        if decision:
            return bool(decision != SAME)
        if kvk[left] and kvk[right] and _slips(kvk[left], kvk[right]) > KVK_SLIPS:
            return True
        if branches.contradict(left, right):
            return True
        is_compared = not np.isnan(probability)
        if sources[left] == sources[right] != ONLY_LIST:
            is_apart = not is_compared or location in LOCATION_CONTRADICTS
            return bool(is_apart or probability < settings.match_probability)
        return bool(is_compared and probability < settings.apart_below_probability)

    return contradict


def _slips(left: str, right: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(left, right))


def _decided_branches(rows: pd.DataFrame, applied: Applied) -> list[tuple[int, int]]:
    """Return (branch, umbrella): the umbrella is the row with the shorter name."""
    lengths = text_column(rows, "name").str.len().tolist()
    found = (pair for pair, decision in applied.decided.items() if decision == BRANCH)
    return [
        (right, left) if lengths[left] <= lengths[right] else (left, right)
        for left, right in sorted(found)
    ]


def _reported(
    pairs: pd.DataFrame,
    rows: pd.DataFrame,
    groups: list[int],
    refused: set[Pair],
    alone: list[int],
    settings: Linking,
) -> pd.DataFrame:
    """Return the pairs as :class:`Linkage` describes them."""
    left, right = pairs["left"].to_numpy(int), pairs["right"].to_numpy(int)
    ids = text_column(rows, "row_id").to_numpy()
    group, without = np.array(groups, dtype=int), np.array(alone, dtype=int)
    was_refused = np.array([pair in refused for pair in zip(left, right, strict=True)], dtype=bool)
    is_linked = group[left] == group[right]
    probability, rule = pairs["match_probability"], rule_scores(rows, left, right)
    in_doubt = probability.between(
        settings.review_from_probability, settings.review_to_probability, inclusive="left"
    )
    made = pairs.assign(
        row_id_l=ids[left],
        row_id_r=ids[right],
        rule_score=rule,
        model_same=probability >= settings.match_probability,
        rule_same=rule >= settings.rule_threshold,
        outcome=np.select([is_linked, was_refused], [LINKED, REFUSED], APART),
        linked_by_model=without[left] == without[right],
        is_grey=in_doubt | (was_refused & ~is_linked),
    )
    return made[[*PAIR_COLUMNS]]
