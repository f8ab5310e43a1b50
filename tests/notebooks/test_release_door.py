"""Numbers about answers come out of the release, and out of nothing else."""

import ast
from pathlib import Path

import nbformat
import pytest

from zorgzaam import params

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lib" / "zorgzaam"
# What has or makes answers that are not protected.
ANSWERS = ("zorgzaam.prepare", "zorgzaam.intake.store", "zorgzaam.intake.answers")
MAKERS = (
    "zorgzaam.release.make",
    "zorgzaam.release.frame",
    "zorgzaam.release.estimates",
    "zorgzaam.release.protect",
)
# This one is the door: it makes the release when a page asks for it, and hands out nothing else.
DOOR = "zorgzaam.release.ensure"
# And this one hands out what the lists say, without anything of the survey.
LISTS = "zorgzaam.listed"
LISTED = ("initiatives", "memberships", "sources", "earlier", "linkage_quality")
PAGES_OF_ANSWERS = {"10-clean"}  # the account of the inventory itself
READS_FILES = {"read_parquet", "read_csv", "read_table", "ParquetFile", "open", "read_excel"}


def imported(code: str) -> set[str]:
    """Return every module of the package that the code imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.startswith("zorgzaam")}


def module_path(name: str) -> Path | None:
    path = PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
    return path if path.is_file() else None


def reached(code: str) -> set[str]:
    """Return every module that the code imports, directly or by way of others, up to the door."""
    found: set[str] = set()
    waiting = imported(code)
    while waiting:
        name = waiting.pop()
        path = module_path(name)
        if name in found or path is None:
            continue
        found.add(name)
        if name not in (DOOR, LISTS) and name != "zorgzaam.page":
            waiting |= imported(path.read_text(encoding="utf-8")) - found
    return found


def notebook_code(page: str) -> str:
    cells = nbformat.read(ROOT / "notebooks" / f"{page}.ipynb", as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def pages() -> list[str]:
    return [page for page in params.load_site(ROOT).pages if page not in PAGES_OF_ANSWERS]


@pytest.mark.parametrize("page", pages())
def test_a_page_neither_reads_nor_imports_answers(page):
    spec = params.load_site(ROOT).page(page)
    inside = [Path(file) for file in spec.reads if file.startswith(("data/processed", "data/raw"))]
    assert {path.stem for path in inside} <= set(LISTED)
    code = notebook_code(page)
    assert not reached(code) & {*ANSWERS, *MAKERS}
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert not names & READS_FILES


def test_the_lists_tell_nothing_of_the_survey():
    from zorgzaam.intake.codebook import load_codebook
    from zorgzaam.intake.columns import table_columns
    from zorgzaam.listed import SURVEY_COLUMNS

    codebook = load_codebook(ROOT, 2020)
    columns = {column.name for column in table_columns(codebook, "initiatives")}
    told = columns - set(SURVEY_COLUMNS)
    assert not [name for name in told if "respon" in name or "answer" in name or "invit" in name]


@pytest.mark.parametrize(
    "code",
    [
        "from zorgzaam import prepare",
        "from zorgzaam.intake.store import read_table",
        "import zorgzaam.release.make",
        "from zorgzaam.release import estimates",
    ],
)
def test_a_way_around_the_door_is_found(code):
    assert reached(code) & {*ANSWERS, *MAKERS}
