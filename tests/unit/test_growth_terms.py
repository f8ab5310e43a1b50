import itertools
import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import OLS

from zorgzaam import growth_choices
from zorgzaam.errors import MonitorError
from zorgzaam.stats import growth_terms

YEARS = np.arange(2005, 2021.0)
HEADLINE = pd.DataFrame(
    [
        ("a", 2013.5, 30, 25, 35, 2013, 2014),
        ("b", 2014.5, 100, 100, math.inf, 2014, 2015),
        ("c", 2017.5, 536, 536, 536, 2017, 2018),
        ("d", 2020.5, 1471, 1471, 1471, 2020, 2021),
    ],
    columns=["count_id", "time", "value", "low", "high", "date_low", "date_high"],
)
FAMILIES = pd.Series(["x", "x", "y", "y"])


def planted(slope, effect, term, seed=1):
    noise = np.random.default_rng(seed).normal(0, 0.1, len(YEARS))
    value = np.exp(3 + slope * (YEARS - 2005) + effect * term + noise)
    return pd.DataFrame({"time": YEARS, "value": value, "low": value, "high": value})


def test_a_planted_definition_is_found_beside_the_growth():
    family = pd.Series(["early"] * 8 + ["late"] * 8)
    found = growth_terms.definition_effect(planted(0.3, 1.2, family == "late"), family)
    low, high = found.interval
    assert low < 1.2 < high
    assert found.slope == pytest.approx(0.3, abs=0.03)
    assert found.p_value < 0.001


def test_without_another_definition_none_is_found():
    family = pd.Series(["early"] * 8 + ["late"] * 8)
    found = growth_terms.definition_effect(planted(0.3, 0, 0), family)
    assert found.interval[0] < 0 < found.interval[1]
    assert found.p_value > 0.05


def test_a_planted_break_is_found():
    found = growth_terms.break_effect(planted(0.5, -0.3, np.clip(YEARS - 2012, 0, None)), 2012)
    assert found.interval[0] < -0.3 < found.interval[1]
    assert found.slope == pytest.approx(0.5, abs=0.03)


def test_four_counts_of_two_families_cannot_tell_growth_from_definition():
    found = growth_terms.definition_effect(HEADLINE, FAMILIES)
    factor = [math.exp(end) for end in found.interval]
    assert factor[0] < 0.1
    assert factor[1] > 10
    text = growth_choices.definition_sentence(HEADLINE, FAMILIES, 0.95)
    assert "nauwelijks scheiden" in text
    assert "geen enkel ander aantal keer uit te sluiten" in text


def test_a_definition_that_is_surely_another_is_said_to_be():
    family = pd.Series(["early"] * 8 + ["late"] * 8)
    text = growth_choices.definition_sentence(planted(0.3, 1.2, family == "late"), family, 0.95)
    assert "de families tellen anders" in text
    assert "3,4 keer zo hoog" in text
    assert "door onzekerheid 2,9 tot 3,9 keer" in text


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((-math.inf, math.log(4)), "0,0 tot 4,0 keer"),
        ((math.log(2), math.inf), "ook 2,0 keer zijn, of elk getal daarboven"),
    ],
)
def test_limits_that_are_there_on_one_side_only_are_said(limits, words):
    assert words in growth_choices.factor_text(*limits)


@pytest.mark.parametrize(
    ("families", "message"),
    [(["x"] * 4, "precies twee"), (list("xyzz"), "precies twee"), (list("xyyy"), None)],
)
def test_families_that_say_nothing_are_refused(families, message):
    if message:
        with pytest.raises(MonitorError, match=message):
            growth_terms.definition_effect(HEADLINE, pd.Series(families))
        told = growth_choices.definition_sentence(HEADLINE, pd.Series(families), 0.95)
        assert "niet te schatten" in told
    else:
        # One count of the first: wherever it lies, the definition explains it.
        found = growth_terms.definition_effect(HEADLINE, pd.Series(families))
        assert found.status == "saturated"
        told = growth_choices.definition_sentence(HEADLINE, pd.Series(families), 0.95)
        assert "past er een lijn door alle tellingen" in told
    one_date = HEADLINE.iloc[2:].reset_index(drop=True)
    with pytest.raises(MonitorError, match="niet te scheiden"):
        growth_terms.definition_effect(one_date, pd.Series(["x", "y"]))


