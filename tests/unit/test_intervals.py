"""Intervals of shares: exact at the ends, against textbook numbers and simulated coverage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from zorgzaam.stats import intervals

SHARES = st.floats(0, 1)
COUNTS = st.floats(0.5, 1e6)


def test_wilson_at_the_ends_is_exact():
    lower, upper = intervals.wilson([0, 1], 10)
    assert lower[0] == 0
    assert upper[1] == 1
    assert upper[0] == pytest.approx(1.959964**2 / (10 + 1.959964**2))
    assert lower[1] == pytest.approx(1 - upper[0])


def test_numbers_give_numbers():
    lower, upper = intervals.wilson(0.5, 10)
    assert isinstance(lower, float)
    assert isinstance(upper, float)
    assert isinstance(intervals.effective_n(0.5, 0.1, 10), float)


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (1, 8), (3, 9), (81, 263), (9, 9)])
def test_korn_graubard_without_a_design_is_clopper_pearson(hits, n):
    exact = binomtest(hits, n).proportion_ci(0.95, "exact")
    found = intervals.korn_graubard(hits / n, n)
    assert found == pytest.approx((exact.low, exact.high))


def test_fewer_degrees_of_freedom_widen_and_n_caps_the_ends():
    plain = intervals.korn_graubard(0.3, 40, df=49, n=50)
    few = intervals.korn_graubard(0.3, 40, df=5, n=50)
    assert plain == pytest.approx(intervals.korn_graubard(0.3, 40))
    assert few[0] < plain[0] < plain[1] < few[1]
    # At 0 % the effective number says nothing, however large it came out.
    assert intervals.korn_graubard(0, 4000, n=50) == intervals.korn_graubard(0, 50)
    # The finite population correction may lift the effective number above n in between.
    assert intervals.korn_graubard(0.3, 80, n=50) == intervals.korn_graubard(0.3, 80)


@pytest.mark.parametrize("df", [0, 0.5, 1])
def test_no_degrees_of_freedom_is_the_widest_that_exists(df):
    found = intervals.korn_graubard(0.5, 4, df=df, n=4)
    assert found == pytest.approx(intervals.korn_graubard(0.5, 4, df=1, n=4))
    assert 0 < found[0] < found[1] < 1


def test_one_answer_has_an_interval():
    assert intervals.korn_graubard(1, 1, df=0, n=1) == pytest.approx((0.025, 1))


@pytest.mark.parametrize("interval", [intervals.wilson, intervals.korn_graubard])
def test_nobody_asked_or_no_share_is_missing(interval):
    for share, n in [(0.5, 0), (np.nan, 10), (0, 0), (1, 0), (0.5, np.nan)]:
        assert np.isnan(interval(share, n)).all()


@pytest.mark.parametrize("interval", [intervals.wilson, intervals.korn_graubard])
@settings(deadline=None)
@given(share=SHARES, n=COUNTS)
def test_limits_hold_the_share_and_stay_within_0_and_1(interval, share, n):
    lower, upper = interval(share, n)
    # But for the rounding that makes a share 0 or 1.
    assert 0 <= lower <= share + 1e-9
    assert share - 1e-9 <= upper <= 1


def test_wrong_arguments():
    for share, level in [(1.2, 0.95), (-0.1, 0.95), (0.5, 0), (0.5, 95)]:
        with pytest.raises(ValueError):
            intervals.wilson(share, 10, level)
    with pytest.raises(ValueError, match="n too"):
        intervals.korn_graubard(0.5, 10, df=3)
    with pytest.raises(ValueError, match="population"):
        intervals.worst_case_margin(10, 9)


def test_effective_n():
    simple = np.sqrt(0.3 * 0.7 / 50)
    assert intervals.effective_n(0.3, simple, 40) == pytest.approx(50)
    found = intervals.effective_n([0, 1, 0.5, 0.5, np.nan], [0.1, 0, 0, np.nan, np.nan], 7)
    assert found.tolist() == [7] * 5


def test_difference_is_newcombes_method_10():
    # Newcombe 1998, Statist. Med. 17:873-890, table II, example (a): 56/70 - 48/80.
    found = intervals.difference(
        56 / 70, intervals.wilson(56 / 70, 70), 48 / 80, intervals.wilson(48 / 80, 80)
    )
    assert np.round(found, 4).tolist() == [0.0524, 0.3339]


@pytest.mark.parametrize(
    ("one", "two", "limits"),
    [((5, 56), (0, 29), (-0.0381, 0.1926)), ((10, 10), (0, 10), (0.6075, 1))],
)
def test_differences_at_the_ends(one, two, limits):
    # The same table, examples (d) and (g).
    pairs = [(hits / n, intervals.wilson(hits / n, n)) for hits, n in (one, two)]
    found = intervals.difference(*pairs[0], *pairs[1])
    assert np.round(found, 4).tolist() == pytest.approx(limits, abs=0.0001)


def test_worst_case_margin():
    assert round(float(intervals.worst_case_margin(323)), 2) == 5.45
    assert round(float(intervals.worst_case_margin(323, 1471)), 2) == 4.82
    assert intervals.worst_case_margin([10, 1471], 1471)[1] == 0
    assert np.isinf(intervals.worst_case_margin(0))


@pytest.mark.parametrize("share", [0.02, 0.05, 0.2, 0.5])
def test_coverage_for_ten_answers(share):
    hits = np.arange(11)
    chances = binom.pmf(hits, 10, share)
    for interval, least in [(intervals.wilson, 0.88), (intervals.korn_graubard, 0.95)]:
        lower, upper = interval(hits / 10, 10)
        assert chances[(lower <= share) & (share <= upper)].sum() >= least


def test_a_difference_of_estimates_that_go_together_is_surer():
    one, two = (0.6, (0.5, 0.7)), (0.4, (0.3, 0.5))
    apart = intervals.difference(*one, *two)
    together = intervals.difference(*one, *two, 0.5)
    assert together == pytest.approx((0.1, 0.3))  # 0.2 -+ sqrt(.01 + .01 - .01), Zou (2007)
    assert apart == pytest.approx((0.2 - 0.02**0.5, 0.2 + 0.02**0.5))
    assert intervals.difference(*one, *two, 1) == pytest.approx((0.2, 0.2))
