import math
import shutil

import numpy as np
import pandas as pd
import pytest

from zorgzaam import charts, growth_tables, growth_text, params, published
from zorgzaam.stats import discovery, growth, logistic


@pytest.fixture(scope="module")
def rules(root):
    return params.load_build(root).precision


def points(*rows):
    return pd.DataFrame(rows, columns=["count_id", "time", "value", "low", "high"])


HEADLINE = points(
    ("a", 2013.5, 30, 25, 35),
    ("b", 2014.5, 100, 100, math.inf),
    ("c", 2017.5, 536, 536, 536),
    ("d", 2020.5, 1471, 1471, 1471),
)


def test_the_sentence_of_the_headline():
    trend = growth.fit_trend(HEADLINE)
    sentence = growth_text.trend_sentence(trend, HEADLINE)
    assert sentence == (
        "Tussen 2013 en 2020, over 4 tellingen samen, verdubbelde het aantal bekende initiatieven "
        "in **1,3 jaar**. Hoe onzeker dat is: 1,0 tot 2,6 jaar volgens het gebruikelijke "
        "95 %-interval."
    )
    assert "zelfs stilstand niet uitgesloten" in growth_text.small_sample_sentence(trend, 4)


def test_the_sentence_when_counts_fall():
    falling = HEADLINE.assign(time=-HEADLINE["time"] + 4030).sort_values("time")
    sentence = growth_text.trend_sentence(growth.fit_trend(falling), falling)
    assert "nam het aantal bekende initiatieven af" in sentence
    assert "halveerde in 1,3 jaar" in sentence


def test_the_sentence_when_a_line_passes_through_everything():
    two = HEADLINE.iloc[2:]
    sentence = growth_text.trend_sentence(growth.fit_trend(two), two)
    assert "geen spreiding waaruit onzekerheid volgt; de verdubbelingstijd is 2,1" in sentence


def test_doubling_times_that_are_no_numbers_are_said():
    assert growth_text.doubling_text(None) == "niet te bepalen"
    assert growth_text.doubling_text(math.inf) == "geen groei"
    assert growth_text.interval_text((-0.1, math.log(2))) == "1,0 jaar tot geen groei"
    assert growth_text.interval_text((-0.2, -0.1)) == "-18 % tot -10 % per jaar"
    assert growth_text.interval_text(None) == "niet te bepalen"


def test_every_choice_is_a_row_and_one_without_scatter_says_so():
    names = pd.Series({"a": "30", "b": "100+", "c": "536", "d": "1.471"})
    table = growth_tables.doubling_table(HEADLINE, HEADLINE, names, 0.95)
    assert list(table["label"]) == [
        "alle tellingen", '"meer dan" met een bovengrens',
        'zonder "30"', 'zonder "100+"', 'zonder "536"', 'zonder "1.471"',
    ]  # fmt: skip
    alone = table.set_index("label").loc['zonder "30"']
    assert math.isnan(alone["low"])
    assert alone["note"] == "geen interval mogelijk"
    shown = growth_tables.doubling_display(table).set_index("welke tellingen")
    assert shown.at['zonder "30"', "interval"] == alone["note"]
    assert shown.at["alle tellingen", "interval"] == "1,0 tot 2,6 jaar"
    drawn = charts.dots_with_intervals(table, "jaren")
    assert alone["note"] in [text.get_text() for text in drawn.axes[0].texts]


def test_expected_counts_are_those_published_for_the_method(root):
    provinces = pd.read_csv(root / "data/reference/provinces.csv")
    table = growth_tables.expected_table(provinces, 1471, "population_2020", 0.95)
    table = table.set_index("label")
    assert table.loc["Zeeland", ["low", "high"]].tolist() == [22, 44]
    assert table.loc["Noord-Brabant", ["low", "high"]].tolist() == [188, 246]
    assert table["value"].round(1)[["Zeeland", "Noord-Brabant"]].tolist() == [32.4, 216.6]


