"""Make the release of a wave unless it is up to date; nothing of it is written if it is unsafe."""

from __future__ import annotations

from pathlib import Path

import filelock
import pandas as pd

from zorgzaam import figures, params, prepare, provenance
from zorgzaam.dutch import join_words
from zorgzaam.errors import MonitorError
from zorgzaam.files import write_changed, writing
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.store import read_table
from zorgzaam.params import Dataset
from zorgzaam.release import table as release_table
from zorgzaam.release.current import NOTICE_FILE, ReleasePlaces, is_current, remember, state
from zorgzaam.release.frame import neighbours
from zorgzaam.release.labels import load_labels
from zorgzaam.release.make import Release, make_release
from zorgzaam.release.rows import area_slugs
from zorgzaam.release.table import RELEASE_CSV, RELEASE_FILE
from zorgzaam.release.workbook import workbook_bytes

AUDIT_FILE, CHANGES_FILE, WEIGHTING_FILE = "audit.csv", "changes.csv", "weighting_log.csv"
WORKBOOK_FILE = "tables.xlsx"
TOO_CLOSE = (
    "Let op: wie deze uitgave en de vorige heeft, kan soms uitrekenen wat een deelnemer "
    "antwoordde: {why}. Is de vorige al gepubliceerd, ga dit dan na voor u deze "
    "publiceert: zie changes.csv in data/processed."
)
LOCK_WAIT_S = 300


def ensure(root: Path, dataset: Dataset, wave: int) -> ReleasePlaces:
    """Make the release of a dataset and wave, and what it is made from, unless it is up to date.

    Where there is a release without the note from what it was made, and nothing to make it from,
    as in the folder a page is made in, it is taken as it is.

    Raises
    ------
    InputError
        With every problem in the raw files.
    MonitorError
        If the answers cannot be weighted or protected, or something cannot be written. The
        release that was there stays.
    """
    places = ReleasePlaces(root, dataset, wave)
    is_copy = (places.folder / RELEASE_FILE).is_file() and not places.manifest.is_file()
    if is_copy and not places.intake.manifest.is_file() and not places.intake.raw.is_dir():
        return places
    if is_current(places):
        return places
    prepare.ensure(root, dataset, wave)
    with writing(places.folder):
        places.folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(places.folder / ".lock", timeout=LOCK_WAIT_S):
            if not is_current(places):
                _make(places)
    except filelock.Timeout:
        raise MonitorError(
            f"Een ander programma is al lang bezig met {places.folder}. Wacht tot het klaar is, of "
            "sluit het."
        ) from None
    return places


def load(root: Path, dataset: Dataset, wave: int) -> pd.DataFrame:
    """Return the release table of a dataset and wave; raises ``InputError`` if it is not there."""
    return release_table.read(ReleasePlaces(root, dataset, wave).folder / RELEASE_FILE)


def _make(places: ReleasePlaces) -> None:
    before = state(places)
    codebook = load_codebook(places.root, places.wave)
    settings = params.load_build(places.root)
    release = make_release(
        read_table(places.intake.processed / "initiatives.parquet"),
        read_table(places.intake.processed / "answers.parquet"),
        codebook,
        settings,
        places.dataset,
        area_slugs(places.root),
        neighbours(places.root),
    )
    contents = _contents(places, release, codebook, settings)
    # All or nothing: the contents are made before the first of them is written, and the note
    # that calls them a release comes last.
    for path, content in contents.items():
        write_changed(path, content)
    # What tells of the release before this one cannot be made again from the same inputs.
    fleeting = (CHANGES_FILE, NOTICE_FILE)
    lasting = {path: made for path, made in contents.items() if path.name not in fleeting}
    remember(places, before, lasting)


def _contents(
    places: ReleasePlaces, release: Release, codebook: Codebook, settings: params.Build
) -> dict[Path, bytes]:
    """Return what is released, file by file."""
    kind = places.dataset
    labels = load_labels(places.root, places.wave)
    told_log = without_counts(release.log)
    notes = {
        "wave": places.wave,
        "dataset": kind,
        "note": provenance.KIND_LABELS[kind],
        "confidence_level": settings.confidence_level,
        "disclosure": settings.disclosure.model_dump(),
        "weighting_log": told_log.to_dict("records"),
        "audit": release.audit.to_dict("records"),
    }
    files = {
        RELEASE_FILE: release_table.parquet_bytes(release.table, notes),
        RELEASE_CSV: figures.csv_bytes(release.table, kind, missing=""),
        WORKBOOK_FILE: workbook_bytes(release.table, labels, codebook, kind, notes),
        AUDIT_FILE: figures.csv_bytes(release.audit, kind),
        WEIGHTING_FILE: figures.csv_bytes(told_log, kind),
    }
    # These stay where the answers are: the log with its counts, and what two releases differ in,
    # which can be what one respondent answered.
    inside = {WEIGHTING_FILE: figures.csv_bytes(release.log, kind)}
    inside |= _against_the_last(places, release.table, settings.disclosure.minimum_count)
    contents = {places.folder / name: content for name, content in files.items()}
    return contents | {places.intake.processed / name: item for name, item in inside.items()}


def without_counts(log: pd.DataFrame) -> pd.DataFrame:
    """Return the log of the weights without how many there are of each small class.

    Who of the inventory took part is no answer, but the list often says what would be answered.
    """
    less = r"^(?:\d+ respondent(?:en)?|Niemand deed mee); er zijn er minstens (\d+) nodig\."
    why = log["why"].str.replace(less, r"Minder dan \1 deelnemers.", regex=True)
    return log.drop(columns=["respondents", "initiatives"]).assign(why=why)


def _against_the_last(
    places: ReleasePlaces, after: pd.DataFrame, minimum_count: int
) -> dict[str, bytes]:
    """Return what changed against the release that is there, and what to be careful of.

    Nothing, so that what was told stays, if this is the same release again.
    """
    try:
        before = release_table.read(places.folder / RELEASE_FILE)
    except MonitorError:
        before = None  # the first release, or one of another shape
    changed = release_table.changes(before, after)
    if before is not None and changed.empty:
        return {}
    telling = release_table.differences_that_tell(before, after, minimum_count)
    notice = TOO_CLOSE.format(why=join_words(telling)) if telling else ""
    return {
        CHANGES_FILE: figures.csv_bytes(changed, places.dataset),
        NOTICE_FILE: notice.encode("utf-8"),
    }
