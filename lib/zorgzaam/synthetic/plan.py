"""What the survey of the synthetic wave is fitted to: published figures, and assumptions.

Only the figures are facts. Everything else is assumed, says so in the sidecar, and must not be
used for conclusions.
"""

from __future__ import annotations

import datetime

# Which answer a published figure is about: its variable and option in the codebook.
FIGURES: dict[str, tuple[str, str]] = {
    "target_all": ("target_group", "all"),
    "target_specific": ("target_group", "specific"),
    "theme_cohesion": ("themes", "cohesion"),
    "theme_welfare": ("themes", "welfare"),
    "theme_health": ("themes", "health"),
    "theme_prevention": ("themes", "prevention"),
    "activity_meeting": ("activities", "meeting"),
    "legal_foundation": ("legal_form", "foundation"),
    "legal_none": ("legal_form", "none"),
    "funding_subsidy": ("receives_subsidy", "yes"),
    "funding_challenge": ("funding_challenge", "yes"),
    "funding_barrier": ("funding_barrier", "yes"),
    "funding_no_expansion": ("funding_no_expansion", "yes"),
    "funding_structural": ("funding_structural", "yes"),
    "goals_reached": ("goals_reached", "yes"),
    "goals_measured": ("goals_measured", "yes"),
    "volunteers_hard_to_keep": ("volunteers_hard_to_keep", "yes"),
    "need_engage_target": ("support_needs", "engage_target"),
}
# Totals over all respondents, published as "more than": fitted to one percent above that.
TOTALS = {
    "volunteers": "volunteers_count",
    "members": "members_count",
    "visitors": "visitors_count",
}
ABOVE_MORE_THAN = 1.01
SPREAD_LOG = {"volunteers_count": 0.9, "members_count": 1.2, "visitors_count": 1.3}
FIRST_START_YEAR = 1975

