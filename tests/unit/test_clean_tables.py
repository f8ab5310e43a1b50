import pandas as pd

from zorgzaam import clean_tables


def tables(**more) -> dict:
    initiatives = pd.DataFrame(
        [
            ("a", "Zorgzaam Grou", "Grou", "yes", "", "yes", 2),
            ("b", "Liever Niet", "Grou", "yes", "no", "no", 2),
            ("c", "Gestopt", "Elst", "no", "", "no", 1),
        ],
        columns=["initiative_id", "name", "place", "in_inventory", "show_on_map", "responded",
                 "lists_count"],
    ).assign(
        excluded_reason=["", "", "Gestopt (volgens landelijk: gestopt)."],
        province_code=["PV21", "PV21", "PV25"],
    )  # fmt: skip
    rows = pd.DataFrame(
        [
            ("r1", "a", "Zorgzaam Grou"),
            ("r2", "a", "St. Zorgzaam Grou"),
            ("r3", "b", "Liever Niet"),
            ("r4", "b", "LIEVER NIET"),
            ("r5", "c", "Gestopt"),
            ("r6", "", "Totaal"),
        ],
        columns=["row_id", "initiative_id", "name_raw"],
    ).assign(outcome_reason=["", "", "", "", "", "Geen initiatief: een totaalregel."])
    sources = pd.DataFrame(
        {
            "source": ["landelijk", "regionaal", "toen", "enquete"],
            "source_kind": ["list", "list", "list", "survey"],
            "counted_in": pd.array([None, None, 2017, None], "Int64"),
            "rows_read": [3, 3, 2, 2],
        }
    )
    return {"initiatives": initiatives, "rows": rows, "sources": sources} | more


def test_the_flow_of_rows_loses_nothing_and_names_why_initiatives_do_not_count():
    stages = clean_tables.list_stages(tables())
    assert [stage.count for stage in stages] == [6, 5, 3, 2]
    assert stages[0].aside == (("geen initiatief: een totaalregel", 1),)
    assert stages[2].aside == (("gestopt", 1),)


def test_the_flow_of_answers_loses_nothing():
    outcome = ["kept", "kept", "duplicate", "unlinked", "unfinished", "excluded"]
    answers = pd.DataFrame({"answer_outcome": outcome})
    stages = clean_tables.answer_stages({"answers": answers})
    assert [stage.count for stage in stages] == [6, 5, 4, 3, 2]


def test_who_asked_not_to_be_shown_is_counted_and_named_nowhere():
    log = pd.DataFrame(
        [
            ("r1", "changed", "Namen", "name", "Zorgzaam  Grou", "Zorgzaam Grou", "Spaties."),
            ("r3", "changed", "Namen", "name", "Liever  Niet", "Liever Niet", "Spaties."),
            ("r4", "changed", "Correcties", "name", "x", "Liever Niet", "Gevraagd (a, 2020)."),
        ],
        columns=["row_id", "kind", "step", "column", "before", "after", "why"],
    ).assign(file="lijst.csv", row_number=3, source="landelijk")  # fmt: skip
    data = tables(log=log)
    shown = [
        clean_tables.merge_examples(data, 8),
        clean_tables.change_examples(data, {}),
        clean_tables.correction_table(data, {}),
    ]
    assert all("Niet" not in table.to_csv() for table in shown)
    assert shown[0]["initiatief"].tolist() == ["Zorgzaam Grou"]
    assert clean_tables.overlap_table(data)["initiatieven"].tolist() == [2]


def test_a_list_of_an_earlier_count_names_nobody():
    log = pd.DataFrame(
        {
            "row_id": ["toen::2", "r1"], "source": ["toen", "landelijk"], "kind": "changed",
            "step": "Namen", "column": "name", "why": ["Hoofdletters.", "Spaties."],
            "before": ["LIEVER NIET", "Zorgzaam  Grou"], "after": ["Liever Niet", "Zorgzaam Grou"],
        }
    )  # fmt: skip
    data = tables(log=log)
    assert clean_tables.changed(data)["row_id"].tolist() == ["r1"]
    assert clean_tables.change_examples(data, {})["wat er gebeurde"].tolist() == ["Spaties."]


def test_a_list_of_an_earlier_count_is_told_also_without_initiatives():
    columns = ["counted_in", "initiative_id", "is_grey"]
    nobody = pd.DataFrame(columns=columns)
    told = clean_tables.earlier_sentence(tables(earlier=nobody))
    assert "2017 zijn 2 regels gelezen. Initiatieven: 0. Teruggevonden" in told
    two = pd.DataFrame([(2017, "a", "no"), (2017, "", "yes")], columns=columns)
    told = clean_tables.earlier_sentence(tables(earlier=two))
    assert "Initiatieven: 2. Teruggevonden op de lijsten van nu: 1; bij 1 is" in told
    none = {"sources": tables()["sources"].assign(counted_in=None)}
    assert "geen lijst van een eerdere" in clean_tables.earlier_sentence(
        tables(earlier=nobody, **none)
    )


def test_changes_of_one_kind_stand_together():
    log = pd.DataFrame(
        {
            "row_id": ["r1", "r2", "r2"],
            "kind": "changed",
            "step": "Startjaren",
            "column": "start_year",
            "before": ["ca. 2012", "± 2014", "'09"],
            "after": ["2012", "2014", "2009"],
            "why": ["Ongeveer 2012.", "Ongeveer 2014.", "'09 gelezen als 2009."],
            "source": "landelijk",
        }
    )
    found = clean_tables.change_examples(tables(log=log), {"start_year": "startjaar"})
    assert found.drop(columns="werd").to_numpy().tolist() == [
        ["startjaar", "Ongeveer ….", 2, "ca. 2012"],
        ["startjaar", "'… gelezen als ….", 1, "'09"],
    ]


def test_a_kind_of_change_names_no_municipality():
    whys = [
        "De gemeente Leek ging in 2019 op in Westerkwartier.",
        "De gemeente Littenseradiel ging in 2018 op in Leeuwarden, Súdwest-Fryslân en Waadhoeke.",
    ]
    log = pd.DataFrame({"row_id": ["r1", "r2"], "why": whys}).assign(
        kind="changed", step="Plaatsing", column="place", before="a", after="b", source="landelijk"
    )
    found = clean_tables.change_examples(tables(log=log), {})
    assert found["wat er gebeurde"].tolist() == ["De gemeente … ging in … op in …."]


def test_the_name_of_who_corrected_stays_off_the_page():
    log = pd.DataFrame(
        {
            "row_id": ["r1"], "kind": "changed", "step": "Correcties", "column": "place",
            "before": "Grouw", "after": "Grou", "file": "lijst.csv", "row_number": 3,
            "why": "Nagevraagd bij het netwerk (A. Onderzoeker (Vilans), 2020-11-02).",
        }
    )  # fmt: skip
    found = clean_tables.correction_table(tables(log=log), {})
    assert found["reden"].tolist() == ["Nagevraagd bij het netwerk."]


def test_the_share_that_answered_is_told_per_province(root):
    frame = clean_tables.frame_table(tables(), root).set_index("gebied")
    assert frame.loc["Nederland", ["inventaris", "antwoorden", "deel (%)"]].tolist() == [2, 1, 50]
    assert frame.loc["Fryslân", ["inventaris", "antwoorden"]].tolist() == [2, 1]
    assert pd.isna(frame.at["Zeeland", "deel (%)"])
