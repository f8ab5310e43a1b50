"""One run of one notebook: text and bytes in, text and bytes out.

A job holds everything it needs and a result everything it made, and neither holds a path, so a
job can run in this process, in a pool or on another machine with the same package. The notebook
runs in a temporary copy of the project that has only what ``params/site.yaml`` declares for the
page: reading anything else fails.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zorgzaam import provenance
from zorgzaam.errors import InputError, MonitorError
from zorgzaam.params import Dataset, Run

CELL_TIMEOUT_S = 600
KERNEL_ATTEMPTS = 2
ERROR_CHARACTERS = 300  # of a message that is not the project's own; the log has all of it
OWN_ERRORS = (MonitorError.__name__, InputError.__name__)
TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# The file that a cell seems to stand in, with the number of its process: 'ipykernel_12/34.py:5: '.
CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*:\d+: ")


@dataclass(frozen=True)
class Job:
    """One run; ``inputs`` maps paths relative to the project, notebook included, to bytes."""

    page: str
    area: str
    wave: int
    dataset: Dataset
    inputs: Mapping[str, bytes]
    package_digest: str
    cell_timeout_s: int = CELL_TIMEOUT_S

    @property
    def run(self) -> Run:
        """The parameters of the notebook."""
        return Run(area=self.area, wave=self.wave, dataset=self.dataset)

    @property
    def notebook_path(self) -> str:
        """Where the notebook stands in the project."""
        return f"notebooks/{self.page}.ipynb"


@dataclass(frozen=True)
class Result:
    """What a run made; ``files`` maps names in the figures folder of its area to bytes."""

    notebook: str
    html: str
    files: Mapping[str, bytes] = field(default_factory=dict)


class RunFailed(MonitorError):
    """The notebook did not come to its end: a Dutch sentence, and the traceback for the log."""

    def __init__(self, message: str, log: str) -> None:
        self.log = log
        super().__init__(message)
        self.args = (message, log)  # how it travels between processes

    def __str__(self) -> str:
        return str(self.args[0])


def run_job(job: Job) -> Result:
    """Run the notebook of ``job`` and make its page.

    Raises
    ------
    RunFailed
        If a cell raises, warns or takes too long, or the kernel dies twice.
    MonitorError
        If the package here is another than that of the build, the notebook does not know a
        parameter, or the page breaks a rule of :func:`zorgzaam.publish.page_html`.
    """
    if provenance.package_digest() != job.package_digest:
        raise MonitorError(
            "De werker heeft een andere versie van de code dan deze bouw "
            f"({provenance.package_digest()[:12]} en {job.package_digest[:12]}). "
            "Installeer daar dezelfde versie en start de werker opnieuw; is de code veranderd "
            "terwijl de bouw liep, bouw dan nog eens."
        )
    for attempt in range(1, KERNEL_ATTEMPTS + 1):
        # A process that the notebook left behind may still write: the folder is then cleared later.
        with tempfile.TemporaryDirectory(prefix="zorgzaam-", ignore_cleanup_errors=True) as name:
            try:
                return _run_in(Path(name), job)
            except KernelDied as error:
                if attempt == KERNEL_ATTEMPTS:
                    raise RunFailed(
                        f"{error} Dat gebeurde {KERNEL_ATTEMPTS} keer. Meestal is er te weinig "
                        "geheugen: probeer het opnieuw met --workers 1.",
                        str(error),
                    ) from None
    raise AssertionError("unreachable: the last attempt returns or raises")


class KernelDied(Exception):
    """The kernel process ended while a cell ran."""


def _run_in(folder: Path, job: Job) -> Result:
    from nbformat import writes

    from zorgzaam import publish

    for path, content in job.inputs.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    notebook = _execute(folder, job)
    html = publish.page_html(notebook, job.page, job.run, folder)
    made = folder / "figures" / job.dataset / str(job.wave) / job.area
    files = {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }
    return Result(notebook=writes(notebook) + "\n", html=html, files=files)


def _check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse a parameter that the notebook has not; papermill only warns and uses the default."""
    import papermill

    known = papermill.inspect_notebook(notebook)
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise MonitorError(
            f"{notebook.name} kent de parameter {', '.join(unknown)} niet. "
            f"De cel 'parameters' heeft: {', '.join(known) or 'geen'}."
        )


