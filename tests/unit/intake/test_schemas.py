"""One field table makes the schema of every table; what does not fit is told in Dutch."""

import pandas as pd
import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake.codebook import MISSING_KINDS, load_codebook
from zorgzaam.intake.columns import DTYPES, table_columns
from zorgzaam.intake.records import LOG_COLUMNS, ORIGIN_COLUMNS, STEP_COLUMNS
from zorgzaam.intake.schemas import conform, schema, validate_table


@pytest.fixture
def places(small_codebook):
    table = pd.DataFrame(
        {
            "source": ["a", "b", "c"],
            "row_number": [1, 2, None],
            "phase": ["all", "", "some"],
            "share": [0.5, None, 100],
        }
    )
    return conform(table, "places", small_codebook)


def problems(table, codebook, name="places"):
    with pytest.raises(InputError) as error:
        validate_table(table, name, codebook)
    return [str(problem) for problem in error.value.problems]


def test_every_field_is_used_and_every_table_names_known_fields(root):
    codebook = load_codebook(root)
    used = {field for table in codebook.tables.values() for field in table.fields}
    assert used == set(codebook.fields)


def test_the_tables_of_the_monitor_are_there(root):
    codebook = load_codebook(root)
    expected = "rows initiatives answers log steps pairs relations sources decisions open_points"
    assert {*expected.split(), "memberships"} <= set(codebook.tables)
    assert codebook.columns("log") == list(LOG_COLUMNS)
    assert codebook.columns("steps") == list(STEP_COLUMNS)
    for name in ("rows", "answers"):
        assert set(ORIGIN_COLUMNS) < set(codebook.columns(name))


def test_survey_variables_are_not_named_twice(root):
    """The answers come in by reference; what a field shares with a question it takes from there."""
    codebook = load_codebook(root)
    assert not set(codebook.tables["answers"].fields) & set(codebook.variables)
    for name in ("phase", "legal_form", "appearance"):
        assert codebook.fields[name].options_of == name
        assert codebook.fields[name].categories == []


def test_no_table_has_personal_data(root):
    codebook = load_codebook(root)
    for table in codebook.tables:
        names = [column.name for column in table_columns(codebook, table) if column.personal]
        assert names == []
    assert "contact_email" not in codebook.columns("answers")


def test_answers_are_never_public(root):
    codebook = load_codebook(root)
    fields = set(codebook.tables["answers"].fields)
    columns = [item for item in table_columns(codebook, "answers") if item.name not in fields]
    assert columns
    assert not any(column.public for column in columns)
    assert codebook.fields["name"].public


def test_columns_follow_the_codebook(small_codebook):
    columns = table_columns(small_codebook, "answers")
    assert [column.name for column in columns] == small_codebook.columns("answers")
    by_name = {column.name: column for column in columns}
    assert by_name["group"].allowed == ("all", "some", *MISSING_KINDS)
    assert by_name["who_older"].allowed == ("yes", "no", *MISSING_KINDS)
    assert by_name["who_older"].label_nl == "Wie: OLDER"
    assert by_name["members"].type == "number"
    assert by_name["started"].type == "integer"
    assert by_name["members_missing"].allowed == (*MISSING_KINDS, "")


def test_a_sound_table_passes(places, small_codebook):
    validate_table(places, "places", small_codebook)
    validate_table(places.iloc[:0], "places", small_codebook)


def test_conform_gives_order_and_types(small_codebook):
    table = pd.DataFrame(
        {"phase": [None, "all"], "share": ["1.5", None], "source": ["a", "b"], "row_number": 1.0},
        index=[7, 7],
    )
    done = conform(table, "places", small_codebook)
    assert list(done.columns) == ["source", "row_number", "phase", "share"]
    assert [str(dtype) for dtype in done.dtypes] == ["str", "Int64", "str", "Float64"]
    assert done["phase"].tolist() == ["", "all"]
    assert done["share"].isna().tolist() == [False, True]
    assert done.index.tolist() == [0, 1]


def test_conform_tells_which_column_has_no_numbers(small_codebook):
    table = pd.DataFrame({"row_number": ["een"], "share": ["veel"]})
    with pytest.raises(InputError) as error:
        conform(table, "places", small_codebook)
    told = [str(problem) for problem in error.value.problems]
    assert told == [
        "places, kolom row_number: hierin staan geen gehele getallen. Maak er gehele getallen van.",
        "places, kolom share: hierin staan geen getallen. Maak er getallen van.",
    ]


def test_everything_is_told_at_once_in_the_order_of_the_rows(places, small_codebook):
    places.loc[0, "phase"] = "none"
    places.loc[1, "share"] = 101.5
    places.loc[2, "source"] = ""
    places.loc[2, "row_number"] = 0
    assert problems(places, small_codebook) == [
        "tabel places, regel 1, kolom phase: 'none' hoort hier niet. Kies uit: all, some.",
        "tabel places, regel 2, kolom share: 101,5 is meer dan 100. "
        "Verbeter de waarde in de bron of met een correctie.",
        "tabel places, regel 3, kolom source: deze cel is leeg. "
        "Elke rij heeft hier een waarde nodig.",
        "tabel places, regel 3, kolom row_number: 0 is minder dan 1. "
        "Verbeter de waarde in de bron of met een correctie.",
    ]


def test_columns_that_lack_or_are_unknown_are_told(places, small_codebook):
    told = problems(places.drop(columns="share").assign(kleur="rood"), small_codebook)
    assert told == [
        "tabel places, kolom kleur: deze kolom is onbekend. "
        "Haal haar weg of zet haar in het codeboek.",
        "tabel places, kolom share: deze kolom ontbreekt. Voeg haar toe.",
    ]


def test_a_wrong_type_and_a_null_are_told(places, small_codebook):
    places["row_number"] = places["row_number"].astype("Float64")
    places.loc[1, "phase"] = None
    assert problems(places, small_codebook) == [
        "tabel places, kolom row_number: hierin staan geen gehele getallen. "
        "Maak er gehele getallen van.",
        "tabel places, regel 2, kolom phase: deze cel is leeg. Zet er '' in.",
    ]


def test_a_key_that_is_there_twice_is_told_at_each_row(places, small_codebook):
    places.loc[2, "source"] = "a"
    told = problems(places, small_codebook)
    assert [text.split(":")[0] for text in told] == [
        "tabel places, regel 1, kolom source",
        "tabel places, regel 3, kolom source",
    ]


def test_a_problem_names_the_row_of_the_source(small_codebook, deliver):
    from zorgzaam.intake.answers import decode

    answers = decode(deliver([{"respondent_id": "1", "group": "1"}]), small_codebook, {}).table
    answers.loc[0, "group"] = "none"
    told = problems(answers, small_codebook, "answers")
    assert told[0].startswith("enquete.csv, regel 2, kolom group: 'none' hoort hier niet.")


def test_schemas_of_2020_accept_an_empty_table(root):
    codebook = load_codebook(root)
    for name in codebook.tables:
        types = {column.name: DTYPES[column.type] for column in table_columns(codebook, name)}
        empty = pd.DataFrame({column: pd.Series([], dtype=kind) for column, kind in types.items()})
        schema(codebook, name).validate(empty)
