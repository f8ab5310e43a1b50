"""What every notebook in git must be: short, stripped, readable, with one cell of parameters."""

import ast
import inspect
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import papermill
import pytest

from zorgzaam import params

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
LONGEST_CELL_LINES, LONGEST_NOTEBOOK_LINES, LARGEST_BYTES = 25, 120, 40_000


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_there_is_a_notebook_for_every_page(root):
    assert {path.stem for path in NOTEBOOKS} >= set(params.load_site(root).pages)


def test_it_holds_no_outputs(path):
    for cell in code_cells(read(path)):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_it_is_valid_and_small(path):
    nbformat.validate(read(path))
    assert path.stat().st_size < LARGEST_BYTES


def test_it_starts_with_a_heading_and_a_question(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert first.source.rstrip().endswith("?")


def test_every_piece_of_code_follows_a_sentence_or_other_code(path):
    cells = read(path).cells
    for before, cell in pairwise(cells):
        if cell.cell_type == "code" and before.cell_type == "code":
            assert cell.source.startswith(("#", "from ", "import ", "page.footer"))


def test_it_has_one_cell_of_annotated_literal_parameters(path):
    tagged = [
        cell for cell in code_cells(read(path)) if "parameters" in cell.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    assert tagged[0] == code_cells(read(path))[0]
    statements = ast.parse(tagged[0].source).body
    for line, statement in zip(tagged[0].source.splitlines(), statements, strict=True):
        assert isinstance(statement, ast.AnnAssign)
        assert isinstance(statement.value, ast.Constant)
        assert line.count("=") == 1, "a second = hides the parameter from papermill"
        assert "  # " in line


def test_its_parameters_are_those_of_the_model_and_the_yaml(path, root):
    found = papermill.inspect_notebook(str(path))
    defaults = {name: ast.literal_eval(info["default"]) for name, info in found.items()}
    assert defaults == params.Run().model_dump()
    build = params.load_build(root)
    assert (defaults["wave"], defaults["dataset"]) == (build.wave, build.dataset)
    types = {name: info["inferred_type_name"] for name, info in found.items()}
    assert types == {"area": "str", "wave": "int", "dataset": "str"}
    assert set(types) == set(inspect.signature(params.Run).parameters)


def test_it_defines_and_hides_nothing(path):
    for cell in code_cells(read(path)):
        for node in ast.walk(ast.parse(cell.source)):  # a magic would be a syntax error
            assert not isinstance(
                node, ast.FunctionDef | ast.ClassDef | ast.Try | ast.Lambda | ast.AsyncFunctionDef
            )


def test_its_code_is_short(path):
    lengths = [
        sum(bool(line.strip()) and not line.startswith("#") for line in cell.source.splitlines())
        for cell in code_cells(read(path))
    ]
    assert max(lengths) <= LONGEST_CELL_LINES
    assert sum(lengths) <= LONGEST_NOTEBOOK_LINES


def test_it_ends_with_its_limits_and_where_it_came_from(path):
    cells = read(path).cells
    assert any(cell.source.startswith("## Wat dit niet laat zien") for cell in cells)
    assert "page.footer(run)" in cells[-1].source


def test_a_mistyped_parameter_fails_with_stock_papermill_too(path, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), str(tmp_path / "out.ipynb"),
         "-p", "aera", "drenthe", "--no-progress-bar"],
        cwd=path.parent, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "parameters, kolom aera: deze naam is niet bekend." in done.stderr
    assert "Toegestane parameters zijn: area, wave, dataset." in done.stderr
