"""The name of an initiative: tidied to be shown, with the legal form that it tells."""

from __future__ import annotations

import re
from itertools import pairwise

from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import fold, is_damaged, is_nothing, repaired, words_of

SMALL_WORDS = words_of(
    """
    aan bij de den der door een en fan for foar het in it met mei of om onder op oer te
    ten ter tot tussen uit van voor yn 't 's 'e e.o. c.a.
    """
)
# These begin a place name (Den Ham, Ter Apel), unless they follow another small word.
PLACE_WORDS = frozenset({"den", "ten", "ter"})
# Written in capitals by everybody: abbreviations of forms, laws and organisations.
ACRONYMS = words_of(
    """
    ANBI AZC BOKD BV CV DB EHBO GGD GGZ GKB HKN KBO KNHM KVG KWJ LEW LVKK MFA MFC NB NH
    NLZVE NPO NV OBS PCOB PKN POBB SWO VKKL VKKG VOF VPTZ VVE WMO WOP WZW ZH ZZG ZZP
    """
)
_NUMBERING = re.compile(r"^(?:\d{1,4}[.)]\s+|[•·▪*►➢–—-]\s*)(?=\w|['\"(])")
# In oprichting, at the end: "i.o.", "(i.o.)", "io", "in oprichting".
_FOUNDING = re.compile(
    r"(?i)[\s,;:–-]*[(\[]?\s*(?:\bi\.\s?o\.?|(?<=\s)i/?o\.?|\bin\s+oprichting|\byn\s+oprjochting)\s*[)\]]?\s*$"
)
_FOUNDING_INSIDE = re.compile(
    r"(?i)\(\s*(?:i\.?\s?o\.?|in\s+oprichting)\s*\)|\bin\s+oprichting\b|\bi\.o\."
)
_EDGES = " ,;:|/\\•·*"

# The first of these in a name is its form. A compound such as zorgcoöperatie says how an
# initiative looks, not what it is in law: many are a foundation or an association.
_FORMS = (
    ("cooperative", re.compile(r"\b(?:cooperatie(?:ve|f)?|coop|kooperaasje)\b|\b[ubw] ?a$")),
    ("foundation", re.compile(r"\b(?:stichting|stg|sticht|stifting)\b")),
    (
        "association",
        re.compile(
            r"\b(?:[a-z]*vereniging|ver|feriening|dorpsbelang(?:en)?|doarpsbelang(?:en)?)\b"
        ),
    ),
    (
        "other",
        re.compile(r"\b(?:b ?v|n ?v|vof|v o f|eenmanszaak|maatschap|bvba)$|^(?:b ?v|n ?v)\b"),
    ),
)
_PART = re.compile(r"^(?:werkgroep|commissie|afdeling|project|onderdeel|initiatiefgroep)\b")

