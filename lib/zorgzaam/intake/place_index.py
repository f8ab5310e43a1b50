"""The places, postcodes and municipalities of the Netherlands, as they are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Codes = frozenset[str]


class Spot(NamedTuple):
    """A postcode area or place: its name, the municipality of 2023 and where it is.

    ``codes`` are the municipalities of the wave's year it may lie in; mostly one.
    """

    name: str
    code_2023: str
    codes: Codes
    longitude: float
    latitude: float


class Former(NamedTuple):
    """What a name of a municipality means in the wave's year: its codes, and why, if it is gone."""

    codes: Codes
    note: str = ""


@dataclass(frozen=True)
class PlaceIndex:
    """All that is looked up, as ``place_tables.load_index`` makes it; names by ``places.key``."""

    wave: int
    postcodes: dict[str, tuple[Spot, ...]]
    places: dict[str, tuple[Spot, ...]]
    municipalities: dict[str, Former]
    names: dict[str, str]  # of the municipalities of the wave's year, by code
    provinces: dict[str, str]  # code of the province, by code of the municipality
    province_names: dict[str, str]
    successors: dict[str, Codes]  # municipalities of 2023, by code of the wave's year
    former_provinces: dict[str, Codes]  # of the parts of a municipality before it was formed
    centres: dict[str, tuple[float, float]]  # by code of the wave's year and of 2023
    belgian: dict[str, Codes]  # keys of the places, by postcode
    belgian_places: frozenset[str]
    by_province: dict[str, Codes]  # municipalities of the wave's year, by code of the province
