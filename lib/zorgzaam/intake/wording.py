"""What every cleaner does to a text first: repair the characters, and tell when nothing is there.

Repairing never loses a word. What is only notation (spaces at the ends, curled quotes) is put
right without a word in the log; what stood wrong on the page is told.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache


def words_of(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set: how the word lists of the intake are written down."""
    return frozenset(text.split())


def phrases_of(text: str) -> frozenset[str]:
    """Return what stands between the bars of ``text`` as a set."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


# Cells that say that there is nothing to say; compared in lower case.
NOTHING = words_of(
    """
    - -- --- – — . .. ... … / * ? ?? ??? n.v.t. n.v.t nvt n.b. n.n.b. nnb n.a. n/a #n/a
    #n/b na nan null none geen onbekend (onbekend) leeg niet-bekend niet-ingevuld volgt
    tbd #ref! #verw! #value! #waarde! #name? #naam? #div/0! #deel/0! #num! #getal! #null!
    #leeg!
    """
) | frozenset(
    {
        "niet van toepassing", "niet bekend", "nog niet bekend", "nog onbekend", "geen gegevens",
        "geen gegeven", "geen opgave", "geen informatie", "geen info", "niet ingevuld",
        "weet niet", "weet ik niet", "volgt nog", "nog te bepalen", "nog niet",
    }
)  # fmt: skip
# UTF-8 read as cp1252 or latin-1: a lead byte and what must follow it, as letters.
_CP1252 = {
    ord(bytes([code]).decode("cp1252", "ignore") or "\0"): code for code in range(0x80, 0xA0)
}
_BYTES = {**{code: code for code in range(0x80, 0x100)}, **_CP1252}
_TAIL = "[" + "".join(re.escape(chr(point)) for point, code in _BYTES.items() if code < 0xC0) + "]"
_MOJIBAKE = re.compile(f"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}")
# What Dutch and Frisian text may hold beyond ASCII; anything else is no repair.
_LIKELY = re.compile("[\u00a0-\u017f\u2010-\u2027\u20ac\u2030\u2122]")
# Letters that were lost on the way and can be only one thing in these words.
_LOST = (
    (re.compile("(?i)(?<=co)[?\ufffd](?=per)"), "ö"),
    (re.compile("(?i)(?<=frysl)[?\ufffd](?=n)"), "â"),
    (re.compile("(?i)(?<=s)[?\ufffd](?=dwest)"), "ú"),
    (re.compile("(?i)(?<=creati)[?\ufffd](?=n)"), "ë"),
    (re.compile("(?i)(?<=initi)[?\ufffd](?=ren)"), "ë"),
)
_NO_WORD = re.compile(r"[^a-z0-9]+")
# Nothing to repair: most cells, and by far the quickest way to know.
_PLAIN = re.compile(r"[!-%'-;@-_a-~]+(?: [!-%'-;@-_a-~]+)*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_QUOTES = str.maketrans("‘’‚‛´`“”„‟«»\u02bc\u2032\u2033", "''''''\"\"\"\"\"\"''\"")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x1f\x7f-\x9f]+")


def repaired(text: str) -> tuple[str, str | None]:
    """Return ``text`` with its characters put right, and in Dutch what was wrong with them.

    Entities of HTML and its tags, UTF-8 read as cp1252 (``Ã«``), letters that were lost in
    words that can be recognised, quotes, and spaces of every kind. The second is ``None`` when
    nothing but notation changed.
    """
    if _PLAIN.fullmatch(text):
        return text, None
    reasons: list[str] = []
    for _ in range(20):  # what one repair uncovers, the next pass finds
        before = text
        text = _one_pass(text, reasons)
        if text == before:
            break
    return text, " en ".join(dict.fromkeys(reasons)) or None


def _one_pass(text: str, reasons: list[str]) -> str:
    if match := _EXCEL_TEXT.fullmatch(text.strip()):
        text = match.group(1)
    plain = _TAG.sub(" ", html.unescape(text) if "&" in text else text)
    if plain != text:
        reasons.append("HTML-codes omgezet naar tekst")
    mended = _MOJIBAKE.sub(_decoded, plain)
    for pattern, letter in _LOST:
        mended = pattern.sub(letter, mended)
    if mended != plain:
        reasons.append("verminkte tekens hersteld")
    mended = unicodedata.normalize("NFC", mended.translate(_QUOTES))
    return _SPACE.sub(" ", mended).strip()


def _decoded(match: re.Match[str]) -> str:
    """Return the character that a run of misread bytes stood for, if it is a likely one."""
    run = match.group(0)
    try:
        character = bytes(_BYTES[ord(letter)] for letter in run).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return run
    return character if _LIKELY.fullmatch(character) else run


def is_nothing(text: str) -> bool:
    """Whether the cell is empty or says that there is nothing: ``-``, ``n.v.t.``, ``#N/B``."""
    return not text.strip() or text.strip().lower() in NOTHING


def is_damaged(text: str) -> bool:
    """Whether a character was lost for good (``\ufffd``)."""
    return "\ufffd" in text


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return ``text`` in lower case, without diacritics and with one space between its words.

    Made for comparing, never for showing: ``Coöperatie 't Hûs-U.A.`` is ``cooperatie t hus u a``.
    """
    lower = text.lower()
    if not lower.isascii():
        plain = unicodedata.normalize("NFKD", lower.replace("ø", "o").replace("ß", "ss"))
        lower = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", lower).strip()
