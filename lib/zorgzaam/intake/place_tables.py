"""From the tables of ``data/reference`` to the index in which places are looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam import areas, dutch
from zorgzaam.errors import MonitorError
from zorgzaam.intake.place_index import Codes, Former, PlaceIndex, Spot
from zorgzaam.intake.places import ARTICLE, key

# Behind an official name that several places have: "Elst Ut", "Bavel AC", "Hengelo (Gld)".
_SUFFIX = re.compile(
    r"^(.+?)\s+(?:\([A-Za-z]{1,3}\)|L|GN|Gn|NB|NH|Gld|Ut|AC|ca|gem\.? .+"
    r"|Rotterdam|Oldebroek|Coevorden)$"
)
# The municipalities that did not exist in 2020; the others of the crosswalk were there already.
FOUNDED_AFTER_2020 = frozenset({"GM1979", "GM1980", "GM1982", "GM1991", "GM1992"})
Spots = dict[tuple[str, str], tuple[Spot, ...]]  # by kind (postcode, place) and official name


def load_index(root: Path, wave: int) -> PlaceIndex:
    """Read ``data/reference`` for the municipalities of ``wave``.

    Raises ``InputError`` if a file is missing, damaged or changed, and ``MonitorError`` for a
    year whose municipalities are not known.
    """
    from zorgzaam import reference  # geopandas: heavy

    if wave < 2020 or wave in (2021, 2022):
        raise MonitorError(
            f"Van meetjaar {wave} zijn de gemeenten niet bekend; wel van 2020 en vanaf 2023. "
            "Kies een ander meetjaar of vul data/reference aan."
        )
    files = ("municipalities", "crosswalk", "postcodes", "places_2020", "place_aliases",
             "municipality_history", "belgian_places", "provinces")  # fmt: skip
    tables = {name: reference.load_table(f"{name}.csv", root) for name in files}
    return _build(tables, areas.province_of(root), wave)


def _build(tables: dict[str, pd.DataFrame], province_of: dict[str, str], wave: int) -> PlaceIndex:
    before = _before(tables, wave)
    names = _names(tables, before)
    spots = _spots(tables, before)
    aliases = tables["place_aliases"]
    history = tables["municipality_history"]
    by_province: dict[str, set[str]] = defaultdict(set)
    former_provinces: dict[str, set[str]] = defaultdict(set)
    for code in names:
        by_province[province_of[code]].add(code)
    for code, province in zip(
        history["municipality_code_2020"], history["province_code"], strict=True
    ):
        if province != province_of[code]:
            former_provinces[code].add(province)
    provinces = tables["provinces"]
    belgian = tables["belgian_places"]
    return PlaceIndex(
        wave=wave,
        postcodes={name: found for (kind, name), found in spots.items() if kind == "postcode"},
        places=_places(spots, aliases),
        municipalities=_municipalities(tables, names, before),
        names=names,
        provinces={code: province_of[code] for code in province_of},
        province_names=dict(zip(provinces["province_code"], provinces["name"], strict=True)),
        successors=_successors(names, before),
        former_provinces={code: frozenset(found) for code, found in former_provinces.items()},
        centres=_centres(spots),
        belgian={
            code: frozenset(key(place) for place in found)
            for code, found in belgian.groupby("postcode")["place"]
        },
        belgian_places=frozenset(key(place) for place in belgian["place"]),
        by_province={code: frozenset(found) for code, found in by_province.items()},
    )


def _before(tables: dict[str, pd.DataFrame], wave: int) -> dict[str, Codes]:
    """Return by municipality of 2023 those of the wave's year that (partly) went into it."""
    current = set(tables["municipalities"]["municipality_code"])
    moved = tables["crosswalk"].groupby("municipality_code_2023")["municipality_code_2020"]
    before = {code: frozenset({code}) for code in current}
    if wave >= 2023:
        return before
    for code, gone in moved:
        kept = frozenset() if code in FOUNDED_AFTER_2020 else frozenset({str(code)})
        before[str(code)] = frozenset(gone) | kept
    return before


def _names(tables: dict[str, pd.DataFrame], before: dict[str, Codes]) -> dict[str, str]:
    now = tables["municipalities"].set_index("municipality_code")["name"]
    gone = tables["crosswalk"].set_index("municipality_code_2020")["name_2020"]
    known = {**gone.to_dict(), **now.to_dict()}
    return {code: known[code] for codes in before.values() for code in sorted(codes)}


def _successors(names: dict[str, str], before: dict[str, Codes]) -> dict[str, Codes]:
    found: dict[str, set[str]] = {code: set() for code in names}
    for code_2023, codes in before.items():
        for code in codes:
            found[code].add(code_2023)
    return {code: frozenset(later) for code, later in found.items()}


