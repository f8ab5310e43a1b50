"""What ``zorgzaam check`` prints: by file, what touches most rows first, with what to do."""

from __future__ import annotations

import textwrap

from zorgzaam.dutch import format_number
from zorgzaam.intake.checking import CheckResult, FileCheck
from zorgzaam.intake.findings import Finding

_WIDTH = 96


def report_text(result: CheckResult) -> str:
    """Return all that was found, as text for a terminal.

    Per file: what must be solved, what could be better, what is only told, and for a file that
    no source names the piece of ``sources.yaml`` to paste.
    """
    blocks = [_file_text(file) for file in result.files]
    return "\n\n".join([*blocks, _sum(result)]) + "\n"


def _file_text(file: FileCheck) -> str:
    count = len(file.problems)
    rows = f", {_count(file.rows, 'regel', 'regels')}" if file.reading else ""
    doubts = ", met twijfels" if file.doubts else ""
    told = f"in orde{doubts}" if count == 0 else f"op te lossen: {format_number(count)}"
    lines = [f"{file.name}{rows}: {told}"]
    for finding in file.problems:
        lines += _finding_lines(file, finding, "-")
    if file.doubts:
        lines.append("  Twijfels (de bouw gaat door, maar dit kan beter):")
        for finding in file.doubts:
            lines += _finding_lines(file, finding, "?")
    if file.notes:
        lines.append("  Ter informatie:")
        for finding in file.notes:
            lines += _finding_lines(file, finding, "o")
    if file.draft:
        lines += [
            "  Dit bestand staat nog niet in sources.yaml. Zet het in de map van het meetjaar, en",
            "  deze regels in sources.yaml onder 'sources:'; kijk of elke kolom klopt.",
            "",
            file.draft.rstrip("\n"),
        ]
    return "\n".join(lines)


def _finding_lines(file: FileCheck, finding: Finding, sign: str) -> list[str]:
    sheet = finding.place.removeprefix(f"{file.name}, ")
    place = [sheet] if sheet not in (file.name, finding.place) else []
    where = ", ".join([*place, *filter(None, [finding.where])])
    text = f"{where}: {finding.what}" if where else finding.what
    return textwrap.wrap(
        f"{text} {finding.remedy}".strip(),
        _WIDTH,
        initial_indent=f"  {sign} ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sum(result: CheckResult) -> str:
    files = _count(len(result.files), "bestand", "bestanden")
    wrong = sum(bool(file.problems) for file in result.files)
    if not wrong:
        doubts = any(file.doubts for file in result.files)
        more = " Er zijn wel twijfels; die houden de bouw niet tegen." if doubts else ""
        return f"Gecontroleerd: {files}. Er is niets op te lossen.{more}"
    return f"Gecontroleerd: {files}, waarvan {format_number(wrong)} met iets om op te lossen."


def _count(count: int, one: str, more: str) -> str:
    return f"{format_number(count)} {one if count == 1 else more}"
