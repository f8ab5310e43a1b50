import io
import itertools

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from zorgzaam import figures
from zorgzaam.areas import all_areas
from zorgzaam.errors import MonitorError
from zorgzaam.labels import END_PT, LINE_PT, line_breaks
from zorgzaam.mapbase import make_axes
from zorgzaam.maps import BLUES, LAND, OTHER_LAND, country_map, province_map
from zorgzaam.params import load_build
from zorgzaam.reference import RD, load_boundaries

GREATEST_SVG_BYTES = 300_000
PROVINCE_CODES = [area.code for area in all_areas() if not area.is_country]


@pytest.fixture(scope="module", autouse=True)
def _style():
    figures.apply_style()


@pytest.fixture(scope="module")
def provinces() -> gpd.GeoDataFrame:
    return load_boundaries("provinces")


@pytest.fixture(scope="module")
def municipalities() -> gpd.GeoDataFrame:
    return load_boundaries("municipalities")


@pytest.fixture
def squares() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return two provinces of 60 by 60 km side by side, of one municipality and of two."""
    west, south_east, north_east = (
        shapely.box(0, 400_000, 60_000, 460_000),
        shapely.box(60_000, 400_000, 120_000, 430_000),
        shapely.box(60_000, 430_000, 120_000, 460_000),
    )
    municipalities = gpd.GeoDataFrame(
        {
            "municipality_code": ["GM0001", "GM0002", "GM0003"],
            "name": ["'s-West", "Zuid", "Noord"],
            "province_code": ["PV20", "PV21", "PV21"],
            "area_km2": [3600.04, 1800.0, 1800.0],
        },
        geometry=[west, south_east, north_east],
        crs=RD,
    )
    provinces = gpd.GeoDataFrame(
        {"province_code": ["PV20", "PV21"], "name": ["Een", "Twee"], "population_2020": [99, 100]},
        geometry=[west, south_east.union(north_east)],
        crs=RD,
    )
    return provinces, municipalities


def texts_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def colours_of(figure: Figure) -> list[str]:
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]
    return [to_hex(patch.get_facecolor()).upper() for patch in patches if patch.get_fill()]


def label_boxes(figure: Figure) -> dict[str, shapely.Polygon]:
    """Return the box in pixels of every text on the map, measured as it was drawn."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    artists = [*figure.axes[0].texts]
    if (legend := figure.axes[0].get_legend()) is not None:
        artists.append(legend)
    boxes = {}
    for artist in artists:
        name = getattr(artist, "get_text", lambda: "legend")()
        boxes[name] = shapely.box(*artist.get_window_extent(canvas.get_renderer()).extents)
    return boxes


def assert_readable(figure: Figure) -> None:
    """Check that no text covers another and that all of it lies within the figure."""
    boxes = label_boxes(figure)
    assert len(boxes) == len(figure.axes[0].texts) + (figure.axes[0].get_legend() is not None)
    for (name, box), (other, other_box) in itertools.combinations(boxes.items(), 2):
        assert not box.intersects(other_box), f"{name!r} covers {other!r}"
    page = shapely.box(*figure.bbox.extents)
    assert all(page.covers(box) for box in boxes.values())


