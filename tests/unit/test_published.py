"""Published counts and figures: what is accepted, what is refused, and what a precision means."""

import math
import shutil
from pathlib import Path

import pandas as pd
import pytest

from zorgzaam import areas, params, published
from zorgzaam.dates import period_years
from zorgzaam.errors import InputError, MonitorError
from zorgzaam.files import find_root

ROOT = find_root(Path(__file__).parent)
RULES = params.Precision(
    about_relative_margin=1 / 6,
    more_than_cap_factor=1.5,
    percent_margin_points=5.0,
    year_margin=1.0,
)
HEADER = (
    "count_id,reference_date,value,upper,precision,unit,area,family,scope,phase,series,label,"
    "source_id,caveat"
)
GOOD = "a,2014-04,101,,exact,initiatives,NL,vilans,core,all,,initiatieven,bron,"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small project: two families, one source, one count, one figure."""
    (tmp_path / "data" / "reference").mkdir(parents=True)
    for file in (areas.PROVINCES_FILE, areas.MUNICIPALITIES_FILE, areas.CROSSWALK_FILE):
        shutil.copy(ROOT / file, tmp_path / file)
    put(tmp_path, "sources.csv", "source_id,organisation,title,date,url\nbron,B,T,2014-07-10,\n")
    put(
        tmp_path,
        "definitions.csv",
        "family,name,short_name,counted_by,definition\n"
        "vilans,V,V,Vilans,onbekend\nnlzve,N,N,NLZVE,onbekend\n",
    )
    put(tmp_path, "counts.csv", f"{HEADER}\n{GOOD}\n")
    return tmp_path


def put(root: Path, name: str, content: str | bytes) -> None:
    path = root / "data" / "published" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def problems_of(root: Path, *rows: str) -> list[str]:
    """Return the problems of a counts file with these rows after the good one on line 2."""
    put(root, "counts.csv", "\n".join([HEADER, GOOD, *rows]) + "\n")
    with pytest.raises(InputError) as caught:
        published.load_counts(root)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_row_is_read_with_its_period(root: Path) -> None:
    row = published.load_counts(root).iloc[0]
    assert row["value"] == 101
    assert math.isnan(row["upper"])
    assert row["date_low"] == pytest.approx(2014 + 90 / 365)
    assert row["date_high"] == pytest.approx(2014 + 120 / 365)
    assert row["year_decimal"] == pytest.approx(2014 + 105 / 365)


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        (",bron,", ",geen-bron,", "source_id", "'geen-bron' is onbekend. Kies uit: bron."),
        (",exact,", ",circa,", "precision", "'circa' is onbekend. Kies uit: about, at_least"),
        (",101,", ",1.471,", "value", "'1.471' heeft een punt voor duizendtallen. Schrijf 1471."),
        (",101,", ",-5,", "value", "'-5' is geen heel getal van 0 of meer."),
        (",101,", ",101.5,", "value", "'101.5' is geen heel getal"),
        (",101,", ',"101,5",', "value", "'101,5' is geen heel getal"),
        (",101,", ",,", "value", "'' is geen heel getal"),
        (",NL,", ",PV99,", "area", "'PV99' is geen gebied. Kies uit: NL, PV20"),
        (",NL,", ",GM0999,", "area", "'GM0999' is geen gebied."),
        (",NL,", ",GM36,", "area", "'GM36' is geen gebied."),
        (",initiatives,", ",initiatievn,", "unit", "'initiatievn' is onbekend. Kies uit: addr"),
        (",initiatives,", ",people,", "unit", "'people' is onbekend."),
        (",initiatives,", ",,", "unit", "'' is onbekend."),
        (",vilans,", ",nivel,", "family", "'nivel' is onbekend. Kies uit: nlzve, vilans."),
        (",core,", ",kern,", "scope", "'kern' is onbekend."),
        (",all,", ",alle,", "phase", "'alle' is onbekend."),
        (",initiatieven,", ",,", "label", "deze cel is leeg."),
        ("2014-04,", "2014-13,", "reference_date", "'2014-13' is geen datum"),
        ("2014-04,", "2014-02-30,", "reference_date", "'2014-02-30' is geen datum"),
        ("2014-04,", "april 2014,", "reference_date", "'april 2014' is geen datum"),
        ("2014-04,", "20144,", "reference_date", "'20144' is geen datum"),
        (",,exact,", ",,range,", "upper", "hoort een hoogste getal"),
        (",,exact,", ",120,exact,", "upper", "en anders niet"),
        (",,exact,", ",90,range,", "upper", "'90' is niet hoger dan 'value'."),
        (",,exact,", ",1.500,range,", "upper", "Schrijf 1500."),
        (",all,,", ",all,hoofd,", "series", "'hoofd' is onbekend. Kies uit: headline (of laat"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(
    root: Path, old: str, new: str, column: str, message: str
) -> None:
    found = problems_of(root, GOOD.replace("a,2014", "b,2014", 1).replace(old, new, 1))
    assert len(found) == 1
    assert found[0].startswith(f"data/published/counts.csv, regel 3, kolom {column}: ")
    assert message in found[0]


@pytest.mark.parametrize("code", ["GM0363", "GM0457", "PV20"])
def test_a_municipality_of_2023_or_2020_is_an_area(root: Path, code: str) -> None:
    put(root, "counts.csv", f"{HEADER}\n{GOOD.replace(',NL,', f',{code},')}\n")
    assert published.load_counts(root).at[0, "area"] == code


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        (",NL,", ",PV20,", "area", "NL"),
        (",core,", ",broader,", "scope", "core"),
        (",all,", ",founding,", "phase", "all"),
    ],
)
def test_the_headline_holds_the_whole_of_what_is_counted(
    root: Path, old: str, new: str, column: str, expected: str
) -> None:
    line = "b,2014,5,,exact,initiatives,NL,vilans,core,all,headline,x,bron,"
    found = problems_of(root, line.replace(old, new))
    assert len(found) == 1
    assert found[0].startswith(f"data/published/counts.csv, regel 3, kolom {column}: ")
    assert "hoort niet in de groeilijn" in found[0]
    assert f"'{expected}'" in found[0]


def test_all_problems_come_at_once_in_the_order_of_the_file(root: Path) -> None:
    found = problems_of(
        root,
        "b,2014,1.471,,circa,initiatives,NL,vilans,core,all,,x,bron,",
        "",
        "c,2014,5,,exact,initiatives,XX,vilans,core,all,,x,weg,",
    )
    assert [text.split(":")[0].split(", ", 1)[1] for text in found] == [
        "regel 3, kolom value",
        "regel 3, kolom precision",
        "regel 5, kolom source_id",
        "regel 5, kolom area",
    ]


def test_a_duplicate_id_is_reported_at_both_rows(root: Path) -> None:
    found = problems_of(root, GOOD)
    assert [text.split(":")[0][-24:] for text in found] == [
        "regel 2, kolom count_id".rjust(24),
        "regel 3, kolom count_id".rjust(24),
    ]


@pytest.mark.parametrize("dates", [("2014", "2014"), ("2014", "2014-04"), ("2014-04", "2014")])
def test_the_headline_has_one_point_a_date(root: Path, dates: tuple[str, str]) -> None:
    line = "{},{},5,,exact,initiatives,NL,vilans,core,all,headline,x,bron,"
    found = problems_of(root, line.format("b", dates[0]), line.format("c", dates[1]))
    assert len(found) == 2
    assert all("meer dan een punt van de groeilijn" in text for text in found)


def test_the_headline_needs_a_date(root: Path) -> None:
    found = problems_of(root, "b,,5,,exact,initiatives,NL,vilans,core,all,headline,x,bron,")
    assert len(found) == 1
    assert "heeft een datum nodig" in found[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "het bestand is leeg."),
        (HEADER.encode(), "er staat alleen een kop in."),
        (f"{HEADER}\n{GOOD}".replace(",", ";").encode(), "gescheiden door puntkomma's"),
        (f"{HEADER}\n{GOOD}één".encode("cp1252"), "regel 2: hier staat een teken dat geen UTF-8"),
        (f"{HEADER}\n{GOOD}x,y\n".encode(), "regel 2: deze regel heeft 15 kolommen, de kop"),
        (f"{HEADER}\na,2014\n".encode(), "regel 2: deze regel heeft 2 kolommen, de kop heeft er"),
        (f'{HEADER}\n"a,2014\n'.encode(), "dit is geen leesbare CSV"),
        (f"{HEADER},extra\n{GOOD},1\n".encode(), "kolom extra: deze kolom is onbekend."),
        (f"{HEADER},value\n{GOOD},1\n".encode(), "kolom 'value' staat twee keer in de kop."),
    ],
)
def test_a_bad_file_is_explained(root: Path, content: bytes, message: str) -> None:
    put(root, "counts.csv", content)
    with pytest.raises(InputError) as caught:
        published.load_counts(root)
    assert len(caught.value.problems) == 1
    assert message in str(caught.value)


def test_a_missing_column_is_named_and_other_problems_stay_visible(root: Path) -> None:
    row = GOOD.replace(",vilans,", ",").replace(",NL,", ",XX,")
    put(root, "counts.csv", f"{HEADER.replace(',family', '')}\n{row}\n")
    with pytest.raises(InputError) as caught:
        published.load_counts(root)
    assert [problem.column for problem in caught.value.problems] == ["family", "area"]


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "data" / "published" / "sources.csv").unlink()
    with pytest.raises(InputError, match=r"sources\.csv: het bestand ontbreekt"):
        published.load_counts(root)


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(root: Path) -> None:
    put(root, "counts.csv", f"\ufeff{HEADER}\r\n{GOOD}\r\n")
    assert published.load_counts(root)["count_id"].tolist() == ["a"]


def test_sources_and_definitions_are_checked(root: Path) -> None:
    put(root, "sources.csv", "source_id,organisation,title,date,url\nb,,T,2014,www.b.nl\n")
    put(
        root,
        "definitions.csv",
        "family,name,short_name,counted_by,definition\nv,V,V,V,\nv,V,V,V,x\n",
    )
    with pytest.raises(InputError) as caught:
        published.load_sources(root)
    assert [problem.column for problem in caught.value.problems] == ["organisation", "url"]
    with pytest.raises(InputError) as caught:
        published.load_definitions(root)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "family"),
        (2, "definition"),
        (3, "family"),
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("33.3,,about,percent,85,NL,2014", None),
        ("33.3,,about,percent,,NL,2014", None),
        ("33,,about,procent,85,NL,2014", "unit"),
        ("33.3,,about,percent,85,GM0999,2014", "area"),
        ('"33,3",,about,percent,85,NL,2014', "value"),
        ("120,,about,percent,85,NL,2014", "value"),
        ("50,60,range,percent,1.471,NL,2014", "n"),
        ("50,60,range,percent,85,NL,14", "wave"),
        ("16.000,,more_than,people,85,NL,2014", "value"),
    ],
)
def test_survey_figures_are_checked(root: Path, cells: str, column: str | None) -> None:
    header = "figure_id,topic,topic_label,label,value,upper,precision,unit,n,area,wave,source_id"
    put(root, "survey_figures.csv", f"{header}\nf,t,t,l,{cells},bron\n")
    if column is None:
        assert published.load_survey_figures(root).at[0, "value"] == 33.3
        return
    with pytest.raises(InputError) as caught:
        published.load_survey_figures(root)
    assert [problem.column for problem in caught.value.problems] == [column]


FIGURE_HEADER = "figure_id,topic,topic_label,label,value,upper,precision,unit,n,area,wave,source_id"


def figure_problems(root: Path, *cells: str) -> list[str]:
    """Return the problems of survey figures with these cells, the first on line 2."""
    rows = [f"f{number},t,t,l,{text},NL,2014,bron" for number, text in enumerate(cells)]
    put(root, "survey_figures.csv", "\n".join([FIGURE_HEADER, *rows]) + "\n")
    try:
        published.load_survey_figures(root)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_percentage_that_no_count_gives_names_the_nearest(root: Path) -> None:
    found = figure_problems(root, "41,,exact,percent,85", "35,,exact,percent,12")
    assert found == [
        "data/published/survey_figures.csv, regel 3, kolom value: 35 % kan niet: geen heel aantal "
        "van de 12 antwoorden is afgerond zoveel. Bij n = 12 zijn 33 % (4 van 12) en 42 % "
        "(5 van 12) mogelijk. Kijk 'value' en 'n' na in de bron; is 'n' niet het aantal antwoorden "
        "op deze vraag, laat 'n' dan leeg."
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("33,,exact,percent,12", None),
        ("42,,exact,percent,12", None),
        ("42.0,,exact,percent,12", None),
        ("41.7,,exact,percent,12", None),
        ("41.67,,exact,percent,12", None),
        ("12,,exact,percent,8", None),
        ("13,,exact,percent,8", None),
        ("0,,exact,percent,7", None),
        ("100,,exact,percent,7", None),
        ("35,,about,percent,12", None),
        ("35,,exact,percent,", None),
        ("35,,exact,people,12", None),
        ("41,,exact,percent,323", None),
        ("41.6,,exact,percent,12", "33,3 % (4 van 12) en 41,7 % (5 van 12)"),
        ("99,,exact,percent,12", "92 % (11 van 12) en 100 % (12 van 12)"),
        ("1,,exact,percent,12", "0 % (0 van 12) en 8 % (1 van 12)"),
        ("41.93,,exact,percent,1471", "Bij n = 1.471 zijn 41,88 % (616 van 1.471) en 41,94 % (617"),
        ("50,,exact,percent,0", "kolom n: een percentage van 0 antwoorden bestaat niet."),
        ("50,,about,percent,0", "kolom n: een percentage van 0 antwoorden bestaat niet."),
    ],
)
def test_a_percentage_must_be_a_count_of_n(root: Path, cells: str, message: str | None) -> None:
    found = figure_problems(root, cells)
    assert len(found) == (message is not None)
    assert not message or message in found[0]


def test_an_impossible_percentage_hides_no_other_problem(root: Path) -> None:
    found = figure_problems(
        root, "35,,exact,percent,12", "36,,exact,procent,12", "x,,exact,percent,9"
    )
    assert [text.split(":")[0].split(", ", 1)[1] for text in found] == [
        "regel 2, kolom value",
        "regel 3, kolom unit",
        "regel 4, kolom value",
    ]


def test_the_files_of_the_project_are_whole() -> None:
    counts = published.load_counts(ROOT).merge(published.load_sources(ROOT), on="source_id")
    assert len(counts) >= 31
    # The action programme is the one publication without an address.
    without_address = counts[counts["url"] == ""]
    assert without_address["source_id"].tolist() == ["actieprogramma-2018"]
    assert len(published.load_survey_figures(ROOT)) >= 30
    assert set(counts["family"]) == set(published.load_definitions(ROOT)["family"])


def test_the_headline_is_the_four_points_published() -> None:
    counts = published.load_counts(ROOT)
    line = counts[counts["series"] == "headline"]
    assert line["count_id"].tolist() == ["nl-2013", "nl-2014", "nl-2017", "nl-2020"]
    points = published.growth_points(line, RULES)
    assert points["low"].tolist() == [25, 100, 536, 1471]
    assert points["high"].tolist() == [35, math.inf, 536, 1471]
    assert published.growth_points(line, RULES, capped=True).at[1, "high"] == 150


@pytest.mark.parametrize("name", ["counts", "definitions", "sources", "survey_figures"])
def test_files_are_plain_utf8_with_unix_line_ends(name: str) -> None:
    content = (ROOT / "data" / "published" / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


def counts_of(*families: str, **same: str) -> pd.DataFrame:
    rows = [{"area": "NL", "scope": "core", "phase": "all", "family": name} for name in families]
    return pd.DataFrame(rows).assign(count_id=list("abc"[: len(rows)]), **same)


def test_one_family_may_be_compared() -> None:
    counts = counts_of("vilans", "vilans")
    assert published.comparable(counts) is counts
    assert published.comparable(counts, ["vilans"]) is counts


def test_families_are_mixed_only_by_name() -> None:
    counts = counts_of("vilans", "nivel")
    with pytest.raises(MonitorError, match=r"families nivel en vilans\..*\['nivel', 'vilans'\]"):
        published.comparable(counts)
    with pytest.raises(
        MonitorError, match=r"alleen de families vilans, en er staat ook in: b \(familie nivel\)"
    ):
        published.comparable(counts, families=["vilans"])
    assert published.comparable(counts, families=["nivel", "vilans", "nlzve"]) is counts


@pytest.mark.parametrize("column", ["area", "scope", "phase"])
def test_a_part_and_its_whole_are_no_series(column: str) -> None:
    counts = counts_of("nlzve", "nlzve")
    counts.loc[1, column] = "other"
    with pytest.raises(MonitorError, match=f"verschillen in '{column}'"):
        published.comparable(counts, families=["nlzve"])


def test_a_count_without_a_date_has_no_place_in_growth() -> None:
    counts = published.load_counts(ROOT)
    with pytest.raises(MonitorError, match="geen datum: nl-undated-max"):
        published.growth_points(counts[counts["family"] == "maxmeldpunt"], RULES)


@pytest.mark.parametrize(
    ("value", "upper", "precision", "unit", "low", "high", "ends"),
    [
        (1471, None, "exact", "initiatives", 1471, 1471, "[]"),
        (30, None, "about", "initiatives", 25, 35, "[]"),
        (100, None, "more_than", "initiatives", 100, math.inf, "()"),
        (7400, None, "at_least", "collectives", 7400, math.inf, "[)"),
        (480, None, "just_under", "initiatives", 400, 480, "[)"),
        (1500, 2000, "range", "initiatives", 1500, 2000, "[]"),
        (41, None, "exact", "percent", 40.5, 41.5, "[)"),
        (33.3, None, "exact", "percent", 33.25, 33.35, "[)"),
        (0, None, "exact", "percent", 0, 0.5, "[)"),
        (100, None, "exact", "percent", 99.5, 100, "[]"),
        (25, None, "about", "percent", 20, 30, "[]"),
        (33.3, None, "about", "percent", 28.3, 38.3, "[]"),
        (80, None, "just_under", "percent", 75, 80, "[)"),
        (50, None, "more_than", "percent", 50, 100, "(]"),
        (50, 60, "range", "percent", 50, 60, "[]"),
        (2012, None, "about", "year", 2011, 2013, "[]"),
    ],
)
def test_a_precision_is_an_interval(
    value: float, upper: float | None, precision: str, unit: str, low: float, high: float, ends: str
) -> None:
    found = published.interval(value, upper, precision, unit, RULES)
    assert (found.low, found.high) == (low, high)
    assert (low in found) == (ends[0] == "[")
    assert (high in found) == (ends[1] == "]")
    assert low - 0.01 not in found
    assert high + 0.01 not in found or math.isinf(high)
    assert (low + min(high, low + 1)) / 2 in found


def test_a_cap_is_a_sensitivity_for_lower_bounds_alone() -> None:
    assert published.interval(100, None, "more_than", "x", RULES, capped=True).high == 150
    assert published.interval(80, None, "more_than", "percent", RULES, capped=True).high == 100
    assert published.interval(30, None, "about", "x", RULES, capped=True).high == 35


def test_an_unknown_precision_and_an_open_range_are_refused() -> None:
    with pytest.raises(MonitorError, match=r"'circa' is onbekend\. Kies uit: about"):
        published.interval(1, None, "circa", "x", RULES)
    with pytest.raises(MonitorError, match="hoger einde"):
        published.interval(10, math.nan, "range", "x", RULES)


@pytest.mark.parametrize(
    ("value", "precision", "unit", "upper", "text"),
    [
        (30.0, "about", "initiatives", None, "ongeveer 30"),
        (100.0, "more_than", "initiatives", None, "meer dan 100"),
        (7400.0, "at_least", "collectives", None, "minstens 7.400"),
        (1471.0, "exact", "initiatives", math.nan, "1.471"),
        (80.0, "just_under", "percent", None, "bijna 80 %"),
        (33.3, "about", "percent", None, "ongeveer 33 %"),
        (33.3, "exact", "percent", None, "33,3 %"),
        (50.0, "range", "percent", 60.0, "50 tot 60 %"),
        (1500.0, "range", "initiatives", 2000.0, "1.500 tot 2.000"),
        (2012.0, "about", "year", None, "ongeveer 2012"),
    ],
)
def test_a_precision_has_words(
    value: float, precision: str, unit: str, upper: float | None, text: str
) -> None:
    assert published.precision_text(value, precision, unit, upper) == text


@pytest.mark.parametrize(
    ("computed", "figure_id", "agrees"),
    [
        (79.96, "funding_subsidy", True),
        (80.0, "funding_subsidy", False),
        (74.9, "funding_subsidy", False),
        (41.49, "goals_measured", True),
        (41.5, "goals_measured", False),
        (1471, "population", True),
        (1472, "population", False),
        (16000, "volunteers", False),
        (16001, "volunteers", True),
        (2011.4, "start_year_mean", True),
        (61, "bottleneck_any", False),
    ],
)
def test_a_computed_number_is_compared_by_precision(
    computed: float, figure_id: str, agrees: bool
) -> None:
    figures = published.load_survey_figures(ROOT).set_index("figure_id")
    comparison = published.compare(computed, figures.loc[figure_id], RULES)
    assert comparison.agrees is agrees


def test_just_under_is_never_reported_as_exact() -> None:
    figures = published.load_survey_figures(ROOT).set_index("figure_id")
    assert published.compare(79.96, figures.loc["funding_subsidy"], RULES).published == "bijna 80 %"


def test_nothing_is_compared_with_nothing() -> None:
    row = {"value": 41, "upper": None, "precision": "exact", "unit": "percent"}
    with pytest.raises(MonitorError, match="nan is geen getal"):
        published.compare(math.nan, row, RULES)


def test_periods_follow_the_calendar() -> None:
    assert period_years("2014") == (2014, 2015)
    assert period_years("2020-12") == (2020 + 335 / 366, 2021)
    assert period_years("2016-02-29") == (2016 + 59 / 366, 2016 + 60 / 366)
