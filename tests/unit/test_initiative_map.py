"""What reaches the map of initiatives: public fields of who agreed to it, and nothing else."""

import json
import re

import numpy as np
import pandas as pd
import pytest
import shapely

from zorgzaam import initiative_map, initiative_records, provenance, reference
from zorgzaam.intake.codebook import load_codebook

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def codebook(root):
    return load_codebook(root, 2020)


def inventory(codebook, *rows):
    """Initiatives with every column of the table; what is not given is empty."""
    own = codebook.tables["initiatives"].fields
    table = pd.DataFrame([dict.fromkeys(own, "") | row for row in rows])
    for name in ("longitude", "latitude", "start_year"):
        table[name] = pd.array([None if value == "" else value for value in table[name]], "Float64")
    return table


def one(number, **changes):
    row = {"initiative_id": f"i{number}", "name": f"Naam {number}", "place": "Deventer"}
    row |= {"municipality_code_2023": "GM0150", "province_code": "PV23", "phase": "active"}
    return row | {"longitude": 6.16, "latitude": 52.25, "themes": "welfare; care"} | changes


def test_only_public_fields_reach_the_file(root, codebook):
    secret = {name: f"GEHEIM-{name}" for name in ("description", "target_group", "kvk_number")}
    table = inventory(codebook, one(1, **secret, volunteers_count="GEHEIM-12", responded="yes"))
    public = initiative_records.public_records(table, codebook)
    fields = initiative_records.public_fields(codebook)
    assert list(public.records) == [*fields, "municipality"]
    assert not {"description", "start_year", "responded", "invited", "volunteers_count"} & {*fields}
    text = json.dumps(initiative_records.packed(public.records, labels_of(root, codebook)))
    assert "GEHEIM" not in text


def labels_of(root, codebook):
    return initiative_map.labels(root, codebook, reference.load_boundaries("municipalities", root))


def test_who_asked_not_to_be_shown_is_counted_and_nowhere_in_the_file(root, codebook):
    table = inventory(
        codebook, one(1), one(2, name="Liever Niet", show_on_map="no"), one(3, show_on_map="yes")
    )
    public = initiative_records.public_records(table, codebook)
    assert public.records["initiative_id"].tolist() == ["i1", "i3"]
    assert public.counts == {"GM0150": 3, "PV23": 3}
    assert public.hidden_count == 1
    assert "Liever Niet" not in page(root, codebook, table)


def page(root, codebook, table):
    public = initiative_records.public_records(table, codebook)
    content = initiative_records.packed(public.records, labels_of(root, codebook))
    content |= {"hidden": public.hidden_count, "counts": [], "postcodes": [], "pdok": ""}
    content |= {"layer_year": 2023, "former": [], "municipality_province": []}
    content |= {"outlines": {"provinces": [], "municipalities": []}}
    return initiative_map.render(content, "synthetic", 2020)


def test_a_name_cannot_leave_its_place(root, codebook):
    names = [EVIL, "<!--", 'Het "Huis"', "\u202eomgekeerd", "\u2028regel", "A" * 300, "בית"]
    rows = [one(number, name=name) for number, name in enumerate(names)]
    text = page(root, codebook, inventory(codebook, *rows))
    assert EVIL not in text
    data = re.search(r'id="gegevens">(.*?)</script>', text, re.DOTALL)[1]
    assert "<" not in data
    assert set(json.loads(data)["name"]) == set(names)


