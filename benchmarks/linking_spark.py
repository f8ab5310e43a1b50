"""The same model on Spark, for lists that one machine cannot hold.

The project does not depend on Spark; make an environment apart, with Java 17 or later::

    python -m venv sparkenv
    sparkenv/bin/pip install pyspark splink==5.0.0 pandas pyarrow rapidfuzz
    PYTHONPATH=lib sparkenv/bin/python benchmarks/linking_spark.py

Run once, on 22 November 2026, with pyspark 4.3.0, splink 5.0.0, pandas 3.1.1 and OpenJDK 17.0.15
on two cores, in one process of Spark (``local[2]``). Seen::

    1546 rows: 24852 pairs in 15 s on Spark
    24852 pairs in 0.5 s on DuckDB
    largest difference between the weights of a pair: 0.0002 bits

So the settings of ``link_model.splink_settings`` work on both. Three things are needed that DuckDB
does by itself: the jar with Jaro-Winkler that comes with splink, ``PYSPARK_PYTHON`` set to this
Python, and functions that give null for null. pyspark warns that it does not know pandas 3 yet.
The keys were made in pandas, as they are for DuckDB; with very many rows ``link_keys`` has to be
mapped over partitions, with the counts of words and keys made first.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import pandas as pd
from linking_lists import make_lists

from zorgzaam.intake import link_similarity
from zorgzaam.intake.link_keys import block_keys, comparable
from zorgzaam.intake.link_model import COLUMNS, FUNCTIONS, score_pairs, splink_settings

INITIATIVES, SEED = 1000, 100
MOST_ROWS, MOST_ROWS_OF_PLACE = 50, 30
WEIGHT_TOLERANCE = 0.001  # bits; DuckDB's are rounded to as much


def score_on_spark(table: pd.DataFrame, keys: list[list[str]]) -> pd.DataFrame:
    """Score the pairs with splink's Spark backend, as ``link_model.score_pairs`` does on DuckDB."""
    import pyarrow as pa
    from pyspark.sql import SparkSession
    from splink import Linker, SparkAPI
    from splink.internals.spark.jar_location import similarity_jar_location

    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers take another Python otherwise
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    for name in FUNCTIONS:
        spark.udf.register(name, _of_texts(getattr(link_similarity, name)), "double")
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    rows = pa.Table.from_pandas(table.assign(keys=keys)[[*COLUMNS]], preserve_index=False)
    data = api.register(spark.createDataFrame(rows))
    linker = Linker(data, splink_settings(len(table), "spark"), log_level=None)
    found = linker.inference.predict(warning_mode="never").as_pandas_dataframe()
    spark.stop()
    return found.rename(columns={"unique_id_l": "left", "unique_id_r": "right"})


def _of_texts(function: Callable[..., float]) -> Callable[..., float | None]:
    """Return a function that gives null for null, as DuckDB does of itself."""
    return lambda *texts: None if None in texts else function(*texts)


def main() -> int:
    lists = make_lists(INITIATIVES, SEED)
    table = comparable(lists.rows)
    keys, _ = block_keys(table, MOST_ROWS, MOST_ROWS_OF_PLACE)
    start = time.perf_counter()
    spark = score_on_spark(table, keys)
    middle = time.perf_counter()
    duckdb = score_pairs(table, keys)
    end = time.perf_counter()
    both = duckdb.merge(spark, on=["left", "right"], how="outer", suffixes=("", "_spark"))
    apart = (both["match_weight"] - both["match_weight_spark"]).abs().max()
    print(f"{len(table)} rows: {len(spark)} pairs in {middle - start:.0f} s on Spark")
    print(f"{len(duckdb)} pairs in {end - middle:.1f} s on DuckDB")
    print(f"largest difference between the weights of a pair: {apart:.4f} bits")
    return int(len(both) != len(duckdb) or not apart < WEIGHT_TOLERANCE)


if __name__ == "__main__":
    raise SystemExit(main())
