import itertools
import math

import numpy as np
import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.stats import discovery, founding


def test_the_curve_counts_survivors_by_year():
    years = pd.Series([2015, 2015, 2018, None, 2020])
    table = founding.curve(years, 2020)
    assert table["year"].tolist() == [2015, 2016, 2017, 2018, 2019, 2020]
    assert table["cumulative"].tolist() == [2, 2, 2, 3, 3, 4]
    assert founding.curve(pd.Series([None, None], dtype=float), 2020).empty


@pytest.mark.parametrize("rate_pct", [0, 5, 10])
def test_growth_and_closure_that_were_planted_come_back_at_the_true_rate(rate_pct):
    rng = np.random.default_rng(3)
    years = np.arange(1995, 2021)
    founded = rng.poisson(400 * np.exp(0.12 * (years - 1995)))
    alive, existed = np.zeros(len(years), int), []
    for position in range(len(years)):
        alive[:position] = rng.binomial(alive[:position], 1 - rate_pct / 100)
        alive[position] = founded[position]
        existed.append(alive.sum())
    survivors = founding.curve(pd.Series(np.repeat(years, alive)), 2020)
    found = founding.with_closure(survivors, [rate_pct]).set_index("year")
    assert found["existing"].to_numpy() == pytest.approx(np.array(existed), rel=0.1)
    assert found["ever_founded"].iloc[-1] == pytest.approx(founded.sum(), rel=0.03)
    true_growth = 100 * ((existed[-1] / existed[10]) ** (1 / 15) - 1)
    told = founding.growth_pct(found.reset_index(), 2005, 2020)
    assert told.iloc[0] == pytest.approx(true_growth, abs=0.5)


def test_without_closure_the_curve_itself_is_told():
    survivors = founding.curve(pd.Series([2010, 2012, 2012]), 2014)
    found = founding.with_closure(survivors, [0, 50])
    still = found[found["rate_pct"] == 0]
    assert still["existing"].tolist() == survivors["cumulative"].tolist()
    half = found[found["rate_pct"] == 50].set_index("year")
    assert half.loc[2012, "existing"] == pytest.approx(3 / 0.25)
    assert half.loc[2014, "ever_founded"] == pytest.approx(1 / 0.5**4 + 2 / 0.5**2)
    with pytest.raises(MonitorError, match="van 0 tot 100"):
        founding.with_closure(survivors, [100])


def test_heaping_is_found_where_it_is_and_growth_is_none():
    rng = np.random.default_rng(4)
    years = pd.Series(rng.choice(np.arange(1990, 2021), 3000, p=_growing(31)))
    index, chance = founding.heaping(years, 2020)
    assert index == pytest.approx(100, abs=15)
    assert chance > 0.01
    rounded = years.where(rng.random(len(years)) > 0.3, (years / 5).round() * 5).clip(upper=2020)
    index, chance = founding.heaping(rounded, 2020)
    assert index > 150
    assert chance < 0.001
    assert math.isnan(founding.heaping(pd.Series([2020.0]), 2020)[0])


def _growing(length):
    weights = np.exp(0.08 * np.arange(length))
    return weights / weights.sum()


def test_the_middle_stands_beside_the_mean():
    years = pd.Series([1955, 2010, 2014, 2016, 2018, None])
    found = founding.summary(years, 2020)
    assert (found.median, found.mean) == (2014, 2002.6)
    assert (found.count, found.dated_count, found.before_2000_count) == (6, 5, 1)
    assert found.undated_pct == pytest.approx(100 / 6)
    assert math.isnan(founding.summary(pd.Series([None], dtype=float), 2020).median)


def test_years_after_the_wave_are_all_named():
    years = pd.Series({"i1": 2021, "i2": 2015, "i3": 2099})
    with pytest.raises(MonitorError, match=r"i1 \(2021\) en i3 \(2099\)"):
        founding.summary(years, 2020)


def test_who_was_early_is_told_by_group():
    years = pd.Series([1990, 2001, 1985, None])
    table = founding.before_turn(years, pd.Series(["Zuid", "Zuid", "Noord", "Noord"]), 2020)
    told = table.set_index("group")
    assert told.loc["Zuid", ["dated_count", "before_2000_count"]].tolist() == [2, 1]
    assert told.loc["Noord", "before_2000_pct"] == 100


LINKED = discovery.Linked(
    earlier=536, later=1471, both=496, fewest_both=480, most_both=510,
    founded_after=240, founded_before=600, founded_in_year=35, undated=100,
)  # fmt: skip


def test_the_split_adds_up_to_the_change_exactly():
    table = discovery.split_linked(LINKED, (260, 265, 280)).set_index("quantity")
    value = table["value"]
    assert value["B"] + value["C"] - value["D"] == 935
    assert value["A"] + value["D"] == 536
    assert value["A"] + value["B"] + value["C"] == 1471
    assert value["B"] == 265
    assert value["net_pct"] == pytest.approx(100 * (265 - 40) / 935)
    ends = table[["least", "low", "value", "high", "most"]].to_numpy()
    assert (np.diff(ends, axis=1) >= -1e-9).all()


def test_the_example_of_the_method():
    known = discovery.Linked(536, 1471, 496, 496, 496, 0, 0, 0, 975)
    table = discovery.split_linked(known, (0.2 * 1471,) * 3).set_index("quantity")
    assert table.loc["net_growth", "value"] == pytest.approx(254.2)
    assert table.loc["net_pct", "value"] == pytest.approx(27, abs=0.5)
    assert table.loc["coverage_pct", "value"] == pytest.approx(42, abs=0.5)


def test_the_bounds_are_reached_and_not_passed():
    known = discovery.Linked(6, 9, 4, 3, 5, 1, 2, 1, 1)
    table = discovery.split_linked(known, (1, 2, 3)).set_index("quantity")
    # Every way in which the uncertain can fall out: links, the undated one, the one of the year.
    seen = [
        (both, 1 + late + in_year, 9 - both - 1 - late - in_year, 6 - both)
        for both, late, in_year in itertools.product((3, 4, 5), (0, 1), (0, 1))
    ]
    for position, quantity in enumerate("ABCD"):
        values = [item[position] for item in seen]
        assert table.loc[quantity, ["least", "most"]].tolist() == [min(values), max(values)]
    net = [b - d for _, b, _, d in seen]
    assert table.loc["net_growth", ["least", "most"]].tolist() == [min(net), max(net)]


def test_what_founding_years_rule_out_is_cut_off():
    table = discovery.split_linked(LINKED, (0, 100, 2000)).set_index("quantity")
    assert table.loc["B", ["value", "low", "high"]].tolist() == [240, 240, 375]


@pytest.mark.parametrize(
    "change", [{"both": 600}, {"undated": 99}, {"founded_after": -1}, {"most_both": 400}]
)
def test_numbers_that_contradict_each_other_are_refused(change):
    with pytest.raises(MonitorError, match="niet samengaan"):
        discovery.split_linked(discovery.Linked(**{**vars(LINKED), **change}), (1, 2, 3))
    with pytest.raises(MonitorError, match="eigen grenzen"):
        discovery.split_linked(LINKED, (300, 200, 400))
