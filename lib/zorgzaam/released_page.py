"""Released numbers on a page: a question as a figure with its table, for one area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam import describe_charts, describe_text, page, province_topics
from zorgzaam.areas import COUNTRY
from zorgzaam.province_topics import Cells, answer_name, topic_rows
from zorgzaam.release.labels import Labels
from zorgzaam.release.table import SHOWN
from zorgzaam.released import base_of, shares
from zorgzaam.released_tables import about_text, drawn

LIMITS = ("onder", "boven", "onder, beweging", "boven, beweging")
AXIS = "procent van wie de vraag beantwoordde, met marge (95 %)"
SOURCE = "enquête {wave} onder zorgzame gemeenschappen, gewogen; {about}"


def cells_of(release: pd.DataFrame, variables: Sequence[str]) -> list[tuple[str, str]]:
    """Return the answers of questions to show: all, of yes and no the yes, of groups the first."""
    cells: list[tuple[str, str]] = []
    for variable in variables:
        found = list(shares(release, COUNTRY.slug, variable)["category"])
        if set(found) >= {"some", "little"}:
            found = ["some"]
        elif set(found) == {"yes", "no"}:
            found = ["yes"]
        cells += [(variable, category) for category in found]
    return cells


def question(
    run: page.Page,
    release: pd.DataFrame,
    labels: Labels,
    variables: Sequence[str],
    *,
    name: str,
    subject: str,
) -> None:
    """Show the answers to ``variables`` in the area of the page, and the country beside it.

    ``subject`` is what they are about, in Dutch; the caption says what comes first. Where nothing
    about the area may be shown, a sentence says that in place of a figure of nothing.
    """
    cells = cells_of(release, variables)
    area = run.area.slug
    if not topic_rows(release, area, cells)["status"].isin(SHOWN).any():
        page.say(
            f"**{subject[:1].upper()}{subject[1:]}.** Hierover mag voor {run.area.name} niets "
            "worden getoond. De cijfers van Nederland staan op de pagina van Nederland."
        )
        return
    places = list(dict.fromkeys([area, COUNTRY.slug]))
    names = [answer_name(labels, *each) for each in cells]
    parts = [
        drawn(topic_rows(release, place, cells), names, labels.area(place)) for place in places
    ]
    data = pd.concat(parts, ignore_index=True)
    rows = topic_rows(release, area, cells)
    page.figure(
        run,
        describe_charts.dots(data, AXIS),
        name=name,
        caption=describe_text.headline(data, subject[:1].upper() + subject[1:]),
        alt=describe_text.alt(data, subject),
        source=SOURCE.format(
            wave=run.run.wave, about=about_text(topic_rows(release, COUNTRY.slug, cells))
        ),
        n=base_of(rows),
        unit="antwoorden",
        data=answers_table(release, area, cells, labels),
        decimals=dict.fromkeys(("aandeel (%)", "onder", "boven"), 1) | _decimals(area),
    )


def answers_table(release: pd.DataFrame, area: str, cells: Cells, labels: Labels) -> pd.DataFrame:
    """Return answers as a reader sees them; of the country once."""
    table = province_topics.topic_table(release, area, cells, labels)
    if area == COUNTRY.slug:
        return table.drop(columns=[name for name in table if "Nederland" in str(name)])
    return table


def _decimals(area: str) -> dict[str, int]:
    names = ("onder, beweging", "boven, beweging", "Nederland (%)", "Nederland, onder")
    return dict.fromkeys((*names, "Nederland, boven"), 1)
