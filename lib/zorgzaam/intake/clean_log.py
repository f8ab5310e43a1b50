"""How a step of cleaning writes down what it did to each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS, Cleaned


class Line(NamedTuple):
    """One line of the log: ``at`` is the position of the row, the rest as in ``LOG_COLUMNS``."""

    at: int
    step: str
    kind: str
    column: str
    before: str
    after: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Context:
    """What the steps are told, and the log in which they write."""

    gazetteer: Gazetteer
    wave: int
    list_provinces: tuple[str, ...]
    fields: tuple[str, ...]  # that were delivered
    log: list[Line] = field(default_factory=list)

    def note(
        self, at: int, step: str, column: str, before: str, after: str, cleaned: Cleaned
    ) -> None:
        """Write what happened to one cell, if anything is to be told of it."""
        if cleaned.change:
            self.log.append(Line(at, step, "changed", column, before, after, cleaned.change, ""))
        if cleaned.doubt:
            remedy = cleaned.remedy or ""
            self.log.append(Line(at, step, "doubt", column, before, after, cleaned.doubt, remedy))


Shown = Callable[[Any], str]


def cleaned_column(
    rows: pd.DataFrame,
    context: Context,
    step: str,
    column: str,
    cleaner: Callable[[str], Cleaned],
    shown: Shown = str,
) -> list[Any]:
    """Return the cleaned values of a column, each distinct text cleaned once, and log them."""
    cells = rows[column].tolist()
    known = {text: cleaner(text) for text in dict.fromkeys(cells)}
    told = {text for text, cleaned in known.items() if cleaned.change or cleaned.doubt}
    for at, text in enumerate(cells):
        if text in told:
            value = known[text].value
            after = "" if value is None else shown(value)
            context.note(at, step, column, text, after, known[text])
    return [known[text].value for text in cells]


def texts(values: Iterable[Any]) -> list[str]:
    """Return ``values`` as text, ``""`` for what is not there."""
    return ["" if value is None else str(value) for value in values]


def log_table(log: Sequence[Line], origin: pd.DataFrame) -> pd.DataFrame:
    """Return the log as a table; ``origin`` has the rows of the list, in their order."""
    lines = pd.DataFrame(log, columns=list(Line._fields))
    where = origin[list(ORIGIN_COLUMNS)].iloc[lines["at"].to_numpy(dtype=int)]
    table = pd.concat([lines.drop(columns="at"), where.reset_index(drop=True)], axis=1)
    text = {name: "str" for name in LOG_COLUMNS if name != "row_number"}
    return table[list(LOG_COLUMNS)].astype({**text, "row_number": "int64"})
