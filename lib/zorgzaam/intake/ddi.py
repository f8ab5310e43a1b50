"""The codebook as DDI-Codebook 2.5, the form in which data archives keep codebooks."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from zorgzaam.files import write_changed
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.codebook_models import Codebook, Labelled, Option, Variable
from zorgzaam.intake.spss import TICK_LABELS, spss_syntax

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RESPONSES = {
    "single": "category",
    "multiple": "multiple",
    "number": "numeric",
    "year": "numeric",
    "text": "text",
}
BASIS_NOTES = {
    "published": "Dat hiernaar is gevraagd, is gepubliceerd; de vraagtekst is van ons.",
    "reconstruction": "Reconstructie: dat hiernaar is gevraagd, is niet gepubliceerd.",
}
OPTION_NOTE = "Reconstructie: het bestaan van dit antwoord is niet gepubliceerd."


def export_codebook(root: Path, wave: int, folder: Path) -> list[Path]:
    """Write ``codebook-<wave>.sps`` and ``codebook-<wave>.xml`` to ``folder`` and return them.

    The first is SPSS syntax, the second DDI-Codebook 2.5. Neither has a date but that of the
    codebook, so they change only when it does.
    """
    codebook = load_codebook(root, wave)
    syntax, xml = (folder / f"codebook-{wave}.{ending}" for ending in ("sps", "xml"))
    write_changed(syntax, spss_syntax(codebook))
    write_changed(xml, ddi_xml(codebook))
    return [syntax, xml]


def ddi_xml(codebook: Codebook) -> bytes:
    """Return ``codebook`` as a DDI-Codebook 2.5 document, in UTF-8.

    A multiple-answer question is one ``var`` for each option, in a ``varGrp``. Labels are in
    Dutch and English, the rest is in Dutch.

    Source of the form: DDI Alliance, DDI-Codebook 2.5, schema of 17 January 2012.
    """
    root = ElementTree.Element(
        "codeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "2.5",
            LANGUAGE: "nl",
        },
    )
    _citation(ElementTree.SubElement(root, "docDscr"), codebook)
    _study(ElementTree.SubElement(root, "stdyDscr"), codebook)
    data = ElementTree.SubElement(root, "dataDscr")
    _groups(data, codebook)
    for variable in codebook.variables.values():
        for name, option in variable.file_columns().items():
            _variable(data, codebook, variable, name, option)
    _text(data, "notes", f"Leeg (system-missing): {codebook.missing['not_asked'].label_nl}.")
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _text(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, tag, attributes).text = " ".join(text.split())


def _labels(parent: ElementTree.Element, labelled: Labelled, option: Option | None = None) -> None:
    dutch, english = labelled.label_nl, labelled.label_en
    if option:
        dutch, english = f"{dutch}: {option.label_nl}", f"{english}: {option.label_en}"
    for language, label in (("nl", dutch), ("en", english)):
        _text(parent, "labl", label, **{LANGUAGE: language})


def _citation(parent: ElementTree.Element, codebook: Codebook) -> None:
    citation = ElementTree.SubElement(parent, "citation")
    title = ElementTree.SubElement(citation, "titlStmt")
    _text(title, "titl", codebook.title_nl)
    _text(title, "parTitl", codebook.title_en, **{LANGUAGE: "en"})
    version = ElementTree.SubElement(citation, "verStmt")
    _text(version, "version", codebook.version, date=codebook.version_date)


def _study(study: ElementTree.Element, codebook: Codebook) -> None:
    _citation(study, codebook)
    scope = ElementTree.SubElement(study, "stdyInfo")
    _text(scope, "abstract", codebook.about)
    summary = ElementTree.SubElement(scope, "sumDscr")
    _text(summary, "timePrd", str(codebook.wave), event="single", date=str(codebook.wave))
    _text(summary, "nation", "Nederland")


def _groups(data: ElementTree.Element, codebook: Codebook) -> None:
    """Add a group for each multiple-answer question and for each block of the questionnaire."""
    for variable in codebook.variables.values():
        if variable.type == "multiple":
            names = _references([variable])
            group = ElementTree.SubElement(
                data,
                "varGrp",
                {"ID": f"G_{variable.name}", "type": "multipleResp", "var": names},
            )
            _labels(group, variable)
    for name, block in codebook.blocks.items():
        inside = [variable for variable in codebook.variables.values() if variable.block == name]
        if inside:
            group = ElementTree.SubElement(
                data, "varGrp", {"ID": f"B_{name}", "type": "section", "var": _references(inside)}
            )
            _labels(group, block)


def _references(variables: list[Variable]) -> str:
    return " ".join(f"V_{name}" for variable in variables for name in variable.file_columns())


def _variable(
    data: ElementTree.Element,
    codebook: Codebook,
    variable: Variable,
    name: str,
    option: Option | None,
) -> None:
    element = ElementTree.SubElement(data, "var", _attributes(variable, name))
    _labels(element, variable, option)
    question = ElementTree.SubElement(
        element, "qstn", {"responseDomainType": RESPONSES[variable.type]}
    )
    _text(question, "qstnLit", variable.question)
    _ranges(element, codebook, variable)
    _text(element, "universe", variable.universe + _condition(variable))
    if variable.note:
        _text(element, "txt", variable.note)
    _categories(element, codebook, variable)
    kind = "character" if variable.type == "text" else "numeric"
    ElementTree.SubElement(element, "varFormat", {"type": kind})
    basis = option.basis if option and option.basis else variable.basis
    own_option = bool(option and option.basis) and basis == "reconstruction"
    _text(element, "notes", OPTION_NOTE if own_option else BASIS_NOTES[basis])
    if variable.sources:
        _text(element, "notes", f"Cijfers gepubliceerd in: {', '.join(variable.sources)}.")
    if variable.personal:
        _text(element, "notes", "Persoonsgegeven: staat in geen enkele tabel.")


def _attributes(variable: Variable, name: str) -> dict[str, str]:
    representation = "code" if variable.options else "numeric" if variable.is_numeric else "text"
    attributes = {
        "ID": f"V_{name}",
        "name": name,
        "intrvl": "contin" if variable.type == "number" else "discrete",
        "representationType": representation,
    }
    return attributes | ({"measUnit": variable.unit} if variable.unit else {})


def _condition(variable: Variable) -> str:
    """Return who was asked in terms of the codebook: `` (target_group = specific)``."""
    parts = [f"{name} = {' of '.join(answers)}" for name, answers in variable.asked_of.items()]
    return f" ({' en '.join(parts)})" if parts else ""


def _ranges(element: ElementTree.Element, codebook: Codebook, variable: Variable) -> None:
    limits = {"min": variable.minimum, "max": variable.maximum}
    given = {name: str(value) for name, value in limits.items() if value is not None}
    if given:
        valid = ElementTree.SubElement(element, "valrng")
        ElementTree.SubElement(valid, "range", {"UNITS": "INT", **given})
    if variable.type != "text" and (codes := codebook.missing_codes(variable)):
        invalid = ElementTree.SubElement(element, "invalrng")
        for code in codes:
            ElementTree.SubElement(invalid, "item", {"UNITS": "INT", "VALUE": str(code)})


def _categories(element: ElementTree.Element, codebook: Codebook, variable: Variable) -> None:
    if variable.type == "multiple":
        for code, label in TICK_LABELS.items():
            category = ElementTree.SubElement(element, "catgry")
            _text(category, "catValu", str(code))
            _text(category, "labl", label, **{LANGUAGE: "nl"})
    for option in variable.options if variable.type == "single" else []:
        category = ElementTree.SubElement(element, "catgry")
        _text(category, "catValu", str(option.code))
        _labels(category, option)
        if variable.option_basis(option) != variable.basis:
            _text(category, "txt", OPTION_NOTE)
    if variable.type != "text":
        for code, kind in codebook.missing_codes(variable).items():
            category = ElementTree.SubElement(element, "catgry", missing="Y", missType=kind)
            _text(category, "catValu", str(code))
            _labels(category, codebook.missing[kind])
