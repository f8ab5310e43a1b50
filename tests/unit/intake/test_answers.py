"""Answers planted in a survey file come out in the codes of the codebook; what is odd is told."""

import pandas as pd
import pytest

from zorgzaam.intake.answers import decode, flag_duplicates
from zorgzaam.intake.records import LOG_COLUMNS
from zorgzaam.intake.schemas import validate_table

SENT = {"submitdate": "2020-09-20 10:00:00", "lastpage": "3"}


@pytest.fixture
def read(small_codebook, deliver):
    """Return a function that decodes rows of text, after checking what always holds."""

    def decoded(rows, file="enquete.csv", columns=None, value_labels=None):
        delivery = deliver(rows, file, value_labels)
        found = decode(delivery, small_codebook, columns or {})
        validate_table(found.table, "answers", small_codebook)
        assert found.table["row_id"].tolist() == delivery.table["row_id"].tolist()
        assert tuple(found.log.columns) == LOG_COLUMNS
        return found

    return decoded


def column(found, name):
    return found.table[name].tolist()


def told(problems):
    return [str(problem) for problem in problems]


def sav(**cells):
    """Return one case of an SPSS file in which everything was filled in."""
    full = {
        "respondent_id": "1", "submit_date": "2020-09-20", "group": "2.0", "who_1": "1.0",
        "who_2": "0.0", "themes_1": "0.0", "themes_2": "1.0", "subsidy": "1.0",
        "members": "12.0", "started": "2012.0", "remarks": "Goed",
    }  # fmt: skip
    return full | cells


# ---- SPSS


def test_an_spss_file_that_is_in_order(read):
    found = read([sav()], "enquete.sav")
    answers = found.table.iloc[0]
    assert (answers["group"], answers["subsidy"]) == ("some", "yes")
    assert (answers["who_older"], answers["who_youth"]) == ("yes", "no")
    assert (answers["themes_care"], answers["themes_fun"]) == ("no", "yes")
    assert (answers["members"], answers["started"]) == (12, 2012)
    assert (answers["members_missing"], answers["remarks_missing"]) == ("", "")
    assert (answers["is_complete"], answers["answer_outcome"]) == ("yes", "kept")
    assert answers["initiative_id"] == ""
    assert found.problems == ()
    assert found.notices == ()
    assert found.log.empty


def test_the_four_kinds_of_missing_stay_apart(read):
    kinds = ["not_asked", "not_applicable", "dont_know", "not_answered"]
    rows = [
        sav(respondent_id=str(at), group=code, themes_1=code, themes_2=code, members=number)
        for at, (code, number) in enumerate(
            [("", ""), ("97.0", "-97.0"), ("98.0", "-98.0"), ("99.0", "-99.0")]
        )
    ]
    found = read([*rows, sav(respondent_id="9")], "enquete.sav")
    assert column(found, "group")[:4] == kinds
    assert column(found, "themes_care")[:4] == kinds
    assert column(found, "members_missing") == [*kinds, ""]
    assert found.table["members"].isna().tolist() == [True] * 4 + [False]


def test_97_people_is_a_number_and_not_a_kind_of_missing(read):
    found = read([sav(members="97.0")], "enquete.sav")
    assert column(found, "members") == [97]


def test_a_text_that_is_empty_was_not_answered_in_any_file(read):
    found = read([sav(remarks=""), sav(respondent_id="2")], "enquete.sav")
    assert column(found, "remarks_missing") == ["not_answered", ""]


def test_a_question_nobody_was_shown_is_not_a_no(read):
    rows = [sav(respondent_id=str(at), themes_1="", themes_2="", remarks="") for at in (1, 2)]
    found = read(rows, "enquete.sav")
    assert column(found, "themes_care") == ["not_asked"] * 2
    assert column(found, "remarks_missing") == ["not_asked"] * 2


def test_an_spss_file_that_only_writes_ticks(read):
    rows = [
        sav(themes_1="1.0", themes_2="", who_1="1", who_2=""),
        sav(respondent_id="2", themes_1="", themes_2="", group="1", who_1="", who_2=""),
    ]
    found = read(rows, "enquete.sav")
    assert column(found, "themes_care") == ["yes", "no"]
    assert column(found, "themes_fun") == ["no", "no"]
    assert column(found, "who_youth") == ["no", "not_asked"]


