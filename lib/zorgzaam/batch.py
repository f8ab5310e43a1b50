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
from zorgzaam.executors import Workers, check_count, start_workers
from zorgzaam.files import writing
from zorgzaam.intake import current
from zorgzaam.making import Build
from zorgzaam.outputs import Outputs
from zorgzaam.plan import Planned, check_inputs, choose
from zorgzaam.release import current as released


@dataclass(frozen=True)
class BuildReport:
    """How a build went; pages are named ``page/area``."""

    index: Path
    stale: Mapping[str, list[str]]  # what was made, or with ``dry_run`` would be, and why
    failed: Mapping[str, str]
    up_to_date: int
    dry_run: bool
    notice: str = ""  # what to be careful of before publishing

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
            pages: dict[str, list[str]] = {}
            for name, failure in sorted(self.failed.items()):
                pages.setdefault(failure, []).append(name)
            lines += [f"- {', '.join(names)}: {failure}" for failure, names in pages.items()]
            logs = self.index.parent.parent / "failed"
            lines.append(f"De volledige foutmeldingen staan in {logs}.")
            lines.append("De volgende bouw probeert alleen wat mislukt is opnieuw.")
        lines += [self.notice] if self.notice else []
        return "\n".join([*lines, f"Begin hier: {self.index}"])


@contextmanager
def _sole_builder(outputs: Outputs) -> Iterator[None]:
    """Keep other builds out of the build folder, and clear what a killed one left half done."""
    lock = filelock.FileLock(outputs.folder / ".lock", timeout=0)
    with writing(outputs.folder):
        outputs.folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise MonitorError(
                f"Er loopt al een bouw in {outputs.folder}. "
                "Wacht tot die klaar is en probeer het dan."
            ) from None
    try:
        outputs.sweep()
        yield
    except OSError as error:
        raise MonitorError(
            f"De bouw is gestopt ({error}). Kijk of u daar mag lezen en schrijven en of er ruimte "
            "is op de schijf, en bouw opnieuw."
        ) from error
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

    ``workers`` is the number of pages made at once (see :func:`executors.default_count`),
    ``scheduler`` the address of a dask scheduler to have them made by, ``force`` makes what is up
    to date as well, ``dry_run`` makes nothing.

    Raises
    ------
    InputError
        If a file that a stale page reads is wrong, with every problem in all of them.
    MonitorError
        If the choice or the parameters are wrong, another build is running in the same folder, or
        the build folder cannot be written.
    """
    check_count(workers)  # at once, and not after the answers were processed
    settings = params.load_build(root)
    run = params.make_run(
        root,
        dataset=settings.dataset if dataset is None else dataset,
        wave=settings.wave if wave is None else wave,
    )
    chosen = choose(root, run, areas, pages)
    if dry_run:
        made = Build(root, run)
        stale = made.find_stale(chosen, force)
        return _report(made, chosen, _with_stale_data(run, root, chosen, stale), dry_run)
    with _sole_builder(Outputs(root, run.dataset, run.wave)):
        made = Build(root, run, _prepare(root, run, chosen))
        stale = made.find_stale(chosen, force)
        try:
            if stale:
                with start_workers(workers, scheduler, len(stale)) as started:
                    _make(made, [planned for planned in chosen if planned.name in stale], started)
        finally:
            made.finish()
        return _report(made, chosen, stale, dry_run)


def _prepare(root: Path, run: params.Run, chosen: Sequence[Planned]) -> dict[str, str]:
    """Make what the chosen pages are made from; return in Dutch why that failed, by page name."""
    obstacles: dict[str, str] = {}
    for is_release in (False, True):
        pages = [
            item for item in chosen if item.reads_microdata and item.reads_release == is_release
        ]
        failure = next(iter(obstacles.values()), None)  # without tables there is no release
        if pages and not failure and not _is_current(root, run, is_release):
            try:
                _ensure(root, run, is_release)
            except MonitorError as error:
                failure = str(error)
        if failure:
            obstacles |= {planned.name: failure for planned in pages}
    return obstacles


def _is_current(root: Path, run: params.Run, is_release: bool) -> bool:
    """Whether the processed files, or the release of them, are those of now."""
    if is_release:
        return released.is_current(released.ReleasePlaces(root, run.dataset, run.wave))
    return current.is_current(current.Places(root, run.dataset, run.wave))


def _ensure(root: Path, run: params.Run, is_release: bool) -> None:
    """Make the processed files, or the release; the libraries for that are loaded here alone."""
    if is_release:
        from zorgzaam.release.ensure import ensure
    else:
        from zorgzaam.prepare import ensure  # type: ignore[assignment]
    ensure(root, run.dataset, run.wave)


def _with_stale_data(
    run: params.Run, root: Path, chosen: Sequence[Planned], stale: Mapping[str, list[str]]
) -> Mapping[str, list[str]]:
    """Return ``stale`` with the pages whose lists or answers would be processed again."""
    reading = [
        planned.name
        for planned in chosen
        if planned.reads_microdata and not _is_current(root, run, planned.reads_release)
    ]
    if not reading:
        return stale
    why = "de lijsten en antwoorden worden eerst opnieuw verwerkt"
    again = {name: [why, *stale.get(name, [])] for name in reading}
    return {
        planned.name: again.get(planned.name, stale.get(planned.name, []))
        for planned in chosen
        if planned.name in again or planned.name in stale
    }


def _make(made: Build, stale: Sequence[Planned], workers: Workers) -> None:
    """Check what the ``stale`` pages read, once for all of them, and make them."""
    # What is missing is for the pages that read it; the other pages go on.
    check_inputs(made.root, [planned for planned in stale if not made.obstacle(planned)])
    try:
        made.run_stale(stale, workers)
    finally:
        made.stop()


def _report(
    made: Build, chosen: Sequence[Planned], stale: Mapping[str, list[str]], dry_run: bool
) -> BuildReport:
    return BuildReport(
        index=made.outputs.html_folder / "index.html",
        stale=stale,
        failed=made.failed,
        up_to_date=len(chosen) - len(stale),
        dry_run=dry_run,
        notice=released.notice(released.ReleasePlaces(made.root, made.run.dataset, made.run.wave)),
    )