def _execute(folder: Path, job: Job) -> Any:
    """Run the notebook with papermill; return it with its outputs and without clock or chance."""
    # If its cache of fonts must be made, then here: a kernel would say so on the page.
    import matplotlib.font_manager  # noqa: F401
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    notebook = folder / job.notebook_path
    parameters = job.run.model_dump()
    _check_parameters(notebook, parameters)
    try:
        executed = papermill.execute_notebook(
            notebook,
            None,
            parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            execution_timeout=job.cell_timeout_s,
            **_engine_options(folder, notebook.parent),
        )
    except PapermillExecutionError as error:
        raise _cell_failed(error) from None
    except CellTimeoutError as error:
        raise RunFailed(
            f"een cel duurde langer dan {job.cell_timeout_s} seconden en is gestopt.", str(error)
        ) from None
    except RuntimeError as error:  # also when the kernel dies before its first cell
        raise KernelDied(f"de rekenkern van het notebook stopte onverwacht ({error}).") from None
    _refuse_warnings(executed)
    return _without_chance(executed)


def _engine_options(folder: Path, working_folder: Path) -> dict[str, Any]:
    """Return how nbclient runs the kernel: here, alone, without a trace elsewhere."""
    from traitlets.config import Config

    from zorgzaam.kernels import CONNECTION_FILE, MonitorKernelManager, transport

    profile = folder / "ipython"
    profile.mkdir()
    connection = {"connection_file": str(folder / CONNECTION_FILE), "transport": transport(folder)}
    return {
        "kernel_manager_class": MonitorKernelManager,
        "config": Config({"MonitorKernelManager": connection}),
        # Not papermill's cwd: that moves the whole process, which in dask has other threads.
        "resources": {"metadata": {"path": str(working_folder)}},
        # Nobody's IPython profile changes a page, no history is kept, nothing is said about it.
        "extra_arguments": [
            f"--ipython-dir={profile}",
            "--HistoryManager.enabled=False",
            "--log-level=CRITICAL",
        ],
        "shutdown_kernel": "immediate",
        "store_widget_state": False,
    }


def _cell_name(source: str) -> str:
    """Return the first comment line of a cell, or its first line."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    comments = [line.lstrip("# ") for line in lines if line.startswith("#")]
    return (comments or lines or ["leeg"])[0][:80]


def _cell_failed(error: Any) -> RunFailed:
    """Return the failure in Dutch; ``error`` is a ``PapermillExecutionError``.

    The project's own errors say what to do, so they come out whole and as they are.
    """
    what = TERMINAL_COLOURS.sub("", str(error.evalue)).strip()
    log = TERMINAL_COLOURS.sub("", "\n".join(error.traceback))
    if error.ename in OWN_ERRORS:
        return RunFailed(what, log)
    if len(what) > ERROR_CHARACTERS:
        what = what[:ERROR_CHARACTERS] + " [...]"
    return RunFailed(f"de cel '{_cell_name(error.source)}' gaf {error.ename}: {what}", log)


def _refuse_warnings(notebook: Any) -> None:
    """Refuse what a reader should not see: warnings, with the paths of this machine in them."""
    said = [
        (_cell_name(cell.source), CELL_FILE.sub("", output.text).strip())
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    if said:
        found = "\n".join(f"de cel '{name}' waarschuwt: {text}" for name, text in said)
        raise RunFailed(f"{found}\nNeem de oorzaak weg: dit hoort niet op een pagina.", found)


def _without_chance(notebook: Any) -> Any:
    """Remove times, durations and the random name of papermill's cell, so that runs agree."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        for trace in ("papermill", "execution"):
            cell.metadata.pop(trace, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    return notebook
