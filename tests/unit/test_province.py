"""The page of one province: whatever few answers there are, it is whole and gives nothing away."""

import numpy as np
import pandas as pd
import pytest

from zorgzaam import figures, province_charts, province_tables, province_text, province_topics
from zorgzaam.areas import slugify
from zorgzaam.reference import load_boundaries, load_provinces
from zorgzaam.release.labels import load_labels
from zorgzaam.release.table import COLUMNS, SHOWN, conform

FEWEST = 10
COUNT = {"statistic": "respondents", "denominator": "", "target": "", "unit": "respondenten"}
OF_ALL = {**COUNT, "statistic": "initiatives", "unit": "initiatieven"}
# Of each question two answers; of one of several answers, two options.
QUESTIONS = {
    variable: (options, "shown" if variable in ("goals", "themes") else "answered")
    for variable, options in {
        "target_group": ("all", "specific"),
        "goals": ("loneliness", "liveability"),
        "goals_reached": ("yes", "no"),
        "goals_measured": ("yes", "no"),
        "receives_subsidy": ("yes", "no"),
        "volunteers_hard_to_keep": ("yes", "no"),
        "themes": ("cohesion", "housing"),
    }.items()
}


def row(area, variable, category, value, status="published", **more):
    told = status in SHOWN
    return {
        "area": area,
        "variable": variable,
        "category": category,
        "statistic": "share_pct",
        "denominator": QUESTIONS[variable][1] if variable in QUESTIONS else "answered",
        "target": "inventory",
        "value": value if told else np.nan,
        "lower": value - 10 if told else np.nan,
        "upper": value + 10 if told else np.nan,
        "unit": "percent",
        "decimals": 0 if told else None,
        "base": 38 if told else None,
        "status": status,
        "reason": "" if status == "published" else "reden",
        "kind": "synthetic",
    } | more


def make(status="published", respondents=40, initiatives=94, extra=()):
    """Return a release in which everything about the answers from Limburg has one status."""
    rows = [
        row(area, variable, category, 60 - 20 * place, state, target=target)
        for area, state in (("nederland", "published"), ("limburg", status))
        for target in ("inventory", "movement")
        for variable, (options, _) in QUESTIONS.items()
        for place, category in enumerate(options)
    ]
    rows += [
        row("nederland", "volunteers_count", "", 30, statistic="median", unit="mensen"),
        row("limburg", "volunteers_count", "", 30, status, statistic="median", unit="mensen"),
        row("nederland", "", "", 323, **COUNT),
        row("nederland", "", "", 1471, **OF_ALL),
        row("limburg", "", "", respondents, **COUNT),
        row("limburg", "", "", initiatives, **OF_ALL),
        *extra,
    ]
    return conform(pd.DataFrame(rows, columns=COLUMNS))


def difference(variable, category, value, p_value, **more):
    kind = {"statistic": "difference_points", "target": "movement", "unit": "points"}
    return row("limburg", variable, category, value, p_value=p_value, **kind, **more)


@pytest.fixture(scope="module")
def labels(root):
    return load_labels(root, 2020)


@pytest.fixture(scope="module")
def residents(root):
    return load_provinces(root).set_index("slug")["population_2020"].astype(int)


@pytest.fixture
def topic():
    return province_topics.Topic("kort", "Voor wie", (("target_group", ("all",)), ("goals", ())))


def lead(release, labels, residents):
    rates = province_tables.rate_table(release, residents)
    return province_text.lead(release, "limburg", rates, labels, FEWEST)


@pytest.mark.parametrize(
    ("respondents", "status", "said"),
    [
        (0, "none", "Geen daarvan deed mee"),
        (1, "hidden-small", "Daarvan deed er **1** mee"),
        (2, "hidden-small", "Daarvan deden er **2** mee"),
        (9, "hidden-small", "te weinig om cijfers te tonen"),
    ],
)
def test_a_province_with_hardly_any_respondent_has_a_whole_page(
    labels, residents, topic, respondents, status, said
):
    release = make(status, respondents)
    text = lead(release, labels, residents)
    assert said in text
    assert "voor Nederland bekend" in text
    table = province_tables.headline_table(release, "limburg", labels, residents)
    assert not table.isna().any(axis=None)
    assert set(table.iloc[3:]["Limburg"]) == {
        "geen antwoorden" if status == "none" else labels_of(status)
    }
    assert "te vergelijken" in province_text.stands_out(release, "limburg", labels, 0.95)
    cells = province_topics.topic_cells(release, topic)
    data = province_topics.topic_drawn(release, "limburg", cells, labels)
    told = province_text.caption(data, topic.title, "Limburg")
    assert told == "Voor wie: over Limburg is niets te tonen"
    province_charts.beside(data, "procent").draw_without_rendering()
    silence = province_text.silence(release, "limburg", labels)
    expected = "geen enkel antwoord" if status == "none" else "Alle 15 cijfers"
    assert expected in silence
    assert "- " not in silence  # no lists where everything is silent


