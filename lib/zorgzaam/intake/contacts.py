"""Contact data that stood in a column of something else: out of the values, and out of the log.

Mail addresses and telephone numbers were masked at reading (:mod:`zorgzaam.intake.personal`).
With a mask usually stands a name ("Bel Jan Jansen, ..."), and a name cannot be recognised: so the
sentence of a mask goes, and so does one that names a contact person. Where that leaves nothing,
a part stays only if it surely holds no name (:func:`_is_safe`).
"""

from __future__ import annotations

import re

from zorgzaam.intake.personal import EMAIL_MASK, PHONE_MASK, mask

SHOWN = "(tekst met contactgegevens, niet getoond)"
_MARKS = re.compile(re.escape(EMAIL_MASK) + "|" + re.escape(PHONE_MASK))
# Street and number before a postcode: an address, of which only the postcode may stay.
_STREET = re.compile(r"^[^\d\n]*\d+[\w /-]{0,8}\W+(?=[1-9]\d{3}\s?[A-Za-z]{2}\b)")

_ROLE = (
    r"(?i:\w*(?:[ck]onta[ck]tpers\w+|aanspreekp(?:unt|ersoon)|voorzitter|voorzitster|secretaris"
    r"|penningmeester|co[oö]rdinat(?:or|rice)|beheerder|kartrekker|initiatiefnemer|bestuurslid)\b)"
)
_TITLE = r"(?<!\d )(?<!-)(?i:\b(?:dhr|hr|mevr?|mw|mej|(?:de )?heer|mevrouw|meneer|mijnheer)\b)\.?"
_REACH = (
    r"(?i:\b(?:bel|belt|bellen|gebeld|app|mail|mailen|e-?mail|contact|info|informatie|inlichtingen"
    r"|tel|telefoon\w*|telefonisch|bereikbaar|aanmeld\w+|opgeven|opgave|vraag|vragen|terecht)\b)"
)
_SMALL = r"(?:(?i:van|de|den|der|het|'t|ter|ten|te|la|le|von|el|op|in)\s+){0,3}"
_WORD = r"[A-ZÀ-Ý][\w'’-]+"
_INITIALS = r"(?:[A-Z]\.\s?){1,5}"
_FULL_NAME = rf"(?:{_INITIALS}{_SMALL}|{_WORD}\s+{_SMALL}){_WORD}"
_ANY_NAME = rf"(?:{_INITIALS})?{_SMALL}{_WORD}"
# Each names a person, unless its name has a word of an initiative in it.
_PERSONS = tuple(
    re.compile(rule)
    for rule in (
        rf"{_TITLE}\s*(?P<name>{_ANY_NAME})",
        rf"\b{_ROLE}\s*(?:[:=-]|is\b|wordt\b)?\s*(?:{_TITLE}\s*)?(?P<name>{_ANY_NAME})",
        rf"{_REACH}\s*[:=]\s*(?P<name>{_FULL_NAME}|{_ANY_NAME}(?=\s*(?:$|[,;.()|/\[])))",
        rf"{_REACH}(?:\s+[a-z]+){{0,3}}\s+(?P<name>{_FULL_NAME})",
        rf"(?i:\bvraag(?:t)?\s+naar)\s+(?P<name>{_ANY_NAME})",
        rf"(?P<name>{_FULL_NAME}|^{_ANY_NAME})\s*(?:[,(:–-]|is\b|als\b)\s*"
        rf"(?:(?:onze|de|als|is)\s+)*{_ROLE}",
    )
)
# Words of which the names of initiatives are made, and the names of people are not.
_OF_INITIATIVES = re.compile(
    r"(?i)\b(?:\w*zorg(?!drager)\w*|dorps\w+|stads\w+|stadsdorp"
    r"|buurt\w*|wijk\w*|buren\w*|burger\w+|naoberschap|noaber\w+|naaste\w+|stichting|stg"
    r"|\w*vereniging|ver|huis|huiskamer|thuis|co[oö]p\w*|\w*hulp|samen\w*|bewoners?\w*|inloop\w*"
    r"|\w*collectief|ontmoet\w*|\w*punt|\w*netwerk|\w*kring|\w*groep|\w*club|\w*kamer|\w*tafel"
    r"|\w*tuin|\w*bus|\w*plek|\w*centrum|\w*werk|project|senioren\w*|ouderen\w*|gemeente|welzijn)\b"
)
# How a sentence begins that does not begin with a name.
_PLAIN_START = re.compile(
    r"(?i)(?:wij|we|ons|onze|de|het|een|er|dit|deze|elke?|iedere?|alle|veel|sinds|voor|door|met"
    r"|in|op|om|ook|als|wie|waar|mensen|vrijwilligers|maaltijden|vervoer|activiteiten|koken|eten"
    r"|wandelen|\d+)\s+(?=[a-z])"
)
_RUN = re.compile(
    rf"{_WORD}(?:\s+(?:(?i:van|de|den|der|het|'t|ter|ten|te|en|voor|om|op|aan|bij)\s+){{0,3}}{_WORD})*"
)
_IN_PLACE = re.compile(
    rf"(?:\b(?:in|te|uit|rond|rondom)|\b[1-9]\d{{3}}\s?[A-Z]{{2}})\s+{_WORD}(?:[ -]{_WORD})?"
)
_INITIAL_NAME = re.compile(rf"\b{_INITIALS}{_SMALL}{_WORD}")
_HOUSE_NUMBER = re.compile(
    r"(?i)(?:straat|weg|laan|plein|hof|dijk|kade|singel|pad|steeg|gracht|markt|park|dreef"
    r"|baan|str\.)\s*\d"
)
_REACH_OR_ROLE = re.compile(rf"{_REACH}|\b{_ROLE}|{_TITLE}\s")
# What may hold any of it; cheap, for most cells hold none.
_SUSPECT = re.compile(
    r"[@＠\[]|apenstaartje|\(at?\)|\d[\d\s()./+-]{5,}\d|\d\D.*[1-9]\d{3}\s?[A-Za-z]{2}\b"
    rf"|{_TITLE}|{_REACH}|{_ROLE}"
)
# A point behind one letter or a short form ends no sentence: "mw. A. Jansen".
_SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!\b\w\.)(?<!\b(?:mw|hr|dr|ir|ds|mr|nr|st)\.)(?<!\b(?:dhr|drs|mej|tel)\.)"
    r"(?<!\b(?:mevr|prof)\.)\s+|\s*[\n\r|]+\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*[,;|()/]\s*|\s+[-–]\s+")
