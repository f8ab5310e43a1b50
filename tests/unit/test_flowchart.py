import pytest

from zorgzaam.flowchart import Stage, flow_chart, flow_table, flow_text

STAGES = [
    Stage("regels", 1200, (("geen initiatief", 2),)),
    Stage("regels over een initiatief", 1198, (("dubbel", 190), ("gestopt", 0))),
    Stage("initiatieven", 1008),
]


def test_a_flow_in_which_rows_get_lost_is_refused():
    with pytest.raises(ValueError, match="1198 go on, initiatieven has 1197"):
        flow_chart([Stage("regels", 1200, (("weg", 2),)), Stage("initiatieven", 1197)])


def test_every_number_is_drawn_and_in_the_table_and_in_words():
    drawn = " ".join(text.get_text() for text in flow_chart(STAGES).axes[0].texts)
    for number in ("1.200", "2 geen", "1.198", "190 dubbel", "0 gestopt", "1.008"):
        assert number in drawn.replace("\n", " ")
    table = flow_table(STAGES)
    assert table["aantal"].tolist() == [1200, 2, 1198, 190, 0, 1008]
    assert table["stap"].tolist()[3] == "stap 2: blijft achter"
    assert flow_text(STAGES).startswith(
        "Stroomschema in 3 stappen: 1.200 regels (blijft achter: 2 geen initiatief); dan 1.198"
    )
