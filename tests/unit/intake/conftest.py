"""A codebook of a few questions, and deliveries of a survey written in the test."""

import pandas as pd
import pytest

from zorgzaam.intake.codebook import Codebook
from zorgzaam.intake.records import Delivery


def variable(kind, nl, en, **more):
    """Return a variable as a codebook writes it."""
    basics = {"block": "all", "question": f"{nl}?", "universe": "Iedereen", "basis": "published"}
    return {"type": kind, "label_nl": nl, "label_en": en, **basics, **more}


def options(*names):
    """Return options with codes from 1; the Dutch label is the name in capitals."""
    return [
        {"code": code, "name": name, "label_nl": name.upper(), "label_en": f"{name} (en)"}
        for code, name in enumerate(names, start=1)
    ]


def labels(nl, en, **more):
    return {"label_nl": nl, "label_en": en, **more}


@pytest.fixture
def codebook_content() -> dict:
    """What the YAML of a small codebook holds; free to be changed in a test."""
    return {
        "wave": 2020,
        "version": "1.0",
        "version_date": "2020-11-01",
        "title_nl": "Proefcodeboek",
        "title_en": "Test codebook",
        "about": "Voor de proef.",
        "missing": {
            "not_asked": labels("Niet gevraagd", "Not asked"),
            "not_applicable": labels("Nvt", "Inapplicable", code=97, number_code=-97),
            "dont_know": labels("Weet niet", "Don't know", code=98, number_code=-98),
            "not_answered": labels("Geen antwoord", "No answer", code=99, number_code=-99),
        },
        "blocks": {"all": labels("Alles", "All")},
        "variables": {
            "respondent_id": variable("text", "Nummer", "Number", obligatory=True),
            "submit_date": variable("text", "Datum", "Date"),
            "contact_email": variable("text", "E-mail", "E-mail", personal=True),
            "group": variable("single", "Doelgroep", "Group", options=options("all", "some")),
            "who": variable(
                "multiple",
                "Wie",
                "Who",
                options=options("older", "youth"),
                asked_of={"group": ["some"]},
            ),
            "themes": variable("multiple", "Thema's", "Themes", options=options("care", "fun")),
            "subsidy": variable("single", "Subsidie", "Subsidy", options=options("yes", "no")),
            "members": variable("number", "Leden", "Members", minimum=0, maximum=5000),
            "started": variable("year", "Begin", "Start", minimum=1900, maximum=2020),
            "remarks": variable("text", "Opmerkingen", "Remarks"),
        },
        "fields": {
            "row_id": labels("Regel", "Row", type="text"),
            "source": labels("Bron", "Source", type="text"),
            "file": labels("Bestand", "File", type="text"),
            "sheet": labels("Blad", "Sheet", type="text"),
            "row_number": labels("Regelnummer", "Row number", type="integer", minimum=1),
            "initiative_id": labels("Initiatief", "Initiative", type="text"),
            "is_complete": labels("Af", "Complete", type="category", categories=["yes", "no"]),
            "answer_outcome": labels(
                "Uitkomst", "Outcome", type="category", categories=["kept", "duplicate"]
            ),
            "answer_outcome_reason": labels("Reden", "Reason", type="text"),
            "phase": labels("Groep", "Group", type="category", options_of="group"),
            "share": labels(
                "Deel", "Share", type="number", unit="procent", minimum=0, maximum=100
            ),
        },
        "tables": {
            "answers": {
                "row_is": "een deelnemer",
                "key": ["row_id"],
                "fields": [
                    "row_id", "source", "file", "sheet", "row_number", "initiative_id",
                    "is_complete", "answer_outcome", "answer_outcome_reason",
                ],
                "variables": True,
            },
            "places": {
                "row_is": "een plaats",
                "key": ["source"],
                "fields": ["source", "row_number", "phase", "share"],
            },
        },
    }  # fmt: skip


@pytest.fixture
def small_codebook(codebook_content) -> Codebook:
    return Codebook.model_validate(codebook_content)


@pytest.fixture
def deliver():
    """Return a function that makes a delivery of a survey from rows of text."""

    def make(rows, file="enquete.csv", value_labels=None) -> Delivery:
        cells = pd.DataFrame(rows, dtype=str).fillna("")
        numbers = range(2, len(cells) + 2)
        origin = pd.DataFrame(
            {
                "row_id": [f"enquete::{number}" for number in numbers],
                "source": "enquete",
                "file": file,
                "sheet": "",
                "row_number": list(numbers),
            },
            index=cells.index,
        )
        table = pd.concat([origin, cells], axis=1)
        return Delivery("enquete", table, pd.DataFrame(), value_labels=value_labels or {})

    return make
