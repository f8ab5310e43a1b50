"""Published survey figures: how sure they are, and whether what we compute agrees with them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam import areas, published
from zorgzaam.claim_rules import claim_rules
from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.params import Kind, Precision
from zorgzaam.stats.intervals import wilson
from zorgzaam.tables import read_rows, validate

CLAIMS_FILE = published.FOLDER / "claims.csv"
COLUMNS = ["figure_id", "variable", "category", "statistic", "denominator"]
# What a percentage is about: the initiatives that were found, or also those that were not.
INVENTORY, MOVEMENT = TARGETS = ("inventory", "movement")
OPEN_ENDED = ("more_than", "at_least")

# Statistic of a claim: what the release calls it as published (unweighted), and as an estimate.
# A sum over all who answered estimates nothing, so it has no interval.
RELEASED = {
    "share": ("unweighted_share_pct", "share_pct"),
    "mean": ("unweighted_mean", "mean"),
    "sum": ("unweighted_sum", None),
}
YES, NO, NEITHER = "ja", "nee", "niet te vergelijken"
AGREES, DISAGREES = "past bij het gepubliceerde cijfer", "wijkt af van het gepubliceerde cijfer"
SKIPPED = "overgeslagen: synthetische gegevens"
NOT_COMPUTED = "de monitor heeft dit getal niet berekend"
HIDDEN = "het berekende getal is verborgen of ontbreekt"


def load_claims(root: Path | None = None, wave: int = 2020) -> pd.DataFrame:
    """Return which computed number each published figure of ``wave`` is compared with.

    One row a figure, all text: ``figure_id``; ``variable`` and ``category`` of the codebook;
    ``statistic`` (``share``, ``mean`` or ``sum``; the last two without category) and
    ``denominator`` of a share: ``answered`` (who answered a question with one answer) or, where
    more answers are possible, ``shown`` (who was shown the question), ``ticked`` (who ticked
    anything) or ``answers`` (all ticks).

    Raises
    ------
    InputError
        With every problem in the file, or in the figures or the codebook that it names.
    """
    root = root or find_root()
    figures = published.load_survey_figures(root)
    units = figures.loc[figures["wave"] == wave].set_index("figure_id")["unit"].to_dict()
    name = CLAIMS_FILE.as_posix()
    table = read_rows(root / CLAIMS_FILE, name)
    validate(table, COLUMNS, claim_rules(table, units, load_codebook(root, wave)), name)
    return table.reset_index(drop=True)


def claim_intervals(
    figures: pd.DataFrame, population: float, level: float, rules: Precision, *, wave: int = 2020
) -> pd.DataFrame:
    """Return what chance alone leaves open about each published percentage of ``wave`` with an n.

    ``figures`` comes from ``load_survey_figures``; ``population`` is the size of the inventory.
    Two rows a figure, one a target: ``inventory``, with finite population correction, and
    ``movement``, without. Columns: ``figure_id``, ``label``, ``published`` (in words), ``n``,
    ``target``, ``value_pct`` (as stored), ``low_pct`` and ``high_pct`` (what the published words
    stand for: a precise percentage stands for itself), ``lower_pct`` and ``upper_pct`` (limits at
    ``level``).

    A percentage that is not precise gets the lower limit of its low end and the upper limit of
    its high end, so the limits hold the reading of the words as well; "more than" has no
    ``upper_pct``. The limits are Wilson's (1927); with finite population correction they are those
    of a sample of n / (1 - n/N), which has the same variance.

    Raises
    ------
    MonitorError
        If a figure has more answers than the inventory has initiatives.
    """
    is_share = (figures["unit"] == "percent") & figures["n"].notna() & (figures["wave"] == wave)
    rows = figures.loc[is_share]
    too_many = rows.loc[rows["n"] > population, "figure_id"]
    if len(too_many):
        raise MonitorError(
            f"Bij '{too_many.iloc[0]}' is n groter dan de inventaris ({population:.0f}). Kijk in "
            "data/published/survey_figures.csv de n na."
        )
    table = pd.DataFrame(
        {
            "figure_id": rows["figure_id"],
            "label": rows["label"],
            "published": [published_text(row) for _, row in rows.iterrows()],
            "n": rows["n"].astype(int),
            "value_pct": rows["value"],
            **_readings(rows, rules),
        }
    )
    is_open = rows["precision"].isin(OPEN_ENDED).to_numpy()
    both = [_with_limits(table, is_open, population, level, target) for target in TARGETS]
    order = ["figure_id", "label", "published", "n", "target"]
    order += ["value_pct", "low_pct", "high_pct", "lower_pct", "upper_pct"]
    return pd.concat(both).sort_index(kind="stable")[order].reset_index(drop=True)


def published_text(figure: pd.Series) -> str:
    """Return a published figure in words, such as ``bijna 80 %``."""
    upper = None if pd.isna(figure["upper"]) else float(figure["upper"])
    return published.precision_text(figure["value"], figure["precision"], figure["unit"], upper)


def _readings(rows: pd.DataFrame, rules: Precision) -> dict[str, pd.Series]:
    """Return the ends of what each percentage stands for."""
    is_exact = rows["precision"] == "exact"
    bounds = published.with_bounds(rows, rules)
    return {
        "low_pct": bounds["low"].mask(is_exact, rows["value"]),
        "high_pct": bounds["high"].mask(is_exact, rows["value"]),
    }


def _with_limits(
    table: pd.DataFrame, is_open: np.ndarray, population: float, level: float, target: str
) -> pd.DataFrame:
    n = table["n"].to_numpy(float)
    low, high = (table[name].to_numpy(float) / 100 for name in ("low_pct", "high_pct"))
    is_census = (target == INVENTORY) & (n == population)
    if target == INVENTORY:
        n = n / np.where(is_census, 1, 1 - n / population)
    # who asked everybody has no chance left
    lower = np.where(is_census, low, wilson(low, n, level)[0])
    upper = np.where(is_census, high, wilson(high, n, level)[1])
    return table.assign(
        target=target, lower_pct=100 * lower, upper_pct=np.where(is_open, math.nan, 100 * upper)
    )


def compare_claims(
    claims: pd.DataFrame, figures: pd.DataFrame, release: pd.DataFrame, kind: Kind, rules: Precision
) -> pd.DataFrame:
    """Return each published figure beside the number computed from the answers of ``release``.

    As published means unweighted; ``lower`` and ``upper`` are the limits of the weighted estimate
    for the inventory. One row a claim: ``figure_id``, ``label``, ``published`` (in words),
    ``computed``, ``lower``, ``upper``, ``base`` (all missing where the release has no number),
    ``unit``, ``agrees`` and ``verdict`` (in words, with the reason). ``agrees`` is
    ``ja`` or ``nee`` by the precision of the figure, or ``niet te vergelijken``. Synthetic numbers
    are never compared, as they were made to resemble what was published.

    Raises
    ------
    ValueError
        If ``release`` is of another kind, or has a number twice.
    """
    if unexpected := set(release["kind"]) - {kind}:
        raise ValueError(f"a release of kind {sorted(unexpected)} is not {kind}")
    by_id = figures.set_index("figure_id")
    is_here = (release["area"] == areas.COUNTRY.slug) & (release["group"] == "")
    national = release.loc[is_here]
    rows = [
        _comparison(claim, by_id.loc[claim["figure_id"]], national, kind, rules)
        for _, claim in claims.iterrows()
    ]
    return pd.DataFrame(rows)


def _comparison(
    claim: pd.Series, figure: pd.Series, national: pd.DataFrame, kind: Kind, rules: Precision
) -> dict[str, object]:
    statistic, estimate = RELEASED[claim["statistic"]]
    found = _released(national, claim, statistic)
    limits = None
    if estimate:
        is_about_inventory = national["target"] == INVENTORY
        limits = _released(national.loc[is_about_inventory], claim, estimate)
    computed = _number(found, "value")
    agrees, verdict = _verdict(computed, found, figure, kind, rules)
    return {
        "figure_id": claim["figure_id"],
        "label": figure["label"],
        "published": published_text(figure),
        "computed": computed,
        "lower": _number(limits, "lower"),
        "upper": _number(limits, "upper"),
        "base": _number(found, "base"),
        "unit": figure["unit"],
        "agrees": agrees,
        "verdict": verdict,
    }


def _number(row: pd.Series | None, column: str) -> float:
    """Return a cell of the release as a number, missing where it is hidden or not there."""
    return math.nan if row is None or pd.isna(row[column]) else float(row[column])


def _released(national: pd.DataFrame, claim: pd.Series, statistic: str) -> pd.Series | None:
    """Return the row of the release that a claim is about, or None if there is none."""
    is_same = national["statistic"] == statistic
    # a mean or a sum has no denominator to choose
    matched = ["variable", "category", *(["denominator"] if claim["denominator"] else [])]
    for column in matched:
        is_same &= national[column] == claim[column]
    rows = national.loc[is_same]
    if len(rows) > 1:
        raise ValueError(f"{statistic} of {claim['figure_id']} is in the release {len(rows)} times")
    return rows.iloc[0] if len(rows) else None


def _verdict(
    computed: float, found: pd.Series | None, figure: pd.Series, kind: Kind, rules: Precision
) -> tuple[str, str]:
    if kind == "synthetic":
        return NEITHER, SKIPPED
    if found is None:
        return NEITHER, f"{NEITHER}: {NOT_COMPUTED}"
    if math.isnan(computed):
        return NEITHER, f"{NEITHER}: {found['reason'] or HIDDEN}"
    agrees = published.compare(computed, figure, rules).agrees
    return (YES, AGREES) if agrees else (NO, DISAGREES)