def test_zeros_of_who_was_not_asked_are_not_asked(read):
    rows = [sav(), sav(respondent_id="2", group="1.0", who_1="0.0", who_2="0.0")]
    found = read(rows, "enquete.sav")
    assert column(found, "who_older") == ["yes", "not_asked"]
    assert found.log["kind"].tolist() == ["changed"]
    assert found.notices == ()


def test_a_decimal_point_of_spss_is_no_thousands_point(read):
    found = read([sav(members="1.471")], "enquete.sav")
    assert column(found, "members") == [1.471]


# ---- Value labels


def test_value_labels_that_disagree_are_told_by_column_and_label(read):
    labels = {"group": {"1.0": "SOME", "2.0": "ALL"}, "themes_1": {"1": "Nee"}}
    found = read([sav()], "enquete.sav", value_labels=labels)
    assert told(found.problems) == [
        "enquete.sav, kolom group: code 1 heet in het bestand 'SOME' en in het codeboek 'ALL'. "
        "Vraag de leverancier wat klopt en verbeter het bestand of het codeboek.",
        "enquete.sav, kolom group: code 2 heet in het bestand 'ALL' en in het codeboek 'SOME'. "
        "Vraag de leverancier wat klopt en verbeter het bestand of het codeboek.",
        "enquete.sav, kolom themes_1: code 1 heet in het bestand 'Nee' en in het codeboek "
        "'Gekozen'. Vraag de leverancier wat klopt en verbeter het bestand of het codeboek.",
    ]


def test_value_labels_in_other_words_for_the_same_agree(read):
    labels = {
        "group": {"1.0": " all ", "2.0": "some (en)", "98.0": "Weet ik niet", "97": "N.v.t."},
        "themes_1": {"0.0": "Nee", "1.0": "CARE"},
        "members": {"-99.0": "Geen antwoord", "0.0": "geen", "40": "40 of meer"},
    }
    assert read([sav()], "enquete.sav", value_labels=labels).problems == ()


def test_a_missing_code_that_the_codebook_does_not_know_is_told(read):
    labels = {"members": {"9999.0": "Weet niet"}, "group": {"5.0": "Overig"}}
    found = read([sav()], "enquete.sav", value_labels=labels)
    assert [problem.column for problem in found.problems] == ["group", "members"]
    assert (
        "code 9999 heet in het bestand 'Weet niet' en in het codeboek niets"
        in told(found.problems)[1]
    )


# ---- LimeSurvey and Qualtrics


def test_a_limesurvey_file_that_is_in_order(read):
    row = {
        "id": "7", **SENT, "group": "2", "who[SQ001]": "Y", "who[SQ002]": "", "themes[SQ001]": "",
        "themes[SQ002]": "Y", "subsidy": "Y", "members": "1.471", "started": "2012",
        "remarks": "Goed",
    }  # fmt: skip
    found = read([row])
    answers = found.table.iloc[0]
    assert (answers["respondent_id"], answers["submit_date"]) == ("7", "2020-09-20")
    assert (answers["group"], answers["subsidy"]) == ("some", "yes")
    assert (answers["who_older"], answers["who_youth"]) == ("yes", "no")
    assert (answers["themes_care"], answers["themes_fun"]) == ("no", "yes")
    assert answers["members"] == 1471
    assert found.problems == ()


def test_who_saw_a_question_and_ticked_nothing_said_no(read):
    rows = [
        {"id": "1", **SENT, "group": "1", "themes[SQ001]": "Y", "themes[SQ002]": ""},
        {"id": "2", **SENT, "group": "1", "themes[SQ001]": "", "themes[SQ002]": ""},
        {"id": "3", "lastpage": "2", "group": "1", "themes[SQ001]": "Y", "themes[SQ002]": ""},
        {"id": "4", "lastpage": "2", "group": "1", "themes[SQ001]": "", "themes[SQ002]": ""},
        {"id": "5", "lastpage": "1", "group": "1", "themes[SQ001]": "", "themes[SQ002]": ""},
    ]
    found = read(rows)
    assert column(found, "themes_care") == ["yes", "no", "yes", "no", "not_answered"]
    assert column(found, "is_complete") == ["yes", "yes", "no", "no", "no"]


