"""Imports go one way, and the command line stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "lib" / "zorgzaam"

# From the bottom up: a module may import from its own layer or a lower one.
LAYERS = (
    {"errors", "files", "dutch", "dates"},
    {"areas", "tables"},
    {"params"},
    {"provenance", "precision"},
    {"stats.likelihood", "stats.growth", "stats.loglinear", "stats.discovery", "stats.spatial"},
    {"stats.logistic"},
    {"published_rules"},
    {"published", "reference"},
    {"pdok"},
    {"figures", "labels"},
    {"mapbase", "charts"},
    {"maps"},
    {"page", "pagecheck", "growth_text"},
    {"growth_tables"},
    {"publish"},
    {"preload", "kernels"},
    {"execute"},
    {"executors", "outputs", "progress", "stale", "plan", "making"},
    {"batch", "environment"},
    {"cli"},
    {"__main__"},
)
LEVEL = {module: level for level, layer in enumerate(LAYERS) for module in layer}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[-1] != "__init__":
            found[".".join(parts)] = path
    return found


def imported(path: Path) -> set[str]:
    """Return the modules of the package that the file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {
        name.removeprefix("zorgzaam.")
        for name in names
        if name.removeprefix("zorgzaam.") in LEVEL and name.startswith("zorgzaam.")
    }


def test_every_module_has_a_layer():
    assert set(modules()) == set(LEVEL)


@pytest.mark.parametrize("module", sorted(LEVEL))
def test_imports_go_down(module):
    for other in imported(modules()[module]):
        assert LEVEL[other] <= LEVEL[module], f"{module} imports {other}"


def test_stats_read_and_write_no_files():
    for path in (PACKAGE / "stats").glob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Name)
        }  # fmt: skip
        assert not names & {"open", "Path", "read_csv", "write_atomic"}, path


def test_the_command_line_starts_without_the_heavy_libraries():
    code = (
        "import sys, zorgzaam.cli, zorgzaam.batch\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'geopandas', 'papermill', 'nbconvert',"
        " 'statsmodels', 'scipy', 'distributed'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
