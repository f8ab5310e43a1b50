"""What became of every row and answer: the tables that account for the intake; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.intake.link_quality import Quality
from zorgzaam.intake.records import ORIGIN_COLUMNS, STEP_COLUMNS, Delivery
from zorgzaam.intake.row_kinds import FLAG_REASONS
from zorgzaam.intake.sources import Source

# What identifies the initiative of a respondent, as fields of a list.
IDENTIFYING = {
    "initiative_name": "name",
    "initiative_postcode": "postcode",
    "initiative_place": "place",
}
# Columns of the pairs that linking gives, and what the codebook calls them.
PAIR_NAMES = {
    "row_id_l": "row_id_left",
    "row_id_r": "row_id_right",
    "match_probability": "match_probability",
    "match_weight": "match_weight",
    "rule_score": "rule_score",
    "decision": "reviewed",
    "outcome": "pair_outcome",
}
PAIR_FLAGS = ("model_same", "rule_same", "is_grey")
YES_NO = {True: "yes", False: "no"}
# What a step adds about one list; the log has it by row.
DOUBTS = r" Twijfels: [\d.]+\.$"


def respondents_as_rows(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what respondents say of who they are, as rows of a list, still to be cleaned."""
    return answers[[*ORIGIN_COLUMNS, *IDENTIFYING]].rename(columns=IDENTIFYING)


def link_answers(
    answers: pd.DataFrame, initiative_of: pd.Series[str], in_inventory: Mapping[str, str]
) -> pd.DataFrame:
    """Return ``answers`` with the initiative of each, and which of them do not count and why.

    ``initiative_of`` gives the initiative by ``row_id``; ``in_inventory`` yes or no for each
    initiative that is on a list. A respondent of an initiative on no list stays, without
    initiative, and so does one of an initiative that is not in the inventory. A questionnaire
    that was never sent in is no completed one.
    """
    linked = answers["row_id"].map(initiative_of).fillna("")
    answers = answers.assign(initiative_id=linked.where(linked.isin(list(in_inventory)), ""))
    counts = answers["answer_outcome"] == "kept"
    unlinked = counts & (answers["initiative_id"] == "")
    excluded = counts & (answers["initiative_id"].map(in_inventory) == "no")
    unfinished = counts & (answers["is_complete"] == "no")
    for found, outcome, reason in (
        (unlinked, "unlinked", "Dit initiatief staat op geen enkele lijst."),
        (excluded, "excluded", "Dit initiatief telt niet mee in de inventaris."),
        (unfinished, "unfinished", "De vragenlijst is niet afgemaakt."),
    ):
        answers.loc[found, ["answer_outcome", "answer_outcome_reason"]] = [outcome, reason]
    return answers


def flag_others(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with the outcome, and its reason, of those that are no initiative."""
    is_other = rows["row_kind"].isin(list(FLAG_REASONS))
    return rows.assign(
        initiative_id="",
        outcome=is_other.map({True: "flagged", False: ""}),
        outcome_reason=rows["row_kind"].map(FLAG_REASONS).fillna(""),
    )


def memberships(rows: pd.DataFrame) -> pd.DataFrame:
    """Return which list knew which initiative: ``initiative_id``, ``source``, ``rows_count``."""
    known = rows[rows["initiative_id"] != ""]
    counts = known.groupby(["initiative_id", "source"], sort=True).size()
    return counts.rename("rows_count").reset_index()


def pair_rows(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the compared pairs as the codebook has them: yes and no instead of true and false."""
    told = {name: pairs[name].astype(bool).map(YES_NO) for name in PAIR_FLAGS}
    return pairs.assign(**told).rename(columns=PAIR_NAMES)[[*PAIR_NAMES.values(), *PAIR_FLAGS]]


def quality_rows(quality: Quality) -> pd.DataFrame:
    """Return how well linking went, in percent; what is not estimated has no value."""
    rows = []
    for measure in ("precision", "recall"):
        share = getattr(quality, measure)
        values = (share.value, share.low, share.high) if share else (None, None, None)
        percent = [None if value is None else round(100 * value, 4) for value in values]
        rows.append(
            (
                measure,
                *percent,
                quality.judged,
                quality.drawn,
                quality.not_drawn,
                quality.not_drawn_expected,
            )
        )
    columns = [
        "measure",
        "estimate_pct",
        "low_pct",
        "high_pct",
        "judged_count",
        "drawn_count",
        "not_drawn_count",
        "not_drawn_expected",
    ]
    return pd.DataFrame(rows, columns=columns)


def steps(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the steps of cleaning over all lists together, in the order they are done."""
    every = pd.concat(tables, ignore_index=True)
    every["why"] = every["why"].str.replace(DOUBTS, "", regex=True)
    counts = ["rows_in", "rows_out", "values_changed"]
    summed = every.groupby(["step", "why"], sort=False)[counts].sum().reset_index()
    return summed[list(STEP_COLUMNS)]


def source_rows(
    sources: Mapping[str, Source],
    deliveries: Sequence[Delivery],
    rows: pd.DataFrame,
    answers: pd.DataFrame,
    digests: Mapping[str, str],
) -> pd.DataFrame:
    """Return the table of sources: what each is, and what became of its rows.

    ``digests`` gives the SHA-256 of each file by the name of its source. An answer that does not
    count is flagged.

    Raises
    ------
    MonitorError
        If rows that were read are not all kept, merged or flagged.
    """
    answered = answers["answer_outcome"].where(answers["answer_outcome"] == "kept", "flagged")
    outcome = pd.concat(
        [
            rows[["source", "outcome"]],
            pd.DataFrame({"source": answers["source"], "outcome": answered}),
        ]
    )
    counts = outcome.groupby(["source", "outcome"]).size()
    told = []
    for delivery in deliveries:
        source, read = sources[delivery.source], len(delivery.table)
        became = {
            f"rows_{name}": int(counts.get((delivery.source, name), 0))
            for name in ("kept", "merged", "flagged")
        }
        if read != sum(became.values()):
            raise MonitorError(
                f"{source.file}: er zijn {read} regels gelezen, maar van {sum(became.values())} is "
                "bekend wat ermee gebeurde. Dat is een fout in de monitor: meld haar."
            )
        told.append(
            {
                "source": delivery.source,
                "file": source.file,
                "source_kind": source.kind,
                "format": source.format,
                "scope": source.scope or "",
                "counted_in": source.counted_in,
                "network": source.network,
                "provinces": "; ".join(source.provinces),
                "received": source.received.isoformat() if source.received else "",
                "agreement": source.agreement,
                "sha256": digests[delivery.source],
                "rows_read": read,
                **became,
                "rows_empty": delivery.empty_rows,
                "unused_columns": "; ".join(delivery.unused_columns),
            }
        )
    table = pd.DataFrame(told)
    return table.assign(counted_in=table["counted_in"].astype("Int64"))