def test_routing_tells_why_a_cell_of_limesurvey_is_empty(read):
    rows = [
        {"id": "1", **SENT, "group": "2", "who[SQ001]": "", "who[SQ002]": "Y", "subsidy": ""},
        {"id": "2", **SENT, "group": "1", "who[SQ001]": "", "who[SQ002]": "", "subsidy": "1"},
        {"id": "3", **SENT, "group": "98", "who[SQ001]": "", "who[SQ002]": "", "subsidy": "1"},
    ]
    found = read(rows)
    assert column(found, "who_older") == ["no", "not_asked", "not_asked"]
    assert column(found, "subsidy") == ["not_answered", "yes", "yes"]


def test_a_qualtrics_file(read):
    rows = [
        {"ResponseId": "R_1", "Finished": "1", "Progress": "100", "EndDate": "2020-09-20 10:00:00",
         "group": "2", "who_1": "1", "who_2": "", "themes_1": "", "themes_2": ""},
        {"ResponseId": "R_2", "Finished": "0", "Progress": "40", "EndDate": "2020-09-21 10:00:00",
         "group": "1", "who_1": "", "who_2": "", "themes_1": "1", "themes_2": ""},
        {"ResponseId": "R_3", "Finished": "False", "Progress": "10", "EndDate": "", "group": "",
         "who_1": "", "who_2": "", "themes_1": "", "themes_2": ""},
    ]  # fmt: skip
    found = read(rows)
    assert column(found, "respondent_id") == ["R_1", "R_2", "R_3"]
    assert column(found, "is_complete") == ["yes", "no", "no"]
    assert column(found, "who_youth") == ["no", "not_asked", "not_asked"]
    assert column(found, "themes_care") == ["no", "yes", "not_answered"]
    assert column(found, "group") == ["some", "all", "not_answered"]


def test_all_answers_in_one_column_are_split(read):
    rows = [
        {"id": "1", **SENT, "group": "1", "themes": "1,2"},
        {"id": "2", **SENT, "group": "1", "themes": "FUN; fun"},
        {"id": "3", **SENT, "group": "1", "themes": ""},
        {"id": "4", **SENT, "group": "1", "themes": "98"},
        {"id": "5", **SENT, "group": "1", "themes": "2,8"},
    ]
    found = read(rows)
    assert column(found, "themes_care") == ["yes", "no", "no", "dont_know", "no"]
    assert column(found, "themes_fun") == ["yes", "yes", "no", "dont_know", "yes"]
    assert [problem.row for problem in found.problems] == [6]
    assert "'8' is geen antwoord op themes" in told(found.problems)[0]


def test_answers_in_words_are_understood(read):
    rows = [
        {"id": "1", **SENT, "group": "SOME", "subsidy": "Nee", "themes[SQ001]": "CARE"},
        {"id": "2", **SENT, "group": "A1", "subsidy": "Weet niet", "themes[SQ001]": "Nee"},
    ]
    found = read(rows)
    assert column(found, "group") == ["some", "all"]
    assert column(found, "subsidy") == ["no", "dont_know"]
    assert column(found, "themes_care") == ["yes", "no"]


def test_numbers_in_words_are_read_as_in_the_lists_and_told(read):
    rows = [
        {"id": "1", **SENT, "members": "ca. 40", "started": "voorjaar 2012"},
        {"id": "2", **SENT, "members": "veel", "started": "2112"},
        {"id": "3", **SENT, "members": "-4", "started": "1850"},
    ]
    found = read(rows)
    assert column(found, "members")[0] == 40
    assert column(found, "started")[0] == 2012
    assert found.table["members"].isna().tolist() == [False, True, True]
    assert column(found, "started_missing") == ["", "not_answered", "not_answered"]
    log = found.log[["kind", "row_number", "column", "before"]].to_records(index=False).tolist()
    assert ("changed", 2, "members", "ca. 40") in log
    assert ("unusable", 3, "members", "veel") in log
    assert ("unusable", 3, "started", "2112") in log
    assert ("unusable", 4, "members", "-4") in log
    assert found.problems == ()
    assert len(found.notices) >= 4


