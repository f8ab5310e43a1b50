import os
from pathlib import Path

import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root, write_atomic


def test_the_project_is_found_from_a_folder_in_it(root):
    assert find_root(root / "lib" / "zorgzaam") == root


def test_outside_a_project_the_message_says_what_to_do(tmp_path):
    with pytest.raises(MonitorError, match=r"Ga naar de map waarin monitor\.py staat"):
        find_root(tmp_path)


def test_text_is_written_as_utf8_with_unix_line_ends(tmp_path):
    write_atomic(tmp_path / "new" / "page.html", "Fryslân\n")
    assert (tmp_path / "new" / "page.html").read_bytes() == "Fryslân\n".encode()


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomic(path, "new")
    assert os.listdir(tmp_path) == ["page.html"]  # noqa: PTH208 (the test is about the folder)
    assert path.read_text(encoding="utf-8") == "old"
