"""Websites and numbers of the Chamber of Commerce: strong keys, if they are right."""

from __future__ import annotations

import re
from typing import NamedTuple

from zorgzaam.intake.records import Cleaned
from zorgzaam.intake.wording import is_nothing, phrases_of, repaired, words_of

# Hosts that many share: only the path behind them tells which page is meant.
SHARED_HOSTS = words_of(
    """
    facebook.com instagram.com twitter.com x.com linkedin.com youtube.com sites.google.com
    docs.google.com drive.google.com linktr.ee bit.ly tinyurl.com nlvoorelkaar.nl
    nextdoor.nl hoplr.com meetup.com wikipedia.org dropbox.com forms.gle whydonate.nl
    onedrive.live.com
    """
)
SAME_HOST = {"fb.com": "facebook.com", "fb.me": "facebook.com", "youtu.be": "youtube.com"}
# Words of a shared host that are no name: facebook.com/groups/x, linkedin.com/company/x.
_STEPS = words_of(
    """
    groups group pages people company in school channel user c site view watch pg p
    profile.php events public wiki home
    """
)
NO_SITE = phrases_of(
    """
    geen website | geen site | nog geen website | nog niet | in ontwikkeling | in aanbouw
    | volgt | via facebook | facebook | nvt | niet | onder constructie | heeft geen
    website | ja | nee | wordt aan gewerkt | in de maak | eigen website | website
    """
)
_REMEDY = "Zoek het webadres op en zet het in de correcties."
_LABEL = re.compile(r"[a-z0-9\u00e0-\u017f](?:[a-z0-9\u00e0-\u017f-]{0,61}[a-z0-9\u00e0-\u017f])?")
_TOP = re.compile(r"[a-z]{2,24}")
# http:// and its misspellings: htpp://, http//, http:\\.
_SCHEME = re.compile(r"^[htps]{3,7}\s?[:;.]?\s?[/\\]{1,3}\s?|^https?\s?[:;]\s?")
_OTHER_SCHEME = re.compile(
    r"^(?:ftp|file|javascript|data|mailto|tel|vbscript|ldap|ssh)\s?:", re.IGNORECASE
)
_WWW = re.compile(r"^(?:w{2,4}\d?\.)+(?=.*\.)")
_BETWEEN = re.compile(r"\s*(?:[;|\n]|\s/\s|\s\+\s|,\s|\s(?:en|of|&)\s)\s*")


class Website(NamedTuple):
    """An address to show (``https://noaber.nl/zorg``) and the key to compare it by.

    ``domain`` is the host without ``www.``; of a host that many share it has the name behind it
    (``facebook.com/noaber``), and it is ``""`` where there is none.
    """

    url: str
    domain: str


def clean_website(text: str) -> Cleaned:
    """Return the :class:`Website` in a cell, or ``None``.

    Of several the first counts. A comma for a point, ``http//``, ``wwww.`` and spaces are put
    right. Mail addresses are none: contact data do not belong here. Only http and https are
    taken.
    """
    plain = repaired(text)[0].strip(" .,;<>()[]\"'")
    if is_nothing(text) or plain.lower() in NO_SITE or not plain:
        return Cleaned(None)
    if _OTHER_SCHEME.match(plain):
        return Cleaned(None, doubt="Dit is geen adres van een website.", remedy=_REMEDY)
    plain = re.sub(r"\s+\([^()]*\)?$", "", plain)
    parts = [part.strip(" .,;<>()[]") for part in _BETWEEN.split(plain)]
    mails = [part for part in parts if "@" in part.split("/")[0]]
    sites = [site for part in parts if part not in mails and (site := _website(part))]
    if not sites:
        if mails:
            doubt = "Hier staat een e-mailadres en geen website."
            return Cleaned(None, doubt=doubt, remedy="Zet e-mailadressen in een eigen kolom.")
        return Cleaned(None, doubt="Dit is geen webadres.", remedy=_REMEDY)
    if len(sites) > 1:
        return Cleaned(sites[0], "Er staan meer adressen; het eerste is gebruikt.")
    if not sites[0].domain:
        doubt = "Dit adres is van een dienst die velen gebruiken; het zegt niet van wie het is."
        return Cleaned(sites[0], doubt=doubt, remedy="Vul het volledige adres van de pagina in.")
    if len(parts) > 1:
        return Cleaned(sites[0], "Alleen het webadres overgenomen; er stond meer in de cel.")
    is_mended = re.search(r"[\s,]", parts[0].split("/")[0]) is not None
    return Cleaned(sites[0], "Schrijffouten in het webadres hersteld." if is_mended else None)


