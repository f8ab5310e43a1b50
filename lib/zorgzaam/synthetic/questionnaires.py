"""The questionnaires as they came in: who filled in what, when, and under which name."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.synthetic import plan
from zorgzaam.synthetic.house import Row, write_row
from zorgzaam.synthetic.lists import ListSpec, columns
from zorgzaam.synthetic.mess import plant_mistakes
from zorgzaam.synthetic.names import pick

SURVEY = "enquete"
# How respondents write who they are: a list of its own, in no house style.
WRITING = ListSpec(
    SURVEY, "csv", "", 0.0,
    columns("initiative_name = name; initiative_postcode = postcode; initiative_place = place;"
            "contact_name = contact_name; contact_email = email"),
    filled={"postcode": 0.93, "place": 0.97, "contact_name": 0.6, "email": 0.5},
)  # fmt: skip
FIELD_OF = {column.header: column.field for column in WRITING.columns}
# What respondents say of themselves that the lists say of them too.
SHARED = (
    "start_year", "phase", "legal_form", "appearance", "target_group", "volunteers_count",
    "members_count", "visitors_count",
)  # fmt: skip


@dataclass(frozen=True)
class Questionnaire:
    """One questionnaire. ``answers`` are by column of the table of answers, as drawn.

    ``counts`` says whether it is one of the published number; ``submitted`` is ``None`` for one
    that was not finished, after ``pages`` pages.
    """

    row: Row
    answers: Mapping[str, Any]
    started: datetime.datetime
    submitted: datetime.datetime | None
    entry: str
    pages: int
    remark: str = ""
    counts: bool = True

    def extra(self, kind: str, **changes: Any) -> Questionnaire:
        """Return this questionnaire as one that does not count, with what is wrong with it."""
        self.row.planted.append((kind, "", "", ""))
        return replace(self, counts=False, **changes)


def choose_respondents(located: pd.DataFrame, number: int, rng: np.random.Generator) -> list[str]:
    """Return which initiatives answered: a simple random sample of the inventory."""
    inside = located.loc[located["in_inventory"], "initiative"].to_numpy()
    return [str(name) for name in rng.permutation(inside)[:number]]


def told_by(respondents: Sequence[str], answers: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return by initiative what it answered of :data:`SHARED`, as far as it answered."""
    kinds = {"not_asked", "not_applicable", "dont_know", "not_answered"}
    return {
        name: {key: answers.at[at, key] for key in SHARED if answers.at[at, key] not in kinds}
        for at, name in enumerate(respondents)
    }


def collect(
    respondents: Sequence[str],
    answers: pd.DataFrame,
    items: Mapping[str, dict[str, Any]],
    codebook: Codebook,
    rng: np.random.Generator,
) -> list[Questionnaire]:
    """Return all questionnaires in the order in which they were started.

    ``items`` are the initiatives by their number; ``answers`` those of ``respondents``, in their
    order. On top come the repeated, unfinished and stray ones of :mod:`zorgzaam.synthetic.plan`.
    """
    valid = [
        _questionnaire(items[name], answers.loc[at].to_dict(), rng)
        for at, name in enumerate(respondents)
    ]
    found = [*valid, *_again(valid, items, rng), *_strays(valid, items, rng)]
    found += _unfinished(valid, respondents, items, codebook, rng)
    writers = [item.row for item in found if item.row.initiative]
    plant_mistakes(writers, items, WRITING, rng)
    found = _with_remarks(found, items, rng)
    return sorted(found, key=lambda item: item.started)


def _questionnaire(
    item: Mapping[str, Any], answers: Mapping[str, Any], rng: np.random.Generator
) -> Questionnaire:
    row = write_row(item, WRITING, rng)
    by_mail = item["invited"] == "yes" and rng.random() < plan.SHARE_INVITED_BY_MAIL
    started = _moment(rng)
    submitted = started + datetime.timedelta(minutes=int(rng.integers(9, 55)))
    remark = pick(plan.REMARKS, rng) if rng.random() < plan.SHARE_WITH_REMARK else ""
    entry = "invitation" if by_mail else "open_link"
    return Questionnaire(row, answers, started, submitted, entry, 0, remark)


