"""The pandera schema of each processed table, made from the codebook, and its findings in Dutch."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.columns import DTYPES, Column, table_columns

TYPE_WORDS = {
    "text": "tekst",
    "category": "tekst",
    "integer": "gehele getallen",
    "number": "getallen",
}
IN_SOURCE = "Verbeter de waarde in de bron of met een correctie."


def schema(codebook: Codebook, table: str) -> pa.DataFrameSchema:
    """Return the pandera schema of ``table``: its columns and no others, types, values, keys.

    Text and categories are never null (missing is ""); numbers may be ``<NA>``.
    """
    key = codebook.tables[table].key
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                DTYPES[column.type],
                checks=_checks(column, is_key=column.name in key),
                nullable=column.type in ("integer", "number"),
            )
            for column in table_columns(codebook, table)
        },
        checks=_unique(key) if key else None,
        strict=True,
    )


def conform(table: pd.DataFrame, name: str, codebook: Codebook) -> pd.DataFrame:
    """Return ``table`` with its columns in the order and of the types of the codebook.

    Columns that are lacking or unknown stay so, and values are not checked; that is for
    :func:`validate_table`. A missing text becomes "".

    Raises
    ------
    InputError
        If a column cannot be read as its type.
    """
    types = {column.name: column.type for column in table_columns(codebook, name)}
    order = [column for column in types if column in table]
    rest = [column for column in table if column not in types]
    converted, problems = {}, []
    for column in order:
        values = table[column]
        try:
            if DTYPES[types[column]] == "str":
                values = values.astype(object).where(values.notna(), "")
            converted[column] = values.astype(DTYPES[types[column]])
        except (TypeError, ValueError):
            problems.append(_wrong_type(column, name, codebook))
    if problems:
        raise InputError(problems)
    return pd.DataFrame(
        converted | {column: table[column] for column in rest}, index=table.index
    ).reset_index(drop=True)


def validate_table(table: pd.DataFrame, name: str, codebook: Codebook) -> None:
    """Check ``table`` against the schema of the table called ``name``.

    A problem names the file and row the value came from when the table has the columns ``file``
    and ``row_number``, and otherwise the table and the row in it, counted from 1.

    Raises
    ------
    InputError
        With everything that is wrong, in the order of the rows.
    """
    table = table.reset_index(drop=True)
    try:
        schema(codebook, name).validate(table, lazy=True)
    except SchemaErrors as errors:
        found = [
            item for error in errors.schema_errors for item in _findings(error, table, codebook)
        ]
        if not found:
            raise
        found.sort(key=lambda item: -1 if item[0] is None else item[0])
        raise InputError(
            [_located(table, name, row, column, *words) for row, column, *words in found]
        ) from None


Finding = tuple[int | None, str, str, str]  # row in the table, column, what, remedy


def _checks(column: Column, is_key: bool) -> list[pa.Check]:
    checks = []
    if column.allowed:
        listed = ", ".join(value for value in column.allowed if value)
        what, remedy = "'{value}' hoort hier niet.", f"Kies uit: {listed}."
        checks.append(pa.Check.isin(column.allowed, error=what, description=remedy))
    if column.minimum is not None:
        what, remedy = "{value} is minder dan " + _number_text(column.minimum) + ".", IN_SOURCE
        checks.append(pa.Check.ge(column.minimum, error=what, description=remedy))
    if column.maximum is not None:
        what, remedy = "{value} is meer dan " + _number_text(column.maximum) + ".", IN_SOURCE
        checks.append(pa.Check.le(column.maximum, error=what, description=remedy))
    if is_key and column.type in ("text", "category"):
        what, remedy = "deze cel is leeg.", "Elke rij heeft hier een waarde nodig."
        checks.append(pa.Check.ne("", error=what, description=remedy))
    return checks


def _number_text(value: float) -> str:
    """Return a number with a decimal comma and, as it may be a year, no thousands point."""
    return str(int(value) if float(value).is_integer() else value).replace(".", ",")


def _unique(key: list[str]) -> pa.Check:
    return pa.Check(
        lambda table: ~table.duplicated(key, keep=False),
        title=key[0],
        error=f"deze rij heeft dezelfde {', '.join(key)} als een andere.",
        description="Laat er een staan.",
    )


def _findings(error: SchemaError, table: pd.DataFrame, codebook: Codebook) -> Iterator[Finding]:
    """Return what one failed check of pandera means."""
    match error.reason_code:
        case SchemaErrorReason.COLUMN_NOT_IN_SCHEMA:
            what, remedy = "deze kolom is onbekend.", "Haal haar weg of zet haar in het codeboek."
            yield None, str(error.failure_cases), what, remedy
        case SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME:
            yield None, str(error.failure_cases), "deze kolom ontbreekt.", "Voeg haar toe."
        case SchemaErrorReason.WRONG_DATATYPE:
            words = TYPE_WORDS[_type_of(error.check)]
            what, remedy = f"hierin staan geen {words}.", f"Maak er {words} van."
            yield None, str(error.schema.name), what, remedy
        case SchemaErrorReason.SERIES_CONTAINS_NULLS:
            for row in error.failure_cases["index"]:
                yield int(row), str(error.schema.name), "deze cel is leeg.", "Zet er '' in."
        case SchemaErrorReason.DATAFRAME_CHECK:
            yield from _broken(error, table)
        case _:
            # A check that cannot run on a column of the wrong type: that is a finding already.
            return


def _broken(error: SchemaError, table: pd.DataFrame) -> Iterator[Finding]:
    check = error.check
    column = str(check.title or error.schema.name)
    what, remedy = str(check.error), str(check.description)
    for row in dict.fromkeys(int(row) for row in error.failure_cases["index"]):
        value = table.at[row, column]
        shown = value if isinstance(value, str) else _number_text(float(value))
        yield row, column, what.format(value=shown), remedy


def _type_of(check: object) -> str:
    """Return the type that pandera expected, from its words: ``dtype('Int64')``."""
    return next((name for name, dtype in DTYPES.items() if f"'{dtype}'" in str(check)), "text")


def _wrong_type(column: str, name: str, codebook: Codebook) -> Problem:
    spec = next(item for item in table_columns(codebook, name) if item.name == column)
    words = TYPE_WORDS[spec.type]
    return Problem(name, f"hierin staan geen {words}.", f"Maak er {words} van.", column=column)


def _located(
    table: pd.DataFrame, name: str, row: int | None, column: str, what: str, remedy: str
) -> Problem:
    if row is None:
        return Problem(f"tabel {name}", what, remedy, column=column)
    if {"file", "row_number"} <= {*table.columns} and pd.notna(table.at[row, "row_number"]):
        origin = str(table.at[row, "file"]), int(table.at[row, "row_number"])
        return Problem(origin[0], what, remedy, row=origin[1], column=column)
    return Problem(f"tabel {name}", what, remedy, row=row + 1, column=column)
