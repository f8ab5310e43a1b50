"""Build the pages: plan, find the stale ones, have them made, say how it went.

doit keeps the graph and decides what is stale (:mod:`zorgzaam.stale`). Its threads only hand jobs
to the workers (:mod:`zorgzaam.executors`) and write what comes back (:mod:`zorgzaam.making`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from zorgzaam import params
from zorgzaam.errors import MonitorError
from zorgzaam.executors import start_workers
from zorgzaam.making import Build, cannot_write
from zorgzaam.outputs import Outputs
from zorgzaam.plan import Planned, choose


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


@contextmanager
def _sole_builder(outputs: Outputs) -> Iterator[None]:
    """Keep other builds out of the build folder, and clear what a killed one left half done."""
    try:
        outputs.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(outputs.folder / ".lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise MonitorError(
            f"Er loopt al een bouw in {outputs.folder}. Wacht tot die klaar is en probeer het dan."
        ) from None
    try:
        outputs.sweep()
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
    chosen = choose(root, areas, pages)
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
