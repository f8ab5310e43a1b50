"""What a run may be told: frozen, strict models that refuse an unknown name or a wrong type."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from zorgzaam import areas
from zorgzaam.errors import InputError, MonitorError, Problem
from zorgzaam.files import find_root

BUILD_FILE = Path("params", "build.yaml")
SITE_FILE = Path("params", "site.yaml")

Dataset = Literal["synthetic", "real"]
# What the numbers on a page come from. Published is real input; synthetic must never pass for real.
Kind = Literal["published", "real", "synthetic"]
Share = Annotated[float, Field(gt=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]


class Strict(BaseModel):
    """Base of all parameters: nothing changes after making, nothing unknown is accepted."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Precision(Strict):
    """How a published precision becomes an interval; see ``published.interval``."""

    about_relative_margin: Share
    more_than_cap_factor: Annotated[float, Field(gt=1)]
    percent_margin_points: Positive
    year_margin: Positive


class Maps(Strict):
    """What all maps share; class limits are upper limits in residents."""

    residents_class_limits: list[int]
    province_class_limits: list[int]
    municipality_class_limits: list[int]
    per_100k_class_limits: list[float]
    per_10k_class_limits: list[float]

    @model_validator(mode="after")
    def _limits_ascend(self) -> Self:
        for limits in vars(self).values():
            if not limits or limits[0] <= 0 or any(low >= high for low, high in pairwise(limits)):
                raise ValueError("de klassengrenzen moeten boven nul beginnen en oplopen")
        return self


class Linking(Strict):
    """When two rows are one initiative; see ``intake.link`` and ``intake.link_weights``."""

    match_probability: Share
    review_from_probability: Share
    review_to_probability: Share
    apart_below_probability: Share
    rule_threshold: Annotated[float, Field(gt=0, lt=100)]
    most_rows_a_key: Annotated[int, Field(gt=1)]
    most_rows_a_place: Annotated[int, Field(gt=1)]
    sample_pairs: Annotated[int, Field(gt=0)]
    seed: int

    @model_validator(mode="after")
    def _thresholds_ascend(self) -> Self:
        low, high = self.review_from_probability, self.review_to_probability
        if not low <= self.match_probability <= high:
            raise ValueError("match_probability moet tussen de grenzen van de beoordeling liggen")
        return self


class Weighting(Strict):
    """How answers are weighted to the inventory; see ``stats.survey``."""

    minimum_respondents: Annotated[int, Field(ge=2, le=100)]
    margins: list[Literal["province_code", "phase", "legal_form", "start_period"]]
    lowest_ratio: Annotated[float, Field(gt=0, lt=1)]
    highest_ratio: Annotated[float, Field(gt=1, le=100)]
    start_periods: list[int]

    @model_validator(mode="after")
    def _periods_ascend(self) -> Self:
        years = self.start_periods
        if not years or any(early >= late for early, late in pairwise(years)):
            raise ValueError("de jaren van start_periods moeten oplopen")
        return self


class Disclosure(Strict):
    """What may not be told about the answers; see ``stats.disclosure``.

    The limits keep a slip of the finger from publishing everything, or nothing.
    """

    minimum_count: Annotated[int, Field(ge=3, le=50)]
    minimum_base: Annotated[int, Field(ge=5, le=200)]
    group_share: Annotated[float, Field(ge=0.75, lt=1)]
    group_below_base: Annotated[int, Field(ge=10, le=10000)]
    dominance_count: Annotated[int, Field(ge=1, le=5)]
    dominance_share: Annotated[float, Field(ge=0.5, lt=1)]
    amount_margin: Annotated[float, Field(ge=0.05, le=0.5)]

    @model_validator(mode="after")
    def _base_holds_two_counts(self) -> Self:
        if self.minimum_base < 2 * self.minimum_count:
            raise ValueError("minimum_base moet minstens twee keer minimum_count zijn")
        return self


class Reliability(Strict):
    """From where an estimate is marked as wide: half the width of its interval."""

    wide_points: Annotated[float, Field(gt=0, le=50)]
    wide_share: Annotated[float, Field(gt=0, le=2)]


