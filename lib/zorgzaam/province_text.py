"""The sentences of 50-province, made from released numbers."""

from __future__ import annotations

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number, join_words
from zorgzaam.province_tables import comparisons, full_name, silences, standing_out
from zorgzaam.release.labels import Labels
from zorgzaam.released import initiatives, limits_text, plain_number, respondents

FEW_RESPONDENTS = 10  # under this no percentage of the province itself can be told


def lead(release: pd.DataFrame, area: str, rates: pd.DataFrame, labels: Labels) -> str:
    """Return the first paragraph: how many initiatives, how many answered, and what that allows."""
    name = labels.area(area)
    count, of_all = respondents(release, area), initiatives(release, area)
    own, country = (format_number(rates.at[slug, "per_100k"], 1) for slug in (area, COUNTRY.slug))
    text = (
        f"In {name} kennen wij **{format_number(of_all)} zorgzame gemeenschappen**: {own} per "
        f"100.000 inwoners, tegen {country} in heel Nederland. "
    )
    if count == 0:
        return (
            text + "Geen daarvan deed mee aan de enquête: over hun antwoorden is niets te zeggen."
        )
    verb = "deed" if count == 1 else "deden"
    text += f"Daarvan {verb} er **{format_number(count)}** mee aan de enquête. "
    if count < FEW_RESPONDENTS:
        return text + (
            "Dat is te weinig om cijfers te tonen: een percentage zou iets zeggen over een enkel "
            "initiatief. Deze pagina laat daarom vooral zien wat er voor Nederland bekend is."
        )
    return text + (
        "Wat zij antwoordden staat hieronder, met een marge: met zo veel antwoorden kan een "
        "percentage er flink naast zitten."
    )


def stands_out(release: pd.DataFrame, area: str, labels: Labels, level: float) -> str:
    """Return in which answers the province differs clearly from the rest, and out of how many."""
    name = labels.area(area)
    tested, everywhere = len(comparisons(release, area)), len(comparisons(release))
    found = standing_out(release, area, level)
    if not tested:
        return f"Er is geen antwoord dat voor {name} met de rest van het land te vergelijken is."
    note = (
        f"Voor {name} zijn {format_number(tested)} antwoorden vergeleken met de rest van het land, "
        f"en voor alle provincies samen {format_number(everywhere)}. Bij zo veel vergelijkingen "
        "valt er altijd wel iets op door toeval; daarvoor is gecorrigeerd."
    )
    if found.empty:
        return f"Geen antwoord springt er duidelijk uit. {note}"
    lines = [f"- {_difference(row, labels)}" for _, row in found.iterrows()]
    return "\n".join([*lines, "", note])


def _difference(row: pd.Series, labels: Labels) -> str:
    word = "hoger" if row["value"] > 0 else "lager"
    points = plain_number(abs(row["value"]), row)
    return (
        f"**{full_name(labels, row['variable'], row['category'])}**: {points} punten {word} dan in "
        f"de rest van het land (marge {limits_text(row)})."
    )


def caption(data: pd.DataFrame, title: str, place: str) -> str:
    """Return the caption of a topic: what comes first in the province, of what may be shown.

    ``data`` is of ``province_tables.topic_drawn``.
    """
    own = data[(data["series"] == place) & data["value"].notna()]
    if own.empty:
        return f"{title}: over {place} mag niets worden getoond, wel over Nederland"
    top = own.loc[own["value"].idxmax()]
    return f"{title}: het vaakst {_low(top['label'])} ({top['text']} %)"


def alt(data: pd.DataFrame, title: str, place: str) -> str:
    """Return what the figure of a topic shows, for who cannot see it."""
    own = data[data["series"] == place]
    shown = own[own["value"].notna()].sort_values("value", ascending=False, kind="stable")
    told = [f"{_low(row['label'])} {row['text']} procent" for _, row in shown.head(3).iterrows()]
    silent = int(own["value"].isna().sum())
    parts = [f"Punten met marges: {_low(title)} in {place}, met Nederland eronder."]
    if told:
        parts.append(f"Het hoogst: {join_words(told)}.")
    if silent:
        parts.append(
            f"Van {format_number(silent)} antwoorden is voor {place} geen cijfer te tonen."
        )
    return " ".join(parts)


def map_alt(rates: pd.DataFrame, area: str, labels: Labels) -> str:
    """Return what the map shows, for who cannot see it."""
    own = format_number(rates.at[area, "per_100k"], 1)
    others = rates.drop(index=COUNTRY.slug)
    most, least = others["per_100k"].idxmax(), others["per_100k"].idxmin()
    return (
        f"Kaart van de provincies met {labels.area(area)} gemarkeerd: {own} initiatieven per "
        f"100.000 inwoners. Het hoogst is {labels.area(most)}, het laagst {labels.area(least)}."
    )


def silence(release: pd.DataFrame, area: str, labels: Labels) -> str:
    """Return what cannot be said about the province and why, as Markdown."""
    table = silences(release, area)
    hidden = table[table["hidden"] == table["numbers"]]
    part = table[(table["hidden"] > 0) & (table["hidden"] < table["numbers"])]
    wide = table[table["wide"] > 0]
    absent = table[table["absent"] == table["numbers"]]
    lines = [
        f"- {words}: {join_words([_low(labels.question(name)) for name in rows['variable']])}."
        for words, rows in (
            ("Helemaal verborgen", hidden),
            ("Voor een deel verborgen", part),
            ("Getoond, maar met een grote marge", wide),
            ("Door niemand beantwoord, of aan niemand gevraagd", absent),
        )
        if len(rows)
    ]
    numbers, silent = (format_number(int(table[name].sum())) for name in ("numbers", "hidden"))
    counts = (
        f"Van de {numbers} cijfers over {labels.area(area)} zijn er {silent} verborgen. "
        "Een cijfer is verborgen als het over zo weinig initiatieven gaat dat te raden is wie "
        "wat antwoordde, of als een ander verborgen cijfer ermee uit te rekenen is. Welk van de "
        "twee het is, maakt voor u niet uit."
    )
    return "\n".join([counts, "", *lines])


def model_lead(table: pd.DataFrame, place: str) -> str:
    """Return what the table of expected shares is, and is not."""
    if table.empty:
        return f"Voor {place} is er geen verwachting uit andere provincies nodig of mogelijk."
    return (
        f"Waar het eigen cijfer van {place} verborgen is, staat hier wat de andere provincies doen "
        "verwachten. Er zit geen enkel antwoord uit deze provincie in. Gebruik het niet als cijfer "
        "over deze provincie."
    )


def _low(label: str) -> str:
    return label[:1].lower() + label[1:]
