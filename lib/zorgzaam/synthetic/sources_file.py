"""The ``sources.yaml`` of a synthetic wave: what every file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from zorgzaam.files import sha256_hex
from zorgzaam.intake.records import SYNTHETIC_VALUE
from zorgzaam.synthetic.list_specs import LISTS
from zorgzaam.synthetic.lists import ListSpec
from zorgzaam.synthetic.questionnaires import SURVEY

FILE = "sources.yaml"
AGREEMENT = "Geen: de gegevens zijn verzonnen (SYNTHETISCH) en mogen overal worden getoond."
SURVEY_RECEIVED = "2020-11-05"
HEAD = f"""# {SYNTHETIC_VALUE}
# Wat elk bestand is. Gemaakt door: zorgzaam synthetic
#
# Dezelfde antwoorden staan ook als LimeSurvey-bestand in de map limesurvey. Wilt u dat lezen, zet
# dan onder {SURVEY} deze regels in plaats van file, format en sha256:
#     file: {{lime}}
#     format: limesurvey
#     sha256: {{digest}}

"""


def sources_text(wave: int, files: Mapping[str, bytes], earlier: Sequence[ListSpec] = ()) -> str:
    """Return ``sources.yaml`` for the files of this wave, with their checksums."""
    sources = {spec.source: _list(spec, wave, files) for spec in (*LISTS, *earlier)}
    survey, lime = (
        f"{folder}{SURVEY}_synthetisch_{wave}.{suffix}"
        for folder, suffix in (("", "sav"), ("limesurvey/", "csv"))
    )
    sources[SURVEY] = {
        "file": survey,
        "kind": "survey",
        "format": "spss",
        "received": SURVEY_RECEIVED,
        "agreement": AGREEMENT,
        "sha256": sha256_hex(files[survey]),
    }
    text = yaml.safe_dump({"sources": sources}, allow_unicode=True, sort_keys=False, width=100)
    return HEAD.format(lime=lime, digest=sha256_hex(files[lime])) + str(text)


def _list(spec: ListSpec, wave: int, files: Mapping[str, bytes]) -> dict[str, Any]:
    file = spec.file(wave)
    about: dict[str, Any] = {
        "file": file,
        "kind": "list",
        "format": "excel" if spec.is_spreadsheet else "csv",
        "scope": "national" if spec.is_national else "regional",
        "network": spec.network,
    }
    if not spec.is_national:
        about["provinces"] = list(spec.provinces)
    if spec.counted_in is not None:
        about["counted_in"] = spec.counted_in
    fields = {column.header: column.field for column in spec.columns}
    if spec.mapped:
        about["columns"] = {header: fields[header] for header in spec.mapped}
    return about | {
        "received": spec.received,
        "agreement": AGREEMENT,
        "sha256": sha256_hex(files[file]),
    }
