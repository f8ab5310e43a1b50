import itertools
import math

import numpy as np
import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.stats import capture_models, coverage


def drawn(size, chances, rng):
    """A population of ``size`` on lists that each find with their own chance."""
    lists = [f"l{number}" for number in range(len(chances))]
    found = pd.DataFrame(rng.random((size, len(chances))) < chances, columns=lists)
    return found[found.any(axis=1)]


def two(table):
    first, second = (table[name] for name in table.columns)
    return coverage.two_lists(first.sum(), second.sum(), (first & second).sum())


def test_a_known_population_is_recovered_as_often_as_the_interval_says():
    rng = np.random.default_rng(5)
    found = [two(drawn(800, (0.6, 0.5), rng)) for _ in range(400)]
    inside = np.mean([item.low <= 800 <= item.high for item in found])
    assert 0.92 <= inside <= 0.98
    assert np.mean([item.chapman for item in found]) == pytest.approx(800, rel=0.01)


def test_who_is_easy_to_find_makes_the_estimate_a_lower_bound():
    rng = np.random.default_rng(6)
    easy, hard = drawn(400, (0.8, 0.8), rng), drawn(400, (0.3, 0.3), rng)
    found = two(pd.concat([easy, hard], ignore_index=True))
    assert found.chapman < 740
    odds = coverage.under_dependence(found, [0.5, 1, 2, 4])
    assert odds["estimate"].is_monotonic_increasing
    assert odds.loc[1, "estimate"] == pytest.approx(found.lincoln_petersen)
    # Of all 800: a of both, b and c of one alone, d of none; the odds ratio is ad / bc.
    a, b, c = found.both, found.first - found.both, found.second - found.both
    true_ratio = a * (800 - found.observed) / (b * c)
    own = coverage.under_dependence(found, [true_ratio])
    assert own.loc[0, "estimate"] == pytest.approx(800)


def test_missed_links_raise_the_estimate_and_correcting_for_them_lowers_it():
    true = coverage.two_lists(480, 400, 240)
    missed = coverage.two_lists(480, 400, 192)  # a fifth of the links was not made
    assert missed.chapman > 1.2 * true.chapman
    mended = coverage.under_linkage_error(missed, [0, 20], [0])
    assert mended.loc[0, "estimate"] == pytest.approx(missed.chapman)
    assert mended.loc[1, "estimate"] == pytest.approx(true.chapman)
    assert mended.loc[1, "observed"] == pytest.approx(true.observed)
    impossible = coverage.under_linkage_error(missed, [60], [0])
    assert math.isnan(impossible.loc[0, "estimate"])


def test_lists_that_say_nothing_are_told_apart():
    assert coverage.two_lists(30, 30, 30).status == "identical"
    assert coverage.two_lists(30, 30, 30).chapman == 30
    inside = coverage.two_lists(50, 20, 20)
    assert (inside.status, inside.low, inside.high) == ("inside", 50, 50)
    apart = coverage.two_lists(50, 20, 0)
    assert apart.status == "no-overlap"
    assert apart.chapman is None
    assert apart.coverage_pct is None
    with pytest.raises(MonitorError, match="niets gemeen"):
        coverage.under_dependence(apart, [1])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ((-1, 4, 0), "eerste lijst"),
        ((3.5, 4, 1), "3.5"),
        ((0, 4, 0), "leeg"),
        ((5, 4, 5), "Dat kan niet"),
        ((math.nan, math.inf, 1), "eerste lijst .*tweede lijst"),
    ],
)
def test_counts_that_cannot_be_are_refused(counts, message):
    with pytest.raises(MonitorError, match=message):
        coverage.two_lists(*counts)