class Growth(Strict):
    """Which counts make one line, and how many initiatives may stop each year (percent)."""

    headline_families: list[str] = Field(min_length=1)
    closure_rates_pct: list[Annotated[float, Field(ge=0, lt=100)]] = Field(min_length=1)


class Coverage(Strict):
    """How much likelier being on one list may make the other: odds ratios, 1 is independence."""

    odds_ratios: list[Annotated[float, Field(gt=0)]] = Field(min_length=1)


class Build(Strict):
    """The content of ``params/build.yaml``."""

    dataset: Dataset
    wave: int
    waves: list[int]
    confidence_level: Share
    precision: Precision
    growth: Growth
    coverage: Coverage
    maps: Maps
    linking: Linking
    weighting: Weighting
    disclosure: Disclosure
    reliability: Reliability

    @model_validator(mode="after")
    def _wave_exists(self) -> Self:
        if self.wave not in self.waves:
            raise ValueError(f"meetjaar {self.wave} staat niet in waves: {self.waves}")
        return self


MICRODATA_FOLDERS = ("data/processed/", "data/release/")


class PageSpec(Strict):
    """One page of the site: the areas it is made for and the files its notebook may read.

    ``kind`` is ``published`` for a page from published figures and reference data alone, which is
    the same in every dataset, ``microdata`` for one that reads lists or answers, and ``both`` for
    one that also does without them: see :meth:`given`. ``reads`` may name ``{dataset}`` and
    ``{wave}``, and so may ``reads_if_there``: files that the page does without when they are not
    there.
    """

    title: str
    summary: str
    areas: Literal["all"] | list[str]
    kind: Literal["published", "microdata", "both"]
    reads: list[str]
    reads_if_there: list[str] = []

    def given(self, has_lists: bool) -> PageSpec:
        """Return the page as it is made where there are lists and answers, or none.

        A page of both kinds is one of published figures alone where there are none.
        """
        if self.kind != "both" or has_lists:
            return self
        known = [file for file in self.reads if not file.startswith(MICRODATA_FOLDERS)]
        return self.model_copy(update={"kind": "published", "reads": known})

    def kinds_in(self, dataset: Dataset) -> tuple[Kind, ...]:
        """Return what the numbers on this page come from in a build of ``dataset``."""
        return {"published": ("published",), "microdata": (dataset,)}.get(
            self.kind, ("published", dataset)
        )

    def kind_in(self, dataset: Dataset) -> Kind:
        """Return the one kind to mark the page with: of two, that of the lists and answers."""
        return self.kinds_in(dataset)[-1]

    def reads_in(self, root: Path, dataset: Dataset, wave: int) -> list[str]:
        """Return the files that this page reads in a build of ``dataset`` and ``wave``."""
        files, optional = (
            [file.format(dataset=dataset, wave=wave) for file in given]
            for given in (self.reads, self.reads_if_there)
        )
        return files + [file for file in optional if (root / file).is_file()]

    @property
    def reads_release(self) -> bool:
        """Whether it reads the release: the numbers about answers that may be shown."""
        return any(file.startswith("data/release/") for file in self.reads)

    def has_area(self, slug: str) -> bool:
        """Whether this page is made for the area with this slug."""
        return self.areas == "all" or slug in self.areas


class Site(Strict):
    """The content of ``params/site.yaml``."""

    common: list[str]
    pages: dict[str, PageSpec]

    def page(self, name: str) -> PageSpec:
        """Return the page with this name; raises ``MonitorError`` with the allowed names."""
        if name not in self.pages:
            raise MonitorError(
                f"De pagina '{name}' bestaat niet. Toegestaan zijn: {', '.join(self.pages)}."
            )
        return self.pages[name]


ModelT = TypeVar("ModelT", bound=Strict)


