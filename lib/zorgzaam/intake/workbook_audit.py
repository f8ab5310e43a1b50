"""What calamine does not tell of a workbook: failed formulas, lost cells, its true size.

A cell with an error, or with a formula that was never computed, is empty to calamine; a cell
that is there twice counts once; and a workbook with one cell far away takes all memory. So the
XML is walked through once before, which also shows that it is whole.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from zorgzaam.errors import InputError
from zorgzaam.intake.audit_ods import audit_ods
from zorgzaam.intake.audit_xlsx import audit_xlsx
from zorgzaam.intake.isolated import damaged
from zorgzaam.intake.sheet_audit import SheetAudit


def audit(path: Path, name: str, is_ods: bool) -> dict[str, SheetAudit]:
    """Return what the XML of the workbook says, by sheet.

    Raises
    ------
    InputError
        If the workbook is damaged, contradicts itself or is too large.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            sheets = audit_ods(packed) if is_ods else audit_xlsx(packed)
    except InputError:
        raise
    except Exception:
        # Whatever a damaged part brings forth: zlib, expat, a missing part, a strange number.
        raise damaged(name) from None
    for sheet in sheets.values():
        sheet.check_size(name)
    return sheets