def _website(text: str) -> Website | None:
    """Return one address, or ``None`` if it is none."""
    text = text.strip()
    scheme = _SCHEME.match(text.lower())
    rest = text[scheme.end() :] if scheme else text
    first, _, path = rest.partition("/")
    host = _mended_host(re.split(r"[?#]", first, maxsplit=1)[0].lower())
    domain = _shared(_WWW.sub("", host))
    labels = domain.split(".")
    if len(labels) < 2 or len(host) > 250 or not _TOP.fullmatch(labels[-1]):
        return None
    if not all(_LABEL.fullmatch(label) for label in labels):
        return None
    path = re.split(r"[\s<>\"'\\^`{|}]", path, maxsplit=1)[0].rstrip("/")
    name = "http" if text.lower().startswith("http:") else "https"
    shown = host if host == f"www.{domain}" and domain not in SHARED_HOSTS else domain
    return Website(f"{name}://{shown}" + (f"/{path}" if path else ""), _key(domain, path))


def _mended_host(host: str) -> str:
    """Return the host with points for commas, no spaces or port, and its own letters."""
    host = re.sub(r"^(www)\s+(?=\S+[.,])", r"\1.", host)
    host = re.sub(r"\s*[.,]\s*", ".", host).strip(".")
    host = re.sub(r":\d+$", "", host)
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def _shared(host: str) -> str:
    """Return a host that many share without what stands before it: ``nl-nl.facebook.com``."""
    host = SAME_HOST.get(host, host)
    return next((shared for shared in SHARED_HOSTS if host.endswith(f".{shared}")), host)


def _key(host: str, path: str) -> str:
    if host not in SHARED_HOSTS:
        return host
    steps = [step for step in re.split(r"[/?#&]", path.lower()) if step]
    names = [
        step for step in steps if step not in _STEPS and not step.startswith(("ref=", "fref="))
    ]
    return f"{host}/{names[0]}" if names else ""


def clean_kvk(text: str) -> Cleaned:
    """Return a number of the Chamber of Commerce as eight digits, or ``None``.

    Seven digits get back the nought that Excel took, and that is told; with six it is a doubt as
    well. The twelve digits of a branch, the nine of a tax number and anything else is a doubt.
    """
    if is_nothing(text):
        return Cleaned(None)
    plain = repaired(text)[0]
    if re.search(r"\d[eE][+-]?\d", plain):
        doubt = "Excel heeft dit nummer afgerond; de laatste cijfers zijn weg."
        return Cleaned(
            None, doubt=doubt, remedy="Zoek het KvK-nummer op en zet het in de correcties."
        )
    plain = re.sub(r"(?<=\d{7})[.,]0+$", "", plain)
    digits = re.sub(r"[\s.\-]|(?i:kvk|k\.v\.k\.?|nummer|nr|:)", "", plain)
    if re.fullmatch(r"\d{7}", digits) and digits != "0" * 7:
        return Cleaned(f"0{digits}", "De 0 vooraan was weggevallen en is teruggezet.")
    if re.fullmatch(r"[1-9]\d{5}", digits):
        doubt = "Dit zijn zes cijfers; er zijn twee nullen voor gezet."
        return Cleaned(f"00{digits}", doubt=doubt, remedy="Kijk het na in het Handelsregister.")
    if re.fullmatch(r"\d{8}", digits) and len(set(digits)) > 1:
        return Cleaned(digits)
    found = set(re.findall(r"(?<!\d)\d{8}(?!\d)", plain))
    if len(found) == 1 and len(set(digits)) > 1:
        return Cleaned(found.pop(), "Alleen het KvK-nummer overgenomen; er stond meer in de cel.")
    return Cleaned(
        None, doubt=_kvk_doubt(digits), remedy="Zoek het KvK-nummer op in het Handelsregister."
    )


def _kvk_doubt(digits: str) -> str:
    if re.fullmatch(r"\d{12}", digits):
        return "Twaalf cijfers: dit is een vestigingsnummer of een oud nummer, geen KvK-nummer."
    if re.fullmatch(r"\d{9}", digits):
        return "Negen cijfers: dit lijkt een RSIN en geen KvK-nummer."
    return "Een KvK-nummer heeft acht cijfers."
