"""Contact data that stood in a column of something else: out of the values, and out of the log.

Mail addresses and telephone numbers were masked at reading (:mod:`zorgzaam.intake.personal`).
Here the masks leave the values that are shown, and so do a street and number before a postcode.
"""

from __future__ import annotations

import re

from zorgzaam.intake.personal import EMAIL_MASK, PHONE_MASK, mask

# What may hold any of it; cheap, for most cells hold none.
_SUSPECT = re.compile(
    r"[@＠\[]|apenstaartje|\(at\)|\d[\d\s()./+-]{6,}\d|\d\D.*[1-9]\d{3}\s?[A-Za-z]{2}\b"
)
_MARKS = re.compile(re.escape(EMAIL_MASK) + "|" + re.escape(PHONE_MASK))
# Street and number before a postcode: an address, of which only the postcode may stay.
_STREET = re.compile(r"^[^\d\n]*\d+[\w /-]{0,8}\W+(?=[1-9]\d{3}\s?[A-Za-z]{2}\b)")
# Words that only announced what is gone.
_ANNOUNCED = re.compile(
    r"(?i)(?:\b(?:tel(?:efoon)?|mob(?:iel)?|e-?mail|mail|contact|bel|bellen)\b\s*[.:]*\s*)+$"
)


def masked(text: str) -> str:
    """Return ``text`` as a log may show it: no mail address, telephone number or house address."""
    return _STREET.sub("", mask(text)[0])


def without_contacts(text: str) -> str:
    """Return ``text`` without the mail addresses, telephone numbers and house address in it."""
    if not _SUSPECT.search(text):
        return text
    plain = masked(text)
    rest = " ".join(_MARKS.sub(" ", plain).split())
    return rest if rest == text else _ANNOUNCED.sub("", rest).strip(" ,;:-/|")
