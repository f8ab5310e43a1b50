"""Whether the processed files are those of the raw files, the settings and the code of now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zorgzaam import provenance
from zorgzaam.files import sha256_hex, write_changed
from zorgzaam.params import BUILD_FILE, Dataset

LOCKS = ("uv.lock", "requirements.txt")  # other versions of the libraries may link otherwise
REFERENCE = Path("data", "reference")


@dataclass(frozen=True)
class Places:
    """Where the files of one dataset and wave are, below the project folder ``root``."""

    root: Path
    dataset: Dataset
    wave: int

    @property
    def raw(self) -> Path:
        """What was received: the lists, the survey and ``sources.yaml``."""
        raw = self.root / "data" / "raw"
        return (
            raw / str(self.wave) if self.dataset == "real" else raw / "synthetic" / str(self.wave)
        )

    @property
    def corrections(self) -> Path:
        """The corrections and decisions of the researchers."""
        if self.dataset == "synthetic":
            return self.raw / "corrections.yaml"
        return self.root / "data" / "corrections" / f"{self.wave}.yaml"

    @property
    def codebook(self) -> Path:
        """What the variables and fields mean."""
        return self.root / "data" / "codebook" / f"{self.wave}.yaml"

    @property
    def review(self) -> Path:
        """The sheet on which researchers decide about pairs of rows."""
        return self.root / "data" / "review" / self.dataset / f"{self.wave}.xlsx"

    @property
    def processed(self) -> Path:
        """What the intake makes."""
        return self.root / "data" / "processed" / self.dataset / str(self.wave)

    @property
    def private(self) -> Path:
        """Personal data, which nothing reads but the person who needs to mail somebody."""
        return self.root / "data" / "private" / self.dataset / str(self.wave)

    @property
    def manifest(self) -> Path:
        """From what the processed files were made."""
        return self.processed / "manifest.json"

    @property
    def has_lists(self) -> bool:
        """Whether there is something to make the processed files of, or they are there already.

        Synthetic lists are made when they are needed; real ones must have been received.
        """
        made = self.processed.glob("*.parquet")
        return self.dataset == "synthetic" or self.raw.is_dir() or any(made)

    def name(self, path: Path) -> str:
        """Return ``path`` as messages and manifests call it."""
        return path.relative_to(self.root).as_posix()

    def inputs(self) -> list[Path]:
        """Return every file that the intake reads, sorted."""
        raw = [path for path in self.raw.rglob("*") if path.is_file()]
        raw = [path for path in raw if not path.name.startswith((".", "~$"))]
        reference = list((self.root / REFERENCE).glob("*.csv"))
        single = [self.root / BUILD_FILE, self.corrections, self.codebook, self.review]
        single += [self.root / name for name in LOCKS]
        return sorted({*raw, *reference, *(path for path in single if path.is_file())})


def state(places: Places) -> dict[str, Any]:
    """Return what decides about the processed files: the digest of each input, and the code."""
    return {
        "code": provenance.package_digest(),
        "inputs": digests(places, places.inputs()),
    }


def digests(places: Places, paths: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 digest of each of ``paths`` by its name in the project."""
    return {places.name(path): sha256_hex(path.read_bytes()) for path in paths}


def is_current(places: Places) -> bool:
    """Whether all that the intake makes is there, unchanged, and made from the inputs of now."""
    try:
        manifest = json.loads(places.manifest.read_text(encoding="utf-8"))
        made = {places.root / name: digest for name, digest in manifest.pop("outputs").items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    if manifest != state(places):
        return False
    return all(path.is_file() and sha256_hex(path.read_bytes()) == made[path] for path in made)


def remember(places: Places, before: Mapping[str, Any], outputs: Iterable[Path]) -> None:
    """Write the manifest: made from the state ``before``, with the review sheet as it is now.

    Of a file that was read and written again, as the review sheet is, the written one counts.
    """
    after = digests(places, [path for path in (places.review,) if path.is_file()])
    content = {
        "code": before["code"],
        "inputs": {**before["inputs"], **after},
        "outputs": digests(places, outputs),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_changed(places.manifest, text)
