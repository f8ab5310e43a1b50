"""Reading the project's own CSV files strictly, and saying in Dutch all that is wrong with them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from zorgzaam.errors import InputError, Problem

Holds = Callable[[pd.DataFrame], "pd.Series[bool]"]


def rule(column: str, holds: Holds, what: str, remedy: str) -> pa.Check:
    """Return a check of whole rows, reported at ``column``.

    ``holds`` takes the table as text and returns a boolean a row. ``what`` and ``remedy`` are
    Dutch sentences in which ``{value}`` stands for the text in that column and ``{digits}`` for
    the digits in it.
    """
    return pa.Check(holds, title=column, error=what, description=remedy)


def one_of(column: str, allowed: frozenset[str]) -> pa.Check:
    """Return the rule that ``column`` holds one of ``allowed``; the message lists them."""
    # Braces would be read as places for {value}.
    listed = ", ".join(sorted(allowed - {""})).replace("{", "{{").replace("}", "}}")
    remedy = f"Kies uit: {listed}{' (of laat het leeg)' if '' in allowed else ''}."
    return rule(column, lambda table: table[column].isin(allowed), "'{value}' is onbekend.", remedy)


def unique(column: str) -> pa.Check:
    """Return the rule that no two rows have the same text in ``column``."""
    return rule(
        column,
        lambda table: ~table[column].duplicated(keep=False),
        "'{value}' staat er meer dan een keer.",
        "Geef elke regel een eigen naam of haal de dubbele regel weg.",
    )


def filled(column: str) -> pa.Check:
    """Return the rule that ``column`` is not empty."""
    return rule(
        column,
        lambda table: table[column].str.strip() != "",
        "deze cel is leeg.",
        "Vul hem in.",
    )


def read_rows(path: Path, name: str) -> pd.DataFrame:
    """Return the CSV at ``path`` as text, indexed by the line on which each row starts.

    Nothing is interpreted: an empty cell is an empty string and ``1.471`` stays what it is.
    ``name`` is the file as messages call it. Blank lines are skipped.

    Raises
    ------
    InputError
        If the file is missing, empty, not UTF-8, not separated by commas, or has rows that are
        longer or shorter than its header.
    """
    records = _records(path, name)
    header = records[0][1]
    if len(header) == 1 and ";" in header[0]:
        raise _failure(
            name,
            "de kolommen zijn gescheiden door puntkomma's.",
            "Zet er komma's tussen; kies in Excel niet 'CSV' maar bewerk het bestand als tekst.",
            row=1,
        )
    problems = [
        Problem(name, f"kolom '{column}' staat twee keer in de kop.", "Haal er een weg.", row=1)
        for column in sorted({column for column in header if header.count(column) > 1})
    ]
    problems += [
        Problem(
            name,
            f"deze regel heeft {len(cells)} kolommen, de kop heeft er {len(header)}.",
            "Zet tekst met een komma tussen dubbele aanhalingstekens, of vul de regel aan.",
            row=line,
        )
        for line, cells in records[1:]
        if len(cells) != len(header)
    ]
    if len(records) == 1:
        problems.append(Problem(name, "er staat alleen een kop in.", "Voeg een regel toe.", row=1))
    if problems:
        raise InputError(problems)
    lines = [line for line, _ in records[1:]]
    return pd.DataFrame([cells for _, cells in records[1:]], lines, header, dtype=str)


def _records(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return the line on which each record of the file starts, and its cells."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise _failure(name, "het bestand ontbreekt.", "Haal het terug uit git.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise _failure(
            name,
            "hier staat een teken dat geen UTF-8 is.",
            "Sla het bestand op als 'CSV UTF-8'.",
            row=line,
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise _failure(
            name, f"dit is geen leesbare CSV ({error}).", "Kijk de aanhalingstekens na.", row=start
        ) from None
    if not records:
        raise _failure(name, "het bestand is leeg.", "Haal het terug uit git.")
    return records


def _failure(name: str, what: str, remedy: str, row: int | None = None) -> InputError:
    return InputError([Problem(name, what, remedy, row=row)])


def validate(table: pd.DataFrame, columns: list[str], rules: list[pa.Check], name: str) -> None:
    """Check ``table`` for exactly ``columns`` and for ``rules``, with pandera, all at once.

    Raises
    ------
    InputError
        With a problem for each broken rule and row, in the order of the file.
    """
    schema = pa.DataFrameSchema(
        {column: pa.Column(str) for column in columns}, checks=rules, strict=True
    )
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors as errors:
        problems = [
            problem for error in errors.schema_errors for problem in _problems(error, table, name)
        ]
        if not problems:
            raise
        raise InputError(sorted(problems, key=lambda problem: problem.row or 0)) from None


def _problems(error: SchemaError, table: pd.DataFrame, name: str) -> list[Problem]:
    """Return what one failed check of pandera means, as problems."""
    match error.reason_code:
        case SchemaErrorReason.COLUMN_NOT_IN_SCHEMA:
            what, remedy = "deze kolom is onbekend.", "Haal haar weg of verbeter de naam."
            return [Problem(name, what, remedy, row=1, column=str(error.failure_cases))]
        case SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
            what, remedy = "deze kolom ontbreekt.", "Voeg haar toe."
            return [Problem(name, what, remedy, row=1, column=str(error.failure_cases))]
        case SchemaErrorReason.DATAFRAME_CHECK:
            lines = error.failure_cases["index"].unique()
            return [_broken(error.check, table, int(line), name) for line in lines]
        case _:
            # A rule that needs a missing column fails itself; that column is a problem already,
            # and without one `validate` lets the error through.
            return []


def _broken(check: pa.Check, table: pd.DataFrame, line: int, name: str) -> Problem:
    """Return the problem of one row that breaks ``check``, as :func:`rule` worded it."""
    value = table.at[line, check.title]
    words = {"value": value, "digits": re.sub(r"\D", "", value)}
    what, remedy = str(check.error), str(check.description)
    return Problem(name, what.format(**words), remedy.format(**words), row=line, column=check.title)
