"""Which column of a survey file holds which variable of the codebook."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zorgzaam.errors import Problem
from zorgzaam.intake.codebook_models import Codebook, Option, Variable
from zorgzaam.intake.headers import shown
from zorgzaam.intake.personal import plain
from zorgzaam.intake.records import ORIGIN_COLUMNS, SYNTHETIC_MARK

# What survey programs add of themselves, in lower case: LimeSurvey, then Qualtrics.
PROGRAM_COLUMNS = frozenset({
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr",
    "refurl", "token", "interviewtime",
    "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished",
    "recordeddate", "responseid", "_recordid", "recipientlastname", "recipientfirstname",
    "recipientemail", "externalreference", "locationlatitude", "locationlongitude",
    "distributionchannel", "userlanguage",
})  # fmt: skip
# What the programs call these in an export with full texts, as ``personal.plain`` gives it.
PROGRAM_LABELS = {
    "antwoord id": "id", "antwoordid": "id", "response id": "responseid", "respons id": "id",
    "datum ingestuurd": "submitdate", "date submitted": "submitdate",
    "laatste pagina": "lastpage", "last page": "lastpage",
    "starttaal": "startlanguage", "start language": "startlanguage",
    "datum gestart": "startdate", "date started": "startdate", "start date": "startdate",
    "datum laatste actie": "datestamp", "date last action": "datestamp",
    "end date": "enddate", "recorded date": "recordeddate", "toegangscode": "token",
    "access code": "token", "totale tijd": "interviewtime", "total time": "interviewtime",
}  # fmt: skip
# Where the program's own column serves when the file has none of the codebook's name.
STAND_INS = {
    "respondent_id": ("id", "responseid", "_recordid"),
    "submit_date": ("submitdate", "enddate", "recordeddate"),
}
# Open answers beside a choice, as LimeSurvey and Qualtrics name them.
_OPEN_TEXT = re.compile(r"(?:\[(?:\w*other|\w*comment)\]|_(?:other|comment|\d+_text|text))$")
_TIMING = re.compile(
    r"(?:group|question)?time\d*|(?:question|group)time.*|.*_(?:click|page submit).*"
)

Place = tuple[Variable, Option | None]


@dataclass
class FileColumns:
    """Where each variable stands: by its name, the file's column for each option name.

    A variable with one column has it under ""; for a multiple answer that is a column with all
    answers in it (``1,4``). ``program`` gives the program's own columns by their name in lower
    case.
    """

    of: dict[str, dict[str, str]] = field(default_factory=dict)
    program: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def single(self, name: str) -> str | None:
        """Return the column of a variable that has one, or ``None`` if it is not in the file."""
        return self.of.get(name, {}).get("")


def find_columns(
    titles: Iterable[str], codebook: Codebook, mapping: Mapping[str, str], file: str
) -> FileColumns:
    """Return which of the columns called ``titles`` holds what.

    ``mapping`` gives for a column the variable (``phase``) or option (``themes.cohesion``) it
    holds; other columns are known by their name: ``phase``, ``themes_1``, ``themes_cohesion``,
    ``themes[SQ001]``, in capitals or not; or by the label or the question of the codebook.
    """
    found = FileColumns()
    words = by_words(codebook)
    targets = {title.strip().casefold(): target for title, target in mapping.items()}
    for title in titles:
        if title in ORIGIN_COLUMNS or title.casefold() == SYNTHETIC_MARK:
            continue
        target = targets.get(title.strip().casefold(), "")
        place = _place(target or title, codebook) or (None if target else words.get(plain(title)))
        if place is None:
            _unplaced(title, target, codebook, file, found)
            continue
        variable, option = place
        columns = found.of.setdefault(variable.name, {})
        part = option.name if option else ""
        if part in columns:
            other, both = shown(columns[part]), f"{variable.name} {part}".strip()
            what = f"deze kolom en kolom '{other}' zijn allebei {both}"
            remedy = "Zeg in sources.yaml onder columns welke het is."
            found.problems.append(Problem(file, f"{what}.", remedy, column=shown(title)))
        columns.setdefault(part, title)
    _stand_in(codebook, found)
    _absent(codebook, file, found)
    return found


def by_words(codebook: Codebook) -> dict[str, Place]:
    """Return what a column holds whose title is a label or a question, as some exports have.

    What several variables share tells nothing; a tick is ``label: answer`` or ``label [answer]``.
    """
    places: dict[str, list[Place]] = {}
    for variable in codebook.variables.values():
        for option in variable.file_columns().values():
            heads = (variable.label_nl, variable.label_en, variable.question)
            answers = (option.label_nl, option.label_en) if option else ("",)
            for words in {plain(f"{head} {answer}") for head in heads for answer in answers}:
                places.setdefault(words, []).append((variable, option))
    return {words: found[0] for words, found in places.items() if len(found) == 1}


def _place(title: str, codebook: Codebook) -> Place | None:
    """Return what a column called ``title`` holds, or ``None`` if that is unknown."""
    folded = title.strip().casefold()
    if variable := codebook.variables.get(folded):
        return variable, None
    for name, part in _parts(folded):
        variable = codebook.variables.get(name)
        if variable and variable.type == "multiple" and (option := _option(part, variable)):
            return variable, option
    return None


def _parts(title: str) -> list[tuple[str, str]]:
    """Return every way to split a title into a variable and an option: ``themes[sq001]``."""
    if match := re.fullmatch(r"(.+?)\[([^\]]+)\]", title):
        return [(match[1], match[2])]
    return [(title[: cut.start()], title[cut.end() :]) for cut in re.finditer(r"[_.]", title)]


def _option(part: str, variable: Variable) -> Option | None:
    code = re.fullmatch(r"(?:sq)?0*(\d+)", part)
    for option in variable.options:
        if part == option.name or (code and int(code[1]) == option.code):
            return option
    return None


def _unplaced(title: str, target: str, codebook: Codebook, file: str, found: FileColumns) -> None:
    """Note what to think of a column that is none of the codebook's."""
    folded = PROGRAM_LABELS.get(plain(title), title.casefold())
    if target:
        what = f"sources.yaml noemt deze kolom '{target}', en dat staat niet in het codeboek."
        remedy = f"Kies een variabele, of variabele.antwoord{_like(target, codebook)}."
        found.problems.append(Problem(file, what, remedy, column=shown(title)))
    elif folded in PROGRAM_COLUMNS:
        found.program[folded] = title
    elif _TIMING.fullmatch(folded):
        return
    elif _OPEN_TEXT.search(folded):
        what = "deze kolom met een open antwoord bij een keuzevraag is niet gelezen."
        remedy = "U hoeft niets te doen, tenzij u het antwoord nodig heeft."
        found.notices.append(Problem(file, what, remedy, column=shown(title)))
    elif likely := _like(title, codebook):
        what = "deze kolom staat niet in het codeboek."
        remedy = f"Zeg in sources.yaml onder columns wat het is{likely}."
        found.problems.append(Problem(file, what, remedy, column=shown(title)))
    else:
        what = "deze kolom staat niet in het codeboek en is niet gelezen."
        remedy = "Zeg in sources.yaml onder columns wat het is, als u haar nodig heeft."
        found.notices.append(Problem(file, what, remedy, column=shown(title)))


