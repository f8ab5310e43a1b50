"""Whether an initiative counts: the three criteria and the phase, each an explicit decision.

A bewonersinitiatief is local, residents play an important part in it, and it aims at mutual
support (RIVM 2020). For each of the three, and for the phase, there is one line an initiative
that says what holds, on what basis, why and since when. The rules:

- what a researcher decided holds, whatever the lists say;
- otherwise what the lists say, if they agree;
- lists that contradict each other leave an open point, and the criterion is unknown;
- a criterion that is not met, or a phase that is ``stopped``, excludes; unknown does not.

Nothing is dropped: what is excluded stays, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.choice_words import LABELS
from zorgzaam.intake.corrections import Corrections, Decision, find_row, find_table
from zorgzaam.intake.row_kinds import FLAG_REASONS

CRITERIA = ("is_local", "residents_lead", "mutual_support", "phase")
DECISION_COLUMNS = (
    "initiative_id", "criterion", "value", "basis", "reason", "date", "decided_by", "is_open",
)  # fmt: skip
FLAG_COLUMNS = ("initiative_id", "in_inventory", "excluded_reason")
# What excludes, and how it is said.
EXCLUDES = {
    ("is_local", "no"): "Niet lokaal",
    ("residents_lead", "no"): "Bewoners spelen geen belangrijke rol",
    ("mutual_support", "no"): "Niet gericht op onderlinge steun",
    ("phase", "stopped"): "Gestopt",
}
Said = dict[str, set[str]]  # the lists by what they say
_SHOWN = {"yes": "ja", "no": "nee", **LABELS["phase"]}


@dataclass(frozen=True)
class Decided:
    """The decisions, and what follows for the inventory.

    ``decisions`` has a line for each initiative and criterion (:data:`DECISION_COLUMNS`): the
    value (``yes``, ``no``, a phase, or ``""`` for unknown), the basis (``list``, ``researcher`` or
    ``unknown``), the reason in Dutch, the date, who decided, and whether it is an open point
    (``yes`` or ``no``). ``flags`` has a line for each initiative (:data:`FLAG_COLUMNS`):
    ``in_inventory`` (``yes`` or ``no``) and, in Dutch, why not.
    """

    decisions: pd.DataFrame
    flags: pd.DataFrame


def decide(
    rows: pd.DataFrame,
    corrections: Corrections,
    wave: int,
    received: Mapping[str, str] | None = None,
) -> Decided:
    """Decide for each initiative of the linked ``rows`` whether it counts in ``wave``.

    ``rows`` are cleaned rows of lists with their ``initiative_id``; those without one are left
    out. ``received`` gives the date (ISO) at which each source was received: that of what lists
    say. Both tables are sorted by ``initiative_id`` and carry ``wave`` as their last column.

    Raises
    ------
    InputError
        With every decision of a researcher that finds no row or contradicts another.
    """
    linked = rows[rows["initiative_id"] != ""]
    decided = _by_researchers(linked, corrections)
    said, kinds = _said(linked)
    lines, flags = [], []
    for initiative_id in sorted(kinds):
        own = [
            _decision(initiative_id, name, said[initiative_id, name], decided, received or {})
            for name in CRITERIA
        ]
        lines += own
        reason = _why_not(kinds[initiative_id], own)
        flags.append((initiative_id, "no" if reason else "yes", reason))
    return Decided(
        pd.DataFrame(lines, columns=list(DECISION_COLUMNS)).astype("str").assign(wave=wave),
        pd.DataFrame(flags, columns=list(FLAG_COLUMNS)).astype("str").assign(wave=wave),
    )


def _said(rows: pd.DataFrame) -> tuple[dict[tuple[str, str], Said], dict[str, set[str]]]:
    """Return what the lists say by initiative and criterion, and the kinds of its rows."""
    said: dict[tuple[str, str], Said] = defaultdict(lambda: defaultdict(set))
    kinds: dict[str, set[str]] = defaultdict(set)
    columns = [rows[name].tolist() for name in ("initiative_id", "source", "row_kind", *CRITERIA)]
    for initiative_id, source, kind, *values in zip(*columns, strict=True):
        kinds[initiative_id].add(kind)
        for criterion, value in zip(CRITERIA, values, strict=True):
            if value:
                said[initiative_id, criterion][value].add(source)
    return said, kinds


def _by_researchers(
    rows: pd.DataFrame, corrections: Corrections
) -> dict[tuple[str, str], Decision]:
    """Return the decisions of researchers by initiative and criterion."""
    tables = dict(list(rows.groupby("source", sort=True)))
    problems: list[Problem] = []
    found: dict[tuple[str, str], Decision] = {}
    for item in corrections.decisions:
        table = find_table(tables, item, corrections.file, problems)
        at = None if table is None else find_row(table, item, corrections.file, problems)
        if table is None or at is None:
            continue
        place = (str(table["initiative_id"].iat[at]), item.criterion)
        other = found.setdefault(place, item)
        if other.value != item.value:
            what = (
                f"{item.shown}: op regel {other.line} is over hetzelfde initiatief anders besloten."
            )
            remedy = "Laat er een over."
            problems.append(Problem(corrections.file, what, remedy, item.line, item.criterion))
    if problems:
        raise InputError(problems)
    return found


def _decision(
    initiative_id: str,
    criterion: str,
    said: Said,
    decided: Mapping[tuple[str, str], Decision],
    received: Mapping[str, str],
) -> tuple[str, ...]:
    """Return one line of the table of decisions."""
    sources = sorted({source for told in said.values() for source in told})
    value: str
    if decision := decided.get((initiative_id, criterion)):
        value = "" if decision.value == "unknown" else decision.value
        about = (value, "researcher", decision.reason, decision.date, decision.by, "no")
    elif not said:
        about = ("", "unknown", "Geen lijst zegt hier iets over.", "", "", "no")
    elif len(said) == 1:
        (value,) = said
        reason = f"Volgens {join_words(sources)}: {_SHOWN[value]}."
        date = max(received.get(source, "") for source in sources)
        about = (value, "list", reason, date, join_words(sources), "no")
    else:
        told = [f"{join_words(sorted(said[value]))}: {_SHOWN[value]}" for value in sorted(said)]
        reason = f"De lijsten spreken elkaar tegen: {'; '.join(told)}."
        about = ("", "unknown", reason, "", "", "yes")
    return (initiative_id, criterion, *about)


def _why_not(kinds: set[str], decisions: list[tuple[str, ...]]) -> str:
    """Return in Dutch why an initiative does not count, or ``""``."""
    if kinds <= FLAG_REASONS.keys():
        return " ".join(FLAG_REASONS[kind] for kind in sorted(kinds))
    reasons = [
        f"{words} ({reason.rstrip('.')})."
        for _, criterion, value, _, reason, *_ in decisions
        if (words := EXCLUDES.get((criterion, value)))
    ]
    return " ".join(reasons)
