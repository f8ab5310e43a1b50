"""Published tables: what must be hidden, and what an outsider derives if only that is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgzaam.release.suppression import suppress
from zorgzaam.stats.attack import attack
from zorgzaam.stats.disclosure import Equation, System

HERE = Path(__file__).parent / "disclosure"


def two_way(counts, threshold, width):
    """Return a table of counts with public margins as a system."""
    counts = np.asarray(counts)
    rows, columns = counts.shape
    place = np.arange(counts.size).reshape(counts.shape)
    equations = [
        Equation(float(counts[row].sum()), tuple((int(at), 1) for at in place[row]))
        for row in range(rows)
    ]
    equations += [
        Equation(float(counts[:, column].sum()), tuple((int(at), 1) for at in place[:, column]))
        for column in range(columns)
    ]
    values = counts.ravel()
    low = np.maximum(0, values - width)
    cells = pd.DataFrame(
        {
            "value": values,
            "lowest": 0,
            "highest": counts.sum(),
            "weight": values + 1,
            "is_primary": (values > 0) & (values < threshold),
            "is_forced": False,
            "protect_low": low,
            "protect_high": low + 2 * width,
        }
    )
    return System(cells, tuple(equations))


WP22 = [[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]]


def test_wp22_has_six_primary_cells_and_all_are_recovered_if_only_they_are_hidden():
    system = two_way(WP22, threshold=5, width=1)
    primary = system.cells["is_primary"].to_numpy()
    found = attack(system, primary)
    assert primary.sum() == 6
    assert (found["low"] == found["high"]).all()
    assert list(found["low"]) == list(system.cells.loc[primary, "value"])
    assert not found["is_safe"].any()


@pytest.mark.parametrize("width", [1, 2])
def test_wp22_is_safe_after_secondary_suppression(width):
    system = two_way(WP22, threshold=5, width=width)
    hidden = suppress(system)
    found = attack(system, hidden)
    assert hidden[system.cells["is_primary"]].all()
    assert found["is_safe"].all()
    assert (found["high"] - found["low"] >= 2 * width - 1e-6).all()
    assert not hidden.all()


def test_wp22_loses_as_little_as_any_choice_of_cells_can():
    system = two_way(WP22, threshold=5, width=1)
    cells = system.cells
    chosen = cells["weight"][suppress(system)].sum()
    primary = cells["is_primary"].to_numpy()
    others = np.flatnonzero(~primary)
    best = np.inf
    for code in range(2 ** len(others)):
        hidden = primary.copy()
        hidden[others[[bool(code >> bit & 1) for bit in range(len(others))]]] = True
        loss = cells["weight"][hidden].sum()
        if loss < best and attack(system, hidden)["is_safe"].all():
            best = loss
    assert chosen == best


def test_sdctable_flags_one_cell_and_adds_the_three_that_the_optimum_adds():
    data = pd.read_csv(HERE / "sdctable_microdata1.csv")
    table = pd.crosstab(data["region"], data["gender"])
    system = two_way(table.to_numpy(), threshold=3, width=1)
    names = [(region, gender) for region in table.index for gender in table.columns]
    primary = {name for name, flag in zip(names, system.cells["is_primary"], strict=True) if flag}
    hidden = {name for name, flag in zip(names, suppress(system), strict=True) if flag}
    assert primary == {("A", "female")}
    assert hidden - primary == {("A", "male"), ("C", "male"), ("C", "female")}
    assert attack(system, suppress(system))["is_safe"].all()
