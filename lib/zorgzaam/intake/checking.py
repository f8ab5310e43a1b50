"""``zorgzaam check``: every problem of every file at once, before anything is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from zorgzaam.errors import InputError, Problem
from zorgzaam.files import write_changed
from zorgzaam.intake.check_content import RAW, in_cells, of_columns, of_mark
from zorgzaam.intake.check_corrections import corrections_of, raw_folder_of, try_corrections
from zorgzaam.intake.check_workbook import marked_workbook
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.contacts import has_contacts
from zorgzaam.intake.drafts import draft_source, guess_source
from zorgzaam.intake.findings import Finding, group
from zorgzaam.intake.headers import shown
from zorgzaam.intake.readers import inspect_source
from zorgzaam.intake.reading import Reading
from zorgzaam.intake.source_files import SOURCES_FILE, data_files, sha256_of
from zorgzaam.intake.sources import Source, inspect_sources, not_earlier
from zorgzaam.params import Dataset

CHECK_FOLDER = Path("build", "check")


@dataclass(frozen=True)
class FileCheck:
    """What was found in one file.

    ``draft`` is the piece of ``sources.yaml`` for a file that no source names. ``reading`` is the
    file as it was read, if it could be.
    """

    name: str
    findings: tuple[Finding, ...]
    rows: int = 0
    draft: str = ""
    reading: Reading | None = None

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What stops a build, most rows first."""
        return tuple(item for item in self.findings if item.is_problem and item.stops)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What could be better; a build goes on and lists it as an open point."""
        return tuple(item for item in self.findings if item.is_problem and not item.stops)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is only told."""
        return tuple(item for item in self.findings if not item.is_problem)


@dataclass(frozen=True)
class CheckResult:
    """What was found in all files that were checked."""

    files: tuple[FileCheck, ...]

    @property
    def exit_code(self) -> int:
        """0 if nothing stops a build, also when there are doubts; otherwise 1."""
        return int(any(file.problems for file in self.files))


@dataclass
class _Check:
    root: Path
    dataset: Dataset
    wave: int
    codebook: Codebook
    files: list[FileCheck] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def check_files(root: Path, paths: Sequence[Path], dataset: Dataset, wave: int) -> CheckResult:
    """Check files that a researcher wants to hand in, and return all that was found.

    ``paths`` are lists and surveys, named in ``sources.yaml`` or not; folders; ``sources.yaml``
    itself, with all that it names; or corrections. Lists are read and cleaned, surveys read and
    decoded, with the corrections of the wave, as a build would do; nothing is written. Nothing is
    raised for what is in the files.

    Raises
    ------
    InputError
        If the codebook of the wave is missing or wrong.
    """
    check = _Check(root, dataset, wave, load_codebook(root, wave))
    for path in paths:
        _check_path(check, path)
    return CheckResult(tuple(check.files))


def _check_path(check: _Check, path: Path) -> None:
    if not path.suffix and not path.exists():
        shown_path = path.relative_to(check.root) if path.is_relative_to(check.root) else path
        what = f"de map {shown_path.as_posix()} is er niet."
        remedy = (
            f"Maak haar en zet er de lijsten, de enquête en {SOURCES_FILE} in; "
            "data/README.md zegt hoe."
        )
        _add(check, path.name, problems=[Problem(path.name, what, remedy)])
        return
    if path.is_dir() and (path / SOURCES_FILE).is_file():
        _check_sources(check, path)
    elif path.is_dir():
        found = data_files(path)
        for item in found:
            _check_file(check, item)
        if not found:
            what = "in deze map staat geen lijst en geen enquête."
            remedy = "Zet er bestanden in die eindigen op .xlsx, .ods, .csv of .sav."
            _add(check, path.name, problems=[Problem(path.name, what, remedy)])
    elif path.name == SOURCES_FILE:
        _check_sources(check, path.parent)
    elif path.suffix.lower() in (".yaml", ".yml"):
        _check_corrections(check, path)
    else:
        _check_file(check, path)


def _check_sources(check: _Check, folder: Path) -> None:
    """Check ``sources.yaml`` in ``folder`` and every file that it names."""
    try:
        sources, problems = inspect_sources(folder, check.root)
    except InputError as error:
        sources, problems = {}, list(error.problems)
    problems = [*problems, *not_earlier(sources, check.wave)]
    _add(check, SOURCES_FILE, problems=problems, notes=_to_fill_in(sources.values()))
    readings = _readings(check, folder, sources)
    corrections = corrections_of(check.root, folder, check.wave)
    if corrections.is_file():
        readings, wrong = try_corrections(corrections, readings)
        _add(check, corrections.name, problems=wrong)
    for name, reading in readings.items():
        _check_reading(check, folder, sources[name], reading)


def _readings(check: _Check, folder: Path, sources: Mapping[str, Source]) -> dict[str, Reading]:
    return {
        name: inspect_source(folder, source, check.codebook)
        for name, source in sources.items()
        if (folder / source.file).is_file()
    }


