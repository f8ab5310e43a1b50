"""The lists of the synthetic wave against their truth."""

import pandas as pd
import pytest

from zorgzaam.files import find_root
from zorgzaam.intake.records import SYNTHETIC_MARK, SYNTHETIC_VALUE
from zorgzaam.published import load_survey_figures
from zorgzaam.synthetic.wave import write_wave


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic")
    write_wave(find_root(), 2020, folder)
    return folder


def truth(folder, name="waarheid"):
    path = folder / "waarheid" / f"{name}_synthetisch_2020.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_the_inventory_has_the_published_size(folder):
    figures = load_survey_figures().set_index("figure_id")
    rows = truth(folder)
    inside = rows.loc[rows["in_inventory"] == "yes", "initiative"]
    assert inside.nunique() == figures.at["population", "value"]


def test_every_table_is_marked(folder):
    for path in sorted((folder / "waarheid").glob("*.csv")):
        assert set(pd.read_csv(path)[SYNTHETIC_MARK]) == {SYNTHETIC_VALUE}
        assert "synthetisch" in path.name
