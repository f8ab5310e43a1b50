"""Where the project stands, and writing a file so that it is never half there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from zorgzaam.errors import MonitorError

ROOT_MARK = Path("params", "site.yaml")


def find_root(start: Path | None = None) -> Path:
    """Return the project folder: the nearest at or above ``start`` with ``params/site.yaml``.

    ``start`` is the working directory unless told otherwise; a notebook therefore finds the
    project it stands in, also when it runs in a copy elsewhere.

    Raises
    ------
    MonitorError
        If there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / ROOT_MARK).is_file():
            return folder
    raise MonitorError(
        f"{start} staat niet in een map van de monitor: {ROOT_MARK.as_posix()} is daar en "
        "daarboven niet te vinden. Ga naar de map waarin monitor.py staat en probeer het opnieuw."
    )


def write_atomic(path: Path, content: bytes | str) -> None:
    """Write ``content`` to ``path`` whole or not at all; text as UTF-8 with its own line ends.

    The content goes to a temporary file in the same folder, which then takes the place of the
    old one, so that a reader sees the old file or the new one and a full disk loses nothing.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        # mkstemp makes files only their owner can read; pages are for everybody.
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
