"""Made lists of initiatives with a known truth, to train the linkage and to time it.

They share nothing with the synthetic wave of the project (``zorgzaam.synthetic``), neither words
nor kinds of mistakes, so that a model trained here can be judged there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from zorgzaam.files import find_root

_KINDS = """
    zorgcoöperatie|zorgzaam|dorpshuis|stadsdorp|buurthuis|burenhulp|naoberhulp|dorpsbelang|samen in
    |thuis in|leefbaar|welzijn|buurtkamer|zorgkring|de huiskamer van|eetclub|noaberzorgpunt
    |dorpscoöperatie|ontmoetingscentrum
"""
_OWN_NAMES = """
    de schakel|ons huis|de brink|'t trefpunt|de linde|de kiem|samen sterk|voor elkaar|de waterlelie
    |het baken|de eendracht|'t hof|de klinker|de wel|sint jan|sint maarten|de zonnebloemtuin
    |oud en wijs|goed gezelschap|it ketting|doarpsmienskip|ús hûs|de meent|molenzicht
    |rond de toren|de lange tafel|'t lichtpunt|naast de deur|zilverkracht|hart & ziel|warme buurt
    |de moestuin
"""
_SYLLABLES = "ba de mo ker lin val hoe sti wer gra ten el der huy sel vro mar tol wen dijk ros pa"
KINDS, OWN_NAMES = (
    [" ".join(part.split()) for part in text.split("|")] for text in (_KINDS, _OWN_NAMES)
)
SYLLABLES = _SYLLABLES.split()
LEGAL = ("stichting", "vereniging", "coöperatie", "")
SHORTER = {"zorgcoöperatie": "zorgcoop", "stichting": "st.", "sint": "st.", "vereniging": "ver."}
SPLIT = {
    "zorgcoöperatie": "zorg coöperatie",
    "dorpshuis": "dorps huis",
    "buurtkamer": "buurt kamer",
}
FRISIAN = {"dorps": "doarps", "zorg": "soarch", "dorp": "doarp", "huis": "hûs"}
STREETS = (
    "dorpsstraat",
    "kerkstraat",
    "molenweg",
    "stationslaan",
    "brink",
    "noordeinde",
    "kerkplein",
)
STREET_ENDS = ("straat", "weg", "laan", "plein", "dijk")
STREETS_SHORT = {"straat": "str.", "laan": "ln.", "plein": "pln"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Lists:
    """Rows as ``link_rows`` takes them, and ``truth``: the initiative of each ``row_id``."""

    rows: pd.DataFrame
    truth: pd.Series


def plain(text: str) -> str:
    """Return ``text`` as a list in ASCII has it."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _places() -> pd.DataFrame:
    table = pd.read_csv(
        find_root(Path(__file__).parent) / "data/reference/postcodes.csv", dtype=str
    )
    postcodes = table[table["kind"] == "postcode"].groupby("municipality_code")["name"].agg(list)
    places = table[table["kind"] == "place"].drop_duplicates("name")
    places = places[places["municipality_code"].isin(postcodes.index)].reset_index(drop=True)
    return places.assign(postcodes=places["municipality_code"].map(postcodes))


