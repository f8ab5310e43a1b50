"""The answers of the synthetic respondents: published margins met, no correlations claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zorgzaam.errors import MonitorError
from zorgzaam.intake.codebook_models import Codebook, Variable
from zorgzaam.params import Precision
from zorgzaam.precision import compare
from zorgzaam.synthetic import margins, plan


@dataclass(frozen=True)
class Targets:
    """What the answers must show: the published figures by ``figure_id`` and how to read them."""

    figures: pd.DataFrame
    rules: Precision

    @property
    def respondents(self) -> int:
        """The number of questionnaires that were filled in."""
        return int(self.figures.at["respondents", "value"])

    def of(self, variable: str) -> dict[str, pd.Series]:
        """Return by option the figure about it, for one variable."""
        return {
            option: self.figures.loc[figure]
            for figure, (name, option) in plan.FIGURES.items()
            if name == variable and figure in self.figures.index
        }


def draw_answers(codebook: Codebook, targets: Targets, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row a respondent and one column an answer, named as in the table of answers.

    A choice holds the name of the option, an option of a multiple choice ``yes`` or ``no``, a
    number is a number; what is missing holds the kind of missing. Each variable is drawn on its
    own, so nothing goes together but what the questionnaire forces: who was asked, and a source
    of subsidy only where there is a subsidy. Texts and personal data are not drawn here.

    Raises
    ------
    MonitorError
        If an answer of the codebook has neither a figure nor an assumed share, or a figure
        cannot be met.
    """
    answers = pd.DataFrame(index=range(targets.respondents))
    variables = {item.name: item for item in codebook.variables.values() if item.name != "entry"}
    # Whoever is asked something because of another answer comes after that answer.
    for name in sorted(variables, key=lambda name: (bool(variables[name].asked_of),
                                                    name == "funding_source")):  # fmt: skip
        variable = variables[name]
        if variable.type == "text":
            continue
        asked = _is_asked(variable, answers)
        reason = _reasons(variable, asked, rng)
        if variable.type == "single":
            answers[name] = _single(variable, reason, targets, rng)
        elif variable.type == "multiple":
            answers = answers.join(_multiple(variable, reason, answers, targets, rng))
        else:
            answers[name] = _number(variable, reason, targets, rng)
    return answers


def _is_asked(variable: Variable, answers: pd.DataFrame) -> np.ndarray:
    asked = np.ones(len(answers), dtype=bool)
    for name, options in variable.asked_of.items():
        asked &= answers[name].isin(options).to_numpy()
    return asked


