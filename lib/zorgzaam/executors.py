"""Where runs happen: processes on this machine, or the workers of a dask scheduler.

Both are executors of the standard ``concurrent.futures`` shape behind one method: give a job, get
its result. Neither shares a folder with the build.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Protocol, Self

from zorgzaam.errors import MonitorError
from zorgzaam.execute import Job, Result, run_job

POOL_ATTEMPTS = 3  # a run that is lost with its worker is done again at most twice


class Workers(Protocol):
    """Runs jobs, ``count`` at a time."""

    count: int

    def run(self, job: Job) -> Result:
        """Run ``job`` and wait for its result; called from several threads."""


def core_count() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_count() -> int:
    """Return how many pages are made at once unless somebody says so: cores plus one.

    A worker idles while its kernel starts and stops, and the one more fills that time.
    """
    return core_count() + 1


def check_count(count: int | None) -> None:
    """Raise ``MonitorError`` if this is no number of workers."""
    if count is not None and count < 1:
        raise MonitorError(f"--workers moet 1 of meer zijn, niet {count}.")


def start_workers(
    count: int | None, scheduler: str | None, jobs: int
) -> LocalWorkers | DaskWorkers:
    """Return workers for ``jobs`` jobs: of the dask ``scheduler`` if given, otherwise local."""
    check_count(count)
    if scheduler is not None:
        return DaskWorkers(scheduler, count)
    return LocalWorkers(min(count or default_count(), jobs))


def _end_with_build(lifeline: Connection, scratch: str) -> None:
    """Wait until the other end of ``lifeline`` closes, which happens however the build ends."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _start_worker(lifeline: Connection, scratch: str) -> None:
    """Prepare a worker process: temporary files in ``scratch``, and gone when the build is."""
    tempfile.tempdir = scratch
    # Ctrl-C reaches the whole group of the terminal; the build alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_build, args=(lifeline, scratch), daemon=True).start()


def _run_from_file(request: str, answer: str) -> None:
    """Run the job in the file ``request`` and leave its result, or its error, in ``answer``."""
    job = pickle.loads(Path(request).read_bytes())
    outcome: Result | Exception
    try:
        outcome = run_job(job)
    except Exception as error:  # to be raised where the build waits for it
        outcome = error
    Path(answer).write_bytes(pickle.dumps(outcome))


class LocalWorkers:
    """A pool of processes on this machine that survives the death of a worker.

    Jobs and results go by files in a folder of the pool, and only their names through its pipes.
    A worker that is killed while it sends a megabyte would leave half a message in the pipe, and
    the pool would wait for the other half for ever; a name is sent whole or not at all.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._lock = threading.Lock()
        self._scratch = tempfile.mkdtemp(prefix="zorgzaam-")
        self._numbers = itertools.count()
        self._reader, self._writer = multiprocessing.Pipe(duplex=False)
        self._pool = self._new_pool()

    def _new_pool(self) -> Executor:
        from zorgzaam.kernels import can_fork, fork_context

        context: BaseContext = multiprocessing.get_context("spawn")
        if can_fork():
            from multiprocessing.forkserver import ensure_running

            context = fork_context()
            ensure_running()  # it imports while the build checks what it reads
        return ProcessPoolExecutor(
            self.count, context, _start_worker, (self._reader, self._scratch)
        )

    def run(self, job: Job) -> Result:
        """Run ``job``; when a worker is killed, what it lost is done again in a new pool."""
        number = next(self._numbers)
        request = Path(self._scratch, f"job-{number}")
        answer = Path(self._scratch, f"answer-{number}")
        request.write_bytes(pickle.dumps(job))
        for _ in range(POOL_ATTEMPTS):
            pool = self._pool
            try:
                pool.submit(_run_from_file, str(request), str(answer)).result()
            except BrokenProcessPool:
                self._replace(pool)
                continue
            outcome: Result | Exception = pickle.loads(answer.read_bytes())
            request.unlink()
            answer.unlink()
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        raise MonitorError(
            f"het proces dat deze pagina maakte is {POOL_ATTEMPTS} keer van buitenaf gestopt. "
            "Meestal is er te weinig geheugen: probeer het opnieuw met --workers 1."
        )

    def _replace(self, broken: Executor) -> None:
        with self._lock:
            if self._pool is broken and not self._writer.closed:
                self._pool = self._new_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """End the workers and their kernels at once: what is not finished is not wanted."""
        with self._lock:
            self._writer.close()
            self._pool.shutdown(cancel_futures=True)
        self._reader.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


class DaskWorkers:
    """The workers of a running dask scheduler, which may stand on other machines."""

    def __init__(self, address: str, count: int | None = None) -> None:
        from distributed import Client

        try:
            self._client: Any = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise MonitorError(
                f"De scheduler {address} is niet te bereiken ({error}). "
                "Start hem met 'dask scheduler', of bouw zonder --scheduler."
            ) from None
        threads = sum(self._client.nthreads().values())
        if threads == 0:
            self._client.close()
            raise MonitorError(
                f"De scheduler {address} heeft geen werkers. "
                f"Start er een met 'dask worker {address}'."
            )
        self.count = count or threads
        self._executor = self._client.get_executor()

    def run(self, job: Job) -> Result:
        """Run ``job`` on a worker; dask itself does it again elsewhere when a worker is lost."""
        from distributed.scheduler import KilledWorker

        try:
            result: Result = self._executor.submit(run_job, job).result()
        except KilledWorker as error:
            raise MonitorError(
                "de werkers die deze pagina maakten zijn gestopt, het laatst "
                f"{error.last_worker.address}. Kijk in hun uitvoer waarom. Meestal is er te weinig "
                "geheugen: start ze met een hogere --memory-limit of met minder --nthreads, en "
                "bouw opnieuw."
            ) from None
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """Take back what has not run, and let go of the scheduler."""
        self._executor.shutdown(wait=False)
        self._client.close()
