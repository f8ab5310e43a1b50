"""The rules of ``data/published/claims.csv``: which computed number a published figure is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from zorgzaam.intake.codebook import Codebook, Variable
from zorgzaam.published_rules import at_line
from zorgzaam.tables import one_of, rule, unique

# What a figure in this unit is computed as.
STATISTIC_OF = {"percent": "share", "year": "mean", "people": "sum"}
# Whom a share is a share of. One answer: who answered. More answers: who was shown the question,
# who ticked anything, or all ticks.
OF_ONE = frozenset({"answered"})
OF_SEVERAL = frozenset({"shown", "ticked", "answers"})


def claim_rules(
    table: pd.DataFrame, units: Mapping[str, str], codebook: Codebook
) -> list[pa.Check]:
    """Return the rules for ``table``, the file as text.

    ``units`` gives the unit of every published figure of the wave that may be named.
    """
    variables = {
        variable.name: variable
        for variable in codebook.shared_variables()
        if variable.options or variable.is_numeric
    }
    return [
        unique("figure_id"),
        one_of("figure_id", frozenset(units)),
        one_of("variable", frozenset(variables)),
        one_of("statistic", frozenset(STATISTIC_OF.values())),
        one_of("denominator", OF_ONE | OF_SEVERAL | {""}),
        _fits_unit(units),
        _fits_variable(variables),
        *_categories(table, variables),
        *_denominators(variables),
    ]


def _fits_unit(units: Mapping[str, str]) -> pa.Check:
    def holds(rows: pd.DataFrame) -> pd.Series:
        wanted = rows["figure_id"].map(units).map(STATISTIC_OF)
        is_known = rows["figure_id"].isin(units.keys())
        return (rows["statistic"] == wanted) | ~is_known | ~_is_statistic(rows)

    return rule(
        "statistic",
        holds,
        "'{value}' past niet bij de eenheid van dit cijfer.",
        "Bij percent hoort share, bij year mean en bij people sum.",
    )


def _fits_variable(variables: Mapping[str, Variable]) -> pa.Check:
    numeric = {name for name, variable in variables.items() if variable.is_numeric}

    def holds(rows: pd.DataFrame) -> pd.Series:
        is_known = rows["variable"].isin(variables.keys()) & _is_statistic(rows)
        return (rows["variable"].isin(numeric) != (rows["statistic"] == "share")) | ~is_known

    return rule(
        "statistic",
        holds,
        "'{value}' past niet bij deze variabele.",
        "Kies mean of sum bij een getal of jaar, en share bij een keuzevraag.",
    )


def _categories(table: pd.DataFrame, variables: Mapping[str, Variable]) -> list[pa.Check]:
    """Return a rule for each row whose category is not one of its variable."""
    if not {"variable", "category"} <= set(table.columns):
        return []
    found = []
    for line, row in table.loc[table["variable"].isin(variables.keys())].iterrows():
        names = [option.name for option in variables[row["variable"]].options]
        if row["category"] not in (names or [""]):
            remedy = f"Kies uit: {', '.join(names)}." if names else "Laat 'category' hier leeg."
            what = "'{value}' is geen antwoord op deze vraag."
            found.append(at_line(line, "category", what, remedy))
    return found


def _denominators(variables: Mapping[str, Variable]) -> list[pa.Check]:
    several = [name for name, variable in variables.items() if variable.type == "multiple"]
    one = [name for name, variable in variables.items() if variable.type == "single"]

    def is_filled_for_shares(rows: pd.DataFrame) -> pd.Series:
        return ((rows["denominator"] != "") == (rows["statistic"] == "share")) | ~_is_statistic(
            rows
        )

    def fits(rows: pd.DataFrame) -> pd.Series:
        is_wrong_for_one = rows["variable"].isin(one) & rows["denominator"].isin(OF_SEVERAL)
        is_wrong_for_several = rows["variable"].isin(several) & rows["denominator"].isin(OF_ONE)
        return ~is_wrong_for_one & ~is_wrong_for_several

    return [
        rule(
            "denominator",
            is_filled_for_shares,
            "'{value}' kan hier niet: een aandeel (share) heeft een noemer, en iets anders niet.",
            "Vul bij share een noemer in, en laat het anders leeg.",
        ),
        rule(
            "denominator",
            fits,
            "'{value}' past niet bij deze vraag.",
            "Kies answered bij een vraag met één antwoord, en shown, ticked of answers bij een "
            "vraag met meer antwoorden.",
        ),
    ]


def _is_statistic(rows: pd.DataFrame) -> pd.Series:
    """Whether the statistic exists; what does not is told by a rule of its own."""
    return rows["statistic"].isin(list(STATISTIC_OF.values()))