class _Maker:
    """One seeded maker of initiatives and of the rows that lists have of them."""

    def __init__(self, seed: int, mess: float) -> None:
        self.rng = np.random.default_rng(seed)
        self.places = _places()
        self.mess = mess

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, options: list[str] | tuple[str, ...]) -> str:
        return options[int(self.rng.integers(len(options)))]

    def invented(self) -> str:
        parts = [self.pick(SYLLABLES) for _ in range(int(self.rng.integers(2, 5)))]
        return "".join(parts)

    def street(self) -> str:
        known = self.chance(0.4)
        street = self.pick(STREETS) if known else f"{self.invented()}{self.pick(STREET_ENDS)}"
        return f"{street} {self.rng.integers(1, 160)}"

    def initiative(self, umbrella: str = "") -> dict[str, object]:
        """Make one initiative: its true values."""
        at = self.places.iloc[int(self.rng.integers(len(self.places)))]
        place, style = str(at["name"]), self.rng.random()
        own = self.pick(OWN_NAMES) if self.chance(0.5) else f"de {self.invented()}"
        if umbrella:
            name = self.pick([f"{umbrella} afdeling {place}", f"{umbrella} - {place}"])
        elif style < 0.45:
            name = f"{self.pick(KINDS)} {place}"
        elif style < 0.8:
            name = f"{self.pick(KINDS)} {own}"
        else:
            name = own
        name = f"{self.pick(LEGAL)} {name}".strip()
        slug = re.sub(r"[^a-z0-9]", "", plain((umbrella or name).casefold()))
        return {
            "name": name,
            "place": place,
            "postcode4": self.pick(at["postcodes"]),
            "street": self.street(),
            "letters": "".join(self.pick(LETTERS.upper()) for _ in range(2)),
            "municipality_code": str(at["municipality_code"]),
            "website_domain": f"{slug}.nl",
            "kvk_number": str(self.rng.integers(10_000_000, 99_999_999)),
            "start_year": int(self.rng.integers(1995, 2021)),
        }

    def typo(self, name: str) -> str:
        at = int(self.rng.integers(1, max(2, len(name) - 1)))
        kind, letter = self.rng.integers(4), self.pick(LETTERS)
        if kind == 0:
            return name[:at] + name[at + 1 :]
        if kind == 1:
            return name[:at] + letter + name[at:]
        if kind == 2:
            return name[:at] + letter + name[at + 1 :]
        return name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :]

    def respelled(self, name: str, place: str) -> str:
        """Return the name as another list may write it."""
        mess = self.mess
        words = name.split()
        if words[0] in LEGAL and self.chance(0.5 * mess):
            words = words[1:]
        elif words[0] not in LEGAL and self.chance(0.25 * mess):
            words = [self.pick(LEGAL[:3]), *words]
        name = " ".join(words)
        for table, share in ((SHORTER, 0.3), (SPLIT, 0.15), (FRISIAN, 0.04)):
            if self.chance(share * mess):
                for full, other in table.items():
                    name = name.replace(full, other)
        if self.chance(0.4 * mess):
            name = plain(name)
        if self.chance(0.2 * mess):
            name = name.replace("&", "en").replace("'t ", "het ").replace(" de ", " ")
        if self.chance(0.12 * mess):
            name = f"{name} {self.pick(['', 'te ', 'in '])}{place}"
        elif name.endswith(f" {place}") and len(name.split()) > 2 and self.chance(0.08 * mess):
            name = name.removesuffix(f" {place}")
        if self.chance(0.05 * mess) and len(name.split()) > 2:
            first, *rest = name.split()
            name = f"{' '.join(rest)}, {first}"
        if self.chance(0.06 * mess) and len(name.split()) > 2:
            name = f"{name} {self.pick(['e.o.', 'en omstreken', 'welzijn', 'ouderen', 'i.o.'])}"
        for _ in range(int(self.rng.binomial(2, 0.12 * mess))):
            name = self.typo(name)
        return name.title() if self.chance(0.5) else name

    def row(self, true: dict[str, object], fill: float) -> dict[str, object]:
        """Return what one list has of an initiative; ``fill`` is how much a list fills in."""
        mess, place = self.mess, str(true["place"])
        row: dict[str, object] = {"name": self.respelled(str(true["name"]), place)}
        postcode4 = str(true["postcode4"])
        code = str(true["municipality_code"])
        if self.chance(0.06 * mess):
            near = self.places[self.places["municipality_code"] == code]
            other = near.iloc[int(self.rng.integers(len(near)))]
            place, postcode4 = str(other["name"]), self.pick(other["postcodes"])
        row["place"] = place if self.chance(0.75 + 0.25 * fill) else ""
        known = self.chance(fill)
        row["postcode4"] = postcode4 if known else ""
        full = known and self.chance(0.7)
        row["postcode"] = f"{postcode4}{true['letters']}" if full else row["postcode4"]
        row["municipality_code"] = code if row["place"] or row["postcode4"] else ""
        street = str(true["street"]) if known and self.chance(0.9) else ""
        if street and self.chance(0.15 * mess):
            for full, short in STREETS_SHORT.items():
                street = street.replace(f"{full} ", f"{short} ")
        elif street and self.chance(0.1 * mess):
            street = self.typo(street)
        elif street and self.chance(0.08 * mess):
            street = self.street()  # the secretary's address instead of the building's
        row["address"] = f"{street} {row['place']}".strip() if street else ""
        row["website_domain"] = true["website_domain"] if self.chance(0.7 * fill) else ""
        if row["website_domain"] and self.chance(0.08 * mess):
            row["website_domain"] = f"{self.invented()}.nl"
        row["kvk_number"] = true["kvk_number"] if self.chance(0.35 * fill) else ""
        if row["kvk_number"] and self.chance(0.04 * mess):
            row["kvk_number"] = f"{str(row['kvk_number'])[:-1]}{self.rng.integers(10)}"
        year = int(str(true["start_year"]))
        if self.chance(0.2 * mess):
            year += int(self.rng.integers(-2, 3))
        row["start_year"] = year if self.chance(0.7 * fill) else None
        return row


