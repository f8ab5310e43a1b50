"""What is told about the answers: the questions of the codebook, and who counts for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zorgzaam.intake.codebook_models import MISSING_KINDS, Codebook, Variable
from zorgzaam.release.rows import start_period, start_periods

START_YEAR, START_PERIOD = "start_year", "start_period"
YES, NO = TICKS = ("yes", "no")
# Answers that exclude an initiative from the inventory, so that nobody who counts can give them.
IMPOSSIBLE = {("phase", "stopped")}
# Recorded by the survey program or used to recognise somebody: no answers.
LEFT_OUT_BLOCKS = {"identification"}


@dataclass(frozen=True)
class Item:
    """One thing that is counted: a question with one answer, or one option of a multiple one.

    ``values`` has for each respondent (``initiative_id``) one of ``categories`` or a kind of
    missing. ``grouped`` gives for each group of answers the categories in it, if there are groups.
    """

    variable: str
    option: str  # "" but for an option of a multiple answer
    categories: tuple[str, ...]
    values: pd.Series
    grouped: Mapping[str, tuple[str, ...]]
    asked_of: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """How it is called in columns and messages."""
        return f"{self.variable}_{self.option}" if self.option else self.variable

    def in_groups(self) -> Item:
        """Return the same with its groups of answers as the answers, if it has any."""
        if not self.grouped:
            return self
        group_of = {part: name for name, parts in self.grouped.items() for part in parts}
        values = self.values.map(lambda value: group_of.get(value, value))
        return Item(self.variable, self.option, tuple(self.grouped), values, {}, self.asked_of)


@dataclass(frozen=True)
class Amount:
    """A number that respondents gave: ``values`` by ``initiative_id``, missing where they did not.

    ``missing`` has the kind of missing, "" where there is a value. ``size`` is what dominance is
    judged on: the number itself, or the age of a year.
    """

    variable: str
    is_year: bool
    values: pd.Series
    missing: pd.Series
    size: pd.Series


def told_variables(codebook: Codebook) -> list[Variable]:
    """Return the variables that numbers are told about, in the order of the codebook."""
    return [
        variable
        for variable in codebook.shared_variables()
        if variable.type != "text" and variable.block not in LEFT_OUT_BLOCKS
    ]


def items(codebook: Codebook, answers: pd.DataFrame, first_years: Sequence[int]) -> list[Item]:
    """Return everything that is counted in ``answers`` (indexed by ``initiative_id``).

    A start year is counted by the period that it is in; ``first_years`` are the first years of
    every period but the first.
    """
    found = []
    for variable in told_variables(codebook):
        asked_of = {name: tuple(options) for name, options in variable.asked_of.items()}
        if variable.type == "multiple":
            found += [
                Item(
                    variable.name,
                    option.name,
                    TICKS,
                    answers[f"{variable.name}_{option.name}"].astype(str),
                    {},
                    asked_of,
                )
                for option in variable.options
            ]
        elif variable.type == "single":
            names = [item.name for item in variable.options]
            possible = tuple(name for name in names if (variable.name, name) not in IMPOSSIBLE)
            grouped = {group.name: tuple(group.options) for group in variable.grouped}
            values = answers[variable.name].astype(str)
            found.append(Item(variable.name, "", possible, values, grouped, asked_of))
        elif variable.name == START_YEAR:
            periods = tuple(start_periods(first_years, codebook.wave))
            values = start_period(answers[START_YEAR], first_years, codebook.wave)
            missing = answers[f"{START_YEAR}_missing"].astype(str)
            values = values.where(values != "", missing)
            found.append(Item(START_PERIOD, "", periods, values, {}, asked_of))
    return found


def amounts(codebook: Codebook, answers: pd.DataFrame, wave: int) -> list[Amount]:
    """Return every number that respondents gave in ``answers``."""
    found = []
    for variable in told_variables(codebook):
        if not variable.is_numeric:
            continue
        values = answers[variable.name].astype("Float64").astype(float)
        is_year = variable.type == "year"
        size = (wave - values).clip(lower=0) if is_year else values
        missing = answers[f"{variable.name}_missing"].astype(str)
        found.append(Amount(variable.name, is_year, values, missing, size))
    return found


def missing_kinds(values: pd.Series) -> pd.Series:
    """Return how many respondents are missing in each way."""
    return values.value_counts().reindex(list(MISSING_KINDS), fill_value=0)
