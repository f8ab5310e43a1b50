"""Which tables the workbook has: what is in their rows, columns and cells, without any look."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from zorgzaam.release import labels as words
from zorgzaam.release.labels import Labels
from zorgzaam.release.rows import AREA

Cell = Mapping[str, Any]  # a row of the release
Key = tuple[str, ...]

ROW = ["area", "group", "group_category"]
ANSWER = ["variable", "category"]
INVENTORY = "inventory"
OF_QUESTIONS = ("share_pct", "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
COMPARED = ("difference_points", "shrunken_share_pct", "model_share_pct")
ASSOCIATED = ("rao_scott_f", "rao_scott_p", "odds_ratio", "marginal_points")
MARGINS = ("frame_pct", "respondents_pct", "weighted_pct")
WEIGHTS = ("kish_deff", "effective_n", "largest_over_smallest")
USUAL, OTHER = ("answered", "shown"), ("ticked", "answers")
# What is told of a number beside its value.
_ESTIMATE = ("value", "lower", "upper", "base")
_TESTED = ("value", "lower", "upper", "p_value", "base")
_ALONE = ("value",)
PARTS = {
    **dict.fromkeys(OF_QUESTIONS, _ESTIMATE),
    **dict.fromkeys(("difference_points", "odds_ratio", "marginal_points"), _TESTED),
    **dict.fromkeys(("unweighted_share_pct", "unweighted_mean"), ("value", "base")),
    **dict.fromkeys(("unweighted_sum", "rao_scott_f"), ("value", "base")),
}
LONGEST_NAME = 31  # of a sheet, in Excel
_NOT_IN_NAME = r"[\[\]:*?/\\']"
_ALL_GROUPS, _NO_GROUP, _WHOLE = "alle kenmerken", "alle", "aantal"


@dataclass(frozen=True)
class Column:
    """One number of a table: what stands above it, its unit, and which parts of it are told."""

    title: str
    unit: str
    parts: Sequence[str]


@dataclass(frozen=True)
class Table:
    """One sheet. ``rows`` has the texts at the left of a row and, per column, its cell if any."""

    name: str
    title: str
    heads: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[tuple[Key, Sequence[Cell | None]]]
    notes: Sequence[str]


@dataclass(frozen=True)
class _Design:
    """How the rows of a release become a table."""

    subject: str
    heads: Sequence[str]
    row_key: Sequence[str]
    column_key: Sequence[str]
    row_texts: Callable[[Cell], Key]
    column_title: Callable[[Cell], str]
    notes: Sequence[str] = ()


def tables(release: pd.DataFrame, labels: Labels) -> list[Table]:
    """Return the tables of the workbook, in order, with those left out that would be empty.

    Every number of the release is in one of them, but for those of a question that hold for the
    movement as a whole: these are in the list of all numbers alone. Raises ``ValueError`` if two
    numbers would be in one cell.
    """
    made: list[Table] = []
    for design, rows in _designs(release, labels):
        if len(rows):
            made.append(_table(len(made) + 1, design, rows))
    return made


def _designs(release: pd.DataFrame, labels: Labels) -> Iterator[tuple[_Design, pd.DataFrame]]:
    statistic, over = release["statistic"], release["denominator"]

    def taken(*names: str) -> pd.DataFrame:
        return release[statistic.isin(names)]

    yield _of_rows(labels), taken("respondents", "initiatives")
    own = taken(*OF_QUESTIONS)
    own = own[own["target"] == INVENTORY]
    usual = own[over.reindex(own.index).isin(USUAL) | (own["statistic"] == "ratio")]
    for variable in usual["variable"].unique():
        yield _of_question(variable, labels), usual[usual["variable"] == variable]
    yield _of_answers("Andere noemers", "denominator", labels), own[own["denominator"].isin(OTHER)]
    names = release["statistic"].unique()
    unweighted = [name for name in names if name.startswith("unweighted_")]
    yield _of_answers("Ongewogen cijfers", "statistic", labels), taken(*unweighted)
    missing = [name for name in names if name.startswith("missing_")]
    yield _of_answers("Geen antwoord", "statistic", labels), taken(*missing)
    yield _of_comparison(labels), taken(*COMPARED)
    yield _of_association(labels), taken(*ASSOCIATED)
    yield _of_margins(labels), taken(*MARGINS)
    yield _of_weights(), taken(*WEIGHTS)


def _of_rows(labels: Labels) -> _Design:
    return _Design(
        "Deelnemers en initiatieven",
        ("Gebied of groep",),
        ROW,
        ["statistic"],
        lambda cell: (row_title(cell, labels),),
        _statistic_title,
    )


def _of_question(variable: str, labels: Labels) -> _Design:
    def column_title(cell: Cell) -> str:
        if cell["category"]:
            return labels.category(variable, cell["category"])
        name = _statistic_title(cell)
        if cell["statistic"] == "ratio":
            return f"{name} tot {labels.question(cell['denominator']).lower()}"
        return name

    return _Design(
        labels.question(variable),
        ("Gebied of groep",),
        ROW,
        ["category", "statistic", "denominator"],
        lambda cell: (row_title(cell, labels),),
        column_title,
        (f"Geldt voor {words.TARGETS[INVENTORY]}.",),
    )


def _of_answers(subject: str, column: str, labels: Labels) -> _Design:
    titles = words.STATISTICS if column == "statistic" else words.DENOMINATORS
    return _Design(
        subject,
        ("Vraag", "Antwoord"),
        ANSWER,
        [column, "unit"],  # means of years and of people are not in one column
        lambda cell: _answer(cell, labels),
        lambda cell: titles[cell[column]],
        ("Geldt voor Nederland.",),
    )


def _of_comparison(labels: Labels) -> _Design:
    return _Design(
        "Provincies vergeleken",
        ("Provincie", "Vraag", "Antwoord"),
        ["area", *ANSWER],
        ["statistic"],
        lambda cell: (labels.area(cell["area"]), *_answer(cell, labels)),
        _statistic_title,
        (
            f"Geldt voor {words.TARGETS['movement']}.",
            "De p-waarde is bijgesteld omdat er veel vergelijkingen zijn (Benjamini-Hochberg).",
            "Een aandeel dat uit de andere provincies is verwacht, gebruikt geen eigen antwoorden.",
        ),
    )


def _of_association(labels: Labels) -> _Design:
    def texts(cell: Cell) -> Key:
        group, name = cell["group"], cell["group_category"]
        reference = cell["denominator"]
        return (
            labels.question(cell["variable"]),
            words.GROUPS[group] if group else _ALL_GROUPS,
            labels.group_class(group, name) if name else _NO_GROUP,
            labels.group_class(group, reference) if reference else _NO_GROUP,
        )

    return _Design(
        "Samenhang met kenmerken",
        ("Vraag", "Kenmerk", "Klasse", "Vergeleken met"),
        ["variable", "group", "group_category", "denominator"],
        ["statistic"],
        texts,
        _statistic_title,
        (
            f"Geldt voor {words.TARGETS['movement']}.",
            "De cijfers zeggen wat samengaat, niet wat de oorzaak is.",
        ),
    )


def _of_margins(labels: Labels) -> _Design:
    return _Design(
        "Wie meedeed, en de weging",
        ("Kenmerk", "Klasse"),
        ["group", "group_category"],
        ["statistic"],
        lambda cell: (
            words.GROUPS[cell["group"]],
            labels.group_class(cell["group"], cell["group_category"]),
        ),
        _statistic_title,
    )


def _of_weights() -> _Design:
    return _Design(
        "Kerncijfers van de weging",
        ("Cijfer",),
        ["statistic"],
        [],
        lambda cell: (_statistic_title(cell),),
        lambda _: "waarde",
    )


def _table(number: int, design: _Design, rows: pd.DataFrame) -> Table:
    cells: dict[tuple[Key, Key], Cell] = {}
    row_of: dict[Key, Cell] = {}
    column_of: dict[Key, Cell] = {}
    for cell in rows.to_dict("records"):
        row = tuple(cell[name] for name in design.row_key)
        column = tuple(cell[name] for name in design.column_key)
        if (row, column) in cells:
            raise ValueError(f"two numbers in one cell of {design.subject!r}: {row}, {column}")
        cells[row, column] = cell
        row_of.setdefault(row, cell)
        column_of.setdefault(column, cell)
    return Table(
        _sheet_name(number, design.subject),
        f"Tabel {number}. {design.subject}",
        design.heads,
        [
            _column(design, cell, [cells[key] for key in cells if key[1] == column])
            for column, cell in column_of.items()
        ],
        [
            (design.row_texts(cell), [cells.get((row, column)) for column in column_of])
            for row, cell in row_of.items()
        ],
        design.notes,
    )


def _column(design: _Design, first: Cell, cells: Sequence[Cell]) -> Column:
    # What is not computed at all may have no unit, so the column has that of the others.
    units = dict.fromkeys(words.UNITS.get(cell["unit"], cell["unit"]) for cell in cells)
    unit = " of ".join(unit for unit in units if unit)
    parts = dict.fromkeys(part for cell in cells for part in PARTS.get(cell["statistic"], _ALONE))
    return Column(design.column_title(first), unit or "getal", list(parts))


def _sheet_name(number: int, subject: str) -> str:
    """Return a name that Excel takes; the number makes it the only one."""
    plain = f"{number} {re.sub(_NOT_IN_NAME, '', subject)}"
    return textwrap.shorten(plain, LONGEST_NAME, placeholder=" ...")


def _statistic_title(cell: Cell) -> str:
    return words.STATISTICS[cell["statistic"]]


def _answer(cell: Cell, labels: Labels) -> Key:
    category = labels.category(cell["variable"], cell["category"])
    return labels.question(cell["variable"]), category or _WHOLE


def row_title(cell: Cell, labels: Labels) -> str:
    """Return what stands before a row: an area, or a class of a group in the country."""
    if cell["group"] == AREA:
        return labels.area(cell["area"])
    name = words.GROUPS[cell["group"]].capitalize()
    return f"{name}: {labels.group_class(cell['group'], cell['group_category'])}"
