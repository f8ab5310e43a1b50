"""What the XML says of one sheet of a workbook, and walking through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.grid import Merge

# Rows times columns, counting what is blank between: more takes more memory than a reader has.
MAX_CELLS = 40_000_000
NO_RESULT = "#formule zonder uitkomst"
DUTCH_ERRORS = {
    "#N/A": "#N/B",
    "#REF!": "#VERW!",
    "#VALUE!": "#WAARDE!",
    "#NAME?": "#NAAM?",
    "#NUM!": "#GETAL!",
    "#DIV/0!": "#DEEL/0!",
    "#NULL!": "#LEEG!",
}


class Inconsistent(Exception):
    """A workbook that contradicts itself."""


@dataclass
class SheetAudit:
    """What the XML says of one sheet: rows from 1, columns from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    filled_rows: set[int] = field(default_factory=set)
    last_column: int = 0

    def check_size(self, name: str) -> None:
        """Raise ``InputError`` if reading the sheet would take all memory."""
        if max(self.filled_rows, default=0) * (self.last_column + 1) > MAX_CELLS:
            what = "een blad beslaat te veel cellen; ver van de lijst staat nog iets."
            remedy = "Verwijder de lege rijen en kolommen rechts en onder de lijst en sla op."
            raise InputError([Problem(name, what, remedy)])


def walk(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call these for each element and text of an XML part; its namespaces are left out."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, values: start(tag.rpartition(":")[2], values)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.ParseFile(stream)
