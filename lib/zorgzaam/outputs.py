"""What a build leaves behind: where it goes, whether it is still as it was made, what is old."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zorgzaam import publish
from zorgzaam.execute import Job, Result
from zorgzaam.files import sha256_hex, write_atomic, write_changed, writing
from zorgzaam.params import Dataset

Entry = dict[str, Any]  # what the manifest says of one page


@dataclass(frozen=True)
class Outputs:
    """The files of one dataset and wave, all below the project folder ``root``."""

    root: Path
    dataset: Dataset
    wave: int

    @property
    def folder(self) -> Path:
        """The build folder; the pages are in ``html`` below it."""
        return self.root / "build" / self.dataset / str(self.wave)

    @property
    def html_folder(self) -> Path:
        """The folder with ``index.html``."""
        return self.folder / "html"

    @property
    def figures_folder(self) -> Path:
        """The folder with the figures of every area."""
        return self.root / "figures" / self.dataset / str(self.wave)

    @property
    def manifest_file(self) -> Path:
        """Which page was made from what; the same bytes for the same inputs."""
        return self.folder / "manifest.json"

    def page_file(self, page: str, area: str) -> Path:
        """Return where the HTML page of an area is."""
        return self.html_folder / area / f"{page}.html"

    def log_file(self, page: str, area: str) -> Path:
        """Return where the whole error of a page that failed is."""
        return self.folder / "failed" / f"{area}-{page}.txt"

    def write(self, job: Job, result: Result, before: Mapping[str, str]) -> dict[str, str]:
        """Write what a run made, the page last; return the digest of each file by its path.

        ``before`` is what the previous run of this page returned: files that are no longer made
        are removed, so that no figure of an earlier day stays in sight.
        """
        page = self.page_file(job.page, job.area)
        figures = self.figures_folder / job.area
        contents: dict[Path, bytes] = {}
        for name, content in result.files.items():
            contents[figures / name] = content
            contents[page.parent / name] = content
        executed = self.folder / "executed" / job.page / f"{job.area}.ipynb"
        contents[executed] = result.notebook.encode("utf-8")
        contents[page] = result.html.encode("utf-8")
        for path, content in contents.items():
            write_atomic(path, content)
        digests = {self._name(path): sha256_hex(content) for path, content in contents.items()}
        gone = [self.root / name for name in before.keys() - digests.keys()]
        for path in (*gone, self.log_file(job.page, job.area)):
            with writing(path):
                path.unlink(missing_ok=True)
        return digests

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def unchanged(self, digests: Mapping[str, str]) -> bool:
        """Whether every file of ``digests`` is there and as it was written."""
        for name, digest in digests.items():
            try:
                if sha256_hex((self.root / name).read_bytes()) != digest:
                    return False
            except OSError:
                return False
        return True

    def sweep(self) -> None:
        """Remove what :func:`zorgzaam.files.write_atomic` had not finished when it was killed."""
        for folder in (self.folder, self.figures_folder):
            for half in folder.rglob(".*.tmp"):
                with writing(half):
                    half.unlink()

    def keep_old(self, page: str, area: str, log: str) -> bool:
        """Note a failure: log it, mark the page of before; return whether there is one."""
        write_atomic(self.log_file(page, area), log + "\n")
        file = self.page_file(page, area)
        if not file.is_file():
            return False
        html = file.read_text(encoding="utf-8")
        write_changed(file, publish.mark_old(html))
        return True

    def read_manifest(self) -> dict[str, Entry]:
        """Return the pages of the last build by ``page/area``; none before the first build."""
        try:
            content = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # absent, or damaged by hand: it is made again
            return {}
        pages = content.get("pages") if isinstance(content, dict) else None
        if not isinstance(pages, dict):
            return {}
        return {
            name: entry
            for name, entry in pages.items()
            if isinstance(entry, dict) and "status" in entry
        }

    def write_manifest(self, pages: Mapping[str, Entry]) -> None:
        """Write the manifest, unless it says so already."""
        content = {"dataset": self.dataset, "wave": self.wave, "pages": pages}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write_changed(self.manifest_file, text)
