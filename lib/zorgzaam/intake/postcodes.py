"""Dutch postcodes as people type them; those of neighbours are recognised, not guessed."""

from __future__ import annotations

import re

from zorgzaam.intake import excel_dates
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import fold, is_nothing, repaired

# Never given out, for what they once stood for.
FORBIDDEN_LETTERS = frozenset({"SA", "SD", "SS"})
REMEDY = "Zoek de postcode van het initiatief op en zet die in de correcties."
_FULL = re.compile(r"(?<![A-Za-z0-9])([1-9]\d{3})[\s.–-]{0,3}([A-Za-z]{2})(?![A-Za-z0-9])")
_SPACED = re.compile(r"(?<!\d)([1-9]\d)\s(\d{2})\s?([A-Za-z]{2})(?![A-Za-z0-9])")
_FOUR = re.compile(r"(?<![A-Za-z0-9])([1-9]\d{3})(?!\d|[A-Za-z])")
# A four-digit number as Excel or a thousands point shows it.
_NUMBER = re.compile(r"([1-9]\d{3})[.,]0+|([1-9])[.\s](\d{3})")
_BELGIAN = re.compile(
    r"\b(?:B|BE)[\s-]{0,2}([1-9]\d{3})\b(?!\s?[A-Z]{2}\b)|\bbelgi[eëuq]", re.IGNORECASE
)
_GERMAN = re.compile(
    r"\b(?:D|DE)?[\s-]{0,2}\d{5}\b(?!\d)|\bduitsland\b|\bdeutschland\b", re.IGNORECASE
)
_LUXEMBOURG = re.compile(
    r"\bL[\s-]{0,2}([1-9]\d{3})\b(?!\s?[A-Z]{2}\b)|\blux(?:em|um)b", re.IGNORECASE
)
_COUNTRY = re.compile(r"^\s*(?:NL|N|Nederland)[\s-]+(?=\d)", re.IGNORECASE)
# Letters that look like the digit that belongs there.
_LOOKALIKE = str.maketrans("OoIl", "0011")
_LOOKS = re.compile(r"(?<![A-Za-z0-9])([1-9OoIl][0-9OoIl]{3})\s?([A-Za-z]{2})?(?![A-Za-z0-9])")
# One letter, or a digit where a letter belongs: the four digits can still be used.
_HALF = re.compile(r"([1-9]\d{3})\s?(?:[A-Za-z]|[A-Za-z]\d|\d[A-Za-z])")
_AROUND = re.compile(r"(?i)\be\.?\s?o\.?(?=\s|$)|\ben omgeving\b")


def clean_postcode(text: str) -> Cleaned:
    """Return a Dutch postcode as ``1234AB``, or ``1234`` where only the digits are known.

    What stands around it (a place, a post office box, "NL-") goes. A letter O or l among the
    digits becomes 0 or 1 and is told; a Belgian or German postcode, a date, digits too few or
    letters that were never given out are a doubt.
    """
    if is_nothing(text):
        return Cleaned(None)
    plain = _COUNTRY.sub("", repaired(text)[0])
    if foreign := _foreign(plain):
        return Cleaned(None, doubt=foreign, remedy="Ligt het initiatief in Nederland? " + REMEDY)
    if date := excel_dates.read_date(plain, 2099):
        serial = excel_dates.serial_of(date)
        what = f"Hier staat een datum ({excel_dates.words(date)})"
        known = 1000 <= serial <= 9999
        made = f"; Excel maakt die van het getal {serial}" if known else ""
        return Cleaned(None, doubt=f"{what}{made}.", remedy=REMEDY)
    plain = _AROUND.sub(" ", plain).strip()
    return _single(plain) or _found(plain) or _unreadable(plain)


def place_behind(text: str) -> str:
    """Return the place that stands behind a postcode in the same cell, or ``""``.

    ``9471 PJ Zuidlaren`` gives ``Zuidlaren``.
    """
    plain = _AROUND.sub(" ", repaired(text)[0])
    match = _FULL.search(plain) or _FOUR.search(plain)
    rest = plain[match.end() :] if match else ""
    return "" if any(letter.isdigit() for letter in rest) else rest.strip(" ,;:-./")


def _foreign(plain: str) -> str | None:
    if _BELGIAN.search(plain):
        return "Dit is een postcode van België."
    if _LUXEMBOURG.search(plain):
        return "Dit is een postcode van Luxemburg."
    if _GERMAN.search(plain) and not _FULL.search(plain):
        return "Dit lijkt een postcode van Duitsland (vijf cijfers)."
    return None


def _single(plain: str) -> Cleaned | None:
    """Return the postcode if it is all there is in the cell."""
    if match := _NUMBER.fullmatch(plain):
        return Cleaned("".join(part for part in match.groups() if part))
    if match := _SPACED.fullmatch(plain):
        return Cleaned("".join(match.groups()).upper(), "Spaties uit de postcode gehaald.")
    if match := _HALF.fullmatch(plain):
        doubt = f"De letters van de postcode kloppen niet; alleen {match.group(1)} is gebruikt."
        return Cleaned(match.group(1), doubt=doubt, remedy=REMEDY)
    return Cleaned(plain) if re.fullmatch(r"[1-9]\d{3}", plain) else None


def _found(plain: str) -> Cleaned | None:
    """Return the postcode in a longer text; several different ones are a doubt."""
    full = [(digits, letters.upper()) for digits, letters in _FULL.findall(plain)]
    four = [] if full else [(digits, "") for digits in _FOUR.findall(plain)]
    codes = list(dict.fromkeys(full or four))
    if len({digits for digits, _ in codes}) > 1:
        listed = " en ".join(digits + letters for digits, letters in codes)
        return Cleaned(None, doubt=f"Er staan meer postcodes: {listed}.", remedy=REMEDY)
    if not codes:
        return None
    digits, letters = codes[0] if len(codes) == 1 else (codes[0][0], "")
    if letters in FORBIDDEN_LETTERS:
        doubt = f"De letters {letters} komen in geen postcode voor; alleen {digits} is gebruikt."
        return Cleaned(digits, doubt=doubt, remedy=REMEDY)
    is_alone = re.fullmatch(r"[\s.–-]*", _FULL.sub("", plain) if full else _FOUR.sub("", plain))
    change = None if is_alone else "Alleen de postcode overgenomen; er stond meer in de cel."
    return Cleaned(digits + letters, change)


def _unreadable(plain: str) -> Cleaned:
    match = _LOOKS.search(plain)
    if match and sum(letter.isdigit() for letter in match.group(1)) >= 2:
        digits = match.group(1).translate(_LOOKALIKE)
        letters = (match.group(2) or "").upper()
        if digits[0] != "0" and letters not in FORBIDDEN_LETTERS:
            what = f"'{match.group(1)}' gelezen als {digits}: een letter stond voor een cijfer."
            return Cleaned(digits + letters, what)
    digits = re.sub(r"\D", "", plain)
    if digits.startswith("0") and len(digits) == 4:
        what = "Een postcode begint niet met een 0."
    elif re.fullmatch(r"\d{3}\s?[a-z]{2}", fold(plain)):
        what = "Er ontbreekt een cijfer in de postcode."
    else:
        what = "Dit is geen Nederlandse postcode."
    return Cleaned(None, doubt=what, remedy=REMEDY)
