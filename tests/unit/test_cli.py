import subprocess
import sys

import pytest

from zorgzaam import cli


def run(root, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "zorgzaam", *arguments],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build", "--area", "friesland"], "Bedoelt u 'fryslan'?"),
        (["build", "--page", "30-groei"], "Toegestaan zijn: 10-clean, 20-describe, 25-published, "),
        (["build", "--wave", "1999"], "Meetjaar 1999 bestaat niet."),
        (["build", "--workers", "0"], "workers"),
    ],
)
def test_a_value_that_is_not_allowed_gives_one_clear_message(root, arguments, expected):
    done = run(root, *arguments)
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build", "--workers", "veel"], ["reference"]])
def test_a_command_that_is_not_understood_says_where_to_look(root, arguments):
    done = run(root, *arguments)
    assert done.returncode == cli.WRONG_USE
    assert "Kijk wat mag met: zorgzaam" in done.stderr


def test_outside_the_project_the_message_says_where_to_go(tmp_path):
    done = run(tmp_path, "build")
    assert done.returncode == cli.FAILED
    assert "Ga naar de map waarin monitor.py staat" in done.stderr
