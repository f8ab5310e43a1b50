"""Personal data: which columns hold them, and masking what stands in other text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import pandas as pd

# Fields of a list that are split off at reading; a survey's are in its codebook.
PERSONAL_FIELDS = ("contact_name", "email", "phone", "street_address")
CONTACT_COLUMNS = ("row_id", "source", "column", "value")
EMAIL_MASK = "[e-mailadres]"
PHONE_MASK = "[telefoonnummer]"
HIDDEN = "(persoonsgegeven, niet getoond)"

_LOCAL = r"[\w.+'%&-]+"
_AT = r"(?:\s?[@＠]\s?|\s*[\[({]\s*(?:at?|apenstaartje)\s*[\])}]\s*|\s+apenstaartje\s+)"
_DOT = (
    r"(?:[.,]|\s+\.\s*|\.\s+(?=(?:nl|com|org|net|eu|frl|info)\b)"
    r"|\s*[\[({]\s*(?:dot|punt)\s*[\])}]\s*)"
)
_EMAIL = re.compile(
    rf"{_LOCAL}[@＠][\w-]+(?:[.,][\w-]+)*|{_LOCAL}{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE
)
# What may stand between the digits of a telephone number.
_GAP = r"[\s./()\u00a0\u2010-\u2015-]{0,4}"
# Not inside a longer number, a decimal or an IBAN; and a date is not a telephone number.
_START = (
    r"(?<!\d)(?<!\d[.,])(?<!\d[A-Z]{4})(?<!\d [A-Z]{4} )(?<!\d [A-Z]{4})(?<!\d[A-Z]{4} )"
    r"(?!\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}(?!\d))"
)
_END = r"(?!\d|:\d\d)"
_PHONE = re.compile(
    rf"{_START}\(?0\s?6\)?(?:{_GAP}\d){{8}}{_END}"
    rf"|{_START}\(?0[1-57-9]\d(?:{_GAP}\d){{7}}{_END}"
    rf"|(?:\+|{_START}00){_GAP}[1-9](?:{_GAP}\d){{7,13}}{_END}"
    rf"|{_START}31{_GAP}6(?:{_GAP}\d){{8}}{_END}"
    rf"|(?<!\w)[oO]\s?6(?:{_GAP}\d){{8}}{_END}"
)
# A number without its area code is only recognised behind a word that says what it is.
_LOCAL_PHONE = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mob(?:iel)?|fax|bel)\b[.:\s]{0,3}\d(?:[\s.-]?\d){5,9}(?!\d)"
    r"(?:\s*\(?(?:kengetal|netnummer)\s*\d{3,4}\)?)?",
    re.IGNORECASE,
)
# Excel drops the first zero of a mobile number; only as a whole cell is that recognisable.
_BARE_MOBILE = re.compile(r"\s*(?:6\d{8}|316\d{8})\s*")
_AT_SIGN = re.compile(r"[@＠]|apenstaartje|[\[({]\s*at?\s*[\])}]", re.IGNORECASE)
# What can hold something to mask: cheap, so that a column of a million cells is searched quickly.
_SUSPECT = (
    r"(?i)[@＠]|apenstaartje|[\[({]\s*at?\s*[\])}]|(?:\d\D{0,4}){9}"
    r"|\b(?:tel|mob|fax|bel)\D{0,14}(?:\d[\s.-]?){6}"
)

_CONTACT_WORDS = re.compile(
    r"\b(?:e?mails?|e?mailadres\w*|tel|telnr|telno|telnummer|tele?foo?n\w*|telefoan\w*|mobiel\w*"
    r"|06|06n\w+|mobile|phone\w*|gsm|fax|whatsapp|skype|linkedin|facebook ?profiel"
    r"|contact|[ck]ontactpers\w*|kontaktpers\w*|contactgeg\w*|contactinfo\w*|contactnaam\w*"
    r"|voorna\w+|achterna\w+|familienaam|roepnaam|tussenvoegsels?|voorletters?|initialen|aanhef"
    r"|first ?name\w*|last ?name\w*|surname|recipient\w*"
    r"|adres|adressen|adresgegevens|adresregel|\w*(?:post|bezoek|woon|huis|vestigings)adres"
    r"|correspondentieadres|address\w*|street\w*|straat\w*|strjitte|huisn\w+|huis nr|postbus"
    r"|voorzitter|secretaris|penningmeester|bestuursl\w+|bestuurders?|coordinator\w*"
    r"|coordinatrice|aanspreekp\w+|kartrekkers?|trekkers?|initiatiefnemers?|beheerders?"
    r"|geboorte\w*|bsn|burgerservicenummer|iban|bankrekening\w*|rekeningn\w+"
    r"|ip ?addr\w*|ip ?adres|latitude|longitude)\b"
)
# A whole question mentions such words without asking for them, so fewer count there.
_ASKS_CONTACT = re.compile(
    r"\b(?:e?mailadres\w*|telefoonn\w+|telnr|mobiele? nummer|contactpers\w*|contactgegevens"
    r"|uw naam|uw eigen naam|voornaam|achternaam|adresgegevens|uw adres|straat\w*|huisn\w+"
    r"|recipient email|recipient first name|recipient last name|ip address)\b"
)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return ``text`` as words alone: lower case, no diacritics or punctuation, one space.

    ``E-mail``, ``e mail`` and ``Email`` become one word, ``K.v.K.`` becomes ``kvk`` and
    ``thema's`` ``themas``.
    """
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    ).casefold()
    bare = re.sub(r"['\u2018\u2019`\u00b4]", "", bare).replace("#", " nummer ")
    words = re.sub(r"[\W_]+", " ", bare).strip()
    words = re.sub(r"\be (?=mail)", "e", words)
    # Letters alone belong together: p c, k v k.
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", words)


