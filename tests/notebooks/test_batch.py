"""What a build makes, what it makes again, and what it does when a page fails."""

import json
import shutil

import filelock
import pytest

from zorgzaam.errors import InputError, MonitorError
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
    copy = toy.folder / "html" / "notebooks" / "10-toy.ipynb"
    copy.unlink()
    assert toy.build().stale == {}
    assert contents(toy.root) == before
    copy.write_text("{}", encoding="utf-8")
    toy.build()
    assert contents(toy.root) == before


@pytest.mark.parametrize("text", ["[]", "{", '{"pages": {"10-toy/drenthe": null}}'])
def test_damaged_notes_of_the_last_build_are_made_again(toy, text):
    toy.folder.mkdir(parents=True)
    for name in ("manifest.json", "memory.json"):
        (toy.folder / name).write_text(text, encoding="utf-8")
    assert toy.build(dry_run=True).stale.keys() == set(ALL)


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


def test_missing_microdata_are_named_with_their_place(toy):
    toy.read("data/raw/2020/answers.csv", "data/processed/real/2020/answers.parquet")
    report = toy.build(dataset="real")
    assert set(report.failed) == set(ALL)
    text = report.text()
    assert text.count("data/raw/2020/answers.csv") == 1
    assert text.count("data/processed/real/2020/answers.parquet") == 1
    assert "op deze plaats in de map van de monitor" in text
    assert "staat niet in git" in text


def test_a_page_without_its_notebook_fails_alone(toy):
    site = toy.root / "params" / "site.yaml"
    before = site.read_text(encoding="utf-8")
    page = before.partition("pages:\n")[2]
    site.write_text(before + page.replace("10-toy", "20-weg"), encoding="utf-8")
    report = toy.build(areas=["drenthe"])
    assert report.failed.keys() == {"20-weg/drenthe"}
    assert "notebooks/20-weg.ipynb" in report.failed["20-weg/drenthe"]
    assert toy.page("drenthe").is_file()
    assert "niet gelukt" in report.index.read_text(encoding="utf-8")


def test_an_input_that_cannot_be_read_is_named(toy):
    (toy.root / "data" / "toy.txt").unlink()
    (toy.root / "data" / "toy.txt").mkdir()  # whoever is root may read all files
    report = toy.build(areas=["drenthe"])
    assert "niet te lezen: data/toy.txt" in report.failed["10-toy/drenthe"]


def test_bad_input_is_one_message_with_all_problems_before_any_run(toy, root):
    files = [f"data/published/{name}.csv" for name in ("sources", "definitions")]
    toy.read(*files)
    shutil.copytree(root / "data" / "published", toy.root / "data" / "published")
    toy.build(areas=["drenthe"])
    for file in files:  # an unknown column, and a row without a name
        lines = (toy.root / file).read_text(encoding="utf-8").splitlines()
        lines[0] += ",extra"
        lines[1:] = [f",{'x,' * lines[0].count(',')}"[:-1]]
        (toy.root / file).write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        toy.build()
    found = [(problem.file, problem.row, problem.column) for problem in caught.value.problems]
    assert (files[0], 1, "extra") in found
    assert (files[0], 2, "source_id") in found
    assert (files[1], 1, "extra") in found
    assert (files[1], 2, "family") in found
    assert len(found) == len(set(found))
    assert not toy.page("zeeland").exists()
    index = (toy.folder / "html" / "index.html").read_text(encoding="utf-8")
    assert index.count("(nog niet opnieuw gemaakt)") == 1


def test_the_same_failure_of_several_pages_is_said_once_and_whole(toy, capsys):
    message = "Deze tekst is fout. " * 30 + "Verbeter haar."
    toy.notebook(
        "from zorgzaam.errors import MonitorError\n"
        f"if area != 'drenthe': raise MonitorError({message!r})\n"
        "raise ValueError('alleen hier')"
    )
    report = toy.build()
    assert f"- 10-toy/nederland, 10-toy/zeeland: {message}\n" in report.text()
    assert "- 10-toy/drenthe: de cel" in report.text()
    assert capsys.readouterr().err.count(message) == 1


def test_a_page_that_was_not_chosen_is_shown_as_outdated_when_it_is(toy):
    toy.build(areas=["zeeland", "drenthe"])
    build_yaml = toy.root / "params" / "build.yaml"
    before = build_yaml.read_text(encoding="utf-8")
    build_yaml.write_text(before + "# anders\n", encoding="utf-8")
    report = toy.build(areas=["zeeland"])

    def status():
        manifest = json.loads((toy.folder / "manifest.json").read_text(encoding="utf-8"))
        return {name: entry["status"] for name, entry in manifest["pages"].items()}

    assert status() == {"10-toy/drenthe": "outdated", "10-toy/zeeland": "ok"}
    assert "(nog niet opnieuw gemaakt)" in report.index.read_text(encoding="utf-8")
    build_yaml.write_text(before, encoding="utf-8")
    toy.build(areas=["zeeland"])
    assert status() == {"10-toy/drenthe": "ok", "10-toy/zeeland": "ok"}
    assert "(nog niet opnieuw gemaakt)" not in report.index.read_text(encoding="utf-8")


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
        ({"wave": 0}, "Meetjaar 0 bestaat niet"),
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
