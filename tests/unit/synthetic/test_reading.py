"""The readers of the monitor read what was written: all rows, all fields, the published margins."""

import pytest

from zorgzaam.files import find_root, sha256_hex
from zorgzaam.intake.answers import decode
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.corrections import apply, load_corrections
from zorgzaam.intake.personal import PERSONAL_FIELDS
from zorgzaam.intake.readers import read_all, read_source
from zorgzaam.intake.sources import load_sources
from zorgzaam.precision import compare
from zorgzaam.synthetic import plan
from zorgzaam.synthetic.list_specs import LISTS
from zorgzaam.synthetic.wave import load_targets

ROOT = find_root()
CODEBOOK = load_codebook(ROOT, 2020)
# What readers leave out with a word about it, or mask.
NOT_READ = {"repeated_header", "footnote"}
CHANGED_AT_READING = {"name_spaces", "person_in_text", "website_mail"}


@pytest.fixture(scope="module")
def sources(wave_folder):
    return load_sources(wave_folder)


@pytest.fixture(scope="module")
def deliveries(wave_folder, sources):
    return {item.source: item for item in read_all(wave_folder, sources, CODEBOOK)}


@pytest.mark.parametrize("spec", LISTS, ids=lambda spec: spec.source)
def test_every_row_and_field_of_a_list_is_read(spec, deliveries, truth):
    rows = truth()
    rows = rows[rows["source"] == spec.source]
    optional = rows["planted"].isin(NOT_READ)
    table = deliveries[spec.source].table
    assert set(rows.loc[~optional, "row_id"]) <= set(table["row_id"]) <= set(rows["row_id"])
    fields = set(spec.fields) - {*PERSONAL_FIELDS, "mark", "note"}
    assert fields <= set(table.columns)
    assert not {*PERSONAL_FIELDS, "synthetisch"} & set(table.columns)
    read = table.set_index("row_id")["name"]
    for row in rows[rows["planted"] == ""].to_dict("records"):
        assert row["name"] in read[row["row_id"]]


def test_changed_cells_are_read_as_they_were_written(deliveries, truth):
    cells = truth("waarheid_cellen")
    cells = cells[(cells["source"] != "enquete") & ~cells["kind"].isin(CHANGED_AT_READING)]
    tables = {source: item.table.set_index("row_id") for source, item in deliveries.items()}
    for cell in cells.to_dict("records"):
        found = tables[cell["source"]].at[cell["row_id"], cell["field"]]
        assert found.strip() == cell["written"].strip(), cell


def test_the_corrections_find_what_they_expect(wave_folder, deliveries, truth):
    corrections = load_corrections(wave_folder / "corrections.yaml")
    tables = {source: item.table for source, item in deliveries.items()}
    corrected, log = apply(tables, corrections)
    assert len(log) == len(corrections.corrections) > 20
    assert len(corrections.decisions) > 5
    cells = truth("waarheid_cellen").set_index(["row_id", "field"])["before"]
    for item in corrections.corrections:
        table = corrected[item.source]
        row = table[(table["row_number"] == item.row) & (table["sheet"].isin([item.sheet, ""]))]
        assert row[item.column].tolist() == [cells[row["row_id"].iat[0], item.column]]


@pytest.mark.parametrize("file_format", ["spss", "limesurvey"])
def test_the_answers_show_what_was_published(file_format, wave_folder, sources, truth):
    source = sources["enquete"]
    if file_format == "limesurvey":
        file = "limesurvey/enquete_synthetisch_2020.csv"
        digest = sha256_hex((wave_folder / file).read_bytes())
        source = source.model_copy(update={"file": file, "format": file_format, "sha256": digest})
    answers = decode(read_source(wave_folder, source, CODEBOOK), CODEBOOK, source.columns)
    assert not answers.problems
    rows = truth()
    counts = (rows.loc[rows["source"] == "enquete", "counts"] == "yes").to_numpy()
    table = answers.table[counts]
    targets = load_targets(ROOT, 2020)
    assert len(table) == targets.respondents
    assert (table["is_complete"] == "yes").all()
    for figure, (name, option) in plan.FIGURES.items():
        column, value = (name, option) if name in table else (f"{name}_{option}", "yes")
        share = 100 * (table[column] == value).mean()
        assert compare(share, targets.figures.loc[figure], targets.rules).agrees, figure
    for figure, name in plan.TOTALS.items():
        assert compare(table[name].sum(), targets.figures.loc[figure], targets.rules).agrees