def svg_bytes(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


@pytest.fixture(scope="module", params=PROVINCE_CODES)
def drawn(request, provinces, municipalities) -> tuple[str, Figure, pd.DataFrame]:
    """Return the code of each province in turn, with its map and the data drawn."""
    return request.param, *province_map(request.param, provinces, municipalities)


def test_every_municipality_of_a_province_is_named_once(drawn, municipalities):
    code, figure, data = drawn
    own = municipalities[municipalities["province_code"] == code]
    assert set(data["Gemeente"]) == set(own["name"])
    assert data["Nr."].tolist() == list(range(1, len(own) + 1))
    texts = [text.replace("-\n", "-").replace("\n", " ") for text in texts_of(figure)]
    for number, name in zip(data["Nr."], data["Gemeente"], strict=True):
        assert texts.count(str(number)) + (name in texts) == 1, name
    assert colours_of(figure).count(LAND) == len(own)


def leaders(figure: Figure) -> list[shapely.LineString]:
    """Return the lines from a name to its municipality: of two points, and thin."""
    lines = [line for line in figure.axes[0].lines if line.get_linewidth() == LINE_PT]
    return [shapely.LineString(line.get_xydata()) for line in lines]


def test_a_line_leads_from_a_name_beside_the_province_to_its_municipality(drawn, municipalities):
    code, figure, _ = drawn
    own = municipalities[municipalities["province_code"] == code].set_index("name").geometry
    land = shapely.union_all(own.to_numpy())
    lines = leaders(figure)
    point = figure.axes[0].viewLim.width / figure.get_figwidth() / 72
    apart = [one.distance(two) / point for one, two in itertools.combinations(lines, 2)]
    assert all(distance > 1.5 * END_PT for distance in apart), "no line ends on another"
    inverse = figure.axes[0].transData.inverted()
    boxes = {name: box for name, box in label_boxes(figure).items() if name}
    for line in lines:
        start, end = line.boundary.geoms
        start_px = shapely.Point(figure.axes[0].transData.transform((start.x, start.y)))
        name = min(boxes, key=lambda text: boxes[text].distance(start_px))
        full = name.replace("-\n", "-").replace("\n", " ")
        assert own[full].contains(end), full
        centre = inverse.transform(shapely.get_coordinates(boxes[name].centroid)[0])
        assert not land.contains(shapely.Point(*centre)), full


def test_labels_of_a_province_do_not_overlap(drawn):
    _, figure, _ = drawn
    assert_readable(figure)
    assert len(svg_bytes(figure)) < GREATEST_SVG_BYTES
    # Saving must not move the map under its labels.
    assert_readable(figure)


def test_country_shows_every_province_with_its_number(provinces, municipalities):
    limits = load_build().maps.residents_class_limits
    figure, data = country_map(provinces, municipalities, limits)
    assert_readable(figure)
    assert len(svg_bytes(figure)) < GREATEST_SVG_BYTES
    residents = data["Inwoners op 1 januari 2020"]
    assert residents.tolist() == provinces["population_2020"].tolist()
    assert data["Code"].tolist() == PROVINCE_CODES
    texts = [text.replace("-\n", "-") for text in texts_of(figure)]
    assert "Zuid-Holland\n3.708.696" in texts
    assert sum("\n" in text for text in texts) == 12


def test_a_limit_belongs_to_the_next_class(squares):
    figure, data = country_map(*squares, class_limits=[100, 1_000])
    assert data["Klasse"].tolist() == ["minder dan 100", "100 tot 1.000"]
    assert colours_of(figure) == [BLUES[0], BLUES[1]]
    legend = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert legend == ["minder dan 100", "100 tot 1.000", "gemeentegrens"]


def test_residents_at_or_above_the_last_limit_are_refused(squares):
    with pytest.raises(MonitorError, match=r"hoogste klassengrens \(100\)"):
        country_map(*squares, class_limits=[50, 100])


def test_more_classes_than_colours_are_refused(squares):
    with pytest.raises(MonitorError, match="5 kleuren"):
        country_map(*squares, class_limits=[10, 20, 30, 40, 50, 200])


def test_unknown_residents_are_refused(squares):
    provinces, municipalities = squares
    unknown = provinces.assign(population_2020=[99, None])
    with pytest.raises(MonitorError, match="geen inwonertal"):
        country_map(unknown, municipalities, [100, 1_000])


def test_neighbours_are_grey_and_the_table_is_in_order(squares):
    figure, data = province_map("PV21", *squares)
    assert colours_of(figure) == [OTHER_LAND, LAND, LAND]
    assert data["Gemeente"].tolist() == ["Noord", "Zuid"]
    assert data["Code"].tolist() == ["GM0003", "GM0002"]
    areas_km2 = data["Oppervlakte (km²)"]
    assert areas_km2.tolist() == [1800, 1800]
    assert areas_km2.dtype.kind == "i"


def test_a_province_without_municipalities_is_refused(squares):
    with pytest.raises(MonitorError, match="PV22"):
        province_map("PV22", *squares)


def test_a_name_without_room_becomes_its_number(squares):
    provinces, municipalities = squares
    narrow = [shapely.box(x, 400_000, x + 8_000, 460_000) for x in (60_000, 68_000)]
    municipalities.loc[1:, "geometry"] = gpd.GeoSeries(narrow, index=[1, 2], crs=RD)
    municipalities.loc[1:, "name"] = ["Middenbeemsterdam", "Oost"]
    figure, data = province_map("PV21", provinces, municipalities)
    assert data.set_index("Gemeente")["Nr."].to_dict() == {"Middenbeemsterdam": 1, "Oost": 2}
    texts = texts_of(figure)
    assert "Middenbeemsterdam" in texts, "there is room beside the province"
    assert len(leaders(figure)) == 1
    # The first municipality lies around the narrow one: beside the province is too far.
    municipalities.loc[1, "geometry"] = shapely.box(88_000, 430_000, 92_000, 434_000)
    municipalities.loc[2, "geometry"] = shapely.box(60_000, 400_000, 120_000, 460_000).difference(
        municipalities.geometry[1]
    )
    figure, data = province_map("PV21", provinces, municipalities)
    assert "1" in texts_of(figure)
    assert "Middenbeemsterdam" not in texts_of(figure)
    assert leaders(figure) == []


def test_map_is_in_proportion_and_the_scale_bar_is_true(squares):
    figure, _ = province_map("PV21", *squares)
    axes = figure.axes[0]
    width, height = axes.get_window_extent().size
    view = axes.viewLim
    assert width / view.width == pytest.approx(height / view.height)
    bar = next(line for line in axes.lines if len(line.get_xdata()) == 4)
    length_m = max(bar.get_xdata()) - min(bar.get_xdata())
    assert f"{length_m / 1000:.0f} km" in texts_of(figure)


@pytest.mark.parametrize("bounds", [(0, 0, 300_000, 50_000), (0, 0, 20_000, 300_000)])
def test_a_flat_or_tall_area_fits_on_the_page(bounds):
    figure, axes = make_axes(bounds)
    assert figure.get_size_inches()[0] == figures.PAGE_WIDTH_IN
    assert figure.get_size_inches()[1] <= 6.8
    assert shapely.box(*axes.viewLim.extents).contains(shapely.box(*bounds))


def test_the_same_map_has_the_same_bytes(squares):
    first, second = (svg_bytes(province_map("PV21", *squares)[0]) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Urk", ["Urk"]),
        ("Aa en Hunze", ["Aa en Hunze", "Aa en\nHunze"]),
        ("Noardeast-Fryslân", ["Noardeast-Fryslân", "Noardeast-\nFryslân"]),
        ("'s-Gravenhage", ["'s-Gravenhage"]),
    ],
)
def test_line_breaks(name, expected):
    assert list(line_breaks(name)) == expected


def test_classes_of_the_parameters_hold_every_published_year(provinces):
    limits = load_build().maps.residents_class_limits
    populations = provinces.filter(like="population_")
    assert len(limits) <= len(BLUES)
    assert isinstance(populations, pd.DataFrame)
    assert populations.max(axis=None) < limits[-1]