def labels_of(status):
    from zorgzaam.release.labels import STATUS_TEXTS

    return STATUS_TEXTS[status]


def test_a_province_without_initiatives_has_a_rate_of_zero(labels, residents):
    release = make("none", 0, 0)
    assert "**0 zorgzame gemeenschappen**: 0,0 per" in lead(release, labels, residents)
    assert "**1 zorgzame gemeenschap**" in lead(make("none", 0, 1), labels, residents)


def test_the_rate_is_over_the_residents_of_the_province_and_of_all(labels, residents):
    rates = province_tables.rate_table(make(), residents)
    assert rates.at["limburg", "per_100k"] == pytest.approx(1e5 * 94 / residents["limburg"])
    assert rates.at["nederland", "residents"] == residents.sum()
    shown = province_tables.rate_display(rates, labels)
    assert shown["gebied"].iloc[-1] == "Nederland"
    assert "Limburg gemarkeerd" in province_text.map_alt(rates, "limburg", labels)


def test_the_country_stands_beside_itself_once(labels, residents, topic):
    release = make()
    table = province_tables.headline_table(release, "nederland", labels, residents)
    assert list(table.columns).count("Nederland") == 1
    rates = province_tables.rate_table(release, residents)
    text = province_text.lead(release, "nederland", rates, labels, FEWEST)
    assert "tegen" not in text


def test_a_difference_is_told_in_its_direction_with_how_many_were_made(labels):
    extra = [
        difference("target_group", "all", -13, 0.01),
        difference("target_group", "specific", 13, 0.01),
        difference("themes", "housing", 20, 0.049),
        difference("themes", "cohesion", 20, 0.05),
        row("drenthe", "themes", "housing", 1, p_value=0.9, statistic="difference_points",
            target="movement", unit="points"),
    ]  # fmt: skip
    release = make(extra=extra)
    text = province_text.stands_out(release, "limburg", labels, 0.95)
    assert "**Thema's: wonen**: 20 punten hoger dan in de rest van het land" in text
    assert (
        "op alle bewoners**: 13 punten lager dan in de rest van het land (marge 3 tot 23)" in text
    )
    assert text.count("\n- ") + text.startswith("- ") == 2  # the mirror image is not told again
    assert "bepaalde groepen" not in text
    assert "4 vergelijkingen" in text
    assert "samen 5" in text
    found = province_tables.standing_out(release, "limburg", 0.95)
    cells = [("themes", "housing"), ("themes", "cohesion")]
    assert province_tables.differing(found, cells, labels) == ["Wonen"]


def test_an_interval_over_zero_says_both_ways(labels):
    wide = difference("themes", "housing", 5, 0.01)
    text = province_text.stands_out(make(extra=[wide]), "limburg", labels, 0.95)
    assert "(marge 5 lager tot 15 hoger)" in text


def test_that_nothing_stands_out_is_not_that_all_is_alike(labels):
    release = make(extra=[difference("themes", "housing", 5, 0.7)])
    text = province_text.stands_out(release, "limburg", labels, 0.95)
    assert text.startswith("Geen antwoord springt er duidelijk uit. Dat betekent niet")
    assert "1 vergelijking " in text


def test_a_hidden_answer_may_be_the_highest_so_the_caption_is_careful(labels, topic):
    release = make()
    hidden = (release["area"] == "limburg") & (release["variable"] == "target_group")
    release.loc[hidden, ["value", "lower", "upper"]] = np.nan
    release.loc[hidden, ["status", "reason"]] = ["hidden-small", "reden"]
    cells = province_topics.topic_cells(release, topic)
    data = province_topics.topic_drawn(release, "limburg", cells, labels)
    told = province_text.caption(data, "Voor wie", "Limburg")
    assert told == "Voor wie: van wat te tonen is staat doel: eenzaamheid tegengaan bovenaan (60 %)"
    differing = province_text.caption(data, "Voor wie", "Limburg", ["Doelen gehaald"])
    assert differing == "Voor wie: Limburg wijkt af bij doelen gehaald"
    assert "Van 1 antwoord is" in province_text.alt(data, "Voor wie", "Limburg")
    table = province_topics.topic_table(release, "limburg", cells, labels)
    assert not table.isna().any(axis=None)
    assert table["aandeel (%)"].tolist()[1:] == [60, 40]
    texts = [text.get_text() for text in province_charts.beside(data, "procent").axes[0].texts]
    assert texts == [labels_of("hidden-small"), "60", "40"]


