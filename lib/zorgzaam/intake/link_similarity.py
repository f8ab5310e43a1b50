"""How alike two names and two addresses are: pure functions, also for use inside a database.

The names and addresses come as texts that :func:`name_text` and ``" ".join(words(...))`` make,
so that DuckDB and Spark can hand them over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from zorgzaam.intake.link_names import COMMON_WORDS

# Of the weight of a word that is also the place of both rows: there it hardly tells them apart.
PLACE_FACTOR = 0.15
# A common word weighs at most this, where a word of one row in the list weighs 1.
COMMON_WEIGHT = 0.4
LEAST_WEIGHT = 0.03
# What words of one name that the other lacks take off, for the shorter and the longer name.
MISSING_IN_LONGER, MISSING_IN_SHORTER = 0.6, 0.25
SAME_SPELLING = 0.85  # Jaro-Winkler from which two words are one word with a slip
SAME_LETTERS = 0.88  # from which two names are one name with other spaces
CACHE = 1 << 16
_HOUSE_NUMBER = re.compile(r"(?:^|\s)(\d+)[a-z]?(?=\s|$)")
OTHER_NUMBER = 0.6


def name_text(words: tuple[str, ...], counts: Mapping[str, int], rows: int) -> str:
    """Return the words of a name with their weights, as ``schakel=0.91 dorpshuis=0.4``.

    A weight is the information in a word, as a share of what singles out one row: the logarithm
    of ``rows`` over the number of rows with that word (``counts``).
    """
    unique = math.log2(1 + rows)
    weights = []
    for word in dict.fromkeys(words):
        weight = math.log2(1 + rows / counts[word]) / unique
        if word in COMMON_WORDS:
            weight = min(weight, COMMON_WEIGHT)
        weights.append(f"{word}={max(weight, LEAST_WEIGHT):.3f}")
    return " ".join(weights)


@lru_cache(maxsize=CACHE)
def _weights(text: str) -> dict[str, float]:
    return {
        word: float(weight) for word, _, weight in (part.rpartition("=") for part in text.split())
    }


def _alike(left: str, right: str) -> float:
    """Return how alike two words are from 0 to 1; a start of three letters counts as short for."""
    from rapidfuzz.distance import JaroWinkler

    if min(len(left), len(right)) >= 3 and (left.startswith(right) or right.startswith(left)):
        return 0.9
    if min(len(left), len(right)) < 4:
        return 0.0
    return float(JaroWinkler.similarity(left, right, score_cutoff=SAME_SPELLING))


def _shared(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return the weight of the words that both names have, slips included."""
    shared = sum(min(weight, right[word]) for word, weight in left.items() if word in right)
    rest = [word for word in right if word not in left]
    for word in left:
        if word in right or not rest:
            continue
        score, other = max((_alike(word, other), other) for other in rest)
        if score > 0:
            shared += min(left[word], right[other]) * score
            rest.remove(other)
    return shared


@lru_cache(maxsize=CACHE)
def name_evidence(left: str, right: str, place_left: str, place_right: str) -> float:
    """Return how much two names speak for one organisation: about -0.6 to 2.

    It is the weight of the words they share, less a part of the weight of the words that only
    one has; 1 is as much as one word does that no other row has. Words that are the place of
    both rows hardly count.

    Parameters
    ----------
    left, right
        Names as :func:`name_text` makes them.
    place_left, place_right
        The words of their places, possibly empty.
    """
    from rapidfuzz import fuzz

    one, two = _weights(left), _weights(right)
    here = set(place_left.split()) & set(place_right.split())
    if here:
        one = {word: weight * (PLACE_FACTOR if word in here else 1) for word, weight in one.items()}
        two = {word: weight * (PLACE_FACTOR if word in here else 1) for word, weight in two.items()}
    shorter, longer = sorted((sum(one.values()), sum(two.values())))
    shared = _shared(one, two)
    letters = fuzz.ratio("".join(one), "".join(two)) / 100
    if letters >= SAME_LETTERS:
        shared = max(shared, shorter * letters)
    missing = MISSING_IN_LONGER * (shorter - shared) + MISSING_IN_SHORTER * (longer - shared)
    return shared - missing


@lru_cache(maxsize=CACHE)
def address_agreement(left: str, right: str) -> float:
    """Return how alike two addresses are, from 0 to 1.

    The order of the words does not matter. Where both have a house number and these differ, it is
    at most 0.6, however alike the streets are.
    """
    from rapidfuzz import fuzz

    score = fuzz.token_sort_ratio(left, right) / 100
    one, two = _HOUSE_NUMBER.search(left), _HOUSE_NUMBER.search(right)
    if one is None or two is None:
        return score
    if one.group(1) != two.group(1):
        return min(score, OTHER_NUMBER)
    return max(score, 0.95 * fuzz.token_set_ratio(left, right) / 100)