def _reasons(variable: Variable, asked: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return for each respondent why there is no answer, or ``""`` where there is one."""
    reasons = np.where(asked, "", "not_asked").astype(object)
    places = rng.permutation(np.flatnonzero(asked))
    start = 0
    for kind, number in plan.MISSING.get(variable.name, {}).items():
        reasons[places[start : start + number]] = kind
        start += number
    return reasons


def _counts(variable: Variable, asked: int, valid: int, targets: Targets) -> dict[str, int]:
    """Return how many respondents give each published answer of ``variable``.

    The bases are all who were asked, and those who answered. When every option of a single choice
    was published, the last is what the others leave, and is checked.
    """
    figures = targets.of(variable.name)
    bases = (asked, valid)
    counts = {
        option: margins.published_count(figure, bases, targets.rules)
        for option, figure in figures.items()
    }
    if variable.type == "single" and len(figures) == len(variable.options):
        last = list(counts)[-1]
        counts[last] = valid - sum(counts[option] for option in counts if option != last)
        for base in bases:
            found = compare(100 * counts[last] / base, figures[last], targets.rules)
            if not found.agrees:
                raise MonitorError(f"Het cijfer {figures[last].name} past niet bij de andere.")
    return counts


def _single(
    variable: Variable, reason: np.ndarray, targets: Targets, rng: np.random.Generator
) -> np.ndarray:
    """Return the answers to a single choice."""
    valid = np.flatnonzero(reason == "")
    counts = _counts(variable, int((reason != "not_asked").sum()), len(valid), targets)
    rest = [option.name for option in variable.options if option.name not in counts]
    shares = {option: plan.ASSUMED.get(variable.name, {}).get(option, 0.0) for option in rest}
    if len(rest) == 1:
        shares = {rest[0]: 1.0}
    left = len(valid) - sum(counts.values())
    if left and not sum(shares.values()):
        raise MonitorError(f"In plan.py staat geen aandeel voor de antwoorden op {variable.name}.")
    if left:
        counts |= _divided(left, shares)
    options = list(counts)
    possible = np.ones((len(valid), len(options)), dtype=bool)
    chosen = margins.spread(possible, list(counts.values()), rng)
    answers = reason.copy()
    answers[valid] = [options[index] for index in chosen]
    return answers


def _divided(total: int, shares: Mapping[str, float]) -> dict[str, int]:
    from zorgzaam.synthetic.places import largest_remainder

    return {str(k): int(v) for k, v in largest_remainder(total, pd.Series(shares)).items()}


def _multiple(
    variable: Variable,
    reason: np.ndarray,
    answers: pd.DataFrame,
    targets: Targets,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the ticks of a multiple choice: a column an option; who answered ticked something."""
    valid = np.flatnonzero(reason == "")
    asked = int((reason != "not_asked").sum())
    counts = _counts(variable, asked, len(valid), targets)
    assumed = plan.ASSUMED[variable.name]
    wanted = counts | {option: round(share * asked) for option, share in assumed.items()}
    ticks: dict[str, np.ndarray] = {}
    for option in wanted:
        can, must = _limits(variable, option, list(wanted), ticks, answers.loc[valid])
        number = wanted[option] if option in counts else _within(wanted[option], can, must)
        possible = np.column_stack([can, ~must])
        ticks[option] = margins.spread(possible, [number, len(valid) - number], rng) == 0
    columns = {}
    for item in variable.options:
        column = reason.copy()
        column[valid] = np.where(ticks[item.name], "yes", "no")
        columns[f"{variable.name}_{item.name}"] = column
    return pd.DataFrame(columns, answers.index)


def _within(number: int, can: np.ndarray, must: np.ndarray) -> int:
    """Return an assumed number that those who can and must tick it allow."""
    return int(min(max(number, must.sum()), can.sum()))


def _limits(
    variable: Variable,
    option: str,
    order: list[str],
    ticks: Mapping[str, np.ndarray],
    answers: pd.DataFrame,
) -> tuple[np.ndarray, np.ndarray]:
    """Return who can tick an option and who must, given the options before it in ``order``.

    Whoever ticked nothing yet must tick the last. "No source" goes with nothing else, and who
    receives subsidy names at least one source of it.
    """
    anything = np.zeros(len(answers), dtype=bool)
    for before in ticks.values():
        anything |= before
    can = np.ones(len(answers), dtype=bool)
    must = ~anything if option == order[-1] else np.zeros(len(answers), dtype=bool)
    if variable.name != "funding_source":
        return can, must
    has_subsidy = (answers["receives_subsidy"] == "yes").to_numpy()
    if option == "none":
        return ~has_subsidy, must
    can = ~ticks["none"]
    if option in plan.SUBSIDIES:
        can = can & has_subsidy
        if option == plan.SUBSIDIES[-1]:
            must = can & ~anything
    return can, must & can


def _number(
    variable: Variable, reason: np.ndarray, targets: Targets, rng: np.random.Generator
) -> np.ndarray:
    """Return the answers to a question for a year or a number of people."""
    valid = np.flatnonzero(reason == "")
    if variable.type == "year":
        mean = float(targets.figures.at["start_year_mean", "value"])
        last = int(targets.figures["wave"].max())
        values = margins.years(mean, plan.FIRST_START_YEAR, last, len(valid), rng)
    else:
        figure = next(key for key, name in plan.TOTALS.items() if name == variable.name)
        total = plan.ABOVE_MORE_THAN * float(targets.figures.at[figure, "value"])
        values = margins.people(total, len(valid), plan.SPREAD_LOG[variable.name], rng)
    answers = reason.copy()
    answers[valid] = [int(value) for value in values]
    return answers
