"""Processed tables as Parquet files that say of themselves what they hold."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zorgzaam.errors import InputError, Problem
from zorgzaam.files import write_atomic, write_changed
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.columns import Column, ColumnType, table_columns
from zorgzaam.intake.personal import PERSONAL_FIELDS
from zorgzaam.intake.schemas import conform, validate_table

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "category": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
}
PANDAS_TYPES = {
    pa.string(): pd.StringDtype(na_value=np.nan),
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
}

# Key of the metadata of a file and of each column in it.
MARK = b"zorgzaam"
CONTENTS_FILE, COLUMNS_FILE = "contents.csv", "columns.csv"
REMAKE = "Maak het opnieuw met: zorgzaam build --page 10-clean"


def write_table(
    table: pd.DataFrame, path: Path, name: str, codebook: Codebook, notes: Mapping[str, object]
) -> None:
    """Check ``table`` against the codebook and write it to ``path`` as Parquet.

    Each column carries its Dutch and English label, unit and description; the file carries its
    name, what a row is, the codebook's version and ``notes``: what the maker wants to tell, such
    as the dataset (real, synthetic), the wave, digests of the inputs and the mark of the generator
    of synthetic data. Equal tables and notes give equal bytes.

    Raises
    ------
    InputError
        If the table does not fit the codebook or has a column with personal data.
    MonitorError
        If the file cannot be written.
    """
    _refuse_personal(table, name, codebook)
    table = conform(table, name, codebook)
    validate_table(table, name, codebook)
    columns = table_columns(codebook, name)
    told = {
        "table": name,
        "row_is": codebook.tables[name].row_is,
        "wave": codebook.wave,
        "codebook_version": codebook.version,
        **notes,
    }
    content = pa.table(
        {column.name: _arrow(table[column.name], column.type) for column in columns},
        schema=pa.schema([_field(column) for column in columns], metadata={MARK: _json(told)}),
    )
    stream = io.BytesIO()
    # Spelled out, so that a newer pyarrow does not change the bytes by another default.
    pq.write_table(
        content,
        stream,
        compression="zstd",
        version="2.6",
        data_page_version="1.0",
        write_page_checksum=True,
    )
    write_atomic(path, stream.getvalue())


def read_table(path: Path) -> pd.DataFrame:
    """Read a table that :func:`write_table` wrote, with the types of the codebook.

    Text is ``str`` ("" when missing), integers ``Int64`` and numbers ``Float64``. What the file
    tells of itself is in ``attrs["notes"]``.

    Raises
    ------
    InputError
        If the file is missing, damaged, or not one of these tables.
    """
    with _reading(path) as file:
        content = file.read()
        table: pd.DataFrame = content.to_pandas(types_mapper=PANDAS_TYPES.get)
        table.attrs["notes"] = _told(content.schema.metadata)
    return table


def contents(folder: Path) -> pd.DataFrame:
    """Return what the Parquet files in ``folder`` hold, one row a file, by name.

    Columns: ``file``, ``row_is`` (what a row is, in Dutch), ``rows`` and ``columns`` (counts),
    ``dataset`` (real, synthetic, or "" when the maker did not tell).
    """
    found = []
    for path in sorted(folder.glob("*.parquet")):
        with _reading(path) as file:
            told = _told(file.schema_arrow.metadata)
            counts = file.metadata.num_rows, file.metadata.num_columns
        found.append((path.name, told["row_is"], *counts, told.get("dataset", "")))
    return pd.DataFrame(found, columns=["file", "row_is", "rows", "columns", "dataset"])


def column_list(folder: Path) -> pd.DataFrame:
    """Return the columns of the Parquet files in ``folder``, one row a column of a file.

    Columns: ``file``, ``column``, ``type``, ``label_nl``, ``label_en``, ``unit``, ``description``.
    """
    told_of = ["type", "label_nl", "label_en", "unit", "description"]
    found = []
    for path in sorted(folder.glob("*.parquet")):
        with _reading(path) as file:
            told_by = {field.name: _told(field.metadata) for field in file.schema_arrow}
        for name, told in told_by.items():
            found.append((path.name, name, *(told[key] for key in told_of)))
    return pd.DataFrame(found, columns=["file", "column", *told_of])


def write_contents(folder: Path) -> list[Path]:
    """Write :func:`contents` and :func:`column_list` to ``folder``, as CSV for a Dutch Excel."""
    tables = {CONTENTS_FILE: contents(folder), COLUMNS_FILE: column_list(folder)}
    for file, table in tables.items():
        text: str = table.to_csv(index=False, sep=";", lineterminator="\r\n")
        write_changed(folder / file, text.encode("utf-8-sig"))
    return [folder / file for file in tables]


def _refuse_personal(table: pd.DataFrame, name: str, codebook: Codebook) -> None:
    personal = {
        *PERSONAL_FIELDS,
        *(variable.name for variable in codebook.variables.values() if variable.personal),
        *(field.name for field in codebook.fields.values() if field.personal),
    }
    what, remedy = "dit is een persoonsgegeven.", "Laat deze kolom uit de tabel."
    found = [column for column in table if column in personal]
    if found:
        raise InputError([Problem(f"tabel {name}", what, remedy, column=item) for item in found])


def _arrow(values: pd.Series[Any], kind: ColumnType) -> pa.Array:
    # None and not NaN: in Arrow those are two things, and only one of them is missing.
    cells = values.astype(object).where(values.notna(), None)
    return pa.array(cells, ARROW_TYPES[kind], from_pandas=True)


def _field(column: Column) -> pa.Field:
    told = {
        "type": column.type,
        "label_nl": column.label_nl,
        "label_en": column.label_en,
        "unit": column.unit,
        "description": column.description,
    }
    return pa.field(column.name, ARROW_TYPES[column.type], metadata={MARK: _json(told)})


def _json(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")


class _NotOurs(ValueError):
    """A Parquet file that does not say what it holds."""


@contextmanager
def _reading(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file and say in Dutch what is wrong with it; raises ``InputError`` then."""
    try:
        # The checksums tell a damaged page from one with another value.
        yield pq.ParquetFile(io.BytesIO(path.read_bytes()), page_checksum_verification=True)
        return
    except FileNotFoundError:
        what = "het bestand ontbreekt."
    except _NotOurs:
        what = "dit bestand is niet door de monitor gemaakt: het zegt niet wat erin staat."
    except (pa.ArrowException, OSError, ValueError):
        what = "dit is geen leesbaar Parquet-bestand."
    raise InputError([Problem(path.name, what, REMAKE)])


def _told(metadata: Mapping[bytes, bytes] | None) -> dict[str, Any]:
    """Return what a file or a column tells of itself."""
    if metadata is None or MARK not in metadata:
        raise _NotOurs
    told: dict[str, Any] = json.loads(metadata[MARK])
    return told
