"""What all tests share: the project folder, a copy of it to build in, and a whole built site."""

import shutil
from pathlib import Path

import pytest

PARTS = ("params", "data", "notebooks", "requirements.txt")
# What is not in git is made again by the build, or is somebody's own.
NOT_IN_GIT = ("raw", "processed", "private", "review", "release")


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[1]


def _not_in_git(folder: str, names: list[str]) -> set[str]:
    return set(names) & set(NOT_IN_GIT) if Path(folder).name == "data" else set()


@pytest.fixture(scope="session")
def copy_project(root):
    """Return a function that copies what a build reads to a new folder."""

    def copy(target: Path) -> Path:
        target.mkdir(parents=True)
        for part in PARTS:
            source = root / part
            if source.is_dir():
                shutil.copytree(source, target / part, ignore=_not_in_git)
            else:
                shutil.copy(source, target / part)
        return target

    return copy


@pytest.fixture(scope="session")
def built(copy_project, tmp_path_factory) -> Path:
    """A copy of the project in which every page of every area was built."""
    from zorgzaam import batch

    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    assert batch.build(project).exit_code == 0
    return project


@pytest.fixture(scope="session")
def html_folder(built) -> Path:
    return built / "build" / "synthetic" / "2020" / "html"


@pytest.fixture(scope="session")
def pages(html_folder) -> list[Path]:
    every = sorted(html_folder.rglob("*.html"))
    found = [path for path in every if not path.stem.endswith("initiatievenkaart")]
    assert len(every) == len(found) + 1
    assert len(found) == 54
    return found
