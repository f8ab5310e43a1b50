"""Start years as people write them, with how certain they are."""

from __future__ import annotations

import re
from typing import NamedTuple

from zorgzaam import dutch
from zorgzaam.intake import excel_dates
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import fold, is_nothing, repaired

EARLIEST = 1800  # the oldest village association is younger
# Numbers below this day of Excel (1 January 1970) are years with a digit too many, such as 20012.
FIRST_SERIAL = 25569
REMEDY = "Vraag na in welk jaar het initiatief begon en zet dat in de correcties."
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_LONE = re.compile(r"(\d{4})(?:[.,]0+)?")
_SHORT = re.compile(r"'\s?(\d{2})(?!\d)")
_PAIR = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-–—/&+,]|t/m|tm|tot en met|tot|à|a|of|en|om)\s?(\d{4})(?!\d)"
)
_SHORT_PAIR = re.compile(r"(?<![\d-])(\d{4})\s?[-–—/]\s?'?(\d{2})(?![\d-])")
_DECADE = re.compile(r"\bjaren\s+'?(\d{2}|\d{4})\b|\b'?((?:19|20)?\d0)(?:er|'s|s)\b")
_DECADES = {"vijftig": 1950, "zestig": 1960, "zeventig": 1970, "tachtig": 1980, "negentig": 1990}
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_MONTHS = "jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec|" + "|".join(dutch.MONTHS)
_MONTH_SHORT = re.compile(rf"(?:\d{{1,2}}[- ])?(?:{_MONTHS})\.?[- ]'?(\d{{2}})")

# Words around one year, and what they make of it. All words are folded (no accents or points),
# and "jjjj" stands where the year stood.
_ABOUT = re.compile(
    r"\b(?:ca|circa|rond|omstreeks|ongeveer|plm|plusminus|c|geschat|vermoedelijk|waarschijnlijk"
    r"|om en nabij|of zo|ergens|sirka|schatting)\b"
)
_ABOUT_SIGN = re.compile(r"[±~≈?]|\+/-|\+-")
_PART_OF_YEAR = rf"(?: (?:het jaar|jaar|begin|medio|eind|zomer|{_MONTHS}))?"
_BEFORE = re.compile(rf"\b(?:voor|foar|eerder dan){_PART_OF_YEAR} jjjj\b")
_AFTER = re.compile(rf"\b(?:na|nei|later dan){_PART_OF_YEAR} jjjj\b")
_AT_LATEST = re.compile(r"\buiterlijk jjjj\b|\bjjjj of (?:eerder|vroeger|daarvoor)\b")
_AT_EARLIEST = re.compile(r"\bop zijn vroegst jjjj\b|\bjjjj of (?:later|daarna)\b")
# What is no start: an end, a plan, a denial.
_OTHER = re.compile(
    r"\b(?:tot|t m|gestopt|stopt|beeindigd|opgeheven|einde|eindigt|verwacht|gepland|niet|geen|nog"
    r"|subsidie|fusie|gefuseerd|verhuisd|heropend|doorstart|nieuwe?)\b"
)


class YearSpan(NamedTuple):
    """A start year: ``year`` with its ``precision``, and the years it lies between.

    ``precision`` is ``exact``, ``about``, ``range``, ``before`` or ``after``. ``year`` is the
    year that was written: with ``before`` and ``after`` the initiative began before or after it.
    Of two years next to each other (``1998/1999``, a season) it is the first; of a longer range
    there is no year (``None``), only ``low`` and ``high``.
    """

    year: int | None
    precision: str
    low: int | None
    high: int | None


def clean_year(text: str, wave: int = 2020) -> Cleaned:
    """Return the :class:`YearSpan` that a cell tells, in the measurement year ``wave``.

    Reads years with words around them, seasons, dates, the serial numbers and the wrong dates
    that Excel makes of them, and two digits after an apostrophe. A year after the wave or before
    1800, two bare digits, a period of years or an end year is a doubt and gives no year.
    """
    if is_nothing(text):
        return Cleaned(None)
    plain = repaired(text)[0].lower()
    for read in (_lone, _date, _pair, _month_short, _serial, _decade):
        if (found := read(plain, wave)) is not None:
            return found
    return _in_words(plain, wave)


