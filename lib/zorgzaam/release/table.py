"""The release table: one tidy table with every number about the answers that may be shown."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zorgzaam.errors import InputError, Problem
from zorgzaam.params import Kind

# What a number is called: where, of whom, about what, which statistic, over whom, for which target.
KEY = [
    "area",
    "group",
    "group_category",
    "variable",
    "category",
    "statistic",
    "denominator",
    "target",
]
NUMBERS = ["value", "lower", "upper", "mse", "p_value"]
COUNTS = ["n", "base", "decimals"]
TEXTS = ["unit", "status", "reason", "method", "kind"]
COLUMNS = [*KEY, "value", "lower", "upper", "mse", "p_value", "unit", "decimals", "n", "base"]
COLUMNS += ["status", "reason", "method", "kind"]

STATUSES = ("published", "wide", "hidden-small", "hidden-secondary", "not-asked", "none")
SHOWN = ("published", "wide")
HIDDEN = ("hidden-small", "hidden-secondary")
MARK = b"zorgzaam"
RELEASE_FILE, RELEASE_CSV = "release.parquet", "release.csv"


def conform(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with the columns of a release, in order, each of its own type.

    A text that is lacking becomes "", a number missing.
    """
    table = table.reindex(columns=COLUMNS)
    for column in [*KEY, *TEXTS]:
        table[column] = table[column].astype(object).where(table[column].notna(), "").astype(str)
    for column in NUMBERS:
        table[column] = table[column].astype(float)
    for column in COUNTS:
        table[column] = table[column].astype("Int64")
    return table.reset_index(drop=True)


def check(table: pd.DataFrame) -> None:
    """Check what must hold in every release; raises ``ValueError``, as a mistake would be ours.

    Each number has one name; nothing is hidden and shown; what is shown has a value.
    """
    mistakes = {
        "a number twice": table.duplicated(KEY),
        "an unknown status": ~table["status"].isin(STATUSES),
        "a value that is not told": ~table["status"].isin(SHOWN) & _any_number(table),
        "a told number without a value": table["status"].isin(SHOWN) & table["value"].isna(),
        "no reason why not": ~table["status"].isin(SHOWN) & (table["reason"] == ""),
        "an interval beside its value": (table["lower"] > table["value"])
        | (table["upper"] < table["value"]),
    }
    found = {
        what: table.loc[rows, KEY].head(3).values.tolist()
        for what, rows in mistakes.items()
        if rows.any()
    }
    if found:
        raise ValueError(f"the release table contradicts itself: {found}")


def _any_number(table: pd.DataFrame) -> pd.Series:
    return table[NUMBERS].notna().any(axis=1)


def parquet_bytes(table: pd.DataFrame, notes: Mapping[str, object]) -> bytes:
    """Return the release as Parquet, with ``notes`` in its metadata; equal input, equal bytes."""
    kinds = {
        **dict.fromkeys([*KEY, *TEXTS], pa.string()),
        **dict.fromkeys(NUMBERS, pa.float64()),
        **dict.fromkeys(COUNTS, pa.int64()),
    }
    columns = {
        name: pa.array(table[name].astype(object).where(table[name].notna(), None), kinds[name])
        for name in COLUMNS
    }
    told = json.dumps(notes, ensure_ascii=False, sort_keys=True).encode("utf-8")
    schema = pa.schema([(name, kinds[name]) for name in COLUMNS], metadata={MARK: told})
    stream = io.BytesIO()
    pq.write_table(
        pa.table(columns, schema=schema), stream, compression="zstd", version="2.6",
        data_page_version="1.0", write_page_checksum=True,
    )  # fmt: skip
    return stream.getvalue()


def read(path: Path) -> pd.DataFrame:
    """Read a release; its notes are in ``attrs["notes"]``.

    Raises
    ------
    InputError
        If the file is missing, damaged or no release.
    """
    remedy = "Maak haar opnieuw met: zorgzaam build --page 20-describe"
    try:
        content = pq.ParquetFile(path, page_checksum_verification=True).read()
        notes: dict[str, Any] = json.loads(content.schema.metadata[MARK])
        if content.column_names != COLUMNS:
            raise ValueError("other columns")
    except FileNotFoundError:
        raise InputError([Problem(path.name, "de uitgave ontbreekt.", remedy)]) from None
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError):
        what = "dit is geen leesbare uitgave."
        raise InputError([Problem(path.name, what, remedy)]) from None
    table = conform(content.to_pandas())
    table.attrs["notes"] = notes
    return table


def changes(before: pd.DataFrame | None, after: pd.DataFrame) -> pd.DataFrame:
    """Return which numbers are new, gone or different, and by how much, against the last release.

    Columns: the key, ``change`` (Dutch), ``status_before``, ``status_after``, ``value_before``,
    ``value_after``, ``difference``. Without a release before there is nothing to tell.
    """
    told = ["status", "value", "lower", "upper", "base"]
    names = [*KEY, "change", "status_before", "status_after"]
    names += ["value_before", "value_after", "difference"]
    if before is None:
        return pd.DataFrame(columns=names)
    both = before[[*KEY, *told]].merge(
        after[[*KEY, *told]], on=KEY, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    same = np.logical_and.reduce(
        [_equal(both[f"{name}_before"], both[f"{name}_after"]) for name in told]
    )
    words = {"both": "veranderd", "left_only": "vervallen", "right_only": "nieuw"}
    both["change"] = both["_merge"].astype(str).map(words)
    both["difference"] = (both["value_after"] - both["value_before"]).round(6)
    return both.loc[~(same & (both["_merge"] == "both")), names].reset_index(drop=True)


def differences_that_tell(
    before: pd.DataFrame | None, after: pd.DataFrame, minimum_count: int
) -> list[str]:
    """Return in Dutch what somebody with both releases can learn about a few answers.

    A base that changed by fewer than ``minimum_count``, in any row: the difference is what those
    answered. An unweighted share that changed on the same base: an answer was altered. A number
    that was hidden and no longer is, or the reverse: together they may undo what hides it.
    """
    if before is None:
        return []
    both = before.merge(after, on=KEY, suffixes=("", "_after")).set_index(KEY)
    change = (both["base_after"] - both["base"]).abs()
    few = change[change.between(1, minimum_count - 1)]
    told, later = (both[name].isin(SHOWN) for name in ("status", "status_after"))
    is_count = both.index.get_level_values("statistic").str.startswith("unweighted")
    altered = is_count & told & later & change.eq(0) & both["value"].ne(both["value_after"])
    hidden, hidden_later = (both[name].isin(HIDDEN) for name in ("status", "status_after"))
    switched = (hidden & later) | (told & hidden_later)
    found = {
        f"bij {len(few)} cijfers verschilt de basis minder dan {minimum_count} antwoorden": len(
            few
        ),
        f"{altered.sum()} ongewogen cijfers veranderden op dezelfde basis": altered.sum(),
        f"{switched.sum()} cijfers waren verborgen en nu niet, of andersom": switched.sum(),
    }
    return [text for text, count in found.items() if count]


def _equal(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left == right).fillna(False) | (left.isna() & right.isna())


def kind_of(table: pd.DataFrame) -> Kind:
    """Return whether the answers in a release are real or synthetic."""
    kinds = {kind for kind in table["kind"].unique() if kind != "published"}
    if len(kinds) != 1:
        raise ValueError(f"a release of {sorted(kinds)}")
    kind: Kind = kinds.pop()
    return kind
