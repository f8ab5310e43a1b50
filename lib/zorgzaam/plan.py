"""Which pages there are to make, and what each reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zorgzaam import areas as area_names
from zorgzaam import params
from zorgzaam.errors import MonitorError


@dataclass(frozen=True)
class Planned:
    """One page of one area."""

    page: str
    area: str
    kind: params.Kind
    reads: tuple[str, ...]  # paths below the project folder, the notebook too

    @property
    def name(self) -> str:
        """How doit, the manifest and reports call it."""
        return f"{self.page}/{self.area}"


def plan(root: Path) -> list[Planned]:
    """Return every page of the site for every area it is made for, in the order of the site."""
    site = params.load_site(root)
    planned = []
    for page, spec in site.pages.items():
        reads = tuple(sorted({*site.common, *spec.reads, f"notebooks/{page}.ipynb"}))
        slugs = [area.slug for area in area_names.all_areas(root)]
        if spec.areas != "all":
            slugs = [area_names.area(slug, root).slug for slug in spec.areas]
        planned += [Planned(page, slug, spec.kind, reads) for slug in slugs]
    return planned


def choose(root: Path, areas: Sequence[str] | None, pages: Sequence[str] | None) -> list[Planned]:
    """Return what was asked for; an unknown area or page is an error, and so is nothing at all."""
    for slug in areas or ():
        area_names.area(slug, root)
    for page in pages or ():
        params.load_site(root).page(page)
    chosen = [
        planned
        for planned in plan(root)
        if (not areas or planned.area in areas) and (not pages or planned.page in pages)
    ]
    if not chosen:
        raise MonitorError(
            "Deze pagina bestaat niet voor dit gebied: zie 'areas' in params/site.yaml."
        )
    return chosen
