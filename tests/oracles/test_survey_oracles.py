"""Survey estimates against published numbers and against formulas written out here."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy

from zorgzaam.stats import intervals
from zorgzaam.stats.survey import Survey

DATA = Path(__file__).parent / "survey"
STRATIFIED = {"weight": "pw", "stratum": "stype", "population": "fpc"}
CLUSTERED = {"weight": "pw", "psu": "dnum", "population": "fpc"}
TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}


def only(table: pd.DataFrame, target: str = "inventory") -> pd.Series:
    rows = table[table["target"] == target]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture(scope="module")
def apistrat() -> pd.DataFrame:
    return pd.read_csv(DATA / "apistrat.csv")


@pytest.fixture(scope="module")
def apiclus1() -> pd.DataFrame:
    return pd.read_csv(DATA / "apiclus1.csv")


def test_stratified_sample(apistrat):
    survey = Survey.from_design(apistrat, **STRATIFIED)
    mean = only(survey.means(apistrat[["api00"]]))
    assert (round(mean["estimate"], 2), round(mean["se"], 4)) == (662.29, 9.4089)
    total = only(survey.totals(apistrat[["enroll"]]))
    assert (round(total["estimate"]), round(total["se"])) == (3_687_178, 114_642)
    assert total[["df", "base"]].tolist() == [197, 200]


def test_clusters(apiclus1):
    survey = Survey.from_design(apiclus1, **CLUSTERED)
    mean = only(survey.means(apiclus1[["api00"]]))
    assert (round(mean["estimate"], 2), round(mean["se"], 3)) == (644.17, 23.542)
    total = only(survey.totals(apiclus1[["enroll"]]))
    assert (round(total["estimate"]), round(total["se"])) == (3_404_940, 932_235)


def test_calibration_is_in_the_standard_errors(apiclus1):
    # R: postStratify(dclus1, ~stype, pop.types); with weights taken as given the error of the
    # total would be 932,235 still.
    survey = Survey.from_design(apiclus1, targets={"stype": TYPES}, **CLUSTERED)
    total = only(survey.totals(apiclus1[["enroll"]]))
    assert (round(total["estimate"]), round(total["se"])) == (3_680_893, 406_293)


def test_a_toy_by_hand():
    toy = pd.DataFrame(
        {
            "stratum": ["a"] * 5 + ["b"] * 3,
            "weight": [3] * 5 + [4] * 3,
            "size": [15] * 5 + [12] * 3,
            "x": [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2],
        }
    )
    survey = Survey.from_design(toy, weight="weight", stratum="stratum", population="size")
    means = survey.means(toy[["x"]])
    assert round(only(means)["estimate"], 4) == 5.4481
    assert round(only(means)["se"], 3) == 0.616
    assert round(only(means, "movement")["se"], 4) == 0.7413


def test_wilson_of_newcombe():
    assert np.round(intervals.wilson(81 / 263, 263), 4).tolist() == [0.2553, 0.3662]


# From here on: estimators written out, on random data.


def random_survey(seed: int) -> tuple[pd.DataFrame, dict[str, dict[str, float]]]:
    """Return respondents of eight strata with two margins, and targets for these."""
    rng = np.random.default_rng(seed)
    n = 260
    stratum = np.r_[np.arange(8).repeat(3), rng.integers(0, 8, n - 24)]
    sizes = np.bincount(stratum) * rng.uniform(1.2, 6, 8)
    data = pd.DataFrame(
        {
            "stratum": [f"s{h}" for h in stratum],
            "size": sizes[stratum],
            "weight": (sizes / np.bincount(stratum))[stratum],
            "kind": rng.choice(list("abcd"), n),
            "age": rng.choice(list("xyz"), n),
            "domain": rng.choice(["north", "south", ""], n, p=[0.3, 0.6, 0.1]),
        }
    )
    data["yes"] = (rng.random(n) < 0.2 + 0.3 * (data["kind"] == "a")).astype(float)
    data["count"] = rng.lognormal(2, 1, n) + 4 * stratum
    for name in ("yes", "count"):
        data.loc[rng.random(n) < 0.15, name] = np.nan
    total = sizes.sum()
    targets = {
        "kind": dict(zip("abcd", total * np.array([0.4, 0.3, 0.2, 0.1]), strict=True)),
        "age": dict(zip("xyz", total * np.array([0.3, 0.3, 0.4]), strict=True)),
    }
    return data, targets


def stratified_se(data: pd.DataFrame, scores: np.ndarray, *, corrected: bool) -> float:
    """Return the error of a total of weighted scores in a stratified simple random sample."""
    variance = 0.0
    for _, at in data.groupby("stratum").indices.items():
        n, size = len(at), data["size"].iloc[at[0]]
        left = 1 - n / size if corrected else 1.0
        variance += left * n * np.var(scores[at], ddof=1)
    return float(np.sqrt(variance))


def residuals(data: pd.DataFrame, weights: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return what a weighted regression on the margins leaves of the scores (GREG)."""
    design = pd.get_dummies(data[["kind", "age"]]).to_numpy(float)
    root = np.sqrt(weights)
    slopes = np.linalg.lstsq(design * root[:, None], scores * root, rcond=None)[0]
    return scores - design @ slopes


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("calibrated", [False, True])
@pytest.mark.parametrize("domain", ["", "north"])
def test_against_formulas_written_out(seed, calibrated, domain):
    data, targets = random_survey(seed)
    survey = Survey.from_design(
        data,
        weight="weight",
        stratum="stratum",
        population="size",
        targets=targets if calibrated else None,
    )
    weights = survey.weights.to_numpy()
    by = data["domain"] if domain else None
    tables = {
        "yes": survey.shares(data[["yes"]], by, [domain] if domain else None),
        "mean": survey.means(data[["count"]], by, [domain] if domain else None),
        "total": survey.totals(data[["count"]], by, [domain] if domain else None),
    }
    for name, table in tables.items():
        y = data["yes" if name == "yes" else "count"].to_numpy()
        # Without a domain all are in it, also those of none.
        inside = ~np.isnan(y) & (data["domain"].isin([domain] if domain else data["domain"]))
        inside = inside.to_numpy()
        total, count = (weights * y)[inside].sum(), weights[inside].sum()
        estimate = total if name == "total" else total / count
        scores = np.where(inside, y if name == "total" else (y - estimate) / count, 0.0)
        if calibrated:
            scores = residuals(data, weights, scores)
        for target in ("inventory", "movement"):
            row = only(table, target)
            se = stratified_se(data, weights * scores, corrected=target == "inventory")
            assert row["estimate"] == pytest.approx(estimate)
            assert row["se"] == pytest.approx(se, rel=1e-6)
            assert row["base"] == inside.sum()


