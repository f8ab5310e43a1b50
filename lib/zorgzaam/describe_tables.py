"""The tables of 20-describe: released numbers of one area, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.areas import COUNTRY
from zorgzaam.claims import compare_claims, load_claims
from zorgzaam.dutch import format_number
from zorgzaam.params import Kind, Precision
from zorgzaam.province_topics import full_name
from zorgzaam.published import load_survey_figures
from zorgzaam.release.labels import DENOMINATORS, GROUPS, STATISTICS, Labels
from zorgzaam.release.table import HIDDEN, SHOWN
from zorgzaam.released import (
    INVENTORY,
    MOVEMENT,
    base_text,
    cell,
    direct,
    instead_text,
    is_shown,
    limits_text,
    number,
    remark_text,
    shares,
    value_text,
)
from zorgzaam.released_tables import drawn

Cells = Sequence[tuple[str, str]]  # (variable, category)
AMOUNTS = ("volunteers_count", "members_count", "visitors_count")
RATIOS = (("members_count", "volunteers_count"), ("visitors_count", "volunteers_count"))
NUMBERS = ("median", "quantile_25", "quantile_75", "mean", "total")
SHOWN_GROUPS = ("legal_form", "start_period")
OUTCOMES = ("goals_measured", "funding_barrier")
SHRUNKEN, MODEL = "shrunken_share_pct", "model_share_pct"
MISSING = ("not_asked", "not_applicable", "dont_know", "not_answered", "no_answer")
NOT_TOLD = "niet gegeven"
NO_MODEL = "geen model"
FRAME_SERIES = {"frame_pct": "inventaris", "respondents_pct": "deelnemers"}


def amounts_table(release: pd.DataFrame, area: str, labels: Labels) -> pd.DataFrame:
    """Return the numbers of people of an area: middle, quarters, mean, total and ratios."""
    keys: list[tuple[str, str, str | None]] = [
        (variable, statistic, None) for variable in AMOUNTS for statistic in NUMBERS
    ]
    keys += [(first, "ratio", second) for first, second in RATIOS]
    lines = []
    for variable, statistic, other in keys:
        row = number(release, area, statistic, variable=variable, denominator=other)
        wider = number(
            release, area, statistic, variable=variable, denominator=other, target=MOVEMENT
        )
        name = STATISTICS[statistic]
        lines.append(
            {
                "aantal": labels.question(variable),
                "maat": f"{name}, per vrijwilliger" if other else name,
                "waarde": cell(row),
                "onder": cell(row, "lower"),
                "boven": cell(row, "upper"),
                "onder, beweging": cell(wider, "lower"),
                "boven, beweging": cell(wider, "upper"),
                "n": base_text(row),
                "let op": remark_text(row),
            }
        )
    return pd.DataFrame(lines)


def amounts_drawn(release: pd.DataFrame, area: str, labels: Labels) -> pd.DataFrame:
    """Return the medians as ``describe_charts.dots`` draws them, the country beside an area."""
    parts = []
    for place in dict.fromkeys([area, COUNTRY.slug]):
        rows = [number(release, place, "median", variable=variable) for variable in AMOUNTS]
        names = [labels.question(variable) for variable in AMOUNTS]
        parts.append(drawn(pd.DataFrame(rows), names, labels.area(place)))
    return pd.concat(parts, ignore_index=True)


def start_year_text(release: pd.DataFrame, area: str) -> str:
    """Return the mean and the middle start year of an area in words."""
    mean = number(release, area, "mean", variable="start_year")
    middle = number(release, area, "median", variable="start_year")
    if not is_shown(mean) or not is_shown(middle):
        return instead_text(middle if is_shown(mean) else mean)
    about = f"gemiddeld {value_text(mean)} (marge {limits_text(mean)})"
    return f"{about}, de middelste {value_text(middle)}"


def grouped_outcomes(release: pd.DataFrame) -> list[str]:
    """Return the outcomes that are told by group; with few answers no class may be told."""
    is_told = release["group"].isin(SHOWN_GROUPS) & (release["statistic"] == "share_pct")
    told = release.loc[is_told, "variable"]
    return [outcome for outcome in OUTCOMES if outcome in set(told)]


def by_groups(release: pd.DataFrame, variable: str, category: str, labels: Labels) -> pd.DataFrame:
    """Return the rows of one answer for every legal form, and after those for every period."""
    parts = [by_group(release, variable, category, group, labels) for group in SHOWN_GROUPS]
    return pd.concat(parts, ignore_index=True)


def by_group(
    release: pd.DataFrame, variable: str, category: str, group: str, labels: Labels
) -> pd.DataFrame:
    """Return the rows of one answer for every class of a group in the country."""
    rows = release[
        (release["variable"] == variable)
        & (release["category"] == category)
        & (release["group"] == group)
        & (release["statistic"] == "share_pct")
        & (release["target"] == INVENTORY)
    ]
    rows = rows.sort_values("group_category", key=partial(_in_order, labels, group))
    rows = rows.reset_index(drop=True)
    names = [labels.group_class(group, key).capitalize() for key in rows["group_category"]]
    return rows.assign(label=names)


def _in_order(labels: Labels, group: str, keys: pd.Series) -> pd.Series:
    """Return the place of each class in the order of the codebook; periods run on in time."""
    order = {
        key: place for place, (of_group, key) in enumerate(labels.classes) if of_group == group
    }
    return keys.map(order)


def groups_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`by_group` as a reader sees them."""
    told = [row for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "groep": rows["label"],
            "aandeel (%)": [cell(row) for row in told],
            "onder": [cell(row, "lower") for row in told],
            "boven": [cell(row, "upper") for row in told],
            "n": [base_text(row) for row in told],
            "let op": [remark_text(row) for row in told],
        }
    )