def test_a_break_needs_two_dates_on_both_sides():
    with pytest.raises(MonitorError, match="beide kanten"):
        growth_terms.break_effect(HEADLINE, 2014)


@pytest.mark.parametrize(
    ("time", "counts", "families"),
    [([2013, 2017, 2020], [30, 536, 1471], "xyy"), ([0, 1, 4, 5], [30, 60, 537, 1074], "xxyy")],
)
def test_exact_counts_that_a_line_passes_through_in_one_way_are_saturated(time, counts, families):
    table = pd.DataFrame({"time": time, "low": counts, "high": counts}, dtype=float)
    found = growth_terms.definition_effect(table, pd.Series(list(families)))
    assert (found.status, found.effect, found.gain) == ("saturated", None, math.inf)
    assert growth_terms.break_effect(table.iloc[:3], time[1]).status == "saturated"


def test_a_family_of_which_only_a_lower_bound_is_known_has_no_definition_effect():
    counts = [536.0, 800, 1471, 30]
    table = pd.DataFrame({"time": [2017.0, 2018, 2020, 2013], "low": counts})
    table = table.assign(high=[536, 800, 1471, math.inf])
    with pytest.raises(MonitorError, match="te weinig"):
        growth_terms.definition_effect(table, pd.Series(list("yyyx")))
    # Nor has a line a break where one side has nothing else.
    early = pd.DataFrame({"time": [2009.0, 2010], "low": [90.0, 5], "high": [math.inf, math.inf]})
    table = pd.concat([early, table.iloc[:3]], ignore_index=True)
    with pytest.raises(MonitorError, match="te weinig"):
        growth_terms.break_effect(table, 2012)
    names = growth_choices.alternatives(table, [3000])["groei"]
    assert "met een knik tussen 2017 en 2018" in set(names)
    assert "met een knik tussen 2010 en 2017" not in set(names)


@pytest.mark.parametrize(("count", "term"), [(4, "definition"), (8, "definition"), (8, "break")])
def test_what_is_not_there_is_found_as_seldom_as_promised(count, term):
    years = np.arange(count, dtype=float)
    effect = (years >= count / 2).astype(float)
    if term == "break":
        effect = np.clip(years - (count - 1) / 2, 0, None)
    found = []
    for seed in range(100):
        noise = np.random.default_rng(seed).normal(0, 0.2, count)
        value = np.exp(3 + 0.3 * years + 0.4 * effect + noise)
        table = pd.DataFrame({"time": years, "low": value, "high": value})
        interval = growth_terms.fit_term(table, effect, 0.95).interval
        found.append(interval[0] <= 0.4 <= interval[1])
    # Four binomial standard errors around 95 %.
    assert 0.86 <= np.mean(found) <= 1


def test_interval_and_p_value_of_exact_counts_are_those_of_least_squares():
    family = np.array([0.0] * 8 + [1] * 8)
    table = planted(0.3, 0.1, family, seed=5)
    found = growth_terms.fit_term(table, family, 0.95)
    design = np.column_stack([np.ones(16), YEARS - 2005, family])
    fit = OLS(np.log(table["value"].to_numpy()), design).fit()
    assert found.effect == pytest.approx(fit.params[2], abs=1e-7)
    assert found.slope == pytest.approx(fit.params[1], abs=1e-7)
    assert found.interval == pytest.approx(tuple(fit.conf_int()[2]), abs=1e-6)
    assert found.p_value == pytest.approx(fit.pvalues[2], abs=1e-6)


def test_a_line_through_every_point_is_saturated():
    two = pd.DataFrame(
        {"time": [2010.0, 2012, 2014], "low": [10.0, 20, 40], "high": [10.0, 20, 40]}
    )
    found = growth_terms.fit_term(two, np.array([0.0, 0, 1]), 0.95)
    assert found.status == "saturated"
    assert found.effect is None


