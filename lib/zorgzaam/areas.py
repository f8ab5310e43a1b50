"""The areas a page can be about: nederland and the twelve provinces."""

from __future__ import annotations

import csv
import difflib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root

PROVINCES_FILE = Path("data", "reference", "provinces.csv")
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


@cache
def _load(provinces_file: Path) -> tuple[Area, ...]:
    with provinces_file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return (COUNTRY, *(Area(row["slug"], row["province_code"], row["name"]) for row in rows))


def all_areas(root: Path | None = None) -> tuple[Area, ...]:
    """Return nederland and then the provinces in the order of ``provinces.csv``."""
    return _load((root or find_root()) / PROVINCES_FILE)


def area(slug: str, root: Path | None = None) -> Area:
    """Return the area with this slug.

    Raises
    ------
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
