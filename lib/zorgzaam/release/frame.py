"""The inventory as the frame of the survey, and those of it who answered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.intake.codebook_models import MISSING_KINDS
from zorgzaam.params import Weighting
from zorgzaam.reference import load_boundaries
from zorgzaam.release.rows import start_period


def make_frame(
    initiatives: pd.DataFrame, answers: pd.DataFrame, settings: Weighting, wave: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the frame and the answers that count, both with what they are grouped by.

    The frame has a row an initiative of the inventory: ``initiative_id``, ``province_code``,
    ``phase``, ``legal_form`` and ``start_period`` as the lists give them ("" where unknown) and
    ``responded``. The answers are indexed by ``initiative_id``; their ``group_phase``,
    ``group_legal_form`` and ``group_start_period`` are as answered, or else as the lists say.

    Raises
    ------
    MonitorError
        If nobody answered, or there are answers of initiatives outside the inventory.
    """
    inside = initiatives[initiatives["in_inventory"] == "yes"].set_index("initiative_id")
    kept = answers[answers["answer_outcome"] == "kept"].set_index("initiative_id")
    if kept.empty:
        raise MonitorError(
            "Geen enkel antwoord telt mee, dus er valt niets over de antwoorden te zeggen. Kijk op "
            "de pagina 10-clean wat er met de ingevulde vragenlijsten gebeurde."
        )
    strangers = sorted(set(kept.index) - set(inside.index))
    if strangers:
        raise MonitorError(
            f"{len(strangers)} antwoorden zijn van initiatieven die niet in de inventaris staan "
            f"({', '.join(strangers[:5])}): de inventaris is kleiner dan de deelnemers. Vul de "
            "lijsten aan, of verwijder de verwerkte bestanden en bouw 10-clean opnieuw."
        )
    periods = start_period(inside["start_year"], settings.start_periods, wave)
    frame = inside[["province_code", "phase", "legal_form"]].assign(
        start_period=periods, responded=inside.index.isin(kept.index)
    )
    own = inside.reindex(kept.index)
    years = kept["start_year"].astype("Float64").fillna(own["start_year"].astype("Float64"))
    grouped = {
        "province_code": own["province_code"],
        "group_phase": _answered(kept["phase"], own["phase"]),
        "group_legal_form": _answered(kept["legal_form"], own["legal_form"]),
        "group_start_period": start_period(years, settings.start_periods, wave),
    }
    return frame.reset_index(), kept.assign(**grouped)


def _answered(answers: pd.Series, listed: pd.Series) -> pd.Series:
    """Return what was answered, and where nothing was, what the lists say."""
    return answers.astype(str).where(~answers.isin([*MISSING_KINDS, ""]), listed.astype(str))


def neighbours(root: Path) -> Mapping[str, tuple[str, ...]]:
    """Return for each province those that it borders on: its own landsdeel first, then by length.

    Flevoland borders on Noord-Holland and Fryslân over water and dykes, as the boundaries have it.
    """
    provinces = load_boundaries("provinces", root).set_index("province_code")
    found = {}
    for code, shape in provinces.geometry.items():
        edges = provinces.geometry.drop(code).intersection(shape.boundary.buffer(200)).length
        near = edges[edges > 1000]
        other = provinces["landsdeel"].reindex(near.index) != provinces["landsdeel"][code]
        order = pd.DataFrame({"other": other, "shorter": -near.round()}).sort_values(
            ["other", "shorter"], kind="stable"
        )
        found[str(code)] = tuple(order.index)
    return found
