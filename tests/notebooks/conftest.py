"""A small project with one short notebook, to try what goes wrong in."""

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import nbformat
import pytest

from zorgzaam import batch

SITE = """
common: [params/build.yaml, params/site.yaml, data/reference/provinces.csv]
pages:
  10-toy:
    title: Proefpagina
    summary: Doet het dit?
    areas: [nederland, drenthe, zeeland]
    kind: published
    reads: [data/toy.txt]
"""
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = """area: str = "nederland"  # slug
wave: int = 2020  # measurement year
dataset: str = "synthetic"  # which microdata"""
SETUP = """# lees wat er staat
import os, time
from pathlib import Path
from IPython.display import Markdown, display
text = Path("../data/toy.txt").read_text(encoding="utf-8")"""
SHOW = """# toon het en bewaar het
display(Markdown(f"In {area} staat: {text}"))
folder = Path("../figures") / dataset / str(wave) / area
folder.mkdir(parents=True, exist_ok=True)
(folder / "10-toy-a.csv").write_text(f"{area};{text}", encoding="utf-8")"""


class Toy:
    """The project in ``root``: write its notebook, build it, look at what came out."""

    def __init__(self, root: Path):
        self.root = root
        self.folder = root / "build" / "synthetic" / "2020"
        self.mark = uuid.uuid4().hex  # in the environment of every process of its builds

    def notebook(self, *cells: str, parameters: str = PARAMETERS) -> None:
        """Write the notebook, with ``cells`` between reading and showing."""
        new = nbformat.v4
        notebook = new.new_notebook(
            cells=[
                new.new_markdown_cell("# Proefpagina\n\nDoet het dit?"),
                new.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
                *(new.new_code_cell(cell) for cell in (SETUP, *cells, SHOW)),
            ]
        )
        notebook.metadata["kernelspec"] = KERNELSPEC
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number}"
        path = self.root / "notebooks" / "10-toy.ipynb"
        path.write_text(nbformat.writes(notebook), encoding="utf-8")

    def read(self, *files: str) -> None:
        """Let the page read ``files`` as well."""
        site = self.root / "params" / "site.yaml"
        listed = ", ".join(["data/toy.txt", *files])
        site.write_text(SITE.replace("[data/toy.txt]", f"[{listed}]"), encoding="utf-8")

    def build(self, **options) -> batch.BuildReport:
        return batch.build(self.root, **options)

    def page(self, area: str) -> Path:
        return self.folder / "html" / area / "10-toy.html"

    def start(self, **environment: str) -> subprocess.Popen:
        """Start a build of its own, as from a command line."""
        return subprocess.Popen(
            [sys.executable, "-m", "zorgzaam", "build"],
            cwd=self.root,
            env={**os.environ, "TOY_MARK": self.mark, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def processes(self) -> list[int]:
        """Return the processes of its own build that are alive."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = self.mark.encode() in (folder / "environ").read_bytes()
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:  # it ended while we looked
                continue
            if is_ours and state != "Z":
                found.append(int(folder.name))
        return found

    def unfinished(self) -> list[Path]:
        return [path for path in self.root.rglob("*") if path.name.endswith(".tmp")]


def wait_until(condition, timeout_s: float = 60) -> bool:
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


@pytest.fixture
def toy_at(root):
    def make(folder: Path) -> Toy:
        for part in ("params", "data/reference", "notebooks"):
            (folder / part).mkdir(parents=True)
        for part in ("params/build.yaml", "data/reference/provinces.csv"):
            shutil.copy(root / part, folder / part)
        (folder / "params" / "site.yaml").write_text(SITE, encoding="utf-8")
        (folder / "data" / "toy.txt").write_text("niets bijzonders", encoding="utf-8")
        made = Toy(folder)
        made.notebook()
        return made

    return make


@pytest.fixture
def toy(toy_at, tmp_path):
    made = toy_at(tmp_path / "project")
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGKILL)
