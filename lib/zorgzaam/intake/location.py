"""Where a row is, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zorgzaam.intake.evidence import Evidence

REMEDY = "Zet de juiste postcode of gemeente in de correcties."


@dataclass(frozen=True)
class Location:
    """Where something is, and how that was found.

    ``basis`` is ``postcode``, ``place`` or ``municipality``, and ``""`` where there is no point;
    degrees are WGS84. ``municipality_code`` is that of the wave's year; it stays empty when only
    the one of 2023 can be told. ``note`` is all there is to say; ``change`` and ``doubt`` are
    what belongs in the log.
    """

    postcode4: str = ""
    place: str = ""
    municipality_code: str = ""
    municipality_name: str = ""
    municipality_code_2023: str = ""
    province_code: str = ""
    longitude: float | None = None
    latitude: float | None = None
    basis: str = ""
    note: str = ""
    change: str | None = None
    doubt: str | None = None
    remedy: str | None = None


def unplaced(postcode: str, place: str, found: list[Evidence]) -> Location:
    """Return that a row is nowhere, and why."""
    doubt = " ".join(item.doubt for item in found if item.doubt)
    doubt = doubt or "Er staat geen postcode, plaats of gemeente."
    remedy = next((item.remedy for item in found if item.remedy), REMEDY)
    return Location(postcode, place, doubt=doubt, note=doubt, remedy=remedy)


def noted(
    location: Location, found: list[Evidence], doubts: list[str], changes: list[str]
) -> Location:
    """Return ``location`` with what there is to say about it.

    A cell that is not known is a doubt when the point is less precise for it, and else a remark.
    """
    unknown = [item for item in found if item.doubt]
    is_rough = location.basis in ("municipality", "")
    aside = [] if is_rough else [item.doubt for item in unknown if item.doubt]
    if is_rough:
        doubts = [*doubts, *(item.doubt for item in unknown if item.doubt)]
    if location.doubt:
        doubts = [location.doubt, *doubts]
    remedy = next((item.remedy for item in unknown if item.remedy), None) if is_rough else None
    return replace(
        location,
        note=" ".join([*doubts, *changes, *aside]),
        change=" ".join(changes) or None,
        doubt=" ".join(doubts) or None,
        remedy=(location.remedy or remedy or REMEDY) if doubts else None,
    )
