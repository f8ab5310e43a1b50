"""Dates as published, of any precision, as periods in years."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")


def period_years(text: str) -> tuple[float, float]:
    """Return the begin and end of the period that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names.

    In decimal years, the end being where the next period begins: ``2014`` is 2014.0 to 2015.0.

    Raises
    ------
    ValueError
        If ``text`` has none of these forms or names a date that does not exist.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    first = date(year, month or 1, day or 1)
    if month is None:
        return float(year), float(year + 1)
    # Day 28 and four more is always in the next month.
    after = first + timedelta(1) if day else (first.replace(day=28) + timedelta(4)).replace(day=1)
    return _decimal_year(first), _decimal_year(after)


def _decimal_year(day: date) -> float:
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - start).days / (end - start).days
