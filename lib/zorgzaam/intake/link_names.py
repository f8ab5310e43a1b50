"""The form of a name in which its spellings compare as equal; for comparing, never for showing.

Sources: section "Dutch normalisation" of the project's methods; the Frisian words follow the
Frysk Wurdboek spelling. The same function serves English and ASCII lists: the words it drops
there (the, inc, ltd) do not tell two organisations apart either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Say what an organisation is in law, not which one; "st" is Stichting or Sint.
_LEGAL_WORDS = """
    stichting stg stifting st sint sanct vereniging ver feriening cooperatie cooperatieve coop
    ua wa ba bv nv vof cv cvba vzw asbl maatschap eenmanszaak
    inc incorporated ltd limited llc plc corp corporation co company gmbh ev
"""
LEGAL_WORDS = frozenset(_LEGAL_WORDS.split())
_SMALL_WORDS = """
    de het een t s n e der den it in te van voor io eo the a an of and en und und et y
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
# Words that very many initiatives carry: agreement on them says little.
_COMMON_WORDS = """
    zorg zorgzaam zorgzame zorgcooperatie dorp dorpen dorps dorpscooperatie dorpsbelang belang
    plaatselijk dorpshuis dorpshuizen wijk wijkhuis buurt buurthuis buurtkamer buurtcollectief
    stadsdorp naoberzorg naoberhulp naoberzorgpunt burenhulp buren burennetwerk hulp netwerk
    samen leefbaar leefbaarheid gemeenschap gemeenschapshuis initiatief bewoners
    bewonersinitiatief bewonerscollectief burgerinitiatief burgerkracht collectief project
    werkgroep welzijn ouderen senioren inloop ontmoeting ontmoetingscentrum ontmoetingsplek
    vrijwilligers zorgkring zorgpunt steunpunt thuis centrum punt actief vitaal huiskamer
    eetpunt eetclub afdeling omstreken restaurant cafe bar grill club school center
"""
COMMON_WORDS = frozenset(_COMMON_WORDS.split())
# Frisian, regional and older spellings, as parts of words and in this order.
SPELLINGS = (
    ("doarps", "dorps"), ("doarp", "dorp"), ("soarchsum", "zorgzaam"), ("soarch", "zorg"),
    ("kooperaasje", "cooperatie"), ("cooperaasje", "cooperatie"), ("kooperatie", "cooperatie"),
    ("coperatie", "cooperatie"), ("buert", "buurt"), ("keamer", "kamer"), ("noaber", "naober"),
    ("nabuur", "naober"), ("nabuer", "naober"), ("mienskip", "gemeenschap"),
    ("buorrehelp", "burenhulp"), ("dorpswurk", "dorpswerk"),
)  # fmt: skip
# Whole words written short or otherwise.
SAME_WORDS = {
    "afd": "afdeling", "zc": "zorgcooperatie", "zorgcoop": "zorgcooperatie", "hus": "huis",
    "dorpscoop": "dorpscooperatie", "dorpshus": "dorpshuis", "buurthus": "buurthuis",
    "us": "ons", "nr": "nummer", "str": "straat", "pln": "plein", "ln": "laan", "blvd": "blv",
    "street": "straat", "ave": "av", "avenue": "av", "rd": "road", "dr": "drive",
    "bosch": "hertogenbosch", "haag": "gravenhage",
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip
_LETTERS = str.maketrans({"ß": "ss", "ĳ": "ij", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l"})
_QUOTES = re.compile(r"[’'`´‘]")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|de|ste)")
_APART = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return ``text`` in small letters without accents, quotes and punctuation; "&" becomes en."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    bare = _QUOTES.sub("", bare).replace("&", " en ").replace("+", " en ")
    joined = _ABBREVIATION.sub(lambda found: found.group(0).replace(".", "") + " ", bare)
    return _APART.sub(" ", joined).strip()


def _word(word: str) -> str:
    for part, usual in SPELLINGS:
        word = word.replace(part, usual)
    return _ORDINAL.sub(r"\1", SAME_WORDS.get(word, word))


@lru_cache(maxsize=1 << 18)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a name, place or address that tell it apart, in their order.

    Legal forms, articles and small words are left out, unless nothing else is there; Frisian and
    Dutch spellings, abbreviations and ordinals become one. An empty text has no words.
    """
    every = tuple(_word(word) for word in plain(text).split())
    telling = tuple(word for word in every if word not in LEGAL_WORDS and word not in SMALL_WORDS)
    return telling or every
