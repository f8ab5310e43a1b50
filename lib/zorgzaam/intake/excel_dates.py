"""Dates where no date belongs: what Excel made of a number, and the number it was."""

from __future__ import annotations

import datetime as dt
import re

from zorgzaam import dutch

# Excel counts days from here; right for every day after its 29 February 1900, which never was.
EPOCH = dt.date(1899, 12, 30)
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?Z?)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_SHORT = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{2})")


def read_date(text: str, newest_year: int) -> dt.date | None:
    """Return the date that the whole of ``text`` is, or ``None``.

    Reads ``2012-03-01``, also with a time of day, ``1-3-2012`` and ``1/3/12``, the day before the
    month. Two digits of a year up to ``newest_year`` are of its century, others of the one before.
    """
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DUTCH.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _SHORT.fullmatch(text):
        day, month, short = (int(part) for part in match.groups())
        year = full_year(short, newest_year)
    else:
        return None
    if month > 12 >= day:
        day, month = month, day
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def full_year(short: int, newest_year: int) -> int:
    """Return the year that two digits mean: never after ``newest_year``."""
    century = newest_year - newest_year % 100
    return century + short if century + short <= newest_year else century - 100 + short


def serial_of(date: dt.date) -> int:
    """Return the number that Excel shows as this date: 1471 for 10 January 1904."""
    return (date - EPOCH).days


def date_of(serial: int) -> dt.date:
    """Return the date that Excel shows for a number."""
    return EPOCH + dt.timedelta(days=serial)


def words(date: dt.date) -> str:
    """Return the date as Dutch writes it: ``10 januari 1904``."""
    return dutch.date_text(date.isoformat())