_TOTAL = re.compile(
    r"(?:(?:eind|sub|tussen|grand )?tota(?:al|len|le)|som|aantal|n|tel)(?: generaal)?"
    r"(?: (?:aantal|initiatieven|initiatief|rijen|regels|organisaties|groepen|adressen|alle|lijst"
    r"|van|per|in|de|het|provincie|provincies|regio|gemeente|nederland|groningen|fryslan"
    r"|friesland|drenthe|overijssel|flevoland|gelderland|utrecht|noord|zuid|holland|zeeland"
    r"|brabant|limburg|20\d\d))*(?: [\d ]+)?"
)
_HEADINGS = frozenset(
    """
    naam|naam initiatief|naam van het initiatief|naam bewonersinitiatief|initiatief|initiatieven
    |bewonersinitiatief|naam organisatie|organisatie|organisatienaam|naam van de organisatie
    |naam stichting|naam vereniging|namme|inisjatyf|dorp|plaats|plaatsnaam|woonplaats|postcode|pc
    |postcode 4|postkoade|plak|gemeente|provincie|provinsje|website|web|webadres|url|site|kvk
    |kvk nummer|kvk nr|startjaar|start|jaar|jaar van oprichting|oprichtingsjaar|opgericht
    |begonnen in|fase|status|rechtsvorm|vorm|type|soort|thema|thema s|activiteiten|doelgroep
    |omschrijving|beschrijving|toelichting|aantal vrijwilligers|vrijwilligers|leden|aantal leden
    |bezoekers|aantal bezoekers|nr|nummer|id|volgnr|volgnummer|koepel|netwerk|regio|adres|telefoon
    |tel|e mail|email|e mailadres|emailadres|mail|contactpersoon|contact|name|place|municipality
    """.replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip


def clean_name(text: str) -> Cleaned:
    """Return the name of an initiative as it can be shown, or ``None`` where there is none.

    Characters are repaired, numbering and quotes around it go, as do "i.o." at the end and the
    spaces that nobody meant; a name in capitals alone gets small letters. Nothing else is
    rewritten: the legal form stays in the name.

    The text of a total or a repeated heading comes back with a doubt; nothing is dropped.
    """
    if is_nothing(text):
        return Cleaned(
            None, doubt="Er staat geen naam.", remedy="Vul de naam van het initiatief in."
        )
    name, reason = repaired(text)
    reasons = [reason] if reason else []
    before = None
    while name != before:  # what one of these takes off may uncover work for another
        before = name
        for tidy in (_without_numbering, _without_quotes, _without_founding, _without_capitals):
            name, why = tidy(name.strip(_EDGES))
            reasons += [why] if why and why not in reasons else []
    # Not fold(): that knows Latin letters alone, and a name may be Hebrew, Arabic or Greek.
    if not any(sign.isalnum() for sign in name) or is_nothing(name):
        return Cleaned(
            None, doubt="Er staat geen naam.", remedy="Vul de naam van het initiatief in."
        )
    doubt, remedy = _name_doubt(name)
    change = ", ".join(reasons) if name != text.strip() and reasons else None
    return Cleaned(name, change[:1].upper() + change[1:] + "." if change else None, doubt, remedy)


def _name_doubt(name: str) -> tuple[str | None, str | None]:
    if is_total(name):
        return "Dit lijkt een totaalregel, geen initiatief.", "Haal de regel uit de lijst."
    if is_heading(name):
        return "Dit lijkt een herhaalde kop, geen initiatief.", "Haal de regel uit de lijst."
    if is_damaged(name):
        return (
            "In de naam staat een teken dat onderweg verloren ging (\ufffd).",
            "Sla de lijst opnieuw op als CSV UTF-8 of als Excel, of verbeter de naam.",
        )
    return None, None


def _without_numbering(name: str) -> tuple[str, str | None]:
    rest = _NUMBERING.sub("", name)
    return rest, "nummering of opsommingsteken weggelaten" if rest != name else None


def _without_quotes(name: str) -> tuple[str, str | None]:
    """Take off quotes around the whole name, not the apostrophe of 't or 's."""
    rest = name
    while len(rest) > 2 and rest[0] == rest[-1] and rest[0] in "\"'" and rest.count(rest[0]) == 2:
        rest = rest[1:-1].strip()
    return rest, "aanhalingstekens weggelaten" if rest != name else None


def _without_founding(name: str) -> tuple[str, str | None]:
    rest = name
    while (shorter := _FOUNDING.sub("", rest)) != rest and fold(shorter):
        rest = shorter
    return rest, "'i.o.' (in oprichting) uit de naam gehaald" if rest != name else None


def _without_capitals(name: str) -> tuple[str, str | None]:
    letters = [letter for letter in name if letter.isalpha()]
    words = re.findall(r"[^\W\d_]+", name)
    if len(letters) < 5 or any(letter.islower() for letter in letters):
        return name, None
    if set(words) <= ACRONYMS or (len(words) == 1 and len(words[0]) < 6):
        return name, None  # one short word in capitals is an abbreviation
    pairs = pairwise(["", *name.split(" ")])
    rest = " ".join(_small(word, previous.lower()) for previous, word in pairs)
    return (rest, "hoofdletters omgezet") if rest != name else (name, None)


def _small(word: str, previous: str) -> str:
    """Return a word in capitals as Dutch writes it in a name: ``'S-GRAVENZANDE``, ``IJSBREKER``."""
    small = word.lower()
    begins_place = small in PLACE_WORDS and previous not in SMALL_WORDS
    if small in SMALL_WORDS and (word[0] == "'" or (previous and not begins_place)):
        return small
    if re.fullmatch(r"(?:[^\W\d_]\.){2,}", word):
        return word
    return "".join(_capital(part) for part in re.split(r"(?<=[-/&+(.])", word))


def _capital(part: str) -> str:
    if re.sub(r"\W", "", part) in ACRONYMS:
        return part
    small = part.lower()
    if re.match(r"'[a-z]\b", small):  # 's-Graveland
        return small
    match = re.search(r"[^\W\d_]", small)
    if match is None:
        return small
    at = match.start()
    width = 2 if small[at : at + 2] == "ij" else 1
    return small[:at] + small[at : at + width].upper() + small[at + width :]


def is_founding(text: str) -> bool:
    """Whether the name says that the initiative is being founded ("i.o.", "in oprichting")."""
    return bool(_FOUNDING.search(text) or _FOUNDING_INSIDE.search(text))


def legal_form_in(text: str) -> str:
    """Return the legal form that a tidied name tells, as the codebook calls it, or ``""``.

    ``Dorpsbelang`` and its Frisian form are associations. ``Zorgcoöperatie`` alone says nothing:
    a co-operative is told by the word on its own or by U.A. A working group of an association is
    not an association.
    """
    name = fold(_without_founding(text)[0])
    if _PART.search(name):
        return ""
    found = [(match.start(), form) for form, rule in _FORMS if (match := rule.search(name))]
    if any(form == "cooperative" for _, form in found) and re.search(r"\b[ubw] ?a$", name):
        return "cooperative"
    return min(found)[1] if found else ""


def is_total(text: str) -> bool:
    """Whether a cell is the label of a total: ``Totaal``, ``Eindtotaal 1.471``, ``n = 45``."""
    words = fold(text)
    return bool(_TOTAL.fullmatch(words)) and words not in ("n", "tel")


def is_heading(text: str) -> bool:
    """Whether a cell is the heading of a column and not a value."""
    return fold(text) in _HEADINGS
