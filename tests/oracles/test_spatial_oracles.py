"""Rates, limits and spatial statistics against published numbers."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from libpysal.examples import get_path
from mapclassify.datasets import calemp

from zorgzaam.files import find_root
from zorgzaam.stats import spatial

ROOT = find_root(Path(__file__).parent)


@pytest.fixture
def residents() -> pd.Series:
    provinces = pd.read_csv(ROOT / "data" / "reference" / "provinces.csv", encoding="utf-8")
    return provinces.set_index("slug")["population_2020"]


def test_the_national_rate(residents: pd.Series) -> None:
    assert round(spatial.rate_per_100k(1471, residents.sum()), 4) == 8.4503


@pytest.mark.parametrize(
    ("province", "expected", "limits"),
    [("zeeland", 32.4, (22, 44)), ("noord-brabant", 216.6, (188, 246))],
)
def test_expected_counts_of_provinces(
    residents: pd.Series, province: str, expected: float, limits: tuple[int, int]
) -> None:
    value = spatial.expected_counts(1471, residents)[province]
    assert round(value, 1) == expected
    assert spatial.prediction_limits(value) == limits


def test_exact_poisson_limits() -> None:
    low, high = spatial.confidence_limits(10)
    assert (round(low, 3), round(high, 3)) == (4.795, 18.390)


def neighbours_in(path: str) -> dict[str, list[str]]:
    """Read a GAL file: a heading, then a line with a label and a count, and its neighbours."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()[1:]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return {label.split()[0]: others.split() for label, others in pairs}


@pytest.mark.parametrize(
    ("values", "column", "neighbours", "index", "tolerance"),
    [
        ("columbus.dbf", "CRIME", "columbus.gal", 0.500188557, 5e-10),
        ("stl_hom.shp", "HR8893", "stl.gal", 0.243656, 5e-7),
    ],
)
def test_morans_i(
    values: str, column: str, neighbours: str, index: float, tolerance: float
) -> None:
    series = gpd.read_file(get_path(values))[column]
    around = neighbours_in(get_path(neighbours))
    # Both files number their areas from 1 in the order of the rows.
    series.index = [str(number) for number in range(1, len(series) + 1)]
    found = spatial.morans_i(series, around)
    assert found.index == pytest.approx(index, abs=tolerance)
    assert found.p_value < 0.01


def test_fisher_jenks_of_californian_employment() -> None:
    limits = spatial.class_limits(calemp.load(), 5)
    assert limits == pytest.approx([75.29, 192.05, 370.5, 722.85, 4111.45])
