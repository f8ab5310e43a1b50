"""For whom numbers are told: the country and its parts, and groups of initiatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zorgzaam import areas
from zorgzaam.reference import load_provinces

COUNTRY = areas.COUNTRY.slug
AREA = ""  # the group of a row that is an area
UNKNOWN = "unknown"  # who is in no part of the country, or in no class of a group
GROUPS = ("phase", "legal_form", "start_period")


@dataclass(frozen=True)
class Row:
    """One part of the respondents: an area, or a class of a group in the country as a whole."""

    area: str
    group: str = AREA
    group_category: str = ""

    @property
    def is_told(self) -> bool:
        """Whether numbers about it are published; those in no class have no numbers."""
        return UNKNOWN not in (self.area, self.group_category)


@dataclass(frozen=True)
class Rows:
    """All rows: who is in each, and which rows make up another.

    ``members`` has a boolean column a row (its position) and a row a respondent.
    """

    rows: tuple[Row, ...]
    members: pd.DataFrame
    parts: tuple[tuple[int, tuple[int, ...]], ...]

    def position(self, row: Row) -> int:
        """Return the number of ``row``."""
        return self.rows.index(row)

    def without(self, *groups: str) -> Rows:
        """Return the rows but for the classes of ``groups``."""
        kept = [position for position, row in enumerate(self.rows) if row.group not in groups]
        place = {position: number for number, position in enumerate(kept)}
        members = self.members[kept].set_axis(range(len(kept)), axis=1)
        parts = tuple(
            (place[whole], tuple(place[part] for part in parts))
            for whole, parts in self.parts
            if all(part in place for part in parts)
        )
        return Rows(tuple(self.rows[position] for position in kept), members, parts)

    @property
    def sizes(self) -> pd.Series:
        """Return the number of respondents in each row."""
        return self.members.sum().astype(int)


def landsdeel_slug(name: str) -> str:
    """Return how the part of the country (Noord, Oost, West, Zuid) is called as an area."""
    return f"landsdeel-{name.lower()}"


def area_slugs(root: Path) -> dict[str, tuple[str, str]]:
    """Return the slug of the province and of its landsdeel for each province code."""
    provinces = load_provinces(root)
    return {
        code: (slug, landsdeel_slug(part))
        for code, slug, part in zip(
            provinces["province_code"], provinces["slug"], provinces["landsdeel"], strict=True
        )
    }


def start_periods(first_years: Sequence[int], wave: int) -> dict[str, str]:
    """Return the periods in which initiatives began, with what they are called in Dutch."""
    names = {f"before_{first_years[0]}": f"vóór {first_years[0]}"}
    ends = [*(year - 1 for year in first_years[1:]), wave]
    names |= {
        f"{first}_{last}": f"{first} tot en met {last}"
        for first, last in zip(first_years, ends, strict=True)
    }
    return names


def start_period(years: pd.Series, first_years: Sequence[int], wave: int) -> pd.Series:
    """Return the period of each start year, "" where it is missing."""
    names = list(start_periods(first_years, wave))
    edges = [float("-inf"), *(year - 0.5 for year in first_years), float("inf")]
    cut = pd.cut(years.astype(float), edges, labels=names)
    return cut.astype(object).where(cut.notna(), "").astype(str)


def make_rows(respondents: pd.DataFrame, slugs: Mapping[str, tuple[str, str]]) -> Rows:
    """Return the rows for ``respondents``: ``province_code`` and a column for each group.

    Provinces and landsdelen without a respondent are rows too; a class of a group is one when
    somebody is in it. ``slugs`` is :func:`area_slugs`.
    """
    province = respondents["province_code"].map(lambda code: slugs.get(code, (UNKNOWN, UNKNOWN))[0])
    landsdeel_of = dict(slugs.values())
    landsdeel = province.map(lambda slug: landsdeel_of.get(slug, UNKNOWN))
    columns = {Row(COUNTRY): pd.Series(True, respondents.index)}
    for name in dict.fromkeys(landsdeel_of.values()):
        columns[Row(name)] = landsdeel == name
    for name in landsdeel_of:
        columns[Row(name)] = province == name
    if (province == UNKNOWN).any():
        columns[Row(UNKNOWN)] = province == UNKNOWN
    for group in GROUPS:
        classes = respondents[group].replace("", UNKNOWN)
        for name in sorted(classes.unique()):
            columns[Row(COUNTRY, group, name)] = classes == name
    rows = tuple(columns)
    at = {row: position for position, row in enumerate(rows)}
    names = list(dict.fromkeys(landsdeel_of.values()))
    unknown = [at[Row(UNKNOWN)]] if Row(UNKNOWN) in at else []
    parts = [(at[Row(COUNTRY)], (*(at[Row(name)] for name in names), *unknown))]
    parts += [
        (at[Row(name)], tuple(at[Row(slug)] for slug, part in landsdeel_of.items() if part == name))
        for name in names
    ]
    parts += [
        (at[Row(COUNTRY)], tuple(at[row] for row in rows if row.group == group)) for group in GROUPS
    ]
    members = pd.DataFrame(dict(enumerate(columns.values())), index=respondents.index)
    return Rows(rows, members, tuple(parts))
