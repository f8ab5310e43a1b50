"""All released numbers as an Excel workbook, laid out as the tables of Statistics Netherlands.

A sheet of contents, one of explanations, one of symbols, a sheet for each subject of the codebook,
and all numbers in one list. Numbers are numbers: Excel shows the comma of its own language.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.safe_workbook import new_workbook
from zorgzaam.params import Kind
from zorgzaam.provenance import KIND_LABELS
from zorgzaam.release import labels as words
from zorgzaam.release.labels import Labels
from zorgzaam.release.rows import AREA, COUNTRY
from zorgzaam.release.table import SHOWN

SYMBOLS = {"hidden-small": ".", "hidden-secondary": "x", "not-asked": "-", "none": ".."}
SYMBOL_TEXTS = (
    (".", "verborgen: te weinig initiatieven, of bijna allemaal hetzelfde antwoord"),
    ("x", "verborgen: anders is een ander verborgen cijfer uit te rekenen"),
    ("-", "niet gevraagd"),
    ("..", "niemand gaf een bruikbaar antwoord"),
    ("~", "achter een onder- of bovengrens: onzeker, de marge is groot"),
    ("0", "minder dan de helft van de gebruikte eenheid"),
    ("leeg", "komt niet voor"),
)
STATISTICS = ("share_pct", "mean", "median", "quantile_25", "quantile_75", "total", "ratio")
USUAL = ("answered", "shown")
TARGET = "inventory"
CONTENTS, NOTES, SYMBOL_SHEET, ALL_SHEET = "Inhoud", "Toelichting", "Symbolen", "Alle cijfers"
SOURCE = "Bron: enquête {wave} onder zorgzame gemeenschappen; {kind}."
FIRST_DATA_ROW = 4
MINIMUM_WIDTH, LABEL_WIDTH, MOST_ROWS_REPEATED = 9, 34, 3


@dataclass(frozen=True)
class _Column:
    """One number of a table: which rows of the release it takes, and what stands above it."""

    title: str
    category: str
    statistic: str
    denominator: str | None


@dataclass(frozen=True)
class _Sheet:
    """One question: its sheet name, its title, and its columns."""

    name: str
    variable: str
    title: str
    columns: Sequence[_Column]


def workbook_bytes(
    release: pd.DataFrame,
    labels: Labels,
    codebook: Codebook,
    kind: Kind,
    notes: Mapping[str, Any],
) -> bytes:
    """Return the workbook of a release; equal releases give equal bytes.

    ``notes`` are those of the release: its ``disclosure`` rules are explained. What is hidden has a
    symbol in every sheet, and no number anywhere.
    """
    stream = io.BytesIO()
    title = f"Zorgzame gemeenschappen {codebook.wave}: alle tabellen"
    book = new_workbook(stream, title)
    writer = _Writer(book, kind, codebook.wave)
    sheets = list(_sheets(release, labels, codebook))
    writer.contents(title, sheets)
    writer.notes(notes.get("disclosure", {}))
    writer.symbols()
    for number, sheet in enumerate(sheets, 1):
        writer.table(f"Tabel {number}. {sheet.title}", sheet, release, labels)
    writer.everything(release, labels)
    book.close()
    return stream.getvalue()


def _sheets(release: pd.DataFrame, labels: Labels, codebook: Codebook) -> Iterator[_Sheet]:
    """Return a sheet for each question of which something is in the release."""
    own = release[release["statistic"].isin(STATISTICS) & (release["target"] == TARGET)]
    present = own[own["denominator"].isin((*USUAL, "")) | (own["statistic"] == "ratio")]
    for number, variable in enumerate(present["variable"].unique(), 1):
        rows = present[present["variable"] == variable]
        keys = rows[["category", "statistic", "denominator"]].drop_duplicates()
        columns = [
            _Column(
                _column_title(category, statistic, over, labels, variable),
                category,
                statistic,
                over,
            )
            for category, statistic, over in keys.itertuples(index=False, name=None)
        ]
        question = codebook.variables[variable]
        yield _Sheet(f"{number} {variable}"[:31], variable, question.label_nl, columns)


def _column_title(
    category: str, statistic: str, denominator: str, labels: Labels, variable: str
) -> str:
    if category:
        return labels.category(variable, category)
    name = words.STATISTICS[statistic]
    return f"{name} tot {labels.question(denominator).lower()}" if statistic == "ratio" else name


class _Writer:
    """Writes the sheets of one workbook, all in the same look."""

    def __init__(self, book: Any, kind: Kind, wave: int) -> None:
        self.book, self.kind, self.wave = book, kind, wave
        self.mark = KIND_LABELS[kind]
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        self.warning = book.add_format({"bold": True, "font_color": "#801650"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.symbol = book.add_format({"align": "right"})
        self.links = book.add_format({"font_color": "#12436D", "underline": 1})
        self.formats: dict[int, Any] = {}

    def _number_format(self, decimals: int) -> Any:
        if decimals not in self.formats:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self.formats[decimals] = self.book.add_format({"num_format": pattern})
        return self.formats[decimals]

    def _sheet(self, name: str, title: str) -> Any:
        """Return a new sheet with its title, its mark and how it is printed."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, f"Soort gegevens: {self.mark}", self.warning)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{title.replace('&', '&&')}&R{self.mark}")
        sheet.set_footer(f"&L{SOURCE.format(wave=self.wave, kind=self.mark)}&R&P van &N")
        return sheet

    def contents(self, title: str, sheets: Sequence[_Sheet]) -> None:
        """Write the first sheet: what is in the others, with links."""
        sheet = self._sheet(CONTENTS, title)
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, 1, 70)
        rows = [(NOTES, "Hoe de cijfers zijn gemaakt"), (SYMBOL_SHEET, "Wat de tekens betekenen")]
        rows += [
            (sheet_.name, f"Tabel {number}. {sheet_.title}")
            for number, sheet_ in enumerate(sheets, 1)
        ]
        rows.append((ALL_SHEET, "Elk cijfer op een eigen regel, om mee te rekenen en te filteren"))
        for row, (name, what) in enumerate(rows, FIRST_DATA_ROW):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.links, name)
            sheet.write_string(row, 1, what)
        last = FIRST_DATA_ROW + len(rows) + 1
        sheet.write_string(last, 0, SOURCE.format(wave=self.wave, kind=self.mark))

    def notes(self, rules: Mapping[str, Any]) -> None:
        """Write how the numbers were made, and by which rules some are hidden."""
        sheet = self._sheet(NOTES, "Toelichting")
        sheet.set_column(0, 0, 110, self.wrapped)
        for row, text in enumerate(_explanations(rules), FIRST_DATA_ROW):
            sheet.write_string(row, 0, text, self.wrapped)

    def symbols(self) -> None:
        """Write what stands where there is no number."""
        sheet = self._sheet(SYMBOL_SHEET, "Verklaring van de tekens")
        sheet.set_column(1, 1, 80)
        for row, (symbol, text) in enumerate(SYMBOL_TEXTS, FIRST_DATA_ROW):
            sheet.write_string(row, 0, symbol)
            sheet.write_string(row, 1, text)

    def table(self, title: str, sheet_: _Sheet, release: pd.DataFrame, labels: Labels) -> None:
        """Write one question: a row an area or group, and for each answer value and interval."""
        sheet = self._sheet(sheet_.name, title)
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, 3 * len(sheet_.columns) + 2, MINIMUM_WIDTH + 2)
        unit = self._write_heads(sheet, sheet_, release)
        own = release[(release["variable"] == sheet_.variable) & (release["target"] == TARGET)]
        columns = ["area", "group", "group_category"]
        numbers = {
            key: found.iloc[0]
            for key, found in own.groupby([*columns, "category", "statistic", "denominator"])
        }
        row = FIRST_DATA_ROW + 1
        for place in own[columns].drop_duplicates().itertuples(index=False, name=None):
            sheet.write_string(row, 0, _row_title(place, labels))
            cells = [
                numbers.get((*place, item.category, item.statistic, item.denominator))
                for item in sheet_.columns
            ]
            self._write_row(sheet, row, cells)
            row += 1
        sheet.freeze_panes(FIRST_DATA_ROW + 1, 1)
        sheet.repeat_rows(0, FIRST_DATA_ROW)
        for text in (
            f"Eenheid: {unit}. Grenzen: 95 %, voor {words.TARGETS[TARGET]}.",
            "n: deelnemers. Basis: wie de vraag beantwoordde.",
            SOURCE.format(wave=self.wave, kind=self.mark),
        ):
            row += 1
            sheet.write_string(row, 0, text)

    def _write_heads(self, sheet: Any, sheet_: _Sheet, release: pd.DataFrame) -> str:
        """Write the two rows of heads; return the unit of the numbers."""
        sheet.write_string(FIRST_DATA_ROW, 0, "Gebied of groep", self.head)
        for place, item in enumerate(sheet_.columns):
            first = 3 * place + 1
            for offset, text in enumerate((item.title, "ondergrens", "bovengrens")):
                sheet.write_string(FIRST_DATA_ROW, first + offset, text, self.head)
        last = 3 * len(sheet_.columns) + 1
        sheet.write_string(FIRST_DATA_ROW, last, "basis", self.head)
        sheet.write_string(FIRST_DATA_ROW, last + 1, "n", self.head)
        units = release.loc[release["variable"] == sheet_.variable, "unit"]
        first_unit = str(units[units != ""].iloc[0]) if (units != "").any() else ""
        return {"percent": "procent van wie antwoordde"}.get(first_unit, first_unit)

    def _write_row(self, sheet: Any, row: int, cells: Sequence[pd.Series | None]) -> None:
        bases = []
        for place, cell in enumerate(cells):
            first = 3 * place + 1
            if cell is None:
                for offset in range(3):
                    sheet.write_string(row, first + offset, "n.v.t.", self.symbol)
                continue
            bases.append(cell["base"])
            self._write_number(sheet, row, first, cell, "value", "")
            wide = "~" if cell["status"] == "wide" else ""
            for offset, name in ((1, "lower"), (2, "upper")):
                self._write_number(sheet, row, first + offset, cell, name, wide)
        last = 3 * len(cells) + 1
        known = [int(base) for base in bases if pd.notna(base)]
        counts = [
            max(known) if known else None,
            next((c["n"] for c in cells if c is not None), None),
        ]
        for offset, count in enumerate(counts):
            if count is None:
                sheet.write_string(row, last + offset, "x", self.symbol)
            else:
                sheet.write_number(row, last + offset, int(count), self._number_format(0))

    def _write_number(
        self, sheet: Any, row: int, column: int, cell: pd.Series, name: str, mark: str
    ) -> None:
        """Write a number, or the symbol in its place; ``mark`` shows in its format alone."""
        if cell["status"] not in SHOWN:
            sheet.write_string(row, column, SYMBOLS[cell["status"]], self.symbol)
        elif pd.isna(cell[name]):
            sheet.write_string(row, column, "geen", self.symbol)
        elif mark:
            decimals = int(cell["decimals"])
            key = -1 - decimals
            if key not in self.formats:
                pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + f'"{mark}"'
                self.formats[key] = self.book.add_format({"num_format": pattern})
            sheet.write_number(row, column, float(cell[name]), self.formats[key])
        elif cell["unit"] == "jaar":
            sheet.write_number(row, column, float(cell[name]), self._year_format(cell))
        else:
            number_format = self._number_format(int(cell["decimals"]))
            sheet.write_number(row, column, float(cell[name]), number_format)

    def _year_format(self, cell: pd.Series) -> Any:
        """Return the look of a year, which takes no thousands point."""
        key = 100 + int(cell["decimals"])
        if key not in self.formats:
            pattern = "0" + ("." + "0" * int(cell["decimals"]) if cell["decimals"] else "")
            self.formats[key] = self.book.add_format({"num_format": pattern})
        return self.formats[key]

    def everything(self, release: pd.DataFrame, labels: Labels) -> None:
        """Write the whole release, a number a row, in Dutch."""
        sheet = self._sheet(ALL_SHEET, "Alle cijfers")
        table = readable(release, labels)
        for column, name in enumerate(table):
            sheet.write_string(FIRST_DATA_ROW, column, name, self.head)
            values = table[name]
            for row, value in enumerate(values, FIRST_DATA_ROW + 1):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                else:
                    sheet.write_number(row, column, float(value))
        sheet.set_column(0, len(table.columns) - 1, 18)
        sheet.autofilter(FIRST_DATA_ROW, 0, FIRST_DATA_ROW + len(table), len(table.columns) - 1)
        sheet.freeze_panes(FIRST_DATA_ROW + 1, 0)
        sheet.repeat_rows(FIRST_DATA_ROW)


