"""From which inputs and which version a page was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from zorgzaam.dutch import join_words
from zorgzaam.files import sha256_hex
from zorgzaam.params import Kind

# How each kind of number is marked where people see it: page header, figure, CSV, file metadata.
KIND_LABELS: dict[Kind, str] = {
    "published": "gepubliceerde cijfers",
    "real": "echte gegevens",
    "synthetic": "synthetische gegevens: niet voor conclusies",
}


def kinds_text(kinds: Iterable[Kind]) -> str:
    """Return the kinds of numbers on a page in words."""
    return join_words([KIND_LABELS[kind] for kind in kinds])


# The files that make a page; what an editor leaves beside them makes no other version.
SOURCE_SUFFIXES = (".py", ".j2", ".css", ".js", ".json")


def source_files(folder: Path) -> tuple[Path, ...]:
    """Return every source file (modules, templates, settings) in or below ``folder``, sorted."""
    found = (path for path in folder.rglob("*") if path.suffix in SOURCE_SUFFIXES)
    return tuple(
        sorted(
            path
            for path in found
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        )
    )


@cache
def package_files() -> tuple[Path, ...]:
    """Return every source file of the package, sorted."""
    return source_files(Path(__file__).parent)


@cache
def package_digest() -> str:
    """Return one SHA-256 digest over the whole package, the same on Linux and Windows.

    A page made by other code is another page, also between two releases; and a worker elsewhere
    must have the same code as the build that sends it work.
    """
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in package_files():
        # git may check text out with other line ends on Windows
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def package_version() -> str:
    """Return the version and the first digits of the source digest: ``0.1.0 (1a2b3c...)``."""
    return f"{version('zorgzaam')} ({package_digest()[:12]})"


def input_digests(root: Path, files: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 digest of each of ``files`` (paths relative to ``root``), by path."""
    return {file: sha256_hex((root / file).read_bytes()) for file in sorted(files)}
