"""Growth: planted truth is found, a lower bound is one, and what is not known is said."""

import math
import time

import numpy as np
import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.stats import discovery, growth, logistic, loglinear
from zorgzaam.stats.likelihood import LogPoints, log_density, maximise, passing_slopes

TRUE_SLOPE = math.log(1.25)
HEADLINE = {
    "time": [2013, 2014, 2017, 2020],
    "value": [30, 100, 536, 1471],
    "low": [25, 100, 536, 1471],
    "high": [35, math.inf, 536, 1471],
}


def points(time: list[float], low: list[float], high: list[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame({"time": time, "low": low, "high": high or low, "value": low}, dtype=float)


def planted(seed: int, years: int, *, rough: bool = False, sigma: float = 0.15) -> pd.DataFrame:
    """Return counts that grow 25 % a year with log-normal error; rough: as counts are published.

    Rough makes the first an "about" and the second a "more than", as in the headline series.
    """
    noise = np.random.default_rng(seed).normal(0, sigma, years)
    value = 100 * 1.25 ** np.arange(years) * np.exp(noise)
    table = pd.DataFrame({"time": 2010.0 + np.arange(years), "low": value, "high": value})
    if rough:
        table.loc[0, ["low", "high"]] = value[0] * 5 / 6, value[0] * 7 / 6
        table.loc[1, ["low", "high"]] = value[1] * 0.9, math.inf
    return table


@pytest.mark.parametrize("rough", [False, True])
@pytest.mark.parametrize("years", [5, 8])
def test_planted_growth_is_covered_as_often_as_promised(years: int, rough: bool) -> None:
    trends = [growth.fit_trend(planted(seed, years, rough=rough)) for seed in range(120)]
    covered = np.mean(
        [trend.small_sample_interval[0] <= TRUE_SLOPE <= trend.small_sample_interval[1]
         for trend in trends]
    )  # fmt: skip
    # Four binomial standard errors around 95 %; the rest of the error is the approximation.
    assert 0.87 <= covered <= 1
    assert np.mean([trend.slope for trend in trends]) == pytest.approx(TRUE_SLOPE, abs=0.015)


def test_the_usual_interval_is_too_narrow_for_four_points_and_the_other_is_not() -> None:
    trends = [growth.fit_trend(planted(seed, 4)) for seed in range(200)]
    usual = np.mean([low <= TRUE_SLOPE <= high for low, high in (x.interval for x in trends)])
    small = np.mean(
        [low <= TRUE_SLOPE <= high for low, high in (x.small_sample_interval for x in trends)]
    )
    assert usual < 0.85
    assert 0.89 <= small <= 1


def test_the_small_sample_interval_of_exact_points_is_that_of_least_squares() -> None:
    table = planted(3, 6)
    trend = growth.fit_trend(table)
    line = loglinear.ols_trend(table.assign(value=table["low"]))
    assert trend.slope == pytest.approx(line.slope, abs=1e-8)
    # 2.776445 is the 97.5 % point of Student's t with 4 degrees of freedom.
    margin = 2.776445 * line.slope_se
    assert trend.small_sample_interval == pytest.approx(
        (line.slope - margin, line.slope + margin), abs=1e-6
    )


def test_growth_without_error_but_rounding_is_found() -> None:
    counts = [round(100 * 1.25**year) for year in range(8)]
    trend = growth.fit_trend(points(list(range(8)), counts))
    assert trend.interval[0] < TRUE_SLOPE < trend.interval[1]
    assert trend.growth_pct == pytest.approx(25, abs=0.05)
    assert trend.doubling_years == pytest.approx(3.106, abs=0.001)
    assert trend.count_at(0) == pytest.approx(100, abs=0.2)


def test_a_lower_bound_far_below_the_line_does_nothing() -> None:
    table = planted(1, 6)
    without = growth.fit_trend(table.drop(index=4))
    table.loc[4, ["low", "high"]] = 1.0, math.inf
    assert growth.fit_trend(table).slope == pytest.approx(without.slope, abs=1e-7)


def test_a_lower_bound_above_the_line_pulls_it_up() -> None:
    table = planted(1, 6)
    line = growth.fit_trend(table.drop(index=5))
    slopes = []
    for factor in (1.0, 1.5, 3.0):
        table.loc[5, ["low", "high"]] = factor * line.count_at(2015), math.inf
        slopes.append(growth.fit_trend(table).slope)
    assert line.slope < slopes[0] < slopes[1] < slopes[2]


def test_a_lower_bound_says_less_than_the_same_count_exactly() -> None:
    exact = points([0, 1, 4, 7], [30, 100, 536, 1471])
    bound = points([0, 1, 4, 7], [30, 100, 536, 1471], [30, math.inf, 536, 1471])
    widths = [np.diff(growth.fit_trend(table).interval)[0] for table in (exact, bound)]
    assert widths[0] < widths[1]


def test_fitting_is_deterministic_and_knows_no_order() -> None:
    table = pd.DataFrame(HEADLINE)
    trend = growth.fit_trend(table)
    assert trend == growth.fit_trend(table)
    assert growth.fit_trend(table.iloc[::-1]).slope == pytest.approx(trend.slope, abs=1e-9)


def test_fitting_is_fast() -> None:
    table = pd.DataFrame(HEADLINE)
    growth.fit_trend(table)
    start = time.process_time()
    growth.fit_trend(table)
    growth.leave_one_out(table)
    assert time.process_time() - start < 0.2


def test_falling_counts_have_a_halving_time_and_no_doubling_time() -> None:
    trend = growth.fit_trend(points([0, 1, 2, 3], [800, 410, 195, 100]))
    assert trend.halving_years == pytest.approx(1, abs=0.05)
    assert trend.doubling_years is None
    assert trend.interval[1] < 0
    assert growth.doubling_range(trend.interval) is None


def test_an_interval_that_holds_no_growth_has_no_longest_doubling_time() -> None:
    assert growth.doubling_range((-0.1, math.log(2))) == (1, math.inf)
    assert growth.doubling_range((math.log(2) / 4, math.log(2))) == pytest.approx((1, 4))
    assert growth.doubling_range(None) is None


def test_a_perfect_fit_has_a_slope_and_no_interval() -> None:
    for table in (points([0, 1], [100, 200]), points([0, 1, 2], [100, 200, 400])):
        trend = growth.fit_trend(table)
        assert trend.status == "bounds"
        assert trend.doubling_years == pytest.approx(1)
        assert trend.interval is None
        assert trend.small_sample_interval is None
        assert trend.count_at(1) == pytest.approx(200)


def test_points_that_many_lines_pass_through_give_bounds_only() -> None:
    trend = growth.fit_trend(points([0, 1, 2], [25, 80, 200], [35, 120, 300]))
    assert trend.status == "bounds"
    assert (trend.slope, trend.doubling_years, trend.count_at(1)) == (None, None, None)
    # From the top of the first to the foot of the last, and the other way round.
    assert trend.passing == pytest.approx((math.log(200 / 35) / 2, math.log(300 / 25) / 2))


def test_one_count_and_a_later_lower_bound_limit_the_doubling_time_on_one_side() -> None:
    trend = growth.fit_trend(points([0, 2], [100, 400], [100, math.inf]))
    assert trend.passing == (pytest.approx(math.log(2)), math.inf)
    assert growth.doubling_range(trend.passing) == (0, pytest.approx(1))
    assert growth.growth_pct(math.inf) == math.inf


def test_counts_that_stay_the_same_neither_double_nor_halve() -> None:
    trend = growth.fit_trend(points([0, 1, 2], [100, 100, 100]))
    assert (trend.slope, trend.doubling_years, trend.halving_years) == (0, math.inf, math.inf)
    assert trend.growth_pct == 0
    # Nothing in it rises: there is no doubling time to give an interval of.
    assert growth.doubling_range(trend.passing) is None
    assert loglinear.ols_trend(points([0, 1, 2], [100, 100, 100])).doubling_years == math.inf
    assert loglinear.doubling_between(2010, 100, 2016, 100) == math.inf


def test_a_slope_that_only_rounding_tells_from_zero_is_no_growth() -> None:
    assert growth.doubling_time(1e-13) == math.inf
    assert growth.doubling_time(-1e-13) == math.inf
    assert growth.doubling_time(-0.1) is None
    assert growth.doubling_time(math.log(2)) == 1
    assert growth.doubling_range((-1e-13, 1e-13)) is None


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (points([0], [30]), "twee tellingen nodig; hier: 1"),
        (points([], []), "twee tellingen nodig; hier: 0"),
        (points([1, 1, 1], [30, 40, 50]), "dezelfde datum"),
        (points([0, 1], [30, 40], [math.inf, math.inf]), "alleen ondergrenzen"),
        (points([0, 1], [0, 40]), "groter dan nul"),
        (points([0, 1], [-3, 40]), "groter dan nul"),
        (points([0, 1], [30, 40], [30, 35]), "laagste getal boven het hoogste"),
        (points([0, math.nan], [30, 40]), "geen datum of geen waarde"),
        (points([0, 1], [30, math.nan]), "geen datum of geen waarde"),
        (points([0, 0, 1], [30, 40, 90], [30, 40, math.inf]), "spreken elkaar tegen"),
    ],
)
def test_what_cannot_show_growth_is_refused(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(MonitorError, match=message):
        growth.fit_trend(table)


def test_leaving_out_says_what_is_left() -> None:
    table = growth.leave_one_out(points([0, 1, 2], [30, 100, 280], [30, math.inf, 280]))
    assert table["status"].tolist() == ["bounds", "bounds", "bounds"]
    # Without the last, only "at least this steep" is left: no slope, and no upper end to it.
    assert math.isnan(table.at[2, "slope"])
    assert table.at[2, "slope_high"] == math.inf
    assert table.at[1, "doubling_years"] == pytest.approx(math.log(2) * 2 / math.log(280 / 30))
    pair = growth.leave_one_out(points([0, 1], [30, 100]))
    assert pair["status"].tolist() == ["refused", "refused"]
    assert pair["slope"].isna().all()


def test_leaving_out_keeps_the_points_and_gives_the_interval_of_the_rest() -> None:
    table = pd.DataFrame(HEADLINE, index=[3, 5, 7, 9]).assign(count_id=list("abcd"))
    left_out = growth.leave_one_out(table, level=0.9)
    assert left_out.index.tolist() == [3, 5, 7, 9]
    assert left_out["count_id"].tolist() == list("abcd")
    rest = growth.fit_trend(table.drop(index=7), level=0.9)
    row = left_out.loc[7]
    assert (row["slope"], row["doubling_years"]) == (rest.slope, rest.doubling_years)
    assert (row["doubling_low"], row["doubling_high"]) == growth.doubling_range(rest.interval)
    # A line through every point leaves no interval, but tells the slopes of such lines.
    assert left_out.loc[3, ["doubling_low", "doubling_high"]].isna().all()
    assert left_out.at[3, "slope_low"] == left_out.at[3, "slope_high"] > 0


def test_leaving_out_of_counts_that_stay_the_same_or_are_not_there() -> None:
    flat = growth.leave_one_out(points([0, 1, 2], [100, 100, 100]))
    assert flat["doubling_years"].tolist() == [math.inf] * 3
    assert flat["doubling_low"].isna().all()
    assert growth.leave_one_out(points([0], [30]))["status"].tolist() == ["refused"]
    none = growth.leave_one_out(points([], []))
    assert len(none) == 0
    assert {"status", "doubling_years", "doubling_low", "doubling_high"} <= set(none)


def test_the_maximum_is_one_and_is_where_the_density_is_highest() -> None:
    table = pd.DataFrame(HEADLINE)
    logs, _ = growth.log_points(table)
    top = maximise(logs)

    def density(intercept: float, slope: float, sigma: float) -> float:
        return log_density(logs, intercept + slope * logs.time, sigma)

    best = density(top.intercept, top.slope, top.sigma)
    assert best == pytest.approx(top.log_likelihood)
    for step in (-1e-3, 1e-3):
        assert density(top.intercept + step, top.slope, top.sigma) < best
        assert density(top.intercept, top.slope + step, top.sigma) < best
        assert density(top.intercept, top.slope, top.sigma + step) < best


def test_contradicting_points_of_one_date_let_no_line_through() -> None:
    logs = LogPoints(np.array([0.0, 0, 1]), np.array([1.0, 2, 3]), np.array([1.5, 2, 3]))
    assert passing_slopes(logs) is None


def test_four_points_do_not_identify_a_ceiling() -> None:
    table = logistic.logistic_ceilings(pd.DataFrame(HEADLINE), [1500, 2000, 5000, 100_000])
    assert table["ceiling"].tolist() == [1500, 2000, 5000, 100_000, math.inf]
    assert table["is_within_interval"].all()
    # A ceiling far off is no ceiling.
    assert table.at[3, "log_likelihood"] == pytest.approx(table.at[4, "log_likelihood"], abs=0.05)


def test_a_planted_ceiling_is_identified() -> None:
    time = np.arange(12.0)
    curve = 1000 / (1 + np.exp(-(time - 5)))
    counts = curve * np.exp(np.random.default_rng(2).normal(0, 0.03, 12))
    table = logistic.logistic_ceilings(
        points(list(time), list(counts)), [1100 * 5, 1100 * 50, max(counts) * 1.001]
    )
    assert table["is_within_interval"].tolist() == [False, False, True, False]


def test_a_ceiling_must_be_above_the_counts_and_be_asked_of_four_points() -> None:
    with pytest.raises(MonitorError, match="hoger liggen"):
        logistic.logistic_ceilings(pd.DataFrame(HEADLINE), [1471, 2000])
    with pytest.raises(MonitorError, match="vier punten"):
        logistic.logistic_ceilings(pd.DataFrame(HEADLINE).iloc[1:], [2000])


def test_simple_trends_refuse_what_they_cannot_fit() -> None:
    for fit in (loglinear.ols_trend, loglinear.poisson_trend):
        with pytest.raises(MonitorError, match="twee datums"):
            fit(points([1, 1], [3, 4]))
    with pytest.raises(MonitorError, match="1 of meer"):
        loglinear.ols_trend(points([0, 1], [0, 4]))
    # With nothing above zero but the last the slope would be without end.
    for counts in ([0, 0], [0, 4], [0, 0, 5]):
        with pytest.raises(MonitorError, match="boven nul op twee datums"):
            loglinear.poisson_trend(points(list(range(len(counts))), counts))


def test_two_points_leave_no_degrees_of_freedom() -> None:
    pair = points([0, 1], [100, 200])
    assert loglinear.ols_trend(pair).slope_se is None
    line = loglinear.poisson_trend(pair)
    assert line.slope == pytest.approx(math.log(2))
    assert (line.residual_df, line.deviance) == (0, pytest.approx(0, abs=1e-9))
    # The variance of the log of a Poisson count is one over its mean.
    assert line.slope_se == pytest.approx(math.sqrt(1 / 100 + 1 / 200))


def test_a_poisson_line_through_every_point_is_found() -> None:
    assert loglinear.poisson_trend(points([0, 1, 2], [9, 9, 9])).doubling_years == math.inf
    doubled = loglinear.poisson_trend(points([0, 1, 2], [10, 20, 40]))
    assert doubled.doubling_years == pytest.approx(1)


def test_doubling_between_two_counts() -> None:
    assert loglinear.doubling_between(2010, 100, 2016, 800) == pytest.approx(2)
    assert loglinear.doubling_between(2010, 100, 2016, 50) is None
    with pytest.raises(MonitorError, match="de oudste eerst"):
        loglinear.doubling_between(2016, 100, 2010, 800)


def test_a_change_is_what_came_less_what_went() -> None:
    split = discovery.split_change(50, 120, founded_count=30, gone_count=10)
    assert (split.both_count, split.found_later_count) == (40, 50)
    assert split.founded_count + split.found_later_count - split.gone_count == 120 - 50
    assert split.net_growth_count == 20
    assert split.earlier_coverage_pct == pytest.approx(100 * 40 / 90)


@pytest.mark.parametrize(("founded", "gone"), [(130, 10), (-1, 0), (0, 51), (0, -1)])
def test_a_split_that_contradicts_itself_is_refused(founded: float, gone: float) -> None:
    with pytest.raises(MonitorError, match="niet samengaan"):
        discovery.split_change(50, 120, founded, gone)


@pytest.mark.parametrize(("earlier", "later"), [(3, 5), (5, 3), (0, 4), (4, 0)])
def test_bounds_of_a_change_are_sharp(earlier: int, later: int) -> None:
    found: dict[str, list[int]] = {name: [] for name in ("A", "B", "C", "D", "net_growth")}
    for both in range(min(earlier, later) + 1):
        for founded in range(later - both + 1):
            gone = earlier - both
            split = {"A": both, "B": founded, "C": later - both - founded, "D": gone}
            for name, value in (split | {"net_growth": founded - gone}).items():
                found[name].append(value)
    table = discovery.change_bounds(earlier, later).set_index("quantity")
    assert table["low"].to_dict() == {name: min(values) for name, values in found.items()}
    assert table["high"].to_dict() == {name: max(values) for name, values in found.items()}


def test_better_finding_needs_a_rise() -> None:
    with pytest.raises(MonitorError, match="stijging"):
        discovery.better_finding(101, 30, 85, 27)
    with pytest.raises(MonitorError, match="0 tot 100"):
        discovery.better_finding(30, 101, 85, 127)