def _row_title(place: tuple[str, str, str], labels: Labels) -> str:
    area, group, category = place
    if group == AREA:
        return labels.area(area)
    prefix = "" if area == COUNTRY else f"{labels.area(area)}, "
    return f"{prefix}{words.GROUPS[group]}: {labels.group_class(group, category).lower()}"


def readable(release: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """Return the release with Dutch heads and words; a number that is not told has its symbol."""
    symbols = release["status"].map(SYMBOLS)

    def number(column: str) -> list[float | str]:
        return [
            symbol if isinstance(symbol, str) else "geen" if pd.isna(value) else float(value)
            for value, symbol in zip(release[column], symbols, strict=True)
        ]

    def name(code: str, table: Mapping[str, str]) -> str:
        return table.get(code, labels.questions.get(code, code))

    return pd.DataFrame(
        {
            "gebied": [labels.area(area) for area in release["area"]],
            "groep": [words.GROUPS.get(group, "alle") for group in release["group"]],
            "klasse": [
                labels.group_class(group, key) if group and key else "alle"
                for group, key in zip(release["group"], release["group_category"], strict=True)
            ],
            "onderwerp": [
                labels.question(key) if key else "de enquête" for key in release["variable"]
            ],
            "antwoord": [
                labels.category(variable, key) if key else "niet van toepassing"
                for variable, key in zip(release["variable"], release["category"], strict=True)
            ],
            "cijfer": [words.STATISTICS[key] for key in release["statistic"]],
            "noemer of vergeleken met": [
                _denominator(*key, labels)
                for key in zip(release["denominator"], release["group"], strict=True)
            ],
            "geldt voor": [
                name(key, words.TARGETS) or "de deelnemers" for key in release["target"]
            ],
            "waarde": number("value"),
            "ondergrens": number("lower"),
            "bovengrens": number("upper"),
            "gemiddelde kwadratische fout": number("mse"),
            "p-waarde": number("p_value"),
            "eenheid": [words.UNITS.get(key, key) or "geen" for key in release["unit"]],
            "basis": ["x" if pd.isna(base) else float(base) for base in release["base"]],
            "n": [float(n) for n in release["n"]],
            "status": [
                words.STATUS_TEXTS.get(key, "onzeker" if key == "wide" else "getoond")
                for key in release["status"]
            ],
            "reden": [reason or "geen" for reason in release["reason"]],
            "methode": [method or "geteld" for method in release["method"]],
            "soort gegevens": [KIND_LABELS[key] for key in release["kind"]],
        }
    )


def _denominator(code: str, group: str, labels: Labels) -> str:
    """Return over whom a share is taken, or with what a number is compared."""
    if not code:
        return "niet van toepassing"
    if (group, code) in labels.classes:
        return labels.classes[group, code]
    return words.DENOMINATORS.get(code) or labels.questions[code]


def _explanations(rules: Mapping[str, Any]) -> list[str]:
    told = {name: str(value).replace(".", ",") for name, value in rules.items()}
    hidden = (
        "Verborgen wordt: een aantal onder {minimum_count}; alles op minder dan {minimum_base} "
        "antwoorden; 'niemand' en 'iedereen'; onder {group_below_base} antwoorden een aandeel "
        "vanaf {group_share}; een aantal mensen waarvan {dominance_count} deelnemers samen het "
        "deel {dominance_share} of meer hebben. Daarna verbergt tau-Argus wat nodig is om dit niet "
        "te laten uitrekenen, over alle tabellen van een vraag samen, en wordt nagegaan of dat "
        "met lineair programmeren toch lukt."
    )
    return [
        "De cijfers gaan over initiatieven van bewoners in welzijn, zorg en wonen. Wie meedeed aan "
        "de enquête, telt mee met een gewicht, zodat de deelnemers samen op de inventaris lijken.",
        "Dat is een model: het neemt aan dat meedoen toeval is binnen een groep van provincie en "
        "fase. Wie anders is en daarom niet meedeed, blijft buiten beeld.",
        f"Marges van 95 %. Zij gelden voor {words.TARGETS['inventory']} (de initiatieven op de "
        f"lijsten) of voor {words.TARGETS['movement']} (ook wat niet gevonden is of nog komt); die "
        "laatste zijn breder en staan op het blad met alle cijfers.",
        "Bij vragen met meer antwoorden is het aandeel van wie de vraag kreeg en beantwoordde. De "
        "aandelen tellen dan niet op tot 100 %.",
        "Percentages op minder dan 100 antwoorden hebben geen decimaal. Door afronding kunnen "
        "aandelen optellen tot iets anders dan 100 %.",
        hidden.format_map(told) if told else "Kleine aantallen zijn verborgen.",
        "Hoe een cijfer precies is gemaakt, staat op het blad met alle cijfers bij methode.",
    ]