def _spots(tables: dict[str, pd.DataFrame], before: dict[str, Codes]) -> Spots:
    """Return the spots by kind (postcode, place) and official name."""
    known = tables["places_2020"]
    precise = {
        (row.kind, row.name_, row.code_2023): row.code_2020
        for row in known.set_axis(
            ["kind", "name_", "code_2023", "code_2020", "source"], axis=1
        ).itertuples()
    }
    listed = {code for (_, _, code) in precise}
    spots: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    points = tables["postcodes"]
    for kind, name, code, latitude, longitude in points.itertuples(index=False):
        codes = before[code]
        if len(codes) > 1 and code in listed:
            # What is not listed lies in the municipality that kept its code, if one did.
            told = precise.get((kind, name, code), code if code in codes else None)
            codes = frozenset({told}) if told else codes
        spots[kind, name].append(Spot(name, code, codes, float(longitude), float(latitude)))
    return {place: tuple(found) for place, found in spots.items()}


def _places(spots: Spots, aliases: pd.DataFrame) -> dict[str, tuple[Spot, ...]]:
    """Return the places by every key they go by; a name of several places has a spot for each."""
    found: dict[str, dict[tuple[str, str], Spot]] = defaultdict(dict)
    for (kind, name), group in spots.items():
        if kind == "place":
            base = _SUFFIX.match(name)
            for spot in group:
                found[key(name)][name, spot.code_2023] = spot
                if base:
                    found[key(base.group(1))][name, spot.code_2023] = spot
    of_places = aliases[aliases["kind"] == "place"]
    for alias, name, code in of_places[["alias", "name", "municipality_code_2023"]].itertuples(
        index=False
    ):
        for spot in spots["place", name]:
            if spot.code_2023 == code:
                found[key(alias)][name, code] = spot
    for name in list(found):  # It Hearrenfean is often Hearrenfean
        bare = ARTICLE.sub("", name)
        if bare != name and bare not in found:
            found[bare] = found[name]
    return {name: tuple(by_name.values()) for name, by_name in found.items()}


def _municipalities(
    tables: dict[str, pd.DataFrame], names: dict[str, str], before: dict[str, Codes]
) -> dict[str, Former]:
    """Return what the names of municipalities, now and before, mean in the wave's year."""
    found: dict[str, Former] = {}
    aliases = tables["place_aliases"]
    for name, year, codes in _gone(tables, names):
        into = dutch.join_words(sorted(names[code] for code in codes))
        found[key(name)] = Former(codes, f"De gemeente {name} ging in {year} op in {into}.")
    old = aliases["kind"] == "old_municipality"
    for alias, name in aliases.loc[old, ["alias", "name"]].itertuples(index=False):
        found[key(alias)] = found[key(name)]
    later = tables["municipalities"][["municipality_code", "name"]]
    for code, name in later.itertuples(index=False):
        if code not in names:
            note = f"De gemeente {name} bestond in het meetjaar nog niet."
            _add_names(found, name, Former(before[code], note))
    for code, name in names.items():
        _add_names(found, name, Former(frozenset({code})))
    current = aliases[aliases["kind"] == "municipality"]
    for alias, code in current[["alias", "municipality_code_2023"]].itertuples(index=False):
        found[key(alias)] = Former(before[code])
    return found


def _gone(
    tables: dict[str, pd.DataFrame], names: dict[str, str]
) -> Iterator[tuple[str, str, Codes]]:
    """Yield each municipality that was gone by the wave: its name, the year, and what it became."""
    for (name, year), rows in tables["municipality_history"].groupby(["old_name", "year_merged"]):
        # A successor of 2020 that is gone in turn is told by the crosswalk below.
        codes = frozenset(code for code in rows["municipality_code_2020"] if code in names)
        yield str(name), str(year), codes
    for name, rows in tables["crosswalk"].groupby("name_2020"):
        if rows["municipality_code_2020"].iloc[0] not in names:
            yield str(name), "2021, 2022 of 2023", frozenset(rows["municipality_code_2023"])


def _add_names(found: dict[str, Former], name: str, meaning: Former) -> None:
    """Add ``name``, also without what tells it from its namesake: Bergen (NH), Hengelo (O)."""
    found[key(name)] = meaning
    base = _SUFFIX.match(name)
    if base:
        short = key(base.group(1))
        known = found[short].codes if short in found and not found[short].note else frozenset()
        found[short] = Former(known | meaning.codes)


def _centres(spots: Spots) -> dict[str, tuple[float, float]]:
    """Return by municipality the postcode area that lies most in its middle.

    An area and not the mean itself, which may lie in the water or in a neighbour.
    """
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (kind, _), group in spots.items():
        for spot in group:
            if kind == "postcode" and len(spot.codes) == 1:
                for code in {*spot.codes, spot.code_2023}:
                    points[code].append((spot.longitude, spot.latitude))
    centres = {}
    for code, found in points.items():
        places = np.array(found)
        # A degree of longitude is 0.62 of a degree of latitude at 52 degrees north.
        away = (places - places.mean(axis=0)) * [0.62, 1.0]
        centres[code] = found[int(np.argmin((away**2).sum(axis=1).round(9)))]
    return centres
