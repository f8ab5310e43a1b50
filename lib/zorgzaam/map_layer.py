"""Which boundaries the maps of a wave are drawn with: those of its own year, or those of 2023."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import geopandas as gpd
import pandas as pd
import shapely

from zorgzaam.errors import MonitorError
from zorgzaam.reference import FOLDER, load_boundaries, load_residents

# The layer that comes with the project; another year has to be fetched.
BUNDLED_YEAR = 2023
RESIDENTS_YEAR = 2020
GRID_M = 0.5  # far below what is drawn, far above what rounding moves


@dataclass(frozen=True)
class MapLayer:
    """Provinces and municipalities (EPSG:28992) as they were on 1 January of ``year``."""

    year: int
    wave: int
    provinces: gpd.GeoDataFrame
    municipalities: gpd.GeoDataFrame

    @property
    def is_exact(self) -> bool:
        """Whether these are the boundaries of the wave itself."""
        return self.year == self.wave

    @property
    def code_column(self) -> str:
        """Return which column of the initiatives has the codes of this layer."""
        return "municipality_code" if self.is_exact else f"municipality_code_{self.year}"

    @property
    def source(self) -> str:
        """Return whose boundaries these are, for a source line."""
        return f"Kadaster/CBS (grenzen van {self.year}, CC BY 4.0)"


def layer_year(root: Path, wave: int) -> int:
    """Return ``wave`` where its boundaries were fetched (``zorgzaam reference``), and else 2023."""
    fetched = root / FOLDER / str(wave) / "municipalities.geojson"
    return wave if fetched.is_file() else BUNDLED_YEAR


def load(root: Path, wave: int) -> MapLayer:
    """Read the boundaries that the maps of ``wave`` are drawn with.

    Raises ``InputError`` if a file is missing, damaged or changed.
    """
    year = layer_year(root, wave)
    stored = None if year == BUNDLED_YEAR else year
    return MapLayer(
        year,
        wave,
        fitted(load_boundaries("provinces", root, stored)),
        fitted(load_boundaries("municipalities", root, stored)),
    )


def fitted(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``areas`` (EPSG:28992) such that neighbours share every point of their border.

    What is simplified area by area would otherwise get gaps and overlaps. Areas that fit already
    stay as they are. Of the others all borders are put on a grid of ``GRID_M`` and cut at each
    crossing; each piece goes to the area it lies in, and of two to the first.
    """
    shapes = areas.geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        return areas
    lines = shapely.unary_union(shapely.boundary(shapes), grid_size=GRID_M)
    pieces = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.STRtree(shapes).query(shapely.point_on_surface(pieces), predicate="within")
    owner = pd.Series(inside[1], index=inside[0]).groupby(level=0).min()
    parts = gpd.GeoSeries(pieces[owner.index], index=owner.to_numpy(), crs=areas.crs)
    unions = {item: shapely.coverage_union_all(group) for item, group in parts.groupby(level=0)}
    # An area smaller than the grid would be gone; it then stays as it is.
    whole = [unions.get(item, shape) for item, shape in enumerate(shapes)]
    return cast(gpd.GeoDataFrame, areas.set_geometry(whole, crs=areas.crs))


def residents(root: Path, layer: MapLayer) -> pd.DataFrame:
    """Return the residents of each municipality of ``layer`` in the wave's year.

    See :func:`zorgzaam.reference.load_residents`. Raises ``MonitorError`` for a wave of which the
    residents per municipality are not there.
    """
    if layer.wave != RESIDENTS_YEAR:
        raise MonitorError(
            f"De inwoners per gemeente zijn er alleen van {RESIDENTS_YEAR}, niet van {layer.wave}. "
            "Zet die van dat jaar in data/reference en lees ze in lib/zorgzaam/reference.py."
        )
    known = load_residents(root, 2020 if layer.is_exact else 2023)
    codes = set(layer.municipalities["municipality_code"])
    if set(known["municipality_code"]) != codes:
        raise MonitorError(
            f"De gemeenten van {layer.year} op de kaart zijn niet die van de inwonertallen. Haal "
            f"de grenzen opnieuw op: zorgzaam reference --year {layer.wave}."
        )
    return known
