"""What a codebook may say: variables with their answers, fields, tables."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field as Setting
from pydantic import model_validator

from zorgzaam.params import Strict

MissingKind = Literal["not_asked", "not_applicable", "dont_know", "not_answered"]
MISSING_KINDS: tuple[MissingKind, ...] = get_args(MissingKind)
# Whether a subject or an answer is known from a publication, or is our own assumption.
Basis = Literal["published", "reconstruction"]
Slug = Annotated[str, Setting(pattern=r"^[a-z][a-z0-9_]*$")]
Filled = Annotated[str, Setting(min_length=1)]


class Labelled(Strict):
    """Anything with a label in both languages."""

    label_nl: Filled
    label_en: Filled


class Missing(Labelled):
    """One way to be missing: its code in choices, and in numbers and years.

    Without codes it is the empty cell (system-missing).
    """

    code: int | None = None
    number_code: int | None = None


class Option(Labelled):
    """One answer to a question; ``basis`` is that of its variable unless it has its own."""

    code: Annotated[int, Setting(ge=0)]
    name: Slug
    basis: Basis | None = None


class OptionGroup(Labelled):
    """Answers that are told together where each by itself would be too small."""

    name: Slug
    options: list[Slug]


class Variable(Labelled):
    """One question of the survey, or one thing the survey program recorded.

    ``asked_of`` names for other variables the options that lead to this question; empty means
    everybody. ``universe`` says the same in Dutch. ``grouped`` puts each answer in one group.
    """

    name: Slug
    block: Slug
    type: Literal["single", "multiple", "number", "year", "text"]
    question: Filled
    universe: Filled
    basis: Basis
    sources: list[str] = Setting(default_factory=list)
    options: list[Option] = Setting(default_factory=list)
    grouped: list[OptionGroup] = Setting(default_factory=list)
    asked_of: dict[str, list[str]] = Setting(default_factory=dict)
    obligatory: bool = False
    personal: bool = False
    public: bool = False
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    note: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether the answer is a quantity or a year."""
        return self.type in ("number", "year")

    @property
    def has_companion(self) -> bool:
        """Whether the kind of missing goes to a column of its own, beside the value."""
        return self.type in ("number", "year", "text")

    def option_basis(self, option: Option) -> Basis:
        """Return whether this answer is known from a publication."""
        return option.basis or self.basis

    def file_columns(self) -> dict[str, Option | None]:
        """Return the columns of this variable in an SPSS or Qualtrics file, with their option.

        ``themes_10`` is the tick at the option with code 10; other types have one column.
        """
        if self.type == "multiple":
            return {f"{self.name}_{option.code}": option for option in self.options}
        return {self.name: None}

    def answer_columns(self) -> list[str]:
        """Return the columns of this variable in the table of answers."""
        if self.type == "multiple":
            return [f"{self.name}_{option.name}" for option in self.options]
        return [self.name, f"{self.name}_missing"] if self.has_companion else [self.name]


class TableField(Labelled):
    """One column, whichever tables it is in.

    ``options_of`` takes the categories from the options of a variable. ``public`` means that it
    may appear on the public map.
    """

    name: Slug
    type: Literal["text", "integer", "number", "category"]
    description: str = ""
    categories: list[str] = Setting(default_factory=list)
    options_of: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False
    public: bool = False


class TableSpec(Strict):
    """One table: what a row is, which fields it has, and which of them name a row.

    With ``variables`` the answers to all variables that are not personal follow the fields.
    """

    name: Slug
    row_is: Filled
    fields: list[str]
    key: list[str] = Setting(default_factory=list)
    variables: bool = False


class Codebook(Strict):
    """The content of ``data/codebook/<wave>.yaml``."""

    wave: int
    version: Filled
    version_date: Filled
    title_nl: Filled
    title_en: Filled
    about: Filled
    missing: dict[MissingKind, Missing]
    blocks: dict[Slug, Labelled]
    variables: dict[str, Variable]
    fields: dict[str, TableField]
    tables: dict[str, TableSpec]

    @model_validator(mode="before")
    @classmethod
    def _name_parts(cls, content: Any) -> Any:
        """Give each variable, field and table the name it stands under."""
        if not isinstance(content, dict):
            return content
        named = dict(content)
        for group in ("variables", "fields", "tables"):
            if isinstance(parts := named.get(group), dict):
                named[group] = {
                    name: {"name": name, **part} if isinstance(part, dict) else part
                    for name, part in parts.items()
                }
        return named

    def missing_codes(self, variable: Variable) -> dict[int, MissingKind]:
        """Return what each missing code of ``variable`` means.

        A quantity, a year or a text may hold 97 as an answer, so they have codes of their own.
        """
        codes = {
            kind: missing.number_code if variable.has_companion else missing.code
            for kind, missing in self.missing.items()
        }
        return {code: kind for kind, code in codes.items() if code is not None}

    def shared_variables(self) -> list[Variable]:
        """Return the variables that may be in a table: all but the personal ones."""
        return [variable for variable in self.variables.values() if not variable.personal]

    def columns(self, table: str) -> list[str]:
        """Return the columns of ``table`` in their order."""
        spec = self.tables[table]
        shared = self.shared_variables() if spec.variables else []
        return [*spec.fields, *(name for item in shared for name in item.answer_columns())]
