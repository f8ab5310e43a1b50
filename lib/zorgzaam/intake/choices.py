"""Answers that come from a short list: phase, legal form, appearance, themes, yes or no.

What people write is matched on whole words with the phrases of :data:`PHRASES`, the longest
first; the labels of the codebook are among them. What is not known stays in the log.
"""

from __future__ import annotations

import re
from functools import cache

from zorgzaam import dutch
from zorgzaam.intake.choice_words import LABELS, PHRASES
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import fold, is_nothing, repaired, words_of

_LINES = re.compile(r"[;|\n\r]")
_SEPARATORS = re.compile(r"[,/•·]|\s+[-–]\s+|\s&\s|\s\+\s|\b(?:en/of|en|of|alsook|plus)\b")
_NUMBERING = re.compile(r"^\s*\(?\d{1,2}\s*[.):=-]\s*(?=[^\W\d])|^\s*[-–*]\s*(?=\w)")
YES = words_of(
    """
    ja j jaa jazeker yes y x xx v true waar 1 wel akkoord ok oke oké graag mag zeker klopt
    toestemming jawol
    """
) | {"mag wel", "is goed", "geen bezwaar", "ja graag", "ja hoor", "voldoet", "ja mag"}
NO = words_of("nee n neen no false onwaar 0 niet geen liever nooit weigert bezwaar") | {
    "liever niet", "mag niet", "nee liever niet", "geen toestemming", "niet akkoord",
    "geen akkoord", "niet gewenst", "voldoet niet",
}  # fmt: skip
# Behind a yes or no: a condition, a half answer or the opposite.
REFUSED = re.compile(
    r"\b(?:maar|mits|tenzij|behalve|als|indien|alleen|deels|gedeeltelijk|nog|niet|nee|ja|wel|soms"
    r"|misschien|later|zonder|eerst|onder voorwaarde|in overleg|na overleg|anoniem)\b"
)
FILLERS = words_of("de het een in fase wel is we zijn wij voor met en")
DENIALS = words_of("niet nog geen nooit niks onduidelijk")
LARGER = re.compile(
    r"\b(?:onderdeel|deel|werkgroep|commissie|afdeling|project|initiatief) (?:van|binnen|onder)\b"
    r"|\b(?:valt|hangt|ondergebracht|vallend) (?:onder|bij)\b"
    r"|^onder (?:de |een )?(?:stichting|vereniging)"
)


