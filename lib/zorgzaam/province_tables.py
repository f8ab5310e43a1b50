"""The tables of 50-province: what a province has, beside the Netherlands, and what is not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from zorgzaam.areas import COUNTRY
from zorgzaam.dutch import format_number
from zorgzaam.release.labels import Labels
from zorgzaam.release.table import HIDDEN, SHOWN
from zorgzaam.released import (
    INVENTORY,
    MOVEMENT,
    base_text,
    cell,
    initiatives,
    is_shown,
    limits_text,
    number,
    remark_text,
    respondents,
    shares,
    value_text,
)
from zorgzaam.released_tables import drawn
from zorgzaam.stats.spatial import rate_per_100k

Cells = Sequence[tuple[str, str]]  # (variable, category)


@dataclass(frozen=True)
class Topic:
    """What one figure is about: ``questions`` are variables, each with the answers to show.

    No answers means every answer the release has for the country.
    """

    name: str
    title: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


YES = ("yes",)
SOME = ("some",)
TOPICS = (
    Topic(
        "doelgroep",
        "Voor wie en waarom",
        (
            ("target_group", ("all",)),
            ("goals", ()),
            ("goals_reached", YES),
            ("goals_measured", YES),
        ),
    ),
    Topic("themas", "Thema's", (("themes", ()),)),
    Topic("activiteiten", "Activiteiten", (("activities", ()),)),
    Topic(
        "geld",
        "Geld",
        (
            ("receives_subsidy", YES),
            ("funding_challenge", YES),
            ("funding_barrier", YES),
            ("funding_no_expansion", YES),
            ("funding_structural", YES),
            ("funding_source", ()),
        ),
    ),
    Topic(
        "knelpunten",
        "Knelpunten en wat nodig is",
        (
            ("bottleneck_rules", SOME),
            ("bottleneck_finance", SOME),
            ("bottleneck_municipality", SOME),
            ("bottleneck_care_providers", SOME),
            ("volunteers_hard_to_keep", YES),
            ("support_needs", ()),
        ),
    ),
)
KEY_SHARES = (
    ("target_group", "all"),
    ("goals_measured", "yes"),
    ("receives_subsidy", "yes"),
    ("volunteers_hard_to_keep", "yes"),
)
KEY_AMOUNT = "volunteers_count"
# What is expected from other provinces is told of these alone: no second set of results.
MODELLED = (
    *KEY_SHARES,
    ("funding_barrier", "yes"),
    ("funding_structural", "yes"),
    ("bottleneck_finance", "some"),
    ("bottleneck_rules", "some"),
)
DIRECT = ("share_pct", "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
DIFFERENCE, MODEL, SHRUNKEN = "difference_points", "model_share_pct", "shrunken_share_pct"
COUNTED, NOT_APPLICABLE = "geteld", "niet van toepassing"
# What a label of an answer lacks when it stands beside those of other questions.
BEFORE_ANSWER = {"goals": "Doel", "support_needs": "Wil verder met"}


def answer_name(labels: Labels, variable: str, category: str) -> str:
    """Return an answer as it reads without its question: ``Ontvangt subsidies of giften``."""
    question = labels.question(variable)
    if category == "yes":
        return question
    if category == "no":
        return f"{question}: nee"
    if category in ("some", "little"):
        size = "(Zeer) groot" if category == "some" else "Klein of geen"
        return f"{size} knelpunt: {question.partition(': ')[2] or question}"
    if variable == "target_group":
        whom = labels.category(variable, category)
        return f"Richt zich op {whom[0].lower()}{whom[1:]}"
    return _with_question(labels, variable, category, BEFORE_ANSWER.get(variable, ""))


def full_name(labels: Labels, variable: str, category: str) -> str:
    """Return an answer with what it is about: ``Thema's: wonen``, for outside its figure."""
    if category in ("yes", "no", "some", "little") or variable == "target_group":
        return answer_name(labels, variable, category)
    before = BEFORE_ANSWER.get(variable, labels.question(variable))
    return _with_question(labels, variable, category, before)


def _with_question(labels: Labels, variable: str, category: str, before: str) -> str:
    answer = labels.category(variable, category)
    return f"{before}: {answer[0].lower()}{answer[1:]}" if before else answer


