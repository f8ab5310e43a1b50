"""A small made-up wave, of which the truth is known."""

import numpy as np
import pandas as pd
import pytest

from zorgzaam import params
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.release.make import make_release
from zorgzaam.release.rows import area_slugs

ASKED = (
    "start_year",
    "phase",
    "legal_form",
    "target_group",
    "target_specific",
    "goals_measured",
    "funding_barrier",
    "bottleneck_rules",
    "volunteers_count",
)
# Initiatives and respondents of each province.
PROVINCES = {
    "PV20": (40, 14), "PV21": (45, 16), "PV22": (30, 5), "PV23": (80, 24), "PV24": (30, 12),
    "PV25": (120, 30), "PV26": (90, 20), "PV27": (150, 36), "PV28": (180, 40), "PV29": (30, 9),
    "PV30": (160, 40), "PV31": (70, 20),
}  # fmt: skip
NEIGHBOURS = {code: tuple(other for other in PROVINCES if other != code) for code in PROVINCES}


@pytest.fixture(scope="session")
def codebook(root):
    """The codebook of 2020 with a few of its questions: the others take time and show nothing."""
    whole = load_codebook(root, 2020)
    few = {name: whole.variables[name] for name in ASKED}
    return whole.model_copy(update={"variables": few})


@pytest.fixture(scope="session")
def small_codebook(codebook):
    """The fewest questions that a release can be made of."""
    names = ("start_year", "phase", "legal_form", "goals_measured", "volunteers_count")
    few = {name: codebook.variables[name] for name in names}
    return codebook.model_copy(update={"variables": few})


@pytest.fixture(scope="session")
def settings(root):
    return params.load_build(root)


@pytest.fixture(scope="session")
def slugs(root):
    return area_slugs(root)


def _make_wave(codebook, provinces=PROVINCES, seed=1):
    """Return initiatives and answers of a wave: ``provinces`` gives sizes as ``PROVINCES`` does."""
    draw = np.random.default_rng(seed)
    rows = [
        (code, number < answered)
        for code, (size, answered) in provinces.items()
        for number in range(size)
    ]
    frame = pd.DataFrame(rows, columns=["province_code", "responded"])
    count = len(frame)
    frame["initiative_id"] = [f"i{number:05d}" for number in range(count)]
    frame["phase"] = draw.choice(["active", "founding", ""], count, p=[0.7, 0.1, 0.2])
    forms = ["foundation", "association", "cooperative", "none", "part_of_larger", "other"]
    frame["legal_form"] = draw.choice(forms, count, p=[0.4, 0.2, 0.1, 0.15, 0.1, 0.05])
    frame["start_year"] = pd.array(draw.integers(2000, 2021, count), "Int64")
    frame["in_inventory"] = "yes"
    answers = frame.loc[frame["responded"], ["initiative_id", "phase", "legal_form", "start_year"]]
    answers = answers.reset_index(drop=True).assign(answer_outcome="kept")
    answers["phase"] = answers["phase"].replace("", "active")
    for name, variable in codebook.variables.items():
        options = [option.name for option in variable.options]
        if name in ("phase", "legal_form"):
            continue
        if variable.type == "single":
            answers[name] = draw.choice([*options, "not_answered"], len(answers))
        for option in options if variable.type == "multiple" else ():
            answers[f"{name}_{option}"] = draw.choice(["yes", "no"], len(answers))
        if variable.is_numeric:
            answers[f"{name}_missing"] = ""
    answers["volunteers_count"] = pd.array(draw.integers(5, 80, len(answers)), "Int64")
    specific = answers["target_group"] == "specific"
    for option in codebook.variables["target_specific"].options:
        column = f"target_specific_{option.name}"
        answers[column] = answers[column].where(specific, "not_asked")
    return frame, answers


@pytest.fixture(scope="session")
def provinces():
    """The initiatives and respondents of each province."""
    return PROVINCES


@pytest.fixture(scope="session")
def make_wave(codebook):
    """Return a function that makes up a wave, from the sizes of its provinces."""

    def made(sizes=PROVINCES, seed=1):
        return _make_wave(codebook, sizes, seed)

    return made


@pytest.fixture(scope="session")
def wave(make_wave):
    return make_wave()


@pytest.fixture(scope="session")
def release_of(small_codebook, settings, slugs):
    """Return a function that makes the release of initiatives and answers."""

    def made(initiatives, answers, build=settings, book=small_codebook):
        return make_release(initiatives, answers, book, build, "synthetic", slugs, NEIGHBOURS)

    return made


@pytest.fixture(scope="session")
def release(wave, codebook, release_of):
    return release_of(*wave, book=codebook)


@pytest.fixture(scope="session")
def small_release(wave, release_of):
    """The release of the same wave with the fewest questions."""
    return release_of(*wave)
