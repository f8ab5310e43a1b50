"""What each column of a processed table holds, from the fields and variables of the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zorgzaam.intake.codebook_models import MISSING_KINDS, Codebook, TableField, Variable

ColumnType = Literal["text", "integer", "number", "category"]
# What pandas calls them; a missing text is "", a missing number <NA>.
DTYPES: dict[ColumnType, str] = {
    "text": "str",
    "category": "str",
    "integer": "Int64",
    "number": "Float64",
}
TICKS = ("yes", "no")


@dataclass(frozen=True)
class Column:
    """One column of one table.

    ``allowed`` are the values of a category, with "" where it may be empty; other types have
    none. ``minimum`` and ``maximum`` are in ``unit``.
    """

    name: str
    type: ColumnType
    label_nl: str
    label_en: str
    description: str = ""
    unit: str = ""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False
    public: bool = False


def table_columns(codebook: Codebook, table: str) -> list[Column]:
    """Return the columns of ``table`` in their order."""
    spec = codebook.tables[table]
    columns = [_of_field(codebook.fields[name], codebook) for name in spec.fields]
    if spec.variables:
        columns += [
            column for variable in codebook.shared_variables() for column in _of_variable(variable)
        ]
    return columns


def _of_field(field: TableField, codebook: Codebook) -> Column:
    options = codebook.variables[field.options_of].options if field.options_of else []
    categories = [*field.categories, *(option.name for option in options)]
    return Column(
        field.name,
        field.type,
        field.label_nl,
        field.label_en,
        field.description,
        field.unit,
        (*categories, "") if categories else (),
        field.minimum,
        field.maximum,
        field.personal,
        field.public,
    )


def _of_variable(variable: Variable) -> Iterator[Column]:
    """Return the answers to one question, in the order of ``Variable.answer_columns``.

    In a choice the four kinds of missing are values of the column itself; a number, a year or a
    text has a column beside it that says why it is missing.
    """
    if variable.type == "multiple":
        for option in variable.options:
            yield Column(
                f"{variable.name}_{option.name}",
                "category",
                f"{variable.label_nl}: {option.label_nl}",
                f"{variable.label_en}: {option.label_en}",
                variable.question,
                allowed=(*TICKS, *MISSING_KINDS),
                public=variable.public,
            )
    elif variable.type == "single":
        names = (option.name for option in variable.options)
        yield Column(
            variable.name,
            "category",
            variable.label_nl,
            variable.label_en,
            variable.question,
            allowed=(*names, *MISSING_KINDS),
            public=variable.public,
        )
    else:
        kinds: dict[str, ColumnType] = {"number": "number", "year": "integer", "text": "text"}
        yield Column(
            variable.name,
            kinds[variable.type],
            variable.label_nl,
            variable.label_en,
            variable.question,
            variable.unit,
            minimum=variable.minimum,
            maximum=variable.maximum,
            public=variable.public,
        )
        yield Column(
            f"{variable.name}_missing",
            "category",
            f"{variable.label_nl}: waarom het ontbreekt",
            f"{variable.label_en}: why it is missing",
            allowed=(*MISSING_KINDS, ""),
            public=variable.public,
        )
