"""What a published precision means: as words, as an interval, and beside a computed number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from zorgzaam.dutch import format_number, format_percent
from zorgzaam.errors import MonitorError
from zorgzaam.params import Precision

PRECISIONS = frozenset({"exact", "about", "more_than", "at_least", "just_under", "range"})
_WORDS = {
    "exact": "{}",
    "about": "ongeveer {}",
    "more_than": "meer dan {}",
    "at_least": "minstens {}",
    "just_under": "bijna {}",
}


@dataclass(frozen=True)
class Interval:
    """The values a published figure can stand for, in its own unit; an open end is excluded."""

    low: float
    high: float
    includes_low: bool = True
    includes_high: bool = True

    def __contains__(self, value: float) -> bool:
        above = self.low <= value if self.includes_low else self.low < value
        below = value <= self.high if self.includes_high else value < self.high
        return above and below


def interval(
    value: float,
    upper: float | None,
    precision: str,
    unit: str,
    rules: Precision,
    *,
    capped: bool = False,
) -> Interval:
    """Return the interval that ``value`` published with ``precision`` stands for.

    ``unit`` is ``percent`` (0 to 100), ``year`` or, for anything else, a count. With ``rules`` as
    in ``params/build.yaml``: about 30 is 25 to 35; more than 100 is everything above 100; just
    under 80 % is 75 to 80, without 80; 41 % as such is what rounds to 41. ``upper`` is the
    published upper end of a range. ``capped`` ends a lower bound at ``more_than_cap_factor``
    times its value: a sensitivity analysis and not a reading of the source.

    Raises
    ------
    MonitorError
        If the precision is unknown or a range has no upper end above its lower.
    """
    margin = _margin(value, unit, rules)
    ceiling = 100.0 if unit == "percent" else math.inf
    top = min(value * rules.more_than_cap_factor, ceiling) if capped else ceiling
    includes_top = math.isfinite(top)
    match precision:
        case "exact" if unit == "percent":
            half = 0.5 * 10.0 ** -decimals_of(value)
            return _within_percent(value - half, value + half, includes_high=False)
        case "exact":
            return Interval(value, value)
        case "about" if unit == "percent":
            return _within_percent(value - margin, value + margin)
        case "about":
            return Interval(value - margin, value + margin)
        case "more_than":
            return Interval(value, top, includes_low=False, includes_high=includes_top)
        case "at_least":
            return Interval(value, top, includes_high=includes_top)
        case "just_under":
            return Interval(max(value - margin, 0.0), value, includes_high=False)
        case "range" if upper is not None and upper > value:
            return Interval(value, upper)
        case "range":
            raise MonitorError(f"Een bereik vanaf {value} heeft een hoger einde nodig ('upper').")
    raise MonitorError(
        f"De precisie '{precision}' is onbekend. Kies uit: {', '.join(sorted(PRECISIONS))}."
    )


def _margin(value: float, unit: str, rules: Precision) -> float:
    """Return what "about" and "just under" leave room for, in the unit of ``value``."""
    if unit == "percent":
        return rules.percent_margin_points
    if unit == "year":
        return rules.year_margin
    # A sixth of 30 is 5 and not 4.999...: rounding keeps the interval as it is documented.
    return round(value * rules.about_relative_margin, 9)


def decimals_of(value: float) -> int:
    """Return the number of decimals in which ``value`` was published (41.0 counts as 41)."""
    exponent = Decimal(str(float(value))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _within_percent(low: float, high: float, *, includes_high: bool = True) -> Interval:
    """Return the part of an interval between 0 and 100 %; 100 itself is always reachable."""
    low, high = round(max(low, 0.0), 9), round(min(high, 100.0), 9)
    return Interval(low, high, includes_high=includes_high or high == 100)


def precision_text(value: float, precision: str, unit: str, upper: float | None = None) -> str:
    """Return a published figure in words: ``ongeveer 30``, ``meer dan 100``, ``bijna 80 %``.

    A round figure is never given more decimals than it was published with, and "about 33.3 %" is
    shown as ``ongeveer 33 %``: the decimal says how it was stored, not how well it is known.

    Raises
    ------
    MonitorError
        If the precision is unknown or a range has no upper end.
    """
    if precision == "range" and upper is not None:
        return f"{_plain(value, unit).removesuffix(' %')} tot {_plain(upper, unit)}"
    if precision not in _WORDS:
        raise MonitorError(f"De precisie '{precision}' heeft geen woorden voor {value} ({unit}).")
    shown = round(value) if precision == "about" and unit == "percent" and value >= 10 else value
    return _WORDS[precision].format(_plain(shown, unit))


def _plain(value: float, unit: str) -> str:
    """Return ``value`` with the decimals it was published with, without any precision."""
    if unit == "percent":
        return format_percent(value, decimals_of(value))
    if unit == "year":
        return str(round(value))
    return format_number(value, decimals_of(value))


@dataclass(frozen=True)
class Comparison:
    """A computed number beside a published figure; ``published`` is the figure in words."""

    computed: float
    published: str
    interval: Interval

    @property
    def agrees(self) -> bool:
        """Whether the computed number is one the published figure can stand for."""
        return self.computed in self.interval


def compare(
    computed: float, figure_row: Mapping[str, Any] | pd.Series, rules: Precision
) -> Comparison:
    """Compare ``computed``, unrounded and in the unit of the figure, with a published figure.

    ``figure_row`` is a row of ``load_survey_figures`` or ``load_counts``: it gives ``value``,
    ``upper``, ``precision`` and ``unit``.

    Raises
    ------
    MonitorError
        If ``computed`` is not a number: that is neither agreement nor disagreement.
    """
    if not math.isfinite(computed):
        raise MonitorError(f"Er valt niets te vergelijken: {computed} is geen getal.")
    value, precision, unit = float(figure_row["value"]), figure_row["precision"], figure_row["unit"]
    upper = _optional(figure_row["upper"])
    return Comparison(
        float(computed),
        precision_text(value, precision, unit, upper),
        interval(value, upper, precision, unit, rules),
    )


def _optional(value: object) -> float | None:
    """Return a cell as a number, or None where a table has it missing."""
    number = pd.to_numeric(value)
    return None if pd.isna(number) else float(number)
