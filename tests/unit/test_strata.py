"""Strata are joined until enough answered, phases before provinces, and every step is logged."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgzaam.errors import MonitorError
from zorgzaam.stats.strata import LOG_COLUMNS, make_strata

NEIGHBOURS = {"A": ["B", "C"], "B": ["A", "C"], "C": ["B"], "D": []}


def frame(*cells: tuple[str, str, int, int]) -> pd.DataFrame:
    """Return a frame of cells (province, phase, initiatives, respondents)."""
    rows = [
        (province, phase, i < answered)
        for province, phase, initiatives, answered in cells
        for i in range(initiatives)
    ]
    table = pd.DataFrame(rows, columns=["province_code", "phase", "responded"])
    return table.assign(initiative_id=[f"i{i}" for i in range(len(table))])


def test_cells_with_enough_stay():
    strata = make_strata(frame(("A", "idea", 9, 5), ("A", "", 8, 6), ("B", "idea", 7, 7)), 5, {})
    assert strata.sizes.to_dict() == {"A idea": 9, "A unknown": 8, "B": 7}
    assert strata.log.empty
    assert tuple(strata.log) == LOG_COLUMNS
    assert strata.assignment["i0"] == "A idea"
    assert strata.provinces.to_dict() == {"A": "A", "B": "B"}


def test_small_phases_of_a_province_together():
    cells = (("A", "idea", 9, 5), ("A", "doing", 8, 2), ("A", "start", 4, 3), ("B", "idea", 9, 9))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A doing+start": 12, "A idea": 9, "B": 9}
    assert strata.log["what"].tolist() == ["A doing", "A start"]
    assert set(strata.log["into"]) == {"A doing+start"}
    assert strata.log["why"].iloc[0].startswith("2 respondenten; er zijn er minstens 5 nodig.")
    assert strata.log[["respondents", "initiatives"]].values.tolist() == [[2, 8], [3, 4]]


def test_a_rest_that_is_too_small_joins_the_cell_with_fewest_respondents():
    cells = (("A", "idea", 9, 5), ("A", "doing", 30, 6), ("A", "start", 4, 1), ("A", "", 4, 2))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A doing": 30, "A idea+start+unknown": 17}
    strata = make_strata(frame(("A", "idea", 9, 5), ("A", "doing", 9, 0)), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A": 18}
    assert strata.log["why"].tolist() == [
        "Niemand deed mee; er zijn er minstens 5 nodig. Fasen samengevoegd binnen de provincie."
    ]


@pytest.mark.parametrize("respondents", [0, 1, 2, 4])
def test_a_province_with_too_few_joins_its_first_neighbour(respondents):
    cells = (("A", "idea", 9, respondents), ("B", "idea", 20, 10), ("C", "idea", 20, 10))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A+B": 29, "C": 20}
    assert strata.provinces.to_dict() == {"A": "A+B", "B": "A+B", "C": "C"}
    assert strata.log["step"].tolist() == [1]
    assert "buurprovincie" in strata.log["why"].iloc[0]


def test_provinces_join_on_until_enough_answered():
    cells = (("A", "idea", 9, 1), ("B", "idea", 20, 2), ("C", "idea", 20, 10))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A+B+C": 49}
    assert strata.log[["what", "into"]].values.tolist() == [["A", "B"], ["A+B", "C"]]


def test_a_joined_province_keeps_the_phases_that_are_large_enough():
    cells = (("A", "idea", 9, 3), ("B", "idea", 20, 7), ("B", "doing", 20, 10))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A+B doing": 20, "A+B idea": 29}


def test_without_a_neighbour_the_largest_group():
    cells = (("B", "idea", 20, 10), ("C", "idea", 30, 10), ("D", "idea", 5, 1))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"B": 20, "C+D": 35}
    assert "geen buurprovincie" in strata.log["why"].iloc[0]


def test_a_country_with_few_is_one_stratum():
    strata = make_strata(frame(("A", "idea", 9, 1), ("B", "", 3, 0)), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A+B": 12}


def test_initiatives_without_a_province_scale_the_others():
    cells = (("A", "idea", 10, 5), ("B", "idea", 30, 5), ("", "idea", 8, 0))
    strata = make_strata(frame(*cells), 5, NEIGHBOURS)
    assert strata.sizes.to_dict() == {"A": 12, "B": 36}
    assert strata.scale == 1.2
    assert strata.log[["what", "into", "initiatives"]].values.tolist() == [["unknown", "*", 8]]
    assert len(strata.assignment) == 40


def test_respondents_without_a_province_keep_a_weight():
    few = make_strata(frame(("A", "x", 10, 5), ("B", "x", 30, 5), ("", "x", 8, 2)), 5, NEIGHBOURS)
    assert few.sizes.to_dict() == {"A": 10, "B+unknown": 38}
    many = make_strata(frame(("A", "x", 10, 5), ("", "x", 8, 6)), 5, NEIGHBOURS)
    assert many.sizes.to_dict() == {"A": 10, "unknown": 8}


def test_nobody_answered_and_doubles_are_refused():
    with pytest.raises(MonitorError, match="Niemand op de lijst"):
        make_strata(frame(("A", "idea", 9, 0)), 5, {})
    table = frame(("A", "idea", 9, 5))
    with pytest.raises(MonitorError, match="twee keer op de lijst: i0"):
        make_strata(pd.concat([table, table.head(1)]), 5, {})
    with pytest.raises(ValueError, match="two"):
        make_strata(table, 1, {})


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D", ""]),
        st.sampled_from(["idea", "doing", "start", ""]),
        st.integers(1, 12),
        st.integers(0, 12),
    ),
    min_size=1,
    max_size=16,
)


@settings(deadline=None, max_examples=60)
@given(cells=CELLS, minimum=st.integers(2, 8))
def test_strata_are_large_enough_and_cover_the_inventory(cells, minimum):
    table = frame(*cells)
    if not table["responded"].any():
        return
    strata = make_strata(table, minimum, NEIGHBOURS)
    responded = table.set_index("initiative_id")["responded"]
    answered = responded[strata.assignment.index].groupby(strata.assignment.to_numpy()).sum()
    assert answered.min() >= minimum or len(answered) == 1
    assert strata.sizes.sum() == pytest.approx(len(table))
    assert set(responded[responded].index) <= set(strata.assignment.index)
    shuffled = make_strata(table.sample(frac=1, random_state=1), minimum, NEIGHBOURS)
    pd.testing.assert_series_equal(shuffled.assignment.sort_index(), strata.assignment.sort_index())
    pd.testing.assert_frame_equal(shuffled.log, strata.log)
