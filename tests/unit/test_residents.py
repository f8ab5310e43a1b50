"""Residents over a change of municipalities, on a country of three that became two."""

import pandas as pd
import pytest

from zorgzaam.residents import on_layer_2023

RESIDENTS = pd.DataFrame(
    {
        "municipality_code_2020": ["GM0001", "GM0002", "GM0003"],
        "name_2020": ["Blijft", "Gesplitst", "Gaat op"],
        "province_code": "PV20",
        "residents_2020": [100, 10, 7],
    }
)
MUNICIPALITIES = pd.DataFrame(
    {
        "municipality_code": ["GM0001", "GM0009"],
        "name": ["Blijft", "Nieuw"],
        "province_code": "PV20",
        "area_km2": 1.0,
    }
)


def make_crosswalk(*rows: tuple[str, str, str]) -> pd.DataFrame:
    columns = ["municipality_code_2020", "municipality_code_2023", "area_share"]
    return pd.DataFrame(rows, columns=columns).assign(name_2020="", name_2023="")


def test_a_split_is_shared_by_area_and_keeps_its_total():
    crosswalk = make_crosswalk(
        ("GM0002", "GM0001", "0.24"), ("GM0002", "GM0009", "0.72"), ("GM0003", "GM0009", "0.9")
    )
    moved = on_layer_2023(RESIDENTS, crosswalk, MUNICIPALITIES)
    # A quarter of ten is two and a half: the half goes to one of the two, and nobody gets lost.
    assert moved["residents_2020"].tolist() == [102, 15]
    assert moved["is_estimated"].tolist() == [True, True]
    assert list(moved.columns) == [
        "municipality_code",
        "name",
        "province_code",
        "residents_2020",
        "is_estimated",
    ]


def test_a_merger_moves_everybody_whatever_its_measured_area():
    crosswalk = make_crosswalk(("GM0002", "GM0009", "0.96"), ("GM0003", "GM0009", "0.9"))
    moved = on_layer_2023(RESIDENTS, crosswalk, MUNICIPALITIES)
    assert moved["residents_2020"].tolist() == [100, 17]
    assert not moved["is_estimated"].any()


@pytest.mark.parametrize(
    "rows",
    [
        [("GM0002", "GM0001", "1"), ("GM0003", "GM0001", "1")],
        [("GM0002", "GM0009", "1")],
    ],
)
def test_a_crosswalk_that_does_not_lead_to_the_layer_is_refused(rows):
    with pytest.raises(ValueError, match="does not lead"):
        on_layer_2023(RESIDENTS, make_crosswalk(*rows), MUNICIPALITIES)
