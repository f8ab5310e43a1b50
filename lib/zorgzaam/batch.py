"""Plan the pages, find the stale ones, have them made, say how it went.

doit keeps the graph and decides what is stale (:mod:`zorgzaam.stale`). Its threads only hand jobs
to the workers (:mod:`zorgzaam.executors`) and write what comes back (:mod:`zorgzaam.outputs`).
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock
from doit.action import BaseAction
from doit.control import TaskControl
from doit.exceptions import TaskFailed
from doit.reporter import ZeroReporter
from doit.runner import MThreadRunner
from doit.task import Task
from doit.tools import config_changed

from zorgzaam import areas as area_names
from zorgzaam import params, provenance, publish
from zorgzaam.errors import MonitorError
from zorgzaam.execute import Job, Result, RunFailed
from zorgzaam.executors import Workers, start_workers
from zorgzaam.outputs import Outputs
from zorgzaam.progress import Progress
from zorgzaam.stale import Sources, open_memory, package_names, reasons

LOCKS = ("uv.lock", "requirements.txt")  # other versions of the libraries make another page


@dataclass(frozen=True)
class BuildReport:
    """How a build went; pages are named ``page/area``."""

    index: Path
    stale: Mapping[str, list[str]]  # what was made, or with ``dry_run`` would be, and why
    failed: Mapping[str, str]
    up_to_date: int
    dry_run: bool

    @property
    def exit_code(self) -> int:
        """1 if a page failed."""
        return 1 if self.failed else 0

    def text(self) -> str:
        """Return the report in Dutch; its last line says where the pages are."""
        if self.dry_run:
            lines = [f"{name}: {'; '.join(why)}" for name, why in self.stale.items()]
            return "\n".join([*lines, f"Te maken: {len(self.stale)}. Actueel: {self.up_to_date}."])
        made = len(self.stale) - len(self.failed)
        lines = [f"Gemaakt: {made}. Al actueel: {self.up_to_date}. Mislukt: {len(self.failed)}."]
        if self.failed:
            lines += [f"- {name}: {failure}" for name, failure in sorted(self.failed.items())]
            logs = self.index.parent.parent / "failed"
            lines.append(f"De volledige foutmeldingen staan in {logs}.")
            lines.append("De volgende bouw probeert alleen wat mislukt is opnieuw.")
        return "\n".join([*lines, f"Begin hier: {self.index}"])


@dataclass(frozen=True)
class Planned:
    """One page of one area."""

    page: str
    area: str
    kind: params.Kind
    reads: tuple[str, ...]  # paths below the project folder, the notebook too

    @property
    def name(self) -> str:
        """How doit, the manifest and reports call it."""
        return f"{self.page}/{self.area}"


def plan(root: Path) -> list[Planned]:
    """Return every page of the site for every area it is made for, in the order of the site."""
    site = params.load_site(root)
    planned = []
    for page, spec in site.pages.items():
        reads = tuple(sorted({*site.common, *spec.reads, f"notebooks/{page}.ipynb"}))
        slugs = [area.slug for area in area_names.all_areas(root)]
        if spec.areas != "all":
            slugs = [area_names.area(slug, root).slug for slug in spec.areas]
        planned += [Planned(page, slug, spec.kind, reads) for slug in slugs]
    return planned


def _chosen(
    root: Path, areas: Sequence[str] | None, pages: Sequence[str] | None
) -> list[Planned]:
    """Return what was asked for; an unknown area or page is an error, and so is nothing at all."""
    for slug in areas or ():
        area_names.area(slug, root)
    for page in pages or ():
        params.load_site(root).page(page)
    chosen = [
        planned
        for planned in plan(root)
        if (not areas or planned.area in areas) and (not pages or planned.page in pages)
    ]
    if not chosen:
        raise MonitorError(
            "Deze pagina bestaat niet voor dit gebied: zie 'areas' in params/site.yaml."
        )
    return chosen


class PageAction(BaseAction):  # type: ignore[misc]
    """What doit does for a page: have it made, and write it."""

    def __init__(self, build: Build, planned: Planned):
        self.build, self.planned = build, planned
        self.out = self.err = self.result = None
        self.values: dict[str, Any] = {}

    def execute(self, out: Any = None, err: Any = None) -> TaskFailed | None:
        """Make the page; a failure is doit's to remember, so that it is tried again."""
        failure = self.build.make(self.planned)
        if failure is not None:
            return TaskFailed(failure)
        self.values = {"entry": self.build.entries[self.planned.name]}
        return None


