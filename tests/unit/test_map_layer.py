"""Boundaries that the maps of a wave are drawn with, and that neighbours share every point."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from zorgzaam import map_layer
from zorgzaam.errors import MonitorError
from zorgzaam.reference import RD, load_boundaries

SIDE_M = 10_000


def frame(*shapes):
    codes = [f"GM{number:04}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"municipality_code": codes}, geometry=list(shapes), crs=RD)


def test_what_fits_stays_as_it_is(root):
    areas = load_boundaries("municipalities", root)
    assert map_layer.fitted(areas) is areas


def test_borders_that_were_cut_area_by_area_are_made_to_fit():
    left = shapely.box(0, 0, SIDE_M, SIDE_M)
    # Its border with the left one runs a little in and out of it, and has other points.
    right = shapely.Polygon([
        (SIDE_M + 0.1, 0), (2 * SIDE_M, 0), (2 * SIDE_M, SIDE_M), (SIDE_M - 0.1, SIDE_M),
        (SIDE_M + 0.1, 0.4 * SIDE_M),
    ])  # fmt: skip
    lower = shapely.box(0, -SIDE_M, 2 * SIDE_M, 0)  # no point where the two above meet
    areas = frame(left, right, lower)
    assert not shapely.coverage_is_valid(areas.geometry.to_numpy())
    fitted = map_layer.fitted(areas)
    shapes = fitted.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    assert fitted["municipality_code"].tolist() == areas["municipality_code"].tolist()
    assert fitted.area.to_numpy() == pytest.approx(areas.area.to_numpy(), rel=1e-4)
    whole = shapely.coverage_union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_a_hole_that_is_another_country_stays_a_hole():
    hole = shapely.box(2000, 2000, 3000, 3000)
    first = shapely.box(0, 0, SIDE_M, SIDE_M).difference(hole)
    second = shapely.box(SIDE_M, -1, 2 * SIDE_M, SIDE_M)
    fitted = map_layer.fitted(frame(first, second))
    assert len(fitted.geometry.iloc[0].interiors) == 1
    assert fitted.area.to_numpy() == pytest.approx([first.area, second.area], rel=1e-4)


def test_a_wave_without_residents_says_so(root):
    layer = map_layer.load(root, 2020)
    known = map_layer.residents(root, layer)
    assert known["residents_2020"].sum() == 17_407_585
    later = map_layer.MapLayer(2023, 2024, layer.provinces, layer.municipalities)
    with pytest.raises(MonitorError, match="alleen van 2020"):
        map_layer.residents(root, later)
    fewer = map_layer.MapLayer(2023, 2020, layer.provinces, layer.municipalities.iloc[1:])
    with pytest.raises(MonitorError, match="niet die van de inwonertallen"):
        map_layer.residents(root, fewer)


def test_areas_keep_their_rows_whatever_the_index():
    areas = frame(shapely.box(0, 0, 10, 10), shapely.box(10, -1, 20, 10)).set_index(
        np.array([7, 3])
    )
    fitted = map_layer.fitted(areas)
    assert fitted.index.tolist() == [7, 3]
    assert fitted.area.tolist() == pytest.approx([100, 110])
