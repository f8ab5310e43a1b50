"""The release as a whole: what is told, what is hidden, and that hidden stays hidden."""

import numpy as np
import pandas as pd
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.release import protect
from zorgzaam.release.models import OTHER
from zorgzaam.release.rows import COUNTRY, GROUPS
from zorgzaam.release.table import HIDDEN, KEY, NUMBERS, SHOWN, changes, parquet_bytes, read

SHARE = {"statistic": "share_pct", "target": "inventory"}


def rows_of(release, **wanted):
    table = release.table
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def one(release, **wanted):
    found = rows_of(release, **wanted)
    assert len(found) == 1, found
    return found.iloc[0]


def test_a_national_share_is_the_weighted_share_of_the_answers(release, wave):
    answers = wave[1]
    given = answers["goals_measured"].isin(["yes", "no"])
    row = one(
        release, area="nederland", group="", variable="goals_measured", category="yes", **SHARE
    )
    plain = 100 * (answers["goals_measured"] == "yes")[given].mean()
    assert row["base"] == given.sum()
    assert row["n"] == len(answers)
    assert row["value"] == pytest.approx(plain, abs=4)  # weights shift it a little
    assert row["lower"] < row["value"] < row["upper"]


def test_percentages_have_no_decimals_under_a_base_of_100(release):
    told = rows_of(release, **SHARE)
    told = told[told["status"].isin(SHOWN)]
    few = told[told["base"] < 100]
    many = told[told["base"] >= 100]
    assert len(few) > 0
    assert len(many) > 0
    assert (few[["value", "lower", "upper"]] % 1 == 0).all(axis=None)
    assert (many[["value", "lower", "upper"]].round(1) == many[["value", "lower", "upper"]]).all(
        axis=None
    )
    assert (many["value"] % 1 != 0).any()


def test_what_is_hidden_has_no_number_at_all(release):
    hidden = release.table[release.table["status"].isin(HIDDEN)]
    assert len(hidden) > 100
    assert hidden[NUMBERS].isna().all(axis=None)
    assert (hidden["reason"] != "").all()


def test_no_hidden_cell_is_the_only_one_in_a_sum(release):
    """Adding up and taking off, as anybody can: no whole with one hidden part, nor the reverse."""
    shares = rows_of(release, **SHARE)
    landsdelen = {"landsdeel-noord": ["groningen", "fryslan", "drenthe"],
                  "landsdeel-oost": ["overijssel", "flevoland", "gelderland"],
                  "landsdeel-west": ["utrecht", "noord-holland", "zuid-holland", "zeeland"],
                  "landsdeel-zuid": ["noord-brabant", "limburg"]}  # fmt: skip
    sums = [("nederland", list(landsdelen)), *landsdelen.items()]
    checked = 0
    for (_, _), cells in shares[shares["group"] == ""].groupby(["variable", "category"]):
        hidden = cells.set_index("area")["status"].isin(HIDDEN)
        for whole, parts in sums:
            if whole in hidden and {*parts} <= {*hidden.index}:
                assert hidden[[whole, *parts]].sum() != 1, (cells["variable"].iat[0], whole)
                checked += 1
    for group in GROUPS:
        for (variable, category), cells in shares[shares["group"] == group].groupby(
            ["variable", "category"]
        ):
            national = shares[
                (shares["area"] == "nederland") & (shares["group"] == "")
                & (shares["variable"] == variable) & (shares["category"] == category)
            ]  # fmt: skip
            hidden = [*cells["status"].isin(HIDDEN), *national["status"].isin(HIDDEN)]
            assert sum(hidden) != 1, (variable, group)
            checked += 1
    assert checked > 50


def test_answers_of_one_question_do_not_give_back_the_hidden_one(release):
    shares = rows_of(release, **SHARE)
    single = shares[shares["denominator"] == "answered"]
    for _, cells in single.groupby(["area", "group", "group_category", "variable"]):
        groups = {"some", "little"}
        for part in (cells[cells["category"].isin(groups)], cells[~cells["category"].isin(groups)]):
            assert part["status"].isin(HIDDEN).sum() != 1, part


def test_a_status_does_not_tell_a_small_count_from_one_that_protects_it(release):
    shares = rows_of(release, **SHARE)
    hidden = shares[shares["status"].isin(HIDDEN)]
    assert set(hidden.loc[hidden["base"] >= 10, "status"]) == {"hidden-secondary"}
    assert set(hidden.loc[hidden["base"] < 10, "status"]) == {"hidden-small"}


def test_who_got_a_follow_up_is_hidden_where_the_question_before_it_is(release):
    shares = rows_of(release, **SHARE)
    keys = ["area", "group", "group_category"]
    before = shares[shares["variable"] == "target_group"]
    hidden = before.loc[before["status"].isin(HIDDEN), keys].drop_duplicates()
    after = shares[shares["variable"] == "target_specific"].merge(hidden, on=keys)
    assert len(after)
    assert after["base"].isna().all()
    assert after["status"].isin(HIDDEN).all()


