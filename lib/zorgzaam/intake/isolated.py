"""Running a reader in a process of its own, so that no file can take the program down.

Mutated files made pyreadstat crash (segmentation fault) and calamine run for ever or ask for
more memory than there is, which ends a process at once. A child that dies, hangs or grows too
large is one clear message here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import zorgzaam
from zorgzaam.errors import InputError, Problem

T = TypeVar("T")
MEMORY_BYTES = 6 * 1024**3  # what a reader may use; enough for the largest file that is accepted
TIME_S = 300
SAVE_AGAIN = "Open het in het programma waarin het gemaakt is, sla het opnieuw op en lever dat in."


def damaged(name: str) -> InputError:
    """Return the error for a file that breaks off or contradicts itself."""
    return InputError([Problem(name, "het bestand is beschadigd of afgebroken.", SAVE_AGAIN)])


def call(function: Callable[[Path, str], T], path: Path, name: str, time_s: float = TIME_S) -> T:
    """Return ``function(path, name)``, computed in a process of its own.

    ``function`` stands at the top of its module, and its result can be pickled.

    Raises
    ------
    InputError
        That of the function; or that the file is damaged, if the process failed in another way.
    """
    target = f"{function.__module__}:{function.__qualname__}"
    # -P: the working directory may have a module called like one of the standard library.
    command = [sys.executable, "-P", "-m", __name__, target, str(path), name]
    package = str(Path(zorgzaam.__file__).parents[1])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=time_s, check=False
        )
    except subprocess.TimeoutExpired:
        what = "het lezen duurt te lang; het bestand is beschadigd of veel te groot."
        raise InputError([Problem(name, what, SAVE_AGAIN)]) from None
    if done.returncode != 0:
        raise damaged(name)
    result: T | InputError = pickle.loads(done.stdout)
    if isinstance(result, InputError):
        raise result
    return result


def _limit_memory() -> None:
    """Let this process fail when it asks for too much; Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _answer(target: str, path: Path, name: str) -> Any:
    """Return the result of the function called ``target``, or the error it raised."""
    module, function = target.split(":")
    try:
        return getattr(import_module(module), function)(path, name)
    except InputError as error:
        return error
    except BaseException:
        # Also what is no Exception, as the panics of calamine. What it says is not for a
        # researcher and may quote the file.
        return damaged(name)


if __name__ == "__main__":
    # Only the answer may go to standard output; a library that prints would spoil it.
    answer_stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    answer_stream.write(pickle.dumps(_answer(sys.argv[1], Path(sys.argv[2]), sys.argv[3])))
    answer_stream.close()
