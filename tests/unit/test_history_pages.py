"""What 30-growth says of the lists, on a small inventory of which the truth is known."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from zorgzaam import areas, coverage_tables, history_charts, history_tables, history_text
from zorgzaam.listed import Listed
from zorgzaam.stats import coverage, discovery, founding

DRENTHE, ZEELAND = (
    areas.Area("drenthe", "PV22", "Drenthe"),
    areas.Area("zeeland", "PV29", "Zeeland"),
)
UTRECHT = areas.Area("utrecht", "PV26", "Utrecht")
EMPTY_EARLIER = pd.DataFrame(
    columns=["counted_in", "initiative_id", "in_inventory", "is_grey"]
).astype({"counted_in": "Int64"})


def inventory(sizes, years=None):
    rows = [
        (f"i{code}{number}", f"naam {number}", code)
        for code, size in sizes.items()
        for number in range(size)
    ]
    table = pd.DataFrame(rows, columns=["initiative_id", "name", "province_code"])
    years = [2015] * len(table) if years is None else years
    return table.assign(start_year=pd.array(years, "Int64"), start_year_precision="exact")


def listed(memberships, sizes, earlier=EMPTY_EARLIER, years=None):
    sources = pd.DataFrame(
        [
            ("landelijk", "national", ""),
            ("rd", "regional", "drenthe"),
            ("ru", "regional", "utrecht; drenthe"),
        ],
        columns=["source", "scope", "provinces"],
    )
    known = pd.DataFrame(memberships, columns=["initiative_id", "source"])
    linkage = pd.DataFrame({"measure": ["precision", "recall"], "estimate_pct": [98.0, 90.0]})
    return Listed(inventory(sizes, years), known, sources, earlier, linkage)


def members(code, national, regional, source):
    return [(f"i{code}{n}", "landelijk") for n in national] + [
        (f"i{code}{n}", source) for n in regional
    ]


@pytest.fixture
def found():
    in_utrecht = members("PV26", range(30), range(10, 40), "ru")
    in_zeeland = members("PV29", range(12), [], "")
    return listed([*in_utrecht, *in_zeeland], {"PV26": 41, "PV29": 12, "PV22": 0})


def test_coverage_is_told_where_two_lists_overlap_and_why_not_elsewhere(found):
    table = coverage_tables.coverage_table(found, [UTRECHT, ZEELAND], 0.95).set_index("label")
    own = coverage.two_lists(30, 30, 20)
    # One of the inventory is on a list from elsewhere, and is there as well.
    assert table.at["Utrecht", "value"] == pytest.approx(own.chapman + 1)
    assert table.at["Utrecht", "low"] == pytest.approx(own.low + 1)
    assert table.at["Zeeland", "note"] == coverage_tables.ONE_LIST
    assert math.isnan(table.at["Zeeland", "value"])
    shown = coverage_tables.display(table.reset_index())
    assert shown["geschat in totaal"].tolist() == [46, "niet te schatten"]
    assert "Zonder Zeeland" in history_text.total_sentence(
        coverage_tables.in_all(table.reset_index(), 0.95), table.reset_index(), "real"
    )
    drawn = history_charts.coverage(table.reset_index(), "Utrecht")
    assert coverage_tables.ONE_LIST in [text.get_text() for text in drawn.axes[0].texts]


@pytest.mark.parametrize(
    ("national", "regional", "note"),
    [
        (range(20), range(20, 40), "no-overlap"),
        (range(20), range(20), "identical"),
        (range(30), range(10), "inside"),
        (range(20), range(17, 40), "sparse"),
    ],
)
def test_lists_that_say_little_are_told_to(national, regional, note):
    some = listed(members("PV26", national, regional, "ru"), {"PV26": 40})
    row = coverage_tables.coverage_table(some, [UTRECHT], 0.95).iloc[0]
    assert row["note"] == coverage_tables.NOTES[note]
    assert pd.isna(row["value"]) == (note != "sparse")
    text = history_text.coverage_sentence(row, "synthetic")
    assert row["note"] in text
    assert ("niet om te citeren" in text) == (note == "sparse")


def test_three_lists_in_a_province_are_a_range_of_models():
    rng = np.random.default_rng(2)
    on = rng.random((300, 3)) < (0.6, 0.5, 0.4)
    pairs = [
        (f"iPV22{person}", source)
        for person, row in enumerate(on)
        for source, is_on in zip(("landelijk", "rd", "ru"), row, strict=True)
        if is_on
    ]
    some = listed(pairs, {"PV22": 300})
    models = coverage_tables.models_in(some, DRENTHE, 0.95)
    assert len(models) == 9
    text = history_text.models_sentence(models)
    assert "We kiezen er geen" in text
    assert set(coverage_tables.models_display(models)["model"]) >= {"M0", "Mt"}
    assert coverage_tables.models_in(some, UTRECHT, 0.95) is None


def test_assumptions_change_the_estimate(found):
    own = coverage_tables.two_in(found, UTRECHT, 0.95)
    table = coverage_tables.sensitivity(own, [0.5, 1, 2], 10, 2)
    values = table["geschat in totaal"].tolist()
    assert values[1] < values[0] < values[2]
    assert "10,0 % van de koppelingen is gemist" in table["aanname"].iloc[-1]
    assert values[-1] < values[0]


EARLIER = pd.DataFrame(
    {
        "counted_in": pd.array([2017] * 5 + [2014], "Int64"),
        "initiative_id": ["iPV220", "iPV221", "iPV222", "", "", "iPV223"],
        "in_inventory": ["yes", "yes", "no", "", "", "yes"],
        "is_grey": ["no", "yes", "no", "no", "yes", "no"],
    }
)


def test_the_split_counts_from_the_last_earlier_list():
    years = [2010, 2012, 2016, 2017, 2018, 2019, None]
    some = listed([], {"PV22": 7}, EARLIER, years)
    assert history_tables.earlier_year(some, 2020) == 2017
    assert history_tables.earlier_year(some, 2017) == 2014
    known = history_tables.linked(some, 2017)
    assert known == discovery.Linked(5, 7, 2, 1, 3, 2, 1, 1, 1)
    since, from_survey = history_tables.founded_after(_release(), 2017, known)
    assert from_survey
    assert since == pytest.approx((2.1, 2.8, 3.5))
    table = discovery.split_linked(known, since)
    text = history_text.speech(table, (2017, 2020), "synthetic")
    assert text.startswith("Volgens verzonnen gegevens, en dus niet om te citeren: van de 2 ")
    assert not history_text.speech(table, (2017, 2020), "real").startswith("Volgens")
    assert "de enquête geeft" in history_text.split_sentences(table, (2017, 2020), from_survey)
    shown = history_tables.split_display(table)
    assert shown.shape == (7, 6)
    values = table.set_index("quantity")["value"].to_dict()
    words = dict.fromkeys("ABCD", "woord")
    drawn = history_charts.split(values, (2017, 2020), words)
    assert len(drawn.axes[0].patches) == 5


def test_a_link_in_doubt_and_a_year_that_is_none_leave_open_what_they_do():
    years = [2010, 2018, 2016, 2017, 2018, 2019, None]
    some = listed([], {"PV22": 7}, EARLIER, years)
    some.initiatives.loc[4, "start_year_precision"] = "before"
    known = history_tables.linked(some, 2017)
    # The one that began in 2018 is linked to the list of 2017 by a link in doubt; "before 2018"
    # may be 2017.
    assert known == discovery.Linked(5, 7, 2, 1, 3, 1, 1, 1, 2, doubted_after=1)
    assert history_tables.years_of(some).isna().sum() == 2


def test_no_more_links_were_missed_than_there_are_initiatives_to_link():
    grey = EARLIER.assign(is_grey=["no", "yes", "no", "yes", "yes", "no"])
    some = listed([], {"PV22": 4}, grey, [2010, 2012, 2018, 2019])
    known = history_tables.linked(some, 2017)
    assert (known.both, known.most_both, known.founded_after) == (2, 2, 2)
    assert discovery.split_linked(known, (2, 2, 2))["value"].notna().all()


def test_without_the_survey_the_founding_years_are_used_and_said_to():
    known = discovery.Linked(5, 7, 2, 1, 3, 2, 1, 1, 1)
    for release in (_release(category="2015_2017"), _release(status="hidden-secondary")):
        since, from_survey = history_tables.founded_after(release, 2017, known)
        assert not from_survey
        assert since == pytest.approx((2, 2.5, 3))
    table = discovery.split_linked(known, since)
    assert "geen startjaar heeft" in history_text.split_sentences(table, (2017, 2020), False)


def _release(category="2018_2020", status="published"):
    row = {"area": "nederland", "group": "", "variable": "start_period", "statistic": "share_pct"}
    row |= {"target": "inventory", "category": category, "status": status}
    return pd.DataFrame([{**row, "lower": 30.0, "value": 40.0, "upper": 50.0}])


def test_founding_years_are_said_drawn_and_tabled():
    years = pd.Series([1990, 2010, 2014, 2015, 2015, 2018, 2020, None], dtype="Int64")
    about = founding.summary(years, 2020)
    text = history_text.founding_sentence(about, "Drenthe")
    assert "Van 7 van de 8" in text
    assert "trekken het naar beneden" in text
    assert "1 begon vóór 2000" in text
    nothing = founding.summary(pd.Series([None, None], dtype="Int64"), 2020)
    assert "geen enkel initiatief" in history_text.founding_sentence(nothing, "Drenthe")
    assert "niet te zien" in history_text.heaping_sentence(nothing)
    survivors = founding.curve(years, 2020)
    existing = founding.with_closure(survivors, [0, 5])
    shown = history_tables.curve_display(survivors, existing)
    assert shown.shape == (31, 4)
    assert shown["jaar"].tolist()[-1] == "2020"
    growth = founding.growth_pct(existing, 2010, 2020)
    assert "5 % stopt" in history_text.closure_sentence(growth, 2010, 2020)
    assert history_text.closure_sentence(growth * math.nan, 2010, 2020) == ""
    drawn = history_charts.founding_curve(survivors, existing)
    assert len(drawn.axes) == 2
    assert "in 2015 was de helft" in history_text.founding_alt(survivors, "Drenthe", [0, 5])
    plt.close("all")


def test_who_was_early_is_told_by_part_of_the_country():
    some = listed([], {"PV22": 2, "PV29": 2}, years=[1990, 2010, 1995, None])
    parts = {"PV22": "Noord", "PV29": "Zuid"}
    table = history_tables.early_display(some, parts, 2020).set_index("landsdeel")
    assert table["begonnen vóór 2000"].to_dict() == {"Noord": 1, "Zuid": 1}
    assert table["met startjaar"].to_dict() == {"Noord": 2, "Zuid": 1}
