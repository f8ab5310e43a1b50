"""What a few published counts cannot tell apart: another curve, another definition, other dates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from scipy.stats import t

from zorgzaam.dutch import format_number
from zorgzaam.errors import MonitorError
from zorgzaam.growth_text import doubling_text, interval_text
from zorgzaam.stats import growth, growth_terms, logistic
from zorgzaam.stats.likelihood import SAME_SLOPE

UNKNOWN_OF_LINE = 3  # height, slope, scatter
FITS_ANYTHING = "past vanzelf: bijna evenveel onbekenden als tellingen"
AS_GOOD, WORSE, BETTER = "past even goed als een rechte lijn", "past slechter", "past beter"
SURE = 0.95


def alternatives(points: pd.DataFrame, ceilings: Sequence[float]) -> pd.DataFrame:
    """Return how well a line, lines with a break and curves with a ceiling fit the counts.

    Columns, in Dutch: what was fitted, ``log-likelihood``, ``onbekenden`` (numbers that were
    fitted) and ``oordeel``. A curve with nearly as many unknowns as there are counts fits whatever
    is true.
    """
    straight = growth.fit_trend(points).log_likelihood
    if straight is None:
        return pd.DataFrame(columns=["groei", "log-likelihood", "onbekenden", "oordeel"])
    rows = [("een rechte lijn (log-lineair)", straight, UNKNOWN_OF_LINE)]
    dates = sorted(points["time"].unique())
    for before, after in pairwise(dates[1:-1]):  # two dates on either side
        name = f"met een knik tussen {before:.0f} en {after:.0f}"
        try:
            found = growth_terms.break_effect(points, (before + after) / 2)
        except MonitorError:
            continue  # one side has lower bounds alone: no line to speak of
        rows.append((name, straight + found.gain, UNKNOWN_OF_LINE + 1))
    for row in logistic.logistic_ceilings(points, ceilings).itertuples():
        if math.isfinite(row.ceiling):
            name = f"naar een grens van {format_number(row.ceiling)}"
            rows.append((name, row.log_likelihood, UNKNOWN_OF_LINE))
    table = pd.DataFrame(rows, columns=["groei", "log-likelihood", "onbekenden"])
    table["oordeel"] = [
        _verdict(value - straight, unknown, len(points))
        for value, unknown in zip(table["log-likelihood"], table["onbekenden"], strict=True)
    ]
    table.loc[0, "oordeel"] = "waarmee de andere worden vergeleken"
    shown = table["log-likelihood"].map(
        lambda value: format_number(value, 1) if math.isfinite(value) else "zonder grens"
    )
    return table.assign(**{"log-likelihood": shown, "onbekenden": table["onbekenden"].astype(str)})


def _verdict(gain: float, unknown: int, count: int) -> str:
    if unknown >= count:
        return FITS_ANYTHING
    if abs(gain) < _telling(count):
        return AS_GOOD
    return BETTER if gain > 0 else WORSE


def _telling(count: int) -> float:
    """Return which difference in log-likelihood says something of so many counts.

    As the small-sample interval of a trend, with three coefficients: half of chi-squared's 95 %
    where there are many counts, and far more of five, of which it takes chance for a break.
    """
    left = count - UNKNOWN_OF_LINE
    return count / 2 * math.log1p(float(t.ppf((1 + SURE) / 2, left)) ** 2 / left)


def alternatives_alt(table: pd.DataFrame) -> str:
    """Say what the table of curves comes to."""
    good = table.loc[table["oordeel"].isin([AS_GOOD, FITS_ANYTHING]), "groei"]
    if good.empty:
        return "Van wat hier is geprobeerd, past niets even goed als een rechte lijn."
    return (
        f"Met {len(good)} andere vormen van groei passen deze tellingen even goed, of vanzelf. "
        "Welke klopt, is uit deze tellingen niet op te maken."
    )


def definition_sentence(points: pd.DataFrame, families: pd.Series, level: float) -> str:
    """Say what becomes of the growth if families count differently."""
    try:
        found = growth_terms.definition_effect(points, families, level)
    except MonitorError as error:
        return f"Of de families anders tellen, is niet te schatten. {error}"
    if found.status == "saturated" or found.effect is None or found.interval is None:
        return (
            "Telt elke familie anders, dan past er een lijn door alle tellingen: dan is niet te "
            "zeggen welk deel van de stijging groei is, en welk deel een andere telregel."
        )
    apart = (
        "Deze tellingen alleen kunnen groei en telregel dus nauwelijks scheiden."
        if found.p_value is None or found.p_value >= 1 - level
        else "Dat is meer dan toeval: de families tellen anders, of er was toen een sprong."
    )
    return (
        "Telt de laatste familie anders, dan is haar aantal "
        f"{format_number(math.exp(found.effect), 1)} keer zo hoog als de eerste zou tellen; "
        f"{factor_text(*found.interval)}. De verdubbelingstijd is dan "
        f"{doubling_text(growth.doubling_time(found.slope))}. {apart}"
    )


def factor_text(low: float, high: float) -> str:
    """Return the limits of a factor, given on the log scale, in words."""
    if math.isinf(low) and math.isinf(high):
        return "door onzekerheid is geen enkel ander aantal keer uit te sluiten"
    ends = (format_number(math.exp(end), 1) for end in (low, high) if math.isfinite(end))
    if math.isinf(high):
        return f"door onzekerheid kan het ook {next(ends)} keer zijn, of elk getal daarboven"
    return f"door onzekerheid {format_number(math.exp(low), 1)} tot {[*ends][-1]} keer"


def dates_sentence(points: pd.DataFrame) -> str:
    """Say what it does that of some counts only the year is known."""
    if not (points["date_high"] > points["date_low"]).any():
        return ""
    told = "Van sommige tellingen is alleen het jaar bekend."
    found = growth_terms.date_range(points)
    if found is None:
        return f"{told} Ze kunnen bijna tegelijk zijn gedaan: dan is er geen grens aan de groei."
    return (
        f"{told} Waren ze in januari of juist in "
        f"december, dan is de verdubbelingstijd {interval_text(found)}."
    )


def family_rows(points: pd.DataFrame, families: pd.Series) -> list[tuple[str, growth.Trend]]:
    """Return the trend of each family by itself, of those with counts on two dates."""
    found = []
    for name, own in points.groupby(families.to_numpy(), sort=False):
        try:
            found.append((str(name), growth.fit_trend(own)))
        except MonitorError:
            continue  # one date, or only lower bounds: the table of counts shows that
    return found


def family_sentence(points: pd.DataFrame, families: pd.Series) -> str:
    """Say how fast each family by itself grew; few of them counted more than once."""
    told = []
    for name, trend in family_rows(points, families):
        slopes = trend.passing or trend.interval
        exact = trend.slope is not None and abs(trend.slope) > SAME_SLOPE
        text = doubling_text(trend.doubling_years) if exact else interval_text(slopes)
        told.append(f"volgens {name} alleen {text}")
    if not told:
        return ""
    return f"Per familie is de verdubbelingstijd: {'; '.join(told)}."
