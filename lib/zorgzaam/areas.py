"""The areas a page can be about: nederland and the twelve provinces; and what lies in them.

The command line reads this at its start, so there is no pandas here.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zorgzaam.errors import InputError, MonitorError, Problem
from zorgzaam.files import find_root

PROVINCES_FILE = Path("data", "reference", "provinces.csv")
MUNICIPALITIES_FILE = Path("data", "reference", "municipalities.csv")
CROSSWALK_FILE = Path("data", "reference", "crosswalk.csv")
# Names in use that are not the slug. They are refused with the slug that is meant, never
# followed in silence: a page must have one address.
ALIASES = {
    "friesland": "fryslan",
    "frieslan": "fryslan",
    "brabant": "noord-brabant",
    "holland": "nederland",
    "nl": "nederland",
}


@dataclass(frozen=True)
class Area:
    """An area: ``slug`` in file names, ``code`` as CBS gives it (``NL`` or ``PV20``), ``name``."""

    slug: str
    code: str
    name: str

    @property
    def is_country(self) -> bool:
        """Whether this is the country as a whole."""
        return self.code == "NL"


COUNTRY = Area("nederland", "NL", "Nederland")


def slugify(name: str) -> str:
    """Return ``name`` in lower case without diacritics, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return "-".join(plain.lower().replace("-", " ").replace("_", " ").split())


def _rows(root: Path, file: Path, *columns: str) -> list[tuple[str, ...]]:
    """Return these columns of a CSV, one tuple a row; every cell is filled."""
    problems, rows = [], []
    try:
        with (root / file).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                rows.append(tuple(row[column] for column in columns))
                if not all(rows[-1]):
                    problems.append(_damage(file, "deze regel is niet heel.", reader.line_num))
    except OSError:
        problems = [_damage(file, "het bestand ontbreekt of is niet te lezen.")]
    except (KeyError, UnicodeDecodeError, csv.Error):
        what = f"dit is geen leesbare CSV met de kolommen {', '.join(columns)}."
        problems = [_damage(file, what)]
    if not rows and not problems:
        problems = [_damage(file, "er staat niets in.")]
    if problems:
        raise InputError(problems)
    return rows


def _damage(file: Path, what: str, row: int | None = None) -> Problem:
    return Problem(file.as_posix(), what, "Haal het bestand terug uit git.", row)


@cache
def _load(root: Path) -> tuple[Area, ...]:
    rows = _rows(root, PROVINCES_FILE, "slug", "province_code", "name")
    return (COUNTRY, *(Area(slug, code, name) for slug, code, name in rows))


def all_areas(root: Path | None = None) -> tuple[Area, ...]:
    """Return nederland and then the provinces in the order of ``provinces.csv``.

    Raises
    ------
    InputError
        If that file is missing or damaged.
    """
    return _load(root or find_root())


def province_of(root: Path | None = None) -> dict[str, str]:
    """Return the code of the province of each municipality, by its CBS code of 2023 or 2020.

    A municipality of 2020 that is gone in 2023 is in the province of its successor.

    Raises
    ------
    InputError
        If ``municipalities.csv`` or ``crosswalk.csv`` is missing or damaged.
    """
    root = root or find_root()
    known = _rows(root, MUNICIPALITIES_FILE, "municipality_code", "province_code")
    provinces = {row[0]: row[1] for row in known}
    moved = _rows(root, CROSSWALK_FILE, "municipality_code_2020", "municipality_code_2023")
    unknown = sorted({new for _, new in moved} - set(provinces))
    if unknown:
        what = f"deze opvolgers zijn geen gemeente van 2023: {', '.join(unknown)}."
        raise InputError([_damage(CROSSWALK_FILE, what)])
    return {old: provinces[new] for old, new in moved} | provinces


def area(slug: str, root: Path | None = None) -> Area:
    """Return the area with this slug.

    Raises
    ------
    InputError
        If ``provinces.csv`` is missing or damaged.
    MonitorError
        If there is none; the message names the slug that was probably meant and all allowed ones.
    """
    areas = {item.slug: item for item in all_areas(root)}
    if slug in areas:
        return areas[slug]
    plain = slugify(slug)
    close = difflib.get_close_matches(plain, areas, n=1)
    meant = ALIASES.get(plain) or (close[0] if close else None)
    hint = f" Bedoelt u '{meant}'?" if meant else ""
    raise MonitorError(
        f"Het gebied '{slug}' bestaat niet.{hint} Toegestaan zijn: {', '.join(areas)}."
    )
