"""Reading YAML written by people: every value as text, the line of each, no name twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from zorgzaam.errors import InputError, Problem

_DEEPEST = 8


def read_yaml(path: Path, name: str) -> tuple[Any, dict[str, int]]:
    """Return the content of ``path`` and the line at which each dotted name stands.

    Every value is text as it was written, or ``None`` where nothing was: YAML itself reads a
    checksum of digits as a number and a column called ``Nee`` as false.

    Raises
    ------
    InputError
        If the file is missing, no YAML, or has a name twice in one group.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), yaml.SafeLoader)
    except FileNotFoundError:
        what = "het bestand ontbreekt."
        remedy = "Maak het; zorgzaam check met de bestanden erachter geeft een opzet."
        raise InputError([Problem(name, what, remedy)]) from None
    except (OSError, UnicodeDecodeError):
        what = "het bestand kan niet worden gelezen als UTF-8."
        raise InputError([Problem(name, what, "Sla het op als UTF-8.")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = f"dit is geen leesbare YAML ({error.problem})."
        raise InputError([Problem(name, what, "Verbeter deze regel.", row=line)]) from None
    except (yaml.YAMLError, RecursionError):
        raise InputError([Problem(name, "dit is geen leesbare YAML.", "Verbeter het.")]) from None
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    content = None if node is None else _content(node, "", name, lines, problems)
    if problems:
        raise InputError(problems)
    return content, lines


def _content(
    node: yaml.Node, where: str, name: str, lines: dict[str, int], problems: list[Problem]
) -> Any:
    lines.setdefault(where, node.start_mark.line + 1)
    row = node.start_mark.line + 1
    if where.count(".") > _DEEPEST:
        problems.append(Problem(name, "dit is te diep genest.", "Verbeter het.", row=row))
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_content(item, where, name, lines, problems) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        group: dict[str, Any] = {}
        for key, value in node.value:
            part, row = str(key.value), key.start_mark.line + 1
            if part in group:
                what = f"'{part}' staat er twee keer."
                problems.append(Problem(name, what, "Laat er een over.", row=row))
            inner = f"{where}.{part}" if where else part
            lines[inner] = row
            group[part] = _content(value, inner, name, lines, problems)
        return group
    is_nothing = node.tag == "tag:yaml.org,2002:null"
    return None if is_nothing else str(node.value)
