"""The rules of what may not be told, and the attack on what is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zorgzaam.release.suppression import suppress
from zorgzaam.stats.attack import attack
from zorgzaam.stats.disclosure import (
    Equation,
    Rules,
    System,
    dominated,
    primary_counts,
    protected_range,
    shown_decimals,
)

RULES = Rules(
    minimum_count=5,
    minimum_base=10,
    group_share=0.9,
    group_below_base=100,
    dominance_count=2,
    dominance_share=0.8,
    amount_margin=0.15,
)


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (0, 300, True),  # nobody says something of everybody
        (4, 300, True),
        (5, 300, False),
        (5, 9, True),  # too small a base
        (5, 10, False),
        (9, 10, True),  # nine in ten
        (90, 100, False),  # many enough to hide among
        (89, 99, False),
        (90, 99, True),
        (300, 300, True),  # everybody
        (0, 0, True),
    ],
)
def test_what_may_not_be_told(count, base, expected):
    assert primary_counts(np.array([count]), np.array([base]), RULES).item() is expected


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_protected_range_holds_the_count_and_stays_within_the_base(count, spare):
    base = count + spare
    low, high = protected_range(np.array([count]), np.array([base]), RULES)
    assert 0 <= low.item() <= count <= high.item() <= base
    assert high.item() - low.item() == min(RULES.minimum_count - 1, base)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([40, 40, 10, 10], True), ([30, 30, 20, 20], False), ([0, 0, 0], True), ([], True)],
)
def test_few_who_make_up_an_amount(amounts, expected):
    assert dominated(amounts, RULES) is expected


def test_percentages_have_decimals_from_a_base_of_100():
    assert [shown_decimals(base) for base in (1, 99, 100)] == [0, 0, 1]


def column(values, *, primary, protect):
    """Return a whole and its parts, the whole first."""
    cells = pd.DataFrame(
        {
            "value": [sum(values), *values],
            "lowest": 0,
            "highest": 10 * sum(values),
            "weight": [1000, *values],
            "is_primary": [False, *(value in primary for value in values)],
            "is_forced": False,
            "protect_low": [0, *(value - protect for value in values)],
            "protect_high": [0, *(value + protect for value in values)],
        }
    )
    parts = tuple((at, 1) for at in range(1, len(cells)))
    return System(cells, (Equation(0.0, ((0, -1), *parts)),))


def test_one_hidden_part_of_a_known_whole_is_no_secret():
    system = column([3, 20, 30], primary=[3], protect=2)
    found = attack(system, np.array([False, True, False, False]))
    assert found[["low", "high"]].to_numpy().tolist() == [[3, 3]]
    assert not found["is_safe"].any()


def test_a_primary_cell_that_is_shown_is_not_safe():
    system = column([3, 20, 30], primary=[3], protect=2)
    assert not attack(system, np.zeros(4, bool))["is_safe"].any()


def test_what_the_status_tells_is_used_against_it():
    """A cell hidden for another's sake is known not to be small, and that narrows the other."""
    system = column([3, 6, 30], primary=[3], protect=2)
    hidden = np.array([False, True, True, False])
    assert attack(system, hidden)["is_safe"].all()
    knowing = System(system.cells.assign(lowest=[0, 0, 5, 0]), system.equations)
    found = attack(knowing, hidden)
    assert found["high"].item() == 4
    assert not found["is_safe"].any()


def test_a_sum_that_does_not_hold_is_found():
    system = column([3, 20, 30], primary=[3], protect=2)
    wrong = System(system.cells.assign(value=[54, 3, 20, 30]), system.equations)
    assert system.broken() == []
    assert len(wrong.broken()) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=5))
def test_any_table_is_safe_after_suppression(rows):
    counts = np.array(rows)
    bases = np.repeat(counts.sum(axis=1), 3)
    place = np.arange(counts.size).reshape(counts.shape)
    values = counts.ravel()
    low, high = protected_range(values, bases, RULES)
    # The totals of columns are cells as well, so that there is always a way out.
    totals = counts.sum(axis=0)
    cells = pd.DataFrame(
        {
            "value": [*values, *totals],
            "lowest": 0,
            "highest": [*bases, *[counts.sum()] * 3],
            "weight": [*(values + 1), *(totals + 1000)],
            "is_primary": [*primary_counts(values, bases, RULES), False, False, False],
            "is_forced": False,
            "protect_low": [*low, 0, 0, 0],
            "protect_high": [*high, 0, 0, 0],
        }
    )
    equations = [
        Equation(float(counts[row].sum()), tuple((int(at), 1) for at in place[row]))
        for row in range(len(counts))
    ]
    equations += [
        Equation(0.0, ((counts.size + at, -1), *((int(part), 1) for part in place[:, at])))
        for at in range(3)
    ]
    system = System(cells, tuple(equations))
    assert attack(system, suppress(system))["is_safe"].all()
