"""What people write in the cell of a place, a municipality or a province, made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zorgzaam.intake.wording import fold, repaired, words_of

# Abbreviations of provinces, folded; a single letter only counts behind the name of a place.
PROVINCE_WORDS = {
    "PV20": "groningen gr gn gron grunnen grins",
    "PV21": "fryslan friesland fr frl fri frysl",
    "PV22": "drenthe dr drente drenthe",
    "PV23": "overijssel ov oij overijsel",
    "PV24": "flevoland fl flev flevo",
    "PV25": "gelderland gld gl ge gelre",
    "PV26": "utrecht ut utr",
    "PV27": "noord-holland nh n-h n-holland nrd-holland noordholland",
    "PV28": "zuid-holland zh z-h z-holland zuidholland",
    "PV29": "zeeland ze zld zl zlnd",
    "PV30": "noord-brabant nb n-b n-brabant brabant nbr noordbrabant n-br",
    "PV31": "limburg lb li limb lim",
}
PROVINCES = {fold(word): code for code, words in PROVINCE_WORDS.items() for word in words.split()}
_LETTERS = {"l": "PV31", "o": "PV23", "f": "PV21", "u": "PV26", "z": "PV29"}
# Behind the name of a place: a part of it.
_PART = words_of(
    """
    noord zuid oost west zuidoost noordoost zuidwest noordwest centrum stad dorp nieuw
    binnenstad buitengebied haven buiten poort midden kern
    """
)
_PREFIX = re.compile(r"^(?:gemeente|gem|gemeinte|dorpskern|kern|dorp|doarp|stad|omgeving|plaats) ")
_AROUND = re.compile(r" (?:e o|eo|en omgeving|e o en|en omstreken|en omliggende dorpen|c a|ca)$")
ARTICLE = re.compile(r"^(?:de|het|t|it) ")
_AAN_DE = re.compile(r"\b(?:aan (?:de[nr]?|het|t)|a/?\s?d)\b")
_LOOSE = re.compile(r"\s*[,;/+|()]\s*|\s[-–]\s|\s(?:in|te|bij|nabij|onder|gem\.?|gemeente)\s")
_SPLIT = re.compile(r"\s*(?:[,;/+|]|\s[-–]\s|\s(?:en|&)\s)\s*")


@lru_cache(maxsize=200_000)
def key(name: str) -> str:
    """Return a place name as it is looked up, without capitals, accents and punctuation.

    ``Alphen a/d Rijn`` is ``Alphen aan den Rijn``, and Sint is St. and St.
    """
    words = fold(name.replace("a/d", "ad").replace("A/D", "ad").replace("a.d.", "ad "))
    words = re.sub(r"\b(?:sint|st|sanct)\b", "st", words)
    return " ".join(_AAN_DE.sub("ad", words).split())


def province_codes(text: str) -> tuple[str, ...] | None:
    """Return the codes of the provinces in a cell; none for ``landelijk``, ``None`` if unknown."""
    words = fold(repaired(text)[0].replace("Provincie", "").replace("provincie", ""))
    if not words or words in ("landelijk", "heel nederland", "nederland", "nl", "alle", "onbekend"):
        return ()
    if words in PROVINCES:
        return (PROVINCES[words],)
    parts = [PROVINCES.get(fold(part)) for part in _SPLIT.split(repaired(text)[0]) if fold(part)]
    return tuple(dict.fromkeys(code for code in parts if code)) if all(parts) and parts else None


def readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a cell as one name: the name to look up and the province told with it.

    The most literal comes first: the cell as it stands, then without a province behind it, a
    word such as "gemeente" before it, an article, a part of town, or what is in brackets.
    """
    plain = repaired(text)[0]
    outside = re.sub(r"\([^)]*\)?", " ", plain)
    hint = PROVINCES.get(fold(" ".join(re.findall(r"\(([^)]*)", plain))), "")
    yield key(plain), hint
    yield from _shorter(key(plain))
    if outside != plain:
        yield key(outside), hint
        yield from ((name, province or hint) for name, province in _shorter(key(outside)))


def first_readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read the first of several parts: ``Weert, Limburg``."""
    first, *rest = _SPLIT.split(re.sub(r"\([^)]*\)?", " ", repaired(text)[0]))
    if rest:
        behind = next((code for part in rest if (code := PROVINCES.get(fold(part)))), "")
        yield key(first), behind
        yield from ((name, province or behind) for name, province in _shorter(key(first)))


def _shorter(words: str) -> Iterator[tuple[str, str]]:
    """Yield ``words`` without what may stand around a name."""
    words = _AROUND.sub("", _PREFIX.sub("", words))
    yield words, ""
    yield ARTICLE.sub("", words), ""
    parts = words.split()
    for width in (2, 1):
        province = PROVINCES.get(" ".join(parts[-width:])) or (
            _LETTERS.get(parts[-1]) if width == 1 and parts else None
        )
        if province and len(parts) > width:
            yield " ".join(parts[:-width]), province
    while len(parts) > 1 and parts[-1] in _PART:
        parts = parts[:-1]
        yield " ".join(parts), ""


def loose_parts(text: str) -> Iterator[str]:
    """Yield the parts of a cell of which one may be a place: ``Kloosterveen in Assen``.

    Also the first and the last words, for a part of town without a sign: ``Utrecht Overvecht``.
    """
    plain = repaired(text)[0]
    parts = [part for part in _LOOSE.split(plain) if fold(part)]
    yield from parts if len(parts) > 1 else ()
    words = fold(plain).split()
    for width in range(len(words) - 1, 0, -1):
        yield " ".join(words[:width])
        yield " ".join(words[-width:])


def hinted_province(text: str) -> str:
    """Return the province that a cell of a place names in brackets or at its end, or ``""``."""
    parts = re.split(r"[(),/;-]", repaired(text)[0])
    named = [part for part in parts[1:] if len(fold(part)) > 1 and fold(part) in PROVINCES]
    return named[-1].strip() if named else ""


def names_municipality(text: str) -> bool:
    """Whether the cell itself says that it is a municipality: ``gemeente Tynaarlo``."""
    return re.match(r"(?:gemeente|gem|gemeinte) ", fold(text)) is not None


def several(text: str) -> list[str]:
    """Return the names in a cell that holds more than one, in their order; else an empty list."""
    outside = re.sub(r"\([^)]*\)?", " ", repaired(text)[0])
    names = [part for part in _SPLIT.split(outside) if fold(part) and fold(part) not in PROVINCES]
    return names if len(names) > 1 else []
