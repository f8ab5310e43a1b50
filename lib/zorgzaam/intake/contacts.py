"""Contact data that somebody typed in a column that is not for it: taken out before all else."""

from __future__ import annotations

import re

MASK = "[contactgegeven]"
_MAIL = re.compile(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d.,+-])(?:(?:\+|00)\s?31[\s-]?(?:\(0\))?[\s-]?\d{1,3}|\(?0\d{1,3}\)?)"
    r"\s?[-/]?\s?\d(?:[ .]?\d){4,8}(?![\d-])"
)
# Street and number before a postcode: an address, of which only the postcode may stay.
_STREET = re.compile(r"^[^\d\n]*\d+[\w /-]{0,8}\W+(?=[1-9]\d{3}\s?[A-Za-z]{2}\b)")


def _phone(match: re.Match[str]) -> str:
    """Return the mask for a number of a Dutch telephone, and anything else as it stood."""
    digits = re.sub(r"\D", "", match.group(0))
    national = re.sub(r"^(?:00)?310?", "0", digits) if not digits.startswith("0") else digits
    national = re.sub(r"^00310?", "0", national)
    return MASK if len(national) == 10 else match.group(0)


def masked(text: str) -> str:
    """Return ``text`` with every mail address, telephone number and house address masked."""
    if "@" in text or "at" in text:
        text = _MAIL.sub(MASK, text)
    if any(letter.isdigit() for letter in text):
        text = _STREET.sub("", _PHONE.sub(_phone, text))
    return text


def without_contacts(text: str) -> str:
    """Return ``text`` without the mail addresses, telephone numbers and house address in it."""
    plain = masked(text)
    if plain == text:
        return text
    rest = " ".join(plain.replace(MASK, " ").split())
    # Words that only announced what is gone: "tel:", "e-mail".
    rest = re.sub(r"(?i)\b(?:tel(?:efoon)?|mob(?:iel)?|e-?mail|mail|contact)\b\s*[.:]*\s*$", "", rest)
    return rest.strip(" ,;:-/|()")
