"""Rows of several lists become initiatives."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgzaam.files import find_root
from zorgzaam.intake.link import Linkage, link_rows
from zorgzaam.intake.link_groups import Groups
from zorgzaam.intake.link_rule import rule_scores
from zorgzaam.params import load_build

SETTINGS = load_build(find_root(Path(__file__).parent)).linking
COLUMNS = ("source", "name", "place", "municipality_code", "website_domain", "kvk_number")


def rows(*lines: tuple[str, ...], **columns: list[object]) -> pd.DataFrame:
    filled = [(*line, *[""] * (len(COLUMNS) - len(line))) for line in lines]
    table = pd.DataFrame(filled, columns=[*COLUMNS]).assign(**columns)
    table.insert(0, "row_id", [f"{line[0]}::{at}" for at, line in enumerate(lines, start=2)])
    return table


def groups(linkage: Linkage) -> set[frozenset[str]]:
    """Return the rows that are one initiative, by their number; single rows are left out."""
    found = linkage.initiative_of.groupby(linkage.initiative_of)
    sets = (frozenset(name.rpartition("::")[2] for name in rows.index) for _, rows in found)
    return {one for one in sets if len(one) > 1}


def decided(table: pd.DataFrame, *pairs: tuple[int, int, str]) -> pd.DataFrame:
    lines = []
    for number, (left, right, decision) in enumerate(pairs, start=2):
        line = {"file": "review.xlsx", "sheet": "beoordelen", "row": number, "reason": "gebeld"}
        for side, at in (("l", left), ("r", right)):
            for name in ("row_id", "name", "place", "source"):
                line[f"{name}_{side}"] = table.iloc[at][name]
        lines.append(line | {"decision": decision})
    return pd.DataFrame(lines)


LISTS = (
    ("landelijk", "Stichting Dorpshuis De Kwikkel", "Elst"),
    ("gelderland", "Dorpshuis Kwikkel", "Elst"),
    ("landelijk", "Dorpshuis De Kwikkel", "Rolde"),
    ("drenthe", "Zorgcoöperatie Rolde e.o.", "Rolde"),
    ("landelijk", "Zorgcoop. Rolde", "Rolde"),
    ("drenthe", "Eetclub Zonnebloem", "Gieten"),
)


def test_the_same_in_other_words_is_one_and_the_same_name_elsewhere_is_not():
    linkage = link_rows(rows(*LISTS), SETTINGS)
    assert groups(linkage) == {frozenset("23"), frozenset("56")}
    assert linkage.initiative_of.index.tolist() == rows(*LISTS)["row_id"].tolist()


def test_the_order_of_the_rows_changes_nothing():
    table = rows(*LISTS)
    first, second = link_rows(table, SETTINGS), link_rows(table.iloc[::-1], SETTINGS)
    pd.testing.assert_series_equal(
        first.initiative_of.sort_index(), second.initiative_of.sort_index()
    )
    pd.testing.assert_frame_equal(first.pairs, second.pairs)


def test_two_runs_give_the_same():
    first, second = (link_rows(rows(*LISTS), SETTINGS) for _ in range(2))
    pd.testing.assert_frame_equal(first.pairs, second.pairs, check_exact=True)
    pd.testing.assert_series_equal(first.initiative_of, second.initiative_of)


def test_ids_survive_rows_added_elsewhere_and_names_that_change_with_a_key():
    before = rows(*LISTS, list_key=["L1", "G1", "L2", "", "L3", ""])
    after = pd.concat(
        [
            before.assign(name=before["name"].replace("Dorpshuis Kwikkel", "Dorpshuis Kwikel")),
            rows(("zeeland", "Nieuw in Goes", "Goes")).assign(row_id="z::9"),
        ]
    )
    old = link_rows(before, SETTINGS).initiative_of
    new = link_rows(after, SETTINGS).initiative_of
    pd.testing.assert_series_equal(new.loc[old.index], old)
    assert old.str.fullmatch(r"i[0-9a-f]{10}").all()


def test_a_respondent_does_not_name_an_initiative_of_a_list():
    table = rows(*LISTS)
    respondent = table.iloc[[0]].assign(row_id="answers::7", source="answers::7")
    joined = link_rows(pd.concat([table, respondent]), SETTINGS).initiative_of
    assert joined["answers::7"] == joined["landelijk::2"]
    assert joined["landelijk::2"] == link_rows(table, SETTINGS).initiative_of["landelijk::2"]


def test_two_that_cannot_be_told_apart_by_name_still_have_their_own_id():
    table = rows(("a", "De Kwikkel", "Elst"), ("a", "De Kwikkel", "Elst"))
    linkage = link_rows(table, SETTINGS, decided(table, (0, 1, "different")))
    first, second = linkage.initiative_of
    assert second == f"{first}-2"


def test_a_double_within_one_list_is_found():
    table = rows(
        ("a", "Dorpshuis De Kwikkel", "Elst", "GM1", "dekwikkel.nl"),
        ("a", "Dorpshuis de Kwikkel", "Elst", "GM1", "dekwikkel.nl"),
        ("a", "Dorpshuis De Kwikkel", "Velp", "GM2", "kwikkelvelp.nl"),
        ("b", "Eetclub Zonnebloem", "Goes", "GM3"),
    )
    assert groups(link_rows(table, SETTINGS)) == {frozenset("23")}


def test_two_rows_of_one_list_in_other_places_are_not_joined_through_a_third():
    table = rows(
        ("a", "Kwikkelhof Naastenhulp", "Elst", "GM1"),
        ("a", "Kwikkelhof Naastenhulp", "Velp", "GM2"),
        ("b", "Kwikkelhof Naastenhulp"),
    )
    linkage = link_rows(table, SETTINGS)
    assert linkage.initiative_of.iloc[0] != linkage.initiative_of.iloc[1]
    # Which of the two it is, is for a reviewer.
    assert "refused" in set(linkage.pairs["outcome"])
    assert linkage.pairs.loc[linkage.pairs["outcome"] == "refused", "is_grey"].all()


def test_another_kvk_number_keeps_apart_and_a_slip_in_it_does_not():
    names = ("Dorpshuis De Kwikkel", "Elst", "GM1", "dekwikkel.nl")
    for other, count in (("87654321", 2), ("12345687", 1)):
        table = rows(("a", *names, "12345678"), ("b", *names, other))
        assert link_rows(table, SETTINGS).initiative_of.nunique() == count


def test_an_umbrella_and_its_branches_are_related_and_not_the_same():
    table = rows(
        ("a", "Omkijk Zilver", "Assen", "GM1", "omkijk.nl"),
        ("a", "Omkijk Zilver - Rolde", "Rolde", "GM2", "omkijk.nl"),
        ("b", "Omkijk Zilver Gieten", "Gieten", "GM3", "omkijk.nl"),
        ("b", "Omkijk Zilver, afdeling Rolde", "Rolde", "GM2", "omkijk.nl"),
        ("b", "Buurtkamer De Brink", "Borger", "GM4"),
        umbrella=["", "Omkijk Zilver", "", "", "Landelijke Kamers"],
    )
    linkage = link_rows(table, SETTINGS)
    assert groups(linkage) == {frozenset("35")}
    found = linkage.relations.set_index("row_id")
    assert found["umbrella_row_id"].to_dict() == {
        "a::3": "a::2",
        "b::4": "a::2",
        "b::5": "a::2",
        "b::6": "",
    }
    assert found.loc["a::3", "umbrella_initiative_id"] == linkage.initiative_of["a::2"]
    assert found["basis"].tolist() == [
        "kolom koepel",
        "naam en webdomein",
        "afdeling in de naam",
        "kolom koepel",
    ]
    assert found.loc["b::6", "umbrella_name"] == "Landelijke Kamers"


def test_one_domain_in_several_places_is_not_one_initiative():
    table = rows(
        ("a", "Dorpshuis De Kwikkel", "Elst", "GM1", "gemeentehuis.nl"),
        ("b", "Eetclub Zonnebloem", "Velp", "GM2", "gemeentehuis.nl"),
    )
    assert link_rows(table, SETTINGS).initiative_of.nunique() == 2


@pytest.mark.parametrize(
    ("decision", "count", "outcome"),
    [("same", 1, "linked"), ("different", 2, "apart"), ("branch", 2, "apart")],
)
def test_a_decision_goes_before_the_score(decision, count, outcome):
    likely = rows(("a", "De Kwikkel", "Elst"), ("b", "De Kwikkel", "Elst"))
    unlikely = rows(
        ("a", "Abc", "Elst", "", "", "12345678"), ("b", "Xyz", "Goes", "", "", "87654321")
    )
    for table in (likely, unlikely):
        linkage = link_rows(table, SETTINGS, decided(table, (0, 1, decision)))
        assert linkage.initiative_of.nunique() == count
        assert linkage.pairs["outcome"].tolist() == [outcome]
        assert linkage.pairs["decision"].tolist() == [decision]
        assert len(linkage.relations) == (decision == "branch")
    assert np.isnan(linkage.pairs["match_probability"].iloc[0])


def test_what_the_model_did_without_decisions_is_kept():
    table = rows(("a", "De Kwikkel", "Elst"), ("b", "De Kwikkel", "Elst"))
    pairs = link_rows(table, SETTINGS, decided(table, (0, 1, "different"))).pairs
    assert pairs["linked_by_model"].tolist() == [True]


def test_decisions_that_contradict_each_other_are_reported():
    table = rows(*[(name, "De Kwikkel", "Elst") for name in "abc"])
    made = decided(table, (0, 1, "same"), (1, 2, "same"), (0, 2, "different"))
    linkage = link_rows(table, SETTINGS, made)
    assert linkage.initiative_of.nunique() == 2
    (problem,) = linkage.problems
    assert str(problem).startswith("review.xlsx, blad beoordelen, regel 3, kolom besluit:")


def test_a_decision_about_a_row_that_is_called_otherwise_now_is_reported_and_not_applied():
    table = rows(("a", "Abc", "Elst"), ("b", "Xyz", "Elst"))
    made = decided(table, (0, 1, "same"))
    linkage = link_rows(table.assign(name=["Abc", "Nieuw"]), SETTINGS, made)
    assert linkage.initiative_of.nunique() == 2
    (problem,) = linkage.problems
    assert "'Xyz' staat niet meer op dezelfde regel" in problem.what
    assert (problem.row, problem.column) == (2, "besluit")


def test_a_row_that_moved_in_its_list_keeps_its_decision():
    table = rows(("a", "Abc", "Elst"), ("b", "Xyz", "Elst"))
    made = decided(table, (0, 1, "same"))
    moved = table.assign(row_id=["a::2", "b::40"])
    assert link_rows(moved, SETTINGS, made).initiative_of.nunique() == 1
    twice = pd.concat([moved, table.iloc[[1]].assign(row_id="b::41")])
    assert len(link_rows(twice, SETTINGS, made).problems) == 1


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_rows(count):
    linkage = link_rows(rows(*LISTS[:1]).iloc[:count], SETTINGS)
    assert len(linkage.initiative_of) == count
    assert linkage.pairs.empty
    assert linkage.relations.empty


def test_rows_without_a_name_stay_alone():
    table = rows(("a", "", "Elst"), ("b", "", "Elst"), ("c", "  ", "Elst"))
    assert link_rows(table, SETTINGS).initiative_of.nunique() == 3


def test_only_three_columns_are_needed():
    table = rows(*LISTS)[["row_id", "source", "name"]]
    assert link_rows(table, SETTINGS).initiative_of.notna().all()


def test_the_rule_is_computed_as_it_is_written():
    table = pd.DataFrame(
        {
            "row_id": list("abc"),
            "source": list("abc"),
            "name": ["Stichting De Brink", "Brink", "De Brug"],
            "address": ["Dorpsstraat 1 Elst", "Elst Dorpsstraat 1", ""],
        }
    )
    left, right = np.array([0, 0]), np.array([1, 2])
    assert rule_scores(table, left, right).tolist() == [100.0, 44.4]
    assert rule_scores(table, left[:0], right[:0]).tolist() == []


def test_a_group_is_not_joined_when_one_of_its_rows_contradicts():
    groups = Groups(4)
    refused = groups.join([(0, 1), (1, 2), (2, 3)], lambda left, right: (left, right) == (0, 2))
    assert refused == {(1, 2)}
    assert groups.numbers() == [0, 0, 2, 2]
