"""A data file with the exported labels says in SPSS what the codebook says."""

import pandas as pd
import pyreadstat
import pytest

from zorgzaam.intake.codebook import Codebook, load_codebook
from zorgzaam.intake.spss import spss_metadata, spss_syntax


@pytest.fixture
def read_back(small_codebook, tmp_path):
    """A file written with the labels of the codebook, and read again."""
    data = pd.DataFrame(
        {
            "respondent_id": ["a", "b", "c"],
            "group": [1.0, 98.0, None],
            "themes_1": [1.0, 0.0, 99.0],
            "members": [12.5, -98.0, None],
        }
    )
    path = tmp_path / "enquete.sav"
    pyreadstat.write_sav(data, path, **spss_metadata(small_codebook))
    return pyreadstat.read_sav(path, user_missing=True)


def test_labels_survive_a_sav(read_back):
    _, meta = read_back
    assert meta.file_label == "Proefcodeboek"
    assert meta.column_names_to_labels["themes_1"] == "Thema's: CARE"
    missing = {97.0: "Nvt", 98.0: "Weet niet", 99.0: "Geen antwoord"}
    assert meta.variable_value_labels["group"] == {1.0: "ALL", 2.0: "SOME"} | missing
    ticks = {0.0: "Niet gekozen", 1.0: "Gekozen"}
    assert meta.variable_value_labels["themes_1"] == ticks | missing
    assert meta.variable_measure["members"] == "scale"
    assert meta.variable_measure["group"] == "nominal"


def test_missing_codes_survive_a_sav_as_user_missing(read_back):
    data, meta = read_back
    assert data["group"].tolist()[:2] == [1.0, 98.0]
    assert pd.isna(data["group"][2])
    declared = {(item["lo"], item["hi"]) for item in meta.missing_ranges["members"]}
    assert declared == {(-97.0, -97.0), (-98.0, -98.0), (-99.0, -99.0)}
    assert "respondent_id" not in meta.missing_ranges


def test_without_asking_for_them_missing_codes_vanish(small_codebook, tmp_path):
    path = tmp_path / "enquete.sav"
    pyreadstat.write_sav(pd.DataFrame({"group": [98.0]}), path, **spss_metadata(small_codebook))
    assert pd.isna(pyreadstat.read_sav(path)[0]["group"][0])


def test_the_syntax_has_every_command(small_codebook):
    syntax = spss_syntax(small_codebook)
    assert syntax.startswith("* Encoding: UTF-8.\n")
    assert "VARIABLE LABELS\n  respondent_id 'Nummer'\n" in syntax
    assert "  /themes_1 'Thema''s: CARE'" in syntax
    assert "  /who_1 who_2\n    0 'Niet gekozen'\n    1 'Gekozen'\n    97 'Nvt'" in syntax
    assert "  group (97, 98, 99)\n" in syntax
    assert "  /members (-99, -98, -97)\n" in syntax
    assert "/members (SCALE)" in syntax
    assert (
        "  /MDGROUP NAME=$themes LABEL='Thema''s' CATEGORYLABELS=VARLABELS\n"
        "    VARIABLES=themes_1 themes_2 VALUE=1." in syntax
    )
    assert "remarks (-99" not in syntax


def test_every_command_ends_once(small_codebook):
    lines = spss_syntax(small_codebook).splitlines()
    commands = [line for line in lines if line.isupper() and not line.startswith((" ", "*"))]
    ends = [line for line in lines if line.endswith(".") and not line.startswith("*")]
    assert len(commands) == len(ends) == 5


def test_text_cannot_break_the_syntax(codebook_content):
    codebook_content["variables"]["remarks"]["label_nl"] = "Zegt 'u'.\nEXECUTE."
    codebook_content["about"] = "Een regel.\n\nEXECUTE.\n"
    syntax = spss_syntax(Codebook.model_validate(codebook_content))
    assert "/remarks 'Zegt ''u''. EXECUTE.'" in syntax
    assert not any(line.startswith("EXECUTE") for line in syntax.splitlines())


def test_a_codebook_without_multiple_answers_has_no_sets(codebook_content):
    for name in ("who", "themes"):
        del codebook_content["variables"][name]
    assert "MRSETS" not in spss_syntax(Codebook.model_validate(codebook_content))


def test_the_labels_of_2020_fit_in_spss(root):
    """SPSS keeps 256 bytes of a variable's label, 120 of a value's and 64 of a name."""
    told = spss_metadata(load_codebook(root))
    assert max(len(label.encode()) for label in told["column_labels"].values()) <= 256
    values = [
        label for labels in told["variable_value_labels"].values() for label in labels.values()
    ]
    assert max(len(label.encode()) for label in values) <= 120
    assert max(len(name) for name in told["column_labels"]) <= 64
