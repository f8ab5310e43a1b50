"""What a build makes, what it makes again, and what it does when a page fails."""

import json

import filelock
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.publish import OLD_NOTICE

ALL = ["10-toy/nederland", "10-toy/drenthe", "10-toy/zeeland"]
FAILS_ON_DEMAND = """# controleer de tekst
if text == f"fout in {area}":
    raise ValueError("deze tekst kan niet")"""


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "memory.json")
    }


def test_a_build_makes_everything_and_a_second_does_nothing(toy):
    report = toy.build()
    assert (list(report.stale), report.failed, report.exit_code) == (ALL, {}, 0)
    assert "In zeeland staat: niets bijzonders" in toy.page("zeeland").read_text(encoding="utf-8")
    figures = toy.root / "figures" / "synthetic" / "2020" / "drenthe"
    assert (figures / "10-toy-a.csv").read_text() == "drenthe;niets bijzonders"
    assert (toy.page("drenthe").parent / "10-toy-a.csv").is_file()
    assert report.index.is_file()
    manifest = json.loads((toy.folder / "manifest.json").read_text(encoding="utf-8"))
    entry = manifest["pages"]["10-toy/drenthe"]
    assert (entry["status"], entry["kind"]) == ("ok", "published")
    assert entry["parameters"] == {"area": "drenthe", "wave": 2020, "dataset": "synthetic"}
    assert "data/toy.txt" in entry["inputs"]

    times = {path: path.stat().st_mtime_ns for path in toy.root.rglob("*.*")}
    again = toy.build()
    assert (again.stale, again.up_to_date) == ({}, 3)
    after = {path: path.stat().st_mtime_ns for path in toy.root.rglob("*.*")}
    memory = toy.folder / "memory.json"
    assert {p for p in times if times[p] != after[p]} <= {memory, toy.folder / ".lock"}


def test_a_dry_run_says_what_and_why_and_makes_nothing(toy):
    report = toy.build(dry_run=True)
    assert list(report.stale) == ALL
    assert "nog niet gemaakt" in report.text()
    assert not toy.folder.exists()
    toy.build(areas=["zeeland"])
    (toy.root / "data" / "toy.txt").write_text("iets anders", encoding="utf-8")
    assert toy.build(areas=["zeeland"], dry_run=True).stale == {
        "10-toy/zeeland": ["veranderd: data/toy.txt"]
    }


def test_one_failed_area_stops_no_other_and_alone_is_tried_again(toy):
    toy.notebook(FAILS_ON_DEMAND)
    toy.build()
    (toy.root / "data" / "toy.txt").write_text("fout in drenthe", encoding="utf-8")

    report = toy.build()
    assert report.exit_code == 1
    failure = "de cel 'controleer de tekst' gaf ValueError: deze tekst kan niet"
    assert report.failed == {"10-toy/drenthe": failure}
    assert failure in report.text()
    assert "Traceback" in (toy.folder / "failed" / "drenthe-10-toy.txt").read_text()
    assert "fout in drenthe" in toy.page("zeeland").read_text(encoding="utf-8")
    old = toy.page("drenthe").read_text(encoding="utf-8")
    assert "niets bijzonders" in old
    assert OLD_NOTICE in old
    manifest = json.loads((toy.folder / "manifest.json").read_text(encoding="utf-8"))
    status = {name: entry["status"] for name, entry in manifest["pages"].items()}
    assert status == dict.fromkeys(ALL, "ok") | {"10-toy/drenthe": "old"}
    assert "van een eerdere bouw" in report.index.read_text(encoding="utf-8")

    assert list(toy.build().stale) == ["10-toy/drenthe"]

    (toy.root / "data" / "toy.txt").write_text("weer goed", encoding="utf-8")
    assert toy.build().exit_code == 0
    fresh = toy.page("drenthe").read_text(encoding="utf-8")
    assert "weer goed" in fresh
    assert OLD_NOTICE not in fresh
    assert not list((toy.folder / "failed").iterdir())


