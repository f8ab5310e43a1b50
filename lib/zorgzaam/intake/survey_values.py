"""What one cell of a survey file says, as the codebook codes it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from zorgzaam.intake.codebook_models import Codebook, MissingKind, Variable
from zorgzaam.intake.personal import plain
from zorgzaam.intake.spss import TICK_LABELS, TICKED

YES, NO = "yes", "no"
# How survey programs and people write the two answers of a tick or of a yes-no question.
WORDS_YES = frozenset({
    "1", "y", "yes", "j", "ja", "true", "waar", "x", "gekozen", "aangevinkt", "genoemd",
    "selected", "checked",
})  # fmt: skip
WORDS_NO = frozenset({
    "0", "n", "no", "nee", "false", "onwaar", "niet gekozen", "niet aangevinkt", "niet genoemd",
    "not selected", "unchecked",
})  # fmt: skip
# Other words for the kinds of missing than their labels.
MISSING_WORDS: Mapping[str, MissingKind] = {
    "na": "not_asked",
    "nvt": "not_applicable",
    "weet ik niet": "dont_know",
    "weet niet geen mening": "dont_know",
    "geen antwoord": "not_answered",
    "no answer": "not_answered",
    "niet ingevuld": "not_answered",
    "missing": "not_answered",
}
# LimeSurvey writes the code of an answer as A1, A01 or AO01, and its free answer as -oth-.
_CODE = re.compile(r"(?:ao?)?([+-]?\d+)(?:[.,]0+)?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def is_blank(cell: str) -> bool:
    """Whether nothing was filled in: an empty cell, or N/A as LimeSurvey writes it."""
    return cell.strip().casefold() in ("", "n/a")


def code_of(cell: str) -> int | None:
    """Return the code in a cell: 1 for ``1``, ``1.0`` and ``A1``, ``None`` if it has none."""
    match = _CODE.fullmatch(cell.strip())
    return int(match[1]) if match else None


def missing_of(cell: str, variable: Variable, codebook: Codebook) -> MissingKind | None:
    """Return the kind of missing that a filled-in cell says, by code or in words."""
    code = code_of(cell)
    if code is not None:
        return codebook.missing_codes(variable).get(code)
    return None if variable.type == "text" else missing_word(cell, codebook)


def missing_word(text: str, codebook: Codebook) -> MissingKind | None:
    """Return the kind of missing that ``text`` says in words."""
    words = plain(text)
    for kind, missing in codebook.missing.items():
        if words in (plain(missing.label_nl), plain(missing.label_en), plain(kind)):
            return kind
    return MISSING_WORDS.get(words)


def choice_of(cell: str, variable: Variable) -> str | None:
    """Return the name of the option that a filled-in cell says: by code, name or label."""
    code = code_of(cell)
    words = plain(cell.replace("-oth-", "other"))
    for option in variable.options:
        names = (plain(option.name), plain(option.label_nl), plain(option.label_en))
        if code == option.code or words in names:
            return option.name
    names_of = {option.name for option in variable.options}
    if code is None and words in WORDS_YES and YES in names_of:
        return YES
    return NO if code is None and words in WORDS_NO and NO in names_of else None


def tick_of(cell: str, labels: tuple[str, ...]) -> str | None:
    """Return yes or no as a filled-in cell of a tick says; the option's own label is yes."""
    code = code_of(cell)
    words = plain(cell) if code is None else str(code)
    if words in WORDS_YES or words in {plain(label) for label in labels}:
        return YES
    return NO if words in WORDS_NO else None


def number_of(cell: str, typed: bool) -> float | None:
    """Return the number in a cell: ``12``, ``12.0``, ``2,5``.

    When people ``typed`` it, ``1.471`` has a thousands point; in a file of numbers, such as that
    of SPSS, it has a decimal one.
    """
    text = cell.strip().replace(" ", "")
    if typed and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _NUMBER.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def label_problems(
    labels: Mapping[str, str], variable: Variable, part: str, codebook: Codebook
) -> list[tuple[str, str]]:
    """Return what is wrong with the value labels of one column, and the remedy, in Dutch.

    ``labels`` are the file's own, by code; ``part`` is the name of the option that the column
    ticks. Capitals, diacritics and punctuation do not count.
    """
    findings = []
    for text, label in labels.items():
        code = code_of(text)
        known = _known_labels(code, variable, part, codebook)
        if known and plain(label) in {plain(item) for item in known}:
            continue
        if code is not None and codebook.missing_codes(variable).get(code) == (
            missing_word(label, codebook) or ""
        ):
            continue
        if variable.has_companion and code is not None and _says_number(label, code, codebook):
            continue
        says = f"'{known[0]}'" if known else "niets"
        heading = f"code {text.removesuffix('.0')} heet in het bestand '{label}'"
        remedy = "Vraag de leverancier wat klopt en verbeter het bestand of het codeboek."
        findings.append((f"{heading} en in het codeboek {says}.", remedy))
    return findings


def _says_number(label: str, code: int, codebook: Codebook) -> bool:
    """Whether a label explains a number (``0 = geen``, ``40 of meer``) and not a missing code."""
    is_missing = missing_word(label, codebook) is not None or code < 0
    return not is_missing and (code == 0 or str(code) in label)


def _known_labels(code: int | None, variable: Variable, part: str, codebook: Codebook) -> list[str]:
    """Return the labels that ``code`` may have, the codebook's own first."""
    if code is None:
        return []
    if kind := codebook.missing_codes(variable).get(code):
        missing = codebook.missing[kind]
        return [missing.label_nl, missing.label_en]
    if variable.type == "multiple" and code in TICK_LABELS:
        option = next((item for item in variable.options if item.name == part), None)
        own = [option.label_nl, option.label_en] if option and code == TICKED else []
        return [TICK_LABELS[code], *own, *(WORDS_YES if code == TICKED else WORDS_NO)]
    return [
        label
        for option in variable.options
        if variable.type == "single" and option.code == code
        for label in (option.label_nl, option.label_en, option.name)
    ]