def test_what_has_no_name_says_so(codebook):
    table = inventory(codebook, one(1, name=""), one(2, name="  "), one(3))
    records = initiative_records.public_records(table, codebook).records
    assert records["name"].tolist() == ["Naam 3", "Naam niet bekend", "Naam niet bekend"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.dorp.example", "https://www.dorp.example"),
        ("http://dorp.example/home", "http://dorp.example/home"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://dorp.example", ""),
        ("https://", ""),
        ("https://user:geheim@dorp.example/", ""),
        ("jan.jansen@buurt.example", ""),
        ("mailto:jan@buurt.example", ""),
        ("https://dorp.example/met spatie", ""),
        ("JAVASCRIPT :alert(document.cookie)", ""),
        ("vbscript:msgbox(1.0)", ""),
        ("//dorp.example", ""),
        ("https://dorp.example:8080/a?b=c#d", "https://dorp.example:8080/a?b=c#d"),
        ("https://zorgcoöperatie.example", "https://zorgcoöperatie.example"),
        ("http://[kapot", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_linked(text, address):
    assert initiative_records.web_address(text) == address


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_drawn"),
    [
        (6.16, 52.25, True),  # Deventer
        (4.05, 51.98, True),  # the Maasvlakte
        (4.70, 51.45, True),  # five hundred metres into Belgium, near Zundert
        (3.9, 52.2, False),  # the North Sea, west of Leiden
        (5.35, 52.75, False),  # the middle of the IJsselmeer
        (4.40, 51.22, False),  # Antwerp
        (6.78, 51.23, False),  # Düsseldorf
        (52.25, 6.16, False),  # longitude and latitude swapped
        (121_000.0, 487_000.0, False),  # metres
        (np.inf, 52.0, False),
        (None, None, False),
        (6.16, None, False),
    ],
)
def test_a_point_that_is_not_on_land_is_listed_and_not_drawn(
    root, codebook, longitude, latitude, is_drawn
):
    table = inventory(codebook, one(1, longitude=longitude, latitude=latitude), one(2))
    public = initiative_records.public_records(table, codebook)
    land = reference.load_boundaries("municipalities", root)
    records = initiative_records.on_land(public, land).records
    assert records["initiative_id"].tolist() == ["i1", "i2"]
    assert records[["longitude", "latitude"]].notna().all(axis=1).tolist() == [is_drawn, True]
    assert records[["longitude", "latitude"]].isna().all(axis=1).tolist() == [not is_drawn, False]


def test_no_initiative_has_no_points(root, codebook):
    public = initiative_records.public_records(inventory(codebook, one(1)).head(0), codebook)
    land = reference.load_boundaries("municipalities", root)
    assert initiative_records.on_land(public, land).records.empty


def test_a_municipality_that_is_no_more_has_no_name_and_is_kept(root, codebook):
    table = inventory(codebook, one(1, municipality_code_2023="GM9999"))
    public = initiative_records.public_records(table, codebook)
    packed = initiative_records.packed(public.records, labels_of(root, codebook))
    assert packed["municipality"] == [-1]
    wanted = ["Welzijn", "Zorg en ondersteuning"]
    assert packed["themes"] == [[packed["themes_words"].index(word) for word in wanted]]


def test_a_province_counts_whoever_has_no_municipality(codebook):
    table = inventory(codebook, one(1), one(2, municipality_code_2023=""))
    counts = initiative_records.public_records(table, codebook).counts
    assert counts == {"GM0150": 1, "PV23": 2}


def test_former_municipalities_lead_to_those_of_the_layer_in_use(root):
    layer = reference.load_boundaries("municipalities", root)
    found = {
        name: {layer["name"][row] for row in rows}
        for name, rows in initiative_map.former_municipalities(root, layer)
    }
    assert found["Weesp"] == {"Amsterdam"}
    assert found["Langedijk"] == {"Dijk en Waard"}
    assert found["Haaren"] == {"Boxtel", "Oisterwijk", "Tilburg", "Vught"}
    assert found["Bolsward"] == {"Súdwest-Fryslân"}
    assert all(found.values())
    assert not set(found) & set(layer["name"])
    # On the boundaries of 2020, Weesp is there itself.
    then = reference.load_residents(root, 2020)
    older = dict(initiative_map.former_municipalities(root, then))
    assert "Weesp" not in older
    assert [then["name"][row] for row in older["Bolsward"]] == ["Súdwest-Fryslân"]


def test_the_name_of_an_area_stands_within_it(root):
    areas = reference.load_boundaries("municipalities", root)
    found = initiative_map.middles(areas)
    assert sorted(row for row, _, _ in found) == list(range(342))
    shapes = areas.to_crs(4326).geometry
    for row, latitude, longitude in found:
        assert shapes.iloc[row].contains(shapely.Point(longitude / 1000, latitude / 1000))
    sizes = [areas.area.iloc[row] for row, _, _ in found]
    assert sizes == sorted(sizes, reverse=True)


def test_outlines_are_small_and_each_border_is_there_once(root):
    provinces = reference.load_boundaries("provinces", root)
    lines = initiative_map.outlines(provinces)
    assert len(json.dumps(lines)) < 60_000
    starts = [(line[0] / 10_000, line[1] / 10_000) for line in lines]
    assert all(3.2 < x < 7.3 and 50.7 < y < 53.7 for x, y in starts)
    steps = [np.reshape(line[2:], (-1, 2)) for line in lines]
    length = sum(np.hypot(*step.T).sum() for step in steps)
    shapes = provinces.to_crs(4326).geometry
    around = sum(shapely.length(shape) for shape in shapes) * 10_000
    assert length < 0.9 * around  # borders inside the country would be there twice


def test_the_page_asks_no_server_and_says_its_kind(root, codebook):
    text = page(root, codebook, inventory(codebook, one(1)))
    assert "default-src 'none'" in text
    assert "synthetische gegevens: niet voor conclusies" in text
    assert "sourceMappingURL" not in text
    assert not re.search(r"<(script|link|iframe)\b[^>]*\b(src|href)=", text)


def test_the_licence_of_leaflet_goes_along(root, codebook):
    text = page(root, codebook, inventory(codebook, one(1)))
    assert "Copyright (c) 2010-2024, Volodymyr Agafonkin" in text
    assert "Redistributions in binary form must reproduce the above copyright" in text


def test_it_says_what_it_was_made_of(root, codebook):
    text = page(root, codebook, inventory(codebook, one(1, name=initiative_map.INPUTS_PLACE)))
    assert text.count(initiative_map.INPUTS_PLACE) == 1
    digest = "0123456789abcdef" * 4
    told = initiative_map.with_inputs(text, {"data/a<b.csv": digest, "params/site.yaml": digest})
    assert "<code>data/a&lt;b.csv</code>: <code>0123456789abcdef</code>" in told
    assert digest not in told
    assert "wave = 2020, dataset = synthetic" in told
    assert provenance.package_version() in told
    assert initiative_map.INPUTS_PLACE not in told