def _to_fill_in(sources: Iterable[Source]) -> list[Problem]:
    """Return what a source may lack, but should say before it is archived."""
    remedy = "Vul het in als u het weet."
    return [
        Problem(SOURCES_FILE, f"{name} is nog leeg.", remedy, column=f"sources.{source.name}")
        for source in sources
        for name in ("received", "agreement", "sha256", *(["network"] if source.scope else []))
        if not getattr(source, name)
    ]


def _check_corrections(check: _Check, path: Path) -> None:
    """Check corrections, against the lists and surveys they are about if those are there."""
    folder = raw_folder_of(check.root, path, check.wave)
    readings: dict[str, Reading] = {}
    if (folder / SOURCES_FILE).is_file():
        with suppress(InputError):  # told when the folder itself is checked
            readings = _readings(check, folder, inspect_sources(folder, check.root)[0])
    _add(check, path.name, problems=try_corrections(path, readings)[1])


def _check_file(check: _Check, path: Path) -> None:
    """Check one file: as the source that names it, or else as what it seems to be."""
    folder = path.parent
    for place in (folder, *_wave_folders(check)):
        if source := _source_of(check, place, path):
            _check_source(check, folder, source)
            return
    try:
        source = guess_source(path, check.codebook)
    except InputError as error:
        _add(check, path.name, problems=list(error.problems))
        return
    _check_source(check, folder, source, is_draft=True)


def _wave_folders(check: _Check) -> tuple[Path, Path]:
    real, synthetic = check.root / RAW, check.root / RAW / "synthetic"
    folders = (real / str(check.wave), synthetic / str(check.wave))
    return folders if check.dataset == "real" else folders[::-1]


def _source_of(check: _Check, folder: Path, path: Path) -> Source | None:
    """Return the source in ``folder`` that names the file at ``path``, if one does."""
    if not (folder / SOURCES_FILE).is_file():
        return None
    try:
        sources, _ = inspect_sources(folder, check.root)
    except InputError:
        return None
    named = [source for source in sources.values() if Path(source.file).name == path.name]
    return named[0].model_copy(update={"file": path.name}) if named else None


def _check_source(check: _Check, folder: Path, source: Source, is_draft: bool = False) -> None:
    reading = inspect_source(folder, source, check.codebook)
    _check_reading(check, folder, source, reading, is_draft)


def _check_reading(
    check: _Check, folder: Path, source: Source, reading: Reading, is_draft: bool = False
) -> None:
    problems, doubts, notes = list(reading.problems), list(reading.doubts), list(reading.notes)
    draft = ""
    if reading.delivery is not None:
        problems += of_mark(reading, folder, check.root)
        found, told = in_cells(reading, check.codebook, check.root, check.wave)
        # A build stops at an answer that it cannot read; of a list it keeps the rest of the row.
        (problems if source.kind == "survey" else doubts).extend(found)
        notes += told + of_columns(reading)
    problems += _doubles(check, folder / source.file)
    if is_draft:
        columns = reading.sheets[0][1].columns if reading.sheets else ()
        draft = draft_source(folder / source.file, source, columns)
    _add(check, Path(source.file).name, problems, notes, draft, reading, doubts)


def _doubles(check: _Check, path: Path) -> list[Problem]:
    """Return whether a file with the same content was checked before."""
    if not path.is_file():
        return []
    first = check.digests.setdefault(sha256_of(path), path.name)
    if first == path.name:
        return []
    what = f"dit is hetzelfde bestand als '{shown(first)}'."
    return [Problem(path.name, what, "Lever een van beide in.")]


def _add(
    check: _Check,
    name: str,
    problems: Sequence[Problem] = (),
    notes: Sequence[Problem] = (),
    draft: str = "",
    reading: Reading | None = None,
    doubts: Sequence[Problem] = (),
) -> None:
    rows = len(reading.delivery.table) if reading and reading.delivery else 0
    findings = (
        *group(problems, True),
        *group(doubts, True, stops=False),
        *group(notes, False),
    )
    check.files.append(FileCheck(shown(name), findings, rows, draft, reading))


def write_workbooks(result: CheckResult, folder: Path) -> list[Path]:
    """Write for each file with problems or doubts a workbook in which the cells are marked.

    Returns the paths, ``<file>-meldingen.xlsx`` in ``folder``. Raises ``MonitorError`` if one
    cannot be written.
    """
    written: list[Path] = []
    for file in result.files:
        if not (file.problems or file.doubts) or file.reading is None:
            continue
        is_safe = not has_contacts(file.name.replace("_", " "))
        path = folder / f"{file.name if is_safe else 'lijst'}-meldingen.xlsx"
        # Two folders can have a file of one name.
        if path in written:
            path = path.with_name(path.name.replace("-meldingen", f"-{len(written)}-meldingen"))
        write_changed(path, marked_workbook(file.reading.sheets, file.findings))
        written.append(path)
    return written