# ---- What is wrong


def test_an_unknown_code_is_told_at_its_cell_and_logged(read):
    rows = [{"id": "1", **SENT, "group": "2"}, {"id": "2", **SENT, "group": "7"}]
    found = read(rows)
    assert told(found.problems) == [
        "enquete.csv, regel 3, kolom group: '7' is geen antwoord op group. Verbeter het in de "
        "bron of met een correctie, of zet het antwoord in het codeboek."
    ]
    assert column(found, "group") == ["some", "not_answered"]
    assert found.log[["before", "after"]].to_numpy().tolist() == [["7", "not_answered"]]


def test_an_unknown_tick_is_told(read):
    found = read([{"id": "1", **SENT, "themes[SQ001]": "2"}])
    assert "kolom themes[SQ001]: '2' is geen antwoord op themes (care)" in told(found.problems)[0]


def test_a_file_without_respondents_cannot_be_used(read):
    found = read([{"group": "1"}])
    assert "respondent_id (nummer) staat niet in het bestand" in told(found.problems)[0]


def test_a_row_without_respondent_number_is_told(read):
    found = read([sav(), sav(respondent_id="")], "enquete.sav")
    assert told(found.problems)[0].startswith("enquete.sav, regel 3, kolom respondent_id: ")
    assert column(found, "answer_outcome") == ["kept", "kept"]


def test_columns_that_look_like_variables_are_told(read):
    row = {"id": "1", **SENT, "group": "1", "grouq": "1", "themes[SQ009]": "Y", "subsidyy": "1"}
    found = read([row])
    assert [problem.column for problem in found.problems] == ["grouq", "themes[SQ009]", "subsidyy"]
    assert "het lijkt op group" in told(found.problems)[0]


def test_strange_columns_and_open_answers_are_noticed_only(read):
    row = {
        "id": "1",
        **SENT,
        "group": "1",
        "gewicht": "1.2",
        "group[other]": "x",
        "groupTime5": "9",
    }
    found = read([row])
    assert found.problems == ()
    assert {problem.column for problem in found.notices} >= {"gewicht", "group[other]"}
    assert "groupTime5" not in {problem.column for problem in found.notices}


def test_the_mapping_of_the_source_goes_first(read):
    row = {"nr": "1", "v12 ": "2", "V13_a": "1", "V13_b": "0", "group": "1"}
    columns = {
        "nr": "respondent_id", "V12": "group", "V13_a": "themes.care", "V13_b": "themes.2",
        "group": "remarks",
    }  # fmt: skip
    found = read([row], columns=columns)
    assert column(found, "group") == ["some"]
    assert column(found, "themes_care") == ["yes"]
    assert column(found, "themes_fun") == ["no"]
    assert column(found, "remarks") == ["1"]
    assert found.problems == ()


def test_columns_are_known_by_their_label_or_question(read):
    row = {"Nummer": "1", "Group": "2", "Wie: OLDER": "1", "Thema's? [FUN]": "Ja", "leden": "3"}
    found = read([row], "enquete.xlsx")
    answers = found.table.iloc[0]
    assert (answers["respondent_id"], answers["group"], answers["members"]) == ("1", "some", 3)
    assert (answers["who_older"], answers["themes_fun"]) == ("yes", "yes")
    assert found.problems == ()


def test_a_mapping_to_what_does_not_exist_is_told(read):
    found = read([{"id": "1", "V12": "2"}], columns={"V12": "grouq"})
    assert "sources.yaml noemt deze kolom 'grouq'" in told(found.problems)[0]


def test_two_columns_for_one_variable_are_told(read):
    found = read([{"id": "1", "group": "1", "GROUP": "2"}])
    assert "deze kolom en kolom 'group' zijn allebei group." in told(found.problems)[0]


