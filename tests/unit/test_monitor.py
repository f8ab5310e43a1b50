"""The starter, which must work with the standard library alone."""

import ast
import importlib.util
import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def starter(root, tmp_path, monkeypatch):
    """The starter as a module, with its environment in a temporary folder."""
    spec = importlib.util.spec_from_file_location("monitor", root / "monitor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "python")
    return module


def stamp(starter, **content):
    starter.PYTHON.touch()
    content = {"digest": starter.wanted_digest(), "sections": ["core"], **content}
    starter.STAMP.write_text(json.dumps(content), encoding="utf-8")


def test_it_uses_the_standard_library_only(root):
    tree = ast.parse((root / "monitor.py").read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {
        node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert names <= set(sys.stdlib_module_names)


def test_every_section_of_the_requirements_is_found(starter):
    assert list(starter.sections()) == ["setup", "core", "test", "lab"]


def test_a_whole_environment_is_trusted(starter):
    stamp(starter, sections=["core", "test"])
    assert starter.installed_sections() == {"core", "test"}


@pytest.mark.parametrize("spoil", ["no stamp", "half a stamp", "other lock", "no python"])
def test_a_half_made_or_outdated_environment_is_not_trusted(starter, spoil):
    stamp(starter)
    match spoil:
        case "no stamp":
            starter.STAMP.unlink()
        case "half a stamp":
            starter.STAMP.write_text('{"digest": "', encoding="utf-8")
        case "other lock":
            stamp(starter, digest="0" * 64)
        case "no python":
            starter.PYTHON.unlink()
    assert starter.installed_sections() == set()


def test_an_older_python_gets_as_far_as_its_message(root):
    source = (root / "monitor.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    assert any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body
    )


def test_a_failed_addition_leaves_what_there_was(starter, monkeypatch):
    stamp(starter)

    def fail(*command):
        raise starter.SetupFailed("geen verbinding")

    monkeypatch.setattr(starter, "run", fail)
    with pytest.raises(starter.SetupFailed, match="gebleven zoals zij was"):
        starter.install(["test"], fresh=False)
    assert starter.installed_sections() == {"core"}


def test_one_setup_at_a_time(starter, tmp_path):
    with (tmp_path / "lock").open("a+b") as mine, (tmp_path / "lock").open("a+b") as other:
        assert starter.take_lock(mine.fileno())
        assert not starter.take_lock(other.fileno())
    with (tmp_path / "lock").open("a+b") as later:
        assert starter.take_lock(later.fileno())


def test_a_failed_installation_says_what_to_do_and_leaves_nothing(root, tmp_path):
    for name in ("monitor.py", "pyproject.toml", "requirements.txt"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    nowhere = "http://127.0.0.1:9/simple"  # the discard port: nothing answers there
    unreachable = {
        "PIP_INDEX_URL": nowhere, "PIP_EXTRA_INDEX_URL": "", "PIP_RETRIES": "0", "PIP_TIMEOUT": "1",
        "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull, "UV_DEFAULT_INDEX": nowhere,
        "UV_HTTP_RETRIES": "0", "UV_NO_CACHE": "1", "UV_NO_CONFIG": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "monitor.py", "build"],
        cwd=tmp_path, env={**os.environ, **unreachable}, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Deze stap mislukte: " in done.stderr
    assert "De omgeving is niet klaar en is weer weggehaald." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()
