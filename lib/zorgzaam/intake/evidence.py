"""What each cell of a row says about where it is, before the cells are put together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from zorgzaam.intake.place_index import Codes, PlaceIndex, Spot
from zorgzaam.intake.places import (
    PROVINCES,
    first_readings,
    hinted_province,
    key,
    loose_parts,
    names_municipality,
    province_codes,
    readings,
    several,
)
from zorgzaam.intake.wording import fold, is_nothing, repaired

CLOSE_SCORE = 82  # of 100: below this a name is too different to be suggested


@dataclass(frozen=True)
class Evidence:
    """What one cell tells: the municipalities it may mean, of the wave's year.

    ``kind`` is ``postcode``, ``place``, ``municipality`` or ``province``; ``label`` names it in a
    message. ``shown`` is the official name of a place. Without ``codes`` the cell is not known,
    and ``doubt`` says so.
    """

    kind: str
    label: str
    codes: Codes = frozenset()
    spots: tuple[Spot, ...] = ()
    shown: str = ""
    notes: tuple[str, ...] = ()
    doubt: str | None = None
    remedy: str | None = None


def distance_km(one: Spot, two: Spot) -> float:
    """Return the distance between two spots; good to some percent within the Netherlands."""
    north = (one.latitude - two.latitude) * 111.2
    east = (one.longitude - two.longitude) * 111.2 * math.cos(math.radians(52.2))
    return math.hypot(north, east)


class Finder:
    """Looks up single cells in an index."""

    def __init__(self, index: PlaceIndex) -> None:
        self.index = index
        self._places: dict[str, Evidence | None] = {}
        self._municipalities: dict[str, Evidence | None] = {}

    def abroad(self, postcode: str, place: str) -> str | None:
        """Return what to say when postcode or place is Belgian, else ``None``."""
        index, name = self.index, key(repaired(place)[0])
        if "belgi" in fold(place).split() or fold(place) in ("belgie", "belgium", "vlaanderen"):
            return "Dit ligt in België."
        known_there = name in index.belgian_places
        if known_there and name in index.belgian.get(postcode, frozenset()):
            dutch_codes = {
                code for spot in index.postcodes.get(postcode, ()) for code in spot.codes
            }
            here = {code for spot in index.places.get(name, ()) for code in spot.codes}
            return None if dutch_codes & here else f"{postcode} {place.strip()} ligt in België."
        if known_there and name not in index.places and postcode not in index.postcodes:
            return f"{place.strip()} ligt in België."
        return None

    def evidence(
        self, postcode: str, place: str, municipality: str, province: str
    ) -> list[Evidence]:
        """Return what the cells tell, the most precise first; empty cells tell nothing."""
        found = [
            self._postcode(postcode) if postcode else None,
            None if is_nothing(place) else self._place(place),
            None if is_nothing(municipality) else self._municipality(municipality),
        ]
        told = [item for item in found if item is not None]
        if is_nothing(province) and found[1] and not found[1].codes:
            province = hinted_province(place)
            if province_codes(place):  # only the province, in the column of the places
                province = place
                told = [item for item in told if item.kind != "place"]
        if province_told := self._province(province, _union(item.codes for item in told)):
            told.append(province_told)
        return told

    def _postcode(self, postcode: str) -> Evidence:
        spots = self.index.postcodes.get(postcode, ())
        label = f"postcode {postcode}"
        if spots:
            return Evidence("postcode", label, _codes(spots), spots)
        other = " of een postcode van België" if postcode in self.index.belgian else ""
        doubt = f"Postcode {postcode} is geen bekend gebied; het kan een postbus{other} zijn."
        return Evidence("postcode", label, doubt=doubt, remedy="Zoek de postcode van het adres op.")

    def _place(self, text: str) -> Evidence | None:
        if text not in self._places:
            self._places[text] = self._read_place(text)
        return self._places[text]

    def _read_place(self, text: str) -> Evidence:
        plain = repaired(text)[0]
        literal = list(readings(text))
        looks = [self._find_place, self._find_municipality]
        for look in reversed(looks) if names_municipality(plain) else looks:
            if found := look(plain, literal):
                return found
        if len(names := several(text)) > 1 and (found := self._of_several(plain, names)):
            return found
        first = list(first_readings(text))
        if found := self._find_place(plain, first) or self._find_municipality(plain, first):
            return found
        if found := self._find_town(plain):
            return found
        doubt = f"De plaats '{plain}' is niet bekend."
        return Evidence("place", f"plaats {plain}", doubt=doubt, remedy=self._meant(plain))

    def _find_town(self, plain: str) -> Evidence | None:
        """Return the one town in a cell that also names a part of it.

        Only towns that have a municipality of their name: a word of a smaller village too often
        is a word of another name. A province alone says nothing of its capital.
        """
        for part in loose_parts(plain):
            name = key(part)
            spots = self.index.places.get(name, ())
            town = self.index.municipalities.get(name)
            if spots and town and not town.note and name not in PROVINCES:
                inside = tuple(spot for spot in spots if spot.codes & town.codes)
                if inside:
                    return self._as_place(plain, name, inside)
        return None

    def _find_place(self, plain: str, names: list[tuple[str, str]]) -> Evidence | None:
        for name, province in names:
            spots = self.index.places.get(name, ()) if name else ()
            inside = tuple(spot for spot in spots if not province or self._is_in(spot, province))
            if inside:
                return self._as_place(plain, name, inside)
        return None

    def _find_municipality(self, plain: str, names: list[tuple[str, str]]) -> Evidence | None:
        for name, province in names:
            if name and (found := self._as_municipality(name, province, f"plaats {plain}")):
                return Evidence("place", found.label, found.codes, notes=found.notes)
        return None

    def _as_place(self, plain: str, name: str, spots: tuple[Spot, ...]) -> Evidence:
        names = sorted({spot.name for spot in spots})
        # "Elst" stays "Elst" as long as it may be "Elst Ut" as well.
        shown = names[0] if len(names) == 1 else plain
        is_other = len(names) == 1 and key(shown) != key(plain)
        notes = (f"'{plain}' is gelezen als {shown}.",) if is_other else ()
        codes = _codes(spots)
        # Zeeland is a village in Noord-Brabant and a province: without more, it may be either.
        if name in PROVINCES and not codes & self._in_province(PROVINCES[name]):
            codes |= self._in_province(PROVINCES[name])
        return Evidence("place", f"plaats {plain}", codes, spots, shown, notes)

    def _of_several(self, plain: str, names: list[str]) -> Evidence | None:
        """Return what several places in one cell share: a municipality, never a point."""
        found = [self._read_place(name) for name in names]
        if not all(item.codes for item in found):
            return None
        common = frozenset.intersection(*(item.codes for item in found))
        label = f"plaats {plain}"
        if common:
            notes = ("Er staan meer plaatsen; daarom alleen de gemeente.",)
            return Evidence("place", label, common, shown=plain, notes=notes)
        doubt = f"Er staan meer plaatsen in verschillende gemeenten: {plain}."
        return Evidence(
            "place", label, shown=plain, doubt=doubt, remedy="Kies er in de correcties een."
        )

    def _municipality(self, text: str) -> Evidence | None:
        if text not in self._municipalities:
            self._municipalities[text] = self._read_municipality(text)
        return self._municipalities[text]

    def _read_municipality(self, text: str) -> Evidence:
        plain = repaired(text)[0]
        label = f"gemeente {plain}"
        names = [*readings(text), *first_readings(text)]
        for name, province in names:
            if name and (found := self._as_municipality(name, province, label)):
                return found
        for name, province in names:
            spots = self.index.places.get(name, ())
            inside = tuple(spot for spot in spots if not province or self._is_in(spot, province))
            if inside:
                notes = (f"'{plain}' is geen gemeente maar een plaats.",)
                return Evidence("municipality", label, _codes(inside), notes=notes)
        doubt = f"De gemeente '{plain}' is niet bekend."
        return Evidence("municipality", label, doubt=doubt, remedy=self._meant(plain))

    def _as_municipality(self, name: str, province: str, label: str) -> Evidence | None:
        found = self.index.municipalities.get(name)
        if found is None:
            return None
        codes = found.codes
        if province:
            codes &= self._in_province(province)
        notes = (found.note,) if found.note else ()
        return Evidence("municipality", label, codes, notes=notes) if codes else None

    def _province(self, text: str, others: Codes) -> Evidence | None:
        """Return what the province tells; a municipality that left it since may still be in it."""
        codes = () if is_nothing(text) else province_codes(text)
        if codes is None:
            doubt = f"De provincie '{repaired(text)[0]}' is niet bekend."
            return Evidence("province", "provincie", doubt=doubt)
        if not codes:
            return None
        label = f"provincie {' en '.join(self.index.province_names[code] for code in codes)}"
        inside = _union(self._in_province(code) for code in codes)
        now = _union(self.index.by_province[code] for code in codes)
        moved = others & (inside - now)
        if not moved or others & now:
            return Evidence("province", label, now)
        notes = tuple(
            f"{self.index.names[code]} ligt nu in {self._province_of(code)}."
            for code in sorted(moved)
        )
        return Evidence("province", label, inside, notes=notes)

    def _province_of(self, code: str) -> str:
        return self.index.province_names[self.index.provinces[code]]

    def _in_province(self, province: str) -> Codes:
        """Return the municipalities of a province, with those that were (partly) in it before."""
        former = {code for code, was in self.index.former_provinces.items() if province in was}
        return self.index.by_province.get(province, frozenset()) | former

    def _is_in(self, spot: Spot, province: str) -> bool:
        return bool(spot.codes & self._in_province(province))

    def _meant(self, plain: str) -> str:
        """Return which known name was probably meant."""
        from rapidfuzz import fuzz, process

        known = [*self.index.places, *self.index.municipalities]
        close = process.extractOne(key(plain), known, scorer=fuzz.ratio, score_cutoff=CLOSE_SCORE)
        if close is None:
            return "Zet een postcode of een bekende plaats in de correcties."
        spots = self.index.places.get(close[0])
        codes = self.index.municipalities[close[0]].codes if not spots else frozenset()
        name = spots[0].name if spots else self.index.names[min(codes)] if codes else close[0]
        return f"Bedoelt u {name}? Zet dat dan in de correcties."


def _codes(spots: Iterable[Spot]) -> Codes:
    return _union(spot.codes for spot in spots)


def _union(codes: Iterable[Codes]) -> Codes:
    return frozenset(code for some in codes for code in some)
