"""Weighing and estimating, with the data that real surveys have and textbooks do not."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import zorgzaam
from zorgzaam.errors import MonitorError
from zorgzaam.stats import intervals
from zorgzaam.stats.estimates import COLUMNS
from zorgzaam.stats.survey import Survey, weigh

PROVINCES = [f"P{i}" for i in range(6)]
NEIGHBOURS = {code: [PROVINCES[i - 1]] for i, code in enumerate(PROVINCES)}
RULES = {
    "minimum_respondents": 5,
    "margins": ["province_code", "phase", "legal_form"],
    "bounds": (0.25, 4.0),
    "neighbours": NEIGHBOURS,
}


def make_frame(seed: int = 1, few: int | None = None) -> pd.DataFrame:
    """Return 600 initiatives; of P0 only ``few`` answered, if given."""
    rng = np.random.default_rng(seed)
    n = 600
    frame = pd.DataFrame(
        {
            "initiative_id": [f"i{i}" for i in range(n)],
            "province_code": rng.choice([*PROVINCES, ""], n, p=[0.15] * 5 + [0.23, 0.02]),
            "phase": rng.choice(["idea", "doing", ""], n, p=[0.5, 0.4, 0.1]),
            "legal_form": rng.choice(["trust", "club", "firm"], n, p=[0.75, 0.24, 0.01]),
        }
    )
    frame["responded"] = rng.random(n) < np.where(frame["phase"] == "doing", 0.4, 0.2)
    if few is not None:
        here = frame.index[frame["province_code"] == "P0"]
        frame.loc[here, "responded"] = np.arange(len(here)) < few
    return frame


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame()


@pytest.fixture(scope="module")
def survey(frame) -> Survey:
    return weigh(frame, **RULES)


@pytest.fixture(scope="module")
def people(frame) -> pd.DataFrame:
    return frame[frame["responded"]].set_index("initiative_id")


@pytest.fixture(scope="module")
def items(people) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    n = len(people)
    table = pd.DataFrame({"usual": (rng.random(n) < 0.4).astype(float)}, people.index)
    table.loc[rng.random(n) < 0.2, "usual"] = np.nan
    north = people["province_code"] == "P1"
    return table.assign(
        all=1.0,
        nobody=0.0,
        unasked=np.nan,
        unasked_north=table["usual"].mask(north),
        one_north=table["usual"].mask(north & (north.cumsum() > 1)).fillna(1),
    ).assign(one_north=lambda t: t["one_north"].mask(north & (north.cumsum() > 1)))


def test_weights_meet_the_margins(frame, survey):
    assert survey.weights.sum() == pytest.approx(600)
    assert survey.diagnostics.initiatives == pytest.approx(600)
    assert set(survey.weights.index) == set(frame.loc[frame["responded"], "initiative_id"])
    seen = survey.comparison
    phases = seen[seen["margin"] == "phase"]
    assert phases["weighted_pct"].tolist() == pytest.approx(phases["frame_pct"].tolist())
    assert not np.allclose(phases["respondents_pct"], phases["frame_pct"], atol=1)
    sizes = survey.strata.assignment.map(survey.strata.sizes).loc[survey.weights.index]
    counts = survey.strata.assignment.loc[survey.weights.index]
    assert np.allclose(survey.base_weights, sizes / counts.map(counts.value_counts()))


def test_diagnostics(survey):
    found, weights = survey.diagnostics, survey.weights
    assert found.kish_deff == pytest.approx(1 + weights.var(ddof=0) / weights.mean() ** 2)
    assert found.effective_n == pytest.approx(len(weights) / found.kish_deff)
    assert found.largest_over_smallest == pytest.approx(weights.max() / weights.min())
    assert found.respondents == len(weights)


def test_the_log_has_strata_and_margins(survey):
    assert {"strata", "legal_form"} <= set(survey.log["part"])
    joined = survey.log[survey.log["part"] == "legal_form"]
    assert joined["what"].tolist() == ["firm"]


def test_shares_and_their_shape(survey, items, people):
    table = survey.shares(items, people["province_code"])
    assert tuple(table) == COLUMNS
    assert len(table) == 2 * 6 * items.shape[1]
    assert (table["statistic"] == "share").all()
    usual = table[table["item"] == "usual"]
    inventory = usual[usual["target"] == "inventory"].reset_index(drop=True)
    movement = usual[usual["target"] == "movement"].reset_index(drop=True)
    assert (inventory["estimate"] == movement["estimate"]).all()
    assert (inventory["se"] < movement["se"]).all()
    assert usual["lower"].between(0, usual["estimate"]).all()
    assert usual["upper"].between(usual["estimate"], 1).all()
    for _, row in movement.iterrows():
        n = row["estimate"] * (1 - row["estimate"]) / row["se"] ** 2
        assert (row["lower"], row["upper"]) == pytest.approx(intervals.wilson(row["estimate"], n))


def test_shares_of_0_and_100_percent_have_an_interval(survey, items, people):
    table = survey.shares(items[["all", "nobody"]], people["province_code"])
    nobody = table[table["item"] == "nobody"]
    assert (nobody["estimate"] == 0).all()
    assert (nobody["lower"] == 0).all()
    # Three in n is the rule of thumb for the upper limit of nothing; unequal weights widen it.
    assert (nobody["upper"] > 2.5 / nobody["base"]).all()
    everybody = table[table["item"] == "all"]
    assert everybody["estimate"].tolist() == pytest.approx([1] * 12)
    assert everybody["upper"].tolist() == pytest.approx([1] * 12)
    assert (everybody["lower"] < 0.95).all()


def test_a_question_nobody_answered(survey, items, people):
    for by in (None, people["province_code"]):
        rows = survey.shares(items[["unasked", "usual"]], by)
        unasked = rows[rows["item"] == "unasked"]
        assert (unasked["base"] == 0).all()
        assert unasked[["estimate", "se", "lower", "upper"]].isna().all(axis=None)
        assert rows.loc[rows["item"] == "usual", "base"].gt(0).all()
    north = survey.shares(items[["unasked_north"]], people["province_code"])
    assert north.loc[north["domain"] == "P1", "base"].tolist() == [0, 0]
    only = survey.shares(items[["unasked"]])
    assert only["base"].tolist() == [0, 0]


def test_one_answer(survey, items, people):
    table = survey.shares(items[["one_north"]], people["province_code"], ["P1"])
    assert table["base"].tolist() == [1, 1]
    assert (table["upper"] - table["lower"]).gt(0.7).all()
    counts = survey.means(items[["one_north"]], people["province_code"], ["P1"])
    assert counts["estimate"].notna().all()
    assert counts[["se", "lower", "upper"]].isna().all(axis=None)


def test_domains_that_are_asked_for_are_all_there(survey, items, people):
    table = survey.shares(items[["usual"]], people["province_code"], ["P2", "Atlantis"])
    assert table["domain"].tolist() == ["P2", "Atlantis"] * 2
    assert table.loc[table["domain"] == "Atlantis", "base"].eq(0).all()
    nobody = people["province_code"].where(people["province_code"] == "P9")
    assert survey.shares(items[["usual"]], nobody).empty
    assert survey.shares(items[["usual"]], nobody, ["P9"])["base"].tolist() == [0, 0]
    assert survey.shares(items[[]]).empty


def test_domains_keep_the_design_of_all(survey, items, people):
    # Leaving out the others would take their part of the variance of calibration away.
    whole = survey.shares(items[["usual"]])
    domain = survey.shares(items[["usual"]], pd.Series("NL", people.index), ["NL"])
    numbers = ["estimate", "se", "df", "base", "lower", "upper"]
    pd.testing.assert_frame_equal(whole[numbers], domain[numbers])


def test_differences_are_with_the_rest(survey, items, people):
    table = survey.differences(items[["usual", "nobody", "unasked"]], people["province_code"])
    assert tuple(table) == (*COLUMNS, "p_value")
    row = table[(table["item"] == "usual") & (table["domain"] == "P2")].iloc[0]
    halves = people["province_code"].eq("P2").map({True: "P2", False: "other"})
    two = survey.shares(items[["usual"]], halves)
    here, there = (two[two["domain"] == name].iloc[0] for name in ("P2", "other"))
    assert row["estimate"] == pytest.approx(here["estimate"] - there["estimate"])
    assert row["base"] == here["base"]
    limits = intervals.difference(
        here["estimate"],
        (here["lower"], here["upper"]),
        there["estimate"],
        (there["lower"], there["upper"]),
        # The two halves share the calibration, and so are a little correlated.
        (here["se"] ** 2 + there["se"] ** 2 - row["se"] ** 2) / (2 * here["se"] * there["se"]),
    )
    assert (row["lower"], row["upper"]) == pytest.approx(limits)
    assert 0 < row["p_value"] <= 1
    movement = survey.differences(items[["usual"]], people["province_code"], ["P2"], ["movement"])
    assert movement["target"].tolist() == ["movement"]
    assert survey.differences(items[[]], people["province_code"]).empty
    nobody = table[table["item"] == "nobody"]
    assert (nobody["estimate"] == 0).all()
    assert nobody["p_value"].isna().all()
    assert table.loc[table["item"] == "unasked", "estimate"].isna().all()


def test_numbers(survey, people):
    rng = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "helpers": rng.lognormal(3, 1, len(people)).round() + 1,
            "members": rng.lognormal(4, 1, len(people)).round() + 1,
            "change": rng.normal(0, 1, len(people)),
            "zero": 0.0,
            "same": 4.0,
        },
        people.index,
    )
    means = survey.means(table).set_index(["item", "target"]).xs("inventory", level="target")
    helpers = means.loc["helpers"]
    assert helpers["lower"] * helpers["upper"] == pytest.approx(helpers["estimate"] ** 2)
    change = means.loc["change"]
    assert change["lower"] + change["upper"] == pytest.approx(2 * change["estimate"])
    assert means.loc[["zero", "same"], ["lower", "upper"]].isna().all(axis=None)
    totals = survey.totals(table.assign(one=1.0)).set_index("item")
    assert totals.loc["one", "estimate"].tolist() == pytest.approx([600, 600])
    assert totals.loc["one", "se"].tolist() == pytest.approx([0, 0], abs=1e-6)
    ratios = survey.ratios([("members", "helpers"), ("members", "zero")], table, people["phase"])
    assert set(ratios["item"]) == {"members/helpers", "members/zero"}
    assert ratios.loc[ratios["item"] == "members/zero", "estimate"].isna().all()
    assert len(ratios) == 2 * 2 * 2


def test_quantiles(survey, people):
    values = pd.DataFrame({"x": np.arange(len(people), dtype=float)}, people.index)
    values["none"] = np.nan
    table = survey.quantiles(values, (0.25, 0.5, 0.75), people["legal_form"], ["trust", "club"])
    assert len(table) == 2 * 2 * 2 * 3
    x = table[(table["item"] == "x") & (table["domain"] == "trust")]
    assert x["statistic"].tolist() == ["quantile_25", "quantile_50", "quantile_75"] * 2
    assert (x["lower"] <= x["estimate"]).all()
    assert (x["upper"] >= x["estimate"]).all()
    assert table.loc[table["item"] == "none", "base"].eq(0).all()
    none = survey.quantiles(values[["none"]], (0.5,))
    assert none[["estimate", "lower", "upper"]].isna().all(axis=None)


def test_independence(survey, people):
    same = survey.rao_scott(people["phase"], people["phase"])
    assert same["p_value"] < 1e-6
    rng = np.random.default_rng(5)
    chance = pd.Series(rng.choice(["a", "b", ""], len(people)), people.index)
    other = survey.rao_scott(people["legal_form"], chance)
    assert other["p_value"] > 0.001
    assert other["n"] == (chance != "").sum()
    assert np.isnan(survey.rao_scott(chance, pd.Series("x", people.index))["f"])


@pytest.mark.parametrize("few", [0, 1, 2])
def test_a_province_with_hardly_any_respondents(few):
    frame = make_frame(4, few)
    survey = weigh(frame, **RULES)
    assert survey.weights.sum() == pytest.approx(600)
    people = frame[frame["responded"]].set_index("initiative_id")
    answers = pd.DataFrame({"q": np.arange(len(people)) % 2.0}, people.index)
    table = survey.shares(answers, people["province_code"], PROVINCES)
    assert table.loc[table["domain"] == "P0", "base"].tolist() == [few, few]
    gaps = survey.differences(answers, people["province_code"], PROVINCES)
    assert len(gaps) == 12
    assert gaps.loc[gaps["domain"] == "P0", "estimate"].isna().all() == (few == 0)


def test_one_respondent_in_the_country():
    frame = make_frame().assign(responded=[True] + [False] * 599)
    survey = weigh(frame, **RULES)
    assert survey.weights.tolist() == pytest.approx([600])
    table = survey.shares(pd.DataFrame({"q": [1.0]}, survey.weights.index))
    assert table["estimate"].tolist() == pytest.approx([1, 1])
    assert (table["lower"] < 0.3).all()


def test_everybody_responded():
    frame = make_frame().assign(responded=True)
    survey = weigh(frame[frame["province_code"] != ""], **RULES)
    assert survey.weights.tolist() == pytest.approx([1] * len(survey.weights))
    answers = pd.DataFrame({"q": np.arange(len(survey.weights)) % 2.0}, survey.weights.index)
    inventory, movement = survey.shares(answers)["se"]
    assert inventory == 0
    assert movement > 0


def test_bounds_that_are_too_narrow_are_explained(frame):
    with pytest.raises(MonitorError) as problem:
        weigh(frame, **{**RULES, "bounds": (0.99, 1.01)})
    text = str(problem.value)
    for words in ("province_code, phase en legal_form", "0,99 en 1,01", "Laat een kenmerk weg"):
        assert words in text


def test_margins_that_contradict_each_other_are_explained():
    data = pd.DataFrame({"w": [1.0] * 4, "a": list("xxyy"), "b": list("ppqq")})
    targets = {"a": {"x": 3, "y": 1}, "b": {"p": 1, "q": 3}}
    with pytest.raises(MonitorError, match="geen gewichten"):
        Survey.from_design(data, weight="w", targets=targets)


def test_wrong_arguments(frame, survey, items):
    with pytest.raises(ValueError, match="0, 1 or missing"):
        survey.shares(items * 2)
    with pytest.raises(ValueError, match="no weight"):
        survey.means(pd.DataFrame({"q": [1.0]}, ["stranger"]))
    with pytest.raises(ValueError, match="twice"):
        survey.shares(items[["usual", "usual"]])
    with pytest.raises(ValueError, match="bounds"):
        weigh(frame, **{**RULES, "bounds": (1.5, 2.0)})


def test_the_order_of_rows_does_not_matter(frame, survey, items, people):
    mixed = weigh(frame.sample(frac=1, random_state=1), **RULES)
    one = survey.shares(items[["usual"]], people["province_code"])
    two = mixed.shares(items[["usual"]].sample(frac=1, random_state=2), people["province_code"])
    pd.testing.assert_frame_equal(one, two)


def test_one_module_calls_the_survey_engine():
    package = Path(zorgzaam.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(n.name.split(".")[0] == "svy" for n in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "svy")
    }
    assert found == {"stats/survey_engine.py"}
