"""Imports go one way, and the command line stays light."""

import ast
import graphlib
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "lib" / "zorgzaam"

# From the bottom up: a module may import from lower layers alone. A package in PACKAGES is one name
# here: its modules may also import each other, as long as there is no cycle.
PACKAGES = ("intake", "release", "synthetic")
LAYERS = (
    {"errors", "dutch", "dates", "stats.likelihood"},
    {"files", "tables"},
    {"areas", "residents", "stats.growth", "stats.discovery", "stats.intervals", "stats.spatial"}
    | {"stats.coverage", "stats.capture_models", "stats.founding"}
    | {"stats.strata", "stats.disclosure"},
    {"stats.survey_engine", "stats.estimates", "stats.margins"},
    {"stats.weighted"},
    {"stats.survey"},
    {"stats.smallarea", "stats.weighted_logit", "stats.attack"},
    {"stats.comparable"},
    {"stats.association"},
    {"params", "stats.loglinear", "stats.logistic", "stats.growth_terms"},
    {"provenance", "precision"},
    {"published_rules", "reference"},
    {"published", "pdok"},
    {"figures", "labels", "intake"},
    {"mapbase", "charts", "growth_text", "flowchart", "synthetic"}
    | {"claim_charts", "claim_rules", "claim_text", "describe_charts"},
    {
        "history_text",
        "growth_choices",
        "history_charts",
        "initiative_records",
        "map_layer",
        "maps",
        "prepare",
        "pagecheck",
        "claims",
        "listed",
    },
    {"inventory_maps"},
    {"release"},
    {
        "page",
        "clean_tables",
        "released",
        "coverage_tables",
        "history_tables",
        "initiative_map",
        "map_tables",
    },
    {
        "growth_tables",
        "history_page",
        "map_page",
        "released_tables",
        "describe_charts",
        "province_charts",
    },
    {"province_topics", "describe_text", "growth_page"},
    {"province_tables", "describe_tables"},
    {"province_text"},
    {"released_page"},
    {"claim_tables"},
    {"publish"},
    {"preload", "kernels"},
    {"execute"},
    {"executors", "outputs", "progress", "stale", "plan"},
    {"making"},
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
    """Return the other modules of the package that the file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    names = {name.removeprefix("zorgzaam.") for name in names if name.startswith("zorgzaam.")}
    return names & set(modules())


def layer_name(module: str) -> str:
    package = module.partition(".")[0]
    return package if package in PACKAGES else module


def test_every_module_has_a_layer():
    assert {layer_name(module) for module in modules()} == set(LEVEL)


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_go_down(module):
    mine = layer_name(module)
    for other in imported(modules()[module]):
        if layer_name(other) != mine or mine not in PACKAGES:
            assert LEVEL[layer_name(other)] < LEVEL[mine], f"{module} imports {other}"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_of_a_package_imports_itself_by_way_of_others(package):
    graph = {
        module: imported(path) for module, path in modules().items() if module.startswith(package)
    }
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError


READS_OR_WRITES = re.compile(
    r"open|load|save|savefig|(read|write)(_.+)?|(load|save|genfrom)txt|(from|to)file"
    r"|to_(csv|excel|feather|file|hdf|html|json|markdown|parquet|pickle|sql|stata|string|xml)"
)
FILE_MODULES = {"csv", "io", "json", "os", "pathlib", "pickle", "shutil", "tempfile"}
FILE_MODULES |= {"zorgzaam.files", "zorgzaam.tables", "zorgzaam.published", "zorgzaam.reference"}


def file_access(code: str) -> set[str]:
    """Return what in the code reads or writes a file, or is imported for it."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & FILE_MODULES
        elif isinstance(node, ast.ImportFrom):
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            found |= names & FILE_MODULES
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            found |= {name} if READS_OR_WRITES.fullmatch(name) else set()
    return found


def test_stats_read_and_write_no_files():
    for path in (PACKAGE / "stats").glob("*.py"):
        assert not file_access(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    "code",
    [
        "pd.read_csv(name)",
        "table.to_parquet(name)",
        "open(name)",
        "np.loadtxt(name)",
        "path.write_text(text)",
        "from pathlib import Path",
        "from zorgzaam import published",
        "from zorgzaam.files import write_atomic",
        "import json",
    ],
)
def test_reading_and_writing_is_recognised(code):
    assert file_access(code)


def test_the_command_line_starts_without_the_heavy_libraries():
    code = (
        "import sys, zorgzaam.cli, zorgzaam.batch\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'geopandas', 'papermill', 'nbconvert',"
        " 'statsmodels', 'scipy', 'distributed'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_that_the_package_imports_is_installed_for_who_builds_pages():
    """The test environment has more: what only tests declare is not there for a researcher."""
    declared = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.match(r"[\w.-]+", text)[0].lower() for text in declared["dependencies"]}
    owners = importlib.metadata.packages_distributions()
    missing = {
        f"{path.name}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in top_level_imports(path)
        if name not in (*sys.stdlib_module_names, "zorgzaam")
        and not wanted & {owner.lower().replace("_", "-") for owner in owners.get(name, [name])}
    }
    assert missing == set()


def top_level_imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names
