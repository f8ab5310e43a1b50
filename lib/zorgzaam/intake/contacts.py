"""Contact data that stood in a column of something else: out of the values, and out of the log.

Mail addresses and telephone numbers were masked at reading (:mod:`zorgzaam.intake.personal`).
With a mask usually stands a name ("Bel Jan Jansen, ..."), and a name cannot be recognised: so the
sentence of a mask goes, and so does one that names a contact person.
"""

from __future__ import annotations

import re

from zorgzaam.intake.personal import EMAIL_MASK, PHONE_MASK, mask

SHOWN = "(tekst met contactgegevens, niet getoond)"
# What may hold any of it; cheap, for most cells hold none.
_SUSPECT = re.compile(
    r"[@＠\[]|apenstaartje|\(at\)|\d[\d\s()./+-]{6,}\d|\d\D.*[1-9]\d{3}\s?[A-Za-z]{2}\b"
    r"|(?i:contactp|aanspreekp|voorzitter|secretaris|penningmeester|co[oö]rdinat|beheerder)"
)
_MARKS = re.compile(re.escape(EMAIL_MASK) + "|" + re.escape(PHONE_MASK))
# Street and number before a postcode: an address, of which only the postcode may stay.
_STREET = re.compile(r"^[^\d\n]*\d+[\w /-]{0,8}\W+(?=[1-9]\d{3}\s?[A-Za-z]{2}\b)")
_PERSON = re.compile(
    r"(?i:\b\w*(?:contactpersoon|aanspreekpunt|voorzitter|secretaris|penningmeester"
    r"|co[oö]rdinat(?:or|rice)|beheerder)\b)\s*(?::|=|is\b|-)?\s*"
    r"(?:(?i:dhr|mevr?|mw|de heer|mevrouw)\b\.?\s*)?[A-Z][\w'.-]+"
)
# A part that only says how to reach somebody.
_REACH = re.compile(
    r"(?i)^(?:bel|bellen|mail|mailen|contact|neem contact|info|tel|via|voor info)\b"
)
_SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!\bmw\.)(?<!\bdhr\.)(?<!\bmevr\.)(?<!\btel\.)(?<!\bnr\.)(?<!\bst\.)\s+|\s*[\n\r|]+\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\s*[,;|()/]\s*|\s+[-–]\s+")


def has_contacts(text: str) -> bool:
    """Whether a cell holds, or held, contact data or the name of a contact person."""
    if not _SUSPECT.search(text):
        return False
    plain = mask(text)[0]
    found = _MARKS.search(plain) or _PERSON.search(plain) or _STREET.match(plain)
    return found is not None


def without_contacts(text: str) -> str:
    """Return ``text`` without the sentences that hold contact data.

    Of an address before a postcode only the postcode and what is behind it stays. A cell of one
    sentence, such as a name, loses the parts between commas or brackets that hold them.
    """
    if not has_contacts(text):
        return text
    plain = _STREET.sub("", mask(text)[0])
    parts = [part for part in _SENTENCE.split(plain) if part.strip()]
    kept = [part for part in parts if not _is_personal(part)]
    if not kept and len(parts) == 1:
        clauses = [
            part
            for part in _CLAUSE.split(parts[0])
            if part and not _is_personal(part) and not _REACH.match(part)
        ]
        return clauses[0].strip() if clauses else ""
    return " ".join(kept).strip()


def _is_personal(part: str) -> bool:
    return bool(_MARKS.search(part) or _PERSON.search(part))
