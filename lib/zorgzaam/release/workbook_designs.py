"""Which tables the workbook has, and which numbers of the release are in each."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from zorgzaam.release import labels as words
from zorgzaam.release.labels import Labels
from zorgzaam.release.rows import AREA
from zorgzaam.release.workbook_tables import OF_QUESTIONS, Cell, Design, Key, Table, make_table

ROW = ["area", "group", "group_category"]
ANSWER = ["variable", "category"]
INVENTORY = "inventory"
USUAL, OTHER = ("answered", "shown"), ("ticked", "answers")
COMPARED = ("difference_points", "shrunken_share_pct", "model_share_pct")
TESTS, MODELS = ("rao_scott_f", "rao_scott_p"), ("odds_ratio", "marginal_points")
MARGINS = ("frame_pct", "respondents_pct", "weighted_pct")
WEIGHTS = ("kish_deff", "effective_n", "largest_over_smallest")
_ALL_GROUPS, _NO_GROUP, _WHOLE = "alle kenmerken", "alle", "hele vraag"
_MOVEMENT_NOTE = f"Geldt voor {words.TARGETS['movement']}."


def tables(release: pd.DataFrame, labels: Labels) -> list[Table]:
    """Return the tables of the workbook, in order, with those left out that would be empty.

    Every number of the release is in one of them, but for those of a question that hold for the
    movement as a whole: these are in the list of all numbers alone. Raises ``ValueError`` if two
    numbers would be in one cell.
    """
    made: list[Table] = []
    for design, rows in _designs(release, labels):
        if len(rows):
            made.append(make_table(len(made) + 1, design, rows))
    return made


def _designs(release: pd.DataFrame, labels: Labels) -> Iterator[tuple[Design, pd.DataFrame]]:
    statistic, over = release["statistic"], release["denominator"]

    def taken(*names: str) -> pd.DataFrame:
        return release[statistic.isin(names)]

    yield _of_rows(labels), _in_order(taken("respondents", "initiatives"), labels)
    own = _in_order(taken(*OF_QUESTIONS), labels)
    own = own[own["target"] == INVENTORY]
    usual = own[over.reindex(own.index).isin(USUAL) | (own["statistic"] == "ratio")]
    for variable in usual["variable"].unique():
        asked = usual[usual["variable"] == variable]
        yield _of_question(variable, asked, labels), asked
    yield _of_answers("Andere noemers", "denominator", labels), own[own["denominator"].isin(OTHER)]
    shares, amounts = "unweighted_share_pct", ("unweighted_mean", "unweighted_sum")
    yield _of_answers("Ongewogen aandelen", "statistic", labels), taken(shares)
    yield _of_answers("Ongewogen aantallen", "statistic", labels), taken(*amounts)
    missing = [name for name in words.STATISTICS if name.startswith("missing_")]
    yield _of_answers("Geen antwoord", "statistic", labels), taken(*missing)
    yield _of_comparison(labels), taken(*COMPARED)
    yield _of_association("Samenhang: toetsen", labels), taken(*TESTS)
    yield _of_association("Samenhang: modellen", labels), taken(*MODELS)
    yield _of_margins(labels), taken(*MARGINS)
    yield _of_weights(), taken(*WEIGHTS)


def _in_order(rows: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the rows with areas first, as they were, and then classes as the codebook has them."""
    place = {key: number for number, key in enumerate(labels.classes)}
    keys = zip(rows["group"], rows["group_category"], strict=True)
    places = pd.Series([place.get(key, -1) for key in keys], rows.index, dtype=int)
    return rows.loc[places.sort_values(kind="stable").index]


def _of_rows(labels: Labels) -> Design:
    return Design(
        "Deelnemers en initiatieven",
        ("Gebied of groep",),
        ROW,
        ["statistic"],
        lambda cell: (row_title(cell, labels),),
        _statistic_title,
    )


def _of_question(variable: str, asked: pd.DataFrame, labels: Labels) -> Design:
    over = [words.DENOMINATORS[name] for name in USUAL if name in set(asked["denominator"])]

    def column_title(cell: Cell) -> str:
        if cell["category"]:
            return labels.category(variable, cell["category"])
        name = _statistic_title(cell)
        if cell["statistic"] == "ratio":
            return f"{name} tot {labels.question(cell['denominator']).lower()}"
        return name

    return Design(
        labels.question(variable),
        ("Gebied of groep",),
        ROW,
        ["category", "statistic", "denominator"],
        lambda cell: (row_title(cell, labels),),
        column_title,
        (
            f"Geldt voor {words.TARGETS[INVENTORY]}. Cijfers voor {words.TARGETS['movement']} "
            "staan op het blad 'Alle cijfers'.",
            *(f"Over {who}." for who in over),
        ),
    )


def _of_answers(subject: str, column: str, labels: Labels) -> Design:
    titles = words.STATISTICS if column == "statistic" else words.DENOMINATORS
    return Design(
        subject,
        ("Vraag", "Antwoord"),
        ANSWER,
        [column, "unit"],  # means of years and of people are not in one column
        lambda cell: _answer(cell, labels),
        lambda cell: titles[cell[column]],
        ("Geldt voor Nederland.",),
    )


def _of_comparison(labels: Labels) -> Design:
    return Design(
        "Provincies vergeleken",
        ("Provincie", "Vraag", "Antwoord"),
        ["area", *ANSWER],
        ["statistic"],
        lambda cell: (labels.area(cell["area"]), *_answer(cell, labels)),
        _statistic_title,
        (
            _MOVEMENT_NOTE,
            "De p-waarde is bijgesteld omdat er veel vergelijkingen zijn (Benjamini-Hochberg).",
            "Een aandeel dat uit de andere provincies is verwacht, gebruikt geen eigen antwoorden.",
        ),
    )


def _of_association(subject: str, labels: Labels) -> Design:
    def texts(cell: Cell) -> Key:
        group, name = cell["group"], cell["group_category"]
        reference = cell["denominator"]
        return (
            labels.question(cell["variable"]),
            words.GROUPS[group] if group else _ALL_GROUPS,
            labels.group_class(group, name) if name else _NO_GROUP,
            labels.group_class(group, reference) if reference else _NO_GROUP,
        )

    return Design(
        subject,
        ("Vraag", "Kenmerk", "Klasse", "Vergeleken met"),
        ["variable", "group", "group_category", "denominator"],
        ["statistic"],
        texts,
        _statistic_title,
        (
            _MOVEMENT_NOTE,
            "De cijfers zeggen wat samengaat, niet wat de oorzaak is.",
        ),
    )


def _of_margins(labels: Labels) -> Design:
    return Design(
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


def _of_weights() -> Design:
    return Design(
        "Kerncijfers van de weging",
        ("Cijfer",),
        ["statistic"],
        [],
        lambda cell: (_statistic_title(cell),),
        lambda _: "waarde",
    )


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
