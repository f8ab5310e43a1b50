"""The sentences of 50-province, made from released numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number, join_words
from zorgzaam.province_tables import comparisons, silences, standing_out
from zorgzaam.province_topics import full_name
from zorgzaam.release.labels import Labels
from zorgzaam.released import initiatives, plain_number, respondents

WHY_HIDDEN = (
    "Een cijfer is verborgen als anders te raden is wat een enkel initiatief antwoordde, of als er "
    "een ander verborgen cijfer mee is uit te rekenen. Verborgen kan ook nul zijn: het betekent "
    "alleen dat het niet gezegd mag worden."
)
NO_BREAK = "\N{NO-BREAK SPACE}"  # a mark stays on the line of its number
MOST_WIDE = 8  # subjects with a wide margin that are named; the figures mark each


def lead(release: pd.DataFrame, area: str, rates: pd.DataFrame, labels: Labels, fewest: int) -> str:
    """Return the first paragraph: how many initiatives, how many answered, and what that allows.

    ``fewest`` is on how many respondents a percentage must stand to be told.
    """
    name = labels.area(area)
    count, of_all = respondents(release, area), initiatives(release, area)
    own, country = (format_number(rates.at[slug, "per_100k"], 1) for slug in (area, COUNTRY.slug))
    known = "zorgzame gemeenschap" if of_all == 1 else "zorgzame gemeenschappen"
    text = f"In {name} kennen wij **{format_number(of_all)} {known}**: {own} per 100.000 inwoners"
    text += "." if area == COUNTRY.slug else f", tegen {country} in heel Nederland."
    if count == 0:
        return (
            f"{text} Geen daarvan deed mee aan de enquête: over hun antwoorden is niets te zeggen. "
            "Deze pagina laat zien wat er voor Nederland bekend is."
        )
    verb = "deed" if count == 1 else "deden"
    text += f" Daarvan {verb} er **{format_number(count)}** mee aan de enquête. "
    if count < fewest:
        return text + (
            "Dat is te weinig om cijfers te tonen: een percentage zou iets zeggen over een enkel "
            "initiatief. Deze pagina laat daarom vooral zien wat er voor Nederland bekend is."
        )
    return (
        text + "Wat zij antwoordden staat hieronder, met de marge: zo ver kan het ernaast zitten."
    )


def stands_out(release: pd.DataFrame, area: str, labels: Labels, level: float) -> str:
    """Return in which answers the province differs clearly from the rest, and out of how many.

    As Markdown. That nothing stands out is said not to mean that all is alike.
    """
    name = labels.area(area)
    tested, everywhere = len(comparisons(release, area)), len(comparisons(release))
    found = standing_out(release, area, level)
    if not tested:
        return f"Er is geen antwoord dat voor {name} met de rest van het land te vergelijken is."
    times = "vergelijking" if tested == 1 else "vergelijkingen"
    note = (
        f"Voor {name} zijn {format_number(tested)} {times} gemaakt met de rest van het land, voor "
        f"alle provincies samen {format_number(everywhere)}. Bij zo veel vergelijkingen valt er "
        "altijd wel iets op door toeval; daarvoor is gecorrigeerd. Dit gaat over de beweging als "
        "geheel, ook over wie nog niet is gevonden."
    )
    if found.empty:
        return (
            "Geen antwoord springt er duidelijk uit. Dat betekent niet dat alles gelijk is aan de "
            "rest van het land: met weinig deelnemers is alleen een groot verschil te zien. "
            f"{note}"
        )
    lines = [f"- {_difference(row, labels)}" for _, row in found.iterrows()]
    return "\n".join([*lines, "", note])


def _difference(row: pd.Series, labels: Labels) -> str:
    points = plain_number(abs(row["value"]), row)
    word = "hoger" if row["value"] > 0 else "lager"
    return (
        f"**{full_name(labels, row['variable'], row['category'])}**: {points} punten {word} dan in "
        f"de rest van het land (marge {_points_range(row)})."
    )


def _points_range(row: pd.Series) -> str:
    """Return the interval of a difference, in the direction in which it is told."""
    if row["lower"] < 0 < row["upper"]:
        less, more = (plain_number(abs(row[name]), row) for name in ("lower", "upper"))
        return f"{less} lager tot {more} hoger"
    ends = sorted(abs(row[name]) for name in ("lower", "upper"))
    return " tot ".join(plain_number(end, row) for end in ends)


def caption(data: pd.DataFrame, title: str, place: str, differing: Sequence[str] = ()) -> str:
    """Return the caption of a topic: where the province differs, else what is highest in it.

    ``data`` is of ``province_topics.topic_drawn``, ``differing`` are the labels that stand out.
    What is hidden may be higher than all that is shown, so "highest" is said of the latter alone.
    """
    own = data[(data["series"] == place) & data["value"].notna()]
    if own.empty:
        return f"{title}: over {place} is niets te tonen"
    if differing:
        return f"{title}: {place} wijkt af bij {join_words([_low(each) for each in differing])}"
    top = own.loc[own["value"].idxmax()]
    share = top["text"].replace(" ", NO_BREAK)
    return f"{title}: van wat te tonen is staat {_low(top['label'])} bovenaan ({share} %)"


def alt(data: pd.DataFrame, title: str, place: str) -> str:
    """Return what the figure of a topic shows, for who cannot see it."""
    own = data[data["series"] == place]
    shown = own[own["value"].notna()].sort_values("value", ascending=False, kind="stable")
    told = [f"{_low(row['label'])} {row['text']} procent" for _, row in shown.head(3).iterrows()]
    silent = int(own["value"].isna().sum())
    parts = [f"Punten met marges: {_low(title)} in {place}, met Nederland eronder."]
    if told:
        parts.append(f"Het hoogst van wat te tonen is: {join_words(told)}.")
    if silent:
        parts.append(
            f"Van {format_number(silent)} {'antwoord' if silent == 1 else 'antwoorden'} is voor "
            f"{place} geen cijfer te tonen."
        )
    return " ".join(parts)


def map_alt(rates: pd.DataFrame, area: str, labels: Labels) -> str:
    """Return what the map shows, for who cannot see it."""
    own = format_number(rates.at[area, "per_100k"], 1)
    others = rates.drop(index=COUNTRY.slug)
    most, least = others["per_100k"].idxmax(), others["per_100k"].idxmin()
    marked = "" if area == COUNTRY.slug else f" met {labels.area(area)} gemarkeerd"
    return (
        f"Kaart van de provincies{marked}. In {labels.area(area)} zijn er {own} initiatieven per "
        f"100.000 inwoners. Het hoogst is {labels.area(most)}, het laagst {labels.area(least)}."
    )


def silence(release: pd.DataFrame, area: str, labels: Labels) -> str:
    """Return what cannot be said about the province and why, as Markdown."""
    table, name = silences(release, area), labels.area(area)
    numbers, hidden, wide, absent = (
        int(table[column].sum()) for column in ("numbers", "hidden", "wide", "absent")
    )
    if numbers == absent:
        return f"Over {name} is er geen enkel antwoord, en dus ook geen enkel cijfer."
    told = [f"{format_number(hidden)} verborgen"] * (hidden > 0)
    told += [f"{format_number(wide)} onzeker"] * (wide > 0)
    told += [f"{format_number(absent)} zonder antwoord"] * (absent > 0)
    text = f"Van de {format_number(numbers)} cijfers over {name} zijn er {join_words(told)}."
    if not told:
        text = f"Alle {format_number(numbers)} cijfers over {name} zijn te tonen."
    if hidden == numbers:
        text = (
            f"Alle {format_number(numbers)} cijfers over de antwoorden uit {name} zijn verborgen."
        )
    if hidden:
        text += f" {WHY_HIDDEN}"
    return "\n".join([text, "", *_subjects(table, labels)]).rstrip()


def _subjects(table: pd.DataFrame, labels: Labels) -> list[str]:
    """Return the subjects about which little can be said, an item for each way, as Markdown."""
    is_hidden = table["hidden"] == table["numbers"]
    if is_hidden.all():
        return []
    ways = {
        "Helemaal verborgen": is_hidden,
        "Voor een deel verborgen": (table["hidden"] > 0) & ~is_hidden,
        "Getoond, maar met een grote marge": (table["wide"] > 0) & ~is_hidden,
        "Door niemand beantwoord, of aan niemand gevraagd": table["absent"] == table["numbers"],
    }
    lines = []
    for way, rows in ways.items():
        names = [_low(labels.question(name)) for name in table.loc[rows, "variable"]]
        if "marge" in way and len(names) > MOST_WIDE:
            names = [f"{format_number(len(names))} onderwerpen; bij die cijfers staat een ~"]
        if names:
            lines.append(f"- {way}: {join_words(names)}.")
    return lines


def model_lead(place: str) -> str:
    """Return what the table of expected shares is, and is not."""
    return (
        f"Waar een eigen kerncijfer van {place} verborgen is, staat hier wat de andere provincies "
        f"doen verwachten. Er zit geen enkel antwoord uit {place} in. Gebruik het dus niet als "
        f"cijfer over {place}."
    )


def _low(label: str) -> str:
    return label[:1].lower() + label[1:]
