import tomllib

import pytest
import yaml

from zorgzaam import environment


@pytest.fixture(scope="module")
def conda(root):
    return yaml.safe_load((root / environment.CONDA).read_text(encoding="utf-8"))


def test_no_environment_file_has_drifted(root):
    assert environment.drift(root) == []


def test_a_drifted_file_is_found(root, tmp_path):
    for name in ("pyproject.toml", environment.LOCK, environment.CONDA, environment.REQUIREMENTS):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    for name in (environment.CONDA, environment.REQUIREMENTS):
        with (tmp_path / name).open("a", encoding="utf-8") as stream:
            stream.write("# by hand\n")
    source = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        source.replace('"tqdm>=4.70,<5"', '"tqdm>=4.69,<5"'), encoding="utf-8"
    )
    assert environment.drift(tmp_path) == [
        environment.LOCK, environment.REQUIREMENTS, environment.CONDA,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "jupyterlab",
        "pandas",
        "geopandas",
        "seaborn",
        "statsmodels",
        "papermill",
        "nbconvert",
        "pytest",
    ],
)
def test_the_researchers_environment_names_what_they_look_for(conda, name):
    dependencies = [line for line in conda["dependencies"] if isinstance(line, str)]
    assert any(line.startswith((f"{name}<", f"{name}>", f"{name}=")) for line in dependencies)


def test_the_researchers_environment_takes_nothing_from_the_defaults(conda):
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_every_requirement_is_pinned_with_hashes(root):
    text = (root / environment.REQUIREMENTS).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(pins) > 100
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_core_holds_no_jupyterlab_and_no_test_tools(root):
    text = (root / environment.REQUIREMENTS).read_text(encoding="utf-8")
    core = text.split("# --- core ---")[1].split("# --- test ---")[0]
    assert "papermill==" in core
    assert not any(f"\n{name}==" in core for name in ("jupyterlab", "pytest", "ruff", "playwright"))


def test_the_lock_names_no_other_registry_than_the_public_one(root):
    lock = tomllib.loads((root / environment.LOCK).read_text(encoding="utf-8"))
    sources = {str(package["source"]) for package in lock["package"]}
    assert sources == {"{'registry': 'https://pypi.org/simple'}", "{'editable': '.'}"}
