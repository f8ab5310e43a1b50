"""How fast a build is, as ratios measured in one run on one machine.

Against the stock commands, ``papermill`` and ``jupyter nbconvert`` one page after the other, and
against the same code as a script in as many warm processes as a build has::

    python benchmarks/batch.py              # every page: takes as long as the stock commands take
    python benchmarks/batch.py --pages 4    # about four pages, for an impression

Each way begins with a new process and no page made, so each pays for its own imports.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from zorgzaam import plan
from zorgzaam.executors import core_count, default_count
from zorgzaam.files import find_root
from zorgzaam.params import Run

READ_BY_A_BUILD = ("params", "data", "notebooks", "requirements.txt", "uv.lock")
AIM_STOCK, AIM_SCRIPT = 0.2, 1.3


def copy_project(root: Path, target: Path) -> Path:
    """Copy what a build reads; returns the copy."""
    target.mkdir(parents=True)
    for part in READ_BY_A_BUILD:
        copy = shutil.copytree if (root / part).is_dir() else shutil.copy
        copy(root / part, target / part)
    return target


def seconds(command: list[str], folder: Path) -> float:
    """Run a command, which must succeed; returns how long it took."""
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command} failed:\n{done.stderr.decode(errors='replace')}")
    return time.perf_counter() - start


def stock(root: Path, pages: list[plan.Planned]) -> float:
    """Time the papermill and nbconvert commands, one page after the other."""
    notebooks, total = root / "notebooks", 0.0
    for item in pages:
        made = f"../stock/{item.page}-{item.area}.ipynb"
        (root / "stock").mkdir(exist_ok=True)
        python = [sys.executable, "-m"]
        run = [*python, "papermill", f"{item.page}.ipynb", made, "-p", "area", item.area]
        total += seconds(run, notebooks)
        total += seconds([*python, "nbconvert", "--to", "html", made], notebooks)
        print(f"  stock: {item.name} ({total:.0f} s)", file=sys.stderr)
    return total


def product(root: Path, areas: list[str]) -> float:
    """Time ``zorgzaam build --force`` on all cores."""
    chosen = [part for area in areas for part in ("--area", area)]
    return seconds([sys.executable, "-m", "zorgzaam", "build", "--force", *chosen], root)


def run_as_script(notebook: str, area: str) -> None:
    """Execute the code of a notebook in this process, in the folder it stands in."""
    os.chdir(Path(notebook).parent)
    content = json.loads(Path(notebook).read_text(encoding="utf-8"))
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names["area"] = area


def script(root: Path, areas: list[str]) -> None:
    """Run the code of every page in warm processes; the body of the timed command."""
    from zorgzaam.kernels import fork_context

    pages = [item for item in plan.plan(root, Run()) if item.area in areas]
    with ProcessPoolExecutor(min(default_count(), len(pages)), fork_context()) as pool:
        notebooks = [str(root / "notebooks" / f"{item.page}.ipynb") for item in pages]
        for _ in pool.map(run_as_script, notebooks, [item.area for item in pages]):
            pass


def main() -> None:
    """Measure the three ways and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, help="about how many pages (default: all)")
    parser.add_argument("--as-script", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.as_script:
        root, *areas = arguments.as_script
        script(Path(root), areas)
        return
    source = find_root(Path(__file__).parent)
    names = list(dict.fromkeys(item.page for item in plan.plan(source, Run())))
    areas = list(dict.fromkeys(item.area for item in plan.plan(source, Run())))
    if arguments.pages:
        areas = areas[: max(1, arguments.pages // len(names))]
    pages = [item for item in plan.plan(source, Run()) if item.area in areas]
    with tempfile.TemporaryDirectory() as folder:
        roots = {way: copy_project(source, Path(folder) / way) for way in ("b", "c", "a")}
        built = product(roots["b"], areas)
        as_script = [sys.executable, __file__, "--as-script", str(roots["c"]), *areas]
        warm = seconds(as_script, roots["c"])
        commands = stock(roots["a"], pages)
    python = (
        f"Python {platform.python_version()}, {core_count()} cores, "
        f"{min(default_count(), len(pages))} processes"
    )
    print(f"\n{len(pages)} pages, {python}\n")
    print("| way | seconds | build / this | aim |")
    print("|---|---:|---:|---:|")
    print(f"| papermill and nbconvert commands | {commands:.1f} | {built / commands:.2f} | "
          f"{AIM_STOCK} |")  # fmt: skip
    print(f"| zorgzaam build --force | {built:.1f} | 1.00 | |")
    print(f"| the same code as a warm script | {warm:.1f} | {built / warm:.2f} | {AIM_SCRIPT} |")


if __name__ == "__main__":
    main()
