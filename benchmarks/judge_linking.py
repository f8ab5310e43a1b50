"""How well the linkage does on lists that it was not made from, beside two other ways.

    python benchmarks/judge_linking.py

For each list, F1 over pairs of the rule (0.6 name + 0.4 address >= 80), of splink trained on the
list itself (expectation maximisation, match probability from 0.5), of the model as shipped, and
of the groups that are used in the end. The lists are those of ``tests/oracles`` and made lists of
other seeds than the training.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pandas as pd
from linking_lists import make_lists

from zorgzaam.files import find_root
from zorgzaam.intake.link import link_rows
from zorgzaam.intake.link_keys import block_keys, comparable
from zorgzaam.intake.link_model import COLUMNS, _database, splink_settings
from zorgzaam.intake.link_quality import evaluate, scores
from zorgzaam.params import load_build

ROOT = find_root(Path(__file__).parent)
SETTINGS = load_build(ROOT).linking
MADE = ((600, 21, 1.0, False), (600, 22, 2.0, False), (600, 23, 1.0, True))
TRAINING_BLOCKS = ("l.name = r.name", "l.place = r.place", "l.postcode4 = r.postcode4")


def lists() -> Iterator[tuple[str, pd.DataFrame, pd.Series]]:
    sys.path.insert(0, str(ROOT / "tests" / "oracles"))
    import test_linkage_oracles as oracles

    for labelled in (oracles.restaurants, oracles.in_one_list, oracles.without_streets):
        yield labelled.__name__, *labelled()
    yield "febrl1", *oracles.febrl1()
    for initiatives, seed, mess, addresses in MADE:
        made = make_lists(initiatives, seed, mess, addresses=addresses)
        yield f"made, seed {seed}, mess {mess}", made.rows, made.truth


def trained_on_itself(rows: pd.DataFrame) -> pd.DataFrame:
    """Score the pairs with a model that splink trains on these rows."""
    from splink import DuckDBAPI, Linker

    table = comparable(rows)
    keys, _ = block_keys(table, SETTINGS.most_rows_a_key, SETTINGS.most_rows_a_place)
    settings = deepcopy(splink_settings(len(table)))
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("m_probability", None)
            level.pop("u_probability", None)
    with _database() as connection:
        data = DuckDBAPI(connection=connection).register(table.assign(keys=keys)[[*COLUMNS]])
        linker = Linker(data, settings, log_level=None)
        training = linker.training
        sure = [
            "l.name = r.name and l.place = r.place",
            "l.name = r.name and l.address = r.address",
        ]
        training.estimate_probability_two_random_records_match(sure, recall=0.6)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for block in TRAINING_BLOCKS:
            try:
                training.estimate_parameters_using_expectation_maximisation(block)
            except Exception as error:  # of whatever kind: it is part of what is seen
                print(f"  EM on {block}: {type(error).__name__}")
        found = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
        return found.select("unique_id_l as l, unique_id_r as r, match_probability as p").df()


def main() -> None:
    warnings.simplefilter("ignore")
    print(f"{'list':<28}{'rows':>6}{'rule':>8}{'EM':>8}{'model':>8}{'linked':>8}")
    for name, rows, truth in lists():
        sizes = truth.value_counts()
        total = float((sizes * (sizes - 1) / 2).sum())
        who = truth.loc[rows["row_id"]].to_numpy()
        linkage = link_rows(rows, SETTINGS)
        pairs = linkage.pairs
        same = truth.loc[pairs["row_id_l"]].to_numpy() == truth.loc[pairs["row_id_r"]].to_numpy()
        rule, model = (
            scores((pairs[way] & same).sum(), pairs[way].sum(), total).f1
            for way in ("rule_same", "model_same")
        )
        em = trained_on_itself(rows)
        is_made = (em["p"] >= 0.5).to_numpy()
        right = (is_made & (who[em["l"]] == who[em["r"]])).sum()
        trained = scores(right, is_made.sum(), total).f1
        linked = evaluate(linkage.initiative_of, truth).f1
        print(f"{name:<28}{len(rows):>6}{rule:>8.3f}{trained:>8.3f}{model:>8.3f}{linked:>8.3f}")


if __name__ == "__main__":
    main()
