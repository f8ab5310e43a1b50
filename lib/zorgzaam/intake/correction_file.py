"""The file in which researchers write corrections and decisions, read strictly.

``data/corrections/<wave>.yaml`` has ``corrections`` (a delivered text that becomes another) and
``decisions`` (whether an initiative meets a criterion), each with who, when and why.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.personal import PERSONAL_FIELDS, mask
from zorgzaam.intake.records import ORIGIN_COLUMNS
from zorgzaam.intake.yaml_lines import read_yaml
from zorgzaam.params import Strict, model_problems

PERSONAL = frozenset({*PERSONAL_FIELDS, "contact_email"})
# How a value of a decision may be written; the codes of the codebook are the rest.
VALUES = {"ja": "yes", "nee": "no", "onbekend": "unknown"}


def _row(value: object) -> object:
    if not re.fullmatch(r"[1-9]\d{0,7}", str(value)):
        raise ValueError(f"'{value}' is geen regelnummer")
    return int(str(value))


def _day(value: object) -> object:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError(f"'{value}' is geen datum; schrijf haar als jjjj-mm-dd") from None


def _said(value: object) -> object:
    if not str(value or "").strip():
        raise ValueError("dit mag niet leeg zijn")
    return str(value)


def _text(value: object) -> object:
    return "" if value is None else value


def _value(value: object) -> object:
    return VALUES.get(str(value).lower(), value)


Said = Annotated[str, BeforeValidator(_said)]


class Target(Strict):
    """Which delivered row is meant: by its number in the file, or by its key in the list."""

    source: Said
    sheet: str = ""
    row: Annotated[int, BeforeValidator(_row)] | None = None
    list_key: str | None = None
    reason: Said
    by: Said
    date: Annotated[str, BeforeValidator(_day)]
    line: int = 0  # in the YAML, for messages

    @model_validator(mode="after")
    def _one_row(self) -> Self:
        if (self.row is None) == (self.list_key is None):
            raise ValueError("geef row of list_key, en niet allebei")
        return self

    @property
    def shown(self) -> str:
        """The row as messages name it."""
        sheet = f", blad {self.sheet}" if self.sheet else ""
        which = f"regel {self.row}" if self.row else f"nummer {self.list_key}"
        return f"{self.source}{sheet}, {which}"


class Correction(Target):
    """A delivered text that becomes another; ``expect`` is the text as it was delivered."""

    column: Said
    expect: Annotated[str, BeforeValidator(_text)]
    becomes: Annotated[str, BeforeValidator(_text)]


class Decision(Target):
    """Whether the initiative of a row meets a criterion, or in which phase it is."""

    criterion: Literal["is_local", "residents_lead", "mutual_support", "phase"]
    value: Annotated[
        Literal["yes", "no", "unknown", "exploring", "founding", "active", "stopped"],
        BeforeValidator(_value),
    ]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        is_phase = self.value not in ("yes", "no", "unknown")
        if self.value != "unknown" and is_phase != (self.criterion == "phase"):
            raise ValueError(f"'{self.value}' past niet bij {self.criterion}")
        return self


@dataclass(frozen=True)
class Corrections:
    """What a file of corrections holds; ``file`` is its name in messages."""

    file: str
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()


class _Content(Strict):
    corrections: list[dict[str, Any]] | None = Field(default=None)
    decisions: list[dict[str, Any]] | None = Field(default=None)


def load_corrections(path: Path, name: str | None = None) -> Corrections:
    """Read a file of corrections; without the file there are none.

    ``name`` is the file as messages call it. Every value is read as text, as it stands there.

    Raises
    ------
    InputError
        With everything that is wrong in the file: unknown names, values that do not fit, a
        column of personal data.
    """
    name = name or path.name
    if not path.exists():
        return Corrections(name)
    content, _ = read_yaml(path, name)
    try:
        parts = _Content.model_validate({} if content is None else content)
    except ValidationError as error:
        raise InputError(model_problems(name, error, _Content)) from None
    lines = _lines(path)
    problems: list[Problem] = []
    corrections = _items(
        name, parts.corrections, lines.get("corrections", []), Correction, problems
    )
    decisions = _items(name, parts.decisions, lines.get("decisions", []), Decision, problems)
    problems += [problem for item in corrections if (problem := _refused(name, item))]
    problems += [problem for item in [*corrections, *decisions] for problem in _private(name, item)]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
    return Corrections(name, tuple(corrections), tuple(decisions))


def _lines(path: Path) -> dict[str, list[int]]:
    """Return the line at which each item of each list starts."""
    node = yaml.compose(path.read_text(encoding="utf-8-sig"), yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {
        str(key.value): [item.start_mark.line + 1 for item in value.value]
        for key, value in node.value
        if isinstance(value, yaml.SequenceNode)
    }


def _items(
    name: str,
    parts: list[dict[str, Any]] | None,
    lines: list[int],
    model: type[Any],
    problems: list[Problem],
) -> list[Any]:
    found = []
    for part, line in zip(parts or [], lines, strict=True):
        try:
            found.append(model.model_validate({**part, "line": line}))
        except ValidationError as error:
            problems += [replace(one, row=line) for one in model_problems(name, error, model)]
    return found


def _refused(name: str, item: Correction) -> Problem | None:
    if item.column in PERSONAL:
        what = "dit is een kolom met persoonsgegevens; die staat in geen tabel."
        remedy = "Verbeter het in het bestand van het netwerk, of in data/private."
        return Problem(name, what, remedy, item.line, item.column)
    if item.column in ORIGIN_COLUMNS:
        what = "deze kolom zegt waar een regel vandaan komt."
        return Problem(name, what, "Die wordt niet gecorrigeerd.", item.line, item.column)
    return None


def _private(name: str, item: Target) -> list[Problem]:
    """Return the texts of a correction or decision with a mail address or telephone number."""
    remedy = "Haal het weg: dit bestand en de redenen erin worden bewaard en getoond."
    return [
        Problem(name, "hier staat een e-mailadres of telefoonnummer.", remedy, item.line, field)
        for field in ("reason", "by", "expect", "becomes")
        if mask(getattr(item, field, ""))[1]
    ]
