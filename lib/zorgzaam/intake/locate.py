"""Where an initiative is: from postcode, place, municipality and province to a point on the map.

Never a home address: a point is that of a postcode area of four digits, of a place, or of the
middle postcode area of a municipality. What cannot be told is not guessed but listed.

Which data win when they contradict each other: what most of postcode, place, municipality,
province and the provinces of the list agree on. Without a majority the postcode wins, unless it is
more than 25 km from the place: then a digit of it is likelier wrong than a whole name. The doubt
names both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from pathlib import Path

from zorgzaam import dutch
from zorgzaam.files import find_root
from zorgzaam.intake.evidence import Evidence, Finder, distance_km
from zorgzaam.intake.location import REMEDY, Location, noted, unplaced
from zorgzaam.intake.place_index import Codes, PlaceIndex, Spot
from zorgzaam.intake.place_tables import load_index

# Spots of one name closer together than this are one place on both sides of a border.
SAME_PLACE_KM = 10.0
# A postcode further from the place than this has a wrong digit.
FAR_KM = 25.0
Cells = tuple[str, str, str, str]


@dataclass
class Gazetteer:
    """Looks up where a row is; each combination of cells is looked up once."""

    index: PlaceIndex
    finder: Finder = field(init=False)
    _known: dict[tuple[Cells, frozenset[str]], Location] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.finder = Finder(self.index)

    @classmethod
    def load(cls, root: Path | None = None, wave: int = 2020) -> Gazetteer:
        """Read ``data/reference`` below ``root`` for the municipalities of ``wave``.

        Raises ``InputError`` if a file is missing, damaged or changed, and ``MonitorError`` for a
        year whose municipalities are not known (before 2020, 2021 and 2022).
        """
        return cls(load_index(root or find_root(), wave))

    def locate(
        self,
        postcode: str = "",
        place: str = "",
        municipality: str = "",
        province: str = "",
        list_provinces: Iterable[str] = (),
    ) -> Location:
        """Return where the row with these cells is.

        ``postcode`` is as :func:`zorgzaam.intake.postcodes.clean_postcode` gives it; the others
        are as they were delivered. ``list_provinces`` are the codes of the provinces where the
        list looked: they decide between places of the same name if the row itself does not.
        """
        lists = frozenset(list_provinces)
        cells = (postcode[:4], place, municipality, province)
        if (cells, lists) not in self._known:
            self._known[cells, lists] = self._locate(*cells, lists)
        return self._known[cells, lists]

    def _locate(
        self, postcode: str, place: str, municipality: str, province: str, lists: frozenset[str]
    ) -> Location:
        if abroad := self.finder.abroad(postcode, place):
            return Location(postcode, place.strip(), doubt=abroad, note=abroad, remedy=REMEDY)
        found = self.finder.evidence(postcode, place, municipality, province)
        if not any(item.codes for item in found):
            return unplaced(postcode, place.strip(), found)
        agreed, kept = _agreement([*found, *self._as_evidence(lists)])
        narrowed = self._of_lists(agreed, lists) if len(agreed) > 1 else agreed
        location = self._placed(postcode, place.strip(), found, kept, narrowed)
        changes = [note for item in found if item.kind in kept for note in item.notes]
        if narrowed != agreed:
            names = dutch.join_words([self.index.province_names[code] for code in sorted(lists)])
            changes.append(f"Gekozen uit gelijke namen, omdat de lijst over {names} gaat.")
        lost = [item for item in found if item.codes and item.kind not in kept]
        later = [item for item in lost if self._is_later(item, narrowed)]
        changes += [f"De {item.label} is die van na het meetjaar." for item in later]
        lost = [item for item in lost if item not in later]
        doubts = [self._contradiction(found, kept, lost)] if lost else []
        return noted(location, found, doubts, changes)

    def _as_evidence(self, lists: frozenset[str]) -> list[Evidence]:
        """Return what the provinces of a list tell of a row: nothing certain, but a vote."""
        codes = [code for one in lists for code in self.index.by_province.get(one, ())]
        return [Evidence("list", "de lijst", frozenset(codes))] if codes else []

    def _of_lists(self, agreed: Codes, lists: frozenset[str]) -> Codes:
        inside = [self.index.by_province.get(code, frozenset()) for code in lists]
        return agreed & frozenset(code for some in inside for code in some) or agreed

    def _is_later(self, item: Evidence, agreed: Codes) -> bool:
        """Whether a municipality is the one into which the place went after the wave."""
        later = {code for one in agreed for code in self.index.successors[one]}
        return item.kind == "municipality" and bool(item.codes & later)

    def _placed(
        self, postcode: str, place: str, found: list[Evidence], kept: set[str], agreed: Codes
    ) -> Location:
        """Return the location in ``agreed``, from the most precise of the cells that are kept."""
        by_kind = {item.kind: item for item in found if item.kind in kept}
        named = next((item.shown for item in found if item.kind == "place"), "")
        location = replace(self._municipality(agreed), postcode4=postcode, place=named or place)
        for kind in ("postcode", "place"):
            item = by_kind.get(kind)
            spots = [spot for spot in item.spots if spot.codes & agreed] if item else []
            if not spots:
                continue
            codes = frozenset(code for spot in spots for code in spot.codes)
            if kind == "place" and (_apart(spots) > SAME_PLACE_KM or agreed - codes):
                return self._ambiguous(location, codes if agreed <= codes else agreed | codes)
            # Of a municipality that was split, a postcode or place knows in which part it lies.
            now = {spot.code_2023 for spot in spots}
            if not location.municipality_code_2023 and len(now) == 1:
                location = replace(location, municipality_code_2023=now.pop())
            return replace(
                self._several_municipalities(location, agreed),
                longitude=round(sum(spot.longitude for spot in spots) / len(spots), 4),
                latitude=round(sum(spot.latitude for spot in spots) / len(spots), 4),
                basis=kind,
            )
        return self._in_middle(location, agreed, by_kind)

    def _several_municipalities(self, location: Location, codes: Codes) -> Location:
        """Return ``location``, with a doubt if it may lie in several municipalities."""
        if location.municipality_code:
            return location
        if codes in self.index.by_province.values():
            return replace(location, doubt="Alleen de provincie is bekend.", remedy=REMEDY)
        doubt = f"De gemeente is niet te bepalen: {self._listed(codes)}."
        return replace(location, doubt=doubt, remedy="Zet de gemeente in de correcties.")

    def _in_middle(
        self, location: Location, agreed: Codes, by_kind: dict[str, Evidence]
    ) -> Location:
        """Return ``location`` in the middle of its municipality, if there is one."""
        code = location.municipality_code or location.municipality_code_2023
        if not code or not by_kind.keys() & {"place", "municipality"}:
            if by_kind.keys() & {"place", "municipality"}:
                return self._several_municipalities(location, agreed)
            return replace(location, doubt="Alleen de provincie is bekend.", remedy=REMEDY)
        longitude, latitude = self.index.centres[code]
        return replace(
            self._several_municipalities(location, agreed),
            longitude=longitude,
            latitude=latitude,
            basis="municipality",
        )

    def _municipality(self, codes: Codes) -> Location:
        """Return what all ``codes`` share: municipality, its successor and province."""
        index = self.index
        code = next(iter(codes)) if len(codes) == 1 else ""
        later = {frozenset(index.successors[one]) for one in codes}
        has_one = len(later) == 1 and len(next(iter(later))) == 1
        provinces = {index.provinces[one] for one in codes}
        return Location(
            municipality_code=code,
            municipality_name=index.names[code] if code else "",
            municipality_code_2023=next(iter(next(iter(later)))) if has_one else "",
            province_code=next(iter(provinces)) if len(provinces) == 1 else "",
        )

    def _ambiguous(self, location: Location, codes: Codes) -> Location:
        doubt = f"Er zijn meer plaatsen met deze naam: {self._listed(codes)}."
        return replace(location, doubt=doubt, remedy="Zet de gemeente of de postcode erbij.")

    def _listed(self, codes: Codes) -> str:
        names = sorted(f"{self.index.names[code]} ({self._province(code)})" for code in codes)
        shown = names if len(names) <= 6 else [*names[:5], f"nog {len(names) - 5} andere"]
        return dutch.join_words(shown, "of")

    def _province(self, code: str) -> str:
        return self.index.province_names[self.index.provinces[code]]

    def _contradiction(self, found: list[Evidence], kept: set[str], lost: list[Evidence]) -> str:
        used = [item.label for item in found if item.kind in kept]
        other = [f"{item.label}{self._where(item)}" for item in lost]
        names = dutch.join_words(used)
        is_one = len(used) == 1
        return (
            f"{names[:1].upper()}{names[1:]} {'past' if is_one else 'passen'} niet bij "
            f"{dutch.join_words(other)}; {'de eerste is' if is_one else 'de eerste zijn'} gebruikt."
        )

    def _where(self, item: Evidence) -> str:
        if item.kind == "province":
            return ""
        if item.kind == "municipality" or len(item.codes) > 3:
            return f" ({self._province(min(item.codes))})"
        names = sorted(self.index.names[code] for code in item.codes)
        return f" (gemeente {dutch.join_words(names, 'of')})"


def _agreement(found: list[Evidence]) -> tuple[Codes, set[str]]:
    """Return the municipalities on which most of ``found`` agree, and the kinds that do.

    The largest group with something in common wins; of equals the one with the postcode, then
    with the place, but see :data:`FAR_KM`. A province or a list alone is no group against a place.
    """
    given = [item for item in found if item.codes]
    firm = [item for item in given if item.kind != "list"]
    if common := _common(firm):
        return common, {item.kind for item in firm}
    for size in range(len(given), 0, -1):
        groups = [
            group
            for group in combinations(given, size)  # in the order of found: the postcode first
            if _common(group) and any(item.kind not in ("province", "list") for item in group)
        ]
        if groups:
            best = _nearer(groups)
            return _common(best), {item.kind for item in best} - {"list"}
    return frozenset(), set()


def _common(group: Iterable[Evidence]) -> Codes:
    codes = [item.codes for item in group]
    return frozenset.intersection(*codes) if codes else frozenset()


def _nearer(groups: list[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    """Return the first group, or the first with the place if its postcode is far from there."""
    by_kind = {item.kind: item for group in groups for item in group}
    postcode, place = by_kind.get("postcode"), by_kind.get("place")
    if postcode is None or place is None or postcode not in groups[0] or place in groups[0]:
        return groups[0]
    pairs = product(postcode.spots, place.spots)
    is_far = min((distance_km(*pair) for pair in pairs), default=0.0) > FAR_KM
    with_place = [group for group in groups if place in group]
    return with_place[0] if is_far and with_place else groups[0]


def _apart(spots: list[Spot]) -> float:
    """Return the largest distance between two of ``spots``, in kilometres."""
    pairs = combinations(spots, 2)
    return max((distance_km(one, two) for one, two in pairs), default=0.0)
