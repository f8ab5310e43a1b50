"""Linking against public sets with a known truth; thresholds as shipped, fixed beforehand."""

from pathlib import Path

import pandas as pd
import pytest

from zorgzaam.files import find_root
from zorgzaam.intake.link import Linkage, link_rows
from zorgzaam.intake.link_quality import evaluate, scores
from zorgzaam.params import load_build

HERE = Path(__file__).parent
FOLDER = HERE / "linkage"
SETTINGS = load_build(find_root(HERE)).linking
Labelled = tuple[pd.DataFrame, pd.Series]


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False, skipinitialspace=True)


def restaurants() -> Labelled:
    """Fodor's and Zagat's restaurants: two lists, 112 pairs."""
    guides = []
    for guide in ("fodors", "zagats"):
        table = _read(f"{guide}.csv").rename(columns={"addr": "address", "city": "place"})
        guides.append(table.assign(source=guide, row_id=guide + "::" + table["id"]))
    rows = pd.concat(guides, ignore_index=True)
    truth = pd.Series(rows["row_id"].to_numpy(), index=rows["row_id"])
    for pair in _read("fodors_zagats.csv").itertuples():
        truth[f"zagats::{pair.zagats_id}"] = f"fodors::{pair.fodors_id}"
    return rows[["row_id", "source", "name", "address", "place"]], truth


def in_one_list() -> Labelled:
    rows, truth = restaurants()
    return rows.assign(source="guides"), truth


def without_streets() -> Labelled:
    rows, truth = restaurants()
    return rows.drop(columns="address"), truth


def febrl1() -> Labelled:
    """FEBRL 1: one list, 500 pairs; a person's name stands for that of an organisation."""
    table = _read("febrl1.csv")
    rows = pd.DataFrame(
        {
            "row_id": table["rec_id"],
            "source": "febrl",
            "name": table["given_name"] + " " + table["surname"],
            "address": table[["street_number", "address_1", "address_2"]].agg(" ".join, axis=1),
            "place": table["suburb"],
            "postcode": table["postcode"],
        }
    )
    who = table["rec_id"].str.extract(r"rec-(\d+)-")[0]
    return rows, pd.Series(who.to_numpy(), index=rows["row_id"])


def f1_of_pairs(linkage: Linkage, truth: pd.Series, column: str) -> float:
    """F1 of the pairs that the model or the rule alone calls the same."""
    pairs = linkage.pairs
    same = truth.loc[pairs["row_id_l"]].to_numpy() == truth.loc[pairs["row_id_r"]].to_numpy()
    sizes = truth.value_counts()
    made = pairs[column].to_numpy()
    return scores((made & same).sum(), made.sum(), (sizes * (sizes - 1) / 2).sum()).f1


# The rule as published elsewhere has .90 on the restaurants; the model may not fall below these.
@pytest.mark.parametrize(
    ("labelled", "least_linked", "rule"),
    [
        (restaurants, 0.95, 0.890),
        (in_one_list, 0.92, 0.890),
        (without_streets, 0.93, 0.458),
        (febrl1, 0.98, 0.924),
    ],
)
def test_f1_on_public_sets(labelled, least_linked, rule):
    rows, truth = labelled()
    linkage = link_rows(rows, SETTINGS)
    assert evaluate(linkage.initiative_of, truth).f1 >= least_linked
    assert f1_of_pairs(linkage, truth, "rule_same") == pytest.approx(rule, abs=0.0005)


def test_nearly_every_true_pair_is_compared():
    for labelled in (restaurants, febrl1):
        rows, truth = labelled()
        pairs = link_rows(rows, SETTINGS).pairs
        same = truth.loc[pairs["row_id_l"]].to_numpy() == truth.loc[pairs["row_id_r"]].to_numpy()
        sizes = truth.value_counts()
        assert same.sum() >= 0.99 * (sizes * (sizes - 1) / 2).sum()
        assert len(pairs) < 25 * len(rows)
