"""Secondary suppression: which other cells to hide, so that the sums give nothing away.

The work is done by tau-Argus of Statistics Netherlands (its optimal method, Fischetti and
Salazar 2000), through ``pytauargus``. It is given the cells and sums themselves, in the format
that its own tables are turned into, so that linked tables are protected together.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from zorgzaam.errors import MonitorError
from zorgzaam.stats.disclosure import System

MINUTES_A_SYSTEM = 1  # the engine stops then with the best that it has; the attack judges that
NOT_HERE = (
    "De beveiliging van tabellen (tau-Argus, het pakket pytauargus) is op deze computer niet te "
    "laden: {error}. Zonder beveiliging worden er geen cijfers over antwoorden gemaakt. Zet het "
    "pakket neer met: python monitor.py build, of bouw op een computer met 64-bit Linux, Windows "
    "of een Mac met Apple-chip."
)


def suppress(system: System) -> np.ndarray:
    """Return a boolean a cell: hidden, because it is primary or to protect one that is.

    The loss, the sum of ``weight`` over what is hidden, is as small as tau-Argus can make it.

    Raises
    ------
    MonitorError
        If the engine cannot be loaded or finds no way to protect the cells.
    """
    cells = system.cells
    hidden: np.ndarray = (cells["is_primary"] | cells["is_forced"]).to_numpy(bool, copy=True)
    if not hidden.any():
        return hidden
    with TemporaryDirectory(prefix="zorgzaam-") as name:
        table, answer = Path(name, "table.jj"), Path(name, "answer.txt")
        table.write_text(_as_jj(system), encoding="ascii", newline="\n")
        engine = _engine()
        code = engine.full_jj(
            in_file_jj=str(table),
            out_file=str(answer),
            max_time=MINUTES_A_SYSTEM,
            out_dir=f"{name}/",
        )
        if code > 1 or not answer.is_file():
            raise MonitorError(
                f"tau-Argus kon een tabel niet beveiligen ({engine.error_string(code)}). "
                "Er wordt niets gepubliceerd. Meld dit aan wie de monitor onderhoudt."
            )
        chosen = [int(line) for line in answer.read_text(encoding="ascii").split()]
    hidden[chosen] = True
    return hidden


def _engine() -> Any:
    """Return tau-Argus; raises ``MonitorError`` where it cannot be loaded."""
    try:
        from pytauargus.engine import HiTaSCtrl
    except ImportError as error:
        raise MonitorError(NOT_HERE.format(error=error)) from error
    return HiTaSCtrl()


def _as_jj(system: System) -> str:
    """Return the system in the format "JJ" of tau-Argus.

    A cell a line: number, value, weight, status (u: primary, s: may be hidden), what is known to
    be its lowest and highest value, and how far below and above its value it must be possible.
    Then a sum a line: total, number of cells, and the cells with their signs.
    """
    lines = ["0", str(len(system.cells))]
    for at, cell in enumerate(system.cells.to_dict("records")):
        below = max(cell["value"] - cell["protect_low"], 0) if cell["is_primary"] else 0
        above = max(cell["protect_high"] - cell["value"], 0) if cell["is_primary"] else 0
        status = "u" if cell["is_primary"] or cell["is_forced"] else "s"
        numbers = [cell["lowest"], cell["highest"], below, above]
        told = " ".join(f"{number:.3f}" for number in numbers)
        lines.append(f"{at} {cell['value']:.0f} {cell['weight']:.0f} {status} {told} 0")
    lines.append(str(len(system.equations)))
    for equation in system.equations:
        terms = " ".join(f"{at} ({sign})" for at, sign in equation.terms)
        lines.append(f"{equation.total:.0f} {len(equation.terms)} : {terms}")
    return "\n".join(lines) + "\n"
