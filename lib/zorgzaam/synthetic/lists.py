"""What a list looks like, how it writes, and how much of the world it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

MARK = "mark"  # field of the column that says that the file is synthetic
NOTE = "note"  # field of a column that no table reads


@dataclass(frozen=True)
class Column:
    """One column of a list: its heading, the field it holds, and the heading over it."""

    header: str
    field: str
    group: str = ""


@dataclass(frozen=True)
class ListSpec:
    """One list.

    ``captures`` is the chance that it knows an initiative in its provinces (an assumption).
    ``mapped`` are the headings that say too little, so that ``sources.yaml`` must say what they
    hold. ``legal`` is where it writes the legal form of a name, ``filled`` the share of the rows in
    which a field is filled where there is something to fill in, ``words`` the number of its
    vocabulary in :mod:`zorgzaam.synthetic.house`. ``counted_in`` is the year of an earlier count.
    """

    source: str
    suffix: Literal["xlsx", "ods", "csv"]
    network: str
    captures: float
    columns: tuple[Column, ...]
    provinces: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    received: str = "2020-09-01"
    sheet: str = ""
    late_sheet: str = ""
    titles: tuple[str, ...] = ()
    footnote: str = ""
    delimiter: str = ";"
    encoding: str = "utf-8"
    legal: Literal["full", "drop", "short", "behind"] = "full"
    postcode: Literal["spaced", "tight", "lower", "digits"] = "spaced"
    website: Literal["www", "https", "bare", "page"] = "www"
    yes_no: tuple[str, str] = ("ja", "nee")
    separator: str = "; "
    words: int = 0
    filled: Mapping[str, float] = field(default_factory=dict)
    counted_in: int | None = None

    @property
    def is_national(self) -> bool:
        """Whether the list is about the whole country."""
        return not self.provinces

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it has, in the order of its columns."""
        return tuple(column.field for column in self.columns)

    @property
    def is_spreadsheet(self) -> bool:
        """Whether the list has sheets, and cells that are numbers or dates."""
        return self.suffix != "csv"

    def file(self, wave: int) -> str:
        """Return the name of its file."""
        return f"{self.source.replace('-', '_')}_synthetisch_{wave}.{self.suffix}"


def columns(text: str) -> tuple[Column, ...]:
    """Return the columns of ``heading = field``, or ``over | heading = field``, by ``;``."""
    found = []
    for part in text.split(";"):
        heading, name = (side.strip() for side in part.rsplit("=", 1))
        group, _, header = heading.rpartition("|")
        found.append(Column(header.strip(), name, group.strip()))
    return tuple(found)
