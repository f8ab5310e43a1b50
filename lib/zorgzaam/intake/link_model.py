"""The model that scores pairs: splink on DuckDB, with one set of settings for Spark as well.

The settings (:func:`splink_settings`) name two functions that the database must know,
``name_evidence`` and ``address_agreement``; :func:`score_pairs` registers them in DuckDB. Beyond
what one machine holds the same settings run on Spark through splink's own backend, after
``spark.udf.register("name_evidence", link_similarity.name_evidence, "double")`` and likewise for
the other; see benchmarks/README.md for what was run.

The weights are not learned from the lists at hand: expectation maximisation is unstable on a few
hundred names. They come from labelled pairs of training lists; see
:mod:`zorgzaam.intake.link_weights`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zorgzaam.intake import link_similarity
from zorgzaam.intake.link_keys import ONLY_LIST
from zorgzaam.intake.link_weights import PRIOR_WEIGHT, WEIGHTS

if TYPE_CHECKING:
    import duckdb

Dialect = Literal["duckdb", "spark"]
JARO_WINKLER: Mapping[Dialect, str] = {
    "duckdb": "jaro_winkler_similarity",
    "spark": "jaro_winkler",
}
# The functions of :mod:`link_similarity` that the SQL uses, and how many texts they take.
FUNCTIONS = {"name_evidence": 4, "address_agreement": 2}
PLACE_SPELLING = 0.92
ROWS_POWER = 0.5
KVK_SLIPS = 2  # digits changed; two swapped digits are two changes
SAME_ADDRESS, SAME_STREET = 0.8, 0.65
COLUMNS = ("unique_id", "source", "name", "home", "place", "is_common_place", "municipality",
           "postcode", "postcode4", "address", "website", "kvk", "start_year", "keys")  # fmt: skip
# Levels of the location at which two rows lie apart.
LOCATION_CONTRADICTS = (0, 1, 2)
PROBABILITY_DECIMALS, WEIGHT_DECIMALS = 6, 3


def _levels(dialect: Dialect) -> dict[str, list[str]]:
    """Return the SQL of the levels of each comparison, the strongest agreement first.

    The first that holds counts. ``NULL`` stands for nothing to compare, which says nothing.
    """
    spelled = f"{JARO_WINKLER[dialect]}(place_l, place_r) >= {PLACE_SPELLING}"
    no_code = "(municipality_l is null or municipality_r is null)"
    same = f"(place_l = place_r or ({spelled} and {no_code}))"
    same = f"({same} and coalesce(municipality_l = municipality_r, true))"
    elsewhere = f"coalesce(not {same}, false)"
    address = "address_agreement(address_l, address_r)"
    evidence = "name_evidence(name_l, name_r, home_l, home_r)"
    no_address = "(address_l is null or address_r is null)"
    where = ("address", "place", "postcode4", "municipality")
    nowhere = " and ".join(f"({name}_l is null or {name}_r is null)" for name in where)
    other_code = "coalesce(postcode4_l <> postcode4_r, false)"
    apart = "abs(start_year_l - start_year_r)"
    return {
        "name": [
            "NULL name_l is null or name_r is null",
            *(f"{evidence} >= {least}" for least in (1.3, 1.0, 0.8, 0.6, 0.4, 0.2, 0.0, -0.3)),
        ],
        "location": [
            f"NULL {nowhere}",
            f"{address} >= {SAME_ADDRESS} and not {elsewhere}",
            f"postcode_l = postcode_r and ({no_address} or {address} >= {SAME_STREET})",
            f"{address} >= {SAME_ADDRESS}",
            f"{no_address} and {same} and not is_common_place_l and not {other_code}",
            f"{no_address} and postcode4_l = postcode4_r",
            f"{no_address} and {same} and not is_common_place_l",
            f"{no_address} and (municipality_l = municipality_r or {same})",
            f"{address} >= {SAME_STREET} and not {elsewhere}",
            f"({same} and not is_common_place_l) or postcode4_l = postcode4_r",
            same,
        ],
        "website": [
            "NULL website_l is null or website_r is null",
            f"website_l = website_r and not {elsewhere}",
            "website_l = website_r",
        ],
        "kvk": [
            "NULL kvk_l is null or kvk_r is null",
            f"kvk_l = kvk_r and not {elsewhere}",
            "kvk_l = kvk_r",
            f"levenshtein(kvk_l, kvk_r) <= {KVK_SLIPS}",
        ],
        "start_year": [
            "NULL start_year_l is null or start_year_r is null",
            *(f"{apart} <= {most}" for most in (0, 1, 3)),
        ],
        "source": [
            "NULL source_l is null or source_r is null",
            "source_l <> source_r",
            f"source_l = '{ONLY_LIST}'",
        ],
    }


def _level(condition: str, weight: float) -> dict[str, Any]:
    """Return one level as splink wants it.

    splink takes two probabilities and uses the logarithm of their ratio, the weight, alone; these
    two have the right ratio and are both below one.
    """
    if condition.startswith("NULL "):
        return {"sql_condition": condition.removeprefix("NULL "), "is_null_level": True}
    ratio = 2.0**weight
    return {
        "sql_condition": condition,
        "m_probability": ratio / (1 + ratio),
        "u_probability": 1 / (1 + ratio),
    }


def splink_settings(rows: int, dialect: Dialect = "duckdb") -> dict[str, Any]:
    """Return the settings of the model for a table of so many rows.

    The more rows, the more pairs that agree by accident. The evidence of a name allows for that
    already (a word must be rarer to count the same), that of a place does not; the odds therefore
    fall with the square root of the number of rows. On made lists of 160 to 46,000 rows the power
    that fitted was 0.47.
    """
    comparisons = []
    for name, conditions in _levels(dialect).items():
        conditions = [*conditions, "ELSE"]
        weights = iter(WEIGHTS[name])
        levels = [
            _level(sql, 0.0 if sql.startswith("NULL ") else next(weights)) for sql in conditions
        ]
        comparisons.append({"output_column_name": name, "comparison_levels": levels})
    odds = 2.0**PRIOR_WEIGHT / max(rows, 2) ** ROWS_POWER
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"]}
        ],
        "comparisons": comparisons,
        "comparison_vector_value_column_prefix": "level_",
        "retain_matching_columns": True,  # the levels come with them alone
        "linker_uid": "zorgzaam",
    }


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that knows the two functions.

    One thread, so that sums are added in the same order each time. The functions are removed
    before closing: DuckDB prints a complaint about leaks at the end of the process otherwise.
    """
    import duckdb
    from duckdb.func import PythonUDFType

    connection = duckdb.connect(config={"threads": 1})
    made = []
    try:
        for name, arguments in FUNCTIONS.items():
            function = _by_batch(getattr(link_similarity, name))
            texts: list[Any] = ["VARCHAR"] * arguments
            connection.create_function(name, function, texts, "DOUBLE", type=PythonUDFType.ARROW)
            made.append(name)
        yield connection
    finally:
        for name in made:
            connection.remove_function(name)
        connection.close()


