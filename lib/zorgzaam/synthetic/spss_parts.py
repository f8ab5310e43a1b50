"""The parts of an SPSS file that pyreadstat does not write, or writes with the clock in them.

The layout is that of the PSPP developers' description of system files.
"""

from __future__ import annotations

import re
import struct

from zorgzaam.intake.codebook_models import Codebook
from zorgzaam.intake.spss import TICKED

# When the file was made: nine signs of date and eight of time, in the header.
MADE_AT, MADE = 92, b"01 Jan 2000:00:00"
# Extension records begin with 7 and their kind, then the size and the number of their parts.
EXTENSION, MULTIPLE_SETS, LONG_NAMES = 7, 7, 13
END_OF_DICTIONARY = struct.pack("<2i", 999, 0)


def finished(content: bytes, codebook: Codebook) -> bytes:
    """Return the SPSS file ``content`` with a constant date and its multiple-response sets.

    Raises
    ------
    ValueError
        If the file is not laid out as ReadStat lays it out.
    """
    content = content[:MADE_AT] + MADE + content[MADE_AT + len(MADE) :]
    if content.count(END_OF_DICTIONARY) != 1:
        raise ValueError("the end of the dictionary cannot be told")
    end = content.index(END_OF_DICTIONARY)
    short = _short_names(content[:end])
    lines = []
    for variable in codebook.variables.values():
        if variable.type == "multiple":
            label = variable.label_nl
            names = " ".join(short[name] for name in variable.file_columns())
            counted = f"D{len(str(TICKED))} {TICKED}"
            size = len(label.encode("utf-8"))
            lines.append(f"${variable.name}={counted} {size} {label} {names}\n")
    return content[:end] + _extension(MULTIPLE_SETS, "".join(lines)) + content[end:]


def _extension(kind: int, text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<4i", EXTENSION, kind, 1, len(data)) + data


def _short_names(dictionary: bytes) -> dict[str, str]:
    """Return the name of eight signs, in lower case, of each variable by its whole name."""
    mark = struct.pack("<3i", EXTENSION, LONG_NAMES, 1)
    start = dictionary.index(mark) + len(mark)
    size = struct.unpack_from("<i", dictionary, start)[0]
    text = dictionary[start + 4 : start + 4 + size].decode("ascii")
    return {name: short.lower() for short, name in re.findall(r"([^=\t]+)=([^\t]+)", text)}
