"""What a reviewer decided about pairs: read back from the review sheet, and applied with guards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from zorgzaam import dutch
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.link_groups import Pair
from zorgzaam.intake.link_keys import text_column

SAME, DIFFERENT, BRANCH = "same", "different", "branch"
WORDS = {"zelfde": SAME, "anders": DIFFERENT, "tak": BRANCH}
DUTCH = {decision: word for word, decision in WORDS.items()}
SHEETS = ("beoordelen", "steekproef")
# Column of the sheets and the name it has in the table; the order is that of the sheet.
HEADERS = {
    "besluit": "decision",
    "reden": "reason",
    "naam 1": "name_l",
    "plaats 1": "place_l",
    "lijst 1": "source_l",
    "naam 2": "name_r",
    "plaats 2": "place_r",
    "lijst 2": "source_r",
    "regel 1": "row_id_l",
    "regel 2": "row_id_r",
}
COLUMNS = ("file", "sheet", "row", *HEADERS.values())


@dataclass(frozen=True)
class Applied:
    """The decisions that hold, and what is wrong with the others.

    ``decided`` is the decision by positions, the lower first; ``reasons`` what was written in
    "reden", also where nothing was decided; ``origins`` the file with its sheet, and the row;
    ``lost`` the rows of decisions that do not hold.
    """

    decided: Mapping[Pair, str]
    reasons: Mapping[Pair, str]
    origins: Mapping[Pair, tuple[str, int]]
    lost: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]


def read_decisions(path: Path) -> pd.DataFrame:
    """Read the decisions in a review workbook; an absent workbook has none.

    Returns one row for each pair with something in "besluit" or "reden", with the columns
    :data:`COLUMNS`: ``decision`` is ``same``, ``different``, ``branch`` or empty, ``row`` the row
    in the sheet.

    Raises
    ------
    InputError
        With every problem: a workbook that cannot be read, a missing sheet or column, an unknown
        word in "besluit", one pair with two decisions.
    """
    if not path.is_file():
        return pd.DataFrame(columns=[*COLUMNS])
    problems: list[Problem] = []
    found: list[dict[str, Any]] = []
    for sheet, cells in _sheets(path):
        found += _rows(path.name, sheet, cells, problems)
    problems += _twice(found)
    if problems:
        raise InputError(problems)
    return pd.DataFrame(found, columns=[*COLUMNS])


def _sheets(path: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """Give the cells of the sheets that hold decisions."""
    from python_calamine import CalamineError, CalamineWorkbook

    remedy = "Zet het beoordelingsbestand terug of haal het weg; het wordt dan opnieuw gemaakt."
    try:
        workbook = CalamineWorkbook.from_path(path)
        cells = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in SHEETS
            if name in workbook.sheet_names
        }
    except (CalamineError, OSError) as error:
        what = f"dit bestand is niet te lezen als Excel-bestand ({error})."
        raise InputError([Problem(path.name, what, remedy)]) from None
    if not cells:
        what = f"geen van de bladen {' en '.join(SHEETS)} is erin te vinden."
        raise InputError([Problem(path.name, what, remedy)])
    yield from cells.items()


def _rows(
    file: str, sheet: str, cells: list[list[Any]], problems: list[Problem]
) -> list[dict[str, Any]]:
    """Return the rows of a sheet with something in "besluit" or "reden"; adds to ``problems``."""
    place = f"{file}, blad {sheet}"
    texts = [[str(cell).strip() for cell in line] for line in cells]
    start = next((at for at, line in enumerate(texts) if "besluit" in line), None)
    missing = [name for name in HEADERS if start is None or name not in texts[start]]
    if start is None or missing:
        what = f"de kolommen {', '.join(missing)} ontbreken."
        remedy = "Geef de kolommen hun naam terug, of maak het bestand opnieuw."
        problems.append(Problem(place, what, remedy))
        return []
    at = {name: texts[start].index(header) for header, name in HEADERS.items()}
    found = []
    for number, line in enumerate(texts[start + 1 :], start=start + 2):
        values = {name: line[column] for name, column in at.items()}
        if not values["decision"] and not values["reason"]:
            continue
        word = values["decision"].casefold()
        if word and word not in WORDS:
            what = f"'{values['decision']}' is geen besluit."
            remedy = f"Kies uit: {', '.join(WORDS)}, of laat de cel leeg."
            problems.append(Problem(place, what, remedy, row=number, column="besluit"))
            continue
        values["decision"] = WORDS.get(word, "")
        found.append({"file": file, "sheet": sheet, "row": number, **values})
    return found


def _twice(found: list[dict[str, Any]]) -> list[Problem]:
    """Return a problem for each pair that has two different decisions."""
    of_pair: dict[frozenset[str], dict[str, Any]] = {}
    problems = []
    for row in found:
        if not row["decision"]:
            continue
        first = of_pair.setdefault(frozenset((row["row_id_l"], row["row_id_r"])), row)
        if first["decision"] != row["decision"]:
            what = (
                f"dit paar heeft op blad {first['sheet']}, regel {first['row']} het besluit "
                f"{DUTCH[first['decision']]} en hier {DUTCH[row['decision']]}."
            )
            remedy = "Kies één van de twee en maak de andere cel leeg."
            problems.append(Problem(_sheet(row), what, remedy, row=row["row"], column="besluit"))
    return problems


def apply_decisions(rows: pd.DataFrame, decisions: pd.DataFrame | None) -> Applied:
    """Find the rows that the decisions are about.

    A decision holds when its two rows still have the names that were judged. A row that moved is
    found again by its list, name and place when only one row has these. Otherwise the decision is
    not applied, and there is a problem to report: other rows would be joined or kept apart than
    the reviewer saw.
    """
    if decisions is None or decisions.empty:
        return Applied({}, {}, {}, (), ())
    finder = _Finder(rows)
    decided: dict[Pair, str] = {}
    reasons: dict[Pair, str] = {}
    origins: dict[Pair, tuple[str, int]] = {}
    lost, problems = [], []
    for row in decisions.to_dict("records"):
        places = [finder.position(row, side) for side in "lr"]
        if None in places or places[0] == places[1]:
            lost.append(row)
            if row["decision"]:
                problems.append(_lost(row, places))
            continue
        left, right = sorted(at for at in places if at is not None)
        if row["decision"]:
            decided[left, right] = row["decision"]
            origins[left, right] = (_sheet(row), int(row["row"]))
        reasons[left, right] = row["reason"] or reasons.get((left, right), "")
    return Applied(decided, reasons, origins, tuple(lost), tuple(problems))


class _Finder:
    """Finds the position of a row that was judged before."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.names = list(text_column(rows, "name"))
        self.by_id = {name: at for at, name in enumerate(text_column(rows, "row_id"))}
        self.by_text: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        texts = [text_column(rows, name) for name in ("source", "name", "place")]
        for at, key in enumerate(zip(*texts, strict=True)):
            self.by_text[key].append(at)

    def position(self, row: Mapping[str, Any], side: str) -> int | None:
        name = row[f"name_{side}"]
        at = self.by_id.get(row[f"row_id_{side}"])
        if at is not None and self.names[at] == name:
            return at
        same = self.by_text.get((row[f"source_{side}"], name, row[f"place_{side}"]), [])
        return same[0] if len(same) == 1 else None


def _lost(row: Mapping[str, Any], places: list[int | None]) -> Problem:
    whom = [f"'{row[f'name_{side}']}'" for side, at in zip("lr", places, strict=True) if at is None]
    what = (
        f"dit besluit ({DUTCH[row['decision']]}) is niet toegepast: {dutch.join_words(whom)} staat "
        "niet meer op dezelfde regel van de lijst, of heet nu anders."
        if whom
        else "dit besluit gaat over twee keer dezelfde regel."
    )
    remedy = "Zoek het paar in het nieuwe blad op en beoordeel het opnieuw, of wis dit besluit."
    return Problem(_sheet(row), what, remedy, row=int(row["row"]), column="besluit")


def _sheet(row: Mapping[str, Any]) -> str:
    return f"{row['file']}, blad {row['sheet']}"