def test_answers_against_the_routing_are_told_and_stay(read):
    rows = [
        sav(group="1.0"),
        sav(respondent_id="2", group="98.0"),
        sav(respondent_id="3", group="1.0", who_1="", who_2=""),
    ]
    found = read(rows, "enquete.sav")
    assert column(found, "who_older") == ["yes", "yes", "not_asked"]
    assert told(found.notices) == [
        "enquete.sav, regel 2, kolom who_1: who is alleen gevraagd bij group = some, maar is "
        "beantwoord. Kijk welk van de twee antwoorden klopt; beide zijn blijven staan."
    ]
    assert found.log["kind"].tolist() == ["contradiction"]


def test_mail_addresses_and_telephone_numbers_are_masked_everywhere(read):
    rows = [
        sav(remarks="Bel 06-12345678 of mail jan@voorbeeld.nl", members="jan@voorbeeld.nl"),
        sav(respondent_id="2", group="jan@voorbeeld.nl"),
    ]
    found = read(rows)
    everything = " ".join(
        [found.table.to_csv(), found.log.to_csv(), *told(found.problems), *told(found.notices)]
    )
    assert "voorbeeld" not in everything
    assert "12345678" not in everything
    assert "masked" in found.log["kind"].tolist()


def test_personal_variables_are_not_read(read):
    found = read([sav(contact_email="jan@voorbeeld.nl")], "enquete.sav")
    assert "contact_email" not in found.table
    assert "voorbeeld" not in found.table.to_csv()


def test_a_file_without_rows_has_no_answers(small_codebook, deliver):
    delivery = deliver([sav()], "enquete.sav")
    empty = type(delivery)(delivery.source, delivery.table.iloc[:0], pd.DataFrame())
    found = decode(empty, small_codebook, {})
    assert found.table.empty
    assert list(found.table.columns) == small_codebook.columns("answers")


# ---- A respondent twice


def test_of_a_respondent_who_is_there_twice_the_last_complete_one_counts(read):
    rows = [
        {"id": "1", "submitdate": "2020-10-02 09:00:00", "group": "1"},
        {"id": "1", "submitdate": "2020-10-01 09:00:00", "group": "2"},
        {"id": "1", "submitdate": "", "group": "2"},
        {"id": "2", "submitdate": "", "group": "2"},
    ]
    found = read(rows)
    assert column(found, "answer_outcome") == ["kept", "duplicate", "duplicate", "kept"]
    reason = "Zelfde deelnemer als regel 2 van enquete.csv; die telt."
    assert column(found, "answer_outcome_reason") == ["", reason, reason, ""]
    twice = [text for text in told(found.notices) if "twee keer" in text]
    assert len(twice) == 2
    assert twice[0].startswith("enquete.csv, regel 3, kolom respondent_id: deelnemer 1 staat er")


def test_without_a_complete_one_the_last_row_counts(read):
    rows = [{"id": "1", "submitdate": "", "group": "1"}] * 2 + [{"id": "2", **SENT, "group": "1"}]
    assert column(read(rows), "answer_outcome") == ["duplicate", "kept", "kept"]


def test_one_initiative_under_two_numbers_is_flagged_after_linking(read):
    rows = [sav(), sav(respondent_id="2"), sav(respondent_id="2"), sav(respondent_id="4")]
    table = read(rows, "enquete.sav").table.assign(initiative_id=["a", "a", "a", ""])
    flagged, problems = flag_duplicates(table, by="initiative_id")
    assert flagged["answer_outcome"].tolist() == ["duplicate", "duplicate", "kept", "kept"]
    assert flagged["answer_outcome_reason"][0].startswith("Zelfde initiatief als regel 4")
    assert flagged["answer_outcome_reason"][1].startswith("Zelfde deelnemer als regel 4")
    assert len(problems) == 1


def test_a_number_that_is_a_mail_address_tells_nobody_apart(read):
    found = read([sav(respondent_id="[e-mailadres]"), sav(respondent_id="[e-mailadres]")], "a.sav")
    assert len([problem for problem in found.problems if "e-mailadres" in problem.what]) == 2
    assert "eigen nummer" in str(found.problems[0])


def test_the_name_beside_contact_data_goes_with_it(read):
    found = read([sav(remarks="Fijn. Bel Jan Merkteken op [telefoonnummer]")], "a.sav")
    assert column(found, "remarks") == ["Fijn."]
    assert "Merkteken" not in found.log.to_csv()
