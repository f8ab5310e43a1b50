"""One run: what it is given is all it sees, and what kernel it gets makes no difference."""

import dataclasses
import multiprocessing
import sys
import tempfile

import nbformat
import pytest

from zorgzaam import execute, kernels, provenance
from zorgzaam.errors import MonitorError

SITE = b"""
common: [params/site.yaml]
pages:
  10-toy: {title: Proef, summary: Doet dit het, areas: all, kind: published, reads: []}
"""
PARAMETERS = 'area: str = "nederland"\nwave: int = 2020\ndataset: str = "synthetic"'


@pytest.fixture
def make_job(root):
    def make(*cells: str) -> execute.Job:
        new = nbformat.v4
        notebook = new.new_notebook(
            cells=[
                new.new_markdown_cell("# Proef", id="a"),
                new.new_code_cell(PARAMETERS, id="b", metadata={"tags": ["parameters"]}),
                *(new.new_code_cell(cell, id=f"c{i}") for i, cell in enumerate(cells)),
            ]
        )
        notebook.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python"
        }  # fmt: skip
        inputs = {
            "params/site.yaml": SITE,
            "data/reference/provinces.csv": (root / "data/reference/provinces.csv").read_bytes(),
            "notebooks/10-toy.ipynb": nbformat.writes(notebook).encode("utf-8"),
        }
        digest = provenance.package_digest()
        return execute.Job("10-toy", "drenthe", 2020, "synthetic", inputs, digest)

    return make


def outputs(result: execute.Result) -> str:
    notebook = nbformat.reads(result.notebook, as_version=4)
    return "".join(
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )


def test_other_code_is_refused(make_job):
    job = dataclasses.replace(make_job("1"), package_digest="0" * 64)
    with pytest.raises(MonitorError, match="andere versie van de code"):
        execute.run_job(job)


def test_the_name_of_a_cell_is_its_first_comment():
    assert execute._cell_name("\nx = 1\n# hier begint het\ny = 2") == "hier begint het"
    assert execute._cell_name("x = 1\ny = 2") == "x = 1"
    assert execute._cell_name("") == "leeg"


def test_a_slow_cell_is_stopped(make_job):
    job = dataclasses.replace(make_job("while True: pass"), cell_timeout_s=1)
    with pytest.raises(execute.RunFailed, match="langer dan 1 seconden"):
        execute.run_job(job)


def test_a_warning_is_a_failure_and_not_on_the_page(make_job):
    job = make_job("# deel iets\nimport warnings\nwarnings.warn('dit klopt bijna')")
    with pytest.raises(execute.RunFailed, match="de cel 'deel iets' waarschuwt: UserWarning: dit"):
        execute.run_job(job)


@pytest.mark.skipif(sys.platform == "win32", reason="there sockets have no path")
def test_a_long_folder_for_temporary_files_is_no_problem(make_job, tmp_path, monkeypatch):
    assert kernels.transport(tmp_path) == "ipc"
    folder = tmp_path / ("lang" * 25)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert kernels.transport(folder) == "tcp"
    assert outputs(execute.run_job(make_job("print(area)"))) == "drenthe\n"


def test_a_failure_travels_between_processes():
    import pickle

    failure = pickle.loads(pickle.dumps(execute.RunFailed("mislukt", "lang verhaal")))
    assert (str(failure), failure.log) == ("mislukt", "lang verhaal")


@pytest.mark.skipif(sys.platform == "win32", reason="kernels are forked where that can be")
def test_forked_kernels_have_the_libraries_and_draw_different_numbers(make_job):
    job = make_job(
        "import os, random, sys, numpy",
        "loaded = sys.modules['zorgzaam.preload'].LOADED_IN_PID",
        "print(loaded != os.getpid(), random.random(), numpy.random.random())",
    )
    first, second = (outputs(execute.run_job(job)).split() for _ in range(2))
    assert first[0] == second[0] == "True"
    assert first[1] != second[1]
    assert first[2] != second[2]


def _run_to(job: execute.Job, connection) -> None:
    connection.send((kernels.can_fork(), execute.run_job(job)))


@pytest.mark.skipif(sys.platform == "win32", reason="there all kernels are plain")
def test_plain_and_forked_kernels_make_the_same_page(make_job):
    job = make_job(
        "import matplotlib.pyplot as plt",
        "print(area, plt.get_backend())",
        "drawing = plt.figure(); plt.close(drawing)",
    )
    forked = execute.run_job(job)
    # A daemonic process, such as a worker of dask with its nanny, may not have children.
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = kernels.fork_context().Process(target=_run_to, args=(job, sender), daemon=True)
    process.start()
    could_fork, plain = receiver.recv()
    process.join()
    assert not could_fork
    assert plain == forked
