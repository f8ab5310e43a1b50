"""The mapping file ``sources.yaml``: which file is which source, and what its columns hold."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from zorgzaam import areas
from zorgzaam.dutch import join_words
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.formats import ENDINGS, Content
from zorgzaam.intake.list_columns import NOT_READ, known_fields
from zorgzaam.intake.personal import PERSONAL_FIELDS, mask
from zorgzaam.intake.source_files import SOURCES_FILE, check_files
from zorgzaam.intake.yaml_lines import read_yaml
from zorgzaam.params import Strict, model_problems

Format = Literal["excel", "csv", "spss", "limesurvey", "qualtrics"]
FORMAT_OF: dict[Content, Format] = {
    "xlsx": "excel",
    "ods": "excel",
    "xls": "excel",
    "sav": "spss",
    "text": "csv",
}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


def _as_date(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is geen datum; schrijf haar als jjjj-mm-dd") from None


def _as_row(value: object) -> object:
    if not re.fullmatch(r"[1-9]\d{0,5}", str(value)):
        raise ValueError(f"'{value}' is geen regelnummer; de eerste regel is 1")
    return int(str(value))


def _as_year(value: object) -> object:
    if not re.fullmatch(r"(19|20)\d\d", str(value)):
        raise ValueError(f"'{value}' is geen jaar; schrijf het jaar van de telling, zoals 2017")
    return int(str(value))


def _as_digest(value: object) -> object:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", str(value)):
        raise ValueError("een controlesom (SHA-256) heeft 64 tekens: 0-9 en a-f")
    return str(value).lower()


class Source(Strict):
    """One source of a wave: a list of initiatives, or a survey.

    ``columns`` gives for a column of the file the field it holds, or "" to leave it out; for a
    survey the variable, or ``variable.option``. ``provinces`` are slugs: where a regional list
    looked. ``sha256`` may be absent in a draft. ``counted_in`` is the year of an earlier count: the
    list of that is compared with the inventory, and is no part of it.
    """

    name: str
    file: str
    kind: Literal["list", "survey"]
    format: Format
    scope: Literal["national", "regional"] | None = None
    network: str = ""
    provinces: list[str] = Field(default_factory=list)
    sheet: str | None = None
    header_row: Annotated[int, BeforeValidator(_as_row)] | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    received: Annotated[date, BeforeValidator(_as_date)] | None = None
    agreement: str = ""
    sha256: Annotated[str, BeforeValidator(_as_digest)] | None = None
    counted_in: Annotated[int, BeforeValidator(_as_year)] | None = None

    @property
    def is_earlier(self) -> bool:
        """Whether it is the list of an earlier count, to compare the inventory with."""
        return self.counted_in is not None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Source:
        only_lists = {
            "scope": self.scope,
            "provinces": self.provinces,
            "counted_in": self.counted_in,
        }
        if self.kind == "survey" and (given := [name for name, item in only_lists.items() if item]):
            raise ValueError(f"{join_words(given)} hoort alleen bij een lijst")
        if self.kind == "list" and self.scope is None:
            raise ValueError("scope ontbreekt; kies national of regional")
        if self.scope == "national" and self.provinces:
            raise ValueError("een landelijke lijst (scope national) heeft geen provinces")
        if self.kind == "list" and self.format not in ("excel", "csv"):
            raise ValueError(f"een lijst is excel of csv, en geen {self.format}")
        if self.format != "excel" and self.sheet is not None:
            raise ValueError("sheet hoort alleen bij Excel")
        return self


class _Content(Strict):
    sources: dict[str, Source]


def load_sources(folder: Path, root: Path | None = None) -> dict[str, Source]:
    """Read ``sources.yaml`` in ``folder`` and check it against the files there.

    Returns the sources by name, in the order of the file. ``root`` is the project, for the
    provinces.

    Raises
    ------
    InputError
        With every problem at once: what does not fit, files that are missing, changed, there
        twice, or that no source names.
    """
    sources, problems = inspect_sources(folder, root)
    if problems:
        raise InputError(problems)
    return sources


def inspect_sources(
    folder: Path, root: Path | None = None
) -> tuple[dict[str, Source], list[Problem]]:
    """Return the sources that can be understood, and every problem with the file and its folder."""
    content, lines = read_yaml(folder / SOURCES_FILE, SOURCES_FILE)
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    parts = content.get("sources") if isinstance(content, dict) else None
    if not isinstance(parts, dict) or set(content) != {"sources"} or not parts:
        what = "hier hoort één groep 'sources' met daarin elke bron onder haar naam."
        raise InputError(
            [Problem(SOURCES_FILE, what, "Kijk in data/README.md voor een voorbeeld.")]
        )
    for name, part in parts.items():
        try:
            one = {"sources": {name: _completed(name, part)}}
            sources[name] = _Content.model_validate(one).sources[name]
        except ValidationError as error:
            problems += model_problems(SOURCES_FILE, error, _Content)
    for name, source in sources.items():
        problems += [
            Problem(SOURCES_FILE, what, remedy, column=f"sources.{name}.{where}")
            for where, what, remedy in (*_of_names(source), *_of_provinces(source, root))
        ]
    named = {str(part.get("file", "")) for part in parts.values() if isinstance(part, dict)}
    problems += check_files(folder, sources, named)
    return sources, [_with_line(problem, lines) for problem in problems]


def not_earlier(sources: Mapping[str, Source], wave: int) -> list[Problem]:
    """Return a problem for each earlier list that is not of a year before the wave."""
    what = "dit is geen jaar vóór de meting van {wave}."
    remedy = "Noem het jaar van de eerdere telling, of laat counted_in weg: dan telt de lijst mee."
    return [
        Problem(SOURCES_FILE, what.format(wave=wave), remedy, column=f"sources.{name}.counted_in")
        for name, source in sources.items()
        if source.counted_in is not None and source.counted_in >= wave
    ]


def _completed(name: str, part: Any) -> Any:
    """Return one source with its name and, from the ending of its file, its format."""
    if not isinstance(part, dict):
        return part
    completed: dict[str, Any] = {key: item for key, item in part.items() if item is not None}
    content = ENDINGS.get(PurePosixPath(str(part.get("file", ""))).suffix.lower())
    if content:
        completed.setdefault("format", FORMAT_OF[content])
    if isinstance(columns := part.get("columns"), dict):
        completed["columns"] = {
            column: NOT_READ if field is None else field for column, field in columns.items()
        }
    return {**completed, "name": name}


def _with_line(problem: Problem, lines: Mapping[str, int]) -> Problem:
    """Return the problem with the line of the file at which it is."""
    where = problem.column or ""
    while where and where not in lines:
        where = where.rpartition(".")[0]
    return Problem(
        problem.file, problem.what, problem.remedy, problem.row or lines.get(where), problem.column
    )


Finding = tuple[str, str, str]  # where, what, remedy


def _of_names(source: Source) -> Iterator[Finding]:
    if not _SLUG.fullmatch(source.name):
        what = f"'{source.name}' kan geen naam van een bron zijn."
        yield "name", what, "Gebruik kleine letters, cijfers en koppeltekens."
    path = PurePosixPath(source.file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in source.file:
        yield "file", "het bestand moet in deze map staan.", "Zet het hier en noem alleen de naam."
    for where in ("name", "file", "network", "agreement", "sheet"):
        if mask(getattr(source, where) or "")[1]:
            what = "hier staat een e-mailadres of telefoonnummer, en dit komt op de pagina's."
            yield where, what, "Haal het weg; geef een bestand of blad een andere naam."
    targets: dict[str, list[str]] = defaultdict(list)
    for column, field in source.columns.items():
        targets[field].append(column)
        if source.kind == "list" and field not in (*known_fields(), NOT_READ):
            close = difflib.get_close_matches(field, known_fields(), n=1)
            hint = f"Bedoelt u '{close[0]}'? " if close else ""
            remedy = f"{hint}Kies uit: {', '.join(known_fields())}."
            yield f"columns.{column}", f"het veld '{field}' bestaat niet.", remedy
    for field, columns in targets.items():
        if len(columns) > 1 and field not in (*PERSONAL_FIELDS, NOT_READ):
            names = join_words([f"'{column}'" for column in columns])
            what = f"de kolommen {names} krijgen allebei het veld {field}."
            yield f"columns.{columns[-1]}", what, "Laat er een over."


def _of_provinces(source: Source, root: Path | None) -> Iterator[Finding]:
    known = [area.slug for area in areas.all_areas(root) if not area.is_country]
    for slug in source.provinces:
        if slug not in known:
            plain = areas.slugify(slug)
            close = areas.ALIASES.get(plain) or next(
                iter(difflib.get_close_matches(plain, known, n=1)), None
            )
            hint = f"Bedoelt u '{close}'? " if close in known else ""
            what = f"de provincie '{slug}' bestaat niet."
            yield "provinces", what, f"{hint}Kies uit: {', '.join(known)}."
