"""Rows of the release, picked and put in words: one number at a time, nothing hidden told."""

import numpy as np
import pandas as pd
import pytest

from zorgzaam import describe_tables, describe_text, released
from zorgzaam.release.labels import load_labels
from zorgzaam.release.table import conform
from zorgzaam.released_tables import beside_country, share_table


def row(variable, category, value, **more):
    """Return a told share of the found initiatives in the country, changed by ``more``."""
    return {
        "area": "nederland", "variable": variable, "category": category, "statistic": "share_pct",
        "denominator": "answered", "target": "inventory", "value": value, "lower": value - 5,
        "upper": value + 5, "unit": "percent", "decimals": 1, "n": 320, "base": 310,
        "status": "published", "kind": "synthetic",
    } | more  # fmt: skip


def hidden(variable, category, **more):
    silent = dict.fromkeys(["value", "lower", "upper", "decimals"])
    return row(variable, category, 0, status="hidden-small", reason="te klein", **more) | silent


def amount(statistic, value, **more):
    told = {"statistic": statistic, "unit": "mensen", "lower": value, "upper": value} | more
    return row("volunteers_count", "", value, **told)


@pytest.fixture(scope="module")
def made():
    rows = [
        row("phase", "exploring", 6.4),
        row("phase", "active", 83.9),
        hidden("phase", "exploring", area="zeeland"),
        row("phase", "active", 77, area="zeeland", decimals=0, status="wide"),
        row("themes", "care", 32.7, denominator="shown"),
        row("themes", "care", 35.1, denominator="ticked"),
        row("phase", "active", 83.9, target="movement", lower=78.5),
        amount("median", 30.0),
        amount("quantile_75", 62.5),
        amount("mean", 51.0),
        amount("total", 73200.0, decimals=0),
        amount("ratio", 2.5, unit="verhouding", decimals=2, denominator="members_count"),
        row("start_year", "", 2012.3, statistic="mean", unit="jaar"),
        row("", "", 323, statistic="respondents", denominator="", target="", decimals=0),
    ]
    return conform(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def labels(root):
    return load_labels(root, 2020)


def test_shares_are_in_the_order_of_the_release_over_the_usual_denominator(made):
    assert released.shares(made, "nederland", "phase")["category"].tolist() == [
        "exploring", "active",
    ]  # fmt: skip
    assert released.shares(made, "nederland", "themes")["value"].tolist() == [32.7]
    ticked = released.shares(made, "nederland", "themes", denominator="ticked")
    assert ticked["value"].tolist() == [35.1]


def test_an_answer_that_the_release_does_not_have_is_no_zero(made):
    asked = released.shares(made, "nederland", "phase", categories=["active", "stopped"])
    assert asked["value"].isna().tolist() == [False, True]
    absent = asked.iloc[1]
    assert not released.is_shown(absent)
    assert not released.is_hidden(absent)
    assert released.value_text(absent) == "niet berekend"
    assert released.cell(absent) == "niet berekend"
    assert released.base_text(absent) == "niet gegeven"


def test_an_area_that_the_release_does_not_have_has_nobody(made):
    assert released.respondents(made, "nederland") == 323
    assert released.respondents(made, "drenthe") == 0
    assert released.base_of(released.shares(made, "drenthe", "phase")) == 0


def test_a_denominator_that_decides_must_be_told(made):
    with pytest.raises(ValueError, match="2 rows"):
        released.number(made, "nederland", "share_pct", variable="themes", category="care")
    one = released.number(
        made, "nederland", "share_pct", variable="themes", category="care", denominator="shown"
    )
    assert one["value"] == 32.7


@pytest.mark.parametrize(
    ("statistic", "variable", "expected"),
    [
        ("median", "volunteers_count", "30 mensen (30 tot 30)"),
        ("quantile_75", "volunteers_count", "62,5 mensen (62,5 tot 62,5)"),
        ("mean", "volunteers_count", "51,0 mensen (51,0 tot 51,0)"),
        ("total", "volunteers_count", "73.200 mensen (73.200 tot 73.200)"),
        ("ratio", "volunteers_count", "2,50 (2,50 tot 2,50)"),
        ("mean", "start_year", "2012,3 (2007,3 tot 2017,3)"),
    ],
)
def test_a_number_has_the_decimals_of_what_it_is(made, statistic, variable, expected):
    found = released.number(made, "nederland", statistic, variable=variable)
    assert released.text_of(found) == expected


def test_a_cell_of_a_table_is_a_number_where_it_can_be_one(made):
    cells = {
        statistic: released.cell(
            released.number(made, "nederland", statistic, variable="volunteers_count")
        )
        for statistic in ("median", "mean", "total", "ratio")
    }
    assert cells == {"median": 30, "mean": 51.0, "total": 73200, "ratio": "2,50"}
    assert isinstance(cells["median"], int)
    assert isinstance(cells["mean"], float)


def test_words_stand_where_there_is_no_number_and_only_there(made):
    silent, told = (
        released.number(made, "zeeland", "share_pct", variable="phase", category=category)
        for category in ("exploring", "active")
    )
    assert released.text_of(silent) == released.limits_text(silent) == "verborgen (te klein)"
    assert released.mark_text(silent) == ""
    assert released.mark_text(told) == "~ 77"
    assert released.value_text(told) == "~ 77 % (onzeker)"
    with pytest.raises(ValueError, match="has a number"):
        released.instead_text(told)


@pytest.mark.parametrize(
    ("status", "words"), [("not-asked", "niet gevraagd"), ("none", "geen antwoorden")]
)
def test_not_asked_and_nobody_read_otherwise_than_hidden(status, words):
    found = conform(pd.DataFrame([hidden("phase", "active", area="zeeland")]))
    assert released.value_text(found.iloc[0].replace("hidden-small", status)) == words


def test_a_province_stands_beside_the_country_and_the_country_alone(made, labels):
    drawn, rows = beside_country(made, "zeeland", labels, "phase")
    assert drawn["series"].tolist() == ["Zeeland"] * 2 + ["Nederland"] * 2
    assert drawn["label"].tolist() == ["Verkennen", "Actief"] * 2
    assert drawn["note"].tolist() == ["verborgen (te klein)", "", "", ""]
    assert np.isnan(drawn.loc[0, "value"])
    table = share_table(made, rows, labels)
    assert table["aandeel (%)"].tolist() == ["verborgen (te klein)", 77, 6.4, 83.9]
    # the margin of the movement where the release has one, and words where it has none
    assert table["onder, beweging"].tolist() == ["niet berekend"] * 3 + [78.5]
    alone, _ = beside_country(made, "nederland", labels, "phase")
    assert alone["series"].tolist() == ["Nederland"] * 2


def test_a_caption_ranks_answers_and_never_one_alone(made, labels):
    both, _ = beside_country(made, "nederland", labels, "phase")
    assert describe_text.headline(both, "Fase") == "Fase: actief komt het meest voor (83,9 %)"
    assert describe_text.headline(both.tail(1), "Fase") == "Fase: actief, 83,9 %"
    about = both.assign(label=["Doel: leefbaarheid", "Doel: gezond leven"])
    assert describe_text.headline(about, "Doelen").startswith("Doelen: gezond leven komt")


def test_groups_stand_in_the_order_of_their_classes(labels):
    rows = [
        row("goals_measured", "yes", 40, group="start_period", group_category="2018_2020"),
        row("goals_measured", "yes", 41, group="start_period", group_category="before_2010"),
        hidden("goals_measured", "yes", group="legal_form", group_category="association"),
        row("goals_measured", "yes", 44, group="legal_form", group_category="foundation"),
    ]
    made = conform(pd.DataFrame(rows))
    found = describe_tables.by_groups(made, "goals_measured", "yes", labels)
    table = describe_tables.groups_table(found)
    assert table["groep"].tolist() == [
        "Stichting", "Vereniging", "Vóór 2010", "2018 tot en met 2020",
    ]  # fmt: skip
    assert table["aandeel (%)"].tolist() == [44.0, "verborgen (te klein)", 41.0, 40.0]
