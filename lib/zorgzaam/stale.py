"""What a build reads, and why a page is made again, in the terms of doit."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doit.dependency import DatabaseException, Dependency, FileChangedChecker, JsonDB
from doit.task import Task
from doit.tools import config_changed

from zorgzaam import provenance
from zorgzaam.files import sha256_hex, write_atomic

PACKAGE = "zorgzaam/"  # how names of package files begin; all others are below the project folder


def package_names() -> list[str]:
    """Return the names of all modules and templates of the package."""
    folder = Path(provenance.__file__).parent
    return [PACKAGE + path.relative_to(folder).as_posix() for path in provenance.package_files()]


class Sources(FileChangedChecker):  # type: ignore[misc]
    """Every file that a build reads, read once.

    doit compares these contents with those of the last build and jobs are made of the same bytes,
    so a file that is saved while a build runs is noticed by the next one.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._content: dict[str, bytes] = {}
        self._digest: dict[str, str] = {}

    def path(self, name: str) -> Path:
        """Return where the file is."""
        if name.startswith(PACKAGE):
            return Path(provenance.__file__).parent / name.removeprefix(PACKAGE)
        return self._root / name

    def content(self, name: str) -> bytes:
        """Return the bytes of the file; raises ``OSError`` if it cannot be read."""
        if name not in self._content:
            self._content[name] = self.path(name).read_bytes()
        return self._content[name]

    def digest(self, name: str) -> str:
        """Return the SHA-256 digest of the file; raises ``OSError`` if it cannot be read."""
        if name not in self._digest:
            self._digest[name] = sha256_hex(self.content(name))
        return self._digest[name]

    # What doit asks of the one who compares files: with its names for them.

    def exists(self, file_path: str) -> bool:
        """Whether the file is there and can be read."""
        try:
            self.content(file_path)
        except OSError:
            return False
        return True

    def info(self, file_path: str) -> str:
        """Return what there is to know of the file now: its digest."""
        return self.digest(file_path)

    def check_modified(self, file_path: str, file_stat: str, state: str) -> bool:
        """Whether the digest of now is another than that of the last build."""
        return file_stat != state

    def get_state(self, dep: str, current_state: str | None) -> str:
        """Return what to remember of the file."""
        return self.digest(dep)


class Memory(JsonDB):  # type: ignore[misc]
    """What doit remembers of the last build, written whole or not at all."""

    def _load(self) -> dict[str, Any]:
        try:
            memory = super()._load()
        except (DatabaseException, UnicodeDecodeError):
            return {}  # damaged by hand: then every page is made again
        return memory if isinstance(memory, dict) else {}

    def dump(self) -> None:
        """Write the memory."""
        write_atomic(Path(self.name), self.codec.encode(self._db))


def open_memory(file: Path, sources: Sources) -> Dependency:
    """Return doit's judge of what is stale, which remembers in ``file``."""
    return Dependency(Memory, os.fspath(file), checker_cls=lambda: sources)


def reasons(memory: Dependency, task: Task, tasks: Mapping[str, Task]) -> list[str]:
    """Return in Dutch why the page of ``task`` must be made; nothing if it is up to date."""
    status = memory.get_status(task, tasks, get_log=True)
    if status.status == "up-to-date":
        return []
    if not memory.get_values(task.name):
        return ["nog niet gemaakt, of de vorige keer mislukt"]
    found = status.reasons
    if missing := found.get("missing_file_dep"):
        return [f"ontbreekt of is niet te lezen: {', '.join(sorted(missing))}"]
    said = [
        "andere parameters of bibliotheken"
        if isinstance(check, config_changed)
        else "pagina of figuur ontbreekt of is veranderd"
        for check, _, _ in found.get("uptodate_false", [])
    ]
    added, removed = found.get("added_file_dep", []), found.get("removed_file_dep", [])
    changed = sorted(set(found.get("changed_file_dep", [])) - set(added))
    for words, names in (("veranderd", changed), ("nieuw", added), ("niet meer gelezen", removed)):
        if names:
            said.append(f"{words}: {', '.join(names)}")
    return said
