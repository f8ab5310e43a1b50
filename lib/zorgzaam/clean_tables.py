"""The tables of 10-clean: what happened to every row, in words a reader knows.

Each function takes the processed tables by their name in the codebook (see
:func:`zorgzaam.intake.prepare.load`) and returns a table to show. An initiative that asked not to
be shown is counted everywhere and named nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from zorgzaam import areas
from zorgzaam.dutch import date_text, format_number, format_percent, join_words
from zorgzaam.flowchart import Stage
from zorgzaam.intake.corrections import STEP as CORRECTION_STEP
from zorgzaam.intake.records import SYNTHETIC_MARK
from zorgzaam.params import Dataset

Tables = Mapping[str, pd.DataFrame]

# What readers want to know of each initiative, in the order of the page.
INVENTORY_FIELDS = (
    "postcode4", "municipality_code", "website", "kvk_number", "start_year", "phase",
    "legal_form", "appearance", "themes", "activities", "volunteers_count", "members_count",
    "is_local", "residents_lead", "mutual_support",
)  # fmt: skip
LOCATION_WORDS = {
    "postcode": "middelpunt van het postcodegebied",
    "place": "middelpunt van de plaats",
    "municipality": "alleen de gemeente bekend",
    "": "niet geplaatst",
}
CRITERIA_WORDS = {
    "is_local": "het is lokaal",
    "residents_lead": "bewoners spelen een belangrijke rol",
    "mutual_support": "het is gericht op onderlinge steun",
}
SAID_WORDS = {"yes": "ja", "no": "nee", "": "niet bekend"}
# What differs between two reasons of one kind: numbers, what is quoted, and names.
NAMES_AND_NUMBERS = (
    r"'[^']*'|[\d.]*\d|(?<!^)(?<!\. )\b[A-Z][\w-]*(?: (?:aan |en |op |van )?[A-Z][\w-]*)*"
)
SEVERAL = r"…(?:(?:,| en) …)+"
# Who corrected and when; the log has it, a public page does without the name.
BY_WHOM = r" \([^()]*(?:\([^()]*\)[^()]*)?, \d{4}-\d{2}-\d{2}\)\.$"
QUALITY_WORDS = {
    "precision": "van de samengevoegde paren is terecht samengevoegd",
    "recall": "van de paren die hetzelfde zijn, is samengevoegd",
}
ANSWER_WORDS = {
    "duplicate": "dezelfde deelnemer of hetzelfde initiatief nog eens",
    "unfinished": "niet afgemaakt",
    "unlinked": "initiatief staat op geen enkele lijst",
    "excluded": "initiatief telt niet mee in de inventaris",
}


def counted(tables: Tables) -> pd.DataFrame:
    """Return the initiatives that are in the inventory."""
    initiatives = tables["initiatives"]
    return initiatives[initiatives["in_inventory"] == "yes"]


def respondents(tables: Tables) -> pd.DataFrame:
    """Return the answers that count: one an initiative in the inventory."""
    answers = tables["answers"]
    return answers[answers["answer_outcome"] == "kept"]


def _nameable(tables: Tables) -> pd.DataFrame:
    """Return the initiatives in the inventory that may be named."""
    inventory = counted(tables)
    return inventory[inventory["show_on_map"] != "no"]


def _lists(tables: Tables) -> pd.DataFrame:
    """Return the sources that are lists of this wave."""
    sources = tables["sources"]
    return sources[(sources["source_kind"] == "list") & sources["counted_in"].isna()]


def earlier_sentence(tables: Tables) -> str:
    """Say what became of the lists of earlier counts; they are no part of the inventory."""
    sources, earlier = tables["sources"].dropna(subset="counted_in"), tables["earlier"]
    if sources.empty:
        return "Er is geen lijst van een eerdere telling aangeleverd."
    told = []
    for year, read in sources.groupby("counted_in", sort=True)["rows_read"].sum().items():
        own = earlier[earlier["counted_in"] == year]
        linked, doubt = (own["initiative_id"] != "").sum(), (own["is_grey"] == "yes").sum()
        told.append(
            f"Van de telling van {year} zijn {format_number(int(read))} regels gelezen. "
            f"Initiatieven: {format_number(len(own))}. Teruggevonden op de lijsten van nu: "
            f"{format_number(linked)}; bij {format_number(doubt)} is dat niet zeker."
        )
    return " ".join(
        [*told, "Deze lijst telt niet mee in de inventaris: zij is er om mee te vergelijken."]
    )


def list_stages(tables: Tables) -> list[Stage]:
    """Return the way from the rows of all lists to the inventory."""
    rows, initiatives = tables["rows"], tables["initiatives"]
    lists = len(_lists(tables))
    about = rows[rows["initiative_id"] != ""]
    why = rows.loc[rows["initiative_id"] == "", "outcome_reason"].str.rstrip(".").str.lower()
    others = why.value_counts().sort_index()
    reasons = initiatives.loc[initiatives["in_inventory"] == "no", "excluded_reason"]
    # The reason in full says which list told it; here the kind of reason is enough.
    kinds = reasons.str.replace(r" \([^)]*\)", "", regex=True).str.rstrip(".").str.lower()
    left_out = kinds.value_counts().sort_index()
    return [
        Stage(
            f"regels gelezen uit {lists} lijsten",
            len(rows),
            tuple((str(why), int(count)) for why, count in others.items())
            or (("zijn geen initiatief", 0),),
        ),
        Stage(
            "regels over een initiatief",
            len(about),
            (("zelfde initiatief als een andere regel", len(about) - len(initiatives)),),
        ),
        Stage(
            "verschillende initiatieven",
            len(initiatives),
            tuple((str(reason), int(count)) for reason, count in left_out.items())
            or (("tellen niet mee", 0),),
        ),
        Stage("initiatieven in de inventaris", int((initiatives["in_inventory"] == "yes").sum())),
    ]


def flow_sentence(stages: Sequence[Stage]) -> str:
    """Return in a few words what :func:`list_stages` shows."""
    read, counted_at_last = (format_number(stage.count) for stage in (stages[0], stages[-1]))
    return (
        f"De lijsten samen hebben **{read}** regels. Veel initiatieven staan op meer lijsten. "
        f"Na samenvoegen en beoordelen telt de inventaris **{counted_at_last}** initiatieven."
    )


def answer_stages(tables: Tables) -> list[Stage]:
    """Return the way from questionnaires to respondents in the inventory."""
    outcome = tables["answers"]["answer_outcome"]
    left, stages = len(outcome), []
    labels = {
        "duplicate": "vragenlijsten ontvangen",
        "unfinished": "vragenlijsten zonder dubbele",
        "unlinked": "afgemaakte vragenlijsten",
        "excluded": "van een initiatief op een lijst",
    }
    for name, label in labels.items():
        count = int((outcome == name).sum())
        stages.append(Stage(label, left, ((ANSWER_WORDS[name], count),)))
        left -= count
    return [*stages, Stage("antwoorden die tellen", left)]


def list_table(tables: Tables) -> pd.DataFrame:
    """Return a row a list: what was received, and what became of its rows."""
    lists = _lists(tables)
    known = tables["memberships"].merge(counted(tables)[["initiative_id", "lists_count"]])
    initiatives = known.groupby("source")["initiative_id"].nunique()
    alone = known[known["lists_count"] == 1].groupby("source")["initiative_id"].nunique()
    return pd.DataFrame(
        {
            "lijst": lists["network"].where(lists["network"] != "", lists["source"]),
            "ontvangen": [date_text(date) for date in lists["received"]],
            "regels": lists["rows_read"].astype(int),
            "gehouden": lists["rows_kept"].astype(int),
            "samengevoegd": lists["rows_merged"].astype(int),
            "telt niet mee": lists["rows_flagged"].astype(int),
            "initiatieven": lists["source"].map(initiatives).fillna(0).astype(int),
            "alleen op deze lijst": lists["source"].map(alone).fillna(0).astype(int),
        }
    ).reset_index(drop=True)


def source_table(tables: Tables) -> pd.DataFrame:
    """Return a row a source: the file, its agreement and its digest."""
    sources = tables["sources"]
    return pd.DataFrame(
        {
            "bestand": sources["file"],
            "van": sources["network"],
            "afspraak": sources["agreement"],
            "kolommen die niet zijn gebruikt": [
                "; ".join(name for name in names.split("; ") if name != SYNTHETIC_MARK) or "geen"
                for names in sources["unused_columns"]
            ],
            "SHA-256 (begin)": sources["sha256"].str[:16],
        }
    )


def step_table(tables: Tables) -> pd.DataFrame:
    """Return a row a step of cleaning: rows in and out, values changed, and why."""
    steps = tables["steps"]
    grouped = steps.groupby(["step", "why"], sort=False)[["rows_in", "rows_out", "values_changed"]]
    summed = grouped.sum().reset_index()
    return summed.rename(
        columns={
            "step": "stap",
            "rows_in": "regels erin",
            "rows_out": "regels eruit",
            "values_changed": "waarden veranderd",
            "why": "waarom",
        }
    )[["stap", "regels erin", "regels eruit", "waarden veranderd", "waarom"]]


def changed(tables: Tables) -> pd.DataFrame:
    """Return the lines of the log that say what was changed, without the lists of earlier counts.

    Who is on such a list may have asked since not to be shown, or could never be asked.
    """
    log, sources = tables["log"], tables["sources"]
    earlier = sources.loc[sources["counted_in"].notna(), "source"]
    return log[(log["kind"] == "changed") & ~log["source"].isin(earlier)]


def change_examples(tables: Tables, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return the kinds of change, most frequent first, each with one example.

    ``labels`` gives the Dutch name of each column.
    """
    hidden = set(tables["rows"]["row_id"]) - _nameable_rows(tables)
    log = changed(tables)
    log = log[(log["step"] != CORRECTION_STEP) & ~log["row_id"].isin(hidden)]
    # "Ongeveer 2014" and "Ongeveer 2015" are one kind of change, and so are two municipalities.
    log = log.assign(why=log["why"].str.replace(NAMES_AND_NUMBERS, "…", regex=True))
    log["why"] = log["why"].str.replace(SEVERAL, "…", regex=True)
    grouped = log.groupby(["column", "why"], sort=True)
    kinds = grouped.agg(
        times=("row_id", "size"),
        before=("before", "first"),
        after=("after", "first"),
    )
    kinds = kinds.reset_index().sort_values(
        ["times", "column", "why"], ascending=[False, True, True]
    )
    return pd.DataFrame(
        {
            "kolom": [labels.get(name, name) for name in kinds["column"]],
            "wat er gebeurde": kinds["why"],
            "keer": kinds["times"],
            "was": kinds["before"],
            "werd": kinds["after"].replace("", "leeg"),
        }
    ).reset_index(drop=True)