def _by_batch(function: Callable[..., float]) -> Callable[..., Any]:
    """Return a function of columns: a call for each pair costs DuckDB three times as much."""
    import pyarrow as pa

    def batch(*columns: Any) -> Any:
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        return pa.array([function(*row) for row in rows], pa.float64())

    # DuckDB reads from the signature how many columns there are.
    batch.__signature__ = inspect.signature(function)  # type: ignore[attr-defined] # functions may
    return batch


def score_pairs(table: pd.DataFrame, keys: list[list[str]]) -> pd.DataFrame:
    """Score every pair of rows that share a key.

    Parameters
    ----------
    table
        As :func:`zorgzaam.intake.link_keys.comparable` gives it.
    keys
        The keys of each row.

    Returns
    -------
    pandas.DataFrame
        One row a pair, sorted: ``left`` and ``right`` (positions, left the lower),
        ``match_weight`` (bits), ``match_probability``, and ``level_<comparison>`` (-1 nothing to
        compare, 0 the weakest agreement).
    """
    from splink import DuckDBAPI, Linker

    columns = ["match_weight", "match_probability", *(f"level_{name}" for name in WEIGHTS)]
    if not any(keys):
        return pd.DataFrame(columns=["left", "right", *columns]).astype({"left": int, "right": int})
    with _database() as connection:
        data = DuckDBAPI(connection=connection).register(table.assign(keys=keys)[[*COLUMNS]])
        linker = Linker(data, splink_settings(len(table)), log_level=None)
        found = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
        named = ("unique_id_l as left", "unique_id_r as right", *columns)
        pairs = found.select(", ".join(named)).df()
    pairs["match_weight"] = pairs["match_weight"].round(WEIGHT_DECIMALS)
    pairs["match_probability"] = pairs["match_probability"].round(PROBABILITY_DECIMALS)
    return pairs.sort_values(["left", "right"], kind="stable").reset_index(drop=True)
