"""The files of a release: all or nothing, the same bytes, and made again only when they must."""

import shutil
import sys

import pandas as pd
import pytest

from zorgzaam import params
from zorgzaam.errors import MonitorError
from zorgzaam.release import ensure as door
from zorgzaam.release import protect
from zorgzaam.release.current import is_current, notice


@pytest.fixture
def places(root, tmp_path, small_codebook, wave, monkeypatch):
    """A project with processed tables; their own making is tested elsewhere."""
    for part in ("params", "data/reference"):
        shutil.copytree(root / part, tmp_path / part)
    frame, answers = wave
    tables = {"initiatives.parquet": frame, "answers.parquet": answers}
    found = door.ReleasePlaces(tmp_path, "synthetic", 2020)
    found.intake.processed.mkdir(parents=True)
    for name, table in tables.items():
        (found.intake.processed / name).write_text(str(len(table)), encoding="utf-8")
    monkeypatch.setattr(door, "load_codebook", lambda *_: small_codebook)
    monkeypatch.setattr(door, "load_labels", lambda *_: door_labels(root))
    monkeypatch.setattr(door, "read_table", lambda path: tables[path.name])
    monkeypatch.setattr(door.prepare, "ensure", lambda *_: None)
    monkeypatch.setattr("zorgzaam.intake.current.is_current", lambda _: True)
    return found


def door_labels(root):
    from zorgzaam.release.labels import load_labels

    return load_labels(root, 2020)


def content(places):
    return {
        path.name: path.read_bytes()
        for path in sorted(places.folder.iterdir())
        if not path.name.startswith(".")
    }


def make(places):
    return door.ensure(places.root, places.dataset, places.wave)


def test_a_release_is_made_once_and_again_with_the_same_bytes(places):
    make(places)
    first = content(places)
    assert {"release.parquet", "release.csv", "audit.csv"} <= set(first)
    assert is_current(places)
    (places.folder / "release.csv").unlink()
    assert not is_current(places)
    make(places)
    assert content(places) == first


def test_an_audit_that_fails_writes_nothing_and_keeps_what_was_there(places, monkeypatch):
    make(places)
    first = content(places)
    build = places.root / "params" / "build.yaml"
    build.write_text(build.read_text("utf-8") + "\n# changed\n", encoding="utf-8")

    def primary_alone(system):
        return (system.cells["is_primary"] | system.cells["is_forced"]).to_numpy(bool, copy=True)

    monkeypatch.setattr(protect, "suppress", primary_alone)
    with pytest.raises(MonitorError, match="niets gepubliceerd"):
        make(places)
    assert content(places) == first
    assert not is_current(places)


def test_a_first_release_that_is_unsafe_leaves_no_file(places, monkeypatch):
    monkeypatch.setattr(protect, "suppress", lambda system: system.cells["is_forced"].to_numpy())
    with pytest.raises(MonitorError, match="niets gepubliceerd"):
        make(places)
    assert content(places) == {}


def test_the_changes_are_told_against_the_release_before(places, wave):
    make(places)
    build = places.root / "params" / "build.yaml"
    text = build.read_text("utf-8")
    build.write_text(text.replace("wide_points: 15", "wide_points: 5"), encoding="utf-8")
    params._load.cache_clear()  # in a build of its own it would not know the old ones
    make(places)
    assert not (places.folder / "changes.csv").exists()  # it can tell what one respondent answered
    path = places.intake.processed / "changes.csv"
    found = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    assert set(found["change"]) == {"veranderd"}
    assert set(found["status_before"]) == {"published"}
    assert set(found["status_after"]) == {"wide"}
    assert notice(places) == ""  # the answers are the same


def test_a_release_that_differs_by_a_few_answers_is_warned_of(places, wave, monkeypatch):
    make(places)
    assert notice(places) == ""
    frame, answers = wave
    tables = {"initiatives.parquet": frame, "answers.parquet": answers.iloc[:-1]}
    (places.intake.processed / "answers.parquet").write_text("changed", encoding="utf-8")
    monkeypatch.setattr(door, "read_table", lambda path: tables[path.name])
    make(places)
    told = notice(places)
    assert "verschilt de basis minder dan 5 antwoorden" in told
    make(places)
    assert notice(places) == told  # as long as this is the release


def test_the_public_log_of_the_weights_has_no_counts(places):
    make(places)
    public = (places.folder / "weighting_log.csv").read_text("utf-8-sig")
    whole = (places.intake.processed / "weighting_log.csv").read_text("utf-8-sig")
    assert "Minder dan 5 deelnemers" in public
    assert "respondent" not in public
    assert "respondents" in whole
    assert len(public.splitlines()) == len(whole.splitlines()) > 1
    notes = door.load(places.root, places.dataset, places.wave).attrs["notes"]
    assert not [key for step in notes["weighting_log"] for key in step if key == "respondents"]


def test_without_the_engine_nothing_is_made(places, monkeypatch):
    monkeypatch.setitem(sys.modules, "pytauargus.engine", None)
    with pytest.raises(MonitorError, match="tau-Argus"):
        make(places)
    assert content(places) == {}