@pytest.mark.parametrize("seed", range(2))
def test_differences_against_formulas_written_out(seed):
    data, targets = random_survey(seed)
    survey = Survey.from_design(
        data, weight="weight", stratum="stratum", population="size", targets=targets
    )
    table = survey.differences(data[["yes"]], data["domain"])
    weights, y = survey.weights.to_numpy(), data["yes"].to_numpy()
    scores, estimate = np.zeros(len(data)), 0.0
    for sign, group in ((1, data["domain"] == "south"), (-1, data["domain"] != "south")):
        inside = ~np.isnan(y) & group.to_numpy()
        share = (weights * y)[inside].sum() / weights[inside].sum()
        estimate += sign * share
        scores += np.where(inside, sign * (y - share) / weights[inside].sum(), 0.0)
    scores = weights * residuals(data, weights, scores)
    for target in ("inventory", "movement"):
        row = only(table[table["domain"] == "south"], target)
        se = stratified_se(data, scores, corrected=target == "inventory")
        assert row["estimate"] == pytest.approx(estimate)
        assert row["se"] == pytest.approx(se, rel=1e-6)
        assert row["lower"] < estimate < row["upper"]


def test_ratio_of_cardiac_arrests_of_levy_and_lemeshow():
    """The survivors of cardiac arrests in six ambulance districts: 278 of 1,811."""
    arrests = pd.DataFrame(
        {
            "area": [1, 1, 2, 2, 3, 3],
            "weight": [1.0] * 6,
            "arrests": [120.0, 78, 185, 228, 670, 530],
            "alive": [25.0, 24, 30, 49, 80, 70],
        }
    )
    arrests["area"] = arrests["area"].astype(str)
    survey = Survey.from_design(arrests, weight="weight", stratum="area")
    found = survey.ratios([("alive", "arrests")], arrests[["alive", "arrests"]])
    assert round(only(found, "movement")["estimate"], 6) == 0.153506


def test_linear_calibration_of_kalton_and_flores_cervantes():
    """Their 4 by 3 table (2003, J. Off. Stat. 19, 81-97): weights of the linear method.

    The engine that rakes here is asked for the linear method, whose weights they printed.
    """
    sample = [[20, 40, 40], [50, 140, 310], [100, 50, 50], [30, 100, 70]]
    targets = {
        svy.Cat("row"): {"r0": 175.0, "r1": 550.0, "r2": 430.0, "r3": 345.0},
        svy.Cat("column"): {"c0": 365.0, "c1": 415.0, "c2": 720.0},
    }
    cells = [(f"r{r}", f"c{c}") for r in range(4) for c in range(3) for _ in range(sample[r][c])]
    data = pl.DataFrame(cells, schema=["row", "column"], orient="row").with_columns(w=pl.lit(1.0))
    done = svy.Sample(data, svy.Design(wgt="w")).weighting.calibrate(
        controls=targets, wgt_name="linear"
    )
    found = done.data.group_by("row", "column").agg(pl.col("linear").mean()).sort("row", "column")
    assert np.round(found["linear"].to_numpy(), 2).tolist() == [
        1.82, 1.50, 1.97, 1.09, 0.78, 1.24, 2.19, 1.88, 2.34, 1.83, 1.52, 1.98,
    ]  # fmt: skip
