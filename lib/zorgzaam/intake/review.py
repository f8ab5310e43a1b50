"""The review sheet: pairs in doubt and the clerical sample, as a workbook to fill in."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from zorgzaam.intake.clerical import sample_pairs
from zorgzaam.intake.decisions import (
    DUTCH,
    HEADERS,
    SHEETS,
    WORDS,
    Applied,
    apply_decisions,
    read_decisions,
)
from zorgzaam.intake.link_groups import Pair
from zorgzaam.intake.link_keys import text_column
from zorgzaam.intake.link_weights import WEIGHTS
from zorgzaam.intake.link_wording import why
from zorgzaam.intake.safe_workbook import new_workbook
from zorgzaam.params import Linking

__all__ = ["read_decisions", "review_workbook"]

DETAILS = ("postcode", "website_domain", "kvk_number", "start_year")
TABLE_HEADERS = (
    *list(HEADERS)[:5], "gegevens 1", *list(HEADERS)[5:8], "gegevens 2", "kans (model)",
    "vuistregel", "waarom", *list(HEADERS)[8:],
)  # fmt: skip
WIDTHS = (10, 24, 38, 18, 18, 34, 38, 18, 18, 34, 12, 11, 48, 24, 24)
EXPLANATION = (
    "Welke regels van de lijsten zijn hetzelfde initiatief?",
    "",
    "Blad beoordelen: paren waarover het koppelen twijfelt. Blad steekproef: een aselecte greep "
    "uit alle paren, om te schatten hoe goed het koppelen gaat. Ga op dat blad van boven naar "
    "beneden en beoordeel ook wat vanzelf spreekt.",
    "",
    "Kies bij besluit:",
    "zelfde: de twee regels gaan over hetzelfde initiatief.",
    "anders: het zijn twee initiatieven.",
    "tak: het ene is een afdeling van het andere; de regel met de kortste naam is de koepel.",
    "Leeg: nog niet beoordeeld.",
    "",
    "Een besluit gaat boven de score. Schrijf bij reden waarom, zodat een ander het kan volgen.",
    "Bewaar dit bestand op dezelfde plaats onder dezelfde naam en draai de stap opnieuw. Besluiten "
    "en redenen blijven bewaard. Verander niets in de andere kolommen.",
    "",
    "Kans (model): hoe waarschijnlijk het model het vindt dat dit hetzelfde initiatief is, van 0 "
    "tot 1. Vuistregel: 0,6 keer de gelijkenis van de namen plus 0,4 keer die van de adressen, "
    "van 0 tot 100; vanaf 80 zou de vuistregel het paar koppelen.",
)


def review_workbook(
    pairs: pd.DataFrame, rows: pd.DataFrame, decisions: pd.DataFrame | None, settings: Linking
) -> bytes:
    """Return the review workbook, with every decision that was given before.

    Sheet ``beoordelen`` holds the pairs in the grey zone and all that was decided, sheet
    ``steekproef`` the clerical sample, sheet ``uitleg`` what to do. The same input gives the same
    bytes, and no cell is a formula.

    Parameters
    ----------
    pairs
        Of :class:`zorgzaam.intake.link.Linkage`.
    rows
        The cleaned rows.
    decisions
        As :func:`read_decisions` gives them.
    settings
        The section ``linking`` of the parameters.
    """
    book = _Book(rows, decisions)
    sampled = sample_pairs(pairs, settings)
    grey = pairs[pairs["is_grey"] | (pairs["decision"] != "")]
    grey = grey.sort_values(
        ["match_probability", "row_id_l", "row_id_r"], ascending=[False, True, True], kind="stable"
    )
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        _table(workbook, SHEETS[0], [*book.lines(grey), *book.left_over(grey, sampled)])
        _table(workbook, SHEETS[1], list(book.lines(sampled)))
        sheet = workbook.add_worksheet("uitleg")
        sheet.set_column(0, 0, 110, workbook.add_format({"text_wrap": True}))
        for number, line in enumerate(EXPLANATION):
            sheet.write_string(number, 0, line)
    return stream.getvalue()


class _Book:
    """Makes the lines of the sheets."""

    def __init__(self, rows: pd.DataFrame, decisions: pd.DataFrame | None) -> None:
        columns = ("row_id", "name", "place", "source", *DETAILS)
        texts = {name: text_column(rows, name).to_numpy() for name in columns}
        self.rows = pd.DataFrame(texts)
        self.at = {name: at for at, name in enumerate(self.rows["row_id"])}
        self.applied: Applied = apply_decisions(self.rows, decisions)

    def _pair(self, left: str, right: str) -> Pair:
        first, second = sorted((self.at[left], self.at[right]))
        return first, second

    def _side(self, row_id: str) -> tuple[str, str, str, str]:
        row = self.rows.iloc[self.at[row_id]]
        details = "; ".join(row[name] for name in DETAILS if row[name])
        return row["name"], row["place"], row["source"], details

    def lines(self, pairs: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
        """Give the line of each pair, in their order."""
        for row in pairs.to_dict("records"):
            key = self._pair(row["row_id_l"], row["row_id_r"])
            decision = DUTCH.get(self.applied.decided.get(key, ""), "")
            levels = {name: int(row[f"level_{name}"]) for name in WEIGHTS}
            is_scored = pd.notna(row["match_probability"])
            yield (
                decision,
                self.applied.reasons.get(key, ""),
                *self._side(row["row_id_l"]),
                *self._side(row["row_id_r"]),
                round(row["match_probability"], 3) if is_scored else "",
                row["rule_score"],
                why(levels, row["outcome"] == "refused") if is_scored else "niet vergeleken",
                row["row_id_l"],
                row["row_id_r"],
            )

    def left_over(self, *shown: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
        """Give a line for what was written before and is in none of the tables shown."""
        keys = {
            self._pair(left, right)
            for table in shown
            for left, right in zip(table["row_id_l"], table["row_id_r"], strict=True)
        }
        for (left, right), reason in sorted(self.applied.reasons.items()):
            if (left, right) not in keys:
                ids = self.rows["row_id"].iloc[[left, right]]
                decision = DUTCH.get(self.applied.decided.get((left, right), ""), "")
                sides = (*self._side(ids.iloc[0]), *self._side(ids.iloc[1]))
                yield (decision, reason, *sides, "", "", "eerder beoordeeld", *ids)
        for row in self.applied.lost:
            yield _lost_line(row)


def _lost_line(row: Mapping[str, Any]) -> tuple[Any, ...]:
    sides = [
        (row[f"name_{side}"], row[f"place_{side}"], row[f"source_{side}"], "") for side in "lr"
    ]
    note = "niet toegepast: een van de twee regels is niet teruggevonden"
    decision = DUTCH.get(row["decision"], "")
    ids = (row["row_id_l"], row["row_id_r"])
    return (decision, row["reason"], *sides[0], *sides[1], "", "", note, *ids)


def _table(workbook: Any, name: str, lines: list[tuple[Any, ...]]) -> None:
    """Write one sheet: headings, lines, a drop-down for the decision."""
    sheet = workbook.add_worksheet(name)
    heading = workbook.add_format({"bold": True, "bg_color": "#12436D", "font_color": "#FFFFFF"})
    to_fill_in = workbook.add_format({"bg_color": "#FFF4CC"})
    for column, (header, width) in enumerate(zip(TABLE_HEADERS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, heading)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            style = to_fill_in if column < 2 else None
            if isinstance(value, str):
                sheet.write_string(number, column, value, style)
            else:
                sheet.write_number(number, column, value, style)
    sheet.freeze_panes(1, 3)
    last = max(len(lines), 1)
    sheet.autofilter(0, 0, last, len(TABLE_HEADERS) - 1)
    choice = {"validate": "list", "source": list(WORDS), "ignore_blank": True}
    note = {"error_title": "Geen besluit", "error_message": f"Kies uit: {', '.join(WORDS)}."}
    sheet.data_validation(1, 0, last, 0, {**choice, **note})
