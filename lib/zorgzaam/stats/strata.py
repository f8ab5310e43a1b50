"""Strata for a survey of an inventory: province by phase, joined where too few answered.

The words of a log are for researchers; the codes of provinces and phases in it are as they came.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from zorgzaam.errors import MonitorError

UNKNOWN = "unknown"
LOG_COLUMNS = ("step", "part", "what", "into", "respondents", "initiatives", "why")


@dataclass(frozen=True)
class Strata:
    """Which stratum each initiative is in, how large the strata are, and why.

    ``assignment`` gives the stratum by initiative_id; an initiative without a province is not in
    it when none of those answered. ``sizes`` gives the number of initiatives by stratum, scaled so
    that all add up to the inventory, and thus not always whole. ``provinces`` gives the group of
    provinces by province code, with ``unknown`` for none if there is a group for it. ``scale`` is
    what sizes were multiplied by, one or more, for the initiatives without a province.

    ``log`` has a row a step: ``step`` from 1, ``part`` ("strata"), ``what`` was joined ``into``
    what, with the ``respondents`` and ``initiatives`` of ``what``, and ``why`` in Dutch.
    """

    assignment: pd.Series
    sizes: pd.Series
    log: pd.DataFrame
    provinces: pd.Series
    scale: float


@dataclass
class JoinLog:
    """The steps taken so far, for one part of the weighting."""

    part: str
    rows: list[tuple[str, str, int, int, str]] = field(default_factory=list)

    def add(self, what: str, into: str, counts: tuple[int, int], why: str) -> None:
        """Add a step; ``counts`` are the respondents and the initiatives of ``what``."""
        self.rows.append((what, into, *counts, why))

    def frame(self) -> pd.DataFrame:
        """Return the steps as a table with ``LOG_COLUMNS``."""
        steps = [(i, self.part, *row) for i, row in enumerate(self.rows, start=1)]
        return pd.DataFrame(steps, columns=list(LOG_COLUMNS))


def make_strata(
    frame: pd.DataFrame,
    minimum_respondents: int,
    neighbours: Mapping[str, Sequence[str]],
) -> Strata:
    """Return strata of province by phase in which at least ``minimum_respondents`` answered.

    ``frame`` has a row an initiative of the inventory: ``initiative_id``, ``province_code`` and
    ``phase`` (empty where unknown) and ``responded`` (bool). An unknown phase is a class.

    First a province in which too few answered joins the first of its ``neighbours`` (which are in
    order of preference) that it is not yet joined with, the province with the fewest respondents
    first; without a neighbour it joins the largest group. Then, in each group, the phases in
    which too few answered become one cell; as long as that has too few, it joins the cell with
    the fewest respondents, at last the whole group. So only when too few answered in the whole
    country is there a stratum (the only one) with fewer than the minimum.

    Initiatives without a province are in no stratum if none of them answered: then the sizes of
    all are scaled up for them. If some did, they are a group as if it were a province without
    neighbours.

    Raises
    ------
    MonitorError
        If nobody answered or an initiative is in the frame twice.
    ValueError
        If the minimum is under 2, below which a stratum shows no variance.
    """
    if minimum_respondents < 2:
        raise ValueError("a stratum needs two respondents to show a variance")
    if repeated := _repeated(frame["initiative_id"]):
        raise MonitorError("\n".join(repeated))
    if not frame["responded"].any():
        raise MonitorError(
            "Niemand op de lijst heeft de vragenlijst ingevuld: er is niets om te wegen. "
            "Controleer of de antwoorden aan de initiatieven gekoppeld zijn."
        )
    cells = frame[["initiative_id", "responded"]].assign(
        group=filled(frame["province_code"]), phase=filled(frame["phase"])
    )
    log = JoinLog("strata")
    kept = _with_province(cells, log)
    scale = len(cells) / len(kept)
    codes = kept["group"]
    groups = _join_provinces(kept, minimum_respondents, neighbours, log)
    kept = kept.assign(group=codes.map(groups))
    names = _join_phases(kept, minimum_respondents, log)
    stratum = pd.Series(
        [names[key] for key in zip(kept["group"], kept["phase"], strict=True)],
        index=pd.Index(kept["initiative_id"], name="initiative_id"),
        name="stratum",
    )
    sizes = stratum.value_counts().sort_index().astype(float) * scale
    provinces = pd.Series(groups, name="group", dtype=object).sort_index()
    return Strata(stratum, sizes.rename("initiatives"), log.frame(), provinces, scale)


def too_few(respondents: int, minimum: int) -> str:
    """Return the Dutch sentence that says that too few answered."""
    answered = {0: "Niemand deed mee", 1: "1 respondent"}.get(
        respondents, f"{respondents} respondenten"
    )
    return f"{answered}; er zijn er minstens {minimum} nodig."


def filled(codes: pd.Series) -> pd.Series:
    """Return codes as text, with ``unknown`` where there is none."""
    text = codes.astype(object).where(codes.notna(), "").astype(str)
    return text.where(text != "", UNKNOWN)


def _with_province(cells: pd.DataFrame, log: JoinLog) -> pd.DataFrame:
    """Return the cells without initiatives of an unknown province if none of those answered."""
    without = cells["group"] == UNKNOWN
    if not without.any() or cells.loc[without, "responded"].any():
        return cells
    why = (
        "Provincie onbekend en niet meegedaan: deze initiatieven passen in geen stratum. "
        "Alle strata zijn naar verhouding groter gemaakt."
    )
    log.add(UNKNOWN, "*", (0, int(without.sum())), why)
    return cells[~without]


def _join_provinces(
    cells: pd.DataFrame,
    minimum: int,
    neighbours: Mapping[str, Sequence[str]],
    log: JoinLog,
) -> dict[str, str]:
    """Return the name of the group of each province code."""
    counts = _counts(cells, "group")
    # By name, the codes in it.
    groups: dict[str, tuple[str, ...]] = {str(code): (str(code),) for code in counts.index}
    while len(groups) > 1:
        sums = {name: counts.loc[list(codes)].sum() for name, codes in groups.items()}
        answered = {name: int(sums[name]["respondents"]) for name in groups}
        small = min(groups, key=lambda name: (answered[name], name))
        if answered[small] >= minimum:
            break
        size = {name: int(sums[name]["initiatives"]) for name in groups}
        nearest = _nearest(groups, small, neighbours)
        others = sorted(set(groups) - {small})
        into = nearest or min(others, key=lambda name: (-size[name], name))
        why = too_few(answered[small], minimum) + (
            " Samengevoegd met een buurprovincie."
            if nearest
            else " Er is geen buurprovincie; samengevoegd met de grootste groep."
        )
        log.add(small, into, (answered[small], size[small]), why)
        codes = tuple(sorted(groups.pop(small) + groups.pop(into)))
        groups["+".join(codes)] = codes
    return {code: name for name, codes in groups.items() for code in codes}


def _nearest(
    groups: Mapping[str, Sequence[str]], name: str, neighbours: Mapping[str, Sequence[str]]
) -> str | None:
    """Return the group of the first neighbour, of any code of a group, outside that group."""
    home = {code: other for other, codes in groups.items() for code in codes if other != name}
    wished = (near for code in groups[name] for near in neighbours.get(code, ()))
    return next((home[near] for near in wished if near in home), None)


def _join_phases(cells: pd.DataFrame, minimum: int, log: JoinLog) -> dict[tuple[str, str], str]:
    """Return the name of the stratum of each group and phase."""
    names: dict[tuple[str, str], str] = {}
    for group, rows in cells.groupby("group", sort=True):
        counts = _counts(rows, "phase")
        phases = tuple(str(phase) for phase in counts.index)
        for cell in _join_cells(str(group), counts, minimum, log):
            name = str(group) if len(cell) == len(phases) else f"{group} {'+'.join(cell)}"
            names |= {(str(group), phase): name for phase in cell}
    return names


def _join_cells(
    group: str, counts: pd.DataFrame, minimum: int, log: JoinLog
) -> list[tuple[str, ...]]:
    """Return the phases of a group of provinces, put together where too few answered."""
    answered = {str(phase): int(count) for phase, count in counts["respondents"].items()}
    cells: list[tuple[str, ...]] = [(phase,) for phase in answered if answered[phase] >= minimum]
    rest = tuple(phase for phase in answered if answered[phase] < minimum)

    def total(cell: Sequence[str], column: str = "respondents") -> int:
        return int(counts.loc[list(cell), column].sum())

    def join(what: tuple[str, ...], into: tuple[str, ...]) -> None:
        both = (total(what), total(what, "initiatives"))
        why = f"{too_few(total(what), minimum)} Fasen samengevoegd binnen de provincie."
        log.add(f"{group} {'+'.join(what)}", f"{group} {'+'.join(into)}", both, why)

    if len(rest) > 1:
        for phase in rest:
            join((phase,), rest)
    while rest and total(rest) < minimum and cells:
        into = min(cells, key=lambda cell: (total(cell), cell))
        cells.remove(into)
        join(rest, into)
        rest = tuple(sorted(rest + into))
    return sorted([*cells, rest] if rest else cells)


def _counts(cells: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the respondents and initiatives of each value of a column, in its order."""
    return cells.groupby(by, sort=True)["responded"].agg(respondents="sum", initiatives="size")


def _repeated(ids: pd.Series) -> list[str]:
    """Return a Dutch sentence on the initiatives that are in the list twice, if any."""
    twice = ids[ids.duplicated()].unique()
    if not len(twice):
        return []
    return [f"Deze initiatieven staan twee keer op de lijst: {_some(twice)}. Haal de dubbele weg."]


def _some(names: Sequence[Hashable]) -> str:
    """Return the first ten names, and how many more there are."""
    more = f" en nog {len(names) - 10}" if len(names) > 10 else ""
    return ", ".join(sorted(str(name) for name in names)[:10]) + more
