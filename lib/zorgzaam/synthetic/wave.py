"""Writing the synthetic wave: all files that a researcher would have, and the truth about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.files import write_changed
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.params import load_build
from zorgzaam.published import around, load_counts, load_survey_figures
from zorgzaam.synthetic import corrections_file, earlier, places, sidecar, sources_file, truth
from zorgzaam.synthetic.capture import all_rows, items_of
from zorgzaam.synthetic.layout import File, Placed, lay_out
from zorgzaam.synthetic.list_specs import LISTS
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.population import describe, locate
from zorgzaam.synthetic.questionnaires import (
    SURVEY,
    WRITING,
    Questionnaire,
    choose_respondents,
    collect,
    told_by,
)
from zorgzaam.synthetic.survey import Targets, draw_answers
from zorgzaam.synthetic.survey_files import limesurvey_bytes, sav_bytes

FOLDER = Path("data", "raw", "synthetic")
SEED = 20201471
# Each part of the work has a generator of its own, so that a change in one leaves the others.
STREAMS = ("places", "respondents", "answers", "attributes", "rows", "layout", "questionnaires",
           "earlier")  # fmt: skip
# What the wave cannot be made without.
NEEDED = ("population", "respondents", "start_year_mean")


def write_wave(root: Path, wave: int, folder: Path | None = None, seed: int = SEED) -> list[Path]:
    """Write the raw files of a synthetic wave, with their truth, and return their paths, sorted.

    They go to ``folder``, which is ``data/raw/synthetic/<wave>`` below ``root`` unless told
    otherwise. The same ``wave``, ``seed`` and project files give the same bytes.

    Raises
    ------
    MonitorError
        If the figures from which the wave could be made were not published for this year, or
        a file cannot be written.
    InputError
        If the codebook of the wave or a project file is missing or damaged.
    """
    folder = folder or root / FOLDER / str(wave)
    files = make_files(root, wave, seed)
    for name, content in files.items():
        write_changed(folder / name, content)
    return sorted(folder / name for name in files)


def load_targets(root: Path, wave: int) -> Targets:
    """Return the published figures of the survey of this year, and how to read them.

    Raises
    ------
    MonitorError
        If there are none.
    """
    figures = load_survey_figures(root).set_index("figure_id", drop=False)
    figures = figures[(figures["wave"] == wave) & (figures["area"] == "NL")]
    missing = [name for name in NEEDED if name not in figures.index]
    if missing:
        raise MonitorError(
            f"Voor {wave} zijn er geen synthetische gegevens: in data/published/survey_figures.csv "
            f"staat voor dat jaar geen {', '.join(missing)}. Kies een ander meetjaar."
        )
    return Targets(figures, load_build(root).precision)


def make_files(root: Path, wave: int, seed: int) -> dict[str, bytes]:
    """Return the content of each file of a synthetic wave by its path below the folder."""
    rngs = {
        name: np.random.default_rng([seed, wave, number]) for number, name in enumerate(STREAMS)
    }
    targets, codebook = load_targets(root, wave), load_codebook(root, wave)
    located = locate(root, wave, int(targets.figures.at["population", "value"]), rngs["places"])
    respondents = choose_respondents(located, targets.respondents, rngs["respondents"])
    answers = draw_answers(codebook, targets, rngs["answers"])
    world = describe(located, told_by(respondents, answers), rngs["attributes"])
    items = items_of(world, rngs["rows"])
    rows = all_rows(world, items, places.slugs(root), rngs["rows"])
    lists = {spec.source: lay_out(spec, rows[spec.source], rngs["layout"]) for spec in LISTS}
    forms = collect(respondents, answers, items, codebook, rngs["questionnaires"])
    specs, of_before = _earlier(root, wave, items, rngs["earlier"])
    files = {
        **{spec.file(wave): lists[spec.source].content for spec in LISTS},
        **of_before,
        f"{SURVEY}_synthetisch_{wave}.sav": sav_bytes(forms, codebook),
        f"limesurvey/{SURVEY}_synthetisch_{wave}.csv": limesurvey_bytes(forms, codebook),
        **_truths(wave, lists, forms, items),
    }
    rows_of_lists = {source: file.placed for source, file in lists.items()}
    corrections = corrections_file.corrections_text(rows_of_lists)
    files[corrections_file.FILE] = corrections.encode("utf-8")
    files[sources_file.FILE] = sources_file.sources_text(wave, files, specs).encode("utf-8")
    files[sidecar.FILE] = sidecar.sidecar_text(wave, seed, targets.figures, files).encode("utf-8")
    return files


def _earlier(
    root: Path, wave: int, items: dict[str, dict[str, object]], rng: np.random.Generator
) -> tuple[list[ListSpec], dict[str, bytes]]:
    """Return the list of the count before this wave with its truth; nothing if there was none."""
    counts = load_counts(root)
    headline = counts[counts["series"] == "headline"]
    try:
        before, _ = around(headline, wave)
    except MonitorError:
        return [], {}
    year = int(before["year_decimal"])
    spec = earlier.earlier_spec(year)
    gone = earlier.gone_items(items, year, rng)
    rows = earlier.earlier_rows(items, gone, int(before["value"]), spec, rng)
    file = lay_out(spec, rows, rng)
    known = truth.row_truth(file.placed, spec.source, spec.file(wave), {**items, **gone})
    split = earlier.true_split(items, rows, year)
    return [spec], {
        spec.file(wave): file.content,
        f"waarheid/waarheid_{year}_synthetisch_{wave}.csv": _csv(known),
        f"waarheid/splitsing_{year}_synthetisch_{wave}.csv": _csv(
            split.assign(**{SYNTHETIC_MARK: SYNTHETIC_VALUE})
        ),
    }


def _truths(
    wave: int,
    lists: dict[str, File],
    forms: list[Questionnaire],
    items: dict[str, dict[str, object]],
) -> dict[str, bytes]:
    names = {spec.source: spec.file(wave) for spec in LISTS}
    names[SURVEY] = f"{SURVEY}_synthetisch_{wave}.sav"
    specs = {spec.source: spec for spec in LISTS} | {SURVEY: WRITING}
    placed = {source: file.placed for source, file in lists.items()}
    placed[SURVEY] = tuple(
        Placed(form.row, "", number, counts=form.counts) for number, form in enumerate(forms, 1)
    )
    rows = [truth.row_truth(placed[source], source, names[source], items) for source in placed]
    cells = [truth.cell_truth(placed[source], source, specs[source]) for source in placed]
    tables = {
        "waarheid": pd.concat(rows, ignore_index=True),
        "waarheid_cellen": pd.concat(cells, ignore_index=True),
        "waarheid_initiatieven": truth.initiative_truth(items, placed),
        "geplant": truth.planted_counts(placed, names),
    }
    return {
        f"waarheid/{name}_synthetisch_{wave}.csv": _csv(table) for name, table in tables.items()
    }


def _csv(table: pd.DataFrame) -> bytes:
    return str(table.to_csv(index=False, lineterminator="\n")).encode("utf-8")
