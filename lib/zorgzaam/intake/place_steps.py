"""The steps of cleaning that are about where a row is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zorgzaam.intake.clean_log import Context, cleaned_column, texts
from zorgzaam.intake.location import Location
from zorgzaam.intake.postcodes import clean_postcode, place_behind
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import is_nothing


def postcodes(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Clean the postcodes, and give postcode and place that share a cell a cell each."""
    rows = rows.copy()
    codes, places = rows["postcode"].tolist(), rows["place"].tolist()
    for at, (code, place) in enumerate(zip(codes, places, strict=True)):
        if is_nothing(place) and (behind := place_behind(code)):
            places[at] = behind
            why = Cleaned(behind, "De plaats stond in de cel van de postcode.")
            context.note(at, step, "place", code, behind, why)
        elif is_nothing(code) and (behind := place_behind(place)):
            codes[at], places[at] = place, behind
            why = Cleaned(behind, "De postcode stond in de cel van de plaats.")
            context.note(at, step, "place", place, behind, why)
    rows["postcode"] = pd.Series(codes, index=rows.index, dtype="str")
    rows["place"] = pd.Series(places, index=rows.index, dtype="str")
    return rows.assign(
        postcode=texts(cleaned_column(rows, context, step, "postcode", clean_postcode))
    )


def locations(rows: pd.DataFrame, context: Context, step: str) -> pd.DataFrame:
    """Find the point, municipality and province of every row."""
    told = [rows[name].tolist() for name in _PLACE_COLUMNS]
    found = [
        context.gazetteer.locate(postcode, place, municipality, province, context.list_provinces)
        for postcode, place, municipality, province in zip(*told, strict=True)
    ]
    is_row = rows["row_kind"].isin(["initiative", "unnamed"]).tolist()
    for at, (location, *cells) in enumerate(zip(found, *told, strict=True)):
        if is_row[at] and (location.change or location.doubt):
            before = " | ".join(text for text in cells if text)
            why = Cleaned(None, location.change, location.doubt, location.remedy)
            context.note(at, step, _column_of(cells), before, _place_words(location), why)
    columns = {name: [getattr(one, attribute) for one in found] for name, attribute in _LOCATED}
    placed = pd.DataFrame(columns, index=rows.index)
    placed.loc[[not one for one in is_row], "location_note"] = ""
    text = [name for name in columns if name not in ("longitude", "latitude")]
    degrees = placed[["longitude", "latitude"]].astype("Float64").astype("float64")
    return rows.assign(**placed[text].astype("str"), **degrees)


_PLACE_COLUMNS = ("postcode", "place", "municipality", "province")
_LOCATED = (
    ("postcode4", "postcode4"),
    ("place", "place"),
    ("municipality_code", "municipality_code"),
    ("municipality_name", "municipality_name"),
    ("municipality_code_2023", "municipality_code_2023"),
    ("province_code", "province_code"),
    ("longitude", "longitude"),
    ("latitude", "latitude"),
    ("location_basis", "basis"),
    ("location_note", "note"),
)


def _column_of(cells: Sequence[str]) -> str:
    """Return the first of the cells that is filled, to name in the log."""
    filled = [name for name, text in zip(_PLACE_COLUMNS, cells, strict=True) if text]
    return "place" if "place" in filled or not filled else filled[0]


def _place_words(location: Location) -> str:
    words = (location.place, location.municipality_name)
    return ", ".join(dict.fromkeys(word for word in words if word))
