"""Published counts and survey figures, with where they come from and what they may be used for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from zorgzaam import published_rules as check
from zorgzaam.dates import period_years
from zorgzaam.dutch import join_words
from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root
from zorgzaam.params import Precision
from zorgzaam.precision import (
    Comparison,
    Interval,
    compare,
    interval,
    precision_text,
)
from zorgzaam.tables import filled, one_of, read_rows, unique, validate

__all__ = [
    "Comparison",
    "Interval",
    "comparable",
    "compare",
    "growth_points",
    "interval",
    "load_counts",
    "load_definitions",
    "load_sources",
    "load_survey_figures",
    "precision_text",
    "with_bounds",
]

FOLDER = Path("data", "published")
COUNTS, DEFINITIONS = "counts.csv", "definitions.csv"
FIGURES, SOURCES = "survey_figures.csv", "sources.csv"


def load_sources(root: Path | None = None) -> pd.DataFrame:
    """Return the publications, one a row.

    Columns: ``source_id``, ``organisation``, ``title``, ``date``, ``url``; all text. ``date`` is an
    ISO date of any precision; it and ``url`` are empty where unknown.

    Raises
    ------
    InputError
        With every problem in the file.
    """
    name, table = _read(root, SOURCES)
    named = [filled(column) for column in ("source_id", "organisation", "title")]
    rules = [unique("source_id"), *named, check.date("date"), check.address("url")]
    validate(table, ["source_id", "organisation", "title", "date", "url"], rules, name)
    return table.reset_index(drop=True)


def load_definitions(root: Path | None = None) -> pd.DataFrame:
    """Return the families of counts, one a row.

    Columns: ``family``, ``name``, ``short_name`` (for figures), ``counted_by``, ``definition``;
    all text. All but ``family`` are Dutch texts to be shown; a definition that is unknown says so.

    Raises
    ------
    InputError
        With every problem in the file.
    """
    name, table = _read(root, DEFINITIONS)
    columns = ["family", "name", "short_name", "counted_by", "definition"]
    validate(table, columns, [unique("family"), *map(filled, columns)], name)
    return table.reset_index(drop=True)


def load_counts(root: Path | None = None) -> pd.DataFrame:
    """Return the published counts, one a row, as ``data/published/README.md`` describes them.

    ``value`` and ``upper`` become numbers (``upper`` is missing but for a range). Added are
    ``date_low`` and ``date_high``, the period the reference date stands for, and
    ``year_decimal``, its middle, all in years; they are missing where the date is unknown.

    Raises
    ------
    InputError
        With every problem in the file.
    """
    root = root or find_root()
    name, table = _read(root, COUNTS)
    rules = [
        unique("count_id"),
        *map(filled, ("count_id", "label")),
        one_of("unit", check.COUNT_UNITS),
        check.date("reference_date"),
        *check.figure(_known(root, SOURCES, "source_id")),
        *check.place_in_series(root, _known(root, DEFINITIONS, "family")),
    ]
    columns = ["count_id", "reference_date", "value", "upper", "precision", "unit", "area"]
    columns += ["family", "scope", "phase", "series", "label", "source_id", "caveat"]
    validate(table, columns, rules, name)
    return _with_periods(_with_numbers(table)).reset_index(drop=True)


def load_survey_figures(root: Path | None = None) -> pd.DataFrame:
    """Return the published survey figures, one a row.

    ``value``, ``upper`` and ``n`` become numbers; ``upper`` is missing but for a range, ``n``
    where it was not published. ``label`` and ``topic_label`` are Dutch, ``topic`` is a key.

    Raises
    ------
    InputError
        With every problem in the file.
    """
    root = root or find_root()
    name, table = _read(root, FIGURES)
    named = [filled(column) for column in ("figure_id", "topic", "topic_label", "label")]
    rules = [
        unique("figure_id"),
        *named,
        one_of("unit", check.FIGURE_UNITS),
        *check.figure(_known(root, SOURCES, "source_id")),
        *check.number("n", optional=True),
        *check.possible_shares(table),
        check.area(root),
        check.year("wave"),
    ]
    columns = ["figure_id", "topic", "topic_label", "label", "value", "upper", "precision"]
    validate(table, [*columns, "unit", "n", "area", "wave", "source_id"], rules, name)
    numbers = {"n": pd.to_numeric(table["n"]), "wave": table["wave"].astype(int)}
    return _with_numbers(table).assign(**numbers).reset_index(drop=True)


def _read(root: Path | None, file: str) -> tuple[str, pd.DataFrame]:
    path = FOLDER / file
    return path.as_posix(), read_rows((root or find_root()) / path, path.as_posix())


def _known(root: Path, file: str, column: str) -> frozenset[str]:
    """Return the keys another file has; what else is wrong with that file is for its own loader."""
    table = _read(root, file)[1]
    return frozenset(table[column]) - {""} if column in table else frozenset()


def _with_numbers(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(value=table["value"].astype(float), upper=pd.to_numeric(table["upper"]))


def _with_periods(table: pd.DataFrame) -> pd.DataFrame:
    unknown = (float("nan"), float("nan"))
    periods = [period_years(date) if date else unknown for date in table["reference_date"]]
    low, high = (pd.Series(ends, table.index) for ends in zip(*periods, strict=True))
    return table.assign(date_low=low, date_high=high, year_decimal=(low + high) / 2)


def comparable(counts: pd.DataFrame, families: Sequence[str] | None = None) -> pd.DataFrame:
    """Return ``counts`` if they may be set beside each other as one series.

    Counts of different families follow different definitions: 452 in January 2016 and 320 in
    December are no decline. Mixing them is refused unless ``families`` names every one that is
    present, and whoever does so prints the names on the figure. A part and its whole, or two
    areas, never make a series.

    Raises
    ------
    MonitorError
        If families are mixed without being named, or ``area``, ``scope`` or ``phase`` differ.
    """
    present = sorted(counts["family"].unique())
    if families is None and len(present) > 1:
        raise MonitorError(
            f"Deze tellingen zijn van de families {join_words(present)}. Elke familie heeft een "
            "eigen telregel, dus dit is niet één reeks. Kies tellingen van één familie, of noem "
            f"alle families: families={present}."
        )
    unnamed = counts.loc[~counts["family"].isin(families or present)]
    if len(unnamed):
        told = [f"{row.count_id} (familie {row.family})" for row in unnamed.itertuples()]
        raise MonitorError(
            f"In deze reeks horen alleen de families {join_words(list(families or ()))}, en er "
            f"staat ook in: {join_words(told)}. Elke familie heeft een eigen telregel. Laat die "
            f"telling weg (maak in {(FOLDER / COUNTS).as_posix()} de kolom 'series' leeg), of noem "
            f"alle families: families={present}."
        )
    for column in ("area", "scope", "phase"):
        values = sorted(counts[column].unique())
        if len(values) > 1:
            raise MonitorError(
                f"Deze tellingen verschillen in '{column}': {join_words(values)}. Een deel en het "
                "geheel, of twee gebieden, zijn samen geen reeks. Kies er één."
            )
    return counts


def around(headline: pd.DataFrame, year: int) -> tuple[pd.Series, pd.Series]:
    """Return the last count of ``headline`` in ``year``, and the last one of a year before it.

    Raises
    ------
    MonitorError
        If there is none.
    """
    years = headline["year_decimal"].floordiv(1)
    earlier, own = headline.loc[years < year], headline.loc[years == year]
    if earlier.empty or own.empty:
        lacking = f"in {year}" if own.empty else f"vóór {year}"
        raise MonitorError(
            f"Er is geen telling {lacking} in de groeilijn. Voeg haar toe aan "
            f"{(FOLDER / COUNTS).as_posix()}, met 'headline' in de kolom 'series'."
        )
    return (
        earlier.sort_values("year_decimal", kind="stable").iloc[-1],
        own.sort_values("year_decimal", kind="stable").iloc[-1],
    )


def with_bounds(counts: pd.DataFrame, rules: Precision, *, capped: bool = False) -> pd.DataFrame:
    """Add ``low`` and ``high``: the values each count can stand for, by the rule of its precision.

    ``high`` is infinite for a lower bound, unless ``capped``: see :func:`interval`.
    """
    bounds = [
        interval(row.value, row.upper, row.precision, row.unit, rules, capped=capped)
        for row in counts.itertuples()
    ]
    return counts.assign(low=[item.low for item in bounds], high=[item.high for item in bounds])


def growth_points(counts: pd.DataFrame, rules: Precision, *, capped: bool = False) -> pd.DataFrame:
    """Return what ``zorgzaam.stats.growth`` needs of ``counts``, in the order of time.

    One row a count: ``count_id``, ``time`` (decimal years), ``value``, ``low`` and ``high`` by the
    rule of its precision (``high`` is infinite for a lower bound, unless ``capped``).

    Raises
    ------
    MonitorError
        If a count has no date.
    """
    undated = counts.loc[counts["year_decimal"].isna(), "count_id"]
    if len(undated):
        raise MonitorError(
            f"Deze tellingen hebben geen datum: {join_words(list(undated))}. Laat ze hier weg."
        )
    points = with_bounds(counts, rules, capped=capped).assign(time=counts["year_decimal"])
    columns = ["count_id", "time", "value", "low", "high"]
    return points[columns].sort_values("time", kind="stable").reset_index(drop=True)
