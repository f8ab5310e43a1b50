"""The files of a wave against its sources: missing, changed, there twice, or named by none."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from zorgzaam.errors import Problem
from zorgzaam.intake.formats import ENDINGS
from zorgzaam.intake.personal import mask

SOURCES_FILE = "sources.yaml"
# What programs leave in a folder while a file is open, and what people write beside it.
_NO_DATA = re.compile(r"~\$.*|\..*|thumbs\.db|desktop\.ini|(?:leesmij|readme).*", re.IGNORECASE)


class HasFile(Protocol):
    """A source, as far as its file goes."""

    @property
    def file(self) -> str:
        """Name of the file in the folder."""

    @property
    def sha256(self) -> str | None:
        """Digest that the file should have, if it was told."""


def check_files(folder: Path, sources: Mapping[str, HasFile], named: set[str]) -> Iterator[Problem]:
    """Yield what is wrong between ``sources`` and the files in ``folder``.

    ``named`` are the files that are described at all, also where the description is wrong.
    """
    first_with: dict[str, str] = {}
    for name, source in sources.items():
        where, path = f"sources.{name}.file", folder / source.file
        if not path.is_file():
            near = nearest_file(folder, source.file)
            hint = f"In de map staat wel '{near}'. " if near else ""
            remedy = f"{hint}Zet het in {folder.name}/ of verbeter de naam."
            what = f"het bestand '{source.file}' ontbreekt."
            yield Problem(SOURCES_FILE, what, remedy, column=where)
            continue
        try:
            digest = sha256_of(path)
        except OSError as error:
            what = f"het bestand kan niet worden gelezen ({error.strerror or error})."
            yield Problem(source.file, what, "Geef uzelf leesrechten, of sluit het.")
            continue
        if source.sha256 not in (None, digest):
            what = f"'{source.file}' is veranderd: de controlesom is nu {digest}."
            remedy = "Zet het oude bestand terug, of neem deze controlesom over als het klopt."
            yield Problem(SOURCES_FILE, what, remedy, column=f"sources.{name}.sha256")
        if digest in first_with:
            what = f"'{source.file}' is hetzelfde bestand als bron {first_with[digest]}."
            yield Problem(SOURCES_FILE, what, "Haal een van beide weg.", column=where)
        first_with.setdefault(digest, name)
    for path in data_files(folder):
        if path.name not in named:
            what = f"geen bron in {SOURCES_FILE} noemt dit bestand."
            remedy = "Beschrijf het daar (zorgzaam check geeft een opzet) of haal het weg."
            yield Problem(mask(path.name)[0], what, remedy)


def data_files(folder: Path) -> list[Path]:
    """Return the files in ``folder`` that can be a list or a survey, sorted by name."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in ENDINGS and not _NO_DATA.fullmatch(path.name)
    )


def nearest_file(folder: Path, name: str) -> str | None:
    """Return the file in ``folder`` whose name is most like ``name``, or ``None``."""
    by_lower = {path.name.lower(): path.name for path in data_files(folder)}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.7)
    return by_lower[close[0]] if close else None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 digest of a file of any size as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
