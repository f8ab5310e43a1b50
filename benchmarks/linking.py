"""How the time of linking grows with the number of rows, as ratios measured in one run.

    python benchmarks/linking.py                    # to 100,000 rows: some minutes
    python benchmarks/linking.py --rows 1500 6000   # for an impression

The rows are made by ``linking_lists.py`` with a seed of their own. The first line is a new
process with all its imports; the others run in this one, after a first small run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from linking_lists import make_lists

SIZES = (1500, 6000, 25_000, 100_000)
ROWS_AN_INITIATIVE = 1.54  # of the lists that make_lists makes
SEED = 100
# Time a row at the largest size over that at the smallest: 1 is linear growth.
AIM_GROWTH, AIM_SECONDS = 3.0, 6.0


def linked(rows: int) -> tuple[int, int, float, float]:
    """Link lists of about so many rows; returns rows, pairs, F1 and seconds."""
    from zorgzaam.intake.link import link_rows
    from zorgzaam.intake.link_quality import evaluate
    from zorgzaam.params import load_build

    lists = make_lists(round(rows / ROWS_AN_INITIATIVE), SEED)
    settings = load_build().linking
    start = time.perf_counter()
    linkage = link_rows(lists.rows, settings)
    seconds = time.perf_counter() - start
    f1 = evaluate(linkage.initiative_of, lists.truth).f1
    return len(lists.rows), len(linkage.pairs), f1, seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    parser.add_argument("--once", action="store_true", help="link the first size and stop")
    options = parser.parse_args()
    if options.once:
        linked(options.rows[0])
        return 0
    start = time.perf_counter()
    command = [sys.executable, __file__, "--once", "--rows", str(SIZES[0])]
    subprocess.run(command, check=True)
    cold = time.perf_counter() - start
    print(f"{SIZES[0]} rows, new process, with making them: {cold:.1f} s (aim {AIM_SECONDS:.0f} s)")
    linked(200)
    first = None
    for size in options.rows:
        rows, pairs, f1, seconds = linked(size)
        a_row = seconds / rows
        first = first or a_row
        print(
            f"{rows:>7} rows {pairs:>8} pairs {seconds:7.1f} s  F1 {f1:.3f}  "
            f"time a row {a_row / first:.2f} times the first"
        )
    return int(cold > AIM_SECONDS or a_row / first > AIM_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
