"""Small-area estimates against published examples."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgzaam.stats.smallarea import FayHerriot, fay_herriot

FOLDER = Path(__file__).parent / "smallarea"

# Batting averages after 45 times at bat (Efron and Morris 1975, JASA 70, table 1).
PER_MILLE = "400 378 356 333 311 311 289 267 244 244 222 222 222 222 222 200 178 156"
BATTERS = np.array(PER_MILLE.split(), float) / 1000


def major_areas(areas: pd.Series) -> np.ndarray:
    return pd.get_dummies(areas, drop_first=True).to_numpy(float)


@pytest.fixture(scope="module")
def milk() -> FayHerriot:
    data = pd.read_csv(FOLDER / "milk.csv")
    return fay_herriot(data["yi"], data["SD"] ** 2, major_areas(data["MajorArea"]))


def test_variance_component_of_milk(milk: FayHerriot) -> None:
    assert not milk.reml_is_zero
    # The published number, within the tolerance at which sae stopped; see the README.
    assert milk.variance_component == pytest.approx(0.01855022, rel=1e-4)
    # Where Fisher scoring ends when it is carried on.
    assert milk.variance_component == pytest.approx(0.0185503348, abs=1e-9)


def test_estimates_and_errors_of_milk(milk: FayHerriot) -> None:
    published = pd.read_csv(FOLDER / "milk_reml.csv")
    assert len(published) == 43
    assert milk.shrunken == pytest.approx(published["eblup"].to_numpy(), abs=2e-6)
    assert milk.mse == pytest.approx(published["mse"].to_numpy(), abs=2e-7)


def test_coefficients_of_milk(milk: FayHerriot) -> None:
    assert milk.beta == pytest.approx([0.96818899, 0.13278031, 0.22694622, -0.24130104], abs=2e-6)


def test_batters_of_efron_and_morris() -> None:
    count, mean = len(BATTERS), BATTERS.mean()
    noise = mean * (1 - mean) / 45
    scatter = np.sum((BATTERS - mean) ** 2)
    james_stein = 1 - (count - 3) * noise / scatter
    assert round(mean, 3) == 0.265
    assert round(james_stein, 3) == 0.212
    # With equal variances REML shrinks by the same formula with count - 1 for count - 3.
    fit = fay_herriot(BATTERS, np.full(count, noise))
    assert fit.beta == pytest.approx([mean])
    assert fit.shrinkage == pytest.approx(np.full(count, 1 - (count - 1) * noise / scatter))
    assert 1 - fit.shrinkage[0] == pytest.approx((count - 1) / (count - 3) * (1 - james_stein))
