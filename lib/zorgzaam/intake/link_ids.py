"""Names of initiatives that stay the same from one delivery to the next."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict

import pandas as pd

from zorgzaam.intake.link_keys import text_column
from zorgzaam.intake.link_names import words

DIGITS = 10


def _marks(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return by what each row is known in its list: its key there, or its name and place."""
    sources = text_column(rows, "source")
    keys = text_column(rows, "list_key")
    often = Counter(zip(sources, keys, strict=True))
    texts = zip(sources, keys, text_column(rows, "name"), text_column(rows, "place"), strict=True)
    return [
        (source, "key", key)
        if key and often[source, key] == 1
        else (source, "name", " ".join(words(name)), " ".join(words(place)))
        for source, key, name, place in texts
    ]


def initiative_ids(rows: pd.DataFrame, groups: list[int]) -> pd.Series:
    """Return the initiative of each row, by ``row_id``: ``i`` and ten hexadecimal digits.

    It is a digest of what the first row of the group, by list and then by key or name, is known
    by in its list. So it does not depend on the order of the rows nor on the other initiatives;
    it changes when a row of a list with an earlier name joins the group. A row that is a list by
    itself, as a respondent is, gives its name only where there is no other. Groups that would get
    the same name (two rows of one list with one name and place that are not the same) get
    ``-2``, ``-3`` and so on, in the order of their rows' ``row_id``.
    """
    members: dict[int, list[tuple[bool, tuple[str, ...], str]]] = defaultdict(list)
    names, sizes = text_column(rows, "row_id"), Counter(text_column(rows, "source"))
    for group, mark, name in zip(groups, _marks(rows), names, strict=True):
        members[group].append((sizes[mark[0]] == 1, mark, name))
    firsts = sorted((*min(found), group) for group, found in members.items())
    taken: Counter[str] = Counter()
    ids = {}
    for _, mark, _, group in firsts:
        digest = hashlib.sha256("\x1f".join(mark).encode("utf-8")).hexdigest()[:DIGITS]
        taken[digest] += 1
        ids[group] = f"i{digest}" + (f"-{taken[digest]}" if taken[digest] > 1 else "")
    return pd.Series(
        [ids[group] for group in groups], index=pd.Index(names, name="row_id"), name="initiative_id"
    )