class Build:
    """One build: what it reads, where it writes, what it found."""

    def __init__(self, root: Path, run: params.Run):
        self.root, self.run = root, run
        self.outputs = Outputs(root, run.dataset, run.wave)
        self.sources = Sources(root)
        self.memory = open_memory(self.outputs.folder / "memory.json", self.sources)
        self.entries = self.outputs.read_manifest()
        self.failed: dict[str, str] = {}
        self.stopped = False
        self._writing = threading.Lock()
        self.workers: Workers
        self.progress: Progress

    def parameters(self, planned: Planned) -> dict[str, Any]:
        """Return what the notebook of a page is told."""
        return {**self.run.model_dump(), "area": planned.area}

    def task(self, planned: Planned) -> Task:
        """Return the page as doit sees it: what it depends on, and how it is made."""
        locks = [name for name in LOCKS if self.sources.exists(name)]
        config = {
            "parameters": self.parameters(planned),
            "locks": {name: self.sources.digest(name) for name in locks},
        }

        def intact(task: Task, values: Mapping[str, Any]) -> bool:
            return "entry" in values and self.outputs.unchanged(values["entry"]["outputs"])

        return Task(
            planned.name,
            [PageAction(self, planned)],
            file_dep=[*planned.reads, *package_names()],
            uptodate=[config_changed(config), intact],
        )

    def job(self, planned: Planned) -> Job:
        """Return the run that makes a page, with all that it reads."""
        return Job(
            page=planned.page,
            area=planned.area,
            wave=self.run.wave,
            dataset=self.run.dataset,
            inputs={name: self.sources.content(name) for name in planned.reads},
            package_digest=provenance.package_digest(),
        )

    def make(self, planned: Planned) -> str | None:
        """Have a page made and write it; return in Dutch why that failed, or nothing.

        Raises
        ------
        MonitorError
            If it could not be written, for that goes no better with the next page.
        """
        self.progress.start(planned.name)
        missing = [name for name in planned.reads if not self.sources.exists(name)]
        failure, log = None, ""
        try:
            if missing:
                raise MonitorError(f"ontbreekt: {', '.join(missing)}. Zet terug wat ontbreekt.")
            result = self.workers.run(self.job(planned))
        except RunFailed as error:
            failure, log = str(error), error.log
        except MonitorError as error:
            failure = str(error)
        except Exception as error:  # whatever goes wrong with a page stays with that page
            failure, log = f"{type(error).__name__}: {error}", traceback.format_exc()
        with self._writing:
            if self.stopped:
                return "afgebroken"
            try:
                if failure is None:
                    self._keep(planned, result)
                else:
                    self._keep_failure(planned, failure, log)
            except OSError as error:
                raise MonitorError(cannot_write(error)) from None
        self.progress.end(planned.name, failure)
        return failure

    def _keep(self, planned: Planned, result: Result) -> None:
        """Write what was made, and note from what."""
        before = self.entries.get(planned.name, {}).get("outputs", {})
        self.entries[planned.name] = {
            "status": "ok",
            "kind": planned.kind,
            "parameters": self.parameters(planned),
            "package": provenance.package_version(),
            "inputs": {name: self.sources.digest(name) for name in planned.reads},
            "outputs": self.outputs.write(self.job(planned), result, before),
        }

    def _keep_failure(self, planned: Planned, failure: str, log: str) -> None:
        """Note a failure; what there was before stays, marked as old."""
        name = planned.name
        is_old = self.outputs.keep_old(planned.page, planned.area, f"{failure}\n\n{log}".rstrip())
        status = "old" if is_old else "failed"
        self.entries[name] = {**self.entries.get(name, {}), "status": status, "failure": failure}
        self.failed[name] = failure
        self.memory.remove(name)

    def find_stale(self, chosen: Sequence[Planned], force: bool) -> dict[str, list[str]]:
        """Return what must be made and why, by name; note what is known of the rest."""
        tasks = {planned.name: self.task(planned) for planned in chosen}
        stale = {}
        for planned in chosen:
            name = planned.name
            why = reasons(self.memory, tasks[name], tasks)
            if why or force:
                stale[name] = why or ["gevraagd met --force"]
            else:
                self.entries[name] = self.memory.get_values(name)["entry"]
        return stale

    def run_stale(self, stale: Sequence[Planned], workers: Workers) -> None:
        """Make ``stale`` with ``workers``; returns when all is done or failed."""
        self.workers = workers
        control = TaskControl([self.task(planned) for planned in stale])
        control.process(None)
        with Progress(len(stale)) as self.progress:
            runner = MThreadRunner(
                self.memory,
                ZeroReporter(sys.stderr, {}),
                continue_=True,
                always_execute=True,
                num_process=min(workers.count, len(stale)),
            )
            runner.run_all(control.task_dispatcher())

    def stop(self) -> None:
        """Wait for a page that is being written, and let none be written after that."""
        with self._writing:
            self.stopped = True

    def finish(self) -> None:
        """Write the manifest, and the index if it would say something else."""
        names = {planned.name for planned in plan(self.root)}
        entries = {name: entry for name, entry in self.entries.items() if name in names}
        is_new = self.outputs.write_manifest(entries)
        index = self.outputs.html_folder / "index.html"
        status = {tuple(name.split("/")): entry["status"] for name, entry in entries.items()}
        if is_new or not index.is_file():
            publish.write_index(self.root, self.outputs.html_folder, self.run, status)