def test_better_finding_is_told_with_its_limits():
    found = discovery.better_finding(30, 101, 85, 27)
    sentence = growth_text.finding_sentence(found, 30, 101, 85)
    for part in (
        "Ongeveer 62",
        "dan was dat hooguit 48 %",
        "Ongeveer 23",
        "Dat is 32 %",
        "de 16 zonder",
        "55 %",
    ):
        assert part in sentence


def test_the_change_that_two_lists_do_not_decide():
    sentence = growth_text.change_sentence(536, 1471)
    assert "is 935 erbij" in sentence
    assert "van een afname met 536" in sentence
    assert "tot een groei met 935" in sentence


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ([True, True], "niet op te maken"),
        ([True, False], "groei naar een grens"),
        ([False, True], "niet bij een grens"),
    ],
)
def test_the_ceiling_sentence_follows_the_likelihoods(within, expected):
    table = pd.DataFrame({"ceiling": [2000, np.inf], "is_within_interval": within})
    assert expected in growth_text.ceiling_sentence(table)


def test_four_points_do_not_decide_about_a_ceiling():
    table = logistic.logistic_ceilings(HEADLINE, [2000, 5000])
    assert "een grens van 2.000 initiatieven past" in growth_text.ceiling_sentence(table)


def test_counts_of_a_municipality_belong_to_its_province():
    counts = pd.DataFrame({"area": ["NL", "PV27", "GM0363", "PV20"]})
    municipalities = {"GM0363": "PV27"}
    about = growth_tables.counts_about(counts, "PV27", municipalities)
    assert list(about["area"]) == ["PV27", "GM0363"]
    assert list(growth_tables.counts_about(counts, "NL", municipalities)["area"]) == ["NL"]


def test_a_new_count_is_one_row_in_the_csv(root, tmp_path, rules):
    shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns("raw"))
    path = tmp_path / "data/published/counts.csv"
    row = "nl-2024,2024,2100,,exact,initiatives,NL,nlzve,core,all,headline,initiatieven"
    path.write_text(
        path.read_text(encoding="utf-8") + f"{row},nlzve-monitor-2020,\n", encoding="utf-8"
    )
    counts, definitions = published.load_counts(tmp_path), published.load_definitions(tmp_path)
    line = published.comparable(counts[counts["series"] == "headline"], ["aedes-actiz", "nlzve"])
    new = published.growth_points(line, rules)
    sentence = growth_text.trend_sentence(growth.fit_trend(new), new)
    assert sentence.startswith("Tussen 2013 en 2024, over 5 tellingen samen, verdubbelde")
    drawn = growth_tables.with_intervals(counts[counts["area"] == "NL"], definitions, rules)
    table = growth_tables.drawn_table(drawn)
    assert "2.100" in set(table["aantal"])
    assert (
        (table["hoogste"] == growth_tables.NO_LIMIT).sum() == (drawn["high"] == math.inf).sum() > 0
    )


def test_a_series_that_says_nothing_still_gives_a_table_and_a_figure():
    two = HEADLINE.iloc[[0, 3]]
    names = pd.Series({"a": "30", "d": "1.471"})
    table = growth_tables.doubling_table(two, two, names, 0.95)
    assert set(table["note"]) == {"geen interval mogelijk", "de andere tellingen zeggen te weinig"}
    drawn = charts.dots_with_intervals(table.assign(value=math.nan), "jaren")
    assert len(drawn.axes[0].texts) == len(table)
    assert growth_text.other_methods_sentence(two, 0.95).startswith("Wie elke telling als precies")


def test_a_series_that_stands_still_is_said_to():
    flat = points(("a", 2013.5, 50, 50, 50), ("b", 2017.5, 50, 50, 50), ("c", 2020.5, 50, 50, 50))
    sentence = growth_text.trend_sentence(growth.fit_trend(flat), flat)
    assert sentence.endswith("groeide het aantal bekende initiatieven niet.")


def test_counts_that_differ_widely_give_a_sentence():
    wild = points(("a", 2000, 3, 3, 3), ("b", 2001, 68, 68, 68), ("c", 2029, 17135, 17135, 17135))
    assert growth_text.other_methods_sentence(wild, 0.95).startswith("Wie elke telling als precies")
