import shutil

import pytest
from pydantic import ValidationError

from zorgzaam import areas, params
from zorgzaam.errors import InputError, MonitorError


@pytest.fixture
def project(tmp_path, root):
    """A project with the real parameters, free to be spoilt."""
    shutil.copytree(root / "params", tmp_path / "params")
    (tmp_path / "data/reference").mkdir(parents=True)
    shutil.copy(root / areas.PROVINCES_FILE, tmp_path / areas.PROVINCES_FILE)
    return tmp_path


def spoil(project, file, old, new):
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_run_is_strict_and_frozen():
    run = params.Run(area="fryslan", wave=2020)
    with pytest.raises(ValidationError):
        params.Run(province="fryslan")
    with pytest.raises(ValidationError):
        params.Run(wave="2020")
    with pytest.raises(ValidationError):
        run.area = "drenthe"


def test_an_unknown_name_is_refused_with_the_allowed_ones(root):
    with pytest.raises(MonitorError, match="kolom areaa: deze naam is niet bekend") as error:
        params.make_run(root, areaa="drenthe")
    assert "Toegestane parameters zijn: area, wave, dataset." in str(error.value)


def test_an_unknown_wave_is_refused_with_the_allowed_ones(root):
    with pytest.raises(MonitorError, match=r"Meetjaar 1999 bestaat niet. Toegestaan zijn: 2020"):
        params.make_run(root, wave=1999)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("friesland", "fryslan"), ("Noord Brabant", "noord-brabant"), ("drente", "drenthe")],
)
def test_an_alias_is_refused_and_the_slug_is_named(root, typed, meant):
    with pytest.raises(MonitorError, match=f"'{typed}' bestaat niet. Bedoelt u '{meant}'"):
        params.make_run(root, area=typed)


def test_an_area_that_looks_like_nothing_gets_the_whole_list(root):
    with pytest.raises(MonitorError) as error:
        areas.area("atlantis", root)
    assert all(area.slug in str(error.value) for area in areas.all_areas(root))


def test_there_are_thirteen_areas(root):
    slugs = [area.slug for area in areas.all_areas(root)]
    assert len(slugs) == len(set(slugs)) == 13
    assert slugs[0] == "nederland"
    assert all(slug == areas.slugify(slug) for slug in slugs)


def test_the_default_run_is_what_build_yaml_says(root):
    build = params.load_build(root)
    assert params.Run().wave == build.wave
    assert params.Run().dataset == build.dataset


def test_every_problem_in_the_yaml_is_told_at_once(project):
    spoil(project, params.BUILD_FILE, "dataset: synthetic", "dataset: sinthetic\ntypo: 1")
    spoil(project, params.BUILD_FILE, "confidence_level: 0.95", 'confidence_level: "95"')
    with pytest.raises(InputError) as error:
        params.load_build(project)
    columns = {problem.column for problem in error.value.problems}
    assert columns == {"dataset", "typo", "confidence_level"}
    assert {problem.file for problem in error.value.problems} == {"params/build.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("wave: 2020", "wave: 2024", "meetjaar 2024 staat niet in waves"),
        ("[750000, ", "[7500000, ", "klassengrenzen moeten boven nul beginnen en oplopen"),
        ("maps:", "maps", "geen leesbare YAML"),
        ("minimum_count: 5", "minimum_count: 0", "Hier hoort een getal vanaf 3"),
        ("minimum_count: 5", "minimum_count: 1000000", "Hier hoort een getal tot en met 50"),
        ("minimum_base: 10", "minimum_base: 1000000", "Hier hoort een getal tot en met 200"),
        ("minimum_base: 10", "minimum_base: 6", "minstens twee keer minimum_count"),
        ("group_share: 0.9 ", "group_share: 1.0 ", "Hier hoort een getal onder 1"),
        ("start_periods: [2010, ", "start_periods: [2020, ", "start_periods moeten oplopen"),
    ],
)
def test_a_value_that_cannot_be_is_refused(project, old, new, expected):
    spoil(project, params.BUILD_FILE, old, new)
    with pytest.raises(InputError, match=expected):
        params.load_build(project)


def test_a_missing_parameter_file_is_named(project):
    (project / params.BUILD_FILE).unlink()
    with pytest.raises(InputError, match=r"params/build\.yaml: het bestand ontbreekt"):
        params.load_build(project)


def test_an_unknown_page_is_refused_with_the_allowed_ones(root):
    with pytest.raises(
        MonitorError, match=r"'30-groei' bestaat niet. Toegestaan zijn: .*30-growth"
    ):
        params.load_site(root).page("30-groei")


def test_every_file_a_page_reads_exists(root):
    site = params.load_site(root)
    for spec in site.pages.values():
        assert all(
            (root / file).is_file() for file in [*site.common, *spec.reads] if "{" not in file
        )
