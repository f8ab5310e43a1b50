"""Counts of people as they are written in lists: thousands points, ranges, words, dates."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from zorgzaam import dutch
from zorgzaam.intake import excel_dates
from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import fold, is_nothing, repaired

LARGEST = 1e12  # whatever it counts
_WIDEST = 5  # of a range with ends further apart the middle says nothing
HIGHEST_COUNT = 1_000_000  # more people than any village has: a telephone number or a typing error
REMEDY = "Vraag het aantal na en zet het in de correcties."
_NUMERAL = re.compile(r"\d{1,3}(?:[. ']\d{3})+(?:,\d+)?(?![\d])|\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ']\d{3})+(?:,(\d+))?")
_RANGE = re.compile(r"@\s?(?:-|–|—|/|à|á|a|tot|t/m|of|en|~|\.\.\.?)\s?@")
_YEAR_BEHIND = re.compile(r"\((?:in|anno|stand|peildatum|per|eind)?\s?(?:19|20)\d\d\)")
_MONTH = re.compile(
    r"\d{1,2}[- ](?:jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*\.?(?:[- ]\d{2,4})?"
    r"|(?:jan|feb|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*\.?[- ]\d{2,4}"
)

# Before or behind the number; what is written there decides how exact it is.
_SIGNS = (
    (
        "at_least",
        r"≥|>=|\+$|@\+|@ plus\b|\bmin(?:imaal|stens|imum)?\b|\bten\s?minste|\bvanaf\b|\bof meer",
    ),
    ("at_most", r"≤|<=|\bmax(?:imaal|imum)?\b|\bhooguit|\bhoogstens|^tot\b"),
    ("more_than", r">|\bmeer dan\b|\bruim\b|\bboven\b|\bmear as\b"),
    ("less_than", r"<|\bminder dan\b|\bonder\b|\bnog geen\b"),
    (
        "about",
        r"±|~|≈|\?|\+/-|\+-|\bc(?:a|irca)\b|\bongeveer\b|\brond\b|\bplm\b|\bplusminus\b|\bbijna"
        r"|\bzo'n\b|\bstuk of\b|@-?tal\b|\bgemiddeld|\bgeschat|\bom en nabij\b|\bschatting",
    ),
)
# Another quantity than people.
_UNIT = re.compile(
    r"%|€|\beuro|\bprocent|\bfte\b|\buur|\buren\b|\bkm\b|\bm2\b|\bdagdel|\bkeer\b|@\s?x\b"
)
_PER = re.compile(
    r"\bper (?:dag|week|maand|jaar|keer|activiteit|bijeenkomst)\b|\bp/?[wmj]\b"
    r"|\b(?:dage|weke|maande|jaar)lijks"
)
_VAGUE = re.compile(
    r"\b(?:tiental(?:len)?|honderd(?:en|tal|tallen)|duizenden|veel|enkele|paar|diverse|meerdere"
    r"|wisselend|variabel|variërend|verschilt|wisselt|alle|iedereen|onbeperkt|genoeg|weinig|divers"
    r"|handvol|heel)\b"
)
_TO_TWENTY = """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien
    zestien zeventien achttien negentien twintig
"""
_TENS = """
    tien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd
