"""How people write the same name, place, year or number in another way, or wrongly.

Every function takes a text and a random generator and returns another text, or ``None`` where it
cannot change this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from zorgzaam.synthetic.names import pick

Variant = Callable[[str, np.random.Generator], str | None]

ABBREVIATIONS = (
    ("Zorgcoöperatie", "Zorgcoop."),
    ("Dorpscoöperatie", "Dorpscoöp"),
    ("Buurtcollectief", "Buurtcoll."),
    ("Bewonerscollectief", "Bew.collectief"),
    ("Ontmoetingsplek", "Ontm.plek"),
    ("Stadsdorp", "SD"),
    ("Dorpshuis", "Dh."),
    ("Dorpsbelang", "Dorpsbel."),
    ("Klussendienst", "Klusdienst"),
    ("afdeling", "afd."),
    ("Noaberzorgpunt", "NZP"),
)
FRISIAN_WORDS = (
    ("Dorpshuis", "Doarpshûs"),
    ("Zorgzaam Dorp", "Soarchsum Doarp"),
    ("Zorgzaam", "Soarchsum"),
    ("Dorpsbelang", "Doarpsbelang"),
    ("Burenhulp", "Buorrehelp"),
    ("Doarpswurk", "Dorpswerk"),
    ("Buurtkamer", "Buertkeamer"),
)
# The names on the official map, and those that people there also use.
FRISIAN_PLACES = {
    "Leeuwarden": "Ljouwert", "Sneek": "Snits", "Bolsward": "Boalsert", "Harlingen": "Harns",
    "Franeker": "Frjentsjer", "Heerenveen": "It Hearrenfean", "Joure": "De Jouwer",
    "Gytsjerk": "Giekerk", "Burgum": "Bergum", "Grou": "Grouw", "Feanwâlden": "Veenwouden",
    "Damwâld": "Damwoude", "De Westereen": "Zwaagwesteinde", "Menaam": "Menaldum",
    "Dronryp": "Dronrijp", "Eastermar": "Oostermeer", "Jirnsum": "Irnsum",
    "Reduzum": "Roordahuizum", "Aldeboarn": "Oldeboorn", "Wergea": "Warga",
    "Hurdegaryp": "Hardegarijp", "Earnewâld": "Eernewoude", "Oentsjerk": "Oenkerk",
    "Sumar": "Suameer", "Ryptsjerk": "Rijperkerk", "Tytsjerk": "Tietjerk", "Holwert": "Holwerd",
    "Ferwert": "Ferwerd", "Garyp": "Garijp",
    "Burdaard": "Birdaard", "Easterein": "Oosterend", "Marsum": "Marssum", "Eanjum": "Anjum",
}  # fmt: skip
PLACE_ALIASES = {
    "Den Haag": "'s-Gravenhage", "'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch",
    "Den Bosch": "'s-Hertogenbosch", "Sint Anthonis": "St. Anthonis",
}  # fmt: skip
# Municipalities that ceased before 2020, and the one they became part of.
OLD_MUNICIPALITIES = {
    "Waadhoeke": "Menaldumadeel", "Vijfheerenlanden": "Leerdam", "Het Hogeland": "Winsum",
    "Westerkwartier": "Leek", "Hoeksche Waard": "Oud-Beijerland", "Altena": "Werkendam",
    "Noardeast-Fryslân": "Dongeradeel", "Midden-Groningen": "Hoogezand-Sappemeer",
    "De Fryske Marren": "Skarsterlân", "Berg en Dal": "Groesbeek", "Molenlanden": "Giessenlanden",
    "West Betuwe": "Geldermalsen", "Meierijstad": "Schijndel", "Krimpenerwaard": "Schoonhoven",
    "Gooise Meren": "Bussum", "Beekdaelen": "Schinnen", "Súdwest-Fryslân": "Littenseradiel",
}  # fmt: skip
LAST_YEAR = 2020
NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "r", "l": "k", "d": "s"}


def typo(text: str, rng: np.random.Generator) -> str | None:
    """Swap, drop, double or mistype one letter inside a long word."""
    places = [match.start() for match in re.finditer(r"(?<=[^\W\d_]{2})[a-z](?=[a-z]{2})", text)]
    if not places:
        return None
    at = places[int(rng.integers(len(places)))]
    one, two = text[at], text[at + 1]
    changed = (two + one, two, one + one + two, NEIGHBOURS.get(one, one + one) + two)
    result = text[:at] + changed[int(rng.integers(4))] + text[at + 2 :]
    return result if result != text else None


def replace_first(text: str, pairs: tuple[tuple[str, str], ...]) -> str | None:
    """Replace the first word of ``pairs`` that is in the text."""
    for word, other in pairs:
        if word in text:
            return text.replace(word, other, 1)
    return None


def abbreviation(text: str, rng: np.random.Generator) -> str | None:
    """Shorten a word for what the initiative is: Stadsdorp to SD."""
    return replace_first(text, ABBREVIATIONS)


def frisian_name(text: str, rng: np.random.Generator) -> str | None:
    """Write a word in Frisian: Dorpshuis to Doarpshûs."""
    return replace_first(text, FRISIAN_WORDS)


def article(text: str, rng: np.random.Generator) -> str | None:
    """Drop, change or move the article of the name."""
    match = re.search(r"\b(De|Het) |(?<!\S)('t) ", text)
    if match is None:
        return None
    rest = text[: match.start()] + text[match.end() :]
    word = match.group(0).strip()
    others = {"Het": "'t ", "'t": "Het ", "De": "de "}
    return pick((rest, f"{rest}, {word}", text.replace(match.group(0), others[word], 1)), rng)


def saint(text: str, rng: np.random.Generator) -> str | None:
    """Write Sint as St. or the other way round."""
    if "Sint" in text:
        return re.sub(r"Sint[- ]?", pick(("St. ", "St.", "St "), rng), text, count=1)
    # At the start "St." is Stichting.
    changed = re.sub(r"(?<=\S )St\.[- ]?", "Sint ", text, count=1)
    return changed if changed != text else None


def without_accents(text: str, rng: np.random.Generator) -> str | None:
    """Lose the trema: coöperatie to cooperatie."""
    plain = text.translate(str.maketrans("öëïéèâêîôûú", "oeieeaeiouu"))
    return plain if plain != text else None


def mojibake(text: str, rng: np.random.Generator) -> str | None:
    """Read UTF-8 as cp1252: coöperatie to coÃ¶peratie."""
    broken = text.encode("utf-8").decode("cp1252", "replace")
    return broken if broken != text and "\ufffd" not in broken else None


def capitals(text: str, rng: np.random.Generator) -> str | None:
    """Write it all in capitals or all in small letters."""
    return pick((text.upper(), text.lower()), rng)


def year_about(year: str, rng: np.random.Generator) -> str:
    """Write the year as people do who are not sure."""
    return pick((f"ca. {year}", f"ca {year}", f"± {year}", f"rond {year}", f"{year}?"), rng)


def year_range(year: str, rng: np.random.Generator) -> str | None:
    """Give two years next to each other, the true one first; never one still to come."""
    if int(year) >= LAST_YEAR:
        return None
    return f"{year}{pick(('/', '-', ' / '), rng)}{int(year) + 1}"


def year_impossible(year: str, rng: np.random.Generator) -> str:
    """Type a digit of the century wrong: 2012 becomes 2112."""
    return f"{year[0]}1{year[2:]}" if year.startswith("20") else f"{year[0]}0{year[2:]}9"


def year_short(year: str, rng: np.random.Generator) -> str:
    """Write the year in two digits."""
    return f"'{year[2:]}"


def year_in_words(year: str, rng: np.random.Generator) -> str:
    """Put a word before or after the year."""
    return pick((f"sinds {year}", f"{year} (start)", f"voorjaar {year}", f"jan. {year}"), rng)


def thousands(number: str, rng: np.random.Generator) -> str | None:
    """Write a thousands point."""
    return f"{int(number):,}".replace(",", ".") if int(number) >= 1000 else None


def number_about(number: str, rng: np.random.Generator) -> str:
    """Write a number as people do who did not count."""
    return pick((f"ca. {number}", f"± {number}", f"ongeveer {number}", f"{number}+"), rng)


def number_range(number: str, rng: np.random.Generator) -> str:
    """Give a range around the number."""
    low, high = int(number) * 9 // 10, -(-int(number) * 11 // 10)
    return f"{low}{pick(('-', ' - ', ' à ', ' tot '), rng)}{high}"


def number_with_comma(number: str, rng: np.random.Generator) -> str | None:
    """Put a decimal comma in a number of people: 15 becomes 1,5."""
    return f"{number[0]},{number[1]}" if len(number) == 2 else None


def number_in_words(number: str, rng: np.random.Generator) -> str:
    """Use a word that is no number."""
    return pick(("veel", "wisselend", "tientallen", "onbekend"), rng)


def wrong_postcode(postcode: str, rng: np.random.Generator) -> str:
    """Write a postcode that cannot be: letter O, a digit too few, a leading nought."""
    return pick(
        (postcode.replace("0", "O", 1) if "0" in postcode[:4] else f"0{postcode[1:]}",
         postcode[:3] + postcode[4:], f"0{postcode[1:]}"),
        rng,
    )  # fmt: skip


def belgian_postcode(postcode: str, rng: np.random.Generator) -> str:
    """Write a postcode of a Belgian town near the border."""
    return pick(("B-2387", "B 9130", "BE-2380", "B-3600"), rng)
