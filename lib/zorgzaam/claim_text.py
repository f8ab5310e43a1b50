"""The sentences of 25-published: results in, Dutch out, numbers formatted at the end."""

from __future__ import annotations

import pandas as pd

from zorgzaam.dutch import format_number, format_percent, join_words
from zorgzaam.stats.intervals import worst_case_margin

HALF_PCT = 50
UNKNOWN_LIMIT = "{} of meer"  # the interval of "more than": only a lower limit


def limits_text(lower_pct: float, upper_pct: float) -> str:
    """Return an interval in words: ``35,8 tot 46,4 %``, or ``44,6 % of meer`` without an end."""
    if pd.isna(upper_pct):
        return UNKNOWN_LIMIT.format(format_percent(lower_pct, 1))
    return f"{format_number(lower_pct, 1)} tot {format_percent(upper_pct, 1)}"


def participation_sentence(initiatives: float, respondents: float) -> str:
    """Say which part of the inventory answered, and that this is no response rate."""
    return (
        f"Er zijn {format_number(initiatives)} initiatieven gevonden en "
        f"{format_number(respondents)} vragenlijsten ingevuld. Dat is "
        f"**{format_percent(100 * respondents / initiatives, 1)} van de gevonden initiatieven**. "
        "Het is geen responspercentage. Daarvoor moet bekend zijn hoeveel initiatieven een "
        "uitnodiging kregen, en dat is het niet. Ook kon meedoen wie de open link had, en werd er "
        "onder de deelnemers een prijs verloot."
    )


def worth_sentences(data: pd.DataFrame) -> str:
    """Say for each row of ``claim_tables.side_by_side`` what its percentage is worth, as a list."""
    return "\n".join(f"- {_worth(row)}" for _, row in data.iterrows())


def _worth(row: pd.Series) -> str:
    found = limits_text(row["inventory_lower"], row["inventory_upper"])
    all_together = limits_text(row["movement_lower"], row["movement_upper"])
    return (
        f"**{row['published']}** ({row['label']}): {found} van de gevonden initiatieven, en "
        f"{all_together} van de beweging als geheel. {_against_half(row)}"
    )


def _against_half(row: pd.Series) -> str:
    side = _side(row)
    if not side:
        return "De helft ligt in het interval, dus meer of minder dan de helft is niet te zeggen."
    return f"Beide intervallen liggen {side} de helft: toeval alleen verandert dat niet."


def _side(row: pd.Series) -> str:
    """Return on which side of half the widest interval lies, or nothing if it holds half."""
    if row["movement_upper"] < HALF_PCT:
        return "onder"
    return "boven" if row["movement_lower"] > HALF_PCT else ""


def half_sentence(data: pd.DataFrame) -> str:
    """Name the percentages that chance can bring to the other side of half.

    Where the published words themselves leave both open ("more than 10 %"), there is nothing to
    tell.
    """
    is_open = (data["low_pct"] < HALF_PCT) & (data["high_pct"] > HALF_PCT)
    names = [
        f"{row['published']} ({row['label']})"
        for _, row in data.loc[~is_open].iterrows()
        if not _side(row)
    ]
    if not names:
        return "Geen percentage kan door toeval alleen aan de andere kant van de helft liggen."
    return (
        "Van deze percentages is niet te zeggen of het in de beweging als geheel meer of minder "
        f"dan de helft is: {join_words(names)}. Wat gepubliceerd is, geldt zeker voor wie "
        "antwoordden, maar niet voor alle initiatieven."
    )


def interval_sentence(level: float) -> str:
    """Say what an interval is, and on which condition."""
    times = format_number(100 * level)
    return (
        "Een interval geeft aan hoeveel een percentage door toeval kan schelen. Zijn de deelnemers "
        f"een toevallige greep, dan ligt bij {times} van de 100 enquêtes als deze het echte "
        "percentage erin. Of zij dat zijn, weten we niet; zie onderaan."
    )


def reading_sentence(data: pd.DataFrame) -> str:
    """Say how words such as "almost" become an interval, with the first of ``data`` as example."""
    is_closed = (data["low_pct"] < data["high_pct"]) & data["movement_upper"].notna()
    has_end = data["movement_upper"].notna()
    told = "Een stip is een precies gepubliceerd percentage."
    for _, row in data.loc[is_closed].head(1).iterrows():
        low, high = (format_percent(row[name]) for name in ("low_pct", "high_pct"))
        told += (
            f' "{row["published"].capitalize()}" is niet precies: dat lezen we als {low} tot '
            f"{high}. Het interval begint dan bij de ondergrens van {low} en eindigt bij de "
            f"bovengrens van {high}."
        )
    if not has_end.all():
        told += ' "Meer dan" zegt niet hoeveel meer. Daar is alleen een ondergrens, met een pijl.'
    return told


def margin_sentence(movement_points: float, inventory_points: float, level: float) -> str:
    """Say how far off a percentage of the whole survey can be by chance."""
    return (
        f"Met {format_percent(100 * level)} zekerheid zit een percentage van deze enquête door "
        f"toeval hoogstens **{format_number(movement_points, 2)} punten** naast dat van de "
        f"beweging als geheel, en **{format_number(inventory_points, 2)} punten** naast dat van de "
        "gevonden initiatieven. Zo groot is de marge bij 50 %; bij een hoger of lager percentage "
        "is zij kleiner."
    )


def provinces_sentence(expected: pd.Series, level: float) -> str:
    """Say what a percentage of one province would be worth.

    ``expected`` gives, by name, the answers of each province if they were spread by residents.
    """
    least, most = expected.idxmin(), expected.idxmax()
    points = worst_case_margin(expected[[least, most]], level=level)
    return (
        f"Gemiddeld zijn het {format_number(expected.mean())} antwoorden per provincie. Waren ze "
        f"naar inwoners verdeeld, dan kwamen er uit {least} ongeveer "
        f"{format_number(expected[least])} en uit {most} ongeveer {format_number(expected[most])}. "
        f"Een percentage zou daar {format_number(points[0])} en {format_number(points[1])} punten "
        "naast kunnen zitten. Uit de landelijke percentages is over een provincie dus niets af te "
        "lezen."
    )


def figure_alt(data: pd.DataFrame) -> str:
    """Say what the figure of all percentages shows, for who cannot see it."""
    first, last = data.iloc[0], data.iloc[-1]
    told = [
        f"{row['published']} ({row['label']}), interval "
        f"{limits_text(row['movement_lower'], row['movement_upper'])}"
        for row in (first, last)
    ]
    return (
        f"{len(data)} gepubliceerde percentages met hun twee intervallen, van {told[0]}, tot "
        f"{told[1]}. Het interval voor de beweging als geheel is steeds iets breder dan dat voor "
        "de gevonden initiatieven."
    )