"""
_WORDS = {
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 1)},
    **{word: number for number, word in enumerate(_TO_TWENTY.split())},
    "tweehonderd": 200,
    "duizend": 1000,
}


class NumberSpan(NamedTuple):
    """A number with its ``precision`` and what it lies between.

    ``precision`` is ``exact``, ``about``, ``range``, ``at_least``, ``more_than``, ``at_most`` or
    ``less_than``. Of a range ``value`` is the middle; otherwise it is the number that was written.
    """

    value: float
    precision: str
    low: float | None
    high: float | None


def clean_number(text: str) -> Cleaned:
    """Return the :class:`NumberSpan` that a cell tells.

    A point before three digits is a thousands point and a comma a decimal one, as Dutch writes
    them. Words around one number go and are told; of a range the middle is taken. A date, a
    negative number, two numbers, another quantity than people, or words without a number is a
    doubt and gives ``None``.
    """
    if fold(text) == "geen":
        return Cleaned(NumberSpan(0, "exact", 0, 0), "'geen' gelezen als 0.")
    if is_nothing(text):
        return Cleaned(None)
    plain = _YEAR_BEHIND.sub("", repaired(text)[0].lower()).strip()
    if found := _date(plain):
        return found
    if fold(plain) in _WORDS:
        value = _WORDS[fold(plain)]
        return Cleaned(NumberSpan(value, "exact", value, value), f"'{plain}' gelezen als {value}.")
    tokens = _NUMERAL.findall(plain)
    rest = _NUMERAL.sub("@", plain)
    if not tokens:
        return _doubt("Hier staan woorden en geen aantal.")
    if re.search(r"(?:^|[\s(])-\s?@", rest) and not _RANGE.search(rest):
        return _doubt("Een aantal kan niet onder nul zijn.")
    if unit := _UNIT.search(rest):
        return _doubt(
            f"Hier staat iets anders dan een aantal mensen ('{unit.group(0).strip('@ ')}')."
        )
    numbers = [_number(token) for token in tokens]
    if wrong := next((what for _, what in numbers if what), None):
        return _doubt(wrong)
    return _read([value for value, _ in numbers], tokens, rest)


def clean_count(text: str) -> Cleaned:
    """Return :func:`clean_number` for a number of people: whole, and not more than a million.

    The middle of a range is rounded upwards from a half.
    """
    cleaned = clean_number(text)
    if cleaned.value is None:
        return cleaned
    span: NumberSpan = cleaned.value
    if re.fullmatch(r"\s*[1-9],0\s*", text):
        doubt = f"Hier staat een komma: is het {span.value:.0f} of {span.value * 10:.0f}?"
        return Cleaned(span._replace(value=int(span.value)), doubt=doubt, remedy=REMEDY)
    bounds = (span.low, span.high) if span.precision == "range" else (span.value,)
    if any(bound is not None and bound != int(bound) for bound in bounds):
        shown = dutch.format_number(span.value, 3).rstrip("0").rstrip(",")
        return _doubt(f"{shown} is geen heel aantal mensen.")
    if span.value > HIGHEST_COUNT:
        return _doubt("Dit getal is te groot voor een aantal mensen.")
    return Cleaned(
        span._replace(value=math.floor(span.value + 0.5)),
        cleaned.change,
        cleaned.doubt,
        cleaned.remedy,
    )


def _doubt(what: str) -> Cleaned:
    return Cleaned(None, doubt=what, remedy=REMEDY)


def _date(plain: str) -> Cleaned | None:
    """Recognise a date, and name the number that Excel may have made it of."""
    date = excel_dates.read_date(plain, 2099)
    if date is None:
        if _MONTH.fullmatch(plain):
            return _doubt("Hier staat een datum. Excel maakt die ook van twee getallen (10-12).")
        return None
    serial, words = excel_dates.serial_of(date), excel_dates.words(date)
    if serial < 0:
        return _doubt(f"Hier staat een datum ({words}) en geen aantal.")
    number = dutch.format_number(serial)
    return _doubt(
        f"Hier staat een datum ({words}) en geen aantal. Excel maakt die van {number} in een "
        f"kolom met datums; ook van {date.day}-{date.month}."
    )


def _number(token: str) -> tuple[float, str | None]:
    """Return what a numeral means, or what is unclear about it."""
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", token):
        shown = token.replace(",", ".")
        return 0.0, f"{token} kan {shown} zijn, of een getal met drie decimalen."
    if _THOUSANDS.fullmatch(token):
        whole, _, part = token.partition(",")
        plain = re.sub(r"\D", "", whole) + (f".{part}" if part else "")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}", token):
        plain = token.replace(",", "")  # 1,471,000 as English writes it
    else:
        plain = token.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:  # more than one decimal sign
        return 0.0, f"'{token}' is geen getal."
    return (value, None) if value <= LARGEST else (0.0, "Dit getal is te groot.")


def _read(values: list[float], tokens: list[str], rest: str) -> Cleaned:
    """Return what one number, or the two of a range, tells with the words around it."""
    if len(values) == 2 and _RANGE.search(rest):
        return _range(values[0], values[1])
    if len(values) > 1:
        return _doubt("Er staat meer dan een getal.")
    value, words = values[0], rest.replace("@", " ").strip(" .,:;()-")
    if _VAGUE.search(rest):
        return _doubt("Bij het getal staan woorden die het onzeker maken.")
    precision = next((name for name, rule in _SIGNS if re.search(rule, rest)), "exact")
    span = NumberSpan(value, precision, *_bounds(value, precision))
    if _PER.search(rest):
        what = "Het aantal geldt per keer of per periode; bij andere initiatieven is dat anders."
        return Cleaned(span, doubt=what, remedy="Reken het om naar hetzelfde tijdvak.")
    if precision != "exact":
        return Cleaned(span, f"{PRECISION_WORDS[precision]} {_shown(value)}.")
    if words:
        return Cleaned(span, "De woorden bij het getal zijn weggelaten.")
    is_scientific = "e" in tokens[0]
    return Cleaned(span, f"{tokens[0]} gelezen als {_shown(value)}." if is_scientific else None)


PRECISION_WORDS = {
    "about": "Ongeveer",
    "at_least": "Ten minste",
    "more_than": "Meer dan",
    "at_most": "Hoogstens",
    "less_than": "Minder dan",
}


def _bounds(value: float, precision: str) -> tuple[float | None, float | None]:
    low = value if precision in ("exact", "at_least", "more_than") else None
    high = value if precision in ("exact", "at_most", "less_than") else None
    return low, high


def _range(low: float, high: float) -> Cleaned:
    if low > high:
        return _doubt(f"Het bereik loopt van {_shown(low)} terug naar {_shown(high)}.")
    if 1900 <= high < 2100:
        return _doubt(f"{_shown(low)} tot {high:.0f}: is het tweede getal een jaar?")
    if high > _WIDEST * low:
        return _doubt(
            f"Het bereik van {_shown(low)} tot {_shown(high)} is te ruim voor een midden."
        )
    middle = (low + high) / 2
    change = f"Bereik van {_shown(low)} tot {_shown(high)}; het midden is gebruikt."
    return Cleaned(NumberSpan(middle, "range", low, high), change)


def _shown(value: float) -> str:
    decimals = 0 if value == int(value) else 2
    return dutch.format_number(value, decimals)
