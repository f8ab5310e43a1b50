"""The survey that was written, against what was published: read from the files themselves."""

import csv

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from zorgzaam.files import find_root
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.precision import compare
from zorgzaam.synthetic import plan
from zorgzaam.synthetic.wave import load_targets

ROOT = find_root()
CODEBOOK = load_codebook(ROOT, 2020)
TARGETS = load_targets(ROOT, 2020)
PERCENTAGES = TARGETS.figures.index[TARGETS.figures["unit"] == "percent"]


@pytest.fixture(scope="module")
def spss(wave_folder):
    path = wave_folder / "enquete_synthetisch_2020.sav"
    return pyreadstat.read_sav(path, user_missing=True)


@pytest.fixture(scope="module")
def counting(spss, truth):
    """The rows of the published number."""
    rows = truth()
    rows = rows[rows["source"] == "enquete"]
    return spss[0].loc[(rows["counts"] == "yes").to_numpy()]


@pytest.fixture(scope="module")
def lime(wave_folder):
    path = wave_folder / "limesurvey" / "enquete_synthetisch_2020.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def column_and_code(figure_id):
    name, option_name = plan.FIGURES[figure_id]
    variable = CODEBOOK.variables[name]
    option = next(item for item in variable.options if item.name == option_name)
    return (f"{name}_{option.code}", 1) if variable.type == "multiple" else (name, option.code)


def test_every_published_percentage_has_an_answer():
    assert set(PERCENTAGES) == set(plan.FIGURES)


@pytest.mark.parametrize("figure_id", PERCENTAGES)
def test_each_published_percentage_holds_over_all_and_over_valid_answers(figure_id, counting):
    column, code = column_and_code(figure_id)
    answers = counting[column]
    chosen = (answers == code).sum()
    for base in (answers.notna().sum(), (answers.notna() & (answers < 90)).sum()):
        compared = compare(100 * chosen / base, TARGETS.figures.loc[figure_id], TARGETS.rules)
        assert compared.agrees, compared


@pytest.mark.parametrize("figure_id", PERCENTAGES)
def test_the_limesurvey_file_shows_the_same(figure_id, lime, truth):
    rows = truth()
    counts = (rows.loc[rows["source"] == "enquete", "counts"] == "yes").to_numpy()
    column, code = column_and_code(figure_id)
    name, _, part = column.rpartition("_")
    title, sign = (f"{name}[SQ{int(part):03d}]", "Y") if part.isdigit() else (column, str(code))
    percentage = 100 * (lime.loc[counts, title] == sign).sum() / counts.sum()
    assert compare(percentage, TARGETS.figures.loc[figure_id], TARGETS.rules).agrees


def test_respondents_totals_and_start_year_are_as_published(counting):
    assert len(counting) == TARGETS.respondents
    for figure_id, name in plan.TOTALS.items():
        total = counting[name].where(counting[name] >= 0).sum()
        assert compare(total, TARGETS.figures.loc[figure_id], TARGETS.rules).agrees
        assert total < 1.05 * TARGETS.figures.at[figure_id, "value"]
    mean = counting["start_year"].where(counting["start_year"] > 0).mean()
    assert compare(mean, TARGETS.figures.loc["start_year_mean"], TARGETS.rules).agrees
    assert mean == pytest.approx(2012, abs=0.5)


def test_themes_keep_their_published_places(counting):
    ticked = counting[[f"themes_{code}" for code in range(1, 11)]].eq(1).sum().tolist()
    first, second, *between, ninth, tenth = ticked
    assert first > second > max(between)
    assert min(between) > ninth > tenth
    meeting, *others = counting[[f"activities_{code}" for code in range(1, 12)]].eq(1).sum()
    assert meeting > max(others)


def test_only_those_who_were_asked_answer(counting):
    asked = counting["target_group"] == 2
    groups = counting[[f"target_specific_{code}" for code in range(1, 7)]]
    assert groups[asked].notna().all(axis=None)
    assert groups[~asked].isna().all(axis=None)


