"""Where the initiatives of the synthetic world are: postcode area, place, municipality, province.

Places and postcode areas are real, so that locating is tested on what researchers have; nothing
that is said to be there is.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.tables import read_rows

REFERENCE = Path("data", "reference")
# Which places of a municipality of 2023 lay in another in 2020: public knowledge, by CBS code.
PLACES_OF_GONE_MUNICIPALITIES: dict[str, tuple[str, ...]] = {
    "GM0003": ("Appingedam",),
    "GM0010": (
        "Bierum", "Borgsweer", "Delfzijl", "Farmsum", "Godlinze", "Holwierde", "Krewerd",
        "Losdorp", "Meedhuizen", "Spijk", "Termunten", "Termunterzijl", "Wagenborgen",
        "Woldendorp",
    ),
    "GM0024": (
        "'t Zandt", "Eenum", "Garrelsweer", "Garsthuizen", "Huizinge", "Leermens", "Loppersum",
        "Middelstum", "Oosterwijtwerd", "Startenhuizen", "Stedum", "Toornwerd", "Westeremden",
        "Westerwijtwerd", "Wirdum", "Zeerijp", "Zijldijk",
    ),
    "GM0370": ("Middenbeemster", "Noordbeemster", "Westbeemster", "Zuidoostbeemster"),
    "GM0398": ("Heerhugowaard",),
    "GM0416": (
        "Broek op Langedijk", "Koedijk", "Noord-Scharwoude", "Oudkarspel", "Sint Pancras",
        "Zuid-Scharwoude",
    ),
    "GM0457": ("Weesp",),
    "GM0501": ("Brielle", "Vierpolders", "Zwartewaal"),
    "GM0530": ("Hellevoetsluis", "Oudenhoorn"),
    "GM0614": ("Oostvoorne", "Rockanje", "Tinte"),
    "GM0756": (
        "Beugen", "Boxmeer", "Groeningen", "Holthees", "Maashees", "Oeffelt", "Overloon",
        "Rijkevoort", "Sambeek", "Vierlingsbeek", "Vortum-Mullem",
    ),
    "GM0786": ("Escharen", "Gassel", "Grave", "Velp"),
    "GM0788": ("Biezenmortel", "Esch", "Haaren", "Helvoirt"),
    "GM0815": ("Langenboom", "Mill", "Sint Hubert", "Wilbertoord"),
    "GM0856": ("Odiliapeel", "Uden", "Volkel"),
    "GM1684": ("Beers NB", "Cuijk", "Haps", "Katwijk NB", "Linden", "Sint Agatha", "Vianen NB"),
    "GM1685": ("Reek", "Schaijk", "Zeeland"),
    "GM1702": (
        "Landhorst", "Ledeacker", "Oploo", "Rijkevoort-De Walsert", "Sint Anthonis",
        "Stevensbeek", "Wanroij", "Westerbeek",
    ),
}  # fmt: skip
# Beside a city, the nearest name is not always that of the place: these have postcodes of their
# own, and a postcode near by is of the city.
POSTCODES_BESIDE_A_CITY = {"Weesp": "138", "Zuidoostbeemster": "146"}
FIRST_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
# Rare as second letter of a Dutch postcode, so that these six positions are hardly anybody's.
SECOND_LETTERS = "FIOQUY"


def largest_remainder(total: int, weights: pd.Series) -> pd.Series:
    """Divide ``total`` in proportion to ``weights``, in whole numbers that add up to it.

    Method of Hamilton: everybody gets the whole part of the share, what is left goes to the
    largest fractions; equal fractions in the order of ``weights``.
    """
    shares = total * weights / weights.sum()
    whole = np.floor(shares.round(9)).astype(int)
    order = (whole - shares).round(9).sort_values(kind="stable").index
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def residents(root: Path, wave: int) -> pd.Series:
    """Return the residents on 1 January of ``wave`` by code of the province.

    Raises
    ------
    MonitorError
        If ``provinces.csv`` has no residents of that year.
    """
    provinces = _read(root, "provinces.csv")
    column = f"population_{wave}"
    if column not in provinces:
        raise MonitorError(
            f"Voor {wave} zijn er geen synthetische gegevens: in data/reference/provinces.csv "
            f"ontbreekt de kolom {column}. Kies een meetjaar waarvan de inwoners bekend zijn."
        )
    return provinces.set_index("province_code")[column].astype(int)


def load_areas(root: Path) -> pd.DataFrame:
    """Return the four-digit postcode areas with the place in the same municipality nearest by.

    One row a postcode area: ``postcode4``, ``place``, ``municipality_code_2023``,
    ``municipality_name_2023``, ``municipality_code`` and ``municipality_name`` (of 2020) and
    ``province_code``; and ``place_in_two_provinces``: whether the name of the place is also that
    of one elsewhere. Postcode areas in two municipalities are left out.
    """
    points = _read(root, "postcodes.csv").astype({"latitude": float, "longitude": float})
    codes = points[points["kind"] == "postcode"].drop_duplicates("name", keep=False)
    nearest = _nearest_place(codes, points[points["kind"] == "place"])
    areas = pd.DataFrame(
        {
            "postcode4": codes["name"],
            "place": nearest,
            "municipality_code_2023": codes["municipality_code"],
        }
    )
    areas["place"] = _beside_a_city(areas)
    areas = _with_municipalities(areas[areas["place"] != ""], root)
    province_of = _read(root, "municipalities.csv").set_index("municipality_code")["province_code"]
    provinces = points["municipality_code"].map(province_of).groupby(points["name"]).nunique()
    areas["place_in_two_provinces"] = areas["place"].map(provinces) > 1
    return areas.sort_values("postcode4", ignore_index=True)


def _read(root: Path, file: str) -> pd.DataFrame:
    path = REFERENCE / file
    return read_rows(root / path, path.as_posix()).reset_index(drop=True)


def _nearest_place(codes: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Return for each postcode area the place of its municipality that is nearest, or ``""``."""
    nearest = pd.Series("", codes.index)
    by_municipality = dict(list(places.groupby("municipality_code", sort=True)))
    for code, group in codes.groupby("municipality_code", sort=True):
        if code not in by_municipality:
            continue
        known = by_municipality[code]
        north = group["latitude"].to_numpy()[:, None] - known["latitude"].to_numpy()
        # A degree of longitude is 0.62 of a degree of latitude at 52 degrees north.
        east = 0.62 * (group["longitude"].to_numpy()[:, None] - known["longitude"].to_numpy())
        closest = np.argmin((north**2 + east**2).round(9), axis=1)
        nearest[group.index] = known["name"].to_numpy()[closest]
    return nearest


