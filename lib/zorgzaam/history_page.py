"""What 30-growth shows of the lists: the split of a rise, founding years, coverage."""

from __future__ import annotations

import pandas as pd

from zorgzaam import areas, coverage_tables, history_charts, history_tables, history_text, page
from zorgzaam.listed import Listed
from zorgzaam.reference import load_provinces
from zorgzaam.stats import discovery, founding

SOURCE = "lijsten van {wave}; berekening van de monitor"
WORDS = {
    "A": "op beide lijsten",
    "B": "na {year} opgericht",
    "C": "bestond al, later gevonden",
    "D": "verdwenen",
}
MISSED, FALSE = "recall", "precision"
GROWTH_YEARS = 10  # over which growth is told from founding years


def _source(run: page.Page) -> str:
    return SOURCE.format(wave=run.run.wave)


def split(run: page.Page, found: Listed, release: pd.DataFrame) -> None:
    """Show which part of the last rise was growth: exact, where an earlier list was handed in."""
    year = history_tables.earlier_year(found, run.run.wave)
    if year is None:
        page.say(
            "Er is geen eerdere lijst aangeleverd, dus deze splitsing is niet te maken. De grenzen "
            "hierboven zijn alles wat erover te zeggen is."
        )
        return
    known = history_tables.linked(found, year)
    since, from_survey = history_tables.founded_after(release, year, known)
    table = discovery.split_linked(known, since)
    years = (year, run.run.wave)
    page.say(history_text.speech(table, years, run.kind))
    values = table.set_index("quantity")["value"].to_dict()
    words = {part: text.format(year=year) for part, text in WORDS.items()}
    page.figure(
        run,
        history_charts.split(values, years, words),
        name="splitsing",
        caption=f"Wat er tussen {year} en {run.run.wave} bij kwam: nieuw, of later gevonden",
        alt=history_text.split_alt(table, years),
        source=_source(run),
        n=known.later,
        unit="initiatieven",
        data=history_tables.split_display(table),
    )
    page.say(history_text.split_sentences(table, years, from_survey))


def founded(run: page.Page, found: Listed) -> None:
    """Show when the initiatives of the area began, and what closing would do to that."""
    name, wave = run.area.name, run.run.wave
    code = None if run.area.is_country else run.area.code
    years = history_tables.years_of(found, code)
    about = founding.summary(years, wave)
    page.say(history_text.founding_sentence(about, name))
    if not about.dated_count:
        return
    rates = run.build.growth.closure_rates_pct
    survivors = founding.curve(years, wave)
    existing = founding.with_closure(survivors, rates)
    page.figure(
        run,
        history_charts.founding_curve(survivors, existing),
        name="startjaren",
        caption=f"Wanneer de initiatieven in {name} begonnen, als er niemand stopte en als wel",
        alt=history_text.founding_alt(survivors, name, rates),
        source=_source(run),
        n=about.dated_count,
        unit="initiatieven",
        data=history_tables.curve_display(survivors, existing),
    )
    page.say(history_text.heaping_sentence(about))
    first = wave - GROWTH_YEARS
    if survivors["year"].min() <= first:
        growth = founding.growth_pct(existing, first, wave)
        page.say(history_text.closure_sentence(growth, first, wave))
    if run.area.is_country:
        parts = load_provinces(run.root).set_index("province_code")["landsdeel"].to_dict()
        page.table(
            run,
            history_tables.early_display(found, parts, wave),
            name="voor-2000",
            caption="Begonnen vóór de eeuwwisseling, per landsdeel",
            source=_source(run),
            n=about.dated_count,
            unit="initiatieven",
            decimals={"aandeel (%)": 1},
        )


def covered(run: page.Page, found: Listed) -> None:
    """Show how much of what there is the lists found, by how much they share."""
    level, name = run.build.confidence_level, run.area.name
    provinces = [area for area in areas.all_areas(run.root) if not area.is_country]
    table = coverage_tables.coverage_table(found, provinces, level)
    own = table.loc[table["label"] == name]
    for _, row in own.iterrows():
        page.say(history_text.coverage_sentence(row, run.kind))
    if run.area.is_country and table["value"].notna().any():
        total = coverage_tables.in_all(table, level)
        page.say(history_text.total_sentence(total, table, run.kind))
    page.figure(
        run,
        history_charts.coverage(table, highlight=name),
        name="dekking",
        caption="Gevonden, en hoeveel er kunnen zijn, per provincie",
        alt=history_text.coverage_alt(table),
        source=_source(run),
        n=int(table["known"].sum()),
        unit="initiatieven",
        data=coverage_tables.display(table),
    )
    if not run.area.is_country:
        _assumptions(run, found)


def _assumptions(run: page.Page, found: Listed) -> None:
    """Show what the estimate of a province is under other assumptions, or with more lists."""
    models = coverage_tables.models_in(found, run.area, run.build.confidence_level)
    if models is not None:
        page.say(history_text.models_sentence(models))
        page.table(
            run,
            coverage_tables.models_display(models),
            name="dekking-modellen",
            caption=f"Hoeveel er in {run.area.name} kunnen zijn, volgens elk model",
            source=_source(run),
            unit="modellen",
            decimals={"afwijking": 1, "AIC boven de laagste": 1},
        )
        return
    own = coverage_tables.two_in(found, run.area, run.build.confidence_level)
    if own is None or own.status != "estimated":
        return
    page.say(history_text.overlap_sentence(own))
    page.table(
        run,
        coverage_tables.sensitivity(own, run.build.coverage.odds_ratios, *_link_errors(found)),
        name="dekking-aannamen",
        caption=f"Hoeveel er in {run.area.name} kunnen zijn, onder andere aannamen",
        source=_source(run),
        n=own.observed,
        unit="initiatieven",
    )


def _link_errors(found: Listed) -> tuple[float, float]:
    """Return the shares of links missed and made wrongly, in percent, as the sample says."""
    known = found.linkage.set_index("measure")["estimate_pct"].astype("Float64").fillna(100)
    return 100 - float(known[MISSED]), 100 - float(known[FALSE])
