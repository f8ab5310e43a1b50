"""What a reader of 25-published sees: tables, sentences, the figure."""

import pandas as pd
import pytest

from zorgzaam import claim_charts, claim_tables, claim_text, claims, params, published
from zorgzaam.stats.intervals import worst_case_margin


@pytest.fixture(scope="module")
def figures(root):
    return published.load_survey_figures(root)


@pytest.fixture(scope="module")
def data(root, figures):
    rules = params.load_build(root).precision
    return claim_tables.side_by_side(claims.claim_intervals(figures, 1471, 0.95, rules))


def test_a_part_of_the_inventory_is_no_response_rate():
    told = claim_text.participation_sentence(1471, 323)
    assert "**22,0 % van de gevonden initiatieven**" in told
    assert "geen responspercentage" in told
    table = claim_tables.participation_table(1471, 323).set_index("wat")["aantal"]
    assert table["gevonden initiatieven (de inventaris)"] == "1.471"
    assert table["uitgenodigde initiatieven"] == table["antwoorden via de open link"]


def test_the_margins_are_those_of_the_whole_survey_and_of_its_parts():
    table = claim_tables.margins_table([10, 30, 323], 1471, 323, 0.95).set_index("antwoorden")
    assert list(table.loc[323].round(2)) == [5.45, 4.82]
    assert list(table.loc[10].round(1)) == [31.0, 27.4]
    told = claim_text.margin_sentence(worst_case_margin(323), worst_case_margin(323, 1471), 0.95)
    assert "**5,45 punten**" in told
    assert "**4,82 punten**" in told


def test_one_row_a_percentage_from_high_to_low(data):
    assert len(data) == 18
    assert data["value_pct"].is_monotonic_decreasing
    assert list(data.iloc[[0, -1]]["figure_id"]) == ["funding_subsidy", "theme_prevention"]


def test_a_reader_sees_words_and_no_invented_precision(data, figures, root):
    shown = claim_tables.percentages_display(data, figures, published.load_sources(root))
    shown = shown.set_index("wat")
    subsidy = shown.loc["ontvangt subsidies of giften"]
    assert subsidy["gepubliceerd"] == "bijna 80 %"
    assert subsidy["de beweging als geheel"] == "70,0 tot 84,0 %"
    barrier = shown.loc["haalt doelen niet door gebrek aan geld"]
    assert barrier["de gevonden initiatieven"] == "7,5 % of meer"
    drawn = claim_tables.drawn_table(data).set_index("wat")
    assert drawn.at["haalt doelen niet door gebrek aan geld", "geheel: bovengrens"] == "geen grens"


def test_what_a_percentage_is_worth_is_said_beside_half(data):
    by_id = data.set_index("figure_id")
    told = claim_text.worth_sentences(by_id.loc[["goals_measured", "theme_cohesion"]]).splitlines()
    assert told[0].startswith(
        "- **41 %** (onderzoekt of de doelen worden gehaald): 36,4 tot 45,8 %"
    )
    assert "liggen onder de helft" in told[0]
    assert "liggen boven de helft" in told[1]
    assert "niet te zeggen" in claim_text.worth_sentences(by_id.loc[["legal_foundation"]])


def test_percentages_that_can_be_half_are_named_once(data):
    told = claim_text.half_sentence(data)
    assert "51 % (is een stichting), meer dan 50 % (vindt" in told
    assert "meer dan 10 %" not in told  # that leaves both open by itself
    sure = data.loc[data["figure_id"].isin(["target_all", "theme_health"])]
    assert claim_text.half_sentence(sure).startswith("Geen percentage")


def test_readings_are_explained_by_what_is_there(data):
    told = claim_text.reading_sentence(data)
    assert '"Bijna 80 %" is niet precies: dat lezen we als 75 % tot 80 %.' in told
    assert "alleen een ondergrens" in told
    exact = data.loc[data["low_pct"] == data["high_pct"]]
    assert claim_text.reading_sentence(exact) == "Een stip is een precies gepubliceerd percentage."


def test_a_province_has_too_few_answers():
    told = claim_text.provinces_sentence(pd.Series({"Zeeland": 7.1, "Zuid-Holland": 68.8}), 0.95)
    assert "uit Zeeland ongeveer 7 en uit Zuid-Holland ongeveer 69" in told
    assert "37 en 12 punten" in told


def test_only_a_precise_percentage_is_a_dot(data):
    axes = claim_charts.percentages(data).axes[0]
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert sorted(dots) == [8, 10, 20, 32, 41, 47, 51, 57, 64, 68]
    assert len(axes.patches) == 8
    assert sum(line.get_marker() == ">" for line in axes.lines) == 2 * 3
    assert "bijna 80 %: ontvangt subsidies of giften" in [text.get_text() for text in axes.texts]


def test_the_figure_is_told_to_who_cannot_see_it(data):
    told = claim_text.figure_alt(data)
    assert told.startswith("18 gepubliceerde percentages")
    assert "bijna 80 % (ontvangt subsidies of giften), interval 70,0 tot 84,0 %" in told
