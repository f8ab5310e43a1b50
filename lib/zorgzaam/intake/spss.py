"""The codebook as SPSS knows it: syntax to run on a data file, and labels to write one with."""

from __future__ import annotations

from typing import Any

from zorgzaam.intake.codebook_models import Codebook, Option, Variable

# The two values of one tick of a multiple-answer question, with their Dutch labels.
UNTICKED, TICKED = 0, 1
TICK_LABELS = {UNTICKED: "Niet gekozen", TICKED: "Gekozen"}


def column_label(variable: Variable, option: Option | None) -> str:
    """Return the Dutch label of one column of a data file."""
    return f"{variable.label_nl}: {option.label_nl}" if option else variable.label_nl


def value_labels(variable: Variable, codebook: Codebook) -> dict[int, str]:
    """Return the Dutch label of each code of ``variable``, missing codes last; none for text."""
    if variable.type == "text":
        return {}
    if variable.type == "multiple":
        answers = TICK_LABELS
    else:
        answers = {option.code: option.label_nl for option in variable.options}
    missing = codebook.missing_codes(variable)
    return answers | {code: codebook.missing[kind].label_nl for code, kind in missing.items()}


def spss_metadata(codebook: Codebook) -> dict[str, Any]:
    """Return the keyword arguments with which pyreadstat's ``write_sav`` writes the labels.

    The data must have the columns of ``Variable.file_columns`` and codes as numbers; text columns
    have neither value labels nor missing codes. pyreadstat cannot write multiple-response sets:
    those are in :func:`spss_syntax`.
    """
    columns = _columns(codebook)
    coded = {name: variable for name, variable, _ in columns if variable.type != "text"}
    return {
        "file_label": codebook.title_nl[:64],
        "column_labels": {name: column_label(variable, opt) for name, variable, opt in columns},
        "variable_value_labels": {
            name: value_labels(variable, codebook) for name, variable in coded.items()
        },
        "missing_ranges": {
            name: sorted(codebook.missing_codes(variable)) for name, variable in coded.items()
        },
        "variable_measure": {name: _measure(variable) for name, variable, _ in columns},
    }


def spss_syntax(codebook: Codebook) -> str:
    """Return SPSS syntax that labels a data file with the columns of ``Variable.file_columns``.

    It holds VARIABLE LABELS, VALUE LABELS, MISSING VALUES, VARIABLE LEVEL and MRSETS, in Dutch,
    and no date but that of the codebook.
    """
    parts = [
        "* Encoding: UTF-8.",
        f"* {_comment(codebook.title_nl)}",
        f"* {_comment(f'Versie {codebook.version}, {codebook.version_date}')}",
        f"* {_comment(codebook.about)}",
        "",
        *_command("VARIABLE LABELS", _variable_labels(codebook)),
        *_command("VALUE LABELS", _value_label_lines(codebook)),
        *_command("MISSING VALUES", _missing_lines(codebook)),
        *_command("VARIABLE LEVEL", _level_lines(codebook)),
        *_multiple_sets(codebook),
    ]
    return "\n".join(parts) + "\n"


def _columns(codebook: Codebook) -> list[tuple[str, Variable, Option | None]]:
    return [
        (name, variable, option)
        for variable in codebook.variables.values()
        for name, option in variable.file_columns().items()
    ]


def _measure(variable: Variable) -> str:
    return "scale" if variable.is_numeric else "nominal"


def _quoted(text: str) -> str:
    """Return ``text`` as SPSS writes a string: on one line, with its quotes doubled."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _comment(text: str) -> str:
    """Return ``text`` on one line with one full stop: a comment in SPSS runs up to it."""
    return " ".join(text.split()).rstrip(".") + "."


def _command(name: str, lines: list[str]) -> list[str]:
    """Return one command: its lines separated by slashes and ended by a full stop."""
    if not lines:
        return []
    return [name, "  " + "\n  /".join(lines) + ".", ""]


def _variable_labels(codebook: Codebook) -> list[str]:
    return [
        f"{name} {_quoted(column_label(variable, option))}"
        for name, variable, option in _columns(codebook)
    ]


def _value_label_lines(codebook: Codebook) -> list[str]:
    lines = []
    for variable in codebook.variables.values():
        if labels := value_labels(variable, codebook):
            names = " ".join(variable.file_columns())
            values = "".join(f"\n    {code} {_quoted(label)}" for code, label in labels.items())
            lines.append(names + values)
    return lines


def _missing_lines(codebook: Codebook) -> list[str]:
    return [
        f"{' '.join(variable.file_columns())} ({', '.join(map(str, codes))})"
        for variable in codebook.variables.values()
        if variable.type != "text" and (codes := sorted(codebook.missing_codes(variable)))
    ]


def _level_lines(codebook: Codebook) -> list[str]:
    return [
        f"{' '.join(variable.file_columns())} ({_measure(variable).upper()})"
        for variable in codebook.variables.values()
    ]


def _multiple_sets(codebook: Codebook) -> list[str]:
    sets = [variable for variable in codebook.variables.values() if variable.type == "multiple"]
    if not sets:
        return []
    lines = [
        f"  /MDGROUP NAME=${variable.name} LABEL={_quoted(variable.label_nl)}"
        f" CATEGORYLABELS=VARLABELS\n    VARIABLES={' '.join(variable.file_columns())}"
        f" VALUE={TICKED}"
        for variable in sets
    ]
    return ["MRSETS", *lines[:-1], f"{lines[-1]}."]
