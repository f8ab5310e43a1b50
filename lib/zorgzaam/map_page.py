"""What 40-map shows of the inventory: maps of initiatives, chance, and the map to search in."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from zorgzaam import (
    history_charts,
    inventory_maps,
    map_layer,
    map_tables,
    page,
    provenance,
    reference,
)
from zorgzaam.areas import Area
from zorgzaam.dutch import format_number, join_words
from zorgzaam.initiative_map import with_inputs
from zorgzaam.initiative_records import Public
from zorgzaam.listed import Listed
from zorgzaam.map_layer import MapLayer

SOURCE = "lijsten van {wave}; {borders}; bewerking van de monitor"
RATE_10K = "Initiatieven per 10.000 inwoners"
SMOOTHED_10K = "Per 10.000 inwoners, bijgesteld"
GEOJSON_DECIMALS = 4  # of a degree: about ten metres
MOST_NAMED = 3  # areas with the same number, in an alt text
COUNT, RATE, SMOOTHED = (
    "Initiatieven", "Initiatieven per 100.000 inwoners", "Per 100.000 inwoners, bijgesteld",
)  # fmt: skip


def _map(
    run: page.Page,
    drawn: tuple[Any, pd.DataFrame],
    layer: MapLayer,
    name: str,
    caption: str,
    alt: str,
    n: int,
    table: pd.DataFrame,
    points: gpd.GeoDataFrame | None = None,
    unit: str = "initiatieven",
) -> None:
    """Show a map with its numbers, also as GeoJSON that says what kind they are.

    ``table`` has by code the ``count`` and ``residents`` that rates were computed from, and
    ``is_searched``.
    """
    figure, data = drawn
    beside = _beside(table)
    wanted = [column for column in (COUNT, "Inwoners") if column not in data]
    data = data.join(beside[wanted], on="Code")
    files = {"gebieden": geojson(run, layer, data)}
    if points is not None:
        files["punten"] = _geojson_text(run, points.rename(columns={"count": COUNT}))
    page.figure(
        run, figure, name=name, caption=caption, alt=alt,
        source=SOURCE.format(wave=run.run.wave, borders=layer.source), n=n, unit=unit,
        data=data, decimals=dict.fromkeys((RATE, SMOOTHED, RATE_10K, SMOOTHED_10K), 1),
        geojson=files,
    )  # fmt: skip


def _beside(table: pd.DataFrame) -> pd.DataFrame:
    """Return by code what a rate was computed from; none found where nobody looked is no zero."""
    words = inventory_maps.LOOKS[inventory_maps.NOT_SEARCHED][2]
    is_unknown = (table["count"] == 0) & ~table["is_searched"]
    counts = table["count"].astype(object).mask(is_unknown, words)
    return pd.DataFrame({COUNT: counts, "Inwoners": table["residents"]})


def geojson(run: page.Page, layer: MapLayer, data: pd.DataFrame) -> str:
    """Return what a map shows (``data``, by "Code") with its shapes, as GeoJSON."""
    code, areas = (
        ("province_code", layer.provinces)
        if "Provincie" in data
        else ("municipality_code", layer.municipalities)
    )
    return _geojson_text(run, inventory_maps.geojson_rows(areas, code, data))


def _geojson_text(run: page.Page, shapes: gpd.GeoDataFrame) -> str:
    marked = shapes.assign(**{"soort gegevens": provenance.KIND_LABELS[run.kind]})
    return reference.geojson_text(marked, GEOJSON_DECIMALS)


def layer_sentence(layer: MapLayer, area: Area) -> str:
    """Say of which year the boundaries on the maps are, and what changed since the wave."""
    mine = [area.code] if not area.is_country else list(layer.provinces["province_code"])
    number = int(layer.municipalities["province_code"].isin(mine).sum())
    if layer.is_exact:
        return (
            f"De gemeentegrenzen zijn die van 1 januari {layer.year}: {number} gemeenten in "
            f"{area.name}."
        )
    rows = layer.provinces[layer.provinces["province_code"].isin(mine)]
    then = int(rows[f"municipalities_{layer.wave}"].sum())
    return (
        f"De gemeentegrenzen zijn die van {layer.year}: {number} gemeenten in {area.name}. Op "
        f"1 januari {layer.wave} waren het er {then}. Een gemeente die sindsdien is opgeheven, "
        "telt mee bij haar opvolger."
    )


def country(run: page.Page, found: Listed, layer: MapLayer) -> None:
    """Show the provinces by number, by rate raw and smoothed, and by who looked."""
    settings, total = run.build.maps, len(found.initiatives)
    provinces, municipalities = layer.provinces, layer.municipalities
    table = map_tables.province_table(found, provinces, run.run.wave)
    lists = map_tables.lists_by_province(found, provinces)
    _say_unplaced(total, int(table["count"].sum()), "provincie")
    for column, title, limits, decimals, name in (
        ("count", COUNT, settings.province_class_limits, 0, "aantal"),
        ("per_100k", RATE, settings.per_100k_class_limits, 1, "per-inwoner"),
        ("smoothed_per_100k", SMOOTHED, settings.per_100k_class_limits, 1, "bijgesteld"),
    ):
        values = inventory_maps.with_status(table[column].astype(float), table["is_searched"])
        drawn = inventory_maps.country(provinces, municipalities, values, limits, title, decimals)
        _map(
            run,
            drawn,
            layer,
            name,
            f"{title} per provincie",
            _alt(table, column, title, decimals),
            total,
            table,
        )
    drawn = inventory_maps.searched(provinces, municipalities, lists)
    numbers = [len(names) for names in lists.values()]
    fewest, most = min(numbers), max(numbers)
    between = f"{fewest} tot {most}" if fewest < most else str(most)
    _map(
        run, drawn, layer, "gezocht", "Hoeveel lijsten in elke provincie zochten",
        f"Kaart van Nederland: in elke provincie zochten {between} lijsten. Een kleur "
        "zegt hier hoe goed er is gezocht, niet hoeveel er is. De tabel noemt welke.",
        len(found.sources), table, unit="lijsten",
    )  # fmt: skip
    chance(run, table, provinces)


def _alt(table: pd.DataFrame, column: str, title: str, decimals: int) -> str:
    values = table.set_index("name").loc[table["is_searched"].to_numpy(), column]
    texts = values.map(lambda value: format_number(value, decimals))
    about = f"Kaart van Nederland, {title[0].lower()}{title[1:]}"
    if texts.empty:
        return f"{about}. Van geen enkele provincie is bekend dat er is gezocht."
    if texts.nunique() == 1:
        return f"{about}: {texts.iloc[0]} in elke provincie waar is gezocht."
    most, least = (
        _where(texts, found, "provincies") for found in (values.idxmax(), values.idxmin())
    )
    return f"{about}: het meest in {most}, het minst in {least}."


def _where(texts: pd.Series, name: str, several: str) -> str:
    """Return all areas with the number that a reader sees of the area ``name``, with that number.

    Of many, only how many there are; ``several`` says what they are.
    """
    names = list(texts.index[texts == texts[name]])
    told = join_words(names) if len(names) <= MOST_NAMED else f"{len(names)} {several}"
    return f"{told} ({texts[name]})"


def chance(run: page.Page, table: pd.DataFrame, provinces: gpd.GeoDataFrame) -> None:
    """Show whether provinces differ more than chance allows, and whether they form a pattern.

    Where nobody looked, nothing was found: that says nothing about what is there.
    """
    known, unknown = table[table["is_searched"]], list(table.loc[~table["is_searched"], "name"])
    if not known["count"].any():
        return
    _funnel(run, known, "provincie", "provincies", 100_000)
    if unknown:
        page.say(
            f"In {join_words(unknown)} zocht niemand. Wat daar is, weten wij niet: zij doen hier "
            "niet mee, en of provincies met veel initiatieven bij elkaar liggen is niet te meten."
        )
        return
    page.say(map_tables.moran_sentence(table, provinces))


def _funnel(run: page.Page, table: pd.DataFrame, what: str, several: str, per: int) -> None:
    level = run.build.confidence_level
    funnel = map_tables.funnel_table(table, level, per)
    text = map_tables.funnel_sentence(funnel, level, several)
    page.figure(
        run,
        history_charts.funnel(funnel, level, map_tables.OUTER, per),
        name="trechter",
        caption=f"Aantal per {what} naast wat toeval toelaat",
        alt=text,
        source=f"lijsten van {run.run.wave} en CBS (inwoners); berekening van de monitor",
        n=int(funnel["count"].sum()),
        unit="initiatieven",
        data=map_tables.funnel_display(funnel, level, what),
        decimals={"verwacht": 1},
    )
    page.say(text)


def province(run: page.Page, found: Listed, public: Public, layer: MapLayer) -> None:
    """Show the municipalities of a province by number, with the places that may be shown."""
    code, name, settings = run.area.code, run.area.name, run.build.maps
    provinces, municipalities = layer.provinces, layer.municipalities
    residents = map_layer.residents(run.root, layer)
    table = map_tables.municipality_table(found, layer, residents)
    own = table[table["province_code"] == code]
    places = map_tables.points(public, code)
    total = int((found.initiatives["province_code"] == code).sum())
    _say_unplaced(total, int(own["count"].sum()), f"gemeente van {layer.year}")
    page.say(points_sentence(total, int(places["count"].sum())))
    for column, title, limits, decimals, file in (
        ("count", COUNT, settings.municipality_class_limits, 0, "aantal"),
        ("per_10k", RATE_10K, settings.per_10k_class_limits, 1, "per-inwoner"),
        ("smoothed_per_10k", SMOOTHED_10K, settings.per_10k_class_limits, 1, "bijgesteld"),
    ):
        values = inventory_maps.with_status(table[column].astype(float), table["is_searched"])
        drawn = inventory_maps.province(
            code, provinces, municipalities, values, limits, title, places, decimals
        )
        _map(
            run, drawn, layer, file, f"{title} per gemeente in {name}",
            _province_alt(name, title, own.set_index("name")[column], total, decimals), total,
            table, places,
        )  # fmt: skip
    if own["is_searched"].all() and own["count"].any():
        _funnel(run, own, "gemeente", "gemeenten", 10_000)
    if own["is_estimated"].any():
        names = join_words(list(own.loc[own["is_estimated"], "name"]))
        page.say(
            f"De inwoners van {names} zijn deels geschat: Haaren is in 2021 over hen verdeeld, en "
            "wij verdeelden de inwoners van 2020 naar oppervlakte."
        )


def points_sentence(total: int, shown: int) -> str:
    """Say what a point on the map of a province is, and of how many initiatives there is none."""
    text = (
        "Een punt is het midden van een postcodegebied, geen huisadres; of, als alleen die bekend "
        "is, het midden van de plaats of de gemeente."
    )
    if shown == total:
        return text
    return (
        f"{text} Van {format_number(shown)} van de {format_number(total)} initiatieven staat er "
        "een punt: de andere wilden niet op de kaart, of wij weten niet waar zij zijn. De kleur "
        "van een gemeente telt wie niet op de kaart wilde wel mee."
    )


def _say_unplaced(total: int, drawn: int, what: str) -> None:
    """Say how many initiatives are on no map here, because nobody knows where they are."""
    if total > drawn:
        page.say(
            f"Van {format_number(total - drawn)} van de {format_number(total)} initiatieven is "
            f"de {what} niet bekend. In het totaal telt dat mee; op de "
            "kaarten hieronder staat het niet."
        )


def _province_alt(name: str, title: str, values: pd.Series, total: int, decimals: int) -> str:
    text = f"Kaart van {name} met {len(values)} gemeenten en {format_number(total)} initiatieven"
    if values.isna().all():
        return f"{text}. Niemand zocht hier: {title[0].lower()}{title[1:]} is niet bekend."
    if values.max() == 0:
        return f"{text}; in geen enkele gemeente is er een gevonden."
    without = int((values == 0).sum())
    none = f"; in {without} {'gemeente' if without == 1 else 'gemeenten'} geen" if without else ""
    texts = values.map(lambda value: format_number(value, decimals))
    if texts.nunique() == 1:
        return f"{text}. {title}: {texts.iloc[0]} in elke gemeente."
    return f"{text}. {title}: het meest in {_where(texts, values.idxmax(), 'gemeenten')}{none}."


def interactive(run: page.Page, content: str, public: Public) -> None:
    """Show the link to the map of initiatives, with who is not on it."""
    page.document(
        run, with_inputs(content, run.inputs),
        name="initiatievenkaart", label="Open de initiatievenkaart",
        about="Een los bestand met kaart, lijst en filters; het werkt zonder internet.",
    )  # fmt: skip
    listed_only = int(public.records["longitude"].isna().sum())
    page.say(
        f"In de lijst staan {format_number(len(public.records))} initiatieven, waarvan "
        f"{format_number(listed_only)} zonder punt op de kaart. "
        f"{format_number(public.hidden_count)} wilden er niet op; zij tellen wel mee in de "
        "aantallen."
    )
