"""The pages about answers: released numbers in words, tables and figures, and nothing hidden."""

import numpy as np
import pandas as pd
import pytest

from zorgzaam import (
    describe_charts,
    describe_tables,
    describe_text,
    province_charts,
    province_tables,
    province_text,
    province_topics,
    reference,
)
from zorgzaam.release.labels import load_labels
from zorgzaam.release.table import COLUMNS, SHOWN, conform
from zorgzaam.released import cell, number, text_of, value_text
from zorgzaam.released_page import answers_table, cells_of
from zorgzaam.released_tables import drawn

HIDDEN = "verborgen (te klein)"
# A number that is hidden on purpose: if it shows up anywhere, something was put together.
SECRET = 37.0


def row(area, variable, category, value, status="published", **more):
    told = status in SHOWN
    return {
        "area": area,
        "variable": variable,
        "category": category,
        "statistic": "share_pct",
        "denominator": "answered",
        "target": "inventory",
        "value": value if told else np.nan,
        "lower": value - 10 if told else np.nan,
        "upper": value + 10 if told else np.nan,
        "unit": "percent",
        "decimals": 0 if told else None,
        "n": 40,
        "base": 38,
        "status": status,
        "reason": "" if status == "published" else "verborgen: te weinig initiatieven",
        "kind": "synthetic",
    } | more


@pytest.fixture(scope="module")
def labels(root):
    return load_labels(root, 2020)


@pytest.fixture(scope="module")
def made():
    """Two areas with some questions: in Drenthe one answer is told, one is wide, one hidden."""
    rows = []
    for target in ("inventory", "movement"):
        both = {"target": target}
        rows += [
            row("nederland", "goals_measured", "yes", 41, **both),
            row("nederland", "goals_measured", "no", 59, **both),
            row("nederland", "target_group", "all", 68, **both),
            row("nederland", "target_group", "specific", 32, **both),
            row("drenthe", "goals_measured", "yes", SECRET, "hidden-small", **both),
            row("drenthe", "goals_measured", "no", 100 - SECRET, "hidden-small", **both),
            row("drenthe", "target_group", "all", 55, "wide", **both),
            row("drenthe", "target_group", "specific", 45, "wide", **both),
        ]
    model = {"target": "movement", "statistic": "model_share_pct", "mse": 25.0, "base": None}
    shrunk = {"target": "movement", "statistic": "shrunken_share_pct", "mse": 16.0}
    rows += [
        row("drenthe", "goals_measured", "yes", 44, **model),
        row("drenthe", "target_group", "all", 60, **shrunk),
        row("fryslan", "goals_measured", "yes", 40, **shrunk),
    ]
    for area, count, of_all in (("nederland", 323, 1471), ("drenthe", 12, 42)):
        for statistic, value in (("respondents", count), ("initiatives", of_all)):
            rows.append(
                row(
                    area, "", "", value, statistic=statistic, denominator="", target="",
                    lower=np.nan, upper=np.nan, unit="respondenten",
                )
            )  # fmt: skip
    return conform(pd.DataFrame(rows, columns=COLUMNS))


def everything(table):
    return " ".join(str(value) for value in table.to_numpy().ravel())


def test_a_number_reads_with_its_margin_and_a_hidden_one_in_words(made):
    told = number(made, "nederland", "share_pct", variable="goals_measured", category="yes")
    wide = number(made, "drenthe", "share_pct", variable="target_group", category="all")
    hidden = number(made, "drenthe", "share_pct", variable="goals_measured", category="yes")
    assert text_of(told) == "41 % (31 tot 51)"
    assert text_of(wide) == "~ 55 % (45 tot 65; onzeker)"
    assert value_text(hidden) == HIDDEN
    assert cell(hidden) == HIDDEN


@pytest.mark.parametrize("area", ["nederland", "drenthe"])
def test_no_table_has_an_empty_cell_or_the_hidden_number(made, labels, area):
    cells = cells_of(made, ["goals_measured", "target_group"])
    table = answers_table(made, area, cells, labels)
    assert not table.isna().any(axis=None)
    assert (table.astype(str) != "").all(axis=None)
    assert "37" not in everything(table)
    assert "63" not in everything(table)


def test_yes_alone_is_shown_of_yes_and_no(made):
    assert cells_of(made, ["goals_measured"]) == [("goals_measured", "yes")]


def test_small_areas_stand_beside_each_other_with_both_errors(made, labels):
    cells = [("goals_measured", "yes"), ("target_group", "all")]
    table = describe_tables.small_area_table(made, "drenthe", cells, labels)
    assert table["eigen aandeel (%)"].tolist() == [HIDDEN, 55]
    assert table["alleen uit andere provincies (%)"].tolist() == [44, "niet gegeven"]
    assert table["bijgesteld (%)"].tolist() == ["niet gegeven", 60]
    assert table["fout, model"].tolist() == [5.0, 4.0]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("", "Bij elk antwoord vond het model verschil"), ("geen verschil", "variantie nul")],
)
def test_a_variance_of_zero_is_said(made, reason, expected):
    changed = made.assign(
        reason=made["reason"].where(~made["statistic"].str.contains("shrunken|model"), reason)
    )
    assert expected in describe_text.zero_variance_sentence(changed, "drenthe")


