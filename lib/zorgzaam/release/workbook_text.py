"""What the workbook of all tables says in words: symbols, how numbers were made, and the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zorgzaam.params import Kind
from zorgzaam.provenance import KIND_LABELS
from zorgzaam.release.labels import TARGETS

SYMBOLS = {"hidden-small": ".", "hidden-secondary": "x", "not-asked": "-", "none": "n.b."}
NOT_APPLICABLE = "n.v.t."
WIDE_MARK = "~"
SYMBOL_TEXTS = (
    (".", "verborgen (geheim): te weinig antwoorden"),
    ("x", "ook verborgen: te klein of te eenvormig, of nodig om dat te beschermen"),
    ("-", "niet gevraagd"),
    ("n.b.", "niet te bepalen: er zijn geen of te weinig bruikbare antwoorden"),
    (NOT_APPLICABLE, "hier bestaat geen cijfer, of de grens is niet te berekenen"),
    (WIDE_MARK, "achter een cijfer: onzeker, de marge is groot"),
    ("0", "nul, of minder dan de helft van de gebruikte eenheid"),
    ("leeg", "komt binnen een tabel niet voor"),
)
_HIDING = (
    "Verborgen wordt: een aantal onder {minimum_count}; alles op minder dan {minimum_base} "
    "antwoorden; 'niemand' en 'iedereen'; onder {group_below_base} antwoorden een aandeel "
    "vanaf {group_share}; een aantal mensen waarvan {dominance_count} deelnemers samen het "
    "deel {dominance_share} of meer hebben."
)


def mark(kind: Kind) -> str:
    """Return what stands on every sheet about the kind of data."""
    return f"{'SYNTHETISCH: ' if kind == 'synthetic' else ''}{KIND_LABELS[kind]}"


def source(wave: int, kind: Kind) -> str:
    """Return the line with the source."""
    return f"Bron: enquête {wave} onder zorgzame gemeenschappen; {KIND_LABELS[kind]}."


def explanations(notes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the explanation of the numbers, as subjects with a text each.

    ``notes`` are those of the release. Its ``disclosure`` has the rules by which numbers are
    hidden; raises ``KeyError`` if one of them is missing.
    """
    level = f"{100 * notes.get('confidence_level', 0.95):g}".replace(".", ",")
    rules = {name: str(value).replace(".", ",") for name, value in notes["disclosure"].items()}
    return [
        (
            "Populatie",
            "De cijfers gaan over initiatieven van bewoners in welzijn, zorg en wonen.",
        ),
        (
            "Twee doelen",
            f"Een cijfer geldt voor {TARGETS['inventory']}: de initiatieven op de lijsten. Of het "
            f"geldt voor {TARGETS['movement']}: ook wat niet gevonden is of nog komt. Dan is de "
            "marge breder. De tabellen per vraag gaan over de gevonden initiatieven. De cijfers "
            "voor de beweging staan op het blad 'Alle cijfers'. Vergelijkingen tussen provincies "
            "en tussen soorten initiatieven gaan altijd over de beweging.",
        ),
        (
            "Weging",
            "Wie meedeed aan de enquête, telt mee met een gewicht. Zo lijken de deelnemers samen "
            "op de inventaris. Dat is een model: het neemt aan dat meedoen toeval is binnen een "
            "groep van provincie en fase. Wie anders is en daarom niet meedeed, blijft buiten "
            "beeld.",
        ),
        (
            "Onder- en bovengrens",
            f"De grenzen horen bij een betrouwbaarheid van {level} %. Zij tellen toeval in wie "
            "meedeed, niet fouten in antwoorden of in de lijsten.",
        ),
        (
            "Noemers",
            "Een aandeel is van wie de vraag beantwoordde. Bij vragen met meer antwoorden is het "
            "van wie de vraag kreeg en beantwoordde; de aandelen tellen dan niet op tot 100 %. "
            "'Basis' is het aantal deelnemers waar een cijfer op steunt.",
        ),
        ("Verbergen: de regels", _HIDING.format_map(rules)),
        (
            "Verbergen: het vervolg",
            "Daarna verbergt tau-Argus wat nodig is om dit niet te laten uitrekenen, over alle "
            "tabellen van een vraag samen. Met lineair programmeren is nagegaan of dat toch lukt. "
            "Een cijfer met '.' en een cijfer met 'x' zijn allebei verborgen.",
        ),
        (
            "Afronding",
            "Percentages op minder dan 100 antwoorden hebben geen decimaal. Door afronding kunnen "
            "aandelen optellen tot iets anders dan 100 %. Een cel bevat het afgeronde getal.",
        ),
        (
            "Bronnen",
            "De enquête onder de initiatieven, en de lijsten waaruit de inventaris is gemaakt. "
            "Hoe een cijfer precies is gemaakt, staat op het blad 'Alle cijfers' bij 'methode'.",
        ),
        ("Contact", "[nog in te vullen door de uitgever]"),
    ]
