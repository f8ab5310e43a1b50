"""What the maps of the inventory show, as tables: counts, rates, chance, points."""

from __future__ import annotations

from collections.abc import Hashable

import geopandas as gpd
import pandas as pd

from zorgzaam.dutch import format_number, format_percent, join_words
from zorgzaam.initiative_records import Public
from zorgzaam.listed import Listed
from zorgzaam.map_layer import MapLayer
from zorgzaam.reference import RD, WGS84
from zorgzaam.stats import spatial

# Neighbours by dykes, dams and bridges alone: Flevoland with Gelderland, Utrecht and Noord-Holland
# across the Randmeren, Zuid-Holland with Zeeland, Fryslân with Noord-Holland by the Afsluitdijk.
# Flevoland and Fryslân share ten kilometres of land, between Lemmer and Kuinre.
ACROSS_WATER = (
    ("PV24", "PV25"), ("PV24", "PV26"), ("PV24", "PV27"), ("PV28", "PV29"), ("PV21", "PV27"),
)  # fmt: skip
SHORTEST_BORDER_M = 1000
OUTER = 0.998


def province_table(found: Listed, provinces: pd.DataFrame, wave: int) -> pd.DataFrame:
    """Return by province code the number of initiatives, residents, and both rates per 100,000.

    ``smoothed_per_100k`` is drawn towards the country where residents are few (empirical Bayes).
    ``is_searched`` says where a list looked: the rest says nothing about what is elsewhere, and has
    no smoothed rate.
    """
    frame = provinces.set_index("province_code")
    counts = found.initiatives["province_code"].value_counts()
    table = pd.DataFrame({"name": frame["name"], "residents": frame[f"population_{wave}"]})
    table["count"] = counts.reindex(table.index).fillna(0).astype(int)
    table["per_100k"] = 100_000 * table["count"] / table["residents"]
    table["is_searched"] = pd.Series(lists_by_province(found, provinces)).str.len() > 0
    return table.assign(smoothed_per_100k=100_000 * _smoothed(table))


def municipality_table(found: Listed, layer: MapLayer, residents: pd.DataFrame) -> pd.DataFrame:
    """Return by municipality code of ``layer`` the number of initiatives, and rates per 10,000.

    ``residents`` is that of ``map_layer.residents``. ``smoothed_per_10k`` is drawn towards the
    country where residents are few (empirical Bayes), as in :func:`province_table`.
    """
    counts = found.initiatives[layer.code_column].value_counts()
    table = residents.set_index("municipality_code").rename(columns={"residents_2020": "residents"})
    table["count"] = counts.reindex(table.index).fillna(0).astype(int)
    table["per_10k"] = 10_000 * table["count"] / table["residents"]
    lists = table["province_code"].map(lists_by_province(found, layer.provinces))
    table["is_searched"] = lists.str.len() > 0
    return table.assign(smoothed_per_10k=10_000 * _smoothed(table))


def _smoothed(table: pd.DataFrame) -> pd.Series:
    known = table[table["is_searched"]]
    if known.empty:
        return pd.Series(float("nan"), table.index)
    found = spatial.empirical_bayes(known["count"].astype(float), known["residents"])
    return found.reindex(table.index)


def lists_by_province(found: Listed, provinces: pd.DataFrame) -> dict[str, list[str]]:
    """Return by province code whose lists looked there; a national list looked everywhere."""
    sources = found.sources
    names = sources["network"].where(sources["network"] != "", sources["source"])
    where = [set(text.replace(";", " ").split()) for text in sources["provinces"]]
    return {
        code: [
            name
            for name, scope, slugs in zip(names, sources["scope"], where, strict=True)
            if scope == "national" or slug in slugs
        ]
        for code, slug in zip(provinces["province_code"], provinces["slug"], strict=True)
    }


def points(public: Public, province_code: str) -> gpd.GeoDataFrame:
    """Return where initiatives of a province are that may be shown: a point and ``count`` each."""
    known = public.records.dropna(subset=["longitude", "latitude"])
    known = known[known["province_code"] == province_code]
    table = known.groupby(["longitude", "latitude"]).size().rename("count").reset_index()
    where = gpd.points_from_xy(table["longitude"].astype(float), table["latitude"].astype(float))
    return gpd.GeoDataFrame(table[["count"]], geometry=where, crs=WGS84).to_crs(RD)


