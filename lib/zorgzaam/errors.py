"""Errors a researcher can act on: in Dutch, with the place and the remedy, all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input.

    ``what`` says what is wrong and ``remedy`` what to do, both as Dutch sentences.
    ``row`` is the line as the file itself numbers it: the header of a CSV is line 1.
    """

    file: str
    what: str
    remedy: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"regel {self.row}")
        if self.column is not None:
            place.append(f"kolom {self.column}")
        return f"{', '.join(place)}: {self.what} {self.remedy}"


class MonitorError(Exception):
    """Something a researcher must mend; the command line prints it without a traceback."""


class InputError(MonitorError):
    """One or more problems in what was handed in; the message lists them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
        # Exceptions travel between processes as their arguments, so these must rebuild it.
        self.args = (self.problems,)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