def _nameable_rows(tables: Tables) -> set[str]:
    rows = tables["rows"]
    return set(rows.loc[rows["initiative_id"].isin(_nameable(tables)["initiative_id"]), "row_id"])


def pair_table(tables: Tables) -> pd.DataFrame:
    """Return how many pairs of rows were compared and joined, and by what."""
    pairs = tables["pairs"]
    linked = pairs["pair_outcome"] == "linked"
    by_model, by_rule = pairs["model_same"] == "yes", pairs["rule_same"] == "yes"
    counts = {
        "vergeleken": len(pairs),
        "hetzelfde volgens het model": by_model.sum(),
        "hetzelfde volgens de eenvoudige regel": by_rule.sum(),
        "hetzelfde volgens beide": (by_model & by_rule).sum(),
        "beoordeeld door een onderzoeker": (pairs["reviewed"] != "").sum(),
        "in twijfel en nog niet beoordeeld": (
            (pairs["is_grey"] == "yes") & (pairs["reviewed"] == "")
        ).sum(),
        "samengevoegd": linked.sum(),
        "waarvan alleen door een besluit van een onderzoeker": (linked & ~by_model).sum(),
        "hetzelfde volgens het model, maar uit elkaar door een besluit": (
            by_model & (pairs["reviewed"] == "different")
        ).sum(),
        "niet samengevoegd omdat andere regels het tegenspreken": (
            pairs["pair_outcome"] == "refused"
        ).sum(),
    }
    return pd.DataFrame(
        {"paren van regels": list(counts), "aantal": [int(count) for count in counts.values()]}
    )


