"""The export tells in DDI all that the codebook says."""

import re

from lxml import etree

from zorgzaam.intake.codebook import Codebook, load_codebook
from zorgzaam.intake.ddi import NAMESPACE, ddi_xml, export_codebook

DDI = {"d": NAMESPACE}


def parsed(codebook):
    return etree.fromstring(ddi_xml(codebook))


def texts(element, path):
    return [found.text for found in element.findall(path, DDI)]


def test_a_choice_has_its_question_codes_and_kinds_of_missing(small_codebook):
    group = parsed(small_codebook).find("d:dataDscr/d:var[@name='group']", DDI)
    assert texts(group, "d:labl") == ["Doelgroep", "Group"]
    assert texts(group, "d:qstn/d:qstnLit") == ["Doelgroep?"]
    assert texts(group, "d:catgry/d:catValu") == ["1", "2", "97", "98", "99"]
    missing = group.findall("d:catgry[@missing='Y']", DDI)
    kinds = [item.get("missType") for item in missing]
    assert kinds == ["not_applicable", "dont_know", "not_answered"]


def test_a_multiple_answer_is_a_variable_for_each_option_in_one_group(small_codebook):
    tree = parsed(small_codebook)
    group = tree.find("d:dataDscr/d:varGrp[@ID='G_who']", DDI)
    assert group.get("type") == "multipleResp"
    assert group.get("var") == "V_who_1 V_who_2"
    tick = tree.find("d:dataDscr/d:var[@name='who_2']", DDI)
    assert texts(tick, "d:labl") == ["Wie: YOUTH", "Who: youth (en)"]
    assert texts(tick, "d:universe") == ["Iedereen (group = some)"]


def test_a_number_has_its_range_and_missing_codes(small_codebook):
    members = parsed(small_codebook).find("d:dataDscr/d:var[@name='members']", DDI)
    limits = members.find("d:valrng/d:range", DDI)
    assert (limits.get("min"), limits.get("max")) == ("0", "5000")
    assert [item.get("VALUE") for item in members.findall("d:invalrng/d:item", DDI)] == [
        "-97",
        "-98",
        "-99",
    ]


def test_what_is_reconstructed_is_called_so(root):
    tree = parsed(load_codebook(root))
    for name, is_published in (("themes_1", True), ("themes_4", False), ("remarks", False)):
        element = tree.find(f"d:dataDscr/d:var[@name='{name}']", DDI)
        notes = " ".join(texts(element, "d:notes"))
        assert notes.startswith("Reconstructie") != is_published


def test_signs_of_xml_stand_in_text(codebook_content):
    codebook_content["variables"]["remarks"]["label_nl"] = "A < B & 'C' \"D\""
    remarks = parsed(Codebook.model_validate(codebook_content)).find(
        ".//d:var[@name='remarks']", DDI
    )
    assert texts(remarks, "d:labl")[0] == "A < B & 'C' \"D\""


def test_the_exports_are_stable_and_dated_by_the_codebook_alone(root, tmp_path):
    paths = export_codebook(root, 2020, tmp_path)
    first = [path.read_bytes() for path in paths]
    assert [path.name for path in paths] == ["codebook-2020.sps", "codebook-2020.xml"]
    assert [path.read_bytes() for path in export_codebook(root, 2020, tmp_path)] == first
    version = load_codebook(root).version_date
    for content in first:
        assert set(re.findall(r"\d{4}-\d{2}-\d{2}", content.decode())) == {version}
