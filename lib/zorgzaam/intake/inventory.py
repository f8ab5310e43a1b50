"""From linked rows to one row an initiative, and what became of each row."""

from __future__ import annotations

import pandas as pd

# What an initiative takes from its rows: each field from the fullest row that has it.
TAKEN = (
    "name", "place", "postcode4", "municipality_code", "municipality_name",
    "municipality_code_2023", "province_code", "longitude", "latitude", "location_basis",
    "website", "kvk_number", "start_year", "start_year_precision", "phase", "legal_form",
    "appearance", "target_group", "description",
    "volunteers_count", "members_count", "visitors_count",
)  # fmt: skip
# Fields that belong together come from one row: a place of one list with the point of another
# would be somewhere that no list named.
TOGETHER = {
    "location_basis": (
        "place", "postcode4", "municipality_code", "municipality_name", "municipality_code_2023",
        "province_code", "longitude", "latitude",
    ),
    "start_year": ("start_year_precision",),
}  # fmt: skip
JOINED = ("themes", "activities")  # several answers: what any list mentions
# On which these lists may not differ in silence; a year apart is within how people remember.
COMPARED = {"start_year": 1, "legal_form": 0, "municipality_code": 0}
FIELD_WORDS = {
    "start_year": "het startjaar",
    "legal_form": "de rechtsvorm",
    "municipality_code": "de gemeente",
}


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` by initiative, the fullest row first, then as the lists stood."""
    filled = (rows[list(TAKEN)].notna() & (rows[list(TAKEN)] != "")).sum(axis=1)
    return (
        rows.assign(_filled=-filled)
        .sort_values(["initiative_id", "_filled"], kind="stable")
        .drop(columns="_filled")
    )


def _first_filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Return by initiative the first value of each field that is there."""
    values = rows[["initiative_id", *TAKEN]].copy()
    text = [name for name in TAKEN if not pd.api.types.is_numeric_dtype(values[name])]
    values[text] = values[text].astype(object).where(values[text] != "", None)
    first = values.groupby("initiative_id", sort=True).first()
    for leader, followers in TOGETHER.items():
        # `first` works per column: take these from the row that gave the leader, if one did.
        giving = values.dropna(subset=[leader]).drop_duplicates("initiative_id")
        giving = giving.set_index("initiative_id")
        for name in followers:
            first.loc[giving.index, name] = giving[name]
    first[text] = first[text].fillna("")
    return first


def _commonest_name(rows: pd.DataFrame) -> pd.Series[str]:
    """Return by initiative the name that most of its rows have; of equals the first."""
    counts = (
        rows.groupby(["initiative_id", "name"], sort=False).size().rename("times").reset_index()
    )
    counts = counts.sort_values(["initiative_id", "times"], ascending=[True, False], kind="stable")
    return counts.drop_duplicates("initiative_id").set_index("initiative_id")["name"]


def _joined(rows: pd.DataFrame, name: str) -> pd.Series[str]:
    """Return by initiative every answer of a list of several, in the order they come."""
    answers = rows[["initiative_id"]].assign(answer=rows[name].str.split(";")).explode("answer")
    answers["answer"] = answers["answer"].str.strip()
    answers = answers[answers["answer"].fillna("") != ""].drop_duplicates()
    return answers.groupby("initiative_id", sort=True)["answer"].agg("; ".join)


def merge(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row an initiative of the linked list ``rows``, sorted by ``initiative_id``.

    Each field comes from the fullest row that has it; fields that belong together (a place and
    its point, a year and its precision) from one row. The name is the one most rows spell alike,
    and otherwise that of the fullest row. Beside the fields of :data:`TAKEN` and
    :data:`JOINED` there are ``show_on_map`` (``no`` as soon as one list asked so), ``invited``
    (``yes`` as soon as one list says so), ``lists_count`` and ``rows_count``.

    Where lists differ is told by :func:`differences`.
    """
    rows = ordered(rows)
    by_initiative = rows.groupby("initiative_id", sort=True)
    merged = _first_filled(rows)
    for name in JOINED:
        merged[name] = _joined(rows, name).reindex(merged.index).fillna("")
    for name, decisive, other in (("show_on_map", "no", "yes"), ("invited", "yes", "no")):
        said = by_initiative[name].agg(lambda values: set(values) - {""})
        merged[name] = [decisive if decisive in found else other if found else "" for found in said]
    merged["name"] = _commonest_name(rows).reindex(merged.index)
    merged["lists_count"] = by_initiative["source"].nunique()
    merged["rows_count"] = by_initiative.size()
    return merged.reset_index()


def with_decisions(
    initiatives: pd.DataFrame, decisions: pd.DataFrame, flags: pd.DataFrame
) -> pd.DataFrame:
    """Return ``initiatives`` with what was decided about each, and whether it counts.

    ``decisions`` and ``flags`` are those of :func:`zorgzaam.intake.criteria.decide`: the criteria
    and the phase take their decided value, whatever a single list said.
    """
    decided = decisions.pivot(index="initiative_id", columns="criterion", values="value")
    told = decided.join(flags.set_index("initiative_id")[["in_inventory", "excluded_reason"]])
    rest = initiatives.drop(columns="phase")
    return rest.merge(told, left_on="initiative_id", right_index=True, validate="1:1")


def differences(rows: pd.DataFrame) -> pd.DataFrame:
    """Return where lists say different things of one initiative: a row a field and initiative.

    Returns ``initiative_id``, ``column``, ``what`` (Dutch, with every value and its list).
    """
    found = []
    for column, margin in COMPARED.items():
        given = rows[rows[column].notna() & (rows[column] != "")]
        values = given.groupby("initiative_id", sort=True)[column]
        doubtful = values.max() - values.min() > margin if margin else values.nunique() > 1
        for initiative_id in doubtful[doubtful].index:
            said = given[given["initiative_id"] == initiative_id]
            listed = [
                f"{value} ({source})"
                for value, source in sorted(zip(said[column], said["source"], strict=True))
            ]
            what = f"Lijsten verschillen over {FIELD_WORDS[column]}: {', '.join(listed)}."
            found.append((initiative_id, column, what))
    return pd.DataFrame(found, columns=["initiative_id", "column", "what"])


def outcomes(rows: pd.DataFrame, included: pd.Series[bool]) -> pd.DataFrame:
    """Return ``rows`` with ``outcome`` (kept, merged or flagged) and ``outcome_reason`` in Dutch.

    ``included`` says by initiative whether it is in the inventory. Of its rows the fullest is
    kept and the others are merged with it; the rows of what is not in the inventory are flagged.
    A row without initiative (a total, a heading) must be flagged before: it keeps its reason.
    """
    rows = rows.copy()
    linked = ordered(rows[rows["initiative_id"] != ""])
    first = linked.drop_duplicates("initiative_id").set_index("initiative_id")["row_id"]
    is_first = rows["row_id"].isin(first)
    is_linked = rows["initiative_id"] != ""
    is_in = rows["initiative_id"].map(included).fillna(False).astype(bool)
    rows.loc[is_linked & is_in & is_first, ["outcome", "outcome_reason"]] = ["kept", ""]
    merged = is_linked & is_in & ~is_first
    rows.loc[merged, "outcome"] = "merged"
    rows.loc[merged, "outcome_reason"] = "Zelfde initiatief als " + rows.loc[
        merged, "initiative_id"
    ].map(first)
    rows.loc[is_linked & ~is_in, ["outcome", "outcome_reason"]] = [
        "flagged",
        "Telt niet mee: zie de reden bij het initiatief",
    ]
    return rows
