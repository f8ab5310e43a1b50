"""How well linking went: against a truth, and estimated from the clerical sample."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgzaam.files import find_root
from zorgzaam.intake.clerical import sample_pairs, strata
from zorgzaam.intake.link_quality import evaluate, linkage_quality, wilson
from zorgzaam.params import load_build

SETTINGS = load_build(find_root(Path(__file__).parent)).linking


def test_pairs_against_a_truth():
    found = pd.Series(["x", "x", "x", "y"], index=list("abcd"))
    truth = pd.Series(["2", "1", "1", "2"], index=list("dbac"))
    scores = evaluate(found, truth)
    assert scores.precision == pytest.approx(1 / 3)
    assert scores.recall == pytest.approx(1 / 2)
    assert scores.f1 == pytest.approx(2 / 5)


def test_all_right_and_nothing_to_find():
    one = pd.Series(["x", "x", "y"], index=list("abc"))
    assert evaluate(one, one).f1 == 1
    alone = pd.Series(list("xyz"), index=list("abc"))
    assert np.isnan(evaluate(alone, alone).recall)


def test_the_interval_of_newcombe():
    share = wilson(81 / 263, 263)
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)
    assert wilson(1.0, 10).high == 1.0


def pairs_with_truth(seed: int = 1) -> pd.DataFrame:
    """3,000 pairs whose chance is true, of which those from 0.4 are linked."""
    rng = np.random.default_rng(seed)
    chance = np.concatenate([rng.uniform(0.0005, 0.05, 2200), rng.uniform(0.05, 1, 800)])
    return pd.DataFrame(
        {
            "row_id_l": [f"a::{at}" for at in range(3000)],
            "row_id_r": [f"b::{at}" for at in range(3000)],
            "match_probability": chance,
            "linked_by_model": chance >= 0.4,
            "decision": "",
            "is_same": rng.random(3000) < chance,
        }
    )


def judged(pairs: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    names = dict(zip(drawn["row_id_l"], drawn["is_same"], strict=True))
    words = {True: "same", False: "different", None: ""}
    return pairs.assign(decision=[words[names.get(name)] for name in pairs["row_id_l"]])


def test_the_sample_is_the_same_each_time_and_covers_every_stratum():
    pairs = pairs_with_truth()
    drawn = sample_pairs(pairs, SETTINGS)
    pd.testing.assert_frame_equal(drawn, sample_pairs(pairs.iloc[::-1], SETTINGS))
    assert len(drawn) == SETTINGS.sample_pairs
    assert drawn["match_probability"].min() < 0.1 < 0.9 < drawn["match_probability"].max()
    sizes, given = strata(pairs).value_counts(), drawn["stratum"].value_counts()
    assert set(given.index) == set(sizes.index) - {-1}
    assert given.idxmax() == sizes.drop(-1).idxmax()
    assert given.min() >= 5
    other = sample_pairs(pairs, SETTINGS.model_copy(update={"seed": 2}))
    assert set(other["row_id_l"]) != set(drawn["row_id_l"])


def test_what_was_judged_stays_in_the_sample_when_the_lists_change_a_little():
    pairs = pairs_with_truth()
    before = set(sample_pairs(pairs, SETTINGS)["row_id_l"])
    after = set(sample_pairs(pairs.drop(index=range(0, 3000, 50)), SETTINGS)["row_id_l"])
    assert len(before & after) > 0.9 * len(before)


def test_few_pairs_are_all_drawn():
    few = pairs_with_truth().iloc[-5:]
    assert len(sample_pairs(few, SETTINGS)) == 5
    assert sample_pairs(few.iloc[:0], SETTINGS).empty


def test_pairs_below_the_lowest_band_or_never_compared_are_not_drawn():
    pairs = pairs_with_truth().iloc[:2].assign(match_probability=[0.0001, np.nan])
    assert strata(pairs).tolist() == [-1, -1]
    assert linkage_quality(pairs, SETTINGS).not_drawn == 1


def test_the_estimates_hold_the_planted_truth():
    settings = SETTINGS.model_copy(update={"sample_pairs": 600})
    hits, errors = 0, []
    for seed in range(20):
        pairs = pairs_with_truth(seed)
        linked, same = pairs["linked_by_model"], pairs["is_same"]
        quality = linkage_quality(judged(pairs, sample_pairs(pairs, settings)), settings)
        assert quality.judged == quality.drawn == 600
        for share, whole in ((quality.precision, linked), (quality.recall, same)):
            true = (linked & same).sum() / whole.sum()
            hits += share.low <= true <= share.high
            errors.append(share.value - true)
    assert abs(np.mean(errors[::2])) < 0.02
    assert abs(np.mean(errors[1::2])) < 0.03
    assert hits >= 36  # of 40 intervals of 95 %


def test_all_judged_leaves_no_interval():
    pairs = pairs_with_truth().iloc[-60:]
    quality = linkage_quality(judged(pairs, pairs), SETTINGS)
    linked, same = pairs["linked_by_model"], pairs["is_same"]
    assert quality.precision.low == quality.precision.high == pytest.approx(same[linked].mean())
    assert quality.recall.value == pytest.approx((linked & same).sum() / same.sum())


def test_without_mistakes_in_the_sample_the_linking_is_not_taken_to_be_perfect():
    pairs = pairs_with_truth().assign(is_same=lambda table: table["linked_by_model"])
    quality = linkage_quality(judged(pairs, sample_pairs(pairs, SETTINGS)), SETTINGS)
    assert quality.precision.value == quality.recall.value == 1
    assert quality.precision.low < 0.99
    assert quality.recall.low < 0.95


def test_nothing_judged_says_nothing():
    quality = linkage_quality(pairs_with_truth(), SETTINGS)
    assert (quality.precision, quality.recall, quality.judged) == (None, None, 0)


def test_a_branch_is_not_the_same():
    pairs = pairs_with_truth().iloc[-40:]
    made = judged(pairs, pairs)
    branch = made.assign(decision=made["decision"].replace("different", "branch"))
    assert linkage_quality(branch, SETTINGS) == linkage_quality(made, SETTINGS)
