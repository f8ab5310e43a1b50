"""Names, addresses on the web and numbers of the initiatives of the synthetic world."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.synthetic import wordbank

LEGAL_WORDS = {"foundation": "Stichting", "association": "Vereniging", "cooperative": "Coöperatie"}
# Of the initiatives with this legal form, the share that carries it in its name.
SHARE_WITH_LEGAL_WORD = 0.55
SHARE_WITH_PLACE = 0.3
SHARE_FAVOURITE = 0.35
SHARE_SAINT = 0.03
SHARE_WITH_WEBSITE = 0.72
SHARE_WITH_KVK = 0.9


def pick(options: Sequence[str], rng: np.random.Generator) -> str:
    """Return one of ``options``, each as likely."""
    return options[int(rng.integers(len(options)))]


def plain(text: str) -> str:
    """Return ``text`` as part of a web address: lower case letters and digits only."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "".join(sign for sign in folded.lower() if sign.isalnum())


def name_initiatives(initiatives: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add ``name``, ``type_word``, ``core``, ``legal_word``, ``website`` and ``kvk_number``.

    A name is a word for what it is (Dorpshuis), an invented name (De Fabelhof) and sometimes the
    place. Many initiatives in different places share a name; within a place no two do. A branch
    is called after its umbrella and shares its website and KvK number. The web addresses end in
    ``.example`` and the KvK numbers begin with 99 or 00: neither exists.
    """
    taken: set[str] = set()
    rows = []
    for number, item in enumerate(initiatives.to_dict("records")):
        row = _branch(item, rng) if item["umbrella"] else _single(item, number, taken, rng)
        rows.append(row)
    return initiatives.join(pd.DataFrame(rows, index=initiatives.index))


def _core(rng: np.random.Generator, type_word: str) -> str:
    """Return an invented name: of a village after "Zorgzaam", else mostly of a house."""
    if rng.random() < SHARE_SAINT:
        return f"Sint {pick(wordbank.SAINTS, rng)}"
    in_village = type_word.startswith(("Zorgzaam", "Dorpsbelang", "Stadsdorp"))
    if rng.random() < SHARE_FAVOURITE:
        core = pick(wordbank.VILLAGE_FAVOURITES if in_village else wordbank.FAVOURITES, rng)
    else:
        endings = wordbank.VILLAGE_ENDINGS if in_village else wordbank.HOUSE_ENDINGS
        core = pick(wordbank.STEMS, rng) + pick(endings, rng)
    if in_village:
        return core
    is_neuter = core.endswith(wordbank.NEUTER_ENDINGS)
    articles = ("Het ", "'t ", "") if is_neuter else ("De ", "De ", "")
    return pick(articles, rng) + core


def _single(
    item: Mapping[str, Any], number: int, taken: set[str], rng: np.random.Generator
) -> dict[str, str]:
    place = item["place"]
    while True:
        type_word = pick(wordbank.TYPE_WORDS[item["appearance"]], rng)
        core = item["shared_core"] or _core(rng, type_word)
        name = f"{type_word} {core}"
        if f"{name} {place}" not in taken:
            break
    taken.add(f"{name} {place}")
    if rng.random() < SHARE_WITH_PLACE:
        name = f"{name} {place}"
    legal_word = LEGAL_WORDS.get(item["legal_form"], "")
    carries = rng.random() < SHARE_WITH_LEGAL_WORD and "coöperatie" not in name.lower()
    has_website, has_kvk = rng.random() < SHARE_WITH_WEBSITE, rng.random() < SHARE_WITH_KVK
    domain = f"{plain(core)}-{plain(place)}.example"
    if item["legal_form"] == "part_of_larger":
        # The website of the larger organisation, which others in the municipality share.
        domain = f"welzijn-{plain(item['municipality_name'])}.example"
    elif domain in taken:
        domain = f"{plain(type_word)}-{domain}"
    taken.add(domain)
    return {
        "type_word": type_word,
        "core": core,
        "name": name,
        "legal_word": legal_word if carries else "",
        "website": domain if has_website else "",
        "kvk_number": _kvk_number(number) if has_kvk and legal_word else "",
    }


def _branch(item: Mapping[str, Any], rng: np.random.Generator) -> dict[str, str]:
    umbrella, place = item["umbrella"], item["place"]
    joint = pick((" ", " ", ", afdeling ", " - "), rng)
    return {
        "type_word": umbrella.split()[0],
        "core": umbrella.split()[-1],
        "name": umbrella if item["is_umbrella"] else f"{umbrella}{joint}{place}",
        "legal_word": "Stichting" if item["is_umbrella"] else "",
        "website": f"{plain(umbrella)}.example",
        "kvk_number": _kvk_number(9000 + umbrella_number(umbrella)),
    }


def umbrella_number(umbrella: str) -> int:
    """Return the place of an umbrella among all that can be: its number in a fixed order."""
    word, stem = umbrella.split()
    return wordbank.UMBRELLA_WORDS.index(word) * len(wordbank.STEMS) + wordbank.STEMS.index(stem)


def _kvk_number(number: int) -> str:
    # The real register has no numbers from 99 and none from 00; those with noughts show whether
    # a spreadsheet lost them.
    start = "00" if number % 9 == 0 else "99"
    return f"{start}{(number * 7919 + 104729) % 900000 + 100000}"


def contacts(initiatives: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add an obviously invented contact person: name, mail, telephone, street.

    Mail goes to ``example.invalid``, which never exists (RFC 2606); mobile numbers from 06-0 are
    not in the Dutch numbering plan.
    """
    count = len(initiatives)
    first = [pick(wordbank.FIRST_NAMES, rng) for _ in range(count)]
    last = [pick(wordbank.SURNAMES, rng) for _ in range(count)]
    streets = [pick(wordbank.STREETS, rng) for _ in range(count)]
    houses = rng.integers(1, 99, size=count)
    mails = [
        f"{plain(one)}.{plain(two)}{number}@example.invalid"
        for number, (one, two) in enumerate(zip(first, last, strict=True))
    ]
    return initiatives.assign(
        contact_name=[f"{one} {two}" for one, two in zip(first, last, strict=True)],
        email=mails,
        phone=[f"06-0{number:07d}" for number in range(count)],
        street_address=[f"{one} {two}" for one, two in zip(streets, houses, strict=True)],
    )
