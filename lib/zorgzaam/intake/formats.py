"""What kind of file it is, by what is in it; and what is too large, protected or not a table."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from zorgzaam.dutch import format_number
from zorgzaam.errors import InputError, Problem
from zorgzaam.intake.isolated import damaged

Content = Literal["xlsx", "ods", "xls", "sav", "text"]
ENDINGS: dict[str, Content] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".xls": "xls",
    ".sav": "sav",
    ".zsav": "sav",
    ".csv": "text",
    ".tsv": "text",
    ".tab": "text",
    ".txt": "text",
}
WORDS: dict[Content, str] = {
    "xlsx": "een Excel-werkmap (.xlsx)",
    "ods": "een OpenDocument-werkmap (.ods)",
    "xls": "een Excel-werkmap van voor 2007 (.xls)",
    "sav": "een SPSS-bestand (.sav)",
    "text": "een tekstbestand (.csv)",
}
MEBIBYTE = 1024**2
# Limits in bytes. A workbook of 100 MiB holds some million rows; text is read as it comes by.
MAX_BYTES: dict[Content, int] = {
    "xlsx": 100 * MEBIBYTE,
    "ods": 100 * MEBIBYTE,
    "xls": 100 * MEBIBYTE,
    "sav": 500 * MEBIBYTE,
    "text": 1024 * MEBIBYTE,
}
MAX_UNPACKED_BYTES = 1024 * MEBIBYTE  # of a workbook, which is a packed folder
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_STARTS = {
    b"%PDF": "een PDF",
    b"{\\rtf": "een tekstdocument (RTF)",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een afbeelding",
    b"Rar!": "een ingepakte map (RAR)",
    b"7z\xbc\xaf": "een ingepakte map (7-Zip)",
    b"\x1f\x8b": "een ingepakt bestand (gzip)",
    b"SQLite format 3": "een databank",
    b"<!doctype html": "een webpagina",
    b"<html": "een webpagina",
    b"<table": "een webpagina",
    b"<?xml": "een XML-bestand",
}
_PROTECTED = "het bestand is met een wachtwoord beveiligd."
_UNPROTECT = "Haal het wachtwoord eraf (in Excel: Bestand, Info, Werkmap beveiligen) en sla op."
_HAND_IN = "Lever de lijst in als .xlsx, .ods of .csv, en een enquête als .sav of .csv."


def content_of(path: Path, name: str) -> Content:
    """Return what is in the file at ``path``, which messages call ``name``.

    Raises
    ------
    InputError
        If it is missing, a folder, unreadable, empty, too large, protected, a packed file that
        breaks off or unpacks to more than is allowed, or another kind than its ending says.
    """
    _check_present(path, name)
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        what = f"het bestand kan niet worden gelezen ({error.strerror or error})."
        raise _failure(name, what, "Geef uzelf leesrechten, of sluit het.") from None
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _failure(name, "het bestand is leeg.", "Lever het opnieuw in.")
    _check_size(size, start, name)
    content = _recognise(path, start, name)
    _check_ending(path, content, start, name)
    return content


def _check_size(size: int, start: bytes, name: str) -> None:
    """Raise if the file is larger than its kind may be, before all of it is read."""
    starts: dict[bytes, Content] = {b"PK": "xlsx", _OLE: "xls", b"$FL": "sav"}
    kinds: list[Content] = [kind for mark, kind in starts.items() if start.startswith(mark)]
    content: Content = kinds[0] if kinds else "text"
    limit = MAX_BYTES[content]
    if size > limit:
        what = (
            f"het bestand is {_mebibytes(size)} groot; {WORDS[content]} mag hoogstens "
            f"{_mebibytes(limit)} zijn."
        )
        raise _failure(name, what, "Splits het, of sla een lijst op als CSV UTF-8.")


def _failure(name: str, what: str, remedy: str) -> InputError:
    return InputError([Problem(name, what, remedy)])


def _mebibytes(size: int) -> str:
    return f"{format_number(size / MEBIBYTE)} MB"


def _check_present(path: Path, name: str) -> None:
    if path.is_dir():
        raise _failure(name, "dit is een map en geen bestand.", "Noem de bestanden erin.")
    if not path.exists():
        raise _failure(name, "het bestand ontbreekt.", "Zet het in de map of verbeter de naam.")


def _recognise(path: Path, start: bytes, name: str) -> Content:
    if start.startswith(b"PK"):
        return _packed(path, name)
    if start.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise _failure(name, _PROTECTED, _UNPROTECT)
        return "xls"
    if start.startswith((b"$FL2", b"$FL3")):
        return "sav"
    lower = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, words in _OTHER_STARTS.items():
        if lower.startswith(mark.lower()):
            raise _failure(name, f"dit is {words} en geen lijst.", _HAND_IN)
    return "text"


def _packed(path: Path, name: str) -> Content:
    """Return which workbook a packed file is, without unpacking it."""
    try:
        with zipfile.ZipFile(path) as packed:
            sizes = {item.filename: item.file_size for item in packed.infolist()}
            if sum(sizes.values()) > MAX_UNPACKED_BYTES:
                limit = _mebibytes(MAX_UNPACKED_BYTES)
                what = f"uitgepakt is dit bestand groter dan {limit}; het wordt niet geopend."
                raise _failure(name, what, "Lever alleen het blad met de lijst in, als CSV UTF-8.")
            if "xl/workbook.bin" in sizes:
                raise _failure(name, "dit is een binaire werkmap (.xlsb).", "Sla op als .xlsx.")
            if any(item.startswith("xl/") for item in sizes):
                return "xlsx"
            if "content.xml" in sizes and b"spreadsheet" in packed.read("mimetype")[:200]:
                if b"encryption-data" in packed.read("META-INF/manifest.xml"):
                    raise _failure(name, _PROTECTED, _UNPROTECT)
                return "ods"
    except (zipfile.BadZipFile, EOFError, OSError, KeyError, ValueError, NotImplementedError):
        raise damaged(name) from None
    except RuntimeError:  # how zipfile says that a part has a password
        raise _failure(name, _PROTECTED, _UNPROTECT) from None
    except InputError:
        raise
    except Exception:  # zlib and lzma have errors of their own for what a damaged part may hold
        raise damaged(name) from None
    raise _failure(name, "dit is een ingepakte map en geen lijst.", _HAND_IN)


def _check_ending(path: Path, content: Content, start: bytes, name: str) -> None:
    """Raise if the file is called otherwise than what is in it."""
    ending = path.suffix.lower()
    if ENDINGS.get(ending) == content:
        return
    if content == "text" and ending in ENDINGS and b"\0" in start:
        raise damaged(name)
    if content == "text" and ending not in ENDINGS:
        raise _failure(name, f"de uitgang '{ending}' is niet bekend.", _HAND_IN)
    right = next(item for item, kind in ENDINGS.items() if kind == content)
    what = f"het bestand eindigt op '{ending}', maar is {WORDS[content]}."
    raise _failure(name, what, f"Geef het een naam die eindigt op {right}, ook in sources.yaml.")
