"""Capture and recapture against published results: Seber, hares, HIV in Rome (R's Rcapture)."""

import itertools
from pathlib import Path

import pandas as pd
import pytest

from zorgzaam.stats import capture_models, coverage

HERE = Path(__file__).parent
SEBER = pd.DataFrame([(1, 1, 167), (1, 0, 781), (0, 1, 254)], columns=["a", "b", "count"])
HIV_PAIRS = list(itertools.combinations(["c1", "c2", "c3", "c4"], 2))


# Counts by pattern, all lists first: Darroch and others (1993), diabetes of Bruno and others
# (1994), and two tables of Cormack, Chang and Smith (2000), one with patterns that nobody has.
DARROCH = (72, 155, 7, 71, 13, 53, 43)
DIABETES = (58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
CORMACK_3 = (72, 5, 29, 54, 24, 3, 14)
CORMACK_4 = (72, 5, 29, 53, 24, 3, 12, 14, 0, 0, 0, 1, 0, 0, 2)


def table_of(counts):
    size = (len(counts) + 1).bit_length() - 1
    rows = [row for row in itertools.product((1, 0), repeat=size) if any(row)]
    lists = [str(number) for number in range(1, size + 1)]
    return capture_models.patterns(pd.DataFrame(rows, columns=lists).assign(count=counts))


@pytest.mark.parametrize(
    ("counts", "pairs", "estimate", "se", "deviance", "residual_df"),
    [
        (DARROCH, "12 13 23", 1240, 451, None, 0),
        (DARROCH, "12 23", 850, 186, 3.8, 1),
        (DIABETES, "12 13 23 24 34", 2771, 145, 7.62, 5),
        (DIABETES, "13 24 34", 2472, 53, 21.97, 7),
        (CORMACK_3, "", 209, None, 75.1, 3),
        (CORMACK_3, "12 23", None, None, 0.6, 1),
        (CORMACK_3, "13 23", 233, None, None, 1),
        (CORMACK_4, "", 215, None, 87.1, 10),
        (CORMACK_4, "34", 215, None, None, 9),
    ],
)
def test_models_of_published_tables(counts, pairs, estimate, se, deviance, residual_df):
    found = capture_models.fit(table_of(counts), [tuple(pair) for pair in pairs.split()])
    assert found.residual_df == residual_df
    if estimate:
        assert found.estimate == pytest.approx(estimate, abs=0.5)
    if se:
        assert found.se == pytest.approx(se, abs=0.5)
    if deviance:
        assert found.deviance == pytest.approx(deviance, abs=0.05)


def test_a_model_with_patterns_that_nobody_has_still_has_an_estimate():
    found = capture_models.fit(table_of(CORMACK_4), [("1", "4"), ("2", "3")])
    assert found.status == "estimated"
    assert 200 < found.estimate < 240


@pytest.fixture(scope="module")
def hare():
    return capture_models.patterns(pd.read_csv(HERE / "hare" / "hare.csv"))


@pytest.fixture(scope="module")
def hiv():
    return capture_models.patterns(pd.read_csv(HERE / "hiv" / "hiv.csv"))


def test_two_lists_of_seber():
    found = coverage.two_lists(167 + 781, 167 + 254, 167)
    assert found.observed == 1202
    assert found.lincoln_petersen == pytest.approx(2389.87, abs=0.005)
    assert found.chapman == pytest.approx(2382.80, abs=0.005)
    assert found.chapman_se == pytest.approx(129.1, abs=0.05)


def test_a_log_linear_model_of_two_lists_is_lincoln_petersen():
    found = capture_models.fit(capture_models.patterns(SEBER))
    assert found.estimate == pytest.approx(2389.868263, abs=1e-5)
    assert found.se == pytest.approx(130.4, abs=0.05)
    assert found.aic == pytest.approx(28.831, abs=0.0005)
    equal = capture_models.fit(capture_models.patterns(SEBER), equal=True)
    assert (equal.estimate, equal.se) == pytest.approx((2805.6, 164.1), abs=0.05)
    assert equal.deviance == pytest.approx(281.334, abs=0.0005)
    assert equal.aic == pytest.approx(308.166, abs=0.0005)


@pytest.mark.parametrize(
    ("equal", "estimate", "se", "deviance", "residual_df", "aic"),
    [(True, 75.4, 3.5, 68.516, 61, 154.707), (False, 75.1, 3.4, 58.314, 56, 154.505)],
)
def test_snowshoe_hares(hare, equal, estimate, se, deviance, residual_df, aic):
    found = capture_models.fit(hare, equal=equal)
    assert (found.estimate, found.se) == pytest.approx((estimate, se), abs=0.05)
    assert (found.deviance, found.aic) == pytest.approx((deviance, aic), abs=0.0005)
    assert found.residual_df == residual_df


def test_the_lower_bound_of_chao_on_the_hares(hare):
    times = hare.drop(columns="count").sum(axis=1)
    once, twice = (hare.loc[times == number, "count"].sum() for number in (1, 2))
    assert 68 + coverage.chao_unseen(once, twice, 6) == pytest.approx(79.8, abs=0.05)


def test_hiv_in_rome(hiv):
    assert hiv["count"].sum() == 1896
    assert capture_models.fit(hiv).estimate == pytest.approx(11_124.6, abs=0.05)
    one = capture_models.fit(hiv, [("c1", "c2")])
    assert (one.estimate, one.se) == pytest.approx((12_318.5, 1188.7), abs=0.05)
    assert (one.deviance, one.aic) == pytest.approx((7.614, 86.65), abs=0.0005)
    every = capture_models.fit(hiv, HIV_PAIRS)
    assert (every.estimate, every.se) == pytest.approx((23_443.5, 9594.9), abs=0.05)
    assert (every.deviance, every.residual_df) == (pytest.approx(3.037, abs=0.0005), 4)
    assert every.aic == pytest.approx(92.073, abs=0.0005)


def test_profile_intervals_of_hiv_in_rome(hiv):
    one = capture_models.profile_interval(hiv, [("c1", "c2")])
    assert one == pytest.approx((10_266, 14_992.3), abs=0.05)
    every = capture_models.profile_interval(hiv, HIV_PAIRS)
    assert every == pytest.approx((10_027.6, 50_046.3), abs=0.05)
