"""Areas: what is read, and what is said when it cannot be read."""

import shutil
from pathlib import Path

import pytest

from zorgzaam import areas
from zorgzaam.errors import InputError
from zorgzaam.files import find_root

ROOT = find_root(Path(__file__).parent)
FILES = (areas.PROVINCES_FILE, areas.MUNICIPALITIES_FILE, areas.CROSSWALK_FILE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / areas.PROVINCES_FILE).parent.mkdir(parents=True)
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def test_a_missing_file_is_named_with_the_remedy(root: Path) -> None:
    (root / areas.PROVINCES_FILE).unlink()
    with pytest.raises(InputError, match=r"provinces\.csv: het bestand ontbreekt.*uit git"):
        areas.all_areas(root)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "er staat niets in"),
        (b"province_code,slug,name\n", "er staat niets in"),
        (b"province_code,name\nPV20,Groningen\n", "met de kolommen slug, province_code, name"),
        (b"province_code,slug,name\nPV20,groningen\n", "regel 2: deze regel is niet heel"),
        (b"province_code,slug,name\nPV21,fryslan,Frysl\xe2n\n", "geen leesbare CSV"),
    ],
)
def test_a_damaged_file_is_explained(root: Path, content: bytes, message: str) -> None:
    (root / areas.PROVINCES_FILE).write_bytes(content)
    with pytest.raises(InputError) as caught:
        areas.area("fryslan", root)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_a_municipality_has_a_province_by_its_code_of_2023_and_of_2020(root: Path) -> None:
    provinces = areas.province_of(root)
    assert provinces["GM0363"] == "PV27"
    # Weesp went to Amsterdam in 2022, Haaren to four municipalities in Noord-Brabant in 2021.
    assert provinces["GM0457"] == "PV27"
    assert provinces["GM0788"] == "PV30"
    assert "GM0999" not in provinces
    # 342 municipalities in 2023, and the 18 of 2020 in the crosswalk.
    assert len(provinces) == 342 + 18


def test_a_successor_that_does_not_exist_is_refused(root: Path) -> None:
    with (root / areas.CROSSWALK_FILE).open("a", encoding="utf-8") as stream:
        stream.write("GM0001,Oud,GM9999,Nieuw,1.0\n")
    with pytest.raises(InputError, match=r"crosswalk\.csv: .*GM9999"):
        areas.province_of(root)