def _like(title: str, codebook: Codebook) -> str:
    """Return words that name the variable that ``title`` looks like; "" when it is like none."""
    folded = title.strip().casefold()
    names = [name for name in codebook.variables if folded.startswith((f"{name}_", f"{name}["))]
    names = names or difflib.get_close_matches(folded, list(codebook.variables), n=1, cutoff=0.8)
    return f"; het lijkt op {max(names, key=len)}" if names else ""


def _stand_in(codebook: Codebook, found: FileColumns) -> None:
    for name, programs in STAND_INS.items():
        if name in codebook.variables and name not in found.of:
            for program in programs:
                if program in found.program:
                    found.of[name] = {"": found.program[program]}
                    break


def _absent(codebook: Codebook, file: str, found: FileColumns) -> None:
    """Note which variables and options the file does not have: what must be there, and the rest."""
    remedy = "Klopt dat niet, zeg dan in sources.yaml onder columns welke kolom het is."
    absent = []
    for variable in codebook.shared_variables():
        columns = found.of.get(variable.name, {})
        if not columns and variable.obligatory:
            what = f"{variable.name} ({variable.label_nl.lower()}) staat niet in het bestand."
            named = "Zeg in sources.yaml onder columns welke kolom het is."
            found.problems.append(Problem(file, what, named))
        elif not columns:
            absent.append(f"{variable.label_nl.lower()} ({variable.name})")
        elif variable.type == "multiple" and "" not in columns:
            lacking = [item.label_nl for item in variable.options if item.name not in columns]
            if lacking:
                label = variable.label_nl.lower()
                what = f"bij '{label}' ontbreken antwoorden: {', '.join(lacking)}. Die tellen als "
                found.notices.append(Problem(file, f"{what}niet gevraagd.", remedy))
    if absent:
        what = f"niet in het bestand, en dus niet gevraagd: {', '.join(absent)}."
        found.notices.append(Problem(file, what, remedy))