def _doubt(what: str, value: YearSpan | None = None) -> Cleaned:
    return Cleaned(value, doubt=what, remedy=REMEDY)


def _wrong(year: int, wave: int) -> str | None:
    """Return what is wrong with a year, or ``None``."""
    if year > wave:
        return f"{year} ligt na het meetjaar {wave}."
    if year < EARLIEST:
        return f"{year} is geen startjaar; misschien is dit een aantal of een ander nummer."
    return None


def _checked(span: YearSpan, wave: int, change: str | None = None) -> Cleaned:
    years = [year for year in (span.year, span.low, span.high) if year is not None]
    wrong = [what for year in years if (what := _wrong(year, wave))]
    return _doubt(wrong[0]) if wrong else Cleaned(span, change)


def _exact(year: int, wave: int, change: str | None = None) -> Cleaned:
    return _checked(YearSpan(year, "exact", year, year), wave, change)


def _lone(plain: str, wave: int) -> Cleaned | None:
    """Read ``2012``, ``2012.0`` and ``'12``; two bare digits are a doubt."""
    if match := _LONE.fullmatch(plain):
        return _exact(int(match.group(1)), wave)
    if match := _SHORT.fullmatch(plain):
        year = excel_dates.full_year(int(match.group(1)), wave)
        return _exact(year, wave, f"{plain} gelezen als {year}.")
    if re.fullmatch(r"\d{1,3}", plain):
        return _doubt(f"'{plain}' is geen jaar van vier cijfers.")
    return None


def _date(plain: str, wave: int) -> Cleaned | None:
    """Read a date; one of 1905 is what Excel makes of a year in a column of dates."""
    date = excel_dates.read_date(plain, wave)
    if date is None:
        if match := re.fullmatch(
            r"(?:(\d{4})[-/.](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/.](\d{4}))", plain
        ):
            first, month, _, last = match.groups()
            if first and int(month) == (int(first) + 1) % 100:
                return None  # 2009-10 may as well be two years
            return _exact(
                int(first or last), wave, "Uit maand en jaar is alleen het jaar overgenomen."
            )
        return None
    serial = excel_dates.serial_of(date)
    if 0 <= serial <= 2:
        return _doubt(f"{excel_dates.words(date)} is wat Excel van een lege datum maakt.")
    if EARLIEST <= serial <= wave:
        why = f"Excel maakte van het jaar {serial} de datum {excel_dates.words(date)}."
        return _exact(serial, wave, why)
    return _exact(date.year, wave, "Van de datum is alleen het jaar overgenomen.")


def _pair(plain: str, wave: int) -> Cleaned | None:
    """Read two years: a season or a range."""
    years = [int(year) for year in _YEAR.findall(plain)]
    if match := _SHORT_PAIR.search(plain):
        first = int(match.group(1))
        second = int(match.group(2))
        century = first - first % 100 + (100 if second == (first + 1) % 100 == 0 else 0)
        pair = (first, century + second)
        if pair[1] <= first or len(years) > 1:
            return None
    elif (match := _PAIR.search(plain)) and len(years) == 2:
        pair = (years[0], years[1])
    else:
        return None
    if pair[0] == pair[1]:
        return _exact(pair[0], wave, "Twee keer hetzelfde jaar.")
    return _range(*pair, wave)


def _range(low: int, high: int, wave: int) -> Cleaned:
    if wrong := _wrong(low, wave) or _wrong(high, wave):
        return _doubt(wrong)
    if low > high:
        return _doubt(f"{low} en {high} staan in de verkeerde volgorde of horen niet bij elkaar.")
    if high == low + 1:
        span = YearSpan(low, "range", low, high)
        return Cleaned(span, f"Twee opeenvolgende jaren: het eerste, {low}, is het startjaar.")
    what = f"Van {low} tot {high}: dit kan een periode zijn; het startjaar is niet bekend."
    return _doubt(what, YearSpan(None, "range", low, high))


