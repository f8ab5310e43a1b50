"""Set up the environment of the monitor and hand over to its command line.

``python monitor.py build`` and ``python monitor.py test`` are all that is needed on a machine with
Python and nothing else. Standard library only; works on Linux and Windows.
"""

from __future__ import annotations  # so that an older Python gets as far as the message for it

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
# Written last: an environment without this stamp is not trusted and is made anew.
STAMP = ENVIRONMENT / "zorgzaam-stamp.json"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = ROOT / "requirements.txt"
LOCK_IS_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
# Which sections of requirements.txt a command needs beside core.
EXTRA_SECTIONS = {"test": ("setup", "test"), "lock": ("setup", "test"), "lab": ("lab",)}
OLDEST, NEWEST = (3, 11), (3, 13)


class SetupFailed(Exception):
    """Something that stops the setup; the message says what to do."""


def sections() -> dict[str, str]:
    """Return the parts of requirements.txt by name."""
    parts = re.split(r"^# --- (\w+) ---$", REQUIREMENTS.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def wanted_digest() -> str:
    """Return the digest of what determines the environment: the lock, the package, Python."""
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for path in (REQUIREMENTS, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(str(ROOT).encode())  # a folder that was moved or copied needs a new environment
    return digest.hexdigest()


def installed_sections() -> set[str]:
    """Return the sections in the environment; empty when it is absent, half made or outdated."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    usable = stamp.get("digest") == wanted_digest() and PYTHON.exists()
    return set(stamp["sections"]) if usable else set()


def run(*command: str | Path) -> None:
    """Run a step of the setup; its last lines are shown when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT, text=True, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-12:])
        raise SetupFailed(f"Deze stap mislukte: {' '.join(str(part) for part in command)}\n{tail}")


def write_requirements(names: list[str]) -> Path:
    """Write the named sections to a file inside the environment and return it."""
    path = ENVIRONMENT / "requirements-now.txt"
    parts = sections()
    path.write_text("".join(parts[name] for name in names), encoding="utf-8")
    return path


def installer() -> list[str]:
    """Return the command that installs: uv when it can be had, otherwise pip."""
    # Compiled once here, as pip does by itself; otherwise every process compiles what it imports.
    options = ["pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    system_uv = shutil.which("uv")
    if system_uv:
        return [system_uv, *options]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        run(*pip, "--require-hashes", "--no-deps", "-r", write_requirements(["setup"]))
        run(PYTHON, "-m", "uv", "--version")
    except SetupFailed:
        return pip
    return [str(PYTHON), "-m", "uv", *options]


def install(names: list[str], *, fresh: bool) -> None:
    """Install the named sections; on any failure nothing is left that a next run would trust.

    What was there before is not touched by an addition, so it stays when that fails.
    """
    before = None if fresh else STAMP.read_bytes()
    STAMP.unlink(missing_ok=True)
    try:
        if fresh:
            print(
                "De omgeving wordt klaargezet in .venv; dat duurt eenmalig een minuut ...",
                flush=True,
            )
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            venv.create(ENVIRONMENT, with_pip=True)
        command = installer()
        run(*command, "--require-hashes", "--no-deps", "-r", write_requirements(names))
        if fresh:
            run(*command, "--no-deps", "--no-build-isolation", "-e", ".")
    except (SetupFailed, OSError, subprocess.SubprocessError) as error:
        restore(before)
        left = "weer weggehaald" if before is None else "gebleven zoals zij was"
        raise SetupFailed(
            f"{error}\n\nDe omgeving is niet klaar en is {left}.\n"
            "Controleer of deze computer bij het internet kan (of bij de eigen pakketserver), of\n"
            "er 2 GB schijfruimte vrij is en of deze map beschrijfbaar is. Probeer het dan opnieuw."
        ) from None
    except BaseException:  # Ctrl-C: leave nothing half made, then stop
        restore(before)
        raise


def restore(stamp: bytes | None) -> None:
    """Put the environment back as it was: with this stamp, or gone."""
    if stamp is None:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    else:
        STAMP.write_bytes(stamp)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let one setup at a time work in this folder; the lock goes with the process holding it."""
    with (ROOT / ".venv.lock").open("a+b") as handle:
        waiting = False
        while not take_lock(handle.fileno()):
            if not waiting:
                print("Een andere start zet de omgeving al klaar; even wachten ...", flush=True)
            waiting = True
            time.sleep(0.5)
        yield


def take_lock(handle: int) -> bool:
    """Lock an open file for this process; False if another process has it."""
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in LOCK_IS_TAKEN:
            return False
        raise
    return True


def ensure(command: str) -> None:
    """Make sure that the environment has what ``command`` needs."""
    needed = {"core", *EXTRA_SECTIONS.get(command, ())}
    if needed <= installed_sections():
        return
    with only_one():
        present = installed_sections()  # another start may just have made it
        missing = [name for name in sections() if name in needed - present]
        if missing:
            install(missing, fresh=not present)
            stamp = {"digest": wanted_digest(), "sections": sorted(present | needed)}
            temporary = STAMP.with_suffix(".tmp")
            temporary.write_text(json.dumps(stamp), encoding="utf-8")
            temporary.replace(STAMP)


def main(arguments: list[str]) -> int:
    """Set up when needed, then run the command line of the package with ``arguments``."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} past niet: nodig is Python 3.11, "
            "3.12 of 3.13. Installeer een van deze en start monitor.py daarmee.",
            file=sys.stderr,
        )
        return 2
    try:
        ensure(arguments[0] if arguments else "")
    except SetupFailed as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"De omgeving is niet klaar te zetten: {error.filename or ROOT} is niet te lezen of te "
            f"schrijven ({error.strerror}).\nGeef uzelf schrijfrechten in deze map, of zet haar op "
            "een plaats waar dat mag.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("\nGestopt.", file=sys.stderr)
        return 130
    command = [str(PYTHON), "-m", "zorgzaam", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if os.name == "nt":
        with contextlib.suppress(KeyboardInterrupt):  # the child says what it has to say
            return subprocess.call(command, cwd=ROOT, env=environment)
        return 130
    os.chdir(ROOT)
    os.execve(PYTHON, command, environment)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
