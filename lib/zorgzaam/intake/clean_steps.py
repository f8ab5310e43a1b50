"""The steps of cleaning: each takes all rows and returns them with some columns cleaned.

A step never adds, drops or reorders a row; :mod:`zorgzaam.intake.clean` checks that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from zorgzaam.intake.choice_words import LABELS
from zorgzaam.intake.choices import clean_choice, clean_choices, clean_consent, clean_yes_no
from zorgzaam.intake.clean_log import Context, cleaned_column, texts
from zorgzaam.intake.contacts import SHOWN, without_contacts
from zorgzaam.intake.names import clean_name, is_founding, legal_form_in
from zorgzaam.intake.numbers import clean_count
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.row_kinds import FLAG_REASONS, row_kinds
from zorgzaam.intake.web import clean_kvk, clean_website
from zorgzaam.intake.wording import is_nothing, repaired
from zorgzaam.intake.years import clean_year

CHOICES = ("phase", "legal_form", "appearance")
SEVERAL = ("themes", "activities")
YES_NO = ("is_local", "residents_lead", "mutual_support", "show_on_map", "invited")
COUNTS = ("volunteers_count", "members_count", "visitors_count")
FREE_TEXT = ("list_key", "umbrella", "target_group", "description")
YES_NO_WORDS = {"yes": "ja", "no": "nee"}


def kinds(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Add ``row_kind``; of what is no initiative only the name stays, the cells are in the log."""
    rows = rows.assign(row_kind=row_kinds(rows, context.fields))
    emptied = ~rows["row_kind"].isin(["initiative", "unnamed"])
    for at in emptied.to_numpy().nonzero()[0].tolist():
        cells = [rows[name].iat[at] for name in context.fields]
        before = " | ".join(text for text in cells if text)
        doubt = FLAG_REASONS[rows["row_kind"].iat[at]]
        remedy = "Is dit wel een initiatief? Vul dan ook de plaats in."
        context.note(at, step, "name", before, "", Cleaned(None, doubt=doubt, remedy=remedy))
    other = [name for name in context.fields if name != "name"]
    rows.loc[emptied, other] = ""
    return rows


def contacts(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Take contact data out of every cell that is not in a column for it."""
    rows = rows.copy()
    rows["name_raw"] = rows["name"].map(without_contacts)
    for name in context.fields:
        cells = rows[name].tolist()
        for at, text in enumerate(cells):
            if (rest := without_contacts(text)) != text:
                cells[at] = rest
                why = Cleaned(rest, "Tekst met contactgegevens weggelaten.")
                # What is left is not shown either: pages show examples from the log.
                context.note(at, step, name, SHOWN, SHOWN, why)
        rows[name] = pd.Series(cells, index=rows.index, dtype="str")
    return rows


def names(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Tidy the names to be shown; take a legal form and "i.o." from them where none was told."""
    delivered = rows["name"].tolist()
    rows = rows.assign(name=texts(cleaned_column(rows, context, step, "name", _named(rows))))
    is_initiative = (rows["row_kind"] == "initiative").tolist()
    for column, read in (("legal_form", legal_form_in), ("phase", _founding_in)):
        values = rows[column].tolist()
        # "geen" is an answer to the legal form, so the choice decides what is nothing.
        is_open = {text: clean_choice(text, column) == Cleaned(None) for text in set(values)}
        for at, text in enumerate(delivered):
            if is_initiative[at] and is_open[values[at]] and (told := read(text)):
                values[at] = told
                why = Cleaned(told, "Niet geleverd; overgenomen uit de naam.")
                context.note(at, step, column, "", LABELS[column][told], why)
        rows[column] = pd.Series(values, index=rows.index, dtype="str")
    return rows


def _named(rows: pd.DataFrame) -> Callable[[str], Cleaned]:
    """Return the cleaner of names; that a row is no initiative was told when it was flagged."""
    flagged = set(rows.loc[~rows["row_kind"].isin(["initiative", "unnamed"]), "name"])

    def clean(text: str) -> Cleaned:
        cleaned = clean_name(text)
        return Cleaned(cleaned.value, cleaned.change) if text in flagged else cleaned

    return clean


def _founding_in(name: str) -> str:
    return "founding" if is_founding(name) else ""


def years(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Read the start years, with their precision and the years they lie between."""
    spans = cleaned_column(
        rows, context, step, "start_year", lambda text: clean_year(text, context.wave), _year_words
    )
    parts = {
        "start_year": [span.year if span else None for span in spans],
        "start_year_low": [span.low if span else None for span in spans],
        "start_year_high": [span.high if span else None for span in spans],
    }
    whole = {name: pd.array(values, dtype="Int64") for name, values in parts.items()}
    return rows.assign(
        **whole, start_year_precision=[span.precision if span else "" for span in spans]
    )


def _year_words(span: Any) -> str:
    return str(span.year) if span.year else f"{span.low}-{span.high}"


def counts(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Read the numbers of volunteers, members and visitors, with their precision."""
    for name in COUNTS:
        spans = cleaned_column(rows, context, step, name, clean_count, lambda span: str(span.value))
        whole = pd.array([span.value if span else None for span in spans], dtype="Int64")
        precision = [span.precision if span else "" for span in spans]
        rows = rows.assign(**{name: whole, f"{name}_precision": precision})
    return rows


def choices(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Give the answers of the codebook; several answers are parted by a semicolon."""
    for name in CHOICES:
        labels = LABELS[name]
        clean = _slug_or(name, set(labels))
        values = cleaned_column(rows, context, step, name, clean, labels.__getitem__)
        rows = rows.assign(**{name: texts(values)})
    for name in SEVERAL:
        values = cleaned_column(
            rows, context, step, name, partial(clean_choices, field=name), ";".join
        )
        rows = rows.assign(**{name: [";".join(value or ()) for value in values]})
    return rows


def _slug_or(name: str, slugs: set[str]) -> Callable[[str], Cleaned]:
    """Return the cleaner of a choice; what was taken from the name is a slug already."""
    return lambda text: Cleaned(text) if text in slugs else clean_choice(text, name)


def yes_no(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Read yes and no."""
    for name in YES_NO:
        clean = clean_consent if name == "show_on_map" else clean_yes_no
        values = cleaned_column(rows, context, step, name, clean, YES_NO_WORDS.__getitem__)
        rows = rows.assign(**{name: texts(values)})
    return rows


def websites(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Read the web addresses, and the domain to compare them by."""
    sites = cleaned_column(
        rows, context, step, "website", clean_website, lambda site: str(site.url)
    )
    return rows.assign(
        website=[site.url if site else "" for site in sites],
        website_domain=[site.domain if site else "" for site in sites],
    )


def kvk_numbers(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Read the numbers of the Chamber of Commerce."""
    return rows.assign(
        kvk_number=texts(cleaned_column(rows, context, step, "kvk_number", clean_kvk))
    )


def free_text(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Repair the characters of the texts that are only shown."""
    for name in FREE_TEXT:
        rows = rows.assign(**{name: texts(cleaned_column(rows, context, step, name, _clean_text))})
    return rows


def _clean_text(text: str) -> Cleaned:
    if is_nothing(text):
        return Cleaned(None)
    value, why = repaired(text)
    return Cleaned(value, f"{why[:1].upper()}{why[1:]}." if why else None)
