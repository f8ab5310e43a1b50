"""The loader against a server that answers as PDOK's own does (OGC API Features, gokoala)."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

from zorgzaam import pdok
from zorgzaam.errors import InputError, MonitorError
from zorgzaam.files import find_root, sha256_hex
from zorgzaam.pdok import fetch_boundaries
from zorgzaam.reference import FOLDER, load_boundaries, load_provinces

REFERENCE = find_root(Path(__file__).parent) / FOLDER
YEAR = 2021  # provinces.csv has no number of municipalities for it, so 24 may be right
SIDE_M = 10_000


def make_collections(year: int, feature: Callable[..., dict]) -> dict[str, list[dict]]:
    """Return twelve square provinces of two municipalities each, in EPSG:28992."""
    provinces, municipalities = [], []
    for number, code in enumerate(load_provinces()["province_code"]):
        x, y = 100_000 + SIDE_M * (number % 4), 400_000 + SIDE_M * (number // 4)
        provinces.append(feature(code, code, shapely.box(x, y, x + SIDE_M, y + SIDE_M), year))
        for half in (0, 1):
            left = x + half * SIDE_M / 2
            shape = shapely.box(left, y, left + SIDE_M / 2, y + SIDE_M)
            item = 2 * number + half
            municipalities.append(feature(f"GM{item:04}", f"Gemeente {item}", shape, year))
    # The order of a server is its own; the stored layer must not depend on it.
    return {
        "provincie_gegeneraliseerd": provinces,
        "gemeente_gegeneraliseerd": municipalities[::-1],
    }


@pytest.fixture
def server(pdok_server):
    """The stand-in, with small layers."""
    pdok_server.collections = make_collections(YEAR, pdok_server.feature)
    return pdok_server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    for file in ("provinces.csv", "digests.csv"):
        shutil.copy(REFERENCE / file, tmp_path / FOLDER / file)
    return tmp_path


def left_behind(project: Path) -> list[str]:
    return sorted(path.name for path in (project / FOLDER).iterdir())


def assert_refused(project: Path, server, match: str, year: int = YEAR) -> None:
    """Check that nothing is stored, and that the message says why."""
    with pytest.raises(MonitorError, match=match):
        fetch_boundaries(year, project, server.url)
    assert left_behind(project) == ["digests.csv", "provinces.csv"]


def test_every_page_is_fetched_and_read_back(server, project):
    summary = fetch_boundaries(YEAR, project, server.url)
    assert "24 gemeenten en 12 provincies" in summary
    assert "data/reference/2021" in summary
    assert "De kaarten van 2021 gebruiken ze vanaf nu." in summary
    municipalities = load_boundaries("municipalities", project, YEAR)
    assert municipalities["municipality_code"].tolist() == [f"GM{item:04}" for item in range(24)]
    assert municipalities["province_code"].tolist() == [f"PV{20 + item // 2}" for item in range(24)]
    assert municipalities["area_km2"].tolist() == pytest.approx([50] * 24, rel=1e-5)
    provinces = load_boundaries("provinces", project, YEAR)
    assert provinces["name"].tolist() == load_provinces()["name"].tolist()
    expected = shapely.box(100_000, 400_000, 110_000, 410_000)
    assert provinces.geometry[0].symmetric_difference(expected).area < 1_000


def test_the_year_and_the_grid_are_asked_for(server, project):
    fetch_boundaries(YEAR, project, server.url)
    assert len(server.asked) == 2 + 3  # pages of ten: 12 provinces, 24 municipalities
    assert {query["jaarcode"][0] for query in server.asked} == {"2021"}
    assert {query["crs"][0] for query in server.asked} == {pdok.CRS_URI}


def test_a_second_fetch_replaces_the_first(server, project):
    fetch_boundaries(YEAR, project, server.url)
    server.collections["gemeente_gegeneraliseerd"][0]["properties"]["statnaam"] = "Nieuw"
    fetch_boundaries(YEAR, project, server.url)
    assert "Nieuw" in load_boundaries("municipalities", project, YEAR)["name"].tolist()
    assert left_behind(project) == ["2021", "digests.csv", "provinces.csv"]


def test_a_failed_fetch_leaves_the_stored_layers(server, project):
    fetch_boundaries(YEAR, project, server.url)
    before = {path.name: path.read_bytes() for path in (project / FOLDER / "2021").iterdir()}
    server.cut_after_bytes = 500
    with pytest.raises(MonitorError):
        fetch_boundaries(YEAR, project, server.url)
    after = {path.name: path.read_bytes() for path in (project / FOLDER / "2021").iterdir()}
    assert after == before
    assert set(after) == {"provinces.geojson", "municipalities.geojson", "digests.csv"}


def test_what_cannot_be_written_leaves_the_stored_layers(server, project, monkeypatch):
    fetch_boundaries(YEAR, project, server.url)
    before = {path.name: path.read_bytes() for path in (project / FOLDER / "2021").iterdir()}
    replace = Path.replace

    def refuse_new(path: Path, target: Path) -> Path:
        # What Windows does when somebody has a file open where the new folder must come.
        if path.name == "fresh":
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse_new)
    with pytest.raises(MonitorError, match=r"2021 kan niet worden geschreven.*schrijfrechten"):
        fetch_boundaries(YEAR, project, server.url)
    after = {path.name: path.read_bytes() for path in (project / FOLDER / "2021").iterdir()}
    assert after == before
    assert left_behind(project) == ["2021", "digests.csv", "provinces.csv"]


def test_a_full_disk_leaves_nothing_behind(server, project):
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Writing beyond the limit fails as a full disk does, with an OSError.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        assert_refused(project, server, "2021 kan niet worden geschreven.*ruimte op de schijf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_changed_stored_layer_is_refused(server, project):
    fetch_boundaries(YEAR, project, server.url)
    path = project / FOLDER / "2021" / "provinces.geojson"
    path.write_bytes(path.read_bytes().replace(b"5.1", b"5.2", 1))
    with pytest.raises(InputError, match=r"veranderd.*zorgzaam reference --year 2021"):
        load_boundaries("provinces", project, YEAR)


def spoil(project, change) -> None:
    """Change the stored municipalities as text, with the digest that belongs to it."""
    path = project / FOLDER / str(YEAR) / "municipalities.geojson"
    before = path.read_bytes()
    after = change(json.loads(before))
    path.write_text(json.dumps(after), encoding="utf-8")
    digests = path.with_name("digests.csv")
    text = digests.read_text("utf-8").replace(sha256_hex(before), sha256_hex(path.read_bytes()))
    digests.write_text(text, encoding="utf-8")


def with_code(layer: dict) -> dict:
    layer["features"][1]["properties"]["municipality_code"] = "GM0000"
    return layer


def with_province(layer: dict) -> dict:
    layer["features"][1]["properties"]["province_code"] = "PV99"
    return layer


def without_border(layer: dict) -> dict:
    layer["features"][1]["geometry"] = None
    return layer


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (with_code, "meer dan een keer in: GM0000"),
        (with_province, "1 gemeenten liggen in een onbekende provincie: Gemeente 1"),
        (without_border, "van 1 gebieden ontbreekt de grens"),
    ],
)
def test_a_stored_layer_that_cannot_be_is_refused(server, project, change, message):
    fetch_boundaries(YEAR, project, server.url)
    spoil(project, change)
    with pytest.raises(InputError, match=f"2021/municipalities.*{message}.*reference --year 2021"):
        load_boundaries("municipalities", project, YEAR)


def test_a_year_that_was_not_fetched_says_how(project):
    with pytest.raises(
        InputError, match=r"2019/provinces\.geojson.*zorgzaam reference --year 2019"
    ):
        load_boundaries("provinces", project, 2019)


def test_unreachable(server, project):
    server.shutdown()
    server.server_close()
    assert_refused(project, server, "niet bereikbaar.*internetverbinding.*niets veranderd")


def test_a_year_pdok_does_not_have(server, project):
    assert_refused(project, server, "geen grenzen van 1850", year=1850)


def test_a_truncated_answer(server, project):
    server.cut_after_bytes = 500
    assert_refused(project, server, "brak af")


def test_an_unknown_collection(server, project):
    del server.collections["gemeente_gegeneraliseerd"]
    assert_refused(project, server, "gemeente_gegeneraliseerd.*foutcode 404")


def test_an_answer_of_another_year(server, project):
    # A server that ignores the filter must not pass for the year that was asked.
    server.collections = make_collections(2022, server.feature)
    for features in server.collections.values():
        features[0]["properties"]["jaarcode"] = YEAR
    server.ignores_year = True
    assert_refused(project, server, "gaat over 2021, 2022, niet 2021")


def test_a_count_that_cbs_does_not_know(server, project):
    server.collections = make_collections(2020, server.feature)
    assert_refused(project, server, "24 gemeenten in, en in 2020 waren het er 355", year=2020)


def test_a_missing_province(server, project):
    server.collections["provincie_gegeneraliseerd"].pop()
    server.collections["gemeente_gegeneraliseerd"] = server.collections["gemeente_gegeneraliseerd"][
        2:
    ]
    assert_refused(project, server, "1 codes ontbreken: PV31")


def test_a_municipality_outside_every_province(server, project):
    server.collections["provincie_gegeneraliseerd"].pop()
    assert_refused(project, server, "provincie onduidelijk")


@pytest.mark.parametrize("wrong", [{"statcode": "X1"}, {"statnaam": ""}, {"statcode": None}])
def test_features_without_a_good_code_or_name(server, project, wrong):
    server.collections["provincie_gegeneraliseerd"][3]["properties"].update(wrong)
    assert_refused(project, server, "zonder goede code, naam of grens")


def test_degrees_instead_of_metres(server, project):
    for features in server.collections.values():
        for feature in features:
            shape = shapely.geometry.shape(feature["geometry"])
            feature["geometry"] = shapely.geometry.mapping(
                shapely.transform(shape, lambda points: points / [20_000, 8_000])
            )
    assert_refused(project, server, "liggen niet in Nederland")


def test_a_page_that_leads_to_itself(server, project):
    server.page_size = 0
    assert_refused(project, server, "volgende pagina die niet kan")
