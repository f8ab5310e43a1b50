"""The piece of ``sources.yaml`` for a file that no source names yet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

from zorgzaam.areas import slugify
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.formats import content_of
from zorgzaam.intake.headers import shown
from zorgzaam.intake.list_columns import Column
from zorgzaam.intake.read_csv import read_csv
from zorgzaam.intake.read_workbook import read_workbook
from zorgzaam.intake.source_files import sha256_of
from zorgzaam.intake.sources import FORMAT_OF, Format, Source
from zorgzaam.intake.survey_layout import base_name, is_qualtrics

_SURVEY_NAMES = 4  # names of the codebook that make a file a survey
_PLAIN = re.compile(r"[A-Za-z][\w ./()-]*[\w)]", re.ASCII)
_YAML_WORDS = frozenset(["yes", "no", "true", "false", "on", "off", "null", "y", "n"])


def guess_source(path: Path, codebook: Codebook) -> Source:
    """Return what the file at ``path`` probably is: a list or a survey, and of which program.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    kind, form = _kind(path, codebook)
    scope: Literal["regional"] | None = "regional" if kind == "list" else None
    return Source(name=_slug(path), file=path.name, kind=kind, format=form, scope=scope)


def _slug(path: Path) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", slugify(path.stem)).strip("-")
    return slug or "bron"


def _kind(path: Path, codebook: Codebook) -> tuple[Literal["list", "survey"], Format]:
    content = content_of(path, path.name)
    if content == "sav":
        return "survey", "spss"
    grids = [read_csv(path, path.name)] if content == "text" else read_workbook(path, path.name)
    known = set(codebook.variables)
    for grid in grids:
        head = grid.head(3)
        if is_qualtrics(head):
            return "survey", "qualtrics"
        cells = {cell.strip().casefold() for cell in head[0][1]} if head else set()
        if {"submitdate", "lastpage"} <= cells or any("[sq0" in cell for cell in cells):
            return "survey", "limesurvey" if content == "text" else "excel"
        names = {base_name(re.sub(r"_\d+$", "", cell)) for cell in cells}
        if len(names & known) >= _SURVEY_NAMES:
            return "survey", FORMAT_OF[content]
    return "list", FORMAT_OF[content]


def draft_source(path: Path, source: Source, columns: tuple[Column, ...] = ()) -> str:
    """Return the lines for ``sources.yaml`` that describe the file at ``path``.

    ``columns`` are those that were recognised in it; what only a person knows is left open.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    lines = [f"  {source.name}:", f"    file: {_quoted(path.name)}", f"    kind: {source.kind}"]
    if FORMAT_OF[content_of(path, path.name)] != source.format:
        lines.append(f"    format: {source.format}")
    if source.kind == "list":
        lines += [
            "    scope: regional  # of national, als de lijst over het hele land gaat",
            "    network:  # vul in: wie de lijst bijhoudt",
            "    provinces: []  # vul in bij regional, bijvoorbeeld [drenthe]",
        ]
    lines += _column_lines(columns) if source.kind == "list" else []
    lines += [
        "    received:  # vul in: ontvangen op, jjjj-mm-dd",
        "    agreement:  # vul in: afspraak of licentie",
        f"    sha256: {sha256_of(path)}",
    ]
    return "\n".join(lines) + "\n"


def _column_lines(columns: tuple[Column, ...]) -> list[str]:
    """Return the mapping of what was recognised; the rest as a remark, for who knows better."""
    known = [item for item in columns if item.field and item.shown == " ".join(item.title.split())]
    rest = [item for item in columns if item not in known and not item.is_mark]
    lines = ["    columns:"] if known else []
    lines += [f"      {_quoted(column.title)}: {column.field}" for column in known]
    for column in rest:
        told = "persoonsgegeven, apart gezet" if column.is_personal else "niet gelezen"
        lines.append(f"      # {shown(column.title)}: {told}")
    return lines


def _quoted(text: str) -> str:
    """Return ``text`` as YAML; what YAML could take for something else in quotes, as in JSON."""
    if _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
