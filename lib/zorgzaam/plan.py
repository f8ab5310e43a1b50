"""Which pages there are to make, and what each reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zorgzaam import areas as area_names
from zorgzaam import params
from zorgzaam.errors import InputError, MonitorError, Problem
from zorgzaam.intake.current import Places


@dataclass(frozen=True)
class Planned:
    """One page of one area."""

    page: str
    area: str
    kind: params.Kind
    reads: tuple[str, ...]  # paths below the project folder, the notebook too

    @property
    def reads_microdata(self) -> bool:
        """Whether it is made from lists or answers, real or synthetic."""
        return self.kind != "published"

    @property
    def reads_release(self) -> bool:
        """Whether it is made from the release of the answers."""
        return any(name.startswith("data/release/") for name in self.reads)

    @property
    def name(self) -> str:
        """How doit, the manifest and reports call it."""
        return f"{self.page}/{self.area}"


def plan(root: Path, run: params.Run) -> list[Planned]:
    """Return every page of the site for every area it is made for, in the order of the site.

    Of ``run`` only the dataset and the wave matter.
    """
    site = params.load_site(root)
    has_lists = Places(root, run.dataset, run.wave).has_lists
    planned = []
    for page, told in site.pages.items():
        spec = told.given(has_lists)
        own = spec.reads_in(root, run.dataset, run.wave)
        reads = tuple(sorted({*site.common, *own, f"notebooks/{page}.ipynb"}))
        kind = spec.kind_in(run.dataset)
        slugs = [area.slug for area in area_names.all_areas(root)]
        if spec.areas != "all":
            slugs = [area_names.area(slug, root).slug for slug in spec.areas]
        planned += [Planned(page, slug, kind, reads) for slug in slugs]
    return planned


def choose(
    root: Path, run: params.Run, areas: Sequence[str] | None, pages: Sequence[str] | None
) -> list[Planned]:
    """Return what was asked for; an unknown area or page is an error, and so is nothing at all."""
    for slug in areas or ():
        area_names.area(slug, root)
    for page in pages or ():
        params.load_site(root).page(page)
    chosen = [
        planned
        for planned in plan(root, run)
        if (not areas or planned.area in areas) and (not pages or planned.page in pages)
    ]
    if not chosen:
        raise MonitorError(
            "Deze pagina bestaat niet voor dit gebied: zie 'areas' in params/site.yaml."
        )
    return chosen


def check_inputs(root: Path, planned: Sequence[Planned]) -> None:
    """Check once every file that the pages read and that has a loader.

    Otherwise each page would fail by itself, with the same message.

    Raises
    ------
    InputError
        With every problem in all of those files.
    """
    read = {name for page in planned for name in page.reads}
    problems: list[Problem] = []
    for load in [load for name, load in _loaders(read).items() if name in read]:
        try:
            load(root)
        except InputError as error:
            problems += error.problems
    if problems:
        # one loader reads what another does
        raise InputError(list(dict.fromkeys(problems)))


def _loaders(read: Iterable[str]) -> Mapping[str, Callable[[Path], object]]:
    """Return by path how a file is read and checked; ``read`` may have boundaries of any year."""
    # Takes half a second, which a build that has nothing to make can do without.
    from zorgzaam import published, reference

    fetched = {
        name: partial(reference.load_boundaries, layer, year=int(year))
        for name in read
        for year, layer in re.findall(
            r"^data/reference/(\d{4})/(provinces|municipalities)\.geojson$", name
        )
    }
    return {
        **fetched,
        "data/published/sources.csv": published.load_sources,
        "data/published/definitions.csv": published.load_definitions,
        "data/published/counts.csv": published.load_counts,
        "data/published/survey_figures.csv": published.load_survey_figures,
        "data/reference/municipalities.csv": reference.load_municipalities,
        "data/reference/provinces.geojson": partial(reference.load_boundaries, "provinces"),
        "data/reference/municipalities.geojson": partial(
            reference.load_boundaries, "municipalities"
        ),
    }
