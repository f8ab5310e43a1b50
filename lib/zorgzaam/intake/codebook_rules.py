"""What may not contradict itself within one codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from zorgzaam.errors import Problem
from zorgzaam.intake.codebook_models import MISSING_KINDS, Codebook, TableField, Variable

Finding = tuple[str, str, str]  # where, what, remedy


def inconsistencies(codebook: Codebook, file: str) -> list[Problem]:
    """Return every contradiction in ``codebook``, in its own order, as Dutch problems."""
    # Names come first: the rest goes by them.
    findings = [*_of_names(codebook)] or [
        *_of_head(codebook),
        *(
            finding
            for variable in codebook.variables.values()
            for finding in (*_of_variable(variable, codebook), *_of_routing(variable, codebook))
        ),
        *(f for field in codebook.fields.values() for f in _of_field(field, codebook)),
        *_of_columns(codebook),
        *_of_tables(codebook),
    ]
    return [Problem(file, what, remedy, column=where) for where, what, remedy in findings]


def _of_names(codebook: Codebook) -> Iterator[Finding]:
    for group in ("variables", "fields", "tables"):
        for name, part in getattr(codebook, group).items():
            if part.name != name:
                yield f"{group}.{name}.name", "de naam staat er al boven.", "Haal deze regel weg."


def _of_head(codebook: Codebook) -> Iterator[Finding]:
    if lacking := [kind for kind in MISSING_KINDS if kind not in codebook.missing]:
        yield "missing", f"{', '.join(lacking)} ontbreekt.", "Voeg deze soort ontbreken toe."
    for attribute in ("code", "number_code"):
        codes = [getattr(kind, attribute) for kind in codebook.missing.values()]
        for code in _twice(code for code in codes if code is not None):
            yield "missing", f"{attribute} {code} staat er twee keer.", "Geef elke soort een code."
    try:
        date.fromisoformat(codebook.version_date)
    except ValueError:
        yield "version_date", "dit is geen datum.", "Schrijf haar als jjjj-mm-dd."


def _of_variable(variable: Variable, codebook: Codebook) -> Iterator[Finding]:
    where = f"variables.{variable.name}"
    if variable.block not in codebook.blocks:
        yield (
            f"{where}.block",
            f"'{variable.block}' is geen blok.",
            f"Kies uit: {', '.join(codebook.blocks)}.",
        )
    has_choices = variable.type in ("single", "multiple")
    if has_choices != bool(variable.options):
        remedy = "Geef de antwoorden." if has_choices else "Haal options weg of kies single."
        yield f"{where}.options", f"dit past niet bij type {variable.type}.", remedy
    for attribute in ("code", "name"):
        for value in _twice(getattr(option, attribute) for option in variable.options):
            what = f"{attribute} {value} staat er twee keer."
            yield f"{where}.options", what, "Geef elk antwoord een eigen code en naam."
    options = [option.name for option in variable.options]
    grouped = [name for group in variable.grouped for name in group.options]
    if grouped and (variable.type != "single" or sorted(grouped) != sorted(options)):
        what = "elk antwoord van een keuzevraag hoort in precies één groep."
        yield f"{where}.grouped", what, "Verbeter de groepen of haal ze weg."
    missing = {*codebook.missing_codes(variable)}
    for option in variable.options:
        if has_choices and option.code in missing:
            what = f"code {option.code} is ook een code voor ontbreken."
            yield f"{where}.options", what, "Geef het antwoord een andere code."
    # Slugs of missing kinds stand in the same column as the answers.
    for name in sorted({option.name for option in variable.options} & {*MISSING_KINDS}):
        what = f"{name} is de naam van een soort ontbreken."
        yield f"{where}.options", what, "Geef het antwoord een andere naam."
    yield from _of_range(where, variable, variable.is_numeric)


def _of_range(where: str, holder: Variable | TableField, is_numeric: bool) -> Iterator[Finding]:
    low, high = holder.minimum, holder.maximum
    if not is_numeric and (low is not None or high is not None):
        yield where, "alleen een getal heeft minimum en maximum.", "Haal ze weg."
    if low is not None and high is not None and low > high:
        yield where, "minimum ligt boven maximum.", "Verwissel ze."


def _of_routing(variable: Variable, codebook: Codebook) -> Iterator[Finding]:
    where = f"variables.{variable.name}.asked_of"
    before = list(codebook.variables)[: list(codebook.variables).index(variable.name)]
    for name, answers in variable.asked_of.items():
        if name not in before or codebook.variables[name].type not in ("single", "multiple"):
            what = f"'{name}' is geen keuzevraag die hiervoor komt."
            yield where, what, "Noem een keuzevraag die hoger in het codeboek staat."
            continue
        known = [option.name for option in codebook.variables[name].options]
        for answer in answers:
            if answer not in known:
                what = f"'{answer}' is geen antwoord op {name}."
                yield where, what, f"Kies uit: {', '.join(known)}."


def _of_field(field: TableField, codebook: Codebook) -> Iterator[Finding]:
    where = f"fields.{field.name}"
    is_category = field.type == "category"
    if is_category != bool(field.categories or field.options_of):
        remedy = "Geef categories of options_of." if is_category else "Haal de categorieën weg."
        yield where, f"dit past niet bij type {field.type}.", remedy
    if field.categories and field.options_of:
        yield where, "categories en options_of staan er allebei.", "Haal er een weg."
    choices = [name for name, variable in codebook.variables.items() if variable.options]
    if field.options_of and field.options_of not in choices:
        what = f"'{field.options_of}' is geen variabele met antwoorden."
        yield f"{where}.options_of", what, f"Kies uit: {', '.join(choices)}."
    yield from _of_range(where, field, field.type in ("integer", "number"))


def _of_columns(codebook: Codebook) -> Iterator[Finding]:
    names = [name for item in codebook.variables.values() for name in item.file_columns()]
    for name in _twice(names):
        what = f"twee variabelen hebben in een bestand de kolom '{name}'."
        yield "variables", what, "Geef een van beide een andere naam."


def _of_tables(codebook: Codebook) -> Iterator[Finding]:
    for name, table in codebook.tables.items():
        where = f"tables.{name}"
        unknown = [field for field in table.fields if field not in codebook.fields]
        for field in unknown:
            what = f"het veld '{field}' bestaat niet."
            yield where, what, "Voeg het toe aan fields of haal het hier weg."
        for field in table.fields:
            if field not in unknown and codebook.fields[field].personal:
                what = f"'{field}' is een persoonsgegeven."
                yield where, what, "Haal het weg: persoonsgegevens staan in geen enkele tabel."
        for key in table.key:
            if key not in table.fields:
                what = f"de sleutel '{key}' is geen veld van deze tabel."
                yield f"{where}.key", what, f"Kies uit: {', '.join(table.fields)}."
        for column in _twice(codebook.columns(name)):
            what = f"de kolom '{column}' komt er twee keer in."
            yield where, what, "Geef het veld of de variabele een andere naam."
    used = {field for table in codebook.tables.values() for field in table.fields}
    for field in codebook.fields:
        if field not in used:
            yield f"fields.{field}", "geen tabel gebruikt dit veld.", "Haal het weg of gebruik het."


def _twice(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]