def topic_cells(release: pd.DataFrame, topic: Topic) -> list[tuple[str, str]]:
    """Return the variable and category of every row of a topic, in the order of the codebook."""
    return [
        (variable, category)
        for variable, asked in topic.questions
        for category in asked or shares(release, COUNTRY.slug, variable)["category"]
    ]


def topic_rows(release: pd.DataFrame, area: str, cells: Cells) -> pd.DataFrame:
    """Return a row of the release for each of ``cells``, of the found initiatives in ``area``."""
    found = [shares(release, area, name, categories=[category]) for name, category in cells]
    return pd.concat(found, ignore_index=True) if found else release.iloc[:0]


def topic_drawn(release: pd.DataFrame, area: str, cells: Cells, labels: Labels) -> pd.DataFrame:
    """Return ``cells`` as ``province_charts.beside`` draws them: the area, then the country."""
    names = [answer_name(labels, *each) for each in cells]
    parts = [
        drawn(topic_rows(release, place, cells), names, labels.area(place))
        for place in (area, COUNTRY.slug)
    ]
    return pd.concat(parts, ignore_index=True)


def topic_table(release: pd.DataFrame, area: str, cells: Cells, labels: Labels) -> pd.DataFrame:
    """Return ``cells`` as a reader sees them: the area for both targets, and the country."""
    lines = []
    for variable, category in cells:
        own, country = (
            topic_rows(release, place, [(variable, category)]).iloc[0]
            for place in (area, COUNTRY.slug)
        )
        wider = shares(release, area, variable, categories=[category], target=MOVEMENT).iloc[0]
        lines.append(
            {
                "antwoord": answer_name(labels, variable, category),
                "aandeel (%)": cell(own),
                "onder": cell(own, "lower"),
                "boven": cell(own, "upper"),
                "onder, beweging": cell(wider, "lower"),
                "boven, beweging": cell(wider, "upper"),
                "n": base_text(own),
                "let op": remark_text(own),
                "Nederland (%)": cell(country),
                "Nederland, onder": cell(country, "lower"),
                "Nederland, boven": cell(country, "upper"),
                "n, Nederland": base_text(country),
            }
        )
    return pd.DataFrame(lines)


def headline_table(
    release: pd.DataFrame, area: str, labels: Labels, residents: pd.Series
) -> pd.DataFrame:
    """Return the key figures of a province beside those of the country, as a reader sees them.

    ``residents`` has the residents of each province, by slug.
    """
    name = labels.area(area)
    columns = ["kerncijfer", name, "marge (95 %)", "n", "Nederland", "marge, Nederland"]
    columns.append("n, Nederland")
    lines = [
        ["Initiatieven in de inventaris", *_counted(release, area, initiatives)],
        ["Initiatieven per 100.000 inwoners", *_rates(release, area, residents)],
        ["Deelnemers aan de enquête", *_counted(release, area, respondents)],
    ]
    lines += [
        [full_name(labels, variable, category), *_beside(release, area, variable, category)]
        for variable, category in KEY_SHARES
    ]
    question = labels.question(KEY_AMOUNT)
    middle = f"{question} (de middelste)"
    lines.append([middle, *_beside(release, area, KEY_AMOUNT, "", "median")])
    return pd.DataFrame(lines, columns=columns)


def _counted(release: pd.DataFrame, area: str, count: object) -> list[str]:
    assert callable(count)
    return [
        text
        for place in (area, COUNTRY.slug)
        for text in (format_number(count(release, place)), COUNTED, NOT_APPLICABLE)
    ]


def _rates(release: pd.DataFrame, area: str, residents: pd.Series) -> list[str]:
    rates = rate_table(release, residents)
    return [
        text
        for place in (area, COUNTRY.slug)
        for text in (format_number(rates.at[place, "per_100k"], 1), COUNTED, NOT_APPLICABLE)
    ]


def _beside(
    release: pd.DataFrame, area: str, variable: str, category: str, statistic: str = "share_pct"
) -> list[str]:
    texts = []
    for place in (area, COUNTRY.slug):
        row = number(release, place, statistic, variable=variable, category=category)
        limits = limits_text(row) if is_shown(row) else NOT_APPLICABLE
        texts += [value_text(row), limits, base_text(row)]
    return texts


