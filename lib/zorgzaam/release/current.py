"""Where the release of a wave is, and whether it is that of the answers, settings and code of now.

The command line asks this at every build, so there is no pandas here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zorgzaam import provenance
from zorgzaam.files import sha256_hex, write_changed
from zorgzaam.intake import current as intake
from zorgzaam.params import BUILD_FILE, Dataset

NOTICE_FILE = "release_notice.txt"  # what to be careful of in the last release
REFERENCE = ("provinces.csv", "provinces.geojson", "digests.csv")


@dataclass(frozen=True)
class ReleasePlaces:
    """Where the files of the release of one dataset and wave are, below ``root``."""

    root: Path
    dataset: Dataset
    wave: int

    @property
    def folder(self) -> Path:
        """What is released."""
        return self.root / "data" / "release" / self.dataset / str(self.wave)

    @property
    def manifest(self) -> Path:
        """From what the release was made."""
        return self.folder / "manifest.json"

    @property
    def intake(self) -> intake.Places:
        """Where the tables are that it is made from."""
        return intake.Places(self.root, self.dataset, self.wave)

    def inputs(self) -> list[Path]:
        """Return every file that decides about the release."""
        tables = [self.intake.processed / f"{name}.parquet" for name in ("initiatives", "answers")]
        single = [self.root / BUILD_FILE, self.intake.codebook]
        single += [self.root / name for name in intake.LOCKS]
        reference = [self.root / intake.REFERENCE / name for name in REFERENCE]
        return sorted(path for path in [*tables, *single, *reference] if path.is_file())


def state(places: ReleasePlaces) -> dict[str, Any]:
    """Return what decides about the release: the digest of each input, and the code."""
    inputs = {_name(places, path): sha256_hex(path.read_bytes()) for path in places.inputs()}
    return {"code": provenance.package_digest(), "inputs": inputs}


def is_current(places: ReleasePlaces) -> bool:
    """Whether all of the release is there, unchanged, and made from the inputs of now."""
    try:
        manifest = json.loads(places.manifest.read_text(encoding="utf-8"))
        made = {places.root / name: digest for name, digest in manifest.pop("outputs").items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    if manifest != state(places) or not intake.is_current(places.intake):
        return False
    return all(path.is_file() and sha256_hex(path.read_bytes()) == made[path] for path in made)


def notice(places: ReleasePlaces) -> str:
    """Return in Dutch what to be careful of before the release is published; often nothing."""
    path = places.intake.processed / NOTICE_FILE
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def remember(
    places: ReleasePlaces, before: Mapping[str, Any], outputs: Mapping[Path, bytes]
) -> None:
    """Write the manifest: ``outputs`` were made from the state ``before``."""
    digests = {_name(places, path): sha256_hex(content) for path, content in outputs.items()}
    content = {**before, "outputs": digests}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_changed(places.manifest, text)


def _name(places: ReleasePlaces, path: Path) -> str:
    return path.relative_to(places.root).as_posix()