def test_a_difference_is_told_where_both_shares_are(release):
    differences = rows_of(release, statistic="difference_points")
    told = differences[differences["status"].isin(SHOWN)]
    shares = rows_of(release, statistic="share_pct", target="movement")
    shown = shares.loc[shares["status"].isin(SHOWN), ["area", "variable", "category"]]
    assert len(told) == len(told.merge(shown, on=["area", "variable", "category"]))
    assert told["p_value"].between(0, 1).all()


def test_a_hidden_province_gets_what_the_others_make_likely_and_nothing_of_its_own(
    wave, small_release, release_of
):
    frame, answers = wave
    drenthe = frame.loc[frame["province_code"] == "PV22", "initiative_id"]
    changed = answers.copy()
    own = changed["initiative_id"].isin(drenthe)
    changed.loc[own, "goals_measured"] = "yes"
    wanted = {"area": "drenthe", "variable": "goals_measured", "category": "yes"}
    before = one(small_release, statistic="model_share_pct", **wanted)
    after = one(release_of(frame, changed), statistic="model_share_pct", **wanted)
    # All that can shift it is which of the others are told.
    assert abs(before["value"] - after["value"]) <= 3
    assert pd.isna(before["base"])


def test_equal_answers_give_equal_bytes(wave, small_release, release_of):
    again = release_of(*wave)
    assert parquet_bytes(again.table, {}) == parquet_bytes(small_release.table, {})


def test_a_release_is_read_as_it_was_written(release, tmp_path):
    path = tmp_path / "release.parquet"
    path.write_bytes(parquet_bytes(release.table, {"wave": 2020}))
    found = read(path)
    pd.testing.assert_frame_equal(found, release.table)
    assert found.attrs["notes"] == {"wave": 2020}


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"not parquet at all"])
def test_a_damaged_release_is_one_message(content, tmp_path):
    path = tmp_path / "release.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MonitorError, match=r"release\.parquet: .*uitgave"):
        read(path)


def test_changes_say_which_numbers_and_by_how_much(release):
    before = release.table
    after = before.copy()
    shown = after.index[after["status"].isin(SHOWN) & (after["statistic"] == "share_pct")]
    after.loc[shown[0], "value"] += 2
    after = after.drop(index=shown[1])
    found = changes(before, after)
    assert list(found["change"]) == ["veranderd", "vervallen"] or set(found["change"]) == {
        "veranderd",
        "vervallen",
    }
    assert found.loc[found["change"] == "veranderd", "difference"].item() == 2
    assert changes(before, before).empty
    assert list(changes(None, before).columns)[: len(KEY)] == KEY


# ---- input that could go wrong


@pytest.mark.parametrize("answered", [0, 1, 2])
def test_a_province_with_hardly_any_respondent(answered, make_wave, provinces, release_of):
    release = release_of(*make_wave({**provinces, "PV29": (30, answered)}))
    own = rows_of(release, area="zeeland", **SHARE)
    assert len(own)
    assert not own["status"].isin(SHOWN).any()
    expected = (
        {"none"} if answered == 0 else {"hidden-small", "hidden-secondary", "none", "not-asked"}
    )
    assert set(own["status"]) <= expected
    assert one(release, area="zeeland", statistic="respondents")["value"] == answered
    assert one(release, area="zeeland", statistic="initiatives")["value"] == 30


def test_a_question_answered_by_nobody(wave, release_of):
    frame, answers = wave
    silent = answers.assign(goals_measured="not_answered")
    own = rows_of(release_of(frame, silent), variable="goals_measured", **SHARE)
    assert set(own["status"]) == {"none"}


def test_everybody_gives_the_same_answer(wave, release_of):
    frame, answers = wave
    own = rows_of(
        release_of(frame, answers.assign(goals_measured="yes")), variable="goals_measured"
    )
    shares = own[own["statistic"].isin(["share_pct", "model_share_pct", "difference_points"])]
    assert not shares["status"].isin(SHOWN).any()


def test_an_inventory_smaller_than_the_respondents(wave, release_of):
    frame, answers = wave
    with pytest.raises(MonitorError, match="inventaris is kleiner dan de deelnemers"):
        release_of(frame[~frame["responded"]], answers)


def test_nobody_answered(wave, release_of):
    frame, answers = wave
    with pytest.raises(MonitorError, match="Geen enkel antwoord telt mee"):
        release_of(frame, answers.assign(answer_outcome="unfinished"))


def test_weights_that_cannot_be_found(wave, release_of, settings):
    frame, answers = wave
    narrow = settings.weighting.model_copy(update={"lowest_ratio": 0.999, "highest_ratio": 1.001})
    with pytest.raises(MonitorError, match="grenzen"):
        release_of(frame, answers, settings.model_copy(update={"weighting": narrow}))