def tests_table(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the Rao-Scott tests: whether answers differ between the classes of a group."""
    rows = release[release["statistic"] == "rao_scott_f"]
    lines = []
    for _, row in rows.iterrows():
        p = number(
            release, COUNTRY.slug, "rao_scott_p",
            variable=row["variable"], group=row["group"], target=MOVEMENT,
        )  # fmt: skip
        lines.append(
            {
                "antwoord": labels.question(row["variable"]),
                "naar": GROUPS[row["group"]],
                "F": cell(row) if is_shown(row) else row["reason"],
                "p": cell(p) if is_shown(row) else row["reason"],
                "n": base_text(row),
            }
        )
    return pd.DataFrame(lines, columns=["antwoord", "naar", "F", "p", "n"])


def models_table(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the terms of the logistic models, or why there is no model."""
    rows = release[release["statistic"] == "odds_ratio"]
    lines = []
    for _, row in rows.iterrows():
        points = number(
            release, COUNTRY.slug, "marginal_points", variable=row["variable"],
            group=row["group"], group_category=row["group_category"], target=MOVEMENT,
            denominator=row["denominator"],
        )  # fmt: skip
        group, reference = row["group"], row["denominator"]
        is_reference = reference == row["group_category"]
        shown = is_shown(row)
        against = "(is de vergelijking)" if is_reference else ""
        if shown and not is_reference:
            against = labels.group_class(group, reference).lower()
        own = _class_text(labels, group, row["group_category"]) if shown else NO_MODEL
        lines.append(
            {
                "antwoord": labels.question(row["variable"]),
                "groep": own,
                "vergeleken met": against if shown else row["reason"],
                "kansverhouding": cell(row) if shown else NO_MODEL,
                "onder": cell(row, "lower") if shown else NO_MODEL,
                "boven": cell(row, "upper") if shown else NO_MODEL,
                "verschil in punten": cell(points) if shown else NO_MODEL,
                "punten, onder": cell(points, "lower") if shown else NO_MODEL,
                "punten, boven": cell(points, "upper") if shown else NO_MODEL,
                "n": base_text(row),
            }
        )
    return pd.DataFrame(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _class_text(labels: Labels, group: str, key: str) -> str:
    name = labels.group_class(group, key)
    return f"{GROUPS[group]}: {name if group == 'province_code' else name.lower()}"


def denominators_table(release: pd.DataFrame, variable: str, labels: Labels) -> pd.DataFrame:
    """Return the shares of a question with more answers over each of the three denominators."""
    codes = ("shown", "ticked", "answers")
    found = {
        code: shares(release, COUNTRY.slug, variable, denominator=code).set_index("category")
        for code in codes
    }
    lines = []
    for category, row in found["shown"].iterrows():
        line: dict[str, object] = {"antwoord": labels.category(variable, str(category))}
        for code in codes:
            same = found[code].loc[category] if category in found[code].index else None
            line[f"van {DENOMINATORS[code]} (%)"] = NOT_TOLD if same is None else cell(same)
        lines.append(line | {"n": base_text(row)})
    return pd.DataFrame(lines)


def missing_table(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return for each question how many respondents are missing, and in which way.

    Of a question with more answers its first option stands for all.
    """
    rows = release[release["statistic"].str.startswith("missing_")]
    lines = []
    for variable, own in rows.groupby("variable", sort=False):
        first = own[own["category"] == own["category"].iloc[0]]
        first = first.set_index("statistic", drop=False)
        line: dict[str, object] = {"vraag": labels.question(str(variable))}
        for kind in MISSING:
            line[STATISTICS[f"missing_{kind}"]] = cell(first.loc[f"missing_{kind}"])
        lines.append(line)
    return pd.DataFrame(lines)


def frame_table(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return how the respondents compare with the inventory, class by class."""
    rows = _classes(release, labels, ["frame_pct", "respondents_pct", "weighted_pct"])
    wide = rows.pivot_table(
        index=["group", "group_category"], columns="statistic", values="value", sort=False
    )
    bases = rows.drop_duplicates(["group", "group_category"]).set_index(["group", "group_category"])
    return pd.DataFrame(
        {
            "kenmerk volgens de lijsten": [
                _class_text(labels, str(group), str(key)) for group, key in wide.index
            ],
            "inventaris (%)": wide["frame_pct"].to_numpy(),
            "deelnemers (%)": wide["respondents_pct"].to_numpy(),
            "na weging (%)": wide["weighted_pct"].to_numpy(),
            "deelnemers": bases["base"].reindex(wide.index).astype(int).to_numpy(),
        }
    )


def _classes(release: pd.DataFrame, labels: Labels, statistics: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the margins, in the order of their classes."""
    order = {key: place for place, key in enumerate(labels.classes)}
    rows = release[release["statistic"].isin(statistics)]
    places = [order[key] for key in zip(rows["group"], rows["group_category"], strict=True)]
    return rows.iloc[np.argsort(places, kind="stable")]


def frame_drawn(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the same as ``describe_charts.dots`` draws it; counted, so without intervals."""
    parts = []
    for statistic, series in FRAME_SERIES.items():
        rows = _classes(release, labels, [statistic])
        rows = rows[rows["group"] != "province_code"].reset_index(drop=True)
        keys = zip(rows["group"], rows["group_category"], strict=True)
        names = [_capital(_class_text(labels, *key)) for key in keys]
        parts.append(drawn(rows, names, series))
    return pd.concat(parts, ignore_index=True)


def joined_table(notes: Mapping[str, Any], labels: Labels) -> pd.DataFrame:
    """Return which cells of the weighting were joined, and why."""
    log = pd.DataFrame(notes.get("weighting_log", []))
    if log.empty:
        return pd.DataFrame(columns=["onderdeel", "wat", "samen met", "waarom"])
    codes = {key: name for (group, key), name in labels.classes.items() if group == "province_code"}

    def named(text: str) -> str:
        for code, name in codes.items():
            text = text.replace(code, name)
        for group in ("phase", "legal_form", "start_period"):
            for (of_group, key), word in labels.classes.items():
                if of_group == group:
                    text = text.replace(key, word.lower())
        return text.replace("+", ", ")

    return pd.DataFrame(
        {
            "onderdeel": log["part"].replace("strata", "strata van provincie en fase"),
            "wat": log["what"].map(named),
            "samen met": log["into"].replace("*", "alle andere, naar verhouding").map(named),
            "waarom": log["why"],
        }
    )


def audit_table(notes: Mapping[str, Any]) -> pd.DataFrame:
    """Return what was hidden over all tables together, and how the attack on them went."""
    audit = pd.DataFrame(notes["audit"])
    counts = {
        "tabellen aangevallen": len(audit),
        "vakjes in die tabellen": int(audit["cells"].sum()),
        "daarvan verborgen": int(audit["hidden"].sum()),
        "vakjes waarvan de aanval te veel te weten kwam": int(audit["unsafe"].sum()),
    }
    return pd.DataFrame({"wat": list(counts), "aantal": list(counts.values())})


def small_area_table(
    release: pd.DataFrame, area: str, cells: Cells, labels: Labels
) -> pd.DataFrame:
    """Return direct, shrunken and expected shares of a province side by side, with their errors.

    The errors are square roots of mean squared errors, in points; both for the movement.
    """
    lines = []
    for variable, category in cells:
        direct, shrunk, model = (
            shares(
                release, area, variable, categories=[category], target=MOVEMENT, statistic=statistic
            ).iloc[0]
            for statistic in ("share_pct", SHRUNKEN, MODEL)
        )
        other = shrunk if is_shown(shrunk) else model
        lines.append(
            {
                "antwoord": full_name(labels, variable, category),
                "eigen aandeel (%)": cell(direct),
                "fout, eigen": _error(direct),
                "bijgesteld (%)": cell(shrunk) if is_shown(shrunk) else NOT_TOLD,
                "alleen uit andere provincies (%)": cell(model) if is_shown(model) else NOT_TOLD,
                "fout, model": _error(other),
                "let op": remark_text(other) if is_shown(other) else remark_text(direct),
            }
        )
    return pd.DataFrame(lines)


def _error(row: pd.Series) -> float | str:
    """Return the root of the mean squared error in points, or the words in its place."""
    if not is_shown(row) or pd.isna(row["mse"]):
        return NOT_TOLD
    return float(round(np.sqrt(float(row["mse"])), 1))


def claims_table(
    root: Path, wave: int, release: pd.DataFrame, kind: Kind, rules: Precision
) -> pd.DataFrame:
    """Return each published figure beside the computed one, as a reader sees them."""
    claims, figures = load_claims(root, wave), load_survey_figures(root)
    found = compare_claims(claims, figures, release, kind, rules)
    percent = found["unit"] == "percent"

    def text(value: float, is_percent: bool) -> str:
        if pd.isna(value):
            return NOT_TOLD
        decimals = 1 if is_percent else 0
        return format_number(value, decimals) if value < 1900 or value > 2100 else f"{value:.0f}"

    numbers = {
        head: [text(value, flag) for value, flag in zip(found[column], percent, strict=True)]
        for head, column in (("berekend", "computed"), ("onder", "lower"), ("boven", "upper"))
    }
    return pd.DataFrame(
        {
            "gepubliceerd cijfer over": found["label"],
            "gepubliceerd": found["published"],
            **numbers,
            "n": [NOT_TOLD if pd.isna(base) else format_number(base) for base in found["base"]],
            "klopt het": found["agrees"],
            "uitkomst": found["verdict"],
        }
    )


def hidden_counts(release: pd.DataFrame, area: str) -> tuple[int, int, int]:
    """Return how many shares and numbers of an area are told, hidden, and of the told: wide."""
    own = direct(release, area)
    status = own["status"]
    return (
        int(status.isin(SHOWN).sum()),
        int(status.isin(HIDDEN).sum()),
        int((status == "wide").sum()),
    )


def bottlenecks_drawn(
    release: pd.DataFrame, variables: Sequence[str], labels: Labels
) -> tuple[pd.DataFrame, list[str]]:
    """Return the four answers about each bottleneck as ``describe_charts.diverging`` draws them.

    Also the answers in their order, from most to least.
    """
    order = ["very_large", "large", "small", "none"]
    parts = []
    for variable in variables:
        rows = shares(release, COUNTRY.slug, variable, categories=order)
        names = [labels.category(variable, category) for category in order]
        found = drawn(rows, names, labels.area(COUNTRY.slug)).rename(columns={"label": "answer"})
        parts.append(found.assign(label=_about(labels, variable)))
    data = pd.concat(parts, ignore_index=True)
    return data, list(dict.fromkeys(data["answer"]))


def bottlenecks_table(
    release: pd.DataFrame, variables: Sequence[str], labels: Labels
) -> pd.DataFrame:
    """Return the same as a reader sees it: a row a bottleneck, a column an answer, with n."""
    order = ["very_large", "large", "small", "none"]
    lines = []
    for variable in variables:
        rows = shares(release, COUNTRY.slug, variable, categories=order)
        line: dict[str, object] = {"knelpunt": _about(labels, variable)}
        for category, (_, row) in zip(order, rows.iterrows(), strict=True):
            line[labels.category(variable, category)] = cell(row)
        lines.append(line | {"n": base_text(rows.iloc[0])})
    return pd.DataFrame(lines)


def _about(labels: Labels, variable: str) -> str:
    """Return what a bottleneck is about: ``Regels``."""
    about = labels.question(variable).rpartition(": ")[2]
    return about[:1].upper() + about[1:]
