"""The sentences of 20-describe, made from released numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number, join_words
from zorgzaam.release.labels import Labels
from zorgzaam.released import initiatives, is_shown, number, respondents
from zorgzaam.stats.association import plain_reading

# How the classes of a group are called in a sentence, as plurals.
PLURALS = {
    ("legal_form", "foundation"): "stichtingen",
    ("legal_form", "association"): "verenigingen",
    ("legal_form", "cooperative"): "coöperaties",
    ("legal_form", "none"): "initiatieven zonder rechtsvorm",
    ("legal_form", "part_of_larger"): "initiatieven die deel zijn van een grotere organisatie",
    ("legal_form", "other"): "initiatieven met een andere rechtsvorm",
    ("legal_form", "other_joined"): "initiatieven met een van de andere rechtsvormen",
    ("start_period", "other_joined"): "initiatieven uit de andere perioden",
}
OUTCOME_TEXTS = {
    "goals_measured": "zij onderzoeken of zij hun doelen halen",
    "funding_barrier": "zij doelen niet halen door gebrek aan geld",
}
MOST_NAMED = 3
# What stands before each answer of a question that is drawn beside others.
SAID_BEFORE = ("Doel", "Wil verder met", "Bepaalde groepen")


def introduction(release: pd.DataFrame, area: str, labels: Labels) -> str:
    """Return who answered, of how many, and how the weights changed that."""
    count, of_all = respondents(release, area), initiatives(release, area)
    share = f" ({format_number(100 * count / of_all, 1)} %)" if of_all else ""
    lead = (
        f"In de enquête zitten **{format_number(count)}** van de **{format_number(of_all)}** "
        f"initiatieven in de inventaris van {labels.area(area)}{share}. Dat is geen respons: niet "
        "iedereen is uitgenodigd, en er was een open link."
    )
    if area != COUNTRY.slug:
        return lead
    deff = number(release, area, "kish_deff")
    left = number(release, area, "effective_n")
    ratio = number(release, area, "largest_over_smallest")
    return (
        f"{lead} De antwoorden zijn gewogen: wie minder vaak meedeed, telt zwaarder. Het grootste "
        f"gewicht is {format_number(ratio['value'], 1)} keer het kleinste. Door het wegen zijn de "
        f"{format_number(count)} antwoorden zo precies als {format_number(left['value'])} zonder "
        f"weging (ontwerpeffect {format_number(deff['value'], 2)})."
    )


def told_sentence(counts: tuple[int, int, int], name: str) -> str:
    """Return how many numbers about an area are told and hidden."""
    told, hidden, wide = counts
    return (
        f"Over {name} zijn {format_number(told)} cijfers te tonen, waarvan {format_number(wide)} "
        f"onzeker; {format_number(hidden)} zijn verborgen."
    )


def headline(data: pd.DataFrame, subject: str, unit: str = " %") -> str:
    """Return the caption of a figure: what comes first in it, of what may be shown.

    ``data`` is of ``released_tables.drawn``, of answers over the same respondents; the first
    series is what it is about. One answer alone comes before no other, so it is only told.
    """
    own = data[data["series"] == data["series"].iloc[0]]
    shown = own[own["value"].notna()]
    if shown.empty:
        return f"{subject}: niets over {own['series'].iloc[0]} mag worden getoond"
    top = shown.loc[shown["value"].idxmax()]
    name = _low(_answer(top["label"]))
    if len(own) == 1:
        return f"{subject}: {name}, {top['text']}{unit}"
    where = "" if own["note"].eq("").all() else ", van wat getoond mag worden"
    # Where margins overlap another answer may well be the first in truth.
    is_first = (shown.drop(index=top.name)["upper"] < top["lower"]).all()
    words = "komt het meest voor" if is_first else "staat bovenaan, met overlap"
    return f"{subject}: {name} {words} ({top['text']}{unit}{where})"


def _answer(label: str) -> str:
    """Return an answer without what it is about, which the caption has already said."""
    about, _, answer = label.partition(": ")
    return answer if about in SAID_BEFORE else label


def _low(label: str) -> str:
    return label[:1].lower() + label[1:]


def alt(data: pd.DataFrame, subject: str, unit: str = " procent") -> str:
    """Return what a figure of dots shows, for who cannot see it: the largest, what is hidden."""
    own = data[data["series"] == data["series"].iloc[0]]
    place = own["series"].iloc[0]
    shown = own[own["value"].notna()].sort_values("value", ascending=False, kind="stable")
    named = [
        f"{_low(row['label'])} {row['text']}{unit}" for _, row in shown.head(MOST_NAMED).iterrows()
    ]
    parts = [f"Punten met marges over {subject} in {place}."]
    if named:
        parts.append(f"Het hoogst: {join_words(named)}.")
    silent = int(own["value"].isna().sum())
    if silent:
        words = "staat er een reden" if silent == 1 else "staan er redenen"
        parts.append(f"Bij {format_number(silent)} {words} in plaats van een cijfer.")
    if data["series"].nunique() > 1:
        parts.append(f"Daarnaast {data['series'].iloc[-1]}.")
    return " ".join(parts)


def model_readings(release: pd.DataFrame, labels: Labels, level: float) -> str:
    """Return the logistic models in plain sentences, as a Markdown list."""
    rows = release[release["statistic"] == "marginal_points"]
    lines = []
    for _, row in rows.iterrows():
        if not is_shown(row) or row["denominator"] == row["group_category"]:
            continue
        term = pd.Series(
            {
                "is_reference": False,
                "category": _plural(labels, row["group"], row["group_category"]),
                "reference": _plural(labels, row["group"], row["denominator"]),
                "marginal_effect_points": row["value"],
                "marginal_lower": row["lower"],
                "marginal_upper": row["upper"],
            }
        )
        lines.append(f"- {plain_reading(term, OUTCOME_TEXTS[row['variable']], level)}")
    without = release[
        (release["statistic"] == "odds_ratio") & ~release["status"].isin(["published", "wide"])
    ]
    lines += [
        f"- Voor '{_low(labels.question(row['variable']))}' is er geen model: {row['reason']}"
        for _, row in without.iterrows()
    ]
    return "\n".join(lines)


def _plural(labels: Labels, group: str, key: str) -> str:
    known = PLURALS.get((group, key))
    if known:
        return known
    name = labels.group_class(group, key).lower()
    return (
        f"initiatieven uit de periode {name}"
        if group == "start_period"
        else f"initiatieven met {name}"
    )


def rules_sentence(notes: Mapping[str, Any]) -> str:
    """Return which numbers are hidden, with the thresholds that were used."""
    rules = notes["disclosure"]
    return (
        f"Verborgen is een aantal onder {rules['minimum_count']}, alles op minder dan "
        f"{rules['minimum_base']} antwoorden, en wat van (bijna) iedereen geldt: 'niemand', "
        f"'iedereen', en onder {rules['group_below_base']} antwoorden een aandeel vanaf "
        f"{format_number(100 * rules['group_share'])} %. Aantallen mensen zijn verborgen als "
        f"{rules['dominance_count']} deelnemers samen minstens "
        f"{format_number(100 * rules['dominance_share'])} % ervan hebben. Daarna is verborgen "
        "wat anders uit te rekenen is."
    )


def zero_variance_sentence(release: pd.DataFrame, area: str) -> str:
    """Return whether the model of small areas found any difference between provinces."""
    rows = release[
        release["statistic"].isin(["shrunken_share_pct", "model_share_pct"])
        & (release["area"] == area)
    ]
    if rows.empty:
        return "Voor geen enkel antwoord zijn er genoeg provincies om van de andere te lenen."
    zero = int((rows["reason"] != "").sum())
    if not zero:
        return "Bij elk antwoord vond het model verschil tussen provincies."
    return (
        f"Bij {format_number(zero)} van de {format_number(len(rows))} antwoorden vond het model "
        "geen verschil tussen provincies (variantie nul). De bijgestelde cijfers liggen daar "
        "dicht bij het gemiddelde van de provincies; hun fout is voorzichtig geschat."
    )


def bottlenecks_alt(data: pd.DataFrame) -> str:
    """Return what the figure of bottlenecks shows, for who cannot see it."""
    parts = []
    for label, own in data.groupby("label", sort=False):
        if own["value"].isna().any():
            parts.append(f"{label}: {next(note for note in own['note'] if note)}")
        else:
            told = [f"{_low(row['answer'])} {row['text']}" for _, row in own.iterrows()]
            parts.append(f"{label}: {join_words(told)} procent")
    return f"Staven naar twee kanten, per knelpunt. {'; '.join(parts)}."