@pytest.mark.parametrize("hidden", ["nederland", "limburg"])
def test_a_drawing_without_numbers_has_words(labels, topic, hidden):
    release = make()
    rows = release["area"] == hidden
    release.loc[rows, ["value", "lower", "upper"]] = np.nan
    release.loc[rows, "status"] = "hidden-secondary"
    cells = province_topics.topic_cells(release, topic)
    data = province_topics.topic_drawn(release, "limburg", cells, labels)
    texts = [text.get_text() for text in province_charts.beside(data, "procent").axes[0].texts]
    words = labels_of("hidden-secondary")
    assert sum(words in text for text in texts) == len(cells)


def test_what_is_told_in_part_is_listed_by_subject(labels):
    release = make("wide")
    first = (release["area"] == "limburg") & (release["category"] == "housing")
    release.loc[first, "status"] = "hidden-small"
    only = (release["area"] == "limburg") & (release["variable"] == "goals_measured")
    release.loc[only, "status"] = "hidden-secondary"
    text = province_text.silence(release, "limburg", labels)
    assert "Van de 15 cijfers over Limburg zijn er 3 verborgen en 12 onzeker." in text
    assert "- Helemaal verborgen: onderzoekt of de doelen worden gehaald." in text
    assert "- Voor een deel verborgen: thema's." in text
    everything = province_text.silence(make(), "limburg", labels)
    assert everything == "Alle 15 cijfers over Limburg zijn te tonen."


def test_what_is_expected_stands_apart_and_only_for_what_is_hidden(labels):
    told = {"target": "movement", "mse": 25.0, "base": None}
    extra = [
        row("limburg", "goals_measured", "yes", 44, statistic="model_share_pct", **told),
        row("limburg", "themes", "housing", 44, statistic="model_share_pct", **told),
        row("drenthe", "goals_measured", "yes", 40, statistic="shrunken_share_pct", **told),
        row("fryslan", "goals_measured", "yes", 40, statistic="shrunken_share_pct", **told),
    ]
    table = province_tables.model_table(
        make("hidden-small", 5, extra=extra), "limburg", labels, 0.95
    )
    assert table["antwoord"].tolist() == ["Onderzoekt of de doelen worden gehaald"]
    assert table["marge (punten)"].tolist() == ["± 10"]  # 1,96 times the root of 25
    assert table["provincies"].tolist() == [2]
    assert province_tables.model_table(make(), "limburg", labels, 0.95).empty
    assert "geen enkel antwoord uit Limburg" in province_text.model_lead("Limburg")


def test_every_answer_of_every_topic_has_a_name_of_its_own(labels):
    options = {
        "goals": ("loneliness", "liveability"),
        "themes": ("cohesion",),
        "activities": ("meeting",),
        "funding_source": ("funds", "none"),
        "support_needs": ("find_funding", "other"),
    }
    cells = [
        (variable, category)
        for topic in province_topics.TOPICS
        for variable, asked in topic.questions
        for category in asked or options[variable]
    ]
    for name_of in (province_topics.answer_name, province_topics.full_name):
        names = [name_of(labels, *each) for each in cells]
        assert len(set(names)) == len(names)


def test_every_province_has_a_place_on_the_map(root, residents):
    figures.apply_style()
    provinces = load_boundaries("provinces", root)
    rates = province_tables.rate_table(make(), residents)
    figure = province_charts.rate_map(provinces, rates, "limburg")
    texts = {text.get_text().replace("\n", " ") for text in figure.axes[0].texts}
    bold = [text for text in figure.axes[0].texts if text.get_fontweight() == "bold"]
    assert [slugify(text.get_text().split("\n")[0]) for text in bold] == ["limburg"]
    for name in provinces["name"]:
        assert any(text.replace("- ", "-").startswith(name) for text in texts), name
