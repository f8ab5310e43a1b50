"""Small-area estimates: planted truths, closed forms, and what is refused."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import multivariate_normal

from zorgzaam.stats.smallarea import fay_herriot, smoothed_variances

RNG_SEED = 20201222


def planted(rng, areas, component, noise):
    truth = 0.4 + rng.normal(0, np.sqrt(component), areas)
    return truth, truth + rng.normal(0, np.sqrt(noise))


def test_the_planted_component_is_found_in_many_areas():
    rng = np.random.default_rng(RNG_SEED)
    noise = rng.uniform(0.002, 0.02, 3000)
    covariate = rng.normal(size=3000)
    truth, direct = planted(rng, 3000, 0.006, noise)
    fit = fay_herriot(direct + 0.05 * covariate, noise, covariate)
    assert fit.variance_component == pytest.approx(0.006, rel=0.1)
    assert fit.beta == pytest.approx([0.4, 0.05], abs=0.01)
    error = np.mean((fit.shrunken - truth - 0.05 * covariate) ** 2)
    assert error == pytest.approx(np.mean(fit.mse), rel=0.05)


def test_twelve_areas_gain_from_each_other_and_know_their_error():
    rng = np.random.default_rng(RNG_SEED)
    noise = smoothed_variances([7, 8, 9, 15, 20, 25, 28, 30, 35, 40, 46, 60], 1.2, 0.4)
    direct_error, shrunken_error, stated = np.zeros(12), np.zeros(12), np.zeros(12)
    for _ in range(300):
        truth, direct = planted(rng, 12, 0.006, noise)
        fit = fay_herriot(direct, noise)
        direct_error += (direct - truth) ** 2
        shrunken_error += (fit.shrunken - truth) ** 2
        stated += fit.mse
    assert shrunken_error.sum() < 0.7 * direct_error.sum()
    assert shrunken_error[0] < 0.5 * direct_error[0]
    # The stated error is of the right size, and rather too large than too small.
    assert 0.95 < stated.sum() / shrunken_error.sum() < 1.6


def test_areas_that_differ_no_more_than_chance_are_not_all_the_same():
    direct = np.array([0.40, 0.41, 0.39, 0.40, 0.42, 0.38])
    fit = fay_herriot(direct, np.full(6, 0.02))
    assert fit.reml_is_zero
    assert fit.variance_component > 0
    assert ((fit.shrinkage > 0) & (fit.shrinkage < 1)).all()
    assert np.unique(fit.shrunken.round(9)).size == np.unique(direct).size


@pytest.mark.parametrize("noise", [0.0004, 0.02])
def test_equal_variances_have_a_closed_form(noise):
    direct = np.array([0.1, 0.2, 0.25, 0.3, 0.45, 0.5])
    left, scatter = 5, np.sum((direct - direct.mean()) ** 2)
    fit = fay_herriot(direct, np.full(6, noise))
    if not fit.reml_is_zero:
        assert fit.variance_component == pytest.approx(scatter / left - noise)
        return
    # The derivative of the adjusted likelihood, times 2 a (a + noise)**2, is a parabola.
    parabola = [2 - left, 4 * noise - left * noise + scatter, 2 * noise**2]
    assert fit.variance_component == pytest.approx(max(np.roots(parabola)))


def test_one_case_has_reml_above_zero_and_the_other_not():
    direct = np.array([0.1, 0.2, 0.25, 0.3, 0.45, 0.5])
    assert not fay_herriot(direct, np.full(6, 0.0004)).reml_is_zero
    assert fay_herriot(direct, np.full(6, 0.03)).reml_is_zero


def test_the_restricted_likelihood_is_that_of_the_contrasts():
    rng = np.random.default_rng(RNG_SEED)
    noise = rng.uniform(0.01, 0.05, 8)
    covariate = rng.normal(size=8)
    direct = rng.normal(0, 0.4, 8)
    design = np.column_stack([np.ones(8), covariate])
    contrasts = np.linalg.svd(design)[0][:, 2:].T

    def minus_likelihood(component):
        covariance = contrasts @ np.diag(component + noise) @ contrasts.T
        return -multivariate_normal.logpdf(contrasts @ direct, cov=covariance)

    top = minimize_scalar(minus_likelihood, bounds=(0, 2), method="bounded")
    assert fay_herriot(direct, noise, covariate).variance_component == pytest.approx(
        top.x, rel=1e-3
    )


def test_an_area_without_data_gets_the_regression_and_a_larger_error():
    direct = np.array([0.1, 0.4, 0.2, 0.5, 0.3, 0.9])
    covariate = np.arange(6.0)
    fit = fay_herriot(direct, np.full(6, 0.001), covariate)
    value, mse = fit.predict([2.5])
    assert value == pytest.approx(direct.mean())
    assert mse == pytest.approx(fit.variance_component * 7 / 6 + 0.001 / 6)
    assert mse > fit.mse.max()
    assert fit.predict([9])[1] > mse
    without = fay_herriot(direct, np.full(6, 0.001))
    assert without.predict()[0] == pytest.approx(direct.mean())
    with pytest.raises(ValueError, match="1 finite covariates"):
        fit.predict()
    with pytest.raises(ValueError, match="0 finite covariates"):
        without.predict([1.0])


def test_the_unit_of_measurement_does_not_matter():
    direct, noise = np.array([3.0, 5, 4, 9, 1]), np.array([1.0, 2, 1, 3, 0.5])
    shares, points = fay_herriot(direct, noise), fay_herriot(1000 * direct, 1e6 * noise)
    assert points.shrunken == pytest.approx(1000 * shares.shrunken)
    assert points.mse == pytest.approx(1e6 * shares.mse)


def test_four_areas_are_enough_and_identical_ones_too():
    fit = fay_herriot([0.3] * 4, [0.01, 0.02, 0.03, 0.04])
    assert fit.reml_is_zero
    assert fit.shrunken == pytest.approx([0.3] * 4)
    assert np.isfinite(fit.mse).all()
    assert (fit.mse > 0).all()


@pytest.mark.parametrize(
    ("direct", "variances", "covariates", "match"),
    [
        ([0.1, 0.2, 0.3], [1, 1, 1], None, "3 areas are too few: at least 4"),
        ([0.1, 0.2, 0.3, 0.4], [1, 1, 1, 1], [1, 2, 3, 4], "at least 5"),
        ([0.1, 0.2, 0.3, 0.4], [1, 1, 0, 1], None, "above zero"),
        ([0.1, 0.2, 0.3, 0.4], [1, 1, -1, 1], None, "above zero"),
        ([0.1, 0.2, 0.3, np.nan], [1, 1, 1, 1], None, "finite"),
        ([0.1, 0.2, 0.3, 0.4], [1, 1, 1, np.inf], None, "finite"),
        ([0.1, 0.2, 0.3, 0.4], [1, 1, 1], None, "same length"),
        ([[0.1, 0.2], [0.3, 0.4]], [[1, 1], [1, 1]], None, "two lists"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], [1] * 5, [2] * 5, "repeat"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], [1] * 5, [1, 2], "one row an area"),
    ],
)
def test_what_cannot_be_fitted_is_refused(direct, variances, covariates, match):
    with pytest.raises(ValueError, match=match):
        fay_herriot(direct, variances, covariates)


def test_smoothed_variances_do_not_follow_the_area_itself():
    assert smoothed_variances([10, 40], 1.5, 0.2) == pytest.approx([0.024, 0.006])


@pytest.mark.parametrize(
    ("base", "design_effect", "share"),
    [([10, 0], 1, 0.5), ([10, np.nan], 1, 0.5), ([10], 0, 0.5), ([10], np.nan, 0.5)]
    + [([10], 1, share) for share in (0, 1, -0.1, 40, np.nan)],
)
def test_variances_that_would_be_zero_or_unknown_are_refused(base, design_effect, share):
    with pytest.raises(ValueError):
        smoothed_variances(base, design_effect, share)