# What pydantic finds, in Dutch; where it is another finding, its own words are better than none.
EXPECTED = {
    "int_type": "een geheel getal",
    "int_from_float": "een geheel getal",
    "float_type": "een getal",
    "bool_type": "true of false",
    "string_type": "tekst",
    "string_too_short": "tekst",
    "list_type": "een lijst",
    "dict_type": "een groep namen met waarden",
    "model_type": "een groep namen met waarden",
    "literal_error": "{expected}",
    "greater_than": "een getal boven {gt}",
    "less_than": "een getal onder {lt}",
    "greater_than_equal": "een getal vanaf {ge}",
    "less_than_equal": "een getal tot en met {le}",
    "string_pattern_mismatch": "een naam van kleine letters, cijfers en _",
    "invalid_key": "tekst; zet aanhalingstekens om de naam",
}


def _allowed(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """Return the names that are known at the place of an unknown one."""
    inner: Any = model
    for part in location[:-1]:
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            inner = inner.model_fields[str(part)].annotation
        else:
            # A list or a mapping: what it holds is the last of its parts.
            inner = get_args(inner)[-1]
    return ", ".join(inner.model_fields)


def model_problems(file: str, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return pydantic's findings on ``file`` as Dutch problems, one for each.

    ``model`` is what was read; an unknown name is answered with the names known at its place.
    """
    problems = []
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"]) or "(geheel)"
        kind, context = detail["type"], detail.get("ctx", {})
        if kind == "extra_forbidden":
            what = "deze naam is niet bekend."
            remedy = f"Kies uit: {_allowed(model, detail['loc'])}."
        elif kind == "missing":
            what, remedy = "deze naam ontbreekt.", "Voeg hem toe, met een waarde."
        elif kind == "value_error":
            what, remedy = f"{context['error']}.", "Verbeter de waarde."
        else:
            words = EXPECTED.get(kind, detail["msg"]).format(**context).replace(" or ", " of ")
            what, remedy = f"{detail['input']!r} past hier niet.", f"Hier hoort {words}."
        problems.append(Problem(file, what, remedy, column=where))
    return problems


@cache
def _load(root: Path, file: Path, model: type[ModelT]) -> ModelT:
    path = root / file
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            [Problem(file.as_posix(), "het bestand ontbreekt.", "Haal het terug uit git.")]
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(
            [Problem(file.as_posix(), f"dit is geen leesbare YAML ({error}).", "Verbeter het.")]
        ) from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise InputError(model_problems(file.as_posix(), error, model)) from None


def load_build(root: Path | None = None) -> Build:
    """Read ``params/build.yaml``; raises ``InputError`` with every problem in it."""
    build: Build = _load(root or find_root(), BUILD_FILE, Build)
    return build


def load_site(root: Path | None = None) -> Site:
    """Read ``params/site.yaml``; raises ``InputError`` with every problem in it."""
    site: Site = _load(root or find_root(), SITE_FILE, Site)
    return site


class Run(Strict):
    """Everything one run of one notebook is told; the names are those of its parameters cell.

    Examples
    --------
    ``Run(area="fryslan", wave=2020)``; ``Run(province=...)`` and ``Run(wave="2020")`` raise.
    Make one with :func:`make_run` to have the values checked against the project as well.
    """

    area: str = areas.COUNTRY.slug
    wave: int = 2020
    dataset: Dataset = "synthetic"


def make_run(root: Path | None = None, **values: Any) -> Run:
    """Return the ``Run`` with ``values``, checked against the areas and waves of the project.

    Raises
    ------
    MonitorError
        If a name is unknown, a type is wrong, or the area or wave does not exist; the message
        lists what is allowed.
    """
    root = root or find_root()
    try:
        run = Run(**values)
    except ValidationError as error:
        allowed = ", ".join(Run.model_fields)
        raise MonitorError(
            "\n".join(str(problem) for problem in model_problems("parameters", error, Run))
            + f"\nToegestane parameters zijn: {allowed}."
        ) from None
    areas.area(run.area, root)
    waves = load_build(root).waves
    if run.wave not in waves:
        raise MonitorError(
            f"Meetjaar {run.wave} bestaat niet. Toegestaan zijn: "
            f"{', '.join(str(wave) for wave in waves)} (zie {BUILD_FILE.as_posix()})."
        )
    return run