@cache
def _patterns(field: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the phrases of ``field`` as patterns of whole words, the longest first."""
    known = {fold(phrase): slug for slug, phrases in PHRASES[field].items() for phrase in phrases}
    known |= {fold(slug.replace("_", " ")): slug for slug in PHRASES[field]}
    known |= {fold(label): slug for slug, label in LABELS[field].items()}
    ordered = sorted(known.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple((re.compile(rf"\b{re.escape(phrase)}\b"), slug) for phrase, slug in ordered)


def _slugs_in(field: str, words: str) -> tuple[list[str], set[str]]:
    """Return the answers that are in ``words``, in their order, and the words that were left."""
    found: list[tuple[int, str]] = []
    for pattern, slug in _patterns(field):
        while match := pattern.search(words):
            found.append((match.start(), slug))
            # The same length, so that the places of what is found later stay right.
            words = words[: match.start()] + "#" * len(match.group(0)) + words[match.end() :]
    left = set(re.sub(r"[#\d]+", " ", words).split())
    return list(dict.fromkeys(slug for _, slug in sorted(found))), left - FILLERS


def _unknown(field: str, shown: str) -> Cleaned:
    allowed = dutch.join_words(list(LABELS[field].values()), "of")
    return Cleaned(
        None,
        doubt=f"'{shown}' is geen bekend antwoord.",
        remedy=f"Kies in de correcties uit: {allowed}.",
    )


def clean_choice(text: str, field: str) -> Cleaned:
    """Return the one answer of the codebook that a cell gives to ``field``, or ``None``.

    ``field`` is one of ``phase``, ``legal_form`` and ``appearance``. Words around the answer are
    told; two answers, a denial ("niet gestart") or none that is known are a doubt.
    """
    nothing_is_an_answer = field == "legal_form" and fold(text) == "geen"
    if is_nothing(text) and not nothing_is_an_answer:
        return Cleaned(None)
    plain = _NUMBERING.sub("", repaired(text)[0])
    if field == "legal_form" and LARGER.search(fold(plain)):
        return Cleaned("part_of_larger")
    found, left = _slugs_in(field, fold(plain))
    if len(found) == 1 and not left & DENIALS:
        label = LABELS[field][found[0]]
        return Cleaned(found[0], f"'{plain}' gelezen als {label}." if left else None)
    if len(found) > 1:
        several = dutch.join_words([LABELS[field][slug] for slug in found])
        doubt = f"Hier staan meer antwoorden: {several}."
        return Cleaned(None, doubt=doubt, remedy="Kies er in de correcties een.")
    return _unknown(field, plain)


def clean_choices(text: str, field: str) -> Cleaned:
    """Return the answers that a cell gives to ``field`` as a tuple, in the order of the codebook.

    ``field`` is ``themes`` or ``activities``. Answers are parted by ``;``, ``,``, ``/``, ``|``,
    a new line or "en". Those that are not known are named in a doubt; the others are kept.
    """
    if is_nothing(text):
        return Cleaned(None)
    found: set[str] = set()
    unknown: list[str] = []
    for line in _LINES.split(text):
        plain = repaired(line)[0]
        # The whole line too: "hand- en spandiensten" is one answer.
        whole, left = _slugs_in(field, fold(plain))
        found |= set(whole)
        for part in _parts(plain):
            slugs, _ = _slugs_in(field, fold(part))
            found |= set(slugs)
            if not slugs and left & set(fold(part).split()):
                unknown.append(part)
    value = tuple(slug for slug in PHRASES[field] if slug in found) or None
    if not unknown:
        return Cleaned(value)
    listed = dutch.join_words([f"'{part}'" for part in unknown])
    allowed = dutch.join_words(list(LABELS[field].values()), "of")
    return Cleaned(
        value,
        doubt=f"Niet bekend: {listed}.",
        remedy=f"Kies in de correcties uit: {allowed}.",
    )


def _parts(line: str) -> list[str]:
    """Return the answers in one line of a cell."""
    parts = (_NUMBERING.sub("", part).strip(" .:()") for part in _SEPARATORS.split(line))
    return [part for part in parts if part]


def clean_yes_no(text: str) -> Cleaned:
    """Return ``yes`` or ``no``; a condition or a half yes is a doubt."""
    words = fold(repaired(text)[0])
    if words in NO:
        return Cleaned("no")
    if text.strip().lower() in ("✓", "✔", "☑", "☒", "√") or words in YES:
        return Cleaned("yes")
    if is_nothing(text):
        return Cleaned(None)
    first, _, rest = words.partition(" ")
    if first in ("ja", "nee", "yes", "no", "wel", "niet") and not REFUSED.search(rest):
        value = "yes" if first in ("ja", "yes", "wel") else "no"
        return Cleaned(
            value, f"'{repaired(text)[0]}' gelezen als {'ja' if value == 'yes' else 'nee'}."
        )
    return Cleaned(
        None,
        doubt=f"'{repaired(text)[0]}' is niet zonder meer ja of nee.",
        remedy="Kies in de correcties ja of nee.",
    )


def clean_consent(text: str) -> Cleaned:
    """Return ``yes`` or ``no`` to being shown: what is not a plain yes is a no until it is mended.

    A name that is published by mistake cannot be taken back. Only an empty cell is no answer: a
    dash, a question mark or "weet niet" is not a yes.
    """
    if not text.strip():
        return Cleaned(None)
    found = clean_yes_no(text)
    is_plain = "?" not in text and not text.strip().startswith("-")
    if found.value == "no" or (found.value == "yes" and is_plain):
        return found
    return Cleaned(
        "no",
        doubt=found.doubt or f"'{repaired(text)[0]}' is niet zonder meer ja of nee.",
        remedy="Kies in de correcties ja of nee. Tot dan staat het initiatief niet op de kaart.",
    )