def _beside_a_city(areas: pd.DataFrame) -> pd.Series:
    """Return the places, with the city for postcodes that lie near another place of it."""
    start = areas["place"].map(POSTCODES_BESIDE_A_CITY).fillna("")
    pairs = zip(areas["postcode4"], start, strict=True)
    is_own = pd.Series([code.startswith(own) for code, own in pairs], areas.index)
    city = areas["municipality_code_2023"].map({"GM0363": "Amsterdam", "GM0439": "Purmerend"})
    return areas["place"].where(is_own, city)


def _with_municipalities(areas: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Add the municipality of 2020 and the names of both, and the province."""
    known = _read(root, "municipalities.csv").set_index("municipality_code")
    moved = _read(root, "crosswalk.csv")
    old_names = moved.drop_duplicates("municipality_code_2020").set_index("municipality_code_2020")
    successors = set(
        zip(moved["municipality_code_2020"], moved["municipality_code_2023"], strict=True)
    )
    gone = {
        (new, place): old
        for old, places in PLACES_OF_GONE_MUNICIPALITIES.items()
        for place in places
        for new in known.index
        if (old, new) in successors
    }
    new_codes = areas["municipality_code_2023"]
    old_codes = pd.Series(
        [gone.get(key, key[0]) for key in zip(new_codes, areas["place"], strict=True)],
        areas.index,
    )
    return areas.assign(
        municipality_name_2023=new_codes.map(known["name"]),
        municipality_code=old_codes,
        municipality_name=old_codes.map({**known["name"], **old_names["name_2020"]}),
        province_code=new_codes.map(known["province_code"]),
    )


def draw(areas: pd.DataFrame, counts: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row of ``areas`` for each initiative, with a full ``postcode``.

    ``second_postcode`` is another in the same area: of the secretary, or of the hall.

    ``counts`` is the number of initiatives by code of the province. Within a province the
    municipalities get a number in proportion to their postcode areas (largest remainder; an
    assumption), and within a municipality the areas are drawn without putting back, as long as
    there are any.
    """
    chosen: list[int] = []
    for province, count in counts.items():
        inside = areas[areas["province_code"] == province]
        sizes = inside.groupby("municipality_code_2023", sort=True).size()
        for municipality, number in largest_remainder(int(count), sizes).items():
            rows = inside.index[inside["municipality_code_2023"] == municipality].to_numpy()
            rounds = [rng.permutation(rows) for _ in range(-(-int(number) // len(rows)))]
            chosen += [int(row) for row in np.concatenate([*rounds, rows[:0]])[: int(number)]]
    drawn = areas.loc[chosen].reset_index(drop=True)
    return drawn.assign(
        postcode=drawn["postcode4"] + _letters(len(drawn), rng),
        second_postcode=drawn["postcode4"] + _letters(len(drawn), rng),
    )


def _letters(count: int, rng: np.random.Generator) -> pd.Series:
    first = rng.integers(len(FIRST_LETTERS), size=count)
    second = rng.integers(len(SECOND_LETTERS), size=count)
    pairs = zip(first, second, strict=True)
    return pd.Series([f" {FIRST_LETTERS[one]}{SECOND_LETTERS[two]}" for one, two in pairs])


def slugs(root: Path) -> dict[str, str]:
    """Return the slug of each province by its code."""
    provinces = _read(root, "provinces.csv")
    return dict(zip(provinces["province_code"], provinces["slug"], strict=True))
