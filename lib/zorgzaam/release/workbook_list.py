"""The release as one list with Dutch heads and words, for the last sheet of the workbook."""

from __future__ import annotations

import pandas as pd

from zorgzaam.provenance import KIND_LABELS
from zorgzaam.release import labels as words
from zorgzaam.release.labels import Labels
from zorgzaam.release.workbook_tables import Cell
from zorgzaam.release.workbook_text import NOT_APPLICABLE, SYMBOLS

# Columns of the list that are numbers with the decimals of their row.
MEASURED = ("waarde", "ondergrens", "bovengrens")
# Numbers that do not stand on a count of answers; of others a missing base is a hidden one.
_WITHOUT_BASE = {"kish_deff", "effective_n", "largest_over_smallest", "model_share_pct"}
_WITHOUT_BASE |= {name for name in words.STATISTICS if name.startswith("missing_")}


def number_or_symbol(cell: Cell, name: str) -> float | str:
    """Return a number of a row of the release, or what stands in its place.

    ``name`` is ``value``, ``lower``, ``upper``, ``mse``, ``p_value`` or ``base``. Of a hidden row
    only its base can be told, if the release has it.
    """
    told = cell[name]
    symbol = SYMBOLS.get(cell["status"])
    if name != "base" and symbol:
        return symbol
    if not pd.isna(told):
        return float(told)
    if name == "base" and cell["statistic"] not in _WITHOUT_BASE:
        return symbol or SYMBOLS["hidden-secondary"]
    return NOT_APPLICABLE


def readable(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the release with Dutch heads and words; no cell is empty.

    The rows are those of ``release``, in order. Where a number is not told there is its symbol.
    """
    cells = release.to_dict("records")

    def number(name: str) -> list[float | str]:
        return [number_or_symbol(cell, name) for cell in cells]

    return pd.DataFrame(
        {
            "gebied": [labels.area(area) for area in release["area"]],
            "groep": [words.GROUPS.get(group, "alle") for group in release["group"]],
            "klasse": [
                labels.group_class(group, key) if group and key else "alle"
                for group, key in zip(release["group"], release["group_category"], strict=True)
            ],
            "onderwerp": [
                labels.question(key) if key else "de enquête" for key in release["variable"]
            ],
            "antwoord": [
                labels.category(variable, key) if key else "niet van toepassing"
                for variable, key in zip(release["variable"], release["category"], strict=True)
            ],
            "cijfer": [words.STATISTICS[key] for key in release["statistic"]],
            "noemer of vergeleken met": [
                _denominator(*key, labels)
                for key in zip(release["denominator"], release["group"], strict=True)
            ],
            "geldt voor": [words.TARGETS.get(key, "de deelnemers") for key in release["target"]],
            "waarde": number("value"),
            "ondergrens": number("lower"),
            "bovengrens": number("upper"),
            "gemiddelde kwadratische fout": number("mse"),
            "p-waarde": number("p_value"),
            "eenheid": [words.UNITS.get(key, key) or "geen" for key in release["unit"]],
            "basis": number("base"),
            "n": [float(n) for n in release["n"]],
            "status": [
                words.STATUS_TEXTS.get(key, "onzeker" if key == "wide" else "getoond")
                for key in release["status"]
            ],
            "reden": [reason or "geen" for reason in release["reason"]],
            "methode": [method or "geteld" for method in release["method"]],
            "soort gegevens": [KIND_LABELS[key] for key in release["kind"]],
        }
    )


def _denominator(code: str, group: str, labels: Labels) -> str:
    """Return over whom a share is taken, or with what a number is compared."""
    if not code:
        return "niet van toepassing"
    if (group, code) in labels.classes:
        return labels.classes[group, code]
    return words.DENOMINATORS.get(code) or labels.question(code)
