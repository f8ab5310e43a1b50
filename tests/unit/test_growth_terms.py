import math

import numpy as np
import pandas as pd
import pytest

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
    many = pd.concat([HEADLINE] * 3, ignore_index=True)
    assert growth_terms.date_range(many) is None


def test_what_four_counts_cannot_tell_apart_is_said_with_likelihoods():
    table = growth_choices.alternatives(HEADLINE, [1800, 3000])
    verdict = table.set_index("groei")["oordeel"]
    broken = next(name for name in verdict.index if "knik" in name)
    assert verdict[broken] == growth_choices.FITS_ANYTHING
    assert verdict["naar een grens van 1.800"] == growth_choices.AS_GOOD
    assert "niet op te maken" in growth_choices.alternatives_alt(table)


def test_each_family_by_itself():
    text = growth_choices.family_sentence(HEADLINE, FAMILIES)
    assert "volgens y alleen 2,1 jaar" in text
    assert "volgens x alleen" in text
    assert growth_choices.family_sentence(HEADLINE, pd.Series(list("wxyz"))) == ""