# Assumed shares of the answers that were not published: of a single choice, of what the published
# answers leave; of a multiple one, of all who were asked. The themes nobody published lie between
# those of place 2 and 9, as they must.
_BOTTLENECK = {"none": 0.40, "small": 0.32, "large": 0.20, "very_large": 0.08}
ASSUMED: dict[str, dict[str, float]] = {
    "phase": {"active": 0.84, "founding": 0.10, "exploring": 0.06},
    "legal_form": {"association": 0.41, "cooperative": 0.21, "part_of_larger": 0.28, "other": 0.10},
    "appearance": {
        "care_cooperative": 0.07, "neighbour_point": 0.12, "caring_village": 0.20,
        "neighbour_network": 0.14, "village_work": 0.14, "city_village": 0.06,
        "residents_collective": 0.11, "other": 0.16,
    },
    "target_specific": {
        "disability": 0.25, "youth": 0.12, "newcomers": 0.10, "carers": 0.22, "other": 0.08,
        "older": 0.80,
    },
    "themes": {
        "participation": 0.15, "informal_care": 0.19, "mobility": 0.23, "housing": 0.27,
        "care": 0.34, "liveability": 0.40,
    },
    "activities": {
        "care_homes": 0.04, "nursing": 0.06, "new_housing": 0.08, "care_coordination": 0.12,
        "day_care": 0.15, "neighbourhood_app": 0.18, "meals": 0.34, "transport": 0.30,
        "odd_jobs": 0.38, "day_activities": 0.42,
    },
    "funding_source": {
        "none": 0.06, "province": 0.15, "funds": 0.38, "municipality": 0.55,
        "own_building": 0.10, "membership": 0.30, "contributions": 0.45,
    },
    "goals": {
        "healthy_living": 0.35, "own_strength": 0.42, "living_at_home": 0.48, "liveability": 0.55,
        "loneliness": 0.62,
    },
    "goals_reached": {"partly": 0.75, "no": 0.25},
    "bottleneck_rules": _BOTTLENECK,
    "bottleneck_finance": {"none": 0.30, "small": 0.32, "large": 0.25, "very_large": 0.13},
    "bottleneck_municipality": _BOTTLENECK,
    "bottleneck_care_providers": _BOTTLENECK,
    "support_needs": {
        "other": 0.05, "measure_results": 0.25, "cooperation": 0.33, "find_funding": 0.36,
        "find_volunteers": 0.42,
    },
}  # fmt: skip
# How many respondents gave no answer, and why (an assumption). Where the published percentage is
# exact there is room for a few only: it must hold over all and over valid answers.
MISSING: dict[str, dict[str, int]] = {
    "start_year": {"dont_know": 11, "not_answered": 4},
    "phase": {"not_answered": 3},
    "legal_form": {"dont_know": 1, "not_answered": 2},
    "appearance": {"dont_know": 6, "not_answered": 5},
    "target_group": {"not_answered": 2},
    "target_specific": {"not_answered": 3},
    "themes": {"not_answered": 2},
    "activities": {"not_answered": 2},
    "funding_source": {"dont_know": 4, "not_answered": 7},
    "receives_subsidy": {"dont_know": 5, "not_answered": 4},
    "funding_challenge": {"dont_know": 8, "not_answered": 5},
    "funding_barrier": {"dont_know": 9, "not_applicable": 4, "not_answered": 5},
    "funding_no_expansion": {"dont_know": 10, "not_answered": 6},
    "funding_structural": {"dont_know": 8, "not_applicable": 3, "not_answered": 4},
    "goals": {"not_answered": 5},
    "goals_reached": {"dont_know": 9, "not_applicable": 6, "not_answered": 4},
    "goals_measured": {"dont_know": 1, "not_answered": 2},
    "bottleneck_rules": {"dont_know": 6, "not_applicable": 5, "not_answered": 6},
    "bottleneck_finance": {"dont_know": 4, "not_applicable": 3, "not_answered": 6},
    "bottleneck_municipality": {"dont_know": 5, "not_applicable": 9, "not_answered": 6},
    "bottleneck_care_providers": {"dont_know": 7, "not_applicable": 21, "not_answered": 6},
    "volunteers_count": {"dont_know": 6, "not_answered": 5},
    "members_count": {"dont_know": 5, "not_applicable": 97, "not_answered": 9},
    "visitors_count": {"dont_know": 34, "not_applicable": 22, "not_answered": 11},
    "volunteers_hard_to_keep": {"dont_know": 7, "not_applicable": 6, "not_answered": 4},
    "support_needs": {"dont_know": 3, "not_answered": 6},
}
# Sources of funding that are subsidies or gifts: only who receives those can name them.
SUBSIDIES = ("province", "funds", "municipality")

REMARKS = (
    "Wij zijn pas begonnen.", "Door corona ligt veel stil.", "Goede vragenlijst; wel lang.",
    "Wij zoeken een ruimte.", "Bel gerust als er vragen zijn.", "-",
)  # fmt: skip
SHARE_WITH_REMARK = 0.2
FIELDWORK_START = datetime.datetime(2020, 9, 14, 8, 0)
FIELDWORK_MINUTES = 47 * 24 * 60  # to the end of October
SHARE_INVITED_BY_MAIL = 0.85  # of those whom a list calls invited; the others used the open link
# Questionnaires on top of the published number, each of them a mistake that must be found.
TWICE, THRICE = 4, 1  # respondents who filled it in again, with the same answers
ON_NO_LIST = 2  # initiatives that no list knows
TEST_ANSWERS = 1
INCOMPLETE = 7  # half of them by somebody who filled it in later
FORMULA_REMARKS, PERSON_REMARKS = 2, 2
SURVEY_KINDS = {
    "respondent_again": "zelfde deelnemer, nog een keer ingevuld met dezelfde antwoorden",
    "on_no_list": "ingevuld door een initiatief dat op geen lijst staat",
    "test_answer": "proefinvulling",
    "incomplete": "niet afgemaakt: geen datum van inzenden, de rest niet gevraagd",
    "person_in_remark": "persoonsgegevens in een opmerking",
    "formula_in_remark": "opmerking die een formule lijkt",
}
