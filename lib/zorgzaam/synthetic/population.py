"""The initiatives of the synthetic world: how many there are, of what kind, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.synthetic import places, wordbank
from zorgzaam.synthetic.names import contacts, name_initiatives, pick

# What is not published is assumed; the sidecar of the files repeats these shares.
SHARES: dict[str, dict[str, float]] = {
    "phase": {"active": 0.84, "founding": 0.10, "exploring": 0.06},
    "legal_form": {
        "foundation": 0.51,
        "association": 0.12,
        "cooperative": 0.06,
        "none": 0.20,
        "part_of_larger": 0.08,
        "other": 0.03,
    },
    "appearance": {
        "care_cooperative": 0.07,
        "neighbour_point": 0.12,
        "caring_village": 0.20,
        "neighbour_network": 0.14,
        "village_work": 0.14,
        "city_village": 0.06,
        "residents_collective": 0.11,
        "other": 0.16,
    },
    "target_group": {"all": 0.68, "specific": 0.32},
}
THEMES = (
    "cohesion", "welfare", "liveability", "care", "housing", "mobility", "informal_care",
    "participation", "health", "prevention",
)  # fmt: skip
ACTIVITIES = (
    "meeting", "transport", "meals", "odd_jobs", "day_activities", "neighbourhood_app",
    "care_coordination", "nursing", "day_care", "care_homes", "new_housing",
)  # fmt: skip
EXCLUDED = {"not_local": 3, "not_residents_led": 8, "no_mutual_support": 7, "stopped": 14}
UMBRELLAS = 12  # each also stands on a list itself, where it is not local
BRANCHES_AT_MOST = 7
TWINS = 20  # initiatives with the invented name of another one in the same place
SHARE_OFF_MAP = 0.015
FOUNDING_YEARS = (1975, 2020)
# The middle initiative; the spread is log-normal.
PEOPLE_MIDDLE = {"volunteers_count": 32, "members_count": 90, "visitors_count": 260}


@dataclass(frozen=True)
class World:
    """All initiatives, one a row, by ``initiative`` (``SYN-0001``).

    ``in_inventory`` says whether it belongs in the inventory and ``exclusion`` why not. Where it
    is: ``place``, ``postcode``, ``municipality_code`` (of 2020), ``municipality_code_2023``,
    ``province_code``. What it is called: ``name``, ``legal_word``, ``umbrella``. The rest is as
    the codebook names it.
    """

    initiatives: pd.DataFrame

    @property
    def inventory(self) -> pd.DataFrame:
        """The initiatives that belong in the inventory."""
        return self.initiatives[self.initiatives["in_inventory"]]


def locate(root: Path, wave: int, count: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return ``count`` initiatives with their places, and those that do not belong, on top.

    The provinces get a number in proportion to their residents (largest remainder).
    """
    areas = places.load_areas(root)
    counts = places.largest_remainder(count, places.residents(root, wave))
    inside = places.draw(areas, counts, rng)
    excluded = [reason for reason, number in EXCLUDED.items() for _ in range(number)]
    excluded += ["not_local"] * UMBRELLAS
    spread = places.largest_remainder(len(excluded), places.residents(root, wave))
    outside = places.draw(areas, spread, rng)
    outside = outside.loc[rng.permutation(len(outside))]
    world = pd.concat([inside, outside], ignore_index=True)
    return world.assign(
        initiative=[f"SYN-{number:04d}" for number in range(1, len(world) + 1)],
        in_inventory=[True] * len(inside) + [False] * len(outside),
        exclusion=[""] * len(inside) + excluded,
    )