def relation_table(tables: Tables) -> pd.DataFrame:
    """Return on what the relations between umbrellas and branches rest, with how many there are."""
    relations = tables["relations"]
    counts = relations.groupby("basis", sort=True)["initiative_id"].nunique()
    return pd.DataFrame({"afdeling van een koepel volgens": counts.index, "initiatieven": counts})


def review_text(tables: Tables, dataset: Dataset) -> str:
    """Return what the table of quality is about, and whose decisions were used."""
    quality = tables["linkage_quality"].iloc[0]
    expected = format_number(float(quality["not_drawn_expected"]), 1)
    text = (
        "De volgende tabel gaat over het samenvoegen door het model alleen, voordat een "
        "onderzoeker besliste. Uit "
        f"{format_number(int(quality['not_drawn_count']))} paren die heel weinig op elkaar lijken "
        f"is niet getrokken; volgens het model zijn er daarvan {expected} toch hetzelfde."
    )
    if dataset == "synthetic":
        text += (
            " **Let op:** bij deze synthetische gegevens zijn de besluiten van de onderzoeker "
            "verzonnen. Zij komen uit de bekende waarheid. Daardoor komt de inventaris precies uit "
            "op het gepubliceerde aantal; met het model alleen is dat niet zo."
        )
    return text


def quality_table(tables: Tables) -> pd.DataFrame:
    """Return the error of linking as the judged sample tells it."""
    quality = tables["linkage_quality"]
    return pd.DataFrame(
        {
            "maat": quality["measure"].map(QUALITY_WORDS),
            "schatting (%)": quality["estimate_pct"],
            "laag (%)": quality["low_pct"],
            "hoog (%)": quality["high_pct"],
            "beoordeeld": quality["judged_count"].astype(int),
            "getrokken": quality["drawn_count"].astype(int),
        }
    )