def funnel_table(table: pd.DataFrame, level: float, per: int = 100_000) -> pd.DataFrame:
    """Return each area beside what chance allows: ``spatial.funnel`` with its name and rate.

    ``per`` is the number of residents that the rate is of.
    """
    found = spatial.funnel(table["count"], table["residents"], (level, OUTER))
    return found.assign(label=table["name"], rate=per * table["count"] / table["residents"])


def funnel_display(table: pd.DataFrame, level: float, what: str = "provincie") -> pd.DataFrame:
    """Return :func:`funnel_table` as a reader sees it."""
    near, far = f"{100 * level:g}", f"{100 * OUTER:g}"
    return pd.DataFrame(
        {
            what: table["label"],
            "inwoners": table["residents"],
            "aantal": table["count"],
            "verwacht": table["expected"].round(1),
            f"onder ({near} %)": table[f"low_{near}"],
            f"boven ({near} %)": table[f"high_{near}"],
            f"onder ({format_number(100 * OUTER, 1)} %)": table[f"low_{far}"],
            f"boven ({format_number(100 * OUTER, 1)} %)": table[f"high_{far}"],
        }
    )


def funnel_sentence(table: pd.DataFrame, level: float, what: str = "provincies") -> str:
    """Say which areas have more or fewer than chance allows; ``what`` they are, in Dutch.

    Of many areas some fall outside by chance alone: that is said, and which are far outside.
    """
    told = []
    far = list(table.loc[table["outside"] >= OUTER, "label"])
    by_chance = (
        f" Op {len(table)} {what} vallen er door toeval gemiddeld hooguit "
        f"{format_number((1 - level) * len(table), 1)} buiten."
    )
    for words, rows in (
        ("meer", table[table["count"] > table[f"high_{100 * level:g}"]]),
        ("minder", table[table["count"] < table[f"low_{100 * level:g}"]]),
    ):
        if len(rows):
            told.append(f"{words} dan toeval toelaat in {join_words(list(rows['label']))}")
    text = (
        "Met het aantal van alle samen in verhouding tot de inwoners, en toeval "
        f"({format_percent(100 * level)}), vallen er "
    )
    if not told:
        return f"{text}geen {what} buiten: de verschillen kunnen toeval zijn."
    outer = f"({format_percent(100 * OUTER, 1)})"
    beyond = (
        f" Ver erbuiten {outer}: {join_words(far)}."
        if far
        else f" Niets valt er ver buiten {outer}."
    )
    return (
        f"{text}buiten: {'; '.join(told)}.{by_chance}{beyond} Wat erbuiten valt, kan ook beter of "
        "slechter doorzocht zijn."
    )


def neighbours(provinces: gpd.GeoDataFrame, *, across_water: bool) -> dict[Hashable, list[str]]:
    """Return the neighbours of each province by code, with or without those across water."""
    shapes = provinces.set_index("province_code").geometry
    found: dict[Hashable, list[str]] = {}
    for code, shape in shapes.items():
        lengths = shapes.drop(code).boundary.intersection(shape.boundary).length
        near = {str(other) for other in lengths.index[lengths > SHORTEST_BORDER_M]}
        water = {other for pair in ACROSS_WATER if code in pair for other in pair} - {code}
        # Land only goes without large waters, so that a dyke may look like a border of land.
        found[str(code)] = sorted((near | water) if across_water else (near - water))
    return found


def moran_sentence(table: pd.DataFrame, provinces: gpd.GeoDataFrame) -> str:
    """Say whether provinces with many lie together, and how little twelve areas can tell."""
    rates = table["per_100k"].set_axis(table.index.astype(str))
    if rates.nunique() < 2:
        return "Alle provincies hebben evenveel: er is geen patroon te meten."
    told = []
    for across, words in ((True, "met"), (False, "zonder")):
        found = spatial.morans_i(rates, neighbours(provinces, across_water=across))
        told.append(
            f"{format_number(found.index, 2)} (eenzijdige p = {format_number(found.p_value, 2)}) "
            f"{words} de provincies aan de overkant van het water"
        )
    return (
        f"Liggen provincies met veel initiatieven bij elkaar? Morans I is {' en '.join(told)}; "
        f"zonder patroon is {format_number(-1 / (len(table) - 1), 2)} te verwachten. Met maar "
        f"{len(table)} gebieden is een patroon bijna niet van toeval te onderscheiden: een grote p "
        "zegt niet dat er geen patroon is."
    )
