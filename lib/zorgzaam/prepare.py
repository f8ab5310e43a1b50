"""The intake as a whole: from the raw files of a wave to its processed tables.

Read, correct, clean, link, decide, merge: each step is a function in a module of its own in
:mod:`zorgzaam.intake`, and this is where they meet. The work is done again when something that
goes into it has changed, and not otherwise.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import filelock
import pandas as pd

from zorgzaam import figures, params, provenance
from zorgzaam.errors import InputError, MonitorError, Problem
from zorgzaam.files import write_changed, writing
from zorgzaam.intake import current, earlier, inventory, open_points, outcomes, store
from zorgzaam.intake.answers import Answers, decode, flag_duplicates
from zorgzaam.intake.clean import CleanRows, clean_rows
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.columns import table_columns
from zorgzaam.intake.corrections import apply, load_corrections
from zorgzaam.intake.criteria import decide
from zorgzaam.intake.current import Places
from zorgzaam.intake.decisions import read_decisions
from zorgzaam.intake.link import Linkage, link_rows
from zorgzaam.intake.link_quality import linkage_quality
from zorgzaam.intake.locate import Gazetteer
from zorgzaam.intake.readers import check_mark, read_all
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS, Delivery
from zorgzaam.intake.review import review_workbook
from zorgzaam.intake.schemas import conform
from zorgzaam.intake.source_files import SOURCES_FILE, sha256_of
from zorgzaam.intake.sources import Source, load_sources, not_earlier
from zorgzaam.params import Dataset
from zorgzaam.synthetic import clerk

CONTACTS_FILE = "contacts.parquet"
OPEN_POINTS_FILE = "open_points.csv"  # for who works through them in Excel
LOCK_WAIT_S = 300


@dataclass(frozen=True)
class Received:
    """What was received for one wave: the sources, their tables, how to read them."""

    sources: Mapping[str, Source]
    deliveries: tuple[Delivery, ...]
    codebook: Codebook
    gazetteer: Gazetteer
    settings: params.Build

    def lists(self, *, earlier: bool = False) -> list[str]:
        """Return the names of the lists of this wave, or of the earlier counts."""
        return [
            name
            for name, source in self.sources.items()
            if source.kind == "list" and source.is_earlier is earlier
        ]

    def dates(self) -> dict[str, str]:
        """Return when each source was received (ISO), where that is known."""
        received = {name: source.received for name, source in self.sources.items()}
        return {name: date.isoformat() for name, date in received.items() if date}

    def told(self, places: Places, rows: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
        """Return the table of sources, with what became of their rows."""
        digests = {name: sha256_of(places.raw / item.file) for name, item in self.sources.items()}
        return outcomes.source_rows(self.sources, self.deliveries, rows, answers, digests)


@dataclass(frozen=True)
class Made:
    """What the intake makes: tables by their name in the codebook, and the review sheet."""

    tables: Mapping[str, pd.DataFrame]
    review: bytes


def ensure(root: Path, dataset: Dataset, wave: int) -> Places:
    """Make the processed tables of a dataset and wave, unless they are up to date.

    The synthetic raw files are made first where they are not there. Where there are tables alone,
    without the note from what they were made, as in the folder a page is made in, they are taken
    as they are.

    Raises
    ------
    InputError
        With every problem in the raw files, the corrections and the review sheet.
    MonitorError
        If the real files are not there, or something cannot be written.
    """
    places = Places(root, dataset, wave)
    is_copy = any(places.processed.glob("*.parquet")) and not places.manifest.is_file()
    if is_copy and not places.raw.is_dir():
        return places
    if current.is_current(places):
        return places
    with writing(places.processed):
        places.processed.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(places.processed / ".lock", timeout=LOCK_WAIT_S):
            if not current.is_current(places):
                _make(places)
    except filelock.Timeout:
        raise MonitorError(
            f"Een ander programma is al lang bezig met {places.name(places.raw)}. "
            "Wacht tot het klaar is, of sluit het."
        ) from None
    return places


def load(root: Path, dataset: Dataset, wave: int) -> dict[str, pd.DataFrame]:
    """Return the processed tables of a dataset and wave by their name in the codebook."""
    folder = Places(root, dataset, wave).processed
    return {path.stem: store.read_table(path) for path in sorted(folder.glob("*.parquet"))}


def _make(places: Places) -> None:
    """Process the raw files of ``places`` and write everything that comes of it."""
    if not places.raw.is_dir():
        _raw_files(places)
    before = current.state(places)
    received = _receive(places)
    made = process(places, received)
    notes = {
        "dataset": places.dataset,
        "note": provenance.KIND_LABELS[places.dataset],
        # Not the review sheet, which is written as well: its decisions stand with the pairs.
        "inputs": {
            name: digest
            for name, digest in before["inputs"].items()
            if name != places.name(places.review)
        },
    }
    outputs = _write(places, received, made, notes)
    current.remember(places, before, outputs)


def _raw_files(places: Places) -> None:
    """Make the synthetic raw files; raises ``MonitorError`` where real ones should be."""
    if places.dataset == "real":
        raise MonitorError(
            f"De map {places.name(places.raw)} is er niet. Zet daar de lijsten, de enquête en "
            "sources.yaml neer. Kijk ze na met: python monitor.py check. Zonder echte bestanden "
            "worden er nooit verzonnen gegevens gebruikt; die maakt u met --dataset synthetic."
        )
    from zorgzaam.synthetic.wave import write_wave

    write_wave(places.root, places.wave)


def _receive(places: Places) -> Received:
    """Read every source; raises ``InputError`` with all problems of all files."""
    codebook = load_codebook(places.root, places.wave)
    sources = load_sources(places.raw, places.root)
    if late := not_earlier(sources, places.wave):
        raise InputError(late)
    deliveries = read_all(places.raw, sources, codebook)
    problems = [
        problem
        for item in deliveries
        for problem in check_mark(item.unused_columns, sources[item.source].file, places.dataset)
    ]
    if problems:
        raise InputError(problems)
    gazetteer = Gazetteer.load(places.root, places.wave)
    settings = params.load_build(places.root)
    return Received(sources, tuple(deliveries), codebook, gazetteer, settings)


def process(places: Places, received: Received) -> Made:
    """Return the processed tables of what was received, and the review sheet; writes nothing.

    Raises
    ------
    InputError
        With every problem in the answers, the corrections or the review sheet.
    MonitorError
        If a row would get lost.
    """
    corrections = load_corrections(places.corrections)
    delivered = {item.source: item.table for item in received.deliveries}
    tables, corrected = apply(delivered, corrections)
    answers = _answers(received, tables)
    lists = [_clean(received, name, tables[name], places.wave) for name in received.lists()]
    before = [
        _clean(received, name, tables[name], places.wave) for name in received.lists(earlier=True)
    ]
    rows = _rows(places, lists)

    linkage, review = _link(places, received, rows, answers.table)
    rows["initiative_id"] = rows["row_id"].map(linkage.initiative_of).fillna("")
    linked_rows = rows[rows["initiative_id"] != ""]
    decided = decide(linked_rows, corrections, places.wave, received.dates())
    merged = inventory.merge(linked_rows)
    initiatives = inventory.with_decisions(merged, decided.decisions, decided.flags)
    in_inventory = initiatives.set_index("initiative_id")["in_inventory"]
    rows = inventory.outcomes(rows, in_inventory == "yes")
    settings = received.settings.linking
    then = earlier.merged(_earlier_rows(received, before, rows), settings)
    compared = earlier.compare(then, linked_rows, in_inventory, settings)

    linked = outcomes.link_answers(answers.table, linkage.initiative_of, in_inventory.to_dict())
    linked, doubles = flag_duplicates(linked, by="initiative_id")
    counting = linked.loc[linked["answer_outcome"] == "kept", "initiative_id"]
    responded = initiatives["initiative_id"].isin(counting).map(outcomes.YES_NO)
    log = pd.concat(
        [corrected, *(item.log for item in (*lists, *before)), answers.log], ignore_index=True
    )
    everybody = pd.concat([table[list(ORIGIN_COLUMNS)] for table in (rows, then, linked)])
    points = [
        *(
            open_points.of_problems("bij het lezen", item.problems, item.source)
            for item in received.deliveries
        ),
        open_points.of_problems("antwoord", [*answers.notices, *doubles]),
        open_points.of_problems("besluit van een beoordelaar", linkage.problems),
        open_points.of_log(log),
        open_points.of_pairs(linkage.pairs, everybody),
        open_points.of_answers(linked),
        open_points.of_decisions(decided.decisions, linked_rows),
        open_points.of_differences(inventory.differences(linked_rows), linked_rows),
    ]
    return Made(
        {
            "rows": rows,
            "initiatives": initiatives.assign(responded=responded),
            "answers": linked,
            "log": log,
            "steps": outcomes.steps([item.steps for item in lists]),
            "pairs": outcomes.pair_rows(linkage.pairs),
            "linkage_quality": outcomes.quality_rows(
                linkage_quality(linkage.pairs, received.settings.linking)
            ),
            "relations": linkage.relations,
            "memberships": outcomes.memberships(rows),
            "sources": received.told(places, pd.concat([rows, then]), linked),
            "earlier": compared,
            "decisions": decided.decisions.drop(columns="wave"),
            "open_points": pd.concat(points, ignore_index=True),
        },
        review,
    )


def _earlier_rows(
    received: Received, lists: Sequence[CleanRows], rows: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of the lists of earlier counts, each with the year of its count.

    Without such lists there are no rows, with the columns of ``rows``.
    """
    tables = [outcomes.flag_others(item.table) for item in lists if len(item.table)]
    found = pd.concat(tables, ignore_index=True) if tables else rows.iloc[:0]
    years = {name: source.counted_in for name, source in received.sources.items()}
    return found.assign(counted_in=found["source"].map(years).astype("Int64"))


