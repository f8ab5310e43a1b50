"""The environment files: ``pyproject.toml`` is the source, three files are made from it.

``uv.lock`` fixes every version; ``requirements.txt`` is the same set with hashes, in sections that
``monitor.py`` installs one by one; ``environment.yml`` is the researchers' conda environment with
all groups. The tools that make them (uv, pyproject2conda) are in the group ``test``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from zorgzaam.errors import MonitorError
from zorgzaam.files import write_atomic

# Each section of requirements.txt holds what the sections before it lack.
SECTIONS = ("setup", "core", "test", "lab")
SECTION_MARK = "# --- {} ---"
HEADER = "# Made from pyproject.toml by `python monitor.py lock`; do not edit.\n"
LOCK, REQUIREMENTS, CONDA = "uv.lock", "requirements.txt", "environment.yml"


def _run(root: Path, *command: str) -> str:
    # Which registry is near differs per machine and must not get into the files.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("UV_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise MonitorError(f"{' '.join(command)} is mislukt:\n{done.stderr.strip()}")
    return done.stdout


def _blocks(exported: str) -> list[str]:
    """Split what uv exports into one block a requirement: the pin and its hashes."""
    return [block for block in re.split(r"\n(?=\S)", exported.strip()) if block]


def requirements_text(root: Path) -> str:
    """Return ``requirements.txt`` as the lock file gives it."""
    choice = {
        "setup": ["--only-group", "setup"],
        "core": [],
        "test": ["--group", "test"],
        "lab": ["--group", "lab"],
    }
    parts, seen = [HEADER], set[str]()
    for section in SECTIONS:
        exported = _run(
            root, "uv", "export", "--frozen", "--no-emit-project", "--no-annotate", "--no-header",
            *choice[section],
        )  # fmt: skip
        new = [block for block in _blocks(exported) if block not in seen]
        seen.update(new)
        parts.append("\n".join(["", SECTION_MARK.format(section), *new, ""]))
    return "".join(parts)


def conda_text(root: Path) -> str:
    """Return ``environment.yml``: core, lab and test under their conda-forge names."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, CONDA)
        _run(
            root, "pyproject2conda", "yaml", "--name", "zorgzaam", "--group", "lab",
            "--group", "test", "--channel", "conda-forge", "--channel", "nodefaults",
            "--python-include", "infer", "--output", str(output),
        )  # fmt: skip
        lines = output.read_text(encoding="utf-8").splitlines()
    # pyproject2conda heads its file with its own command line
    kept = [line for line in lines if not line.startswith("#")]
    return HEADER + "\n".join(kept).strip() + "\n"


def drift(root: Path) -> list[str]:
    """Return the names of the environment files that differ from what the source gives."""
    drifted = []
    try:
        _run(root, "uv", "lock", "--check")
    except MonitorError:
        drifted.append(LOCK)
    for name, made in ((REQUIREMENTS, requirements_text(root)), (CONDA, conda_text(root))):
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != made:
            drifted.append(name)
    return drifted


def lock(root: Path) -> None:
    """Make ``uv.lock``, ``requirements.txt`` and ``environment.yml`` anew."""
    _run(root, "uv", "lock")
    write_atomic(root / REQUIREMENTS, requirements_text(root))
    write_atomic(root / CONDA, conda_text(root))
