"""Problems of one kind in one column put together, those that touch most rows first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zorgzaam.dutch import format_number
from zorgzaam.errors import Problem

_SHOWN_ROWS = 6
_SHOWN_EXAMPLES = 3
# What differs between two problems of one kind: what is quoted or in brackets, numbers, names.
_NAME = r"(?:'[st]-?\s?)?[A-ZÀ-Ý][\w'’-]*"
_DETAIL = re.compile(
    rf"(?<!\w)'[^']*'(?!\w)|\([^()]*\)|\d+(?:[.,:/-]\d+)*"
    rf"|{_NAME}(?:(?: (?:aan|bij|de|den|der|en|het|in|op|ter|ten|van|'t|'s))* {_NAME})*"
)


@dataclass(frozen=True)
class Finding:
    """Problems of one kind, in one column of one file or sheet.

    ``is_problem`` is false for what is only told, ``stops`` for a doubt with which a build goes
    on. Without rows it is about the file as a whole.
    """

    place: str
    column: str | None
    problems: tuple[Problem, ...]
    is_problem: bool
    stops: bool = True

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that are touched, in the order of the file."""
        return tuple(sorted({item.row for item in self.problems if item.row is not None}))

    @property
    def what(self) -> str:
        """What is wrong, in the words of the first, with a few of the others behind it."""
        words = list(dict.fromkeys(item.what for item in self.problems))
        if len(words) == 1:
            return words[0]
        others = " Ook: ".join(words[1:_SHOWN_EXAMPLES])
        more = len(words) - _SHOWN_EXAMPLES
        rest = f" En nog {format_number(more)} van zulke." if more > 0 else ""
        return f"{words[0]} Ook: {others}{rest}"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.problems[0].remedy

    @property
    def where(self) -> str:
        """The column and the rows in words: ``kolom Startjaar, 14 regels (4, 9, 12, ...)``."""
        rows = self.rows
        parts = [f"kolom {self.column}"] if self.column else []
        if len(rows) == 1:
            parts.append(f"regel {rows[0]}")
        elif rows:
            dots = ", ..." if len(rows) > _SHOWN_ROWS else ""
            listed = ", ".join(str(row) for row in rows[:_SHOWN_ROWS])
            parts.append(f"{format_number(len(rows))} regels ({listed}{dots})")
        return ", ".join(parts)


def group(problems: Iterable[Problem], is_problem: bool, stops: bool = True) -> list[Finding]:
    """Return ``problems`` by file, column and kind; first those about the file as a whole.

    Then those that touch most rows; of equals, those that come first.
    """
    groups: dict[tuple[str, str | None, str], list[Problem]] = {}
    for item in problems:
        kind = _DETAIL.sub("", item.what)
        groups.setdefault((item.file, item.column, kind), []).append(item)
    findings = [
        Finding(file, column, tuple(dict.fromkeys(items)), is_problem, stops)
        for (file, column, _), items in groups.items()
    ]
    return sorted(findings, key=lambda item: (bool(item.rows), -len(item.rows)))
