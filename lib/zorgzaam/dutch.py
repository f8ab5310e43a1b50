"""Numbers, dates and lists as a Dutch reader expects them; the only place that formats them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# A locale is process-wide and differs between machines, so the marks are swapped by hand.
_SWAP_MARKS = str.maketrans(",.", ".,")


def format_number(value: float, decimals: int = 0) -> str:
    """Return ``value`` with a thousands point and a decimal comma: ``1.471``, ``63,4``.

    Halves are rounded away from zero, as readers do by hand (2.5 becomes 3), on the shortest
    decimal form of the number and not on its binary one.

    Raises
    ------
    ValueError
        If ``value`` is not finite; what to say then is for the caller to decide.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,f}".translate(_SWAP_MARKS)


def format_percent(value: float, decimals: int = 0) -> str:
    """Return ``value``, in percent and not as a fraction, with its sign: ``63,4 %``."""
    return f"{format_number(value, decimals)} %"


def join_words(words: Sequence[str], conjunction: str = "en") -> str:
    """Return ``words`` as an enumeration: ``a``, ``a en b``, ``a, b en c``; empty for none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def date_text(date: str) -> str:
    """Return an ISO date of any precision in words.

    ``2014`` stays ``2014``, ``2014-04`` becomes ``april 2014``, ``2014-07-10`` ``10 juli 2014``
    and an empty date ``datum onbekend``.

    Raises
    ------
    ValueError
        If ``date`` has none of these forms.
    """
    if not date:
        return "datum onbekend"
    match = _DATE.fullmatch(date)
    if match is None:
        raise ValueError(f"{date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{date!r} has no such month")
    words = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {words}" if day else words
