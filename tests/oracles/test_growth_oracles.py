"""Growth against published and earlier computed numbers, from the project's own files."""

import math
from pathlib import Path

import pandas as pd
import pytest

from zorgzaam import params, published
from zorgzaam.files import find_root
from zorgzaam.stats import discovery, growth, loglinear

ROOT = find_root(Path(__file__).parent)
RULES = params.load_build(ROOT).precision


def headline(*, capped: bool = False) -> pd.DataFrame:
    counts = published.load_counts(ROOT)
    line = counts[counts["series"] == "headline"]
    line = published.comparable(line, families=["aedes-actiz", "nlzve"])
    return published.growth_points(line, RULES, capped=capped)


@pytest.mark.parametrize(
    ("capped", "slope", "doubling", "shortest", "longest"),
    [(False, 0.516, 1.34, 0.98, 2.56), (True, 0.522, 1.33, 1.00, 1.97)],
)
def test_interval_likelihood_of_the_headline(
    capped: bool, slope: float, doubling: float, shortest: float, longest: float
) -> None:
    trend = growth.fit_trend(headline(capped=capped))
    assert round(trend.slope, 3) == slope
    assert round(trend.doubling_years, 2) == doubling
    # The reference scanned doubling times by hundredths and gave the outermost inside.
    low, high = growth.doubling_range(trend.interval)
    assert math.ceil(low * 100) / 100 == shortest
    assert math.floor(high * 100) / 100 == longest


def test_four_points_cannot_rule_out_that_nothing_grew() -> None:
    trend = growth.fit_trend(headline())
    assert trend.small_sample_interval[0] < 0 < trend.interval[0]


def test_least_squares_of_the_headline() -> None:
    line = loglinear.ols_trend(headline())
    assert round(line.slope, 4) == 0.5348
    assert round(line.slope_se, 4) == 0.0830
    assert round(line.doubling_years, 2) == 1.30
    left_out = loglinear.ols_leave_one_out(headline())["doubling_years"]
    assert (round(left_out.min(), 2), round(left_out.max(), 2)) == (1.01, 1.55)


def test_interval_likelihood_without_each_point() -> None:
    left_out = growth.leave_one_out(headline())
    # Without 2013 the line from 2017 to 2020 passes above the 100 of 2014: no scatter is left.
    assert left_out["status"].tolist() == ["bounds", "estimated", "estimated", "estimated"]
    assert left_out["doubling_years"].round(2).tolist() == [2.06, 1.23, 1.38, 1.04]


def test_poisson_fits_the_headline_badly() -> None:
    fit = loglinear.poisson_trend(headline())
    assert round(fit.deviance, 1) == 68.5
    assert fit.residual_df == 2


def test_doubling_between_2017_and_2020() -> None:
    assert round(loglinear.doubling_between(2017, 536, 2020, 1471), 2) == 2.06


def test_aids_in_belgium() -> None:
    counts = [12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240]
    fit = loglinear.poisson_trend(pd.DataFrame({"time": range(1, 14), "value": counts}))
    assert fit.slope == pytest.approx(0.202121, abs=5e-7)
    assert fit.slope_se == pytest.approx(0.007771, abs=5e-7)
    assert fit.deviance == pytest.approx(80.686, abs=5e-4)
    assert fit.residual_df == 11


def test_founding_years_of_2014() -> None:
    figures = published.load_survey_figures(ROOT).set_index("figure_id")
    counts = published.load_counts(ROOT).set_index("count_id")["value"]
    since = figures.loc[["founded_2013", "founded_2014"]]
    found = discovery.better_finding(
        counts["nl-2013"], counts["nl-2014-04"], since["n"].iloc[0], since["value"].sum()
    )
    assert counts["nl-2014-04-citizen-led"] == since["n"].iloc[0] == 85
    assert round(found.existed_before_count) == 62
    assert round(found.founded_since_count) == 23
    assert round(found.covered_at_most_pct) == 48
    assert found.rise_count == 71
    assert round(found.explained_at_most_pct) == 32


def test_the_change_from_536_to_1471() -> None:
    bounds = discovery.change_bounds(536, 1471).set_index("quantity")
    assert tuple(bounds.loc["net_growth"]) == (-536, 935)
    split = discovery.split_change(536, 1471, founded_count=0.2 * 1471, gone_count=40)
    change = split.founded_count + split.found_later_count - split.gone_count
    assert change == pytest.approx(935)
    assert round(split.net_growth_count) == 254
    assert round(100 * split.net_growth_count / 935) == 27
    assert round(split.earlier_coverage_pct) == 42
