"""A stored table says of itself what it holds, comes back as it was, and is always the same."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zorgzaam.errors import InputError
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.schemas import conform
from zorgzaam.intake.store import contents, read_table, write_contents, write_table

NOTES = {"dataset": "synthetic", "inputs": {"lijst.xlsx": "ab12"}, "generator": "proef 1"}


@pytest.fixture
def places():
    return pd.DataFrame(
        {
            "source": ["Fryslân", "b", "c"],
            "row_number": [2**60, 2, None],
            "phase": ["all", "", "some"],
            "share": [0.5, None, 100],
        }
    )


@pytest.fixture
def stored(places, small_codebook, tmp_path):
    path = tmp_path / "places.parquet"
    write_table(places, path, "places", small_codebook, NOTES)
    return path


def test_a_table_comes_back_as_it_was(stored, places, small_codebook):
    back = read_table(stored)
    pd.testing.assert_frame_equal(back, conform(places, "places", small_codebook))
    assert [str(dtype) for dtype in back.dtypes] == ["str", "Int64", "str", "Float64"]
    assert back["row_number"][0] == 2**60
    assert back["phase"][1] == ""


def test_the_file_tells_what_it_holds(stored):
    notes = read_table(stored).attrs["notes"]
    assert notes["dataset"] == "synthetic"
    assert notes["inputs"] == {"lijst.xlsx": "ab12"}
    assert (notes["table"], notes["row_is"]) == ("places", "een plaats")
    assert (notes["wave"], notes["codebook_version"]) == (2020, "1.0")


def test_columns_tell_label_and_unit_to_any_program(stored):
    field = pq.read_schema(stored).field("share")
    assert field.type == pa.float64()
    told = field.metadata[b"zorgzaam"].decode()
    assert '"label_nl": "Deel"' in told
    assert '"unit": "procent"' in told


def test_the_same_table_gives_the_same_bytes(stored, places, small_codebook, tmp_path):
    other = tmp_path / "other.parquet"
    shuffled = places[["share", "phase", "row_number", "source"]].set_axis([9, 9, 9])
    write_table(shuffled, other, "places", small_codebook, dict(reversed(NOTES.items())))
    assert other.read_bytes() == stored.read_bytes()


def test_another_note_gives_other_bytes(stored, places, small_codebook, tmp_path):
    other = tmp_path / "other.parquet"
    write_table(places, other, "places", small_codebook, NOTES | {"dataset": "real"})
    assert other.read_bytes() != stored.read_bytes()


def test_a_table_that_does_not_fit_is_not_written(stored, places, small_codebook):
    before = stored.read_bytes()
    with pytest.raises(InputError, match="'none' hoort hier niet"):
        write_table(places.assign(phase="none"), stored, "places", small_codebook, NOTES)
    assert stored.read_bytes() == before


@pytest.mark.parametrize("column", ["contact_email", "email", "phone", "contact_name"])
def test_personal_data_are_refused_without_being_shown(places, small_codebook, tmp_path, column):
    path = tmp_path / "places.parquet"
    with pytest.raises(InputError, match="persoonsgegeven") as error:
        write_table(places.assign(**{column: "jan@x.nl"}), path, "places", small_codebook, NOTES)
    assert "jan" not in str(error.value)
    assert not path.exists()


def test_every_table_refuses_personal_data(root, tmp_path):
    codebook = load_codebook(root)
    for name in codebook.tables:
        table = pd.DataFrame(columns=[*codebook.columns(name), "street_address"])
        with pytest.raises(InputError, match="street_address: dit is een persoonsgegeven"):
            write_table(table, tmp_path / "x.parquet", name, codebook, {})


def test_every_table_of_2020_can_be_stored_empty(root, tmp_path):
    codebook = load_codebook(root)
    for name in codebook.tables:
        empty = pd.DataFrame(columns=codebook.columns(name))
        write_table(empty, tmp_path / f"{name}.parquet", name, codebook, {"dataset": "real"})
    found = contents(tmp_path)
    assert found["file"].tolist() == sorted(f"{name}.parquet" for name in codebook.tables)
    assert (found["rows"] == 0).all()
    back = read_table(tmp_path / "initiatives.parquet")
    assert list(back.columns) == codebook.columns("initiatives")
    assert str(back["longitude"].dtype) == "Float64"


def test_contents_say_what_a_row_is(stored):
    found = contents(stored.parent).iloc[0]
    assert found.tolist() == ["places.parquet", "een plaats", 3, 4, "synthetic"]


def test_contents_are_written_for_excel(stored):
    paths = write_contents(stored.parent)
    assert [path.name for path in paths] == ["contents.csv", "columns.csv"]
    assert paths[0].read_bytes().startswith(b"\xef\xbb\xbffile;row_is;rows;columns;dataset\r\n")
    columns = pd.read_csv(paths[1], sep=";", encoding="utf-8-sig")
    assert columns["column"].tolist() == ["source", "row_number", "phase", "share"]
    assert columns["unit"].tolist()[-1] == "procent"


def test_a_folder_without_tables_has_no_contents(tmp_path):
    assert contents(tmp_path).empty


def test_a_damaged_a_missing_and_a_strange_file_are_told(stored, tmp_path):
    stored.write_bytes(stored.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"places\.parquet: dit is geen leesbaar Parquet"):
        read_table(stored)
    with pytest.raises(InputError, match="het bestand ontbreekt"):
        read_table(tmp_path / "nothing.parquet")
    strange = tmp_path / "strange.parquet"
    pq.write_table(pa.table({"a": [1]}), strange)
    with pytest.raises(InputError, match="niet door de monitor gemaakt"):
        read_table(strange)
    with pytest.raises(InputError):
        contents(tmp_path)


def test_damage_anywhere_in_a_file_is_told_or_harmless(stored, places, small_codebook):
    content = stored.read_bytes()
    whole = conform(places, "places", small_codebook)
    for place in range(0, len(content), 7):
        stored.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            back = read_table(stored)
        except InputError:
            continue
        pd.testing.assert_frame_equal(back, whole)