def test_three_independent_lists_and_two_that_depend_are_recovered():
    rng = np.random.default_rng(8)
    free = capture_models.patterns(drawn(2000, (0.5, 0.4, 0.3), rng))
    assert capture_models.fit(free).estimate == pytest.approx(2000, rel=0.05)
    # l1 follows l0 in half of the cases, and is then no list of its own.
    base = rng.random((4000, 3)) < (0.4, 0.35, 0.4)
    base[:, 1] = np.where(rng.random(4000) < 0.5, base[:, 0], base[:, 1])
    table = pd.DataFrame(base, columns=["l0", "l1", "l2"])
    bound = capture_models.patterns(table[table.any(axis=1)])
    assert capture_models.fit(bound).estimate < 3600
    own = capture_models.fit(bound, [("l0", "l1")])
    assert own.estimate == pytest.approx(4000, rel=0.06)
    low, high = capture_models.profile_interval(bound, [("l0", "l1")])
    assert low < 4000 < high


def test_all_models_are_told_and_none_is_chosen():
    rng = np.random.default_rng(9)
    found = capture_models.all_models(drawn(600, (0.5, 0.4, 0.3), rng))
    assert len(found) == 1 + 8  # M0, and every set of three pairs
    assert found["aic_above_least"].min() == 0
    assert list(found["model"][:2]) == ["M0", "Mt"]
    assert (found["low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["high"]).all()
    assert len(capture_models.pair_sets(list("abcd"))) == 64
    assert len(capture_models.pair_sets(list("abcde"))) == 1 + 10 + 45


def regional(number=12, each=40):
    names = [f"regio{region}" for region in range(number)]
    rows = np.repeat(np.eye(number, dtype=bool), each, axis=0)
    return pd.DataFrame(rows, columns=names)


def test_regional_lists_are_refused_as_captures_of_each_other():
    with pytest.raises(MonitorError, match="ergens anders") as refused:
        capture_models.all_models(regional())
    assert "en nog 61 paren" in str(refused.value)
    # A national list beside them joins them, and they still say nothing about each other.
    table = regional(2).assign(landelijk=[True, False] * 40)
    with pytest.raises(MonitorError, match="regio0 en regio1"):
        capture_models.all_models(table)


def test_lists_that_looked_elsewhere_are_refused_whatever_they_share():
    rng = np.random.default_rng(10)
    table = capture_models.patterns(drawn(100, (0.5, 0.5), rng))
    areas = {"l0": {"drenthe"}, "l1": {"zeeland"}}
    with pytest.raises(MonitorError, match="l0 en l1"):
        capture_models.refuse_disjoint(table, areas)
    capture_models.refuse_disjoint(table, {"l0": {"drenthe"}, "l1": {"drenthe", "zeeland"}})


def test_what_cannot_be_estimated_has_no_number():
    apart = [(1, 0)] * 3 + [(0, 1)] * 2
    table = capture_models.patterns(pd.DataFrame(apart, columns=["l0", "l1"]))
    found = capture_models.fit(table)
    assert (found.status, found.estimate, found.se) == ("not-estimable", None, None)
    assert capture_models.profile_interval(table) == (5, math.inf)
    assert capture_models.sparse_pairs(table) == ["l0 en l1"]


def test_histories_come_from_memberships():
    pairs = [("i1", "a"), ("i1", "b"), ("i2", "b"), ("i3", "other")]
    memberships = pd.DataFrame(pairs, columns=["initiative_id", "source"])
    table = capture_models.histories(memberships, ["a", "b", "c"])
    assert table.to_numpy().tolist() == [[True, True, False], [False, True, False]]


def test_tables_of_nothing_are_refused():
    empty = pd.DataFrame([(0, 0)], columns=["a", "b"])
    for table, message in [
        (empty[["a"]], "minstens twee"),
        (empty, "staat iets"),
        (pd.DataFrame([(1, 0, -2)], columns=["a", "b", "count"]), "heel getal"),
    ]:
        with pytest.raises(MonitorError, match=message):
            capture_models.patterns(table)


def test_every_pattern_has_a_row():
    table = capture_models.patterns(pd.DataFrame([(1, 0, 1)], columns=list("abc")))
    seen = {tuple(row) for row in table[list("abc")].to_numpy()}
    assert seen == {row for row in itertools.product((0, 1), repeat=3) if any(row)}