def merge_examples(tables: Tables, count: int) -> pd.DataFrame:
    """Return ``count`` initiatives that stood under the most different names, with those names."""
    rows = tables["rows"][tables["rows"]["row_id"].isin(_nameable_rows(tables))]
    rows = rows.assign(name_raw=rows["name_raw"].str.split().str.join(" "))
    by_initiative = rows.groupby("initiative_id", sort=True)
    spellings = by_initiative["name_raw"].nunique()
    spellings = spellings[spellings > 1]
    chosen = spellings.sort_values(ascending=False, kind="stable").index[:count]
    shown = _nameable(tables).set_index("initiative_id")
    return pd.DataFrame(
        [
            (
                shown.at[name, "name"],
                shown.at[name, "place"],
                int(spellings[name]),
                join_words(sorted(set(by_initiative.get_group(name)["name_raw"]))),
            )
            for name in chosen
        ],
        columns=["initiatief", "plaats", "schrijfwijzen", "zoals het op de lijsten staat"],
    )


def correction_table(tables: Tables, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return every correction by hand: where, from what to what, and why."""
    log = tables["log"]
    log = log[(log["step"] == CORRECTION_STEP) & log["row_id"].isin(_nameable_rows(tables))]
    return pd.DataFrame(
        {
            "waar": log["file"] + ", regel " + log["row_number"].astype("string"),
            "kolom": [labels.get(name, name) for name in log["column"]],
            "was": log["before"].replace("", "leeg"),
            "werd": log["after"].replace("", "leeg"),
            "reden": log["why"].str.replace(BY_WHOM, ".", regex=True),
        }
    ).reset_index(drop=True)


def overlap_table(tables: Tables) -> pd.DataFrame:
    """Return on how many lists initiatives stand: a row a number of lists."""
    counts = counted(tables)["lists_count"].value_counts().sort_index()
    return pd.DataFrame(
        {
            "op hoeveel lijsten": [str(number) for number in counts.index],
            "initiatieven": counts.to_numpy(),
            "deel": [format_percent(100 * count / counts.sum(), 1) for count in counts],
        }
    )


def location_table(tables: Tables) -> pd.DataFrame:
    """Return on what the place of initiatives in the inventory rests; every basis is named."""
    counts = counted(tables)["location_basis"].value_counts()
    return pd.DataFrame(
        {
            "plaats op de kaart": list(LOCATION_WORDS.values()),
            "initiatieven": [int(counts.get(basis, 0)) for basis in LOCATION_WORDS],
        }
    )


def criteria_table(tables: Tables) -> pd.DataFrame:
    """Return for each criterion how many of all initiatives meet it, fail it, or did not say."""
    initiatives = tables["initiatives"]
    counts = {name: initiatives[name].value_counts() for name in CRITERIA_WORDS}
    return pd.DataFrame(
        {
            "criterium": list(CRITERIA_WORDS.values()),
            **{
                words: [int(counts[name].get(said, 0)) for name in CRITERIA_WORDS]
                for said, words in SAID_WORDS.items()
            },
        }
    )


def unplaced_table(tables: Tables) -> pd.DataFrame:
    """Return the initiatives in the inventory without a point or a province, with what was said."""
    shown = _nameable(tables)
    shown = shown[(shown["location_basis"] == "") | (shown["province_code"] == "")]
    rows = tables["rows"]
    notes = rows[rows["location_note"] != ""].drop_duplicates("initiative_id")
    notes = notes.set_index("initiative_id")["location_note"]
    return pd.DataFrame(
        {
            "initiatief": shown["name"],
            "plaats": shown["place"].replace("", "onbekend"),
            "wat er niet te bepalen was": [
                notes.get(name, "geen plaats bekend") for name in shown["initiative_id"]
            ],
        }
    ).reset_index(drop=True)


def entry_table(tables: Tables) -> pd.DataFrame:
    """Return inventory, invited initiatives and answers by how they came in: three things apart."""
    invited = counted(tables)["invited"].value_counts()
    entries = respondents(tables)["entry"].value_counts()
    by_invitation, by_link = (int(entries.get(name, 0)) for name in ("invitation", "open_link"))
    counts = {
        "initiatieven in de inventaris": len(counted(tables)),
        "uitgenodigd volgens een lijst": int(invited.get("yes", 0)),
        "niet uitgenodigd volgens een lijst": int(invited.get("no", 0)),
        "uitnodiging niet bekend": int(invited.get("", 0)),
        "antwoorden na een uitnodiging": by_invitation,
        "antwoorden via de open link": by_link,
        "antwoorden waarvan dat niet bekend is": int(entries.sum()) - by_invitation - by_link,
    }
    return pd.DataFrame({"wat": list(counts), "aantal": list(counts.values())})


def missing_by_province(tables: Tables, labels: Mapping[str, str], root: Path) -> pd.DataFrame:
    """Return which share of the inventory lacks each field, per province and in all (percent)."""
    inventory = counted(tables)
    missing = pd.DataFrame(
        {
            labels[name]: inventory[name].isna() | (inventory[name].astype(str) == "")
            for name in INVENTORY_FIELDS
        }
    )
    provinces = areas.all_areas(root)[1:]
    columns = {"Nederland": missing.mean()}
    for province in provinces:
        columns[province.name] = missing[inventory["province_code"] == province.code].mean()
    shares = 100 * pd.DataFrame(columns)
    return shares.rename_axis("gegeven").reset_index()


def frame_table(tables: Tables, root: Path) -> pd.DataFrame:
    """Return per province how many initiatives there are and how many answered.

    The share is of the inventory: it is no response rate, as not all were invited.
    """
    inventory = counted(tables)
    answered = inventory["responded"] == "yes"
    rows = []
    for area in areas.all_areas(root):
        here = inventory["province_code"] == area.code if not area.is_country else answered | True
        rows.append((area.name, int(here.sum()), int((here & answered).sum())))
    unplaced = inventory["province_code"] == ""
    if unplaced.any():
        rows.append(("niet geplaatst", int(unplaced.sum()), int((unplaced & answered).sum())))
    table = pd.DataFrame(rows, columns=["gebied", "inventaris", "antwoorden"])
    table["deel (%)"] = (100 * table["antwoorden"] / table["inventaris"]).where(
        table["inventaris"] > 0
    )
    return table


def frame_dots(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` as :func:`zorgzaam.charts.dots_with_intervals` wants it: no interval."""
    of = [
        f"{format_number(answers)} van {format_number(all_of_it)}"
        for answers, all_of_it in zip(frame["antwoorden"], frame["inventaris"], strict=True)
    ]
    nothing = float("nan")
    return pd.DataFrame(
        {
            "label": frame["gebied"],
            "value": frame["deel (%)"],
            "low": nothing,
            "high": nothing,
            "note": of,
        }
    )


def frame_text(frame: pd.DataFrame) -> str:
    """Return in words what the figure of respondents per province shows."""
    provinces = frame[frame["deel (%)"].notna()].iloc[1:].sort_values("deel (%)", kind="stable")
    low, high = provinces.iloc[0], provinces.iloc[-1]
    return (
        f"Van de inventaris antwoordde {format_percent(frame['deel (%)'].iloc[0], 1)}. "
        f"Het minst in {low['gebied']} ({format_percent(low['deel (%)'], 1)}), "
        f"het meest in {high['gebied']} ({format_percent(high['deel (%)'], 1)})."
    )


def open_table(tables: Tables, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return the open points, alike ones together, those that there are most of first.

    ``labels`` gives the Dutch name of each column. The points one by one are in
    ``open_points.csv``, beside the processed tables.
    """
    points = tables["open_points"]
    rows = points["row_number"].astype("string")
    points = points.assign(
        where=points["file"] + (", regel " + rows).fillna(""),
        alike=points["remedy"].str.replace(NAMES_AND_NUMBERS, "", regex=True),
    )
    grouped = points.groupby(["kind", "column", "alike"], sort=True)
    table = grouped.agg(
        count=("what", "size"), first=("where", "first"), remedy=("remedy", "first")
    ).reset_index()
    table = table.sort_values(["count", "kind", "column"], ascending=[False, True, True])
    return pd.DataFrame(
        {
            "open punt": table["kind"],
            "kolom": [labels.get(name, name) or "hele regel" for name in table["column"]],
            "aantal": table["count"].astype(int),
            "bijvoorbeeld": table["first"],
            "wat te doen": table["remedy"],
        }
    ).reset_index(drop=True)


def contents_table(tables: Tables) -> pd.DataFrame:
    """Return what each processed file holds."""
    return pd.DataFrame(
        {
            "bestand": [f"{name}.parquet" for name in tables],
            "een regel is": [table.attrs["notes"]["row_is"] for table in tables.values()],
            "regels": [len(table) for table in tables.values()],
            "kolommen": [table.shape[1] for table in tables.values()],
        }
    )