def test_figures_have_words_where_nothing_is_told(made, labels):
    cells = [("goals_measured", "yes"), ("target_group", "all")]
    data = province_topics.topic_drawn(made, "drenthe", cells, labels)
    for figure in (
        describe_charts.dots(data, "procent"),
        province_charts.beside(data, "procent"),
    ):
        texts = [text.get_text() for text in figure.axes[0].texts]
        assert HIDDEN in texts
        assert not any("37" in text for text in texts)
    told = describe_text.alt(data, "doelen")
    assert "37" not in told
    assert "Bij 1 staat er een reden" in told


def test_a_caption_says_what_comes_first_of_what_may_be_shown(made, labels):
    cells = [("goals_measured", "yes"), ("target_group", "all")]
    data = province_topics.topic_drawn(made, "drenthe", cells, labels)
    assert describe_text.headline(data, "Doelen").startswith("Doelen: richt zich op alle bewoners")
    silent = data.assign(value=np.nan)
    assert "mag worden getoond" in describe_text.headline(silent, "Doelen")


def test_claims_are_skipped_on_synthetic_answers(made, root):
    from zorgzaam import params

    rules = params.load_build(root).precision
    table = describe_tables.claims_table(root, 2020, made, "synthetic", rules)
    assert set(table["uitkomst"]) == {"overgeslagen: synthetische gegevens"}
    assert set(table["klopt het"]) == {"niet te vergelijken"}


@pytest.mark.parametrize("answered", [0, 1, 2, 5])
def test_a_province_with_hardly_any_respondent_is_told_so(made, labels, root, answered):
    changed = made.copy()
    own = (changed["area"] == "drenthe") & (changed["statistic"] == "respondents")
    changed.loc[own, "value"] = answered
    residents = reference.load_provinces(root).set_index("slug")["population_2020"].astype(int)
    rates = province_tables.rate_table(changed, residents)
    text = province_text.lead(changed, "drenthe", rates, labels, 10)
    assert ("Geen daarvan deed mee" if answered == 0 else "te weinig om cijfers") in text
    table = province_tables.headline_table(changed, "drenthe", labels, residents)
    assert not table.isna().any(axis=None)


def test_what_cannot_be_said_is_said(made, labels):
    text = province_text.silence(made, "drenthe", labels)
    assert "Helemaal verborgen: onderzoekt of de doelen worden gehaald" in text
    assert "grote marge: doelgroep" in text


def test_what_stands_out_comes_with_how_many_were_compared(made, labels):
    difference = row(
        "drenthe", "target_group", "all", -13, statistic="difference_points", unit="points",
        target="movement", p_value=0.01,
    )  # fmt: skip
    more = conform(pd.concat([made, pd.DataFrame([difference])], ignore_index=True))
    text = province_text.stands_out(more, "drenthe", labels, 0.95)
    assert "13 punten lager dan in de rest van het land (marge 3 tot 23)" in text
    assert "toeval" in text
    nothing = conform(more.assign(p_value=0.5))
    assert "Geen antwoord springt er duidelijk uit" in province_text.stands_out(
        nothing, "drenthe", labels, 0.95
    )


def test_models_read_without_words_of_cause(made, labels):
    term = row(
        "nederland", "goals_measured", "", 12, statistic="marginal_points", unit="points",
        group="legal_form", group_category="cooperative", denominator="foundation",
        target="movement",
    )  # fmt: skip
    told = conform(pd.DataFrame([term], columns=COLUMNS))
    text = describe_text.model_readings(told, labels, 0.95)
    assert text.startswith("- Coöperaties zeggen vaker dan stichtingen dat zij onderzoeken")
    for word in ("door ", "zorgt voor", "leidt tot", "effect", "invloed"):
        assert word not in text


def test_a_bar_with_a_hidden_answer_is_not_drawn():
    answers = ["zeer groot", "groot", "klein", "geen"]
    rows = pd.DataFrame([row("nederland", "x", name, 25) for name in answers])
    data = drawn(rows, answers, "Nederland").rename(columns={"label": "answer"})
    data = data.assign(label="Regels")
    whole = describe_charts.diverging(data, answers, "procent")
    data.loc[1, ["value", "note"]] = [np.nan, HIDDEN]
    gap = describe_charts.diverging(data, answers, "procent")
    assert len(whole.axes[0].patches) == 4
    assert len(gap.axes[0].patches) == 0
    assert HIDDEN in [text.get_text() for text in gap.axes[0].texts]
