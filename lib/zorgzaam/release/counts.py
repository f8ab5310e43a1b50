"""Numbers about the survey itself: who took part, and in which way answers are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zorgzaam.release.finish import PERCENT, REASONS
from zorgzaam.release.questions import Amount, Item, missing_kinds
from zorgzaam.release.rows import AREA, COUNTRY, Rows

NOT_ASKED = "not_asked"


def taking_part(rows: Rows, sizes: pd.Series) -> pd.DataFrame:
    """Return the respondents of each row, and the initiatives of each area that is in ``sizes``.

    Who took part is no answer: these numbers are never hidden.
    """
    told = [
        (row, int(count)) for row, count in zip(rows.rows, rows.sizes, strict=True) if row.is_told
    ]
    table = [
        (row.area, row.group, row.group_category, "respondents", count, count)
        for row, count in told
    ]
    table += [
        (row.area, AREA, "", "initiatives", int(sizes.get(row.area, 0)), count)
        for row, count in told
        if row.group == AREA
    ]
    names = ["area", "group", "group_category", "statistic", "value", "base"]
    return pd.DataFrame(table, columns=names).assign(
        unit=lambda found: found["statistic"].map(
            {"respondents": "respondenten", "initiatives": "initiatieven"}
        ),
        status="published",
        decimals=0,
    )


def weighting(comparison: pd.DataFrame, diagnostics: Mapping[str, float]) -> pd.DataFrame:
    """Return how the respondents compare with the inventory, and what weighting costs.

    ``comparison`` has the classes of each margin, ``diagnostics`` numbers about the weights.
    """
    shares = comparison.melt(
        ["margin", "category", "respondents_count"],
        ["frame_pct", "respondents_pct", "weighted_pct"],
        "statistic",
        "value",
    )
    classes = shares.rename(
        columns={
            "margin": "group",
            "category": "group_category",
            "respondents_count": "base",
        }
    ).assign(unit=PERCENT, decimals=1)
    about = pd.DataFrame(
        [
            {"group": AREA, "group_category": "", "statistic": name, "value": value, "decimals": 2}
            for name, value in diagnostics.items()
        ]
    )
    table = pd.concat([classes, about], ignore_index=True)
    rounded = [
        round(float(x), int(d)) for x, d in zip(table["value"], table["decimals"], strict=True)
    ]
    everybody = int(comparison.groupby("margin")["respondents_count"].sum().max())
    told = {"area": COUNTRY, "value": rounded, "n": everybody}
    return table.assign(**told, status="published", reason="")


def missing_answers(
    items: Sequence[Item],
    amounts: Sequence[Amount],
    minimum_count: int,
    filtered: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Return for the country how many respondents are missing in each of the four ways.

    For the country alone: elsewhere these are counts of one or two, and the respondents and the
    base of each number say how many there are. Where a kind is smaller than ``minimum_count``, all
    kinds of not answering are hidden but for their sum. Not having been asked is no answer, but
    for the variables in ``filtered``: there it gives away a hidden answer to another question.
    """
    columns = [(item.variable, item.option, item.values) for item in items]
    columns += [(amount.variable, "", amount.missing) for amount in amounts]
    table = []
    for variable, option, values in columns:
        kinds = missing_kinds(values)
        given = kinds.drop(NOT_ASKED)
        hidden = bool(given.between(1, minimum_count - 1).any())
        for kind, count in kinds.items():
            is_hidden = variable in filtered if kind == NOT_ASKED else hidden
            table.append(
                (variable, option, str(kind), None if is_hidden else int(count), is_hidden)
            )
        table.append((variable, option, "no_answer", int(given.sum()), False))
    names = ["variable", "option", "kind_of_missing", "value", "is_hidden"]
    found = pd.DataFrame(table, columns=names)
    # Not which of them is small: the others are hidden to protect it.
    status = found["is_hidden"].map({True: "hidden-secondary", False: "published"})
    return found.assign(
        area=COUNTRY,
        category=found["option"],
        statistic="missing_" + found["kind_of_missing"],
        denominator="all",
        unit="respondenten",
        status=status,
        reason=found["is_hidden"].map({True: REASONS["hidden-secondary"], False: ""}),
        decimals=pd.Series(0, found.index).mask(found["is_hidden"]),
    )
