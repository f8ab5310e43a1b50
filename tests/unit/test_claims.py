"""Published percentages: how sure they are, and beside what was computed."""

import math
import shutil

import numpy as np
import pandas as pd
import pytest

from zorgzaam import claims, params, published
from zorgzaam.errors import InputError, MonitorError

HEADER = "figure_id,variable,category,statistic,denominator"
GOOD = "goals_measured,goals_measured,yes,share,answered"


@pytest.fixture(scope="module")
def rules(root):
    return params.load_build(root).precision


@pytest.fixture(scope="module")
def figures(root):
    return published.load_survey_figures(root)


@pytest.fixture
def project(root, tmp_path):
    """A copy of the files that claims are checked against."""
    for folder in ("published", "reference", "codebook"):
        shutil.copytree(root / "data" / folder, tmp_path / "data" / folder)
    return tmp_path


def problems_of(project, *rows):
    """Return the problems of a file with these rows after the good one on line 2."""
    text = "\n".join([HEADER, GOOD, *rows]) + "\n"
    (project / claims.CLAIMS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        claims.load_claims(project)
    return [str(problem) for problem in caught.value.problems]


def test_every_figure_of_the_survey_is_a_claim(root, figures):
    found = claims.load_claims(root)
    of_wave = figures.loc[figures["wave"] == 2020, "figure_id"]
    assert set(found["figure_id"]) == set(of_wave) - {"population", "respondents"}
    as_named = found.set_index("figure_id")[["variable", "category", "statistic"]]
    assert list(as_named.loc["theme_cohesion"]) == ["themes", "cohesion", "share"]
    assert list(as_named.loc["legal_foundation"]) == ["legal_form", "foundation", "share"]
    assert list(as_named.loc["volunteers"]) == ["volunteers_count", "", "sum"]
    assert list(as_named.loc["start_year_mean"]) == ["start_year", "", "mean"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("x,goals_measured,yes,share,answered", "figure_id", "'x' is onbekend. Kies uit: act"),
        ("founded_2013,start_year,,mean,", "figure_id", "'founded_2013' is onbekend."),
        ("legal_none,rechtsvorm,none,share,shown", "variable", "'rechtsvorm' is onbekend."),
        ("legal_none,contact_email,,share,shown", "variable", "'contact_email' is onbekend."),
        ("legal_none,legal_form,geen,share,answered", "category", "Kies uit: foundation, assoc"),
        ("legal_none,legal_form,,share,answered", "category", "'' is geen antwoord op deze vraag."),
        ("members,members_count,yes,sum,", "category", "Laat 'category' hier leeg."),
        ("legal_none,legal_form,none,median,answered", "statistic", "'median' is onbekend."),
        ("legal_none,legal_form,none,share,all", "denominator", "'all' is onbekend."),
        ("legal_none,legal_form,none,share,", "denominator", "'' kan hier niet"),
        ("members,members_count,,sum,shown", "denominator", "'shown' kan hier niet"),
        ("legal_none,legal_form,none,share,shown", "denominator", "Kies answered bij een vraag"),
        ("theme_health,themes,health,share,answered", "denominator", "'answered' past niet bij"),
        ("members,members_count,,mean,", "statistic", "Bij percent hoort share"),
        ("members,legal_form,none,sum,", "statistic", "share bij een keuzevraag"),
    ],
)
def test_a_bad_cell_is_named_with_its_place(project, row, column, message):
    found = problems_of(project, row)
    assert len(found) == 1
    assert found[0].startswith(f"data/published/claims.csv, regel 3, kolom {column}: ")
    assert message in found[0]


def test_all_problems_come_at_once(project):
    found = problems_of(project, "x,y,z,share,shown", "legal_none,legal_form,z,mean,", GOOD)
    places = [text.split(": ")[0].partition("regel ")[2] for text in found]
    assert places == [
        "2, kolom figure_id", "3, kolom figure_id", "3, kolom variable",
        "4, kolom statistic", "4, kolom statistic", "4, kolom category", "5, kolom figure_id",
    ]  # fmt: skip


