"""The rules a row of ``data/published`` must keep, each with what to say when it does not."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from zorgzaam import areas
from zorgzaam.dates import period_years
from zorgzaam.dutch import format_number, format_percent
from zorgzaam.precision import PRECISIONS, decimals_of
from zorgzaam.tables import one_of, rule

HEADLINE = "headline"
SCOPES = frozenset({"core", "narrower", "broader", "other", "unclear"})
PHASES = frozenset({"all", "active", "founding", "exploring", "exploring_or_founding"})
# What a count is a number of; a survey figure can be more.
COUNT_UNITS = frozenset(
    {"addresses", "collectives", "cooperatives", "initiatives", "stadsdorpen", "villages"}
)
FIGURE_UNITS = COUNT_UNITS | {"people", "percent", "year"}
# Where a point of the headline series lies: it is the whole of what the monitor counts.
HEADLINE_PLACE = {"area": "NL", "scope": "core", "phase": "all"}

_WHOLE = r"\d+"
_PERCENT = r"\d{1,2}(\.\d{1,2})?|100(\.0{1,2})?"
_THOUSANDS = r"\d{1,3}(\.\d{3})+"


def figure(sources: frozenset[str]) -> list[pa.Check]:
    """Return the rules that counts and survey figures share."""
    upper_if_range = rule(
        "upper",
        lambda rows: (rows["upper"] != "") == (rows["precision"] == "range"),
        "bij precisie 'range' hoort een hoogste getal, en anders niet.",
        "Vul 'upper' in, of laat het leeg als er geen bereik is gepubliceerd.",
    )
    upper_is_higher = rule(
        "upper",
        lambda rows: ~(_numeric(rows["upper"]) <= _numeric(rows["value"])),
        "'{value}' is niet hoger dan 'value'.",
        "Zet het laagste getal in 'value' en het hoogste in 'upper'.",
    )
    return [
        *number("value"),
        *number("upper", optional=True),
        upper_if_range,
        upper_is_higher,
        one_of("precision", PRECISIONS),
        one_of("source_id", sources),
    ]


def _numeric(texts: pd.Series) -> pd.Series:
    """Return texts as numbers; missing where the text breaks the rules for numbers anyway."""
    return pd.to_numeric(texts.where(texts.str.fullmatch(r"\d+(\.\d{1,2})?")))


def number(column: str, *, optional: bool = False) -> list[pa.Check]:
    """Return the rules for numbers as text: whole, or a percentage where the unit says so."""

    def is_percent(rows: pd.DataFrame) -> pd.Series:
        return (rows["unit"] == "percent") & (column != "n")

    def is_thousands(rows: pd.DataFrame) -> pd.Series:
        return rows[column].str.fullmatch(_THOUSANDS) & ~is_percent(rows)

    def is_empty(rows: pd.DataFrame) -> pd.Series:
        return (rows[column] == "") & optional

    thousands = rule(
        column,
        lambda rows: ~is_thousands(rows),
        "'{value}' heeft een punt voor duizendtallen.",
        "Schrijf {digits}.",
    )
    whole = rule(
        column,
        lambda rows: (
            rows[column].str.fullmatch(_WHOLE)
            | is_percent(rows)
            | is_thousands(rows)
            | is_empty(rows)
        ),
        "'{value}' is geen heel getal van 0 of meer.",
        "Schrijf alleen cijfers, zonder punt, komma, spatie of min.",
    )
    percent = rule(
        column,
        lambda rows: rows[column].str.fullmatch(_PERCENT) | ~is_percent(rows) | is_empty(rows),
        "'{value}' is geen percentage van 0 tot en met 100.",
        "Schrijf het met een punt voor hoogstens twee decimalen, zonder procentteken: 33.3.",
    )
    return [thousands, whole, percent]


def at_line(line: Hashable, column: str, what: str, remedy: str) -> pa.Check:
    """Return a rule that only the row on ``line`` breaks: for a remedy of its own."""
    return rule(column, lambda rows: pd.Series(rows.index != line, rows.index), what, remedy)


def possible_shares(table: pd.DataFrame) -> list[pa.Check]:
    """Return the rules that a precise percentage is one of the whole numbers out of its ``n``.

    What is nearest differs a row, so each row of ``table`` that breaks this has a rule of its own.
    A half may have been rounded up or down: 12 % and 13 % of 8 are both 1 of 8.
    """
    if not {"value", "precision", "unit", "n"} <= set(table.columns):
        return []
    is_share = (table["unit"] == "percent") & table["n"].str.fullmatch(_WHOLE)
    is_precise = (table["precision"] == "exact") & table["value"].str.fullmatch(_PERCENT)
    of_nothing = rule(
        "n",
        lambda rows: ~(is_share & rows["n"].str.fullmatch("0+")),
        "een percentage van 0 antwoorden bestaat niet.",
        "Vul het aantal antwoorden in, of laat 'n' leeg als het niet is gepubliceerd.",
    )
    rows = table.loc[is_share & is_precise & ~table["n"].str.fullmatch("0+")]
    return [of_nothing, *(
        found for line, row in rows.iterrows()
        if (found := _impossible_share(line, row["value"], int(row["n"])))
    )]  # fmt: skip


def _impossible_share(line: Hashable, text: str, n: int) -> pa.Check | None:
    """Return the rule that the row on ``line`` breaks, or None if a count of ``n`` rounds to it."""
    value, decimals = Fraction(text), decimals_of(float(text))
    below = int(value * n / 100)
    # 100 % is n of n, so the next count is never above n where the value itself is no count
    counts = sorted({below, min(below + 1, n)})
    if any(abs(Fraction(100 * count, n) - value) <= Fraction(1, 2 * 10**decimals)
           for count in counts):  # fmt: skip
        return None
    total = format_number(n)
    near = " en ".join(
        f"{format_percent(100 * count / n, decimals)} ({format_number(count)} van {total})"
        for count in counts
    )
    return at_line(
        line,
        "value",
        f"{format_percent(float(value), decimals)} kan niet: geen heel aantal van de "
        f"{total} antwoorden is afgerond zoveel.",
        f"Bij n = {total} zijn {near} mogelijk. Kijk 'value' en 'n' na in de bron; is "
        "'n' niet het aantal antwoorden op deze vraag, laat 'n' dan leeg.",
    )


def date(column: str) -> pa.Check:
    """Return the rule that ``column`` holds an ISO date of any precision, or nothing."""
    return rule(
        column,
        lambda rows: rows[column].map(_is_date).astype(bool),
        "'{value}' is geen datum zoals hier bedoeld.",
        "Schrijf 2014, 2014-04 of 2014-04-12, of laat het leeg als de datum onbekend is.",
    )


def year(column: str) -> pa.Check:
    """Return the rule that ``column`` holds a year."""
    return rule(
        column,
        lambda rows: rows[column].str.fullmatch(r"(19|20)\d\d"),
        "'{value}' is geen jaar.",
        "Schrijf een jaar in vier cijfers.",
    )


def address(column: str) -> pa.Check:
    """Return the rule that ``column`` holds a web address, or nothing."""
    return rule(
        column,
        lambda rows: rows[column].str.fullmatch(r"(https?://\S+)?"),
        "'{value}' is geen webadres.",
        "Begin met https:// of http://, of laat het leeg als er geen adres is.",
    )


def place_in_series(root: Path, families: frozenset[str]) -> list[pa.Check]:
    """Return the rules that say which counts belong together."""
    return [
        one_of("family", families),
        one_of("scope", SCOPES),
        one_of("phase", PHASES),
        one_of("series", frozenset({HEADLINE, ""})),
        area(root),
        *map(_headline_place, HEADLINE_PLACE),
        rule(
            "reference_date",
            lambda rows: (rows["series"] != HEADLINE) | (rows["reference_date"] != ""),
            "een punt van de groeilijn heeft een datum nodig.",
            "Vul de datum in, of laat 'series' leeg.",
        ),
        rule(
            "series",
            _is_alone_on_its_date,
            "er is meer dan een punt van de groeilijn op deze datum.",
            "Laat 'series' bij een van beide leeg.",
        ),
    ]


def area(root: Path) -> pa.Check:
    """Return the rule that ``area`` is the country, a province or a municipality that exists."""
    codes = [item.code for item in areas.all_areas(root)]
    known = frozenset(codes) | frozenset(areas.province_of(root))
    return rule(
        "area",
        lambda rows: rows["area"].isin(known),
        "'{value}' is geen gebied.",
        f"Kies uit: {', '.join(codes)}, of de CBS-code van een gemeente van 2023 of 2020 "
        f"({areas.MUNICIPALITIES_FILE.as_posix()}, {areas.CROSSWALK_FILE.as_posix()}).",
    )


def _headline_place(column: str) -> pa.Check:
    expected = HEADLINE_PLACE[column]
    return rule(
        column,
        lambda rows: (rows["series"] != HEADLINE) | (rows[column] == expected),
        "'{value}' hoort niet in de groeilijn.",
        f"Een punt van de groeilijn heeft hier '{expected}'. Laat anders 'series' leeg.",
    )


def _is_alone_on_its_date(rows: pd.DataFrame) -> pd.Series:
    """Whether no other headline count of the area has this date, or one that lies in it.

    2014 and 2014-04 in one series would be one date counted twice.
    """
    line = rows[(rows["series"] == HEADLINE) & (rows["reference_date"] != "")]
    alone = pd.Series(True, rows.index)
    for one, other in combinations(line.index, 2):
        dates = line["reference_date"]
        nested = dates[one].startswith(dates[other]) or dates[other].startswith(dates[one])
        if nested and line.at[one, "area"] == line.at[other, "area"]:
            alone[[one, other]] = False
    return alone


def _is_date(text: str) -> bool:
    try:
        return not text or bool(period_years(text))
    except ValueError:
        return False
