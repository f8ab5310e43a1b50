"""The codebook of a wave: what was asked, how it is coded, and what every table holds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from zorgzaam.errors import InputError, Problem
from zorgzaam.files import find_root
from zorgzaam.intake.codebook_models import (
    MISSING_KINDS,
    Codebook,
    MissingKind,
    Option,
    TableField,
    TableSpec,
    Variable,
)
from zorgzaam.intake.codebook_rules import inconsistencies
from zorgzaam.params import model_problems

__all__ = [
    "MISSING_KINDS",
    "Codebook",
    "MissingKind",
    "Option",
    "TableField",
    "TableSpec",
    "Variable",
    "load_codebook",
]

FOLDER = Path("data", "codebook")


class _UniqueKeys(yaml.SafeLoader):  # type: ignore[misc] # yaml ships no types
    """Refuses a name that stands twice in one group, of which YAML would keep the last."""


def _unique_mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: list[Any] = []  # a list: a key that cannot be hashed is refused further on
    for key, _ in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            continue
        name = loader.construct_object(key, deep=True)
        if name in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"'{name}' staat er twee keer", key.start_mark
            )
        seen.append(name)
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return mapping


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def load_codebook(root: Path | None = None, wave: int = 2020) -> Codebook:
    """Read and check ``data/codebook/<wave>.yaml``.

    Raises
    ------
    InputError
        With every problem in it: first what does not fit its form, then what contradicts itself.
    """
    return _load((root or find_root()) / FOLDER, wave)


@cache
def _load(folder: Path, wave: int) -> Codebook:
    name = (FOLDER / f"{wave}.yaml").as_posix()
    content = _read(folder / f"{wave}.yaml", name)
    try:
        codebook = Codebook.model_validate(content)
    except ValidationError as error:
        raise InputError(model_problems(name, error, Codebook)) from None
    if problems := inconsistencies(codebook, name):
        raise InputError(problems)
    return codebook


def _read(path: Path, name: str) -> Any:
    try:
        # A subclass of SafeLoader, so nothing in the file can run.
        return yaml.load(path.read_text(encoding="utf-8"), _UniqueKeys)
    except FileNotFoundError:
        what, remedy = "het bestand ontbreekt.", "Haal het terug uit git, of maak een codeboek."
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = f"dit is geen leesbare YAML ({error.problem})."
        raise InputError([Problem(name, what, "Verbeter deze regel.", row=line)]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        what, remedy = f"dit is geen leesbare YAML ({error}).", "Verbeter het."
    raise InputError([Problem(name, what, remedy)])
