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


def possible_splits(known):
    """Return every (A, B, C, D) there can be, one unlinked or doubted initiative at a time."""
    doubted = ["after"] * known.doubted_after + ["open"] * known.doubted_open
    doubted += ["before"] * (known.both - known.fewest_both - len(doubted))
    alone = ["before"] * known.founded_before + ["open"] * (known.founded_in_year + known.undated)
    found = set()
    for missed in range(known.most_both - known.both + 1):
        for links in itertools.combinations(range(len(alone)), missed):
            rest = [kind for place, kind in enumerate(alone) if place not in links]
            found |= _falling_out(known, rest, known.both + missed)
    for false in range(len(doubted) + 1):
        for freed in itertools.combinations(doubted, false):
            found |= _falling_out(known, [*alone, *freed], known.both - false)
    return found


def _falling_out(known, rest, both):
    """Return the splits with these initiatives on the later list alone, beside the surely new."""
    new, can_be_new = known.founded_after + rest.count("after"), rest.count("open")
    founded = range(new, new + can_be_new + 1)
    return {(both, n, known.later - both - n, known.earlier - both) for n in founded}


@pytest.mark.parametrize(
    "known",
    [
        discovery.Linked(6, 9, 4, 3, 5, 1, 2, 1, 1),
        discovery.Linked(6, 9, 4, 3, 5, 1, 2, 1, 1, doubted_after=1),
        # More links can have been missed than there are that began before for sure.
        discovery.Linked(6, 9, 3, 3, 5, 1, 1, 2, 2),
        discovery.Linked(8, 12, 3, 3, 8, 2, 1, 3, 3),
        discovery.Linked(9, 12, 6, 2, 8, 2, 1, 2, 1, doubted_after=2, doubted_open=1),
        discovery.Linked(7, 9, 6, 2, 6, 0, 1, 1, 1, doubted_open=3),
        # The number falls.
        discovery.Linked(10, 8, 5, 3, 6, 1, 1, 0, 1, doubted_open=1),
    ],
)
def test_the_bounds_are_reached_and_not_passed(known):
    table = discovery.split_linked(known, (0, known.founded_after, 99)).set_index("quantity")
    told = [
        {"A": a, "B": b, "C": c, "D": d, "net_growth": b - d, "coverage_pct": 100 * a / (a + c)}
        for a, b, c, d in possible_splits(known)
    ]
    seen = pd.DataFrame(told)
    seen["net_pct"] = 100 * seen["net_growth"] / (known.later - known.earlier)
    for quantity, values in seen.items():
        expected = pytest.approx([values.min(), values.max()])
        assert table.loc[quantity, ["least", "most"]].tolist() == expected, quantity
        # A survey that rules nothing out leaves the bounds as they are.
        assert table.loc[quantity, ["low", "high"]].tolist() == expected, quantity
    ends = table[["least", "value", "most"]].to_numpy()
    assert (np.diff(ends, axis=1) >= -1e-9).all()


def test_the_rise_to_2014_is_bounded_by_founding_years_without_links():
    # 101 in 2014, of which 85 with a founding year: 19 % in 2013 and 8 % after it.
    known = discovery.Linked(30, 101, 0, 0, 30, 7, 62, 16, 16)
    table = discovery.split_linked(known, (7, 7, 39)).set_index("quantity")
    assert table.loc["B", ["least", "most"]].tolist() == [7, 39]
    assert table.loc["net_growth", ["least", "most"]].tolist() == [7 - 30, 39]
    # At most 55 % of the rise is new, and the list of 2013 held at most 48 % of what there was.
    assert table.loc["net_pct", "most"] == pytest.approx(100 * 39 / 71)
    assert table.loc["coverage_pct", "most"] == pytest.approx(100 * 30 / 62)


def test_a_number_that_stays_the_same_has_no_share_of_its_change():
    table = discovery.split_linked(discovery.Linked(6, 6, 4, 4, 4, 1, 1, 0, 0), (1, 1, 1))
    assert table.set_index("quantity").loc["net_pct"].isna().all()


def test_what_founding_years_rule_out_is_cut_off():
    table = discovery.split_linked(LINKED, (0, 100, 2000)).set_index("quantity")
    assert table.loc["B", ["value", "low", "high"]].tolist() == [240, 240, 375]


@pytest.mark.parametrize(
    "change",
    [
        {"both": 600},
        {"undated": 99},
        {"founded_after": -1},
        {"most_both": 400},
        {"doubted_open": 17},
        {"founded_before": 0, "founded_after": 966, "undated": 0, "founded_in_year": 9},
    ],
)
def test_numbers_that_contradict_each_other_are_refused(change):
    with pytest.raises(MonitorError, match="niet samengaan"):
        discovery.split_linked(discovery.Linked(**{**vars(LINKED), **change}), (1, 2, 3))
    with pytest.raises(MonitorError, match="eigen grenzen"):
        discovery.split_linked(LINKED, (300, 200, 400))
