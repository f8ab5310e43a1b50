"""From a list as it was delivered to rows that can be linked, with a log of what was done.

Nothing is dropped: a total or a repeated heading stays, flagged by ``row_kind``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from zorgzaam import areas
from zorgzaam.dutch import format_number
from zorgzaam.errors import MonitorError
from zorgzaam.intake import clean_steps as steps
from zorgzaam.intake import place_steps
from zorgzaam.intake.clean_log import Context, log_table
from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.records import ORIGIN_COLUMNS, STEP_COLUMNS

# The fields of a list that are not personal data, as the mapping files name them.
LIST_FIELDS = (
    "list_key", "name", "umbrella", "postcode", "place", "municipality", "province", "website",
    "kvk_number", "start_year", "phase", "legal_form", "appearance", "themes", "activities",
    "target_group", "description", "volunteers_count", "members_count", "visitors_count",
    "is_local", "residents_lead", "mutual_support", "show_on_map", "invited",
)  # fmt: skip
CLEAN_COLUMNS = (
    *ORIGIN_COLUMNS, "list_key", "row_kind", "name", "name_raw", "umbrella", "postcode",
    "postcode4", "place", "municipality_code", "municipality_name", "municipality_code_2023",
    "province_code", "longitude", "latitude", "location_basis", "location_note",
    "website_domain", "website", "kvk_number", "start_year", "start_year_precision",
    "start_year_low", "start_year_high", "phase", "legal_form", "appearance", "themes",
    "activities", "target_group", "description", "volunteers_count",
    "volunteers_count_precision", "members_count", "members_count_precision", "visitors_count",
    "visitors_count_precision", "is_local", "residents_lead", "mutual_support", "show_on_map",
    "invited",
)  # fmt: skip
NUMERIC = (
    "row_number", "longitude", "latitude", "start_year", "start_year_low", "start_year_high",
    "volunteers_count", "members_count", "visitors_count",
)  # fmt: skip

Run = Callable[[pd.DataFrame, Context, str], pd.DataFrame]


@dataclass(frozen=True)
class Step:
    """One step: its name in the log, what it does in Dutch, and the function that does it."""

    name: str
    why: str
    run: Run


STEPS = (
    Step("Contactgegevens", "Contactgegevens uit andere kolommen gehaald.", steps.contacts),
    Step("Soort regel", "Totalen, koppen en opmerkingen gemarkeerd.", steps.kinds),
    Step("Namen", "Namen opgeschoond om te tonen.", steps.names),
    Step("Postcodes", "Postcodes in één vorm gezet.", place_steps.postcodes),
    Step("Plaatsing", "Plaats, gemeente en provincie bepaald.", place_steps.locations),
    Step("Startjaren", "Startjaren gelezen, met hun precisie.", steps.years),
    Step("Aantallen", "Aantallen mensen gelezen, met hun precisie.", steps.counts),
    Step("Keuzes", "Antwoorden vertaald naar die van het codeboek.", steps.choices),
    Step("Ja of nee", "Ja en nee gelezen.", steps.yes_no),
    Step("Websites", "Webadressen in één vorm gezet.", steps.websites),
    Step("KvK-nummers", "KvK-nummers nagekeken.", steps.kvk_numbers),
    Step("Vrije tekst", "Verminkte tekens in teksten hersteld.", steps.free_text),
)


@dataclass(frozen=True)
class CleanRows:
    """The cleaned rows of one list, in the order of the file, with what was done to them.

    ``table`` has :data:`CLEAN_COLUMNS`; texts are ``""`` and numbers ``<NA>`` where there is
    nothing. ``log`` has a row for each value that was changed or could not be used
    (``records.LOG_COLUMNS``), ``steps`` one for each step (``records.STEP_COLUMNS``).
    """

    table: pd.DataFrame
    log: pd.DataFrame
    steps: pd.DataFrame


def clean_rows(
    table: pd.DataFrame, gazetteer: Gazetteer, wave: int, list_provinces: Iterable[str] = ()
) -> CleanRows:
    """Clean the table of one delivered list.

    ``table`` has the columns of ``records.ORIGIN_COLUMNS`` and any of :data:`LIST_FIELDS`, as
    text; a field that is absent becomes an empty column. ``list_provinces`` are the slugs of the
    provinces where a regional list looked: they tell places of the same name apart.

    Raises
    ------
    MonitorError
        If a step would lose, add or reorder a row, or a province is unknown.
    """
    fields = tuple(name for name in LIST_FIELDS if name in table.columns)
    codes = tuple(areas.area(slug).code for slug in list_provinces)
    context = Context(gazetteer, wave, codes, ("name", *(f for f in fields if f != "name")))
    rows = table[list(ORIGIN_COLUMNS)].reset_index(drop=True).copy()
    for name in LIST_FIELDS:
        rows[name] = table[name].fillna("").astype("str").to_numpy() if name in fields else ""
    done = []
    for step in STEPS:
        rows, told = run_step(step, rows, context)
        done.append(told)
    text = {name: "str" for name in CLEAN_COLUMNS if name not in NUMERIC}
    return CleanRows(
        rows[list(CLEAN_COLUMNS)].astype(text),
        log_table(context.log, rows),
        pd.DataFrame(done, columns=list(STEP_COLUMNS)),
    )


def run_step(
    step: Step, rows: pd.DataFrame, context: Context
) -> tuple[pd.DataFrame, tuple[str, int, int, int, str]]:
    """Return the rows after one step, and its line in the table of steps.

    Raises ``MonitorError`` with the name of the step if it does not return the same rows.
    """
    told = len(context.log)
    after = step.run(rows, context, step.name)
    if after["row_id"].tolist() != rows["row_id"].tolist():
        raise MonitorError(
            f"Bij het opschonen, stap '{step.name}', gingen er {format_number(len(rows))} regels "
            f"in en kwamen er {format_number(len(after))} uit, of in een andere volgorde. "
            "Dat is een fout in het programma; meld het aan de beheerder."
        )
    new = context.log[told:]
    changed = sum(line.kind == "changed" for line in new)
    doubts = len(new) - changed
    why = f"{step.why} Twijfels: {format_number(doubts)}." if doubts else step.why
    return after, (step.name, len(rows), len(after), changed, why)