def rate_table(release: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """Return initiatives per 100,000 residents of every province and of the country, by slug.

    ``residents`` has the residents of each province, by slug. Columns: ``initiatives``,
    ``residents``, ``per_100k``.
    """
    people = pd.concat([residents, pd.Series({COUNTRY.slug: residents.sum()})])
    counts = [initiatives(release, slug) for slug in people.index]
    table = pd.DataFrame({"initiatives": counts, "residents": people.astype(int)}, people.index)
    table["per_100k"] = [
        rate_per_100k(count, people_here)
        for count, people_here in zip(table["initiatives"], table["residents"], strict=True)
    ]
    return table


def rate_display(rates: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return ``rate_table`` with Dutch names, for beside the map."""
    return pd.DataFrame(
        {
            "gebied": [labels.area(slug) for slug in rates.index],
            "initiatieven": rates["initiatives"].to_numpy(),
            "inwoners": rates["residents"].to_numpy(),
            "per 100.000 inwoners": rates["per_100k"].round(1).to_numpy(),
        }
    )


def comparisons(release: pd.DataFrame, area: str | None = None) -> pd.DataFrame:
    """Return every tested difference with the rest of the country, of one province or of all."""
    rows = (release["statistic"] == DIFFERENCE) & release["p_value"].notna()
    if area is not None:
        rows &= release["area"] == area
    return release.loc[rows & release["status"].isin(SHOWN) & (release["target"] == MOVEMENT)]


def standing_out(release: pd.DataFrame, area: str, level: float) -> pd.DataFrame:
    """Return the differences of a province whose adjusted p-value is below 1 - ``level``.

    Of a question with two answers only the first: the other says the same.
    """
    own = comparisons(release, area)
    found = own.loc[own["p_value"] < 1 - level - 1e-9]
    mirrored = {
        name
        for name in found.loc[found["denominator"] == "answered", "variable"]
        if len(shares(release, area, name)) == 2
    }
    first = ~found["variable"].isin(mirrored) | ~found.duplicated("variable")
    order = np.argsort(-found.loc[first, "value"].abs(), kind="stable")
    return found.loc[first].iloc[order].reset_index(drop=True)


def silences(release: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return for each question how many of its numbers about a province are told.

    Columns: ``variable``, ``numbers``, ``hidden``, ``wide``, ``absent`` (not asked, or without an
    answer). Counted are the numbers about the found initiatives.
    """
    rows = release.loc[
        (release["area"] == area)
        & (release["group"] == "")
        & (release["target"] == INVENTORY)
        & release["statistic"].isin(DIRECT)
    ]
    kinds = pd.DataFrame(
        {
            "variable": rows["variable"],
            "numbers": 1,
            "hidden": rows["status"].isin(HIDDEN).astype(int),
            "wide": (rows["status"] == "wide").astype(int),
            "absent": rows["status"].isin(["not-asked", "none"]).astype(int),
        }
    )
    return kinds.groupby("variable", sort=False).sum().reset_index()


def model_table(release: pd.DataFrame, area: str, labels: Labels, level: float) -> pd.DataFrame:
    """Return what other provinces make likely where the own share of a key answer is hidden.

    Empty where nothing of it is hidden, or the release has no estimate.
    """
    reach = float(norm.ppf((1 + level) / 2))
    lines = []
    for variable, category in MODELLED:
        found = shares(
            release, area, variable, categories=[category], target=MOVEMENT, statistic=MODEL
        ).iloc[0]
        if not is_shown(found):
            continue
        others = release.loc[
            (release["statistic"] == SHRUNKEN)
            & (release["variable"] == variable)
            & (release["category"] == category)
            & release["status"].isin(SHOWN)
        ]
        points = format_number(reach * float(np.sqrt(found["mse"])))
        lines.append(
            {
                "antwoord": full_name(labels, variable, category),
                "verwacht": value_text(found),
                "marge": f"{points} punten naar beide kanten",
                "uit": f"{others['area'].nunique()} andere provincies",
                "let op": remark_text(found),
            }
        )
    return pd.DataFrame(lines, columns=["antwoord", "verwacht", "marge", "uit", "let op"])
