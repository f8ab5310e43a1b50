"""Rows made comparable, and the keys that decide which rows are compared with each other.

Two rows become a pair when they share a key: a KvK number, a web domain, a postcode, a place, a
word of the name, that word in that place, a long word less one letter (so that one slip does not
matter) or a house number with a word of the street. A key of many rows would give pairs by the
square of their number and tells little; it is left out and counted. Its narrower forms (the word
in that place) remain, so that the number of pairs grows with the number of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from zorgzaam.intake.link_names import words
from zorgzaam.intake.link_similarity import name_text

# Domains of which the pages belong to many organisations.
_SHARED_DOMAINS = """
    facebook.com instagram.com linkedin.com twitter.com x.com youtube.com linktr.ee nextdoor.nl
    sites.google.com google.com wordpress.com wixsite.com webnode.nl jouwweb.nl gmail.com
    hotmail.com outlook.com live.nl ziggo.nl kpnmail.nl planet.nl home.nl
"""
SHARED_DOMAINS = frozenset(_SHARED_DOMAINS.split())
TEXT_COLUMNS = ("name", "place", "municipality_name", "municipality_code", "postcode",
                "postcode4", "website_domain", "kvk_number", "address")  # fmt: skip
ONLY_LIST = "-"  # stands for the list where there is one only
COMMON_PLACE_SHARE = 0.05
SHORT_WORD, LONG_WORD = 3, 5
SLIP_WORDS = 2
# Kinds of keys that say where a row is and nothing about what it is.
PLACE_KINDS = ("postcode4", "place")


def text_column(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as text, empty where it is missing or not there."""
    if column not in rows:
        return pd.Series("", index=rows.index, dtype=object)
    values = rows[column].astype(object)
    return values.where(values.notna(), "").astype(str).str.strip()


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is compared of each row, in the order of ``rows``; missing is ``None``.

    Columns: ``unique_id`` (position of the row), ``source`` (:data:`ONLY_LIST` when all
    rows are of one list), ``name_words`` (tuple), ``name`` and ``home`` (texts for
    :func:`~zorgzaam.intake.link_similarity.name_evidence`), ``place``, ``is_common_place``,
    ``municipality``, ``postcode`` (with letters), ``postcode4``, ``address``, ``website``,
    ``kvk`` and ``start_year``.
    """
    text = {column: text_column(rows, column) for column in TEXT_COLUMNS}
    names = [words(name) for name in text["name"]]
    counts = Counter(word for name in names for word in set(name))
    place = [" ".join(words(value)) for value in text["place"]]
    home = zip(text["place"], text["municipality_name"], strict=True)
    postcode = text["postcode"].str.replace(" ", "").str.upper()
    is_full = postcode.str.fullmatch(r"\d{4}[A-Z]{2}")
    area = postcode.str[:4].where(is_full, postcode)  # codes of other countries are left whole
    year = rows["start_year"] if "start_year" in rows else pd.Series(pd.NA, index=rows.index)
    often = {
        name for name, count in Counter(place).items() if count > COMMON_PLACE_SHARE * len(rows)
    }
    source = text_column(rows, "source")
    is_domain = ~text["website_domain"].isin(SHARED_DOMAINS)
    table = pd.DataFrame(
        {
            "source": source.to_numpy() if source.nunique() > 1 else ONLY_LIST,
            "name_words": names,
            "name": [name_text(name, counts, len(rows)) for name in names],
            "home": [" ".join(word for value in pair for word in words(value)) for pair in home],
            "place": place,
            "is_common_place": [name in often for name in place],
            "municipality": text["municipality_code"].to_numpy(),
            "postcode": postcode.where(is_full, "").to_numpy(),
            "postcode4": text["postcode4"].where(text["postcode4"] != "", area).to_numpy(),
            "address": [" ".join(words(value)) for value in text["address"]],
            "website": text["website_domain"].where(is_domain, "").str.lower().to_numpy(),
            "kvk": text["kvk_number"].to_numpy(),
            "start_year": pd.to_numeric(year, errors="coerce").astype("Int64").to_numpy(),
        },
        index=range(len(rows)),
    )
    optional = [
        "place",
        "municipality",
        "postcode",
        "postcode4",
        "address",
        "website",
        "kvk",
    ]
    table[optional] = table[optional].astype(object).where(table[optional] != "", None)
    return table.rename_axis("unique_id").reset_index()


def _name_keys(name: tuple[str, ...], where: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the keys of a name: its words, neighbours written as one, and the whole as one."""
    joined = {first + second for first, second in pairwise(name)}
    for word in sorted({*name, *joined, "".join(name)}):
        if len(word) >= SHORT_WORD:
            yield "word", word
            for place in where:
                yield "word there", f"{word}|{place}"


def _slip_keys(name: tuple[str, ...], counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Give the rarest long words, and those with one letter left out."""
    long = sorted({word for word in name if len(word) >= LONG_WORD}, key=lambda w: (counts[w], w))
    for word in long[:SLIP_WORDS]:
        yield "slip", word
        for at in range(len(word)):
            yield "slip", word[:at] + word[at + 1 :]


def _address_keys(address: str) -> Iterator[tuple[str, str]]:
    every = sorted(set(address.split()))
    for word in every:
        yield "street", word
        if word[0].isdigit():
            yield from (("number", f"{word}|{other}") for other in every if other != word)


def _keys(row: dict[str, object], counts: Counter[str]) -> set[tuple[str, str]]:
    """Return the keys of a row as (kind, value); without a name only those that name it."""
    naming = {(kind, str(row[kind])) for kind in ("kvk", "website") if row[kind]}
    if not row["name_words"]:
        return naming
    where = tuple(str(row[name]) for name in ("place", "municipality", "postcode4") if row[name])
    name: tuple[str, ...] = row["name_words"]  # type: ignore[assignment] # a column of tuples
    keys = {*_name_keys(name, where), *_slip_keys(name, counts)}
    keys.update(_address_keys(str(row["address"] or "")))
    keys |= {(kind, str(row[kind])) for kind in ("postcode", *PLACE_KINDS) if row[kind]}
    return keys | naming


def block_keys(
    table: pd.DataFrame, most_rows: int, most_rows_of_place: int
) -> tuple[list[list[str]], pd.DataFrame]:
    """Return the keys of each row that bring pairs, and what was left out.

    Parameters
    ----------
    table
        As :func:`comparable` gives it.
    most_rows, most_rows_of_place
        A key of more rows is left out; the second holds for keys that are only a place.

    Returns
    -------
    tuple
        A list of keys for each row, sorted, and a table with one row for each kind of key:
        ``kind``, ``keys`` (number left out), ``rows`` (of the largest).
    """
    word_counts = Counter(word for name in table["name_words"] for word in set(name))
    every = [_keys(row, word_counts) for row in table.to_dict("records")]
    counts = Counter(key for keys in every for key in keys)
    most = {key: most_rows_of_place if key[0] in PLACE_KINDS else most_rows for key in counts}
    useful = {key for key, count in counts.items() if 1 < count <= most[key]}
    large = [(kind, count) for (kind, value), count in counts.items() if count > most[kind, value]]
    left_out = pd.DataFrame(large, columns=["kind", "rows"]).groupby("kind")["rows"]
    summary = left_out.agg(keys="size", rows="max").reset_index()
    return [sorted(f"{kind}:{value}" for kind, value in keys & useful) for keys in every], summary
