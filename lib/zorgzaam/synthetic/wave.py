"""Writing the synthetic wave: all files that a researcher would have, and the truth about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam.files import write_changed
from zorgzaam.synthetic import places
from zorgzaam.synthetic.capture import all_rows, items_of
from zorgzaam.synthetic.layout import lay_out
from zorgzaam.synthetic.list_specs import LISTS
from zorgzaam.synthetic.population import describe, locate
from zorgzaam.synthetic.truth import cell_truth, initiative_truth, planted_counts, row_truth

FOLDER = Path("data", "raw", "synthetic")
SEED = 20201471
# Each part of the work has a generator of its own, so that a change in one leaves the others.
STREAMS = ("places", "survey", "attributes", "rows", "layout")


def write_wave(root: Path, wave: int, folder: Path | None = None, seed: int = SEED) -> list[Path]:
    """Write the raw files of a synthetic wave, with their truth, and return their paths, sorted.

    They go to ``folder``, which is ``data/raw/synthetic/<wave>`` below ``root`` unless told
    otherwise. The same ``wave``, ``seed`` and project files give the same bytes.

    Raises
    ------
    MonitorError
        If no figures were published that the wave could be made from.
    """
    folder = folder or root / FOLDER / str(wave)
    files = _files(root, wave, seed)
    for name, content in files.items():
        write_changed(folder / name, content)
    return sorted(folder / name for name in files)


def _files(root: Path, wave: int, seed: int) -> dict[str, bytes]:
    """Return the content of each file by its path below the folder."""
    streams = {
        name: np.random.default_rng([seed, wave, number]) for number, name in enumerate(STREAMS)
    }
    world = describe(locate(root, wave, 1471, streams["places"]), {}, streams["attributes"])
    slugs = places.slugs(root)
    rows = all_rows(world, slugs, streams["rows"])
    items = items_of(world, streams["rows"])
    laid = {spec.source: lay_out(spec, rows[spec.source], streams["layout"]) for spec in LISTS}
    names = {spec.source: spec.file(wave) for spec in LISTS}
    placed = {source: file.placed for source, file in laid.items()}
    truths = [row_truth(placed[source], source, names[source], items) for source in placed]
    cells = [cell_truth(placed[spec.source], spec.source, spec) for spec in LISTS]
    mark = f"synthetisch_{wave}.csv"
    tables = {
        f"waarheid_{mark}": pd.concat(truths, ignore_index=True),
        f"waarheid_cellen_{mark}": pd.concat(cells, ignore_index=True),
        f"waarheid_initiatieven_{mark}": initiative_truth(items, placed),
        f"geplant_{mark}": planted_counts(placed, names),
    }
    return {
        **{names[source]: file.content for source, file in laid.items()},
        **{f"waarheid/{name}": _csv(table) for name, table in tables.items()},
    }


def _csv(table: pd.DataFrame) -> bytes:
    return str(table.to_csv(index=False, lineterminator="\n")).encode("utf-8")
