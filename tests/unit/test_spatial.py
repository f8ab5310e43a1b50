"""Expected counts, their limits, and pattern over areas."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from zorgzaam.errors import MonitorError
from zorgzaam.stats import spatial


def test_expected_counts_share_out_the_national_count() -> None:
    residents = pd.Series([100, 300, 600], ["a", "b", "c"])
    expected = spatial.expected_counts(50, residents)
    assert expected.to_dict() == {"a": 5, "b": 15, "c": 30}


@pytest.mark.parametrize("residents", [[100, -1], [100, None], [0, 0], []])
def test_unknown_residents_are_refused(residents: list[float | None]) -> None:
    with pytest.raises(MonitorError, match="inwoners bekend"):
        spatial.expected_counts(50, pd.Series(residents, dtype=float))


def test_a_rate_needs_residents() -> None:
    assert spatial.rate_per_100k(3, 150_000) == 2
    with pytest.raises(MonitorError, match="nul inwoners"):
        spatial.rate_per_100k(3, 0)


@pytest.mark.parametrize("expected", [0.5, 8.45, 32.4, 216.6])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_prediction_limits_hold_what_they_promise_and_not_much_more(
    expected: float, level: float
) -> None:
    low, high = spatial.prediction_limits(expected, level)
    assert poisson.cdf(high, expected) - poisson.cdf(low - 1, expected) >= level
    assert poisson.cdf(low, expected) >= (1 - level) / 2
    assert poisson.sf(high - 1, expected) > (1 - level) / 2


def test_nothing_counted_has_a_lower_limit_of_zero() -> None:
    low, high = spatial.confidence_limits(0)
    assert low == 0
    assert high == pytest.approx(-np.log(0.025))


CHAIN = {"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]}


def test_neighbours_that_are_alike_and_that_differ() -> None:
    alike = spatial.morans_i(pd.Series([1, 1, 9, 9], list("abcd")), CHAIN)
    differ = spatial.morans_i(pd.Series([1, 9, 1, 9], list("abcd")), CHAIN)
    assert alike.index > alike.expected > differ.index
    assert alike.expected == pytest.approx(-1 / 3)
    assert differ.index == pytest.approx(-1)


def test_the_order_of_values_does_not_matter_and_the_generator_is_left_alone() -> None:
    # A star: in any other order than that of its labels another area would be the centre.
    star = {"d": ["a", "b", "c"], "a": ["d"], "b": ["d"], "c": ["d"]}
    values = pd.Series([1.0, 2, 7, 9], list("abcd"))
    np.random.seed(5)
    untouched = np.random.random()
    np.random.seed(5)
    first = spatial.morans_i(values, star)
    assert np.random.random() == untouched
    assert spatial.morans_i(values.iloc[::-1], star).index == pytest.approx(first.index)
    assert spatial.morans_i(values, star) == first


@pytest.mark.parametrize(
    ("values", "neighbours", "message"),
    [
        ([1, 2, 3], {"a": ["b"], "b": ["a"]}, "passen niet"),
        ([1, 2, 3], {"a": ["b"], "b": ["a"], "c": ["z"]}, "passen niet"),
        ([1, 2, 3], {"a": ["b"], "b": ["a"], "c": []}, "geen buren"),
        ([2, 2, 2], {"a": ["b"], "b": ["c"], "c": ["a"]}, "geen patroon"),
        ([1, None, 2], {"a": ["b"], "b": ["c"], "c": ["a"]}, "geen patroon"),
    ],
)
def test_what_has_no_pattern_to_measure_is_refused(
    values: list[float | None], neighbours: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(MonitorError, match=message):
        spatial.morans_i(pd.Series(values, list("abc"), dtype=float), neighbours)


def test_classes_part_where_the_gaps_are() -> None:
    assert spatial.class_limits(pd.Series([1, 2, 3, 50, 51, 900]), 3) == [3, 51, 900]


@pytest.mark.parametrize("values", [[1, 1, 2], [1, 2, None]])
def test_classes_need_as_many_values(values: list[float | None]) -> None:
    with pytest.raises(MonitorError, match="3 verschillende waarden"):
        spatial.class_limits(pd.Series(values, dtype=float), 3)
