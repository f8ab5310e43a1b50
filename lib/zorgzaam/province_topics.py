"""The answers that figures of a province and the country put together, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.release.labels import Labels
from zorgzaam.released import MOVEMENT, base_text, cell, remark_text, shares
from zorgzaam.released_tables import drawn

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