def test_dates_of_which_the_year_is_known_widen_the_growth():
    low, high = growth_terms.date_range(HEADLINE)
    assert low < 0.516 < high
    known = HEADLINE.assign(date_low=HEADLINE["time"], date_high=HEADLINE["time"])
    same = growth_terms.date_range(known)
    assert same[0] == same[1] == pytest.approx(0.516, abs=0.0005)
    assert growth_choices.dates_sentence(known) == ""
    assert "1,1 tot 1,6 jaar" in growth_choices.dates_sentence(HEADLINE)


def test_the_slope_can_be_at_its_highest_with_a_date_inside_its_period():
    years = np.array([2010, 2012, 2013, 2014.0])
    counts = np.array([20.0, 30, 800, 60])
    table = pd.DataFrame({"time": years + 0.5, "low": counts, "high": counts})
    low, high = growth_terms.date_range(table.assign(date_low=years, date_high=years + 1))
    parts = np.linspace(0, 1, 11)
    every = years + np.array(list(itertools.product(parts, repeat=4)))
    every = every - every.mean(axis=1, keepdims=True)
    slopes = every @ np.log(counts) / (every**2).sum(axis=1)
    corners = slopes[
        np.isin(np.array(list(itertools.product(parts, repeat=4))), [0, 1]).all(axis=1)
    ]
    assert slopes.max() > corners.max() + 0.001
    assert slopes.min() >= low - 1e-9
    assert slopes.max() <= high + 1e-9
    assert (low, high) == pytest.approx((slopes.min(), slopes.max()), abs=0.002)


@pytest.mark.parametrize("high", [[30.0, 60], [30.0, math.inf], [30.0, 60, math.inf]])
def test_counts_that_may_be_of_one_moment_put_no_limit_to_growth(high):
    years = np.arange(2013, 2013.0 + len(high))
    table = pd.DataFrame({"time": years + 0.5, "low": [30.0, 60, 90][: len(high)], "high": high})
    table = table.assign(date_low=years, date_high=years + 1)
    assert growth_terms.date_range(table) is None
    assert "geen grens aan de groei" in growth_choices.dates_sentence(table)


def test_dates_of_counts_that_a_line_can_pass_through():
    table = HEADLINE.iloc[2:]
    low, high = growth_terms.date_range(table)
    assert low == pytest.approx(math.log(1471 / 536) / 4)
    assert high == pytest.approx(math.log(1471 / 536) / 2)


def test_what_four_counts_cannot_tell_apart_is_said_with_likelihoods():
    table = growth_choices.alternatives(HEADLINE, [1800, 3000])
    verdict = table.set_index("groei")["oordeel"]
    broken = next(name for name in verdict.index if "knik" in name)
    assert verdict[broken] == growth_choices.FITS_ANYTHING
    assert verdict["naar een grens van 1.800"] == growth_choices.AS_GOOD
    assert "niet op te maken" in growth_choices.alternatives_alt(table)


def test_five_counts_on_a_line_are_seldom_said_to_have_a_break():
    told = []
    for seed in range(50):
        noise = np.random.default_rng(seed).normal(0, 0.2, 5)
        value = np.exp(3 + 0.3 * np.arange(5) + noise)
        table = pd.DataFrame({"time": np.arange(2010.0, 2015), "low": value, "high": value})
        verdicts = growth_choices.alternatives(table, [1e6]).set_index("groei")["oordeel"]
        told.append(growth_choices.BETTER in set(verdicts))
    # Two breaks were tried: at most 10 %, and four binomial standard errors.
    assert np.mean(told) <= 0.27
    steep = planted(0.5, -0.4, np.clip(YEARS - 2012.5, 0, None))
    assert growth_choices.BETTER in set(growth_choices.alternatives(steep, [1e6])["oordeel"])


def test_each_family_by_itself():
    text = growth_choices.family_sentence(HEADLINE, FAMILIES)
    assert "volgens y alleen 2,1 jaar" in text
    assert "volgens x alleen" in text
    assert growth_choices.family_sentence(HEADLINE, pd.Series(list("wxyz"))) == ""