def test_a_class_of_a_margin_without_respondents(wave, release_of):
    frame, answers = wave
    rare = frame.copy()
    rare.loc[rare.index[~rare["responded"]][:6], "legal_form"] = "guild"
    release = release_of(rare, answers)
    assert (release.log["what"].str.contains("guild")).any()
    frame_row = one(release, group="legal_form", group_category="guild", statistic="frame_pct")
    assert frame_row["base"] == 0


def test_one_large_initiative_dominates_an_amount(wave, release_of):
    frame, answers = wave
    huge = answers.copy()
    brabant = frame.loc[frame["province_code"] == "PV30", "initiative_id"]
    first = huge.index[huge["initiative_id"].isin(brabant)][0]
    huge.loc[first, "volunteers_count"] = 50_000
    release = release_of(frame, huge)
    own = rows_of(release, area="noord-brabant", variable="volunteers_count")
    for statistic in ("mean", "total"):
        assert own.loc[own["statistic"] == statistic, "status"].isin(HIDDEN).all()
    assert own.loc[own["statistic"] == "median", "status"].isin(SHOWN).all()


def test_no_limit_of_a_quantile_is_the_answer_of_one(wave, release_of):
    frame, answers = wave
    spread = answers.copy()
    spread["volunteers_count"] = pd.array(range(10_000, 10_000 + len(spread)), "Int64")
    release = release_of(frame, spread)
    own = release.table[
        (release.table["variable"] == "volunteers_count")
        & release.table["statistic"].isin(["median", "quantile_25", "quantile_75"])
        & (release.table["group"] == "")
        & release.table["status"].isin(SHOWN)
    ]
    assert len(own) > 5
    assert own["upper"].isna().any()
    assert (own.loc[own["lower"].isna() | own["upper"].isna(), "status"] == "wide").all()


def test_hidden_classes_are_one_in_tests_and_models(wave, release_of):
    """With each of them apart, the statistic would give back how a hidden class answered."""
    frame, answers = wave
    changed = answers.copy()
    rare = changed["legal_form"] == "cooperative"
    changed.loc[rare, "goals_measured"] = "no"
    changed.loc[changed.index[rare][:2], "goals_measured"] = "yes"
    release = release_of(frame, changed)
    shares = rows_of(release, group="legal_form", variable="goals_measured", **SHARE)
    all_shown = shares["status"].isin(SHOWN).groupby(shares["group_category"]).all()
    shown = set(all_shown[all_shown].index)
    assert "cooperative" not in shown
    models = rows_of(release, statistic="odds_ratio", variable="goals_measured", group="legal_form")
    assert len(models)
    assert {*models["group_category"], *models["denominator"]} <= {*shown, OTHER}


def test_what_makes_groups_is_told_by_area_alone(release):
    """Phase by legal form would be legal form by phase: one table, hidden in two ways."""
    makers = release.table[release.table["variable"].isin(GROUPS)]
    assert set(makers["variable"]) == set(GROUPS)
    direct = makers[makers["statistic"] == "share_pct"]
    assert (direct["group"] == "").all()


def test_a_class_that_is_a_hidden_answer_is_not_there_with_its_size(wave, release_of):
    frame, answers = wave
    changed = answers.copy()
    forms = changed["legal_form"]
    changed["legal_form"] = forms.where(forms != "other", "none")
    changed.loc[changed.index[:3], "legal_form"] = "other"
    release = release_of(frame, changed)
    answer = rows_of(release, area=COUNTRY, variable="legal_form", category="other", **SHARE)
    assert set(answer["status"]) == {"hidden-secondary"}
    classes = release.table[release.table["group"] == "legal_form"]
    respondents = classes[classes["statistic"] == "respondents"]
    assert "other" not in set(respondents["group_category"])
    # One class less would be found by subtraction.
    hidden = rows_of(release, area=COUNTRY, variable="legal_form", **SHARE)
    hidden = set(hidden.loc[hidden["status"].isin(HIDDEN) & (hidden["group"] == ""), "category"])
    assert len(hidden) >= 2
    assert not hidden & set(respondents["group_category"])


def test_an_audit_that_fails_stops_the_release(wave, release_of, monkeypatch):
    def primary_alone(system):
        return (system.cells["is_primary"] | system.cells["is_forced"]).to_numpy(bool, copy=True)

    monkeypatch.setattr(protect, "suppress", primary_alone)
    with pytest.raises(MonitorError, match="controle op onthulling is niet gelukt"):
        release_of(*wave)


def test_the_audit_report_says_nothing_about_any_answer(release):
    assert (release.audit["unsafe"] == 0).all()
    assert set(release.audit) == {"table", "cells", "hidden", "unsafe"}
    assert np.isfinite(release.audit["cells"]).all()