def test_a_missing_column_or_file_is_named(project):
    (project / claims.CLAIMS_FILE).write_text("figure_id,variable\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="kolom category: deze kolom ontbreekt"):
        claims.load_claims(project)
    (project / claims.CLAIMS_FILE).unlink()
    with pytest.raises(InputError, match=r"claims\.csv: het bestand ontbreekt"):
        claims.load_claims(project)


def intervals(figures, rules, population=1471, level=0.95):
    table = claims.claim_intervals(figures, population, level, rules)
    return table.set_index(["figure_id", "target"])


def test_the_limits_of_41_57_and_68_percent(figures, rules):
    found = intervals(figures, rules)[["lower_pct", "upper_pct"]].round(1)
    assert list(found.loc["goals_measured", "movement"]) == [35.8, 46.4]
    assert list(found.loc["goals_measured", "inventory"]) == [36.4, 45.8]
    assert list(found.loc["theme_cohesion", "movement"]) == [51.5, 62.3]
    assert list(found.loc["target_all", "movement"]) == [62.7, 72.9]


def test_limits_are_those_of_the_score_test_solved_by_hand(figures, rules):
    # Wilson: the shares p with (share - p)^2 = z^2 p (1 - p) / n, here as roots of a polynomial
    found = intervals(figures, rules)
    for target, shrunk in (("movement", 1.0), ("inventory", 1 - 323 / 1471)):
        v = 1.959963984540054**2 * shrunk / 323
        low, high = sorted(np.roots([1 + v, -(2 * 0.41 + v), 0.41**2]))
        row = found.loc["goals_measured", target]
        assert (row["lower_pct"], row["upper_pct"]) == pytest.approx((100 * low, 100 * high))


def test_what_is_not_precise_keeps_room_for_its_reading(figures, rules):
    found = intervals(figures, rules).xs("movement", level="target")
    subsidy = found.loc["funding_subsidy"]
    assert subsidy["published"] == "bijna 80 %"
    assert (subsidy["low_pct"], subsidy["high_pct"]) == (75, 80)
    assert subsidy["lower_pct"] < 75 < 80 < subsidy["upper_pct"]
    half = found.loc["funding_challenge"]
    assert half["published"] == "meer dan 50 %"
    assert half["lower_pct"] == pytest.approx(44.58, abs=0.01)
    assert math.isnan(half["upper_pct"])


def test_all_and_only_percentages_of_the_wave_with_an_n_have_limits(figures, rules):
    found = claims.claim_intervals(figures, 1471, 0.95, rules)
    shares = figures.query("wave == 2020 and unit == 'percent'")["figure_id"]
    assert list(found["figure_id"].unique()) == list(shares)
    assert set(found.groupby("figure_id")["target"].agg(tuple)) == {("inventory", "movement")}
    without = figures.assign(n=figures["n"].where(figures["figure_id"] != "target_all"))
    assert "target_all" not in set(intervals(without, rules).index.get_level_values(0))
    of_2014 = claims.claim_intervals(figures, 101, 0.95, rules, wave=2014)
    assert set(of_2014["n"]) == {85}


def test_the_inventory_is_known_better_and_a_census_leaves_no_chance(figures, rules):
    wide = intervals(figures, rules)
    width = (wide["upper_pct"] - wide["lower_pct"]).unstack().dropna()
    assert (width["inventory"] < width["movement"]).all()
    census = intervals(figures, rules, population=323).loc[("goals_measured", "inventory")]
    assert (census["lower_pct"], census["upper_pct"]) == (41, 41)
    with pytest.raises(MonitorError, match=r"n groter dan de inventaris \(300\)"):
        claims.claim_intervals(figures, 300, 0.95, rules)


@pytest.mark.parametrize(("value", "low", "high"), [(0, 0, 1.18), (100, 98.82, 100)])
def test_nobody_and_everybody_have_limits(figures, rules, value, low, high):
    one = figures.loc[figures["figure_id"] == "goals_measured"].assign(value=float(value))
    row = intervals(one, rules).loc[("goals_measured", "movement")]
    assert (row["lower_pct"], row["upper_pct"]) == pytest.approx((low, high), abs=0.01)


def released(kind, *rows):
    """Return a release with these (variable, category, statistic, value) rows, one a number."""
    table = pd.DataFrame(rows, columns=["variable", "category", "statistic", "value"])
    weighted = ~table["statistic"].str.startswith("unweighted")
    return table.assign(
        area="nederland", group="", group_category="", kind=kind, reason="",
        base=pd.array([323] * len(table), "Int64"), target=np.where(weighted, "inventory", ""),
        denominator=np.where(table["variable"] == "themes", "shown", "answered"),
        lower=table["value"].where(weighted) - 4, upper=table["value"].where(weighted) + 4,
    )  # fmt: skip


ANSWERS = (
    ("goals_measured", "yes", "unweighted_share_pct", 132 / 323 * 100),
    ("goals_measured", "yes", "share_pct", 43.2),
    ("legal_form", "foundation", "unweighted_share_pct", 52.1),
    ("receives_subsidy", "yes", "unweighted_share_pct", 79.4),
    ("volunteers_count", "", "unweighted_sum", 16_201),
    ("members_count", "", "unweighted_sum", 27_999),
    ("start_year", "", "unweighted_mean", 2011.6),
    ("themes", "cohesion", "unweighted_share_pct", math.nan),
)


def compared(root, figures, rules, release, kind):
    found = claims.compare_claims(claims.load_claims(root), figures, release, kind, rules)
    return found.set_index("figure_id")


def test_real_answers_are_compared_by_the_precision_of_the_figure(root, figures, rules):
    found = compared(root, figures, rules, released("real", *ANSWERS), "real")
    measured = found.loc["goals_measured"]
    assert (measured["published"], measured["agrees"]) == ("41 %", "ja")
    assert measured["computed"] == pytest.approx(40.87, abs=0.01)
    assert (measured["lower"], measured["upper"], measured["base"]) == (39.2, 47.2, 323)
    wrong = found.loc["legal_foundation"]
    assert (wrong["agrees"], wrong["verdict"]) == ("nee", "wijkt af van het gepubliceerde cijfer")
    agrees = found["agrees"]
    assert agrees["funding_subsidy"] == agrees["volunteers"] == agrees["start_year_mean"] == "ja"
    assert agrees["members"] == "nee"
    assert math.isnan(found.at["volunteers", "lower"])


def test_what_is_not_there_is_not_compared_and_says_why(root, figures, rules):
    release = released("real", *ANSWERS)
    is_hidden = release["variable"] == "themes"
    release.loc[is_hidden, "reason"] = "minder dan 5 antwoorden"
    release.loc[is_hidden, "base"] = pd.NA
    found = compared(root, figures, rules, release, "real")
    assert found.at["theme_cohesion", "agrees"] == "niet te vergelijken"
    assert math.isnan(found.at["theme_cohesion", "base"])
    assert found.at["theme_cohesion", "verdict"] == "niet te vergelijken: minder dan 5 antwoorden"
    assert found.at["legal_none", "verdict"].endswith("de monitor heeft dit getal niet berekend")
    assert math.isnan(found.at["legal_none", "computed"])
    assert len(found) == 22


@pytest.mark.parametrize(
    "change",
    [{"area": "drenthe"}, {"group": "legal_form"}, {"denominator": "ticked"}],
)
def test_another_number_is_not_compared(root, figures, rules, change):
    release = released("real", *ANSWERS[:1]).assign(**change)
    found = compared(root, figures, rules, release, "real")
    assert found.at["goals_measured", "agrees"] == "niet te vergelijken"


def test_synthetic_answers_never_agree(root, figures, rules):
    found = compared(root, figures, rules, released("synthetic", *ANSWERS), "synthetic")
    assert set(found["agrees"]) == {"niet te vergelijken"}
    assert set(found["verdict"]) == {"overgeslagen: synthetische gegevens"}


def test_synthetic_answers_cannot_pass_for_real(root, figures, rules):
    with pytest.raises(ValueError, match="synthetic"):
        compared(root, figures, rules, released("synthetic", *ANSWERS), "real")
    with pytest.raises(ValueError, match="2 times"):
        compared(root, figures, rules, released("real", *ANSWERS[:1] * 2), "real")
