"""Association of answers with groups: closed forms, other software, planted truths, bad input."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pytest
import statsmodels.api as sm
import svy
from scipy.stats import t

from zorgzaam.stats.association import TERM_COLUMNS, logistic, merge_small, plain_reading
from zorgzaam.stats.comparable import (
    FOLLOWS,
    GROUP_LEFT_OUT,
    NO_ANSWERS,
    NO_GROUPS,
    NOBODY,
    ONE_GROUP,
    UNIFORM,
)
from zorgzaam.stats.weighted_logit import is_separated, marginal_effect

# Applicants to Berkeley in 1973 by department and sex: admitted and rejected men, then women
# (Bickel, Hammel and O'Connell 1975, Science 187; R's UCBAdmissions).
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def berkeley():
    rows = [
        (department, sex, outcome)
        for department, counts in BERKELEY.items()
        for (sex, outcome), count in zip(
            [("male", 1), ("male", 0), ("female", 1), ("female", 0)], counts, strict=True
        )
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["department", "sex", "admitted"])


def table(yes_a, no_a, yes_b, no_b):
    """Return outcome and groups of a two by two table."""
    outcome = [1] * yes_a + [0] * no_a + [1] * yes_b + [0] * no_b
    groups = ["a"] * (yes_a + no_a) + ["b"] * (yes_b + no_b)
    return pd.Series(outcome, dtype=float), pd.DataFrame({"group": groups})


def ones(outcome):
    return pd.Series(1.0, outcome.index)


def only(fit):
    """Return the one row that is not a reference."""
    assert fit.problem == ""
    (row,) = (row for _, row in fit.terms.iterrows() if not row["is_reference"])
    return row


@pytest.fixture
def survey():
    """Return 400 respondents of a survey with strata, unequal weights and missing answers."""
    rng = np.random.default_rng(323)
    data = pd.DataFrame(
        {
            "form": rng.choice(["stichting", "vereniging", "cooperatie"], 400, p=[0.5, 0.3, 0.2]),
            "phase": rng.choice(["start", "loopt"], 400),
            "stratum": rng.choice(["PV20", "PV21", "PV22", "PV23"], 400),
            "weight": rng.uniform(0.5, 4, 400),
        },
        index=[f"i{number}" for number in range(400)],
    )
    log_odds = -0.2 + 0.9 * (data["form"] == "cooperatie") - 0.4 * (data["phase"] == "start")
    data["outcome"] = (rng.random(400) < 1 / (1 + np.exp(-log_odds))).astype(float)
    data.loc[data.index[:15], "outcome"] = np.nan
    return data


def test_two_by_two_has_a_closed_form():
    outcome, groups = table(40, 60, 30, 20)
    fit = logistic(outcome, groups, ones(outcome))
    row = only(fit)
    assert (fit.n, fit.events, fit.missing) == (150, 70, 0)
    assert (row["category"], row["reference"], row["base"]) == ("b", "a", 50)
    assert row["odds_ratio"] == pytest.approx((30 / 20) / (40 / 60))
    # The sandwich of a saturated model is Woolf's formula; one stratum adds n / (n - 1).
    se = np.sqrt((1 / 40 + 1 / 60 + 1 / 30 + 1 / 20) * 150 / 149)
    critical = t.ppf(0.975, 150 - 1 - 1)
    assert np.log(row["upper"] / row["lower"]) / 2 == pytest.approx(critical * se)
    assert row["p_value"] == pytest.approx(2 * t.sf(np.log(2.25) / se, 148))
    assert row["marginal_effect_points"] == pytest.approx(20)
    se = 100 * np.sqrt((0.4 * 0.6 / 100 + 0.6 * 0.4 / 50) * 150 / 149)
    assert row["marginal_upper"] - 20 == pytest.approx(critical * se)
    assert 20 - row["marginal_lower"] == pytest.approx(critical * se)


def test_weights_count_for_their_proportions_only():
    outcome, groups = table(40, 60, 30, 20)
    weights = pd.Series(np.where(outcome == 1, 3.0, 1.0), outcome.index)
    once = logistic(outcome, groups, weights).terms
    more = logistic(outcome, groups, 7 * weights).terms
    pd.testing.assert_frame_equal(once, more, rtol=1e-8)
    # Both odds become three times as large.
    assert once["odds_ratio"].iloc[1] == pytest.approx(2.25)
    shares = 90 / 110, 120 / 180
    assert once["marginal_effect_points"].iloc[1] == pytest.approx(100 * (shares[0] - shares[1]))


def test_admissions_in_berkeley():
    data = berkeley()
    crude = only(logistic(data["admitted"], data[["sex"]], ones(data)))
    assert round(1 / crude["odds_ratio"], 2) == 1.84
    fit = logistic(data["admitted"], data[["sex", "department"]], ones(data))
    found = np.log(fit.terms.set_index("category")["odds_ratio"])
    # As R's glm gives them, against department A.
    assert round(found["female"], 5) == 0.09987
    published = {"B": -0.04340, "C": -1.26260, "D": -1.29461, "E": -1.73931, "F": -3.30648}
    assert (found[list(published)] - found["A"]).round(5).to_dict() == published


def test_unweighted_it_is_the_logit_of_statsmodels():
    data = sm.datasets.fair.load_pandas().data
    outcome = (data["affairs"] > 0).astype(float)
    groups = data[["religious", "rate_marriage"]].astype(int).astype(str)
    fit = logistic(outcome, groups, ones(outcome))
    dummies = pd.get_dummies(groups, dtype=float)
    references = fit.terms.loc[fit.terms["is_reference"], ["predictor", "category"]]
    dummies = dummies.drop(columns=["_".join(row) for row in references.to_numpy()])
    logit = sm.Logit(outcome, sm.add_constant(dummies)).fit(disp=0, cov_type="HC0")
    terms = fit.terms[~fit.terms["is_reference"]]
    terms = terms.set_index(terms["predictor"] + "_" + terms["category"])
    assert np.log(terms["odds_ratio"]).to_numpy() == pytest.approx(
        logit.params[terms.index].to_numpy(), abs=1e-6
    )
    width = np.log(terms["upper"] / terms["lower"]) / 2 / t.ppf(0.975, 6366 - 1 - 7)
    robust = logit.bse[terms.index].to_numpy() * np.sqrt(6366 / 6365)
    assert width.to_numpy() == pytest.approx(robust, rel=1e-5)


def test_strata_weights_and_missing_answers_are_treated_as_svy_does(survey):
    fit = logistic(
        survey["outcome"], survey[["form", "phase"]], survey["weight"], survey["stratum"]
    )
    assert (fit.n, fit.missing) == (385, 15)
    terms = fit.terms.set_index("category")
    sample = svy.Sample(
        pl.from_pandas(survey, nan_to_null=True), svy.Design(stratum="stratum", wgt="weight")
    )
    categories = [
        svy.Cat(name, ref=rows["reference"].iloc[0])
        for name, rows in fit.terms.groupby("predictor", sort=False)
    ]
    model = sample.glm.fit(y="outcome", x=categories, family="binomial")
    for row in model.to_polars().iter_rows(named=True):
        if row["term"] != "_intercept_":
            mine = terms.loc[row["term"].split("_", 1)[1]]
            expected = np.exp([row["estimate"], row["conf_low"], row["conf_high"]])
            assert mine[["odds_ratio", "lower", "upper"]].to_list() == pytest.approx(expected)
            assert mine["p_value"] == pytest.approx(row["p_value"])


def test_marginal_effects_have_the_slopes_of_the_numbers(survey):
    design = np.column_stack(
        [np.ones(400)]
        + [(survey["form"] == form) for form in ("cooperatie", "vereniging")]
        + [survey["phase"] == "start"]
    ).astype(float)
    weights, beta = survey["weight"].to_numpy(), np.array([-0.3, 0.8, -0.2, 0.5])
    effect, slopes = marginal_effect(design, weights, beta, range(1, 3), 1)
    for place in range(4):
        step = np.eye(4)[place] * 1e-6
        moved = marginal_effect(design, weights, beta + step, range(1, 3), 1)[0]
        assert (moved - effect) / 1e-6 == pytest.approx(slopes[place], abs=1e-5)


def test_a_planted_odds_ratio_is_inside_its_interval():
    rng = np.random.default_rng(1471)
    inside = 0
    for _ in range(100):
        groups = pd.DataFrame(
            {"form": rng.choice(["a", "b"], 323), "size": rng.choice(list("xyz"), 323)}
        )
        log_odds = -0.3 + np.log(2.5) * (groups["form"] == "b") + 0.5 * (groups["size"] == "y")
        outcome = (rng.random(323) < 1 / (1 + np.exp(-log_odds))).astype(float)
        weights = pd.Series(rng.uniform(1, 3, 323))
        terms = logistic(outcome, groups, weights).terms
        form = terms[terms["predictor"] == "form"].set_index("category")
        limits = form["lower"].max(), form["upper"].max()
        truth = 2.5 if form.loc["a", "is_reference"] else 1 / 2.5
        inside += limits[0] < truth < limits[1]
    assert 89 <= inside <= 100


def test_the_reference_is_the_most_frequent_category_and_has_no_limits():
    outcome, groups = table(20, 20, 30, 30)
    terms = logistic(outcome, groups, ones(outcome)).terms.set_index("category")
    assert terms.loc["b", "is_reference"]
    assert terms["reference"].to_list() == ["b", "b"]
    assert terms["base"].to_list() == [40, 60]
    assert terms.loc["b", ["odds_ratio", "marginal_effect_points"]].to_list() == [1, 0]
    assert terms.loc["b", ["lower", "upper", "p_value", "marginal_lower"]].isna().all()
    outcome, groups = table(20, 20, 20, 20)
    assert only(logistic(outcome, groups, ones(outcome)))["reference"] == "a"


def test_rows_with_something_missing_are_left_out_and_counted():
    outcome, groups = table(40, 60, 30, 20)
    more = pd.Series([1.0, 0.0, np.nan], [900, 901, 902])
    unknown = pd.DataFrame({"group": ["", None, "b"]}, more.index)
    outcome, groups = pd.concat([outcome, more]), pd.concat([groups, unknown])
    fit = logistic(outcome, groups, ones(outcome))
    assert (fit.n, fit.missing) == (150, 3)
    assert only(fit)["odds_ratio"] == pytest.approx(2.25)


def refused(fit, problem):
    assert problem in fit.problem
    assert fit.terms.empty
    assert list(fit.terms.columns) == TERM_COLUMNS


def test_nobody_answered():
    outcome, groups = table(20, 20, 20, 20)
    fit = logistic(outcome * np.nan, groups, ones(outcome))
    refused(fit, NOBODY)
    assert (fit.n, fit.events, fit.missing) == (0, 0, 80)
    refused(logistic(outcome[:0], groups[:0], ones(outcome)[:0]), NOBODY)


@pytest.mark.parametrize("counts", [(0, 40, 0, 30), (40, 0, 30, 0), (6, 94, 3, 47)])
def test_too_few_of_an_answer(counts):
    outcome, groups = table(*counts)
    fit = logistic(outcome, groups, ones(outcome))
    refused(fit, "minstens 10 keer 'ja' en 10 keer 'nee' nodig; dat is niet gehaald.")
    assert fit.events == counts[0] + counts[2]


def test_perfect_separation():
    outcome, groups = table(40, 0, 0, 40)
    fit = logistic(outcome, groups, ones(outcome))
    refused(fit, UNIFORM)
    assert fit.dropped["category"].to_list() == ["a", "b"]


def test_two_predictors_that_separate_only_together():
    # Everybody in both a and x says yes, nobody outside both does.
    first, second = ["a", "a", "b", "b"], ["x", "y", "x", "y"]
    groups = pd.DataFrame({"one": first * 30, "two": second * 30})
    outcome = ((groups["one"] == "a") & (groups["two"] == "x")).astype(float)
    alike = groups["one"].eq("b") & groups["two"].eq("y") & (groups.index > 60)
    refused(logistic(outcome, groups, ones(outcome)), UNIFORM)
    design = np.column_stack([np.ones(120), groups["one"] == "a", groups["two"] == "x"])
    assert is_separated(outcome.to_numpy(), design.astype(float))
    outcome[alike] = 1.0
    assert not is_separated(outcome.to_numpy(), design.astype(float))


def test_a_group_that_answered_alike_is_left_out_without_saying_so():
    outcome, groups = table(40, 60, 30, 20)
    extra = pd.Series(1.0, range(500, 507))
    outcome = pd.concat([outcome, extra])
    groups = pd.concat([groups, pd.DataFrame({"group": "c"}, extra.index)])
    fit = logistic(outcome, groups, ones(outcome))
    assert fit.dropped.to_numpy().tolist() == [["group", "c", GROUP_LEFT_OUT]]
    assert (fit.n, fit.missing) == (150, 0)
    assert only(fit)["odds_ratio"] == pytest.approx(2.25)


def test_predictors_that_cannot_be_compared_are_left_out_with_the_reason():
    outcome, groups = table(40, 60, 30, 20)
    groups["same"] = groups["group"].map({"a": "1", "b": "2"})
    groups["one"] = "x"
    groups["nothing"] = None
    fit = logistic(outcome, groups, ones(outcome))
    why = fit.dropped.set_index("predictor")["why"].to_dict()
    assert why == {"same": FOLLOWS, "one": ONE_GROUP, "nothing": NO_ANSWERS}
    assert (fit.dropped["category"] == "").all()
    assert only(fit)["odds_ratio"] == pytest.approx(2.25)
    refused(logistic(outcome, groups[["one", "nothing"]], ones(outcome)), NO_GROUPS)
    refused(logistic(outcome, groups[[]], ones(outcome)), NO_GROUPS)


def test_a_stratum_of_one_and_strata_that_are_the_groups():
    outcome, groups = table(40, 60, 30, 20)
    strata = groups["group"].where(groups.index != 0, "alone")
    row = only(logistic(outcome, groups, ones(outcome), strata))
    assert row["lower"] < row["odds_ratio"] < row["upper"]


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"outcome": pd.Series([0.0, 2.0])}, "not 0, 1"),
        ({"weights": pd.Series([1.0, 0.0])}, "weight"),
        ({"weights": pd.Series([1.0, np.nan])}, "weight"),
        ({"weights": pd.Series([1.0, 1.0], [1, 0])}, "same index"),
        ({"strata": pd.Series(["x", None])}, "stratum"),
        ({"outcome": pd.Series([0.0, 1.0], [0, 0])}, "unique"),
    ],
)
def test_programming_errors(change, match):
    given = {
        "outcome": pd.Series([0.0, 1.0]),
        "predictors": pd.DataFrame({"group": ["a", "b"]}),
        "weights": pd.Series([1.0, 1.0]),
    }
    with pytest.raises(ValueError, match=match):
        logistic(**(given | change))


def reading(middle, low, high, **more):
    row = pd.Series(
        {
            "category": "coöperaties",
            "reference": "stichtingen",
            "is_reference": False,
            "marginal_effect_points": middle,
            "marginal_lower": low,
            "marginal_upper": high,
        }
    )
    return plain_reading(row, "zij leden tekortkomen", **more)


def test_readings():
    assert reading(12.3, 2.4, 22.2) == (
        "Coöperaties zeggen vaker dan stichtingen dat zij leden tekortkomen: naar schatting "
        "12 punten verschil (95 %-interval 2 tot 22)."
    )
    assert reading(-12.3, -22.2, -2.4, level=0.9) == (
        "Coöperaties zeggen minder vaak dan stichtingen dat zij leden tekortkomen: naar schatting "
        "12 punten verschil (90 %-interval 2 tot 22)."
    )
    assert reading(3, -4.4, 10.4) == (
        "Er is geen duidelijk verschil gevonden tussen coöperaties en stichtingen in hoe vaak zij "
        "zeggen dat zij leden tekortkomen: bij coöperaties kan dat 4 punten lager tot 10 punten "
        "hoger zijn (95 %-interval)."
    )
    # A clear difference is not shown with an end at zero.
    assert "naar schatting 5,2 punten verschil (95 %-interval 0,3 tot 10,1)" in reading(
        5.2, 0.3, 10.1
    )
    assert "naar schatting 1 punt verschil" in reading(1.2, 0.6, 1.8)
    assert "bij coöperaties kan dat 1 punt lager" in reading(1, -0.8, 3)


@pytest.mark.parametrize("numbers", [(12, 2, 22), (-12, -22, -2), (3, -4, 10)])
def test_no_reading_speaks_of_cause(numbers):
    causal = r"door|waardoor|zorgt|leidt|effect|invloed|oorzaak|omdat|dankzij|gevolg|veroorzaakt"
    assert not re.search(rf"\b({causal})\b", reading(*numbers))


def test_a_reference_has_no_reading():
    outcome, groups = table(40, 60, 30, 20)
    terms = logistic(outcome, groups, ones(outcome)).terms
    with pytest.raises(ValueError, match="reference itself"):
        plain_reading(terms[terms["is_reference"]].iloc[0], "x")


def test_small_categories_are_merged_and_missing_stays_missing():
    values = pd.Series(["a", "b", "c", None, ""])
    merged = merge_small(values, {"a", "b"})
    assert merged.to_list()[:3] == ["a", "b", "other"]
    assert merged.isna().to_list() == [False, False, False, True, False]
    assert merged[4] == ""
    assert merge_small(values, {"a"}, "overig")[1] == "overig"
