"""What 30-growth shows of published counts: who counted what, the line through them, its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from zorgzaam import (
    areas,
    charts,
    growth_choices,
    growth_tables,
    growth_text,
    history_charts,
    page,
    published,
    reference,
)
from zorgzaam.dutch import format_number
from zorgzaam.stats import discovery, growth, logistic


@dataclass(frozen=True)
class Known:
    """What is published: counts, survey figures, definitions of families, sources.

    ``headline`` are the counts that are quoted together as one line, in time.
    """

    counts: pd.DataFrame
    headline: pd.DataFrame
    survey: pd.DataFrame
    definitions: pd.DataFrame
    sources: pd.DataFrame


def load(run: page.Page) -> Known:
    """Return what is published; the families of the headline are those of the parameters."""
    counts = published.load_counts(run.root)
    quoted = counts.loc[counts["series"] == "headline"].sort_values("year_decimal")
    return Known(
        counts,
        published.comparable(quoted, families=run.build.growth.headline_families),
        published.load_survey_figures(run.root).set_index("figure_id"),
        published.load_definitions(run.root),
        published.load_sources(run.root),
    )


def counted(run: page.Page, known: Known) -> None:
    """Show every published count about the area: in time where it has a date, and with source."""
    name = run.area.name
    here = growth_tables.counts_about(known.counts, run.area.code, areas.province_of(run.root))
    if here.empty:
        page.say(
            f"Over {name} vonden we geen gepubliceerde telling. Dat betekent niet dat er geen "
            "initiatieven zijn, maar dat wij geen aantal voor deze provincie vonden."
        )
        return
    here = growth_tables.with_intervals(here, known.definitions, run.build.precision)
    dated = here.dropna(subset="year_decimal")
    if dated["year_decimal"].nunique() > 1:  # a drawing needs at least two dates
        page.figure(
            run,
            charts.timeline(dated),
            name="tellingen",
            caption=f"Gepubliceerde aantallen met een datum: {name}",
            alt=growth_text.timeline_alt(dated, name),
            source="de genoemde organisaties; adressen in de tabel",
            n=len(dated),
            unit="tellingen",
            data=growth_tables.drawn_table(dated),
        )
    page.table(
        run,
        growth_tables.counts_table(here, known.definitions, known.sources),
        name="tellingen-bronnen",
        caption=f"Alle gepubliceerde aantallen: {name}",
        source="zie de laatste kolom",
        unit="cijfers",
    )


def claimed(run: page.Page, known: Known) -> None:
    """Show the survey figures that were published about a province."""
    about = known.survey.loc[known.survey["area"] == run.area.code]
    if len(about) and not run.area.is_country:
        page.table(
            run,
            growth_tables.claims_table(about, known.sources),
            name="cijfers-bronnen",
            caption=f"Andere gepubliceerde cijfers: {run.area.name}",
            source="zie de laatste kolom",
            unit="cijfers",
        )


def shared_out(run: page.Page, known: Known) -> None:
    """Show what each province would have of the national count, in proportion to residents."""
    wave, name = run.run.wave, run.area.name
    national = published.around(known.headline, wave)[1]["value"]
    provinces = reference.load_provinces(run.root)
    expected = growth_tables.expected_table(
        provinces, national, f"population_{wave}", run.build.confidence_level
    )
    own = expected.loc[expected["label"] == name]
    for _, row in own.iterrows():
        page.say(growth_text.expected_sentence(row, expected, wave))
    page.figure(
        run,
        charts.dots_with_intervals(
            expected, "aantal in verhouding tot de inwoners", highlight=name
        ),
        name="verwacht",
        caption=f"Aantal per provincie in verhouding tot de inwoners, {wave}",
        alt=growth_text.expected_alt(expected.iloc[[0, -1]] if own.empty else own),
        source="NLZVE (aantal initiatieven) en CBS (inwoners); berekening van de monitor",
        n=int(national),
        unit="initiatieven",
        data=growth_tables.expected_display(expected),
    )


def trend(run: page.Page, known: Known) -> None:
    """Say how fast the country grew and how sure that is; the line is on the national page."""
    rules, level = run.build.precision, run.build.confidence_level
    series = growth_tables.with_intervals(known.headline, known.definitions, rules)
    points = published.growth_points(known.headline, rules)
    fitted = growth.fit_trend(points, level)
    page.say(growth_text.series_sentence(series))
    page.say(growth_text.trend_sentence(fitted, points))
    page.say(growth_text.small_sample_sentence(fitted, len(points)))
    if not run.area.is_country:
        page.say("De berekening staat op de [pagina over Nederland](../nederland/30-growth.html).")
        return
    if fitted.slope is not None:
        _figure(
            run,
            known,
            charts.trend(series, growth_tables.trend_line(fitted, points)),
            name="trend",
            caption="De tellingen die samen de groeilijn vormen, met de berekende trend",
            alt=growth_text.trend_alt(series, fitted),
            data=growth_tables.drawn_table(series),
        )
    _sensitivity(run, known, points, series.set_index("count_id")["text"])


def _sensitivity(run: page.Page, known: Known, points: pd.DataFrame, names: pd.Series) -> None:
    """Show the doubling time under other choices, and what so few counts cannot tell."""
    rules, level = run.build.precision, run.build.confidence_level
    capped = published.growth_points(known.headline, rules, capped=True)
    doubling = growth_tables.doubling_table(points, capped, names, level)
    _figure(
        run,
        known,
        charts.dots_with_intervals(doubling, "verdubbelingstijd in jaren", decimals=1),
        name="gevoeligheid",
        caption="De verdubbelingstijd als we anders kiezen",
        alt=growth_text.doubling_alt(doubling),
        data=growth_tables.doubling_display(doubling),
    )
    dated = points.merge(known.headline[["count_id", "date_low", "date_high", "family"]])
    families = dated["family"].map(known.definitions.set_index("family")["short_name"])
    page.say(growth_text.other_methods_sentence(points, level))
    page.say(growth_choices.family_sentence(points, families))
    page.say(growth_choices.definition_sentence(points, families, level))
    page.say(growth_choices.dates_sentence(dated))
    ceilings = [round(times * points["low"].max(), -2) for times in (1.25, 1.5, 2, 5, 10)]
    page.say(growth_text.ceiling_sentence(logistic.logistic_ceilings(points, ceilings, level)))
    table = growth_choices.alternatives(points, ceilings)
    if len(table):
        page.table(
            run,
            table,
            name="andere-groei",
            caption="Andere vormen van groei, en hoe goed ze bij de tellingen passen",
            source=growth_text.sources_text(known.headline, known.sources),
            n=len(known.headline),
            unit="tellingen",
        )
        page.say(growth_choices.alternatives_alt(table))


def _figure(run: page.Page, known: Known, drawing: Any, **told: Any) -> None:
    page.figure(
        run,
        drawing,
        source=growth_text.sources_text(known.headline, known.sources),
        n=len(known.headline),
        unit="tellingen",
        **told,
    )


def found_better(run: page.Page, known: Known) -> None:
    """Say what published founding years and the two counts alone tell about real growth."""
    by_id = known.counts.set_index("count_id")["value"]
    first, second = by_id["nl-2013"], by_id["nl-2014-04"]
    since = known.survey.loc[["founded_2013", "founded_2014"]]
    dated_count = since["n"].iloc[0]
    found = discovery.better_finding(first, second, dated_count, since["value"].sum())
    page.say(growth_text.finding_sentence(found, first, second, dated_count))
    earlier, later = published.around(known.headline, run.run.wave)
    counts = int(earlier["value"]), int(later["value"])
    page.say(growth_text.change_sentence(*counts))
    bounds = growth_tables.bounds_table(*counts)
    page.figure(
        run,
        history_charts.ranges(bounds, "initiatieven"),
        name="grenzen",
        caption=f"Wat er van {format_number(counts[0])} naar {format_number(counts[1])} kan zijn "
        "gebeurd, uit de aantallen alleen",
        alt=growth_text.bounds_alt(bounds),
        source=growth_text.sources_text(pd.DataFrame([earlier, later]), known.sources),
        n=2,
        unit="tellingen",
        data=growth_tables.bounds_display(bounds),
    )
