import os
from pathlib import Path

import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root, write_atomic, write_changed


def test_the_project_is_found_from_a_folder_in_it(root):
    assert find_root(root / "lib" / "zorgzaam") == root


def test_outside_a_project_the_message_says_what_to_do(tmp_path):
    with pytest.raises(MonitorError, match=r"Ga naar de map waarin monitor\.py staat"):
        find_root(tmp_path)


def test_text_is_written_as_utf8_with_unix_line_ends(tmp_path):
    write_atomic(tmp_path / "new" / "page.html", "Fryslân\n")
    assert (tmp_path / "new" / "page.html").read_bytes() == "Fryslân\n".encode()


def test_a_failed_write_leaves_the_old_file_and_says_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")

    def fail(self: Path, target: Path) -> None:  # as Windows does when Excel has it open
        raise PermissionError(13, "in use", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(MonitorError, match=r"table\.csv kan niet .*in use.*Excel") as caught:
        write_atomic(path, "new")
    assert ".tmp" not in str(caught.value)
    assert os.listdir(tmp_path) == ["table.csv"]  # noqa: PTH208 (the test is about the folder)
    assert path.read_text(encoding="utf-8") == "old"


def test_what_is_already_there_is_not_written_again(tmp_path):
    path = tmp_path / "page.html"
    write_changed(path, "Fryslân\n")
    before = path.stat().st_ino
    write_changed(path, "Fryslân\n")
    assert path.stat().st_ino == before
    write_changed(path, "Drenthe\n")
    assert path.read_text(encoding="utf-8") == "Drenthe\n"