def _answers(received: Received, tables: Mapping[str, pd.DataFrame]) -> Answers:
    """Return the answers of all surveys as one; raises ``InputError`` with their problems."""
    decoded = [
        decode(
            replace(item, table=tables[item.source]),
            received.codebook,
            received.sources[item.source].columns,
        )
        for item in received.deliveries
        if received.sources[item.source].kind == "survey"
    ]
    if problems := [problem for item in decoded for problem in item.problems]:
        raise InputError(problems)
    if not decoded:
        names = [column.name for column in table_columns(received.codebook, "answers")]
        empty = pd.DataFrame(columns=names)
        log = pd.DataFrame(columns=list(LOG_COLUMNS))
        return Answers(conform(empty, "answers", received.codebook), log, (), ())
    return Answers(
        pd.concat([item.table for item in decoded], ignore_index=True),
        pd.concat([item.log for item in decoded], ignore_index=True),
        (),
        tuple(notice for item in decoded for notice in item.notices),
    )


def _rows(places: Places, lists: Sequence[CleanRows]) -> pd.DataFrame:
    """Return the rows of all lists, those that are no initiative flagged.

    Raises ``InputError`` if there is no initiative at all.
    """
    tables = [item.table for item in lists if len(item.table)]
    rows = outcomes.flag_others(pd.concat(tables, ignore_index=True)) if tables else pd.DataFrame()
    if rows.empty or not (rows["outcome"] == "").any():
        what = "er staat op geen enkele lijst een initiatief."
        remedy = "Lever minstens één lijst aan met kind: list, met op elke regel een naam."
        raise InputError([Problem(places.name(places.raw / SOURCES_FILE), what, remedy)])
    return rows