def test_funding_does_not_contradict_itself(counting):
    sources = counting[[f"funding_source_{code}" for code in range(1, 8)]]
    answered = sources.isin([0, 1]).all(axis=1)
    none, subsidies = sources["funding_source_7"] == 1, sources.iloc[:, :3].eq(1).any(axis=1)
    assert not (none & sources.iloc[:, :6].eq(1).any(axis=1)).any()
    receives = counting["receives_subsidy"] == 1
    assert (subsidies == receives)[answered].all()
    assert sources[answered].eq(1).any(axis=1).all()


def test_every_kind_of_missing_is_there(counting):
    numbers = counting.select_dtypes("number")
    for code in (97, 98, 99, -97, -98, -99):
        assert (numbers == code).any(axis=None)
    assert numbers.isna().any(axis=None)


def test_the_spss_file_explains_itself(spss):
    frame, meta = spss
    assert meta.file_label == SYNTHETIC_VALUE
    assert set(frame[SYNTHETIC_MARK]) == {SYNTHETIC_VALUE}
    assert meta.variable_value_labels["phase"][3.0] == "Actief"
    assert meta.missing_ranges["phase"][0] == {"lo": 97.0, "hi": 97.0}
    themes = CODEBOOK.variables["themes"]
    assert meta.mr_sets["themes"]["variable_list"] == list(themes.file_columns())
    assert f"{meta.creation_time:%Y-%m-%d %H:%M}" == "2020-01-01 00:00"


def test_both_files_hold_the_same_answers(spss, lime):
    frame = spss[0]
    # SPSS fills texts up with spaces, so those at the end cannot be told from them.
    assert lime["initiative_name"].str.rstrip(" ").tolist() == frame["initiative_name"].tolist()
    assert lime["submitdate"].str[:10].tolist() == frame["submit_date"].tolist()
    for variable in CODEBOOK.variables.values():
        if variable.type in ("single", "number", "year"):
            numbers = pd.to_numeric(lime[variable.name]).to_numpy()
            assert np.array_equal(numbers, frame[variable.name].to_numpy(), equal_nan=True)
        if variable.type == "multiple":
            for name, option in variable.file_columns().items():
                ticks = lime[f"{variable.name}[SQ{option.code:03d}]"]
                assert (ticks == "Y").tolist() == (frame[name] == 1).tolist()


def test_what_does_not_count_is_of_known_number(truth, spss):
    rows = truth()
    rows = rows[rows["source"] == "enquete"].reset_index(drop=True)
    extra = rows[rows["counts"] == "no"]
    kinds = extra["planted"].str.split("|").str[0].value_counts().to_dict()
    assert kinds == {
        "respondent_again": plan.TWICE + 2 * plan.THRICE,
        "incomplete": plan.INCOMPLETE,
        "on_no_list": plan.ON_NO_LIST,
        "test_answer": plan.TEST_ANSWERS,
    }
    assert not rows.loc[rows["counts"] == "yes", "initiative"].duplicated().any()
    frame = spss[0]
    ids = ["respondent_id", "submit_date", "entry", "remarks", "synthetisch"]
    answers = [name for name in frame if name not in ids and "initiative" not in name]
    answers = [name for name in answers if not name.startswith("contact")]
    for at in rows.index[rows["planted"].str.startswith("respondent_again")]:
        same = rows.index[(rows["initiative"] == rows.at[at, "initiative"])]
        first = next(one for one in same if rows.at[one, "counts"] == "yes")
        assert frame.loc[at, answers].equals(frame.loc[first, answers])
        assert frame.at[at, "submit_date"] >= frame.at[first, "submit_date"]


def test_an_unfinished_questionnaire_was_not_sent_in(truth, spss, lime):
    rows = truth()
    rows = rows[rows["source"] == "enquete"].reset_index(drop=True)
    unfinished = rows["planted"].str.startswith("incomplete").to_numpy()
    assert (spss[0].loc[unfinished, "submit_date"] == "").all()
    assert (spss[0].loc[~unfinished, "submit_date"] != "").all()
    assert spss[0].loc[unfinished, "volunteers_hard_to_keep"].isna().all()
    pages = lime["lastpage"].astype(int)
    assert (pages[unfinished] < pages[~unfinished].min()).all()


def test_the_limesurvey_file_is_read_line_by_line(wave_folder):
    path = wave_folder / "limesurvey" / "enquete_synthetisch_2020.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header[:3] == ["id", "submitdate", "lastpage"]
    assert {len(row) for row in rows} == {len(header)}
