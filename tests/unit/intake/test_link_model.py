"""The scores of pairs, and the settings they come from."""

import logging
import math

import pandas as pd
import pytest

from zorgzaam.intake.link_keys import block_keys, comparable
from zorgzaam.intake.link_model import FUNCTIONS, _levels, score_pairs, splink_settings
from zorgzaam.intake.link_weights import PRIOR_WEIGHT, WEIGHTS
from zorgzaam.intake.link_wording import REASONS, why


def scored(table: pd.DataFrame) -> pd.DataFrame:
    ready = comparable(table)
    return score_pairs(ready, block_keys(ready, 50, 30)[0])


def two(**columns: list[object]) -> pd.DataFrame:
    base = {"row_id": ["a::1", "b::1"], "source": ["a", "b"], "name": ["De Kwikkel", "De Kwikkel"]}
    return pd.DataFrame(base | columns)


def levels(**columns: list[object]) -> dict[str, int]:
    row = scored(two(**columns)).iloc[0]
    return {name: int(row[f"level_{name}"]) for name in WEIGHTS}


def test_the_weight_of_a_pair_is_the_sum_of_its_levels():
    row = scored(two(place=["Elst", "Elst"], start_year=[2012, 2013])).iloc[0]
    weight = PRIOR_WEIGHT - 0.5 * math.log2(2)
    for name, weights in WEIGHTS.items():
        level = int(row[f"level_{name}"])
        weight += weights[-1 - level] if level >= 0 else 0
    assert row["match_weight"] == pytest.approx(weight, abs=0.001)
    assert row["match_probability"] == pytest.approx(1 / (1 + 2**-weight), abs=0.001)


def test_every_level_has_one_weight_and_the_strongest_stands_first():
    for name, conditions in _levels("duckdb").items():
        known = [sql for sql in conditions if not sql.startswith("NULL ")]
        assert len(WEIGHTS[name]) == len(known) + 1, name
        assert WEIGHTS[name][0] > WEIGHTS[name][-1], name
    assert list(WEIGHTS["name"]) == sorted(WEIGHTS["name"], reverse=True)


@pytest.mark.parametrize(
    ("columns", "level"),
    [
        ({}, -1),
        ({"address": ["Kerkstraat 1", "Kerkstr 1"], "place": ["Elst", "Elst"]}, 10),
        ({"postcode": ["1234AB", "1234AB"]}, 9),
        ({"address": ["Kerkstraat 1", "Kerkstraat 1"], "place": ["Elst", "Velp"]}, 8),
        ({"postcode": ["1234AB", "1234AC"], "place": ["Elst", "Velp"]}, 6),
        ({"municipality_code": ["GM1", "GM1"], "place": ["Elst", "Velp"]}, 4),
        ({"place": ["Elst", "Elst"], "address": ["Brink 3", "Molenweg 87"]}, 1),
        ({"place": ["Elst", "Velp"]}, 0),
        ({"place": ["Elst", "Elst"], "municipality_code": ["GM1", "GM2"]}, 0),
    ],
)
def test_the_level_of_the_location(columns, level):
    assert levels(**columns)["location"] == level


def test_what_is_shared_elsewhere_counts_less():
    here = {"place": ["Elst", "Elst"], "website_domain": ["a.nl", "a.nl"]}
    elsewhere = here | {"place": ["Elst", "Velp"]}
    assert (levels(**here)["website"], levels(**elsewhere)["website"]) == (2, 1)
    assert levels(kvk_number=["12345678", "12345687"])["kvk"] == 1
    assert levels(kvk_number=["12345678", "87654321"])["kvk"] == 0


def test_the_same_rows_give_the_same_scores():
    table = two(place=["Elst", "Velp"])
    pd.testing.assert_frame_equal(scored(table), scored(table))


def test_nothing_to_compare_gives_no_pairs():
    apart = scored(two(name=["Kwikkel", "Zonnebloem"]))
    assert apart.empty
    assert list(apart.columns)[:2] == ["left", "right"]
    assert scored(two().iloc[:0]).empty


def test_more_rows_make_a_match_less_likely_beforehand():
    few, many = (
        splink_settings(rows)["probability_two_random_records_match"] for rows in (10, 10**5)
    )
    assert 0 < many < few < 1


def test_spark_gets_the_same_settings_with_its_own_name_for_jaro_winkler():
    duckdb, spark = splink_settings(100), splink_settings(100, "spark")
    assert str(spark) == str(duckdb).replace("jaro_winkler_similarity", "jaro_winkler")
    assert all(name in str(spark) for name in FUNCTIONS)


def test_splink_says_nothing(capfd):
    scored(two(place=["Elst", "Velp"]))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("splink").propagate


def test_every_level_in_words_exists():
    for name, words in REASONS.items():
        assert set(words) <= set(range(-1, len(WEIGHTS[name])))
    found = {"name": 8, "location": 0, "website": -1, "kvk": -1, "start_year": 1, "source": 2}
    assert why(found, False) == "naam zo goed als gelijk; andere plaats"
    assert why(found, True).endswith("in tegenspraak met een andere regel van het initiatief")