def describe(
    located: pd.DataFrame, known: dict[str, dict[str, Any]], rng: np.random.Generator
) -> World:
    """Say of each initiative what it is and what it is called.

    ``known`` has by initiative what it answered in the survey; the others are drawn, each
    variable on its own, from :data:`SHARES`.
    """
    drawn = _with_attributes(located, rng)
    for initiative, answers in known.items():
        row = drawn.index[drawn["initiative"] == initiative][0]
        for name, value in answers.items():
            drawn.at[row, name] = value
    stopped = drawn["exclusion"] == "stopped"
    drawn["phase"] = drawn["phase"].mask(stopped, "stopped")
    grouped = _with_twins(_with_umbrellas(drawn, rng), rng)
    return World(contacts(name_initiatives(grouped, rng), rng))


def _draw(shares: dict[str, float], count: int, rng: np.random.Generator) -> list[str]:
    bounds = np.cumsum(list(shares.values()))
    options = list(shares)
    last = len(options) - 1
    return [options[min(int(np.searchsorted(bounds, u)), last)] for u in rng.random(count)]


def _with_attributes(located: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    count = len(located)
    drawn = {name: _draw(shares, count, rng) for name, shares in SHARES.items()}
    first, last = FOUNDING_YEARS
    # Most were founded lately; this power makes the mean that was published, about 2012.
    years = last - np.floor((last - first) * (1 - rng.random(count) ** 0.2)).astype(int)
    people = {
        name: np.maximum(2, np.round(middle * np.exp(0.9 * rng.standard_normal(count))))
        for name, middle in PEOPLE_MIDDLE.items()
    }
    return located.assign(
        **drawn,
        **{name: values.astype(int) for name, values in people.items()},
        start_year=years,
        themes=_some(THEMES, count, rng),
        activities=_some(ACTIVITIES, count, rng),
        show_on_map=["no" if u < SHARE_OFF_MAP else "yes" for u in rng.random(count)],
        invited=["yes" if u < 0.8 else "no" for u in rng.random(count)],
    )


def _some(options: tuple[str, ...], count: int, rng: np.random.Generator) -> list[str]:
    """Return ``count`` times one to four of ``options``, joined by ``|``."""
    sizes = rng.integers(1, 5, size=count)
    orders = [rng.permutation(len(options)) for _ in range(count)]
    return [
        "|".join(options[index] for index in sorted(order[:size]))
        for order, size in zip(orders, sizes, strict=True)
    ]


def _with_umbrellas(drawn: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give umbrellas branches in different places of their province."""
    umbrella, is_umbrella = pd.Series("", drawn.index), pd.Series(False, drawn.index)
    names = [f"{word} {stem}" for word in wordbank.UMBRELLA_WORDS for stem in wordbank.STEMS]
    chosen = sorted(rng.permutation(len(names))[:UMBRELLAS])
    heads = drawn.index[drawn["exclusion"] == "not_local"][-UMBRELLAS:]
    for number, head in zip(chosen, heads, strict=True):
        umbrella[head], is_umbrella[head] = names[number], True
        near = drawn["province_code"] == drawn.at[head, "province_code"]
        free = drawn[near & drawn["in_inventory"] & (umbrella == "")].drop_duplicates("place")
        size = int(rng.integers(3, BRANCHES_AT_MOST + 1))
        branches = rng.permutation(free.index.to_numpy())[:size]
        umbrella[branches] = names[number]
    return drawn.assign(umbrella=umbrella, is_umbrella=is_umbrella)


def _with_twins(grouped: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Let some pairs in one place share an invented name, with another word before it."""
    shared = pd.Series("", grouped.index)
    alone = grouped[grouped["in_inventory"] & (grouped["umbrella"] == "")]
    # Two of one appearance could draw the same word before the name, and be the same.
    differ = alone.drop_duplicates(["municipality_code", "place", "appearance"])
    by_place = differ.groupby(["municipality_code", "place"], sort=True).groups
    pairs = [list(rows[:2]) for rows in by_place.values() if len(rows) > 1]
    for one in rng.permutation(len(pairs))[:TWINS]:
        core = pick(wordbank.STEMS, rng) + pick(wordbank.HOUSE_ENDINGS, rng)
        shared[pairs[int(one)]] = core
    return grouped.assign(shared_core=shared)
