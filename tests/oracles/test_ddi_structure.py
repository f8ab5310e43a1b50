"""The export of the codebook has the structure that DDI-Codebook 2.5 prescribes."""

import csv
import re
from itertools import groupby
from pathlib import Path

import pytest
from lxml import etree

from zorgzaam.intake.codebook import load_codebook
from zorgzaam.intake.ddi import NAMESPACE, ddi_xml

FOLDER = Path(__file__).parent / "ddi"


def read(file):
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


STRUCTURE = {
    parent: list(rows) for parent, rows in groupby(read("structure.csv"), lambda row: row["parent"])
}
ATTRIBUTES = read("attributes.csv")


def local(name):
    return etree.QName(name).localname


def order_faults(element):
    """Return what is wrong with the children of one element."""
    allowed = STRUCTURE.get(local(element), [])
    places = {row["child"]: place for place, row in enumerate(allowed)}
    found = [local(child) for child in element]
    faults = [f"{local(element)} may not hold {name}" for name in found if name not in places]
    order = [places[name] for name in found if name in places]
    if order != sorted(order):
        faults.append(f"{local(element)} holds its children in another order: {found}")
    for row in allowed:
        count = found.count(row["child"])
        most = float("inf") if row["maximum"] == "many" else int(row["maximum"])
        if row["child"] != "text" and not int(row["minimum"]) <= count <= most:
            faults.append(f"{local(element)} holds {count} of {row['child']}")
    if (element.text or "").strip() and "text" not in places:
        faults.append(f"{local(element)} may not hold text")
    return faults


def attribute_faults(element, ids):
    """Return what is wrong with the attributes of one element."""
    own = [row for row in ATTRIBUTES if row["element"] in ("*", local(element))]
    rules = {row["attribute"]: row for row in own}
    given = {local(name): value for name, value in element.attrib.items()}
    faults = [f"{local(element)} may not have {name}" for name in given if name not in rules]
    for name, rule in rules.items():
        value = given.get(name)
        if value is None:
            faults += [f"{local(element)} lacks {name}"] if rule["required"] == "yes" else []
        elif rule["values"] == "ID":
            faults += [] if re.fullmatch(r"[A-Za-z_][\w.-]*", value) else [f"{value} is no ID"]
        elif rule["values"] == "IDREFS":
            faults += [f"{item} is nowhere" for item in value.split() if item not in ids]
        elif rule["values"] and value not in rule["values"].split("|"):
            faults.append(f"{local(element)} has {name}={value}")
    return faults


def faults(xml):
    tree = etree.fromstring(xml)
    ids = tree.xpath("//@ID")
    found = [f"{name} is there twice" for name in set(ids) if ids.count(name) > 1]
    for element in tree.iter():
        if etree.QName(element).namespace != NAMESPACE:
            found.append(f"{element.tag} is of another namespace")
        found += [*order_faults(element), *attribute_faults(element, set(ids))]
    return found


@pytest.fixture(scope="module")
def xml(root):
    return ddi_xml(load_codebook(root))


def test_the_export_has_the_prescribed_structure(xml):
    assert etree.fromstring(xml).tag == f"{{{NAMESPACE}}}codeBook"
    assert faults(xml) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<titl>", b"<titel>"),
        (b'name="phase"', b""),
        (b'ID="V_phase"', b'ID="V_entry"'),
        (b'type="multipleResp"', b'type="multiple"'),
        (b"V_themes_1 ", b"V_themes_99 "),
        (b'xmlns="ddi:codebook:2_5"', b'xmlns="ddi:codebook:2_6"'),
        (b"<dataDscr>", b"<dataDscr>los"),
        (b"<catgry>", b"<catgry><txt>eerst</txt>"),
    ],
)
def test_a_fault_in_the_structure_is_seen(xml, before, after):
    assert before in xml
    damaged = re.sub(rb"<(/?)titl>", rb"<\1titel>", xml) if before == b"<titl>" else xml
    assert faults(damaged if damaged is not xml else xml.replace(before, after, 1))
