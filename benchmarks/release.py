"""How long protecting and estimating take, as ratios within one run.

Run in the project: ``python benchmarks/release.py``. It needs the processed synthetic wave
(``python monitor.py build --page 10-clean``). The unit is one plain table of all shares without
any weighting or protection (pandas crosstabs), which is what somebody would do by hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from zorgzaam import params, prepare
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.release import estimates, protect, questions
from zorgzaam.release.frame import make_frame, neighbours
from zorgzaam.release.rows import GROUPS, area_slugs, make_rows
from zorgzaam.stats.disclosure import Rules
from zorgzaam.stats.survey import weigh

ROOT = Path(__file__).parents[1]
WAVE = 2020


def timed(what: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that a call took, and what it returned."""
    start = time.perf_counter()
    result = what()
    return time.perf_counter() - start, result


def main() -> None:
    """Print the seconds of each part and how many plain tables that is."""
    settings, codebook = params.load_build(ROOT), load_codebook(ROOT, WAVE)
    tables = prepare.load(ROOT, "synthetic", WAVE)
    weighting = settings.weighting
    frame, kept = make_frame(tables["initiatives"], tables["answers"], weighting, WAVE)
    groups = kept[[f"group_{name}" for name in GROUPS]].set_axis(list(GROUPS), axis=1)
    groups.insert(0, "province_code", kept["province_code"])
    rows = make_rows(groups, area_slugs(ROOT))
    items = questions.items(codebook, kept)
    amounts = questions.amounts(codebook, kept, WAVE)

    def plain() -> None:
        for item in items:
            for group in groups:
                pd.crosstab(groups[group], item.values, normalize="index")

    unit, _ = timed(plain)
    weighing, survey = timed(
        lambda: weigh(
            frame,
            minimum_respondents=weighting.minimum_respondents,
            margins=weighting.margins,
            bounds=(weighting.lowest_ratio, weighting.highest_ratio),
            neighbours=neighbours(ROOT),
            level=settings.confidence_level,
        )
    )
    rules = Rules(**settings.disclosure.model_dump())
    parts = {
        "plain tables": unit,
        "weighing": weighing,
        "protecting and attacking": timed(lambda: protect.protect(items, amounts, rows, rules))[0],
        "shares, both targets": timed(lambda: estimates.shares(survey, items, rows))[0],
        "numbers of people": timed(lambda: estimates.numbers(survey, amounts, rows))[0],
    }
    for name, seconds in parts.items():
        print(f"{name:26}{seconds:7.2f} s{seconds / unit:8.1f} x")


if __name__ == "__main__":
    main()
