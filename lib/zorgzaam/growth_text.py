"""The sentences of 30-growth: results in, Dutch out, numbers formatted at the end."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from zorgzaam import published
from zorgzaam.dutch import format_number, format_percent
from zorgzaam.stats import discovery, growth, loglinear


def doubling_text(years: float | None, decimals: int = 1) -> str:
    """Return a doubling time in words; None and infinity are said, not shown as numbers."""
    if years is None or math.isnan(years):
        return "niet te bepalen"
    if math.isinf(years):
        return "geen groei"
    return f"{format_number(years, decimals)} jaar"


def interval_text(slopes: growth.Range | None) -> str:
    """Return the doubling times of a range of slopes, such as ``1,0 tot 2,6 jaar``."""
    years = growth.doubling_range(slopes)
    if years is None:
        return "niet te bepalen"
    low, high = years
    if math.isinf(high):
        return f"{format_number(low, 1)} jaar tot geen groei"
    return f"{format_number(low, 1)} tot {format_number(high, 1)} jaar"


def timeline_alt(counts: pd.DataFrame, area_name: str) -> str:
    """Say what the figure of all counts shows, for who cannot see it."""
    least, most = counts.loc[counts["value"].idxmin()], counts.loc[counts["value"].idxmax()]
    return (
        f"{len(counts)} tellingen van {counts['family'].nunique()} families in {area_name}, van "
        f"{least['text']} ({least['label']}, {least['series_name']}) tot {most['text']} "
        f"({most['label']}, {most['series_name']}). Families staan los van elkaar."
    )


def claim_sentence(row: dict[str, Any]) -> str:
    """Say what one survey figure, joined with its source, told about the area."""
    share = published.precision_text(row["value"], row["precision"], row["unit"])
    return (
        f"In {row['wave']} was {share} van {format_number(row['n'])} onderzochte initiatieven: "
        f"{row['label']} (bron: [{row['organisation']}]({row['url']}))."
    )


def expected_sentence(row: pd.Series, rate_per_100k: float, year: int) -> str:
    """Say what one province would have at the national rate; ``row`` of ``expected_table``."""
    return (
        f"In {row['label']} zouden het er ongeveer **{format_number(row['value'])}** zijn; door "
        f"toeval kan dat uitkomen tussen {row['low']} en {row['high']}. Landelijk zijn er "
        f"{format_number(rate_per_100k, 2)} per 100.000 inwoners. Op 1 januari {year} had "
        f"{row['label']} {format_number(row['residents'])} inwoners."
    )


def expected_alt(table: pd.DataFrame) -> str:
    """Say what the figure of expected counts shows of the rows in ``table``."""
    told = [
        f"{row.label}: {format_number(row.value)}, tussen {row.low} en {row.high}."
        for row in table.itertuples()
    ]
    return f"Stip met streep per provincie. {' '.join(told)}"


def trend_sentence(trend: growth.Trend, points: pd.DataFrame) -> str:
    """Return what the trend says in one sentence, also where it says little."""
    first, last = int(points["time"].min()), int(points["time"].max())
    told = f"Tussen {first} en {last}, over {len(points)} tellingen samen,"
    share, interval = format_percent(100 * trend.level), interval_text(trend.interval)
    if trend.status == "bounds":
        return (
            f"{told} past een rechte lijn door elke telling, hoe precies die ook is. Dan is er "
            "geen spreiding waaruit onzekerheid volgt; de verdubbelingstijd is "
            f"{interval_text(trend.passing)}."
        )
    if trend.doubling_years is None:
        halving = doubling_text(trend.halving_years)
        return f"{told} nam het aantal bekende initiatieven af; het halveerde in {halving}."
    return (
        f"{told} verdubbelde het aantal bekende initiatieven in "
        f"**{doubling_text(trend.doubling_years)}** ({share}-interval: {interval})."
    )


def small_sample_sentence(trend: growth.Trend, points: int) -> str:
    """Say that the usual interval is narrow for few points, and what a stricter one gives."""
    if trend.small_sample_interval is None:
        return f"Met {points} tellingen is een strenger interval niet te berekenen."
    can_stand_still = trend.small_sample_interval[0] <= 0 < trend.small_sample_interval[1]
    meaning = " Dan is zelfs stilstand niet uitgesloten." if can_stand_still else ""
    return (
        f"Met {points} tellingen is dat interval aan de smalle kant. De strengere rekenwijze voor "
        f"weinig tellingen geeft {interval_text(trend.small_sample_interval)}.{meaning}"
    )


def trend_alt(counts: pd.DataFrame, trend: growth.Trend) -> str:
    """Say what the figure of the trend shows, for who cannot see it."""
    first, last = counts.iloc[0], counts.iloc[-1]
    return (
        f"Van {first['text']} in {first['reference_date']} naar {last['text']} in "
        f"{last['reference_date']}, op een schaal waarop gelijke stappen gelijke groei zijn. De "
        f"berekende lijn verdubbelt in {doubling_text(trend.doubling_years)}."
    )


def doubling_alt(table: pd.DataFrame) -> str:
    """Say what the figure of doubling times shows, for who cannot see it."""
    told = [f"{row.label} {doubling_text(row.value)}" for row in table.itertuples()]
    return f"Verdubbelingstijd per keuze: {'; '.join(told)}."


def other_methods_sentence(points: pd.DataFrame) -> str:
    """Say what simpler methods give: least squares, the last two exact counts, Poisson."""
    pair = points.loc[points["low"] == points["high"]].iloc[-2:]
    recent = loglinear.doubling_between(*pair[["time", "value"]].to_numpy().ravel())
    ols, poisson = loglinear.ols_trend(points), loglinear.poisson_trend(points)
    first, last = int(pair["time"].iloc[0]), int(pair["time"].iloc[1])
    deviance = format_number(poisson.deviance or 0.0, 1)
    return (
        f"Wie elke telling als precies neemt (kleinste kwadraten), vindt "
        f"{doubling_text(ols.doubling_years)}. Tussen {first} en {last} alleen was het "
        f"{doubling_text(recent)}. Een Poisson-model past niet (deviantie {deviance} bij "
        f"{poisson.residual_df} vrijheidsgraden); het interval daarvan staat hier daarom niet."
    )


def ceiling_sentence(ceilings: pd.DataFrame) -> str:
    """Say whether the counts can tell growth towards a ceiling from growth without one."""
    fitting = ceilings.loc[ceilings["is_within_interval"], "ceiling"]
    finite = fitting.loc[fitting.map(math.isfinite)]
    if fitting.map(math.isinf).any() and len(finite):
        return (
            "Of de groei afvlakt, is uit deze tellingen niet op te maken: een grens van "
            f"{format_number(finite.min())} initiatieven past er even goed bij als groei zonder "
            "grens."
        )
    if len(finite):
        return "Deze tellingen passen beter bij groei naar een grens dan bij groei zonder grens."
    return "Deze tellingen passen niet bij een grens aan de groei die hier is geprobeerd."


def finding_sentence(
    found: discovery.BetterFinding, earlier_count: float, later_count: float, dated_count: float
) -> str:
    """Say what the founding years of 2014 tell about the rise since 2013."""
    dated = format_number(dated_count)
    return (
        f"Van {dated} door burgers geleide initiatieven op de lijst van 2014 is het startjaar "
        f"bekend. Ongeveer {format_number(found.existed_before_count)} daarvan bestonden al vóór "
        f"2013. De {format_number(earlier_count)} die in 2013 geteld zijn, waren daar dus hooguit "
        f"{format_percent(found.covered_at_most_pct)} van. Ongeveer "
        f"{format_number(found.founded_since_count)} zijn opgericht in 2013 of 2014: dat verklaart "
        f"hooguit {format_percent(found.explained_at_most_pct)} van de stijging met "
        f"{format_number(found.rise_count)}. De rest komt vooral doordat beter "
        "gezocht is. Deze som neemt de telling van 2013, ongeveer 30, als precies 30, en van de "
        f"andere {format_number(later_count - dated_count)} op de lijst van 2014 is het startjaar "
        "niet bekend."
    )


def change_sentence(earlier_count: int, later_count: int) -> str:
    """Say what is and is not known about the parts of the change between two lists."""
    net = (
        discovery.change_bounds(earlier_count, later_count).set_index("quantity").loc["net_growth"]
    )
    return (
        f"Van {format_number(earlier_count)} naar {format_number(later_count)} is "
        f"{format_number(later_count - earlier_count)} erbij. Dat is precies: opgericht na de "
        "eerste telling, plus later gevonden, min verdwenen. Hoe groot elk deel is, is niet "
        "gepubliceerd; RIVM schreef in 2021 dat het deels groei is en deels beter zoeken. Uit de "
        "twee aantallen alleen volgt dat de echte groei ergens ligt tussen "
        f"{format_number(net['low'])} en {format_number(net['high'])}: dat kan dus alles zijn."
    )
