"""Where the project stands, and writing a file so that it is never half there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what somebody can do when ``path`` cannot be written; raises ``MonitorError`` then."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise MonitorError(
            f"{path} kan niet worden geschreven: op de plaats van een map staat een bestand. "
            "Verplaats dat bestand of geef het een andere naam, en probeer het dan opnieuw."
        ) from error
    except OSError as error:
        raise MonitorError(
            f"{path} kan niet worden geschreven ({error.strerror or error}). "
            "Sluit het bestand als het openstaat, bijvoorbeeld in Excel. Maak anders ruimte op de "
            "schijf, of geef uzelf schrijfrechten op deze map. Probeer het dan opnieuw."
        ) from error


def write_atomic(path: Path, content: bytes | str) -> None:
    """Write ``content`` to ``path`` whole or not at all; text as UTF-8 with its own line ends.

    The content goes to a temporary file in the same folder, which then takes the place of the
    old one, so that a reader sees the old file or the new one and a full disk loses nothing.

    Raises
    ------
    MonitorError
        If it cannot be written.
    """
    data = _as_bytes(content)
    with writing(path):
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


def write_changed(path: Path, content: bytes | str) -> None:
    """Write as :func:`write_atomic` does, unless ``path`` holds exactly this already."""
    if not path.is_file() or path.read_bytes() != _as_bytes(content):
        write_atomic(path, content)


def _as_bytes(content: bytes | str) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest of ``data`` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
