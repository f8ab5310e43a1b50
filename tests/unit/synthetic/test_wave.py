"""The synthetic wave as a whole: the same bytes each time, marked, and only where it can be."""

import hashlib
import json
import os
import subprocess
import sys

import pandas as pd
import pytest
import yaml

from zorgzaam.errors import MonitorError
from zorgzaam.files import find_root, sha256_hex
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.synthetic.wave import SEED, make_files, write_wave

ROOT = find_root()


def digests(files):
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def written(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_another_process_writes_the_same_bytes(wave_folder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from zorgzaam.synthetic.wave import write_wave;"
        "write_wave(Path(sys.argv[1]), 2020, Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "5", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(tmp_path)], env=environment, check=True
    )
    assert digests(written(tmp_path)) == digests(written(wave_folder))


def test_another_seed_is_another_world_of_the_same_size(wave_folder):
    other = make_files(ROOT, 2020, seed=1)
    assert set(other) == set(written(wave_folder))
    truth = pd.read_csv(pd.io.common.BytesIO(other["waarheid/waarheid_synthetisch_2020.csv"]))
    inside = truth[(truth["in_inventory"] == "yes") & (truth["source"] != "enquete")]
    assert inside["initiative"].nunique() == 1471
    assert (truth["counts"] == "yes").sum() == 323
    name = "landelijke_lijst_synthetisch_2020.xlsx"
    assert other[name] != (wave_folder / name).read_bytes()


def test_only_what_changed_is_written_again(wave_folder):
    times = {path: path.stat().st_mtime_ns for path in wave_folder.rglob("*") if path.is_file()}
    paths = write_wave(ROOT, 2020, wave_folder)
    assert paths == sorted(times)
    assert {path: path.stat().st_mtime_ns for path in paths} == times


def test_a_year_without_figures_is_refused(tmp_path):
    with pytest.raises(MonitorError, match="2014"):
        write_wave(ROOT, 2014, tmp_path)
    assert not list(tmp_path.iterdir())


def test_every_file_is_marked_in_its_name_and_in_itself(wave_folder):
    for name, content in written(wave_folder).items():
        if name not in ("sources.yaml", "corrections.yaml"):
            assert "synthetisch" in name.lower()
        if name.endswith((".csv", ".sav", ".json", ".yaml")):
            assert SYNTHETIC_VALUE.encode() in content
        if name.endswith(".csv"):
            header = content.split(b"\n", 1)[0].decode("cp1252")
            assert header.strip().replace("\t", ",").replace(";", ",").endswith(SYNTHETIC_MARK)


def test_the_sidecar_tells_how_it_was_made(wave_folder):
    content = json.loads((wave_folder / "SYNTHETISCH.json").read_text(encoding="utf-8"))
    assert content["let_op"].startswith(SYNTHETIC_VALUE)
    assert content["startgetal"] == SEED
    used = {item["cijfer"] for item in content["gepubliceerde_cijfers"]}
    figures = pd.read_csv(ROOT / "data" / "published" / "survey_figures.csv")
    assert used == set(figures.loc[figures["wave"] == 2020, "figure_id"])
    assert all(item["bron"] for item in content["gepubliceerde_cijfers"])
    assert "inwoners" in content["aannames"][0]
    for name, digest in content["controlesommen_sha256"].items():
        assert sha256_hex((wave_folder / name).read_bytes()) == digest


def test_sources_name_every_delivered_file_with_its_checksum(wave_folder):
    content = yaml.safe_load((wave_folder / "sources.yaml").read_text(encoding="utf-8"))
    files = {source["file"]: source["sha256"] for source in content["sources"].values()}
    delivered = {path.name for path in wave_folder.iterdir() if path.is_file()}
    assert set(files) == delivered - {"sources.yaml", "corrections.yaml", "SYNTHETISCH.json"}
    for name, digest in files.items():
        assert sha256_hex((wave_folder / name).read_bytes()) == digest
    assert len(files) == 15  # thirteen lists, one of an earlier count, the survey