def cannot_write(error: OSError) -> str:
    """Return in Dutch what is the matter with the build folder."""
    return (
        f"In {error.filename or 'de map build'} kan niet worden geschreven ({error.strerror or error}). "
        "Maak ruimte, of geef uzelf schrijfrechten op de map build, en bouw opnieuw."
    )


@contextmanager
def _sole_builder(outputs: Outputs) -> Iterator[None]:
    """Keep other builds out of the build folder."""
    try:
        outputs.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(outputs.folder / ".lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise MonitorError(
            f"Er loopt al een bouw in {outputs.folder}. Wacht tot die klaar is en probeer het dan."
        ) from None
    try:
        yield
    finally:
        lock.release()


def build(
    root: Path,
    *,
    areas: Sequence[str] | None = None,
    pages: Sequence[str] | None = None,
    dataset: params.Dataset | None = None,
    wave: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> BuildReport:
    """Make every page that is not up to date, or the chosen ``areas`` and ``pages`` of those.

    ``workers`` is the number of pages made at once (all cores unless told otherwise),
    ``scheduler`` the address of a dask scheduler to have them made by, ``force`` makes what is up
    to date as well, ``dry_run`` makes nothing.

    Raises
    ------
    MonitorError
        If the choice or the parameters are wrong, another build is running in the same folder, or
        the build folder cannot be written.
    """
    settings = params.load_build(root)
    run = params.make_run(root, dataset=dataset or settings.dataset, wave=wave or settings.wave)
    chosen = _chosen(root, areas, pages)
    try:
        if dry_run:
            made = Build(root, run)
            return _report(made, chosen, made.find_stale(chosen, force), dry_run)
        with _sole_builder(Outputs(root, run.dataset, run.wave)):
            made = Build(root, run)
            stale = made.find_stale(chosen, force)
            try:
                if stale:
                    with start_workers(workers, scheduler, len(stale)) as started:
                        try:
                            made.run_stale([p for p in chosen if p.name in stale], started)
                        finally:
                            made.stop()
            finally:
                made.finish()
            return _report(made, chosen, stale, dry_run)
    except OSError as error:
        raise MonitorError(cannot_write(error)) from error


def _report(
    made: Build, chosen: Sequence[Planned], stale: Mapping[str, list[str]], dry_run: bool
) -> BuildReport:
    return BuildReport(
        index=made.outputs.html_folder / "index.html",
        stale=stale,
        failed=made.failed,
        up_to_date=len(chosen) - len(stale),
        dry_run=dry_run,
    )
