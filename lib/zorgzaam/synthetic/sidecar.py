"""What stands beside the synthetic files: that they are, how they were made, and from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from zorgzaam.files import sha256_hex
from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.precision import precision_text
from zorgzaam.synthetic import earlier, plan, population
from zorgzaam.synthetic.capture import SHARE_OUTSIDE, SHARE_TWICE
from zorgzaam.synthetic.list_specs import LISTS

FILE = "SYNTHETISCH.json"
# Goes up when the same seed gives other files.
VERSION = "1.1"
USED = {*plan.FIGURES, *plan.TOTALS, "population", "respondents", "start_year_mean"}
MEASURES = {
    "population": "precies dit aantal initiatieven staat samen op de lijsten en hoort erin",
    "respondents": "precies dit aantal vragenlijsten telt mee",
}
ASSUMPTIONS = (
    "Provincies: de initiatieven zijn verdeeld naar het aantal inwoners op 1 januari van het "
    "meetjaar (data/reference/provinces.csv, grootste rest), omdat er geen aantallen per "
    "provincie zijn gepubliceerd. Verschillen tussen provincies betekenen dus niets.",
    "Gemeenten: binnen een provincie naar het aantal postcodegebieden (aanname). Het gebied "
    "is geloot; de plaats is de dichtstbijzijnde plaats in dezelfde gemeente.",
    "Lijsten: de landelijke en de regionale lijst kennen een initiatief los van elkaar, met de "
    "kansen hieronder (aanname); elk initiatief staat op minstens een lijst.",
    "Enquête: de deelnemers zijn een aselecte steekproef uit de inventaris. In het echt was er een "
    "open link.",
    "Enquête: elke vraag is los van de andere geloot, gegeven de gepubliceerde percentages. Er is "
    "geen samenhang, behalve die de vragenlijst afdwingt. Uit kruistabellen volgt niets.",
    "Enquête: over welke deelnemers een percentage is berekend is niet gepubliceerd. Elk "
    "percentage klopt hier over alle deelnemers en over wie de vraag beantwoordde.",
    "Antwoorden zonder gepubliceerd percentage, en hoe vaak een antwoord ontbreekt: aannames, "
    "hieronder. De thema's op plaats 3 tot en met 8 zijn verzonnen.",
    "Namen van initiatieven, koepels, straten en personen zijn verzonnen. Webadressen eindigen op "
    ".example en mailadressen op .invalid, KvK-nummers beginnen met 99 of 00 en "
    "telefoonnummers met 06-0: die bestaan niet.",
    "De lijst van de eerdere telling heeft het aantal dat is gepubliceerd. Wie erop staat is "
    "geloot uit wat er toen al was; hoeveel er verdwenen zijn is een aanname, hieronder.",
    "De tweede letter van een postcode is F, I, O, Q, U of Y: die komen in het echt zelden voor.",
)


def sidecar_text(wave: int, seed: int, figures: pd.DataFrame, files: Mapping[str, bytes]) -> str:
    """Return the JSON that says that the files are synthetic and how they were made, in Dutch.

    ``figures`` are the published figures of the wave, ``files`` what was written.
    """
    used = figures[figures["figure_id"].isin(USED)]
    content = {
        "let_op": f"{SYNTHETIC_VALUE}. Geen enkel initiatief, antwoord of mens hierin bestaat.",
        "gemaakt_door": "zorgzaam synthetic",
        "versie": VERSION,
        "meetjaar": wave,
        "startgetal": seed,
        "gepubliceerde_cijfers": [_constraint(row) for row in used.to_dict("records")],
        "methode": "Iteratief proportioneel passend gemaakt (Deming en Stephan 1940), daarna "
        "afgerond met behoud van de randtotalen.",
        "aannames": list(ASSUMPTIONS),
        "aandelen_inventaris": population.SHARES,
        "niet_in_de_inventaris": {**population.EXCLUDED, "koepels": population.UMBRELLAS},
        "kans_dat_een_lijst_een_initiatief_kent": {spec.source: spec.captures for spec in LISTS},
        "verdwenen_sinds_de_eerdere_lijst": earlier.GONE,
        "aandeel_dubbel_op_een_lijst": SHARE_TWICE,
        "aandeel_uit_een_andere_provincie": SHARE_OUTSIDE,
        "aandelen_enquete": plan.ASSUMED,
        "ontbrekende_antwoorden": plan.MISSING,
        "vragenlijsten_die_niet_meetellen": {
            "een_keer_extra": plan.TWICE,
            "twee_keer_extra": plan.THRICE,
            "op_geen_lijst": plan.ON_NO_LIST,
            "proef": plan.TEST_ANSWERS,
            "niet_afgemaakt": plan.INCOMPLETE,
        },
        "controlesommen_sha256": {name: sha256_hex(files[name]) for name in sorted(files)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _constraint(row: Mapping[str, Any]) -> dict[str, str]:
    upper = None if pd.isna(row["upper"]) else float(row["upper"])
    shown = precision_text(row["value"], row["precision"], row["unit"], upper)
    figure = str(row["figure_id"])
    return {
        "cijfer": figure,
        "wat": row["label"],
        "gepubliceerd": shown,
        "bron": row["source_id"],
        "hier": MEASURES.get(figure, "binnen wat het gepubliceerde cijfer kan betekenen"),
    }
