"""The sentences of 30-growth: results in, Dutch out, numbers formatted at the end."""

from __future__ import annotations

import math

import pandas as pd
from scipy.stats import chi2

from zorgzaam.dutch import format_number, format_percent, join_words
from zorgzaam.errors import MonitorError
from zorgzaam.stats import discovery, growth, loglinear, spatial


def doubling_text(years: float | None, decimals: int = 1) -> str:
    """Return a doubling time in words; None and infinity are said, not shown as numbers."""
    if years is None or math.isnan(years):
        return "niet te bepalen"
    if math.isinf(years):
        return "geen groei"
    return f"{format_number(years, decimals)} jaar"


def interval_text(slopes: growth.Range | None) -> str:
    """Return a range of slopes as doubling times, such as ``1,0 tot 2,6 jaar``.

    Where nothing in the range rises there is no doubling, and the growth a year is told instead.
    """
    if slopes is None:
        return "niet te bepalen"
    years = growth.doubling_range(slopes)
    if years is None:
        least, most = (format_percent(growth.growth_pct(slope)) for slope in slopes)
        return f"{least} tot {most} per jaar"
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


def sources_text(counts: pd.DataFrame, sources: pd.DataFrame) -> str:
    """Return the organisations behind the counts, each once, in the order of the counts."""
    names = counts.merge(sources, on="source_id")["organisation"].unique()
    return f"{join_words(list(names))}; berekening van de monitor"


def expected_sentence(row: pd.Series, table: pd.DataFrame, year: int) -> str:
    """Say what one province, a ``row`` of ``expected_table``, would have at the national rate."""
    rate_per_100k = spatial.rate_per_100k(table["value"].sum(), table["residents"].sum())
    return (
        f"In {row['label']} zouden het er ongeveer **{format_number(row['value'])}** zijn; door "
        f"toeval kan dat uitkomen tussen {format_number(row['low'])} en "
        f"{format_number(row['high'])}. Landelijk zijn er "
        f"{format_number(rate_per_100k, 2)} per 100.000 inwoners. Op 1 januari {year} had "
        f"{row['label']} {format_number(row['residents'])} inwoners."
    )


def expected_alt(table: pd.DataFrame) -> str:
    """Say what the figure of expected counts shows of the rows in ``table``."""
    told = [
        f"{row.label}: {format_number(row.value)}, tussen {format_number(row.low)} en "
        f"{format_number(row.high)}."
        for row in table.itertuples()
    ]
    return f"Stip met streep per provincie. {' '.join(told)}"


def series_sentence(counts: pd.DataFrame) -> str:
    """Say how many counts of which families were put together."""
    families = join_words(list(counts["series_name"].unique()))
    return f"In de groeilijn zitten {len(counts)} tellingen, van {families}."


def trend_sentence(trend: growth.Trend, points: pd.DataFrame) -> str:
    """Return what the trend says in one sentence, also where it says little."""
    first, last = int(points["time"].min()), int(points["time"].max())
    told = f"Tussen {first} en {last}, over {len(points)} tellingen samen,"
    share, interval = format_percent(100 * trend.level), interval_text(trend.interval)
    if trend.doubling_years == math.inf:
        return f"{told} groeide het aantal bekende initiatieven niet."
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
        f"**{doubling_text(trend.doubling_years)}**. Hoe onzeker dat is: {interval} "
        f"volgens het gebruikelijke {share}-interval."
    )


def small_sample_sentence(trend: growth.Trend, points: int) -> str:
    """Say that the usual interval is narrow for few points, and what a stricter one gives."""
    if trend.small_sample_interval is None:
        return f"Met {points} tellingen is een strenger interval niet te berekenen."
    can_stand_still = trend.small_sample_interval[0] <= 0 < trend.small_sample_interval[1]
    meaning = (
        " Dan is zelfs stilstand niet uitgesloten: noem het getal dus niet zonder deze onzekerheid."
        if can_stand_still
        else ""
    )
    return (
        f"Bij zo weinig tellingen ({points}) is dat interval te smal. Een strengere "
        "rekenwijze geeft "
        f"{interval_text(trend.small_sample_interval)}.{meaning}"
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


def other_methods_sentence(points: pd.DataFrame, level: float) -> str:
    """Say what simpler methods give: least squares, the last two exact counts, Poisson."""
    ols = loglinear.ols_trend(points)
    told = f"Wie elke telling als precies neemt, vindt {doubling_text(ols.doubling_years)}."
    pair = points.loc[points["low"] == points["high"]].iloc[-2:]
    if pair["time"].nunique() == 2:
        recent = loglinear.doubling_between(*pair[["time", "value"]].to_numpy().ravel())
        first, last = (int(time) for time in pair["time"])
        told += f" Tussen {first} en {last} alleen was het {doubling_text(recent)}."
    try:
        poisson = loglinear.poisson_trend(points)
    except MonitorError:
        return told  # no such line, so there is no interval of it that must be explained away
    spread, expected = poisson.deviance or 0.0, poisson.residual_df
    if expected and spread > chi2.ppf(level, expected):
        told += (
            " De tellingen liggen verder van de lijn dan door toeval in het tellen kan (spreiding "
            f"{format_number(spread, 1)}, bij toeval ongeveer {expected}). Een interval dat alleen "
            "met dat toeval rekent (Poisson) staat hier daarom niet."
        )
    return told


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
    """Say what the founding years on the later list tell about the rise since the earlier one.

    What is told holds for those with a founding year; the others can all be new, which gives the
    highest share of the rise that foundings can explain.
    """
    undated = later_count - dated_count
    most = 100 * min(1, (found.founded_since_count + undated) / found.rise_count)
    return (
        f"Van {format_number(dated_count)} van de {format_number(later_count)} initiatieven op de "
        "lijst van 2014 is het startjaar bekend: die door burgers worden geleid. Ongeveer "
        f"{format_number(found.existed_before_count)} daarvan bestonden al vóór 2013. Waren er "
        f"in 2013 precies {format_number(earlier_count)} geteld, dan was dat hooguit "
        f"{format_percent(found.covered_at_most_pct)} hiervan. Ongeveer "
        f"{format_number(found.founded_since_count)} zijn opgericht in 2013 of 2014. Dat is "
        f"{format_percent(found.explained_at_most_pct)} van de stijging met "
        f"{format_number(found.rise_count)}; zijn de {format_number(undated)} zonder startjaar ook "
        f"allemaal nieuw, dan is het {format_percent(most)}. De rest kan komen door beter zoeken "
        "of door een andere telregel."
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
        "gepubliceerd; RIVM schreef in 2021 dat het deels groei is en deels beter zoeken. De twee "
        "aantallen alleen laten alles open: van een afname met "
        f"{format_number(-net['low'])} (alles van de eerste lijst is verdwenen en niets is nieuw) "
        f"tot een groei met {format_number(net['high'])} (alles wat erbij kwam is nieuw)."
    )


def bounds_alt(table: pd.DataFrame) -> str:
    """Say what the figure of the bounds shows, for who cannot see it."""
    told = [
        f"{row.label} {format_number(row.low)} tot {format_number(row.high)}"
        for row in table.itertuples()
    ]
    return f"Balken van wat mogelijk is: {'; '.join(told)}. De aantallen alleen laten dat open."