def _month_short(plain: str, wave: int) -> Cleaned | None:
    """Read ``mrt-14``, as Excel shows a month."""
    match = _MONTH_SHORT.fullmatch(plain)
    if match is None:
        return None
    year = excel_dates.full_year(int(match.group(1)), wave)
    return _exact(year, wave, f"'{plain}' gelezen als {year}.")


def _serial(plain: str, wave: int) -> Cleaned | None:
    """Read the number of days that Excel keeps a date as: 41000 is in 2012."""
    match = _SERIAL.fullmatch(plain)
    if match is None:
        return None
    date = excel_dates.date_of(int(match.group(1)))
    if int(match.group(1)) < FIRST_SERIAL or date.year > wave:
        return _doubt(f"'{plain}' is geen jaar en ook geen datum van Excel tot en met {wave}.")
    why = f"{match.group(1)} is de datum {excel_dates.words(date)} zoals Excel die bewaart."
    return _exact(date.year, wave, why)


def _decade(plain: str, wave: int) -> Cleaned | None:
    """Read ``jaren 90``: a range of ten years, without a year."""
    words = re.search(r"\bjaren (vijftig|zestig|zeventig|tachtig|negentig)\b", fold(plain))
    match = _DECADE.search(plain)
    if words:
        low = _DECADES[words.group(1)]
    elif match:
        number = int(match.group(1) or match.group(2))
        low = number if number > 99 else excel_dates.full_year(number, wave)
    else:
        return None
    high = min(low + 9, wave)
    if wrong := _wrong(low, wave):
        return _doubt(wrong)
    return _doubt(f"Alleen het tijdvak {low}-{high} is bekend.", YearSpan(None, "range", low, high))


def _in_words(plain: str, wave: int) -> Cleaned:
    """Read one year with words around it."""
    years = sorted({int(year) for year in _YEAR.findall(plain)})
    if not years and (short := _SHORT.findall(plain)):
        years = sorted({excel_dates.full_year(int(digits), wave) for digits in short})
    if len(years) > 1:
        listed = dutch.join_words([str(year) for year in years])
        return _doubt(f"Er staan meer jaren: {listed}.")
    if not years:
        return _doubt("Hier staat geen jaar.")
    year, words = years[0], fold(_SHORT.sub(" jjjj ", _YEAR.sub(" jjjj ", plain)))
    if _OTHER.search(words):
        return _doubt(f"Bij {year} staat een woord waardoor dit misschien niet het startjaar is.")
    if re.search(r"\d{5,}", plain):
        return _doubt("Hier staat een nummer dat geen jaar is.")
    return _with_words(year, words, plain, wave)


def _with_words(year: int, words: str, plain: str, wave: int) -> Cleaned:
    if _BEFORE.search(words) or plain.startswith("<"):
        return _checked(YearSpan(year, "before", None, year - 1), wave, f"Begonnen voor {year}.")
    if _AT_LATEST.search(words):
        span = YearSpan(year, "before", None, year)
        return _checked(span, wave, f"Begonnen in of voor {year}.")
    if _AT_EARLIEST.search(words):
        return _checked(YearSpan(year, "after", year, None), wave, f"Begonnen in of na {year}.")
    if _AFTER.search(words) or plain.startswith(">"):
        return _checked(YearSpan(year, "after", year + 1, None), wave, f"Begonnen na {year}.")
    if _ABOUT.search(words) or _ABOUT_SIGN.search(plain):
        return _checked(YearSpan(year, "about", None, None), wave, f"Ongeveer {year}.")
    has_words = words.replace("jjjj", "").strip()
    return _exact(year, wave, "De woorden om het jaar zijn weggelaten." if has_words else None)