def test_a_page_that_never_succeeded_has_no_page(toy):
    toy.notebook("raise ValueError('nooit')")
    report = toy.build(areas=["drenthe"])
    assert report.exit_code == 1
    assert not toy.page("drenthe").exists()
    manifest = json.loads((toy.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["pages"]["10-toy/drenthe"]["status"] == "failed"


def test_tampered_and_deleted_outputs_are_made_again(toy):
    toy.build()
    before = contents(toy.root)
    toy.page("drenthe").write_text("<p>dit klopt niet</p>", encoding="utf-8")
    (toy.root / "figures" / "synthetic" / "2020" / "zeeland" / "10-toy-a.csv").unlink()
    (toy.folder / "html" / "index.html").write_text("weg", encoding="utf-8")
    why = ["pagina of figuur ontbreekt of is veranderd"]
    assert toy.build().stale == {"10-toy/drenthe": why, "10-toy/zeeland": why}
    assert contents(toy.root) == before


def test_a_figure_that_is_no_longer_made_goes_away(toy):
    toy.notebook("Path(f'../figures/{dataset}/{wave}/{area}').mkdir(parents=True)", extra_file("b"))
    toy.build(areas=["drenthe"])
    assert len(list(toy.root.rglob("10-toy-b.csv"))) == 2
    toy.notebook()
    toy.build(areas=["drenthe"])
    assert not list(toy.root.rglob("10-toy-b.csv"))


def extra_file(name):
    return f"Path(f'../figures/{{dataset}}/{{wave}}/{{area}}/10-toy-{name}.csv').write_text('1')"


def test_what_a_killed_build_left_half_written_is_cleared(toy):
    half = toy.page("drenthe").parent / ".10-toy.html.abc.tmp"
    half.parent.mkdir(parents=True)
    half.write_text("<html><bod", encoding="utf-8")
    toy.build(areas=["drenthe"])
    assert not toy.unfinished()


def test_two_folders_give_the_same_bytes(toy, toy_at, tmp_path):
    other = toy_at(tmp_path / "elders" / "andere-map")
    assert toy.build().exit_code == other.build(workers=1).exit_code == 0
    assert contents(toy.root) == contents(other.root)


def test_an_undeclared_input_is_an_error(toy):
    (toy.root / "data" / "geheim.csv").write_text("1", encoding="utf-8")
    toy.notebook("# lees te veel\nPath('../data/geheim.csv').read_text()")
    report = toy.build(areas=["drenthe"])
    assert "de cel 'lees te veel' gaf FileNotFoundError" in report.failed["10-toy/drenthe"]


def test_a_missing_input_is_named_and_found_again(toy):
    toy.build(areas=["drenthe"])
    toy_file = toy.root / "data" / "toy.txt"
    content = toy_file.read_bytes()
    toy_file.unlink()
    report = toy.build(areas=["drenthe"])
    assert "data/toy.txt" in report.failed["10-toy/drenthe"]
    assert OLD_NOTICE in toy.page("drenthe").read_text(encoding="utf-8")
    toy_file.write_bytes(content)
    assert toy.build(areas=["drenthe"]).exit_code == 0
    assert OLD_NOTICE not in toy.page("drenthe").read_text(encoding="utf-8")


def test_a_parameter_that_the_notebook_has_not_is_refused(toy):
    toy.notebook(parameters='area: str = "nederland"  # slug\ndataset: str = "synthetic"  # which')
    report = toy.build(areas=["drenthe"])
    assert "kent de parameter wave niet" in report.failed["10-toy/drenthe"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"areas": ["friesland"]}, "fryslan"),
        ({"areas": ["groningen"]}, "site.yaml"),
        ({"pages": ["11-toy"]}, "10-toy"),
        ({"wave": 2021}, "2020"),
        ({"workers": 0}, "--workers"),
    ],
)
def test_a_wrong_choice_is_refused(toy, options, named):
    with pytest.raises(MonitorError, match=named):
        toy.build(**options)


def test_two_builds_in_one_folder_are_refused(toy):
    toy.folder.mkdir(parents=True)
    with filelock.FileLock(toy.folder / ".lock"), pytest.raises(MonitorError, match="al een bouw"):
        toy.build()


def test_a_build_folder_that_cannot_be_made_is_one_message(toy):
    (toy.root / "build").write_text("", encoding="utf-8")
    with pytest.raises(MonitorError, match="kan niet worden geschreven"):
        toy.build()


def test_a_page_that_cannot_be_written_ends_the_build(toy):
    toy.folder.mkdir(parents=True)
    (toy.folder / "html").write_text("", encoding="utf-8")
    with pytest.raises(MonitorError, match=r"html.* kan niet worden geschreven"):
        toy.build()
    assert not toy.unfinished()
    (toy.folder / "html").unlink()
    assert toy.build().exit_code == 0