_AND = re.compile(r"(\s+(?:en|maar|of|dus|want)\s+)")


def has_contacts(text: str) -> bool:
    """Whether a cell holds, or held, contact data or the name of a contact person."""
    if not _SUSPECT.search(text):
        return False
    plain = mask(text)[0]
    return _is_personal(plain) or _STREET.match(plain) is not None


def shown_text(text: str) -> str:
    """Return ``text`` to show to a researcher, or :data:`SHOWN` if it holds contact data."""
    return SHOWN if has_contacts(text) else text


def without_contacts(text: str) -> str:
    """Return of ``text`` what surely holds no contact data, which may be nothing.

    Of an address before a postcode only the postcode and what is behind it stays. Sentences that
    hold contact data or may name a person go. Of a cell of one sentence, such as a name, the first
    part between commas, brackets or "en" stays that is safe.
    """
    if not has_contacts(text):
        return text
    plain = _STREET.sub("", mask(text)[0])
    parts = [part for part in _SENTENCE.split(plain) if part.strip()]
    kept = [part for part in parts if not (_is_personal(part) or _may_name(part))]
    if not kept and len(parts) == 1:
        return next(filter(None, map(_safe_start, _CLAUSE.split(parts[0]))), "")
    return " ".join(kept).strip()


def _is_personal(part: str) -> bool:
    named = (found["name"] for rule in _PERSONS for found in rule.finditer(part))
    return bool(_MARKS.search(part)) or any(not _OF_INITIATIVES.search(name) for name in named)


def _may_name(part: str) -> bool:
    """Whether two words with capitals may be the name of a person, and not of an initiative."""
    runs = _RUN.findall(_PLAIN_START.sub("", _IN_PLACE.sub("", part), count=1))
    is_named = any(" " in run and not _OF_INITIATIVES.search(run) for run in runs)
    return is_named or bool(_INITIAL_NAME.search(part) or _HOUSE_NUMBER.search(part))


def _safe_start(clause: str) -> str:
    """Return how ``clause`` begins, up to the "en" behind which it is no longer safe."""
    kept = ""
    for at, part in enumerate(_AND.split(clause.strip())):
        if at % 2 == 0 and not _is_safe(kept + part):
            break
        kept += part
    return re.sub(rf"{_AND.pattern}$", "", kept)


def _is_safe(clause: str) -> bool:
    """Whether a clause surely holds no name: it begins as a sentence or is named as initiatives."""
    if not clause or _is_personal(clause) or _may_name(clause) or _REACH_OR_ROLE.search(clause):
        return False
    start = _PLAIN_START.match(clause)
    rest = _IN_PLACE.sub("", clause[start.end() :] if start else clause)
    runs = _RUN.findall(rest)
    is_known = (
        bool(start)
        or bool(_OF_INITIATIVES.match(clause))
        or bool(runs and clause.startswith(runs[0]) and _OF_INITIATIVES.search(runs[0]))
    )
    return is_known and all(_OF_INITIATIVES.search(run) for run in runs)
