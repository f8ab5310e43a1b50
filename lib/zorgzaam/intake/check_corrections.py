"""The corrections of a wave, tried on the lists and surveys as a build would apply them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from zorgzaam.errors import InputError, MonitorError, Problem
from zorgzaam.intake.correction_file import Corrections
from zorgzaam.intake.corrections import apply, find_row, find_table, load_corrections
from zorgzaam.intake.current import Places
from zorgzaam.intake.reading import Reading

Tables = Mapping[str, pd.DataFrame]
IN_FOLDER = "corrections.yaml"


def corrections_of(root: Path, folder: Path, wave: int) -> Path:
    """Return the file of corrections that belongs to the raw files in ``folder``."""
    real = Places(root, "real", wave)
    return real.corrections if _is_same(folder, real.raw) else folder / IN_FOLDER


def raw_folder_of(root: Path, path: Path, wave: int) -> Path:
    """Return the folder of the raw files that the corrections at ``path`` are about."""
    real = Places(root, "real", wave)
    return real.raw if _is_same(path, real.corrections) else path.parent


def try_corrections(
    path: Path, readings: Mapping[str, Reading]
) -> tuple[dict[str, Reading], list[Problem]]:
    """Return ``readings`` with the corrections at ``path`` in their tables, and what is wrong.

    If one correction cannot be applied none is, as in a build. Without ``readings``, or when a
    source could not be read, only the file itself is read.
    """
    deliveries = {name: reading.delivery for name, reading in readings.items() if reading.delivery}
    tables = {name: delivery.table for name, delivery in deliveries.items()}
    try:
        corrections = load_corrections(path)
        if not tables or len(tables) < len(readings):
            return dict(readings), []
        problems = _of_decisions(_of_the_wave(tables, readings), corrections)
        tables, _ = apply(tables, corrections)
    except InputError as error:
        return dict(readings), list(error.problems)
    except MonitorError as error:
        return dict(readings), [Problem(path.name, str(error), "")]
    corrected = {
        name: replace(readings[name], delivery=replace(deliveries[name], table=table))
        for name, table in tables.items()
    }
    return corrected, problems


def _of_the_wave(tables: Tables, readings: Mapping[str, Reading]) -> Tables:
    """Return the tables about which a decision can be: lists of earlier counts are not decided."""
    return {name: table for name, table in tables.items() if not readings[name].source.is_earlier}


def _of_decisions(tables: Tables, corrections: Corrections) -> list[Problem]:
    """Return which decisions are about a source or row that is not there."""
    problems: list[Problem] = []
    for item in corrections.decisions:
        table = find_table(tables, item, corrections.file, problems)
        if table is not None:
            find_row(table, item, corrections.file, problems)
    return problems


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