@lru_cache(maxsize=65_536)
def looks_like_contact(title: str) -> bool:
    """Whether a column with this header probably holds personal data of a contact person."""
    split_up = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", title)
    return any(_CONTACT_WORDS.search(plain(form)) for form in (title, split_up))


def asks_for_contact(question: str) -> bool:
    """Whether the answer to this question of a survey is probably personal data."""
    return _ASKS_CONTACT.search(plain(question)) is not None


def mask(text: str) -> tuple[str, int]:
    """Return ``text`` with mail addresses and telephone numbers masked, and how many there were.

    KvK numbers, postcodes, years, dates, counts and amounts stay: a telephone number has ten
    digits from a zero, or a country code.
    """
    masked, found = _mask(text)
    return masked, len(found)


def mask_column(values: pd.Series[str]) -> tuple[pd.Series[str], dict[int, list[str]]]:
    """Return ``values`` masked, and what was taken out by position in the column."""
    taken: dict[int, list[str]] = {}
    suspect = values.str.contains(_SUSPECT, regex=True).to_numpy().nonzero()[0].tolist()
    if not suspect:
        return values, taken
    texts = values.tolist()
    for position in suspect:
        texts[position], found = _mask(texts[position])
        if found:
            taken[position] = found
    return pd.Series(texts, index=values.index, dtype="str"), taken


def _mask(text: str) -> tuple[str, list[str]]:
    found: list[str] = []

    def hide(match: re.Match[str], mark: str) -> str:
        found.append(match.group().strip())
        return mark

    if _BARE_MOBILE.fullmatch(text):
        return PHONE_MASK, [text.strip()]
    masked = text
    if _AT_SIGN.search(text):
        masked = _EMAIL.sub(lambda match: hide(match, EMAIL_MASK), text)
    for rule in (_PHONE, _LOCAL_PHONE):
        masked = rule.sub(lambda match: hide(match, PHONE_MASK), masked)
    return masked, found