def _clean(received: Received, name: str, table: pd.DataFrame, wave: int) -> CleanRows:
    return clean_rows(table, received.gazetteer, wave, received.sources[name].provinces)


def _link(
    places: Places, received: Received, rows: pd.DataFrame, answers: pd.DataFrame
) -> tuple[Linkage, bytes]:
    """Link the rows of lists and the respondents; return that, and the review sheet as it is now.

    A respondent helps to name an initiative but does not make one: what is on no list is not in
    the inventory. Each is a source of its own, for two respondents may well be one initiative.
    """
    respondents = outcomes.respondents_as_rows(answers[answers["answer_outcome"] == "kept"])
    told = clean_rows(respondents, received.gazetteer, places.wave).table
    told["source"] = told["row_id"]
    linkable = pd.concat([rows[rows["outcome"] == ""], told], ignore_index=True)
    settings = received.settings.linking
    decisions = read_decisions(places.review)
    linkage = link_rows(linkable, settings, decisions)
    if places.dataset == "synthetic" and not places.review.is_file():
        truth = clerk.load_truth(places.raw, places.wave)
        decisions = clerk.judge(linkage.pairs, linkable, truth, settings)
        linkage = link_rows(linkable, settings, decisions)
    return linkage, review_workbook(linkage.pairs, linkable, decisions, settings)


def _write(
    places: Places, received: Received, made: Made, notes: Mapping[str, object]
) -> list[Path]:
    """Write the processed tables, what they hold, the contacts and the review sheet.

    The tables take their place together, once all of them are written and fit the codebook.
    """
    with TemporaryDirectory(prefix=".", suffix=".tmp", dir=places.processed.parent) as name:
        folder = Path(name)
        for table, content in made.tables.items():
            path = folder / f"{table}.parquet"
            store.write_table(content, path, table, received.codebook, notes)
        store.write_contents(folder)
        open_csv = figures.csv_bytes(made.tables["open_points"], places.dataset)
        (folder / OPEN_POINTS_FILE).write_bytes(open_csv)
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    contacts = pd.concat([item.contacts for item in received.deliveries], ignore_index=True)
    stream = io.BytesIO()
    contacts.to_parquet(stream, index=False)
    contents = {places.processed / file: content for file, content in files.items()}
    contents[places.private / CONTACTS_FILE] = stream.getvalue()
    # The sheet first: when it is open in Excel, all stays as it was.
    write_changed(places.review, made.review)
    for path, content in contents.items():
        write_changed(path, content)
    return list(contents)
