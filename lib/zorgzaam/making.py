"""One build: judge what is stale, have it made, write what comes back, remember."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from doit.action import BaseAction
from doit.control import TaskControl
from doit.exceptions import TaskFailed
from doit.reporter import ZeroReporter
from doit.runner import MThreadRunner
from doit.task import Task
from doit.tools import config_changed

from zorgzaam import params, provenance, publish
from zorgzaam.dutch import join_words
from zorgzaam.errors import MonitorError
from zorgzaam.execute import Job, Result, RunFailed
from zorgzaam.executors import Workers
from zorgzaam.outputs import Outputs
from zorgzaam.plan import Planned, plan
from zorgzaam.progress import Progress
from zorgzaam.stale import Sources, open_memory, package_names, reasons

LOCKS = ("uv.lock", "requirements.txt")  # other versions of the libraries make another page
NOT_IN_GIT = ("data/raw/", "data/processed/", "data/release/")
WAKE_UP_S = 0.5


class PatientQueue(queue.Queue[Any]):
    """A queue that wakes up while it waits: on Windows Ctrl-C cannot end an endless wait."""

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Return the next item; waits for it however long that takes."""
        while True:
            with contextlib.suppress(queue.Empty):
                return super().get(block, WAKE_UP_S)


class Runner(MThreadRunner):  # type: ignore[misc]
    """doit's runner of tasks in threads."""

    Queue = PatientQueue


class PageAction(BaseAction):  # type: ignore[misc]
    """What doit does for a page: have it made, and write it."""

    def __init__(self, build: Build, planned: Planned) -> None:
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
    """One build: what it reads, where it writes, what it found.

    ``obstacles`` says by the name of a page in Dutch why there are no lists, answers or release
    for it to read: then it fails with that, and the others are made.
    """

    def __init__(
        self, root: Path, run: params.Run, obstacles: Mapping[str, str] | None = None
    ) -> None:
        self.root, self.run, self.obstacles = root, run, obstacles or {}
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

    def obstacle(self, planned: Planned) -> str | None:
        """Return in Dutch why the page cannot be made at all: what it reads is not there."""
        if planned.name in self.obstacles:
            return self.obstacles[planned.name]
        missing = [name for name in planned.reads if not self.sources.exists(name)]
        return lacks(missing) if missing else None

    def make(self, planned: Planned) -> str | None:
        """Have a page made and write it; return in Dutch why that failed, or nothing.

        Raises
        ------
        MonitorError
            If it could not be written, for that goes no better with the next page.
        """
        self.progress.start(planned.name)
        failure, log = None, ""
        try:
            if obstacle := self.obstacle(planned):
                raise MonitorError(obstacle)
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
            if failure is None:
                self._keep(planned, result)
            else:
                self._keep_failure(planned, failure, log)
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
            if planned.name in self.obstacles:
                why = ["de lijsten en antwoorden konden niet worden verwerkt"]
            if why or force:
                stale[name] = why or ["gevraagd met --force"]
            else:
                self.entries[name] = self.memory.get_values(name)["entry"]
        return stale

    def run_stale(self, stale: Sequence[Planned], workers: Workers) -> None:
        """Make ``stale`` with ``workers``; returns when all is done or failed."""
        self.workers = workers
        with Progress(len(stale)) as self.progress:
            # doit would refuse these with a message of its own.
            lacking = [planned for planned in stale if self.obstacle(planned)]
            for planned in lacking:
                self.make(planned)
            control = TaskControl([self.task(item) for item in stale if item not in lacking])
            control.process(None)
            runner = Runner(
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
        """Write the manifest, the index and the notebooks, also of pages that were not chosen."""
        known = [planned for planned in plan(self.root, self.run) if planned.name in self.entries]
        tasks = {planned.name: self.task(planned) for planned in known}
        entries = {}
        for name, task in tasks.items():
            entry = self.entries[name]
            if entry["status"] in ("ok", "outdated"):
                stale = reasons(self.memory, task, tasks)
                entry = {**entry, "status": "outdated" if stale else "ok"}
            entries[name] = entry
        self.outputs.write_manifest(entries)
        status = {(item.page, item.area): entries[item.name]["status"] for item in known}
        publish.write_index(self.root, self.outputs.html_folder, self.run, status)


def lacks(missing: Sequence[str]) -> str:
    """Return in Dutch which files a page cannot do without, and where they come from."""
    message = (
        f"ontbreekt of is niet te lezen: {', '.join(missing)}. "
        "Zet terug wat ontbreekt: op deze plaats in de map van de monitor."
    )
    if any(name.startswith(NOT_IN_GIT) for name in missing):
        folders = join_words([folder.rstrip("/") for folder in NOT_IN_GIT])
        message += f" Wat in {folders} hoort, staat niet in git."
    return message
