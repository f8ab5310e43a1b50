"""What an outsider can work out about hidden cells: linear programming against every one of them.

Independent of the engine that chose what to hide: it takes the same sums and what was published,
and asks of each hidden cell how small and how large it can be (Fischetti and Salazar 2000,
*Models and algorithms for optimizing cell suppression in tabular data*, sect. 2).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from zorgzaam.stats.disclosure import System

TOLERANCE = 1e-6


def attack(system: System, hidden: np.ndarray) -> pd.DataFrame:
    """Return what can be derived about each primary cell, given all that is not ``hidden``.

    ``hidden`` has a boolean a cell. One row a primary cell, indexed by its position: ``low`` and
    ``high``, the range that remains; ``protect_low`` and ``protect_high``, the range that should;
    ``is_safe``. A primary cell that is not hidden has a range of its value alone.
    """
    cells = system.cells
    hidden = np.asarray(hidden, bool)
    unknown = np.flatnonzero(hidden)
    matrix, totals = _equations(system, unknown)
    bounds = cells.iloc[unknown][["lowest", "highest"]].to_numpy(float)
    found = {}
    for position in np.flatnonzero(cells["is_primary"].to_numpy(bool)):
        value = float(cells["value"].iat[position])
        found[position] = (
            _range(matrix, totals, bounds, int(np.searchsorted(unknown, position)))
            if hidden[position]
            else (value, value)
        )
    ranges = pd.DataFrame.from_dict(found, orient="index", columns=["low", "high"], dtype=float)
    ranges = ranges.join(cells[["protect_low", "protect_high"]])
    low_enough = ranges["low"] <= ranges["protect_low"] + TOLERANCE
    high_enough = ranges["high"] >= ranges["protect_high"] - TOLERANCE
    return ranges.assign(is_safe=low_enough & high_enough)


def _equations(system: System, unknown: np.ndarray) -> tuple[csr_array, np.ndarray]:
    """Return the sums over the unknown cells: what is published is moved to the totals."""
    values = system.cells["value"].to_numpy(float)
    column = {int(position): place for place, position in enumerate(unknown)}
    rows: list[int] = []
    columns: list[int] = []
    signs: list[int] = []
    totals: list[float] = []
    for equation in system.equations:
        known = sum(sign * values[at] for at, sign in equation.terms if at not in column)
        left = [(column[at], sign) for at, sign in equation.terms if at in column]
        if left:
            rows += [len(totals)] * len(left)
            columns += [place for place, _ in left]
            signs += [sign for _, sign in left]
            totals.append(equation.total - known)
    shape = (len(totals), len(unknown))
    return csr_array((signs, (rows, columns)), shape=shape, dtype=float), np.array(totals)


def _range(
    matrix: csr_array, totals: np.ndarray, bounds: np.ndarray, place: int
) -> tuple[float, float]:
    """Return the smallest and largest value that the unknown cell at ``place`` can have."""
    ends = []
    for direction in (1.0, -1.0):
        objective = np.zeros(len(bounds))
        objective[place] = direction
        done = linprog(objective, A_eq=matrix, b_eq=totals, bounds=bounds, method="highs")
        if not done.success:
            raise ArithmeticError(f"the attack has no solution: {done.message}")
        ends.append(direction * done.fun)
    return ends[0], ends[1]