def make_lists(
    initiatives: int,
    seed: int,
    mess: float = 1.0,
    lists: int = 12,
    addresses: bool = False,
    towns: int = 0,
) -> Lists:
    """Make one large list and ``lists`` small ones of so many initiatives.

    ``mess`` scales how often a name, place or year is written otherwise: 0 is clean, 1 as
    expected, 2 bad. A twelfth of the initiatives are branches of an umbrella with one web domain,
    names return in other places as they do in life, and a tenth share a building with another.
    With ``addresses`` the rows have a street and number; with ``towns`` they all lie in so many
    places.
    """
    maker = _Maker(seed, mess)
    if towns:
        chosen = maker.rng.choice(len(maker.places), towns, replace=False)
        maker.places = maker.places.iloc[chosen].reset_index(drop=True)
    taken: set[tuple[object, object]] = set()
    umbrellas = [f"{maker.invented()} {maker.pick(['zorg', 'thuis', 'samen'])}" for _ in range(5)]
    rows: list[dict[str, object]] = []
    truth: list[int] = []
    fills = maker.rng.uniform(0.35, 1.0, lists + 1)
    where = ("place", "postcode4", "letters", "street", "municipality_code")
    earlier: dict[str, object] = {}
    for number in range(initiatives):
        umbrella = maker.pick(umbrellas) if number % 12 == 0 else ""
        while (true := maker.initiative(umbrella)) and (true["name"], true["place"]) in taken:
            pass  # a name may return in another place, not in the same
        taken.add((true["name"], true["place"]))
        if earlier and maker.chance(0.1):
            true |= {name: earlier[name] for name in where}
        earlier = true
        home = int(maker.rng.integers(1, lists + 1))
        seen = [0] * maker.chance(0.75) + [home] * maker.chance(0.6)
        seen += [1 + home % lists] * maker.chance(0.08) + [home] * maker.chance(0.02)
        for source in seen or [0]:
            rows.append({"source": f"lijst{source:02d}", **maker.row(true, float(fills[source]))})
            truth.append(number)
    order = maker.rng.permutation(len(rows))
    table = pd.DataFrame(rows).iloc[order].reset_index(drop=True)
    table.insert(0, "row_id", [f"{source}::{at + 2}" for at, source in enumerate(table["source"])])
    if not addresses:
        table = table.drop(columns="address")
    table["start_year"] = table["start_year"].astype("Int64")
    return Lists(table, pd.Series(np.array(truth)[order], index=table["row_id"], name="initiative"))