def _moment(rng: np.random.Generator) -> datetime.datetime:
    minutes = int(rng.integers(plan.FIELDWORK_MINUTES))
    return plan.FIELDWORK_START + datetime.timedelta(minutes=minutes)


def _again(
    valid: Sequence[Questionnaire],
    items: Mapping[str, dict[str, Any]],
    rng: np.random.Generator,
) -> list[Questionnaire]:
    """Return the questionnaires of those who filled it in twice or three times."""
    times = [1] * plan.TWICE + [2] * plan.THRICE
    chosen = rng.permutation(len(valid))[: len(times)]
    found = []
    for at, number in zip(chosen, times, strict=True):
        first = valid[int(at)]
        for nth in range(1, number + 1):
            later = datetime.timedelta(days=3 * nth, minutes=int(rng.integers(600)))
            again = _questionnaire(items[first.row.initiative], first.answers, rng)
            submitted = first.submitted and first.submitted + later
            moved = replace(again, started=first.started + later, submitted=submitted)
            found.append(moved.extra("respondent_again", entry="open_link"))
    return found


def _strays(
    valid: Sequence[Questionnaire],
    items: Mapping[str, dict[str, Any]],
    rng: np.random.Generator,
) -> list[Questionnaire]:
    """Return the questionnaires of initiatives that no list knows, and the trial ones."""
    kinds = ["on_no_list"] * plan.ON_NO_LIST + ["test_answer"] * plan.TEST_ANSWERS
    found = []
    for number, kind in enumerate(kinds):
        like = valid[int(rng.integers(len(valid)))]
        stray = _questionnaire(items[like.row.initiative], like.answers, rng)
        name = f"Onvindbaar Nergenshuis {number + 1}" if kind == "on_no_list" else "test"
        place = items[like.row.initiative]["place"] if kind == "on_no_list" else "test"
        cells = {**dict.fromkeys(WRITING.fields, ""), "name": name, "place": place}
        found.append(replace(stray, row=Row("", cells)).extra(kind, entry="open_link"))
    return found


def _unfinished(
    valid: Sequence[Questionnaire],
    respondents: Sequence[str],
    items: Mapping[str, dict[str, Any]],
    codebook: Codebook,
    rng: np.random.Generator,
) -> list[Questionnaire]:
    """Return the questionnaires that were not finished: the later pages were never seen."""
    answered = set(respondents)
    others = [name for name, item in items.items() if item["in_inventory"] and name not in answered]
    blocks = list(codebook.blocks)
    found = []
    for number in range(plan.INCOMPLETE):
        pool = list(respondents) if number % 2 else others
        name = pool[int(rng.integers(len(pool)))]
        like = valid[int(rng.integers(len(valid)))]
        pages = int(rng.integers(1, len(blocks) - 2))
        seen = set(blocks[: pages + 1])
        unseen = {
            column
            for variable in codebook.variables.values()
            if variable.block not in seen
            for column in variable.answer_columns()
        }
        answers = {
            column: "not_asked" if column in unseen else value
            for column, value in like.answers.items()
        }
        begun = _questionnaire(items[name], answers, rng)
        found.append(begun.extra("incomplete", submitted=None, pages=pages, remark=""))
    return found


def _with_remarks(
    found: Sequence[Questionnaire],
    items: Mapping[str, dict[str, Any]],
    rng: np.random.Generator,
) -> list[Questionnaire]:
    """Give some questionnaires a remark that is dangerous or says too much."""
    kinds = ["formula_in_remark"] * plan.FORMULA_REMARKS
    kinds += ["person_in_remark"] * plan.PERSON_REMARKS
    result = list(found)
    free = [at for at, item in enumerate(found) if item.counts]
    for at, kind in zip(rng.permutation(free)[: len(kinds)], kinds, strict=True):
        item = items[result[at].row.initiative]
        remark = f"Bel {item['contact_name']}, {item['phone']}, of mail {item['email']}."
        remark = "=1+1" if kind == "formula_in_remark" else remark
        result[at].row.planted.append((kind, "", "", ""))
        result[at] = replace(result[at], remark=remark)
    return result
