"""What the codes in a release are called in Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zorgzaam import areas, params
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.release.models import OTHER
from zorgzaam.release.rows import area_slugs, start_periods

GROUPS = {
    "phase": "fase",
    "legal_form": "rechtsvorm",
    "start_period": "startperiode",
    "province_code": "provincie",
}
STATISTICS = {
    "share_pct": "aandeel",
    "unweighted_share_pct": "aandeel, ongewogen",
    "mean": "gemiddelde",
    "unweighted_mean": "gemiddelde, ongewogen",
    "unweighted_sum": "som van de antwoorden, ongewogen",
    "median": "middelste waarde (mediaan)",
    "quantile_25": "een kwart heeft er hoogstens",
    "quantile_75": "een kwart heeft er minstens",
    "total": "totaal, gewogen naar de inventaris",
    "ratio": "verhouding",
    "difference_points": "verschil met de rest van het land",
    "shrunken_share_pct": "aandeel, bijgesteld naar de andere provincies",
    "model_share_pct": "aandeel, verwacht uit de andere provincies",
    "respondents": "deelnemers aan de enquête",
    "initiatives": "initiatieven in de inventaris",
    "missing_not_asked": "niet gevraagd",
    "missing_not_applicable": "niet van toepassing",
    "missing_dont_know": "weet niet",
    "missing_not_answered": "niet beantwoord",
    "missing_no_answer": "zonder bruikbaar antwoord, samen",
    "rao_scott_f": "toets van Rao en Scott (F)",
    "rao_scott_p": "toets van Rao en Scott (p)",
    "odds_ratio": "kansverhouding (odds ratio)",
    "marginal_points": "verschil, al het andere gelijk",
    "frame_pct": "aandeel in de inventaris",
    "respondents_pct": "aandeel onder de deelnemers",
    "weighted_pct": "aandeel na weging",
    "kish_deff": "ontwerpeffect van de weging (Kish)",
    "effective_n": "effectief aantal deelnemers",
    "largest_over_smallest": "grootste gewicht gedeeld door kleinste",
}
DENOMINATORS = {
    "answered": "wie de vraag beantwoordde",
    "shown": "wie de vraag kreeg en beantwoordde",
    "ticked": "wie minstens één antwoord aankruiste",
    "answers": "alle aangekruiste antwoorden",
    "all": "alle deelnemers",
}
TARGETS = {
    "inventory": "de gevonden initiatieven",
    "movement": "de beweging als geheel",
}
UNITS = {"percent": "%", "points": "procentpunten"}
# CBS writes a point where a number is unknown or secret; we say in words which of the two.
STATUS_TEXTS = {
    "hidden-small": "verborgen (te klein)",
    "hidden-secondary": "verborgen",
    "not-asked": "niet gevraagd",
    "none": "geen antwoorden",
}
UNKNOWN_CLASS = "onbekend"


@dataclass(frozen=True)
class Labels:
    """Dutch words for the codes of a release; a code that has none raises ``KeyError``."""

    areas: Mapping[str, str]
    questions: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]
    classes: Mapping[tuple[str, str], str]

    def area(self, slug: str) -> str:
        """Return the name of an area."""
        return self.areas[slug]

    def question(self, variable: str) -> str:
        """Return what a variable is about."""
        return self.questions[variable]

    def category(self, variable: str, category: str) -> str:
        """Return an answer to a question, "" for a number."""
        return self.categories[variable, category] if category else ""

    def group_class(self, group: str, group_category: str) -> str:
        """Return a class of a group, such as a phase; the group itself when no class is given."""
        return self.classes[group, group_category] if group_category else GROUPS[group]


def load_labels(root: Path, wave: int) -> Labels:
    """Return the words for the release of ``wave``, from the codebook and the areas."""
    codebook = load_codebook(root, wave)
    names = {area.slug: area.name for area in areas.all_areas(root)}
    for _, landsdeel in area_slugs(root).values():
        names[landsdeel] = f"{landsdeel.removeprefix('landsdeel-').capitalize()}-Nederland"
    options = {
        (variable.name, part.name): part.label_nl
        for variable in codebook.variables.values()
        for parts in (variable.options, variable.grouped)
        for part in parts
    }
    years = params.load_build(root).weighting.start_periods
    classes = {
        (group, part.name): part.label_nl
        for group in ("phase", "legal_form")
        for part in codebook.variables[group].options
    }
    periods = {("start_period", key): text for key, text in start_periods(years, wave).items()}
    classes |= periods
    classes |= {
        ("province_code", code): names[slugs[0]] for code, slugs in area_slugs(root).items()
    }
    for group in GROUPS:
        classes |= {(group, "unknown"): UNKNOWN_CLASS, (group, OTHER): "andere, samengenomen"}
    return Labels(
        areas=names,
        questions={variable.name: variable.label_nl for variable in codebook.variables.values()}
        | {"start_period": "Startperiode"},
        categories=options | periods,
        classes=classes,
    )
