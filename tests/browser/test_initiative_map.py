"""The map of initiatives in headless Chromium, from disk and without a network."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from zorgzaam import initiative_map, initiative_records, reference
from zorgzaam.intake.codebook import load_codebook
from zorgzaam.listed import Listed

EVIL = "</script><img src=x onerror=document.title='gekaapt'>"
BAD = [EVIL, "A" * 300, "בית קהילתי", 'Het "Huis" van \'t Dorp', "Café Coöperatie"]


def made(root, count):
    """Initiatives at random postcodes, some of them hard: names, a crowd in one place."""
    rng = np.random.default_rng(7)
    codebook = load_codebook(root, 2020)
    codes = reference.load_table("postcodes.csv", root).query("kind == 'postcode'")
    at = codes.iloc[rng.integers(len(codes), size=count)].reset_index(drop=True)
    at.iloc[: count // 3] = at.iloc[[0] * (count // 3)].to_numpy()  # a crowd
    areas = reference.load_municipalities(root).set_index("municipality_code")
    themes = [option.name for option in codebook.variables["themes"].options]
    phases = ["active", "founding", "exploring", ""]
    table = pd.DataFrame("", index=range(count), columns=codebook.tables["initiatives"].fields)
    table = table.assign(
        initiative_id=[f"i{number}" for number in range(count)],
        name=[*BAD, *(f"Dorpshuis Fabel {number}" for number in range(len(BAD), count))],
        place=[f"Plaats {code}" for code in at["name"]],
        municipality_code_2023=at["municipality_code"],
        province_code=areas["province_code"].reindex(at["municipality_code"]).to_numpy(),
        longitude=at["longitude"].astype("Float64"),
        latitude=at["latitude"].astype("Float64"),
        phase=rng.choice(phases, count),
        themes=["; ".join(rng.choice(themes, 2, replace=False)) for _ in range(count)],
        website=["https://dorp.example" if number % 2 else "" for number in range(count)],
        show_on_map=["no" if number % 97 == 50 else "" for number in range(count)],
    )
    table.loc[len(BAD), ["name", "longitude", "latitude"]] = ["Te water", 3.9, 52.2]  # in the sea
    empty = pd.DataFrame()
    return Listed(table, empty, empty, empty, empty)


@pytest.fixture(scope="module")
def lists(root):
    return made(root, 1471)


@pytest.fixture(scope="module")
def public(root, lists):
    listed = initiative_records.public_records(lists.initiatives, load_codebook(root, 2020))
    return initiative_records.on_land(listed, reference.load_boundaries("municipalities", root))


@pytest.fixture(scope="module")
def file(root, lists, tmp_path_factory):
    content, _ = initiative_map.make_map(root, lists, "synthetic", 2020)
    path = tmp_path_factory.mktemp("kaart") / "kaart.html"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture(params=[1280, 320])
def tab(request, browser, file):
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, offline=True, service_workers="block"
    )
    tab = context.new_page()
    tab.complaints = []
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on("console", lambda m: tab.complaints.append(m.text) if m.type == "error" else None)
    open_at(tab, file)
    yield tab
    context.close()


def open_at(tab, file, state=""):
    tab.goto("about:blank")
    tab.goto(file.as_uri() + state)
    tab.wait_for_selector("main[data-klaar=ja]")


def shown(tab):
    """The number that the page says it shows, once it has caught up."""
    tab.wait_for_timeout(350)
    told = re.search(r"([\d.]+) initiatie(f|ven)\b", tab.inner_text("#aantal"))
    return int(told[1].replace(".", "")) if told else 0


def test_it_is_small_and_says_what_it_is(file, tab, public):
    assert file.stat().st_size < 600_000
    assert shown(tab) == len(public.records)
    assert "synthetische gegevens" in tab.inner_text(".soort")
    assert tab.title() == "Initiatievenkaart 2020"
    assert tab.complaints == []


def test_axe_and_the_width(tab):
    tab.fill("#zoek", "huis")
    shown(tab)
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]


def test_filters_agree_with_pandas(tab, public, root):
    if tab.viewport_size["width"] < 1000:
        pytest.skip("the same filters at any width")
    records = public.records
    names = reference.load_provinces(root).set_index("name")["province_code"]
    areas = reference.load_municipalities(root).set_index("name")["municipality_code"]
    words = {"Welzijn": "welfare", "Wonen": "housing"}
    phases = {"Actief": "active", "In oprichting": "founding"}
    for theme, phase, province in [
        ("Welzijn", "", ""), ("", "Actief", ""), ("", "", "Drenthe"),
        ("Wonen", "In oprichting", ""), ("Welzijn", "Actief", "Zeeland"),
    ]:  # fmt: skip
        tab.select_option("#thema", theme)
        tab.select_option("#fase", phase)
        tab.select_option("#provincie", province)
        fits = pd.Series(True, records.index)
        if theme:
            fits &= records["themes"].str.split("; ").map({words[theme]}.issubset)
        if phase:
            fits &= records["phase"] == phases[phase]
        if province:
            fits &= records["province_code"] == names[province]
        assert shown(tab) == fits.sum(), (theme, phase, province)
        points = tab.evaluate("document.querySelectorAll('#lijst li').length")
        assert points == min(50, fits.sum())
    tab.click("button[type=reset]")
    name = areas.index[areas.isin(records["municipality_code_2023"])][0]
    tab.select_option("#gemeente", name)
    assert shown(tab) == (records["municipality_code_2023"] == areas[name]).sum()


def test_spelling_is_forgiven(tab):
    for typed in ("cafe cooperatie", "COÖPERATIE", "coperatie", "cafee", "cooperat"):
        tab.fill("#zoek", typed)
        assert shown(tab) == 1, typed
        assert tab.inner_text("#lijst h3") == "Café Coöperatie"
    tab.fill("#zoek", "xyzzyq")
    assert shown(tab) == 0
    assert "minder filters" in tab.inner_text("#aantal")


def test_what_is_spelt_exactly_comes_before_what_is_near(tab):
    tab.fill("#zoek", "dorpshuis")
    names = shown(tab)
    assert "lijkt" not in tab.inner_text("#aantal")
    tab.fill("#zoek", "dropshuis")
    assert shown(tab) == names
    said = tab.inner_text("#aantal")
    assert said.startswith("Niets gevonden met 'dropshuis'; dit lijkt erop: 1.4")
    # One mistake is nearer than two: other numbers have one more.
    tab.fill("#zoek", "dropshuis fabel 777")
    assert shown(tab) < 5
    assert "Dorpshuis Fabel 777" in tab.locator("#lijst h3").all_inner_texts()
    # One part is somewhere and the other nowhere, not even nearly.
    tab.fill("#zoek", "cafe xyzzyq")
    assert shown(tab) == 0
    tab.fill("#zoek", "' & % \\ <b>")
    shown(tab)
    assert tab.complaints == []


def test_a_municipality_that_is_no_more_leads_to_that_of_now(tab, file, public, root):
    codes = reference.load_municipalities(root).set_index("name")["municipality_code"]
    own = public.records["municipality_code_2023"]
    for name, now in [
        ("Weesp", ["Amsterdam"]),
        ("Langedijk", ["Dijk en Waard"]),
        ("Haaren", ["Boxtel", "Oisterwijk", "Tilburg", "Vught"]),
    ]:
        wanted = own.isin(codes[now]).sum()
        open_at(tab, file, f"#gemeente={name}")
        assert shown(tab) == wanted > 0
        said = tab.inner_text("#gemeente-melding")
        assert said.startswith(f"{name} is nu ")
        assert all(area in said for area in now)
        open_at(tab, file)
        tab.fill("#zoek", name.upper())  # no initiative of the test has it
        assert shown(tab) == wanted
        assert tab.inner_text("#zoek-melding") == said
        tab.click("#heel")
        assert shown(tab) == wanted
        assert tab.input_value("#gemeente") == name
        assert tab.evaluate("document.activeElement.id") == "gemeente"
        assert tab.locator("#heel").is_hidden()
    assert tab.inner_text("#zoek-melding") == ""
    tab.select_option("#provincie", "Drenthe")
    shown(tab)
    assert tab.input_value("#gemeente") == ""
    assert tab.inner_text("#gemeente-melding") == ""
    assert tab.locator("#gemeente optgroup").count() == 0
    tab.fill("#zoek", "westvoorne dorp")
    shown(tab)
    assert tab.inner_text("#zoek-melding") == ""
    assert tab.complaints == []


def test_near_a_postcode_agrees_with_the_distances(tab, public, root):
    table = reference.load_table("postcodes.csv", root).query("kind == 'postcode'")
    row = table.iloc[len(table) // 2]
    tab.fill("#postcode", f"{row['name']} AB")
    tab.select_option("#straal", "25")
    records = public.records.dropna(subset=["latitude"])
    lat, lon = float(row["latitude"]), float(row["longitude"])
    x = np.radians(records["longitude"].astype(float) - lon) * np.cos(np.radians(lat))
    y = np.radians(records["latitude"].astype(float) - lat)
    far = 6371 * np.hypot(x, y)
    # The page rounds the middle of a postcode to a hundred metres.
    assert (far < 24.6).sum() <= shown(tab) <= (far < 25.4).sum()
    tab.fill("#postcode", "0123")
    shown(tab)
    assert "vier cijfers" in tab.inner_text("#postcode-melding")
    tab.fill("#postcode", "1000")
    shown(tab)
    assert "kennen wij niet" in tab.inner_text("#postcode-melding")


def test_a_point_in_the_sea_is_in_the_list_alone(tab):
    tab.fill("#zoek", "te water")
    assert shown(tab) == 1
    assert "Geen plaats op de kaart bekend." in tab.inner_text("#lijst li")
    assert tab.locator("#lijst button").count() == 0


def test_names_stay_text(tab):
    assert tab.title() == "Initiatievenkaart 2020"
    tab.fill("#zoek", "onerror")
    assert shown(tab) == 1
    assert tab.inner_text("#lijst h3") == EVIL
    assert tab.locator("#lijst img").count() == 0
    assert tab.title() == "Initiatievenkaart 2020"


def test_the_address_holds_the_view(tab, file):
    tab.select_option("#provincie", "Drenthe")
    tab.fill("#zoek", "fabel")
    before = shown(tab)
    state = tab.evaluate("location.hash")
    assert "provincie=Drenthe" in state
    open_at(tab, file, state)
    assert tab.input_value("#provincie") == "Drenthe"
    assert shown(tab) == before
    open_at(tab, file, "#provincie=Atlantis&onzin=%E0%A4%A&straal=7")
    assert tab.input_value("#provincie") == ""
    assert tab.input_value("#straal") == "10"
    tab.evaluate("location.hash = '#thema=Welzijn'")
    shown(tab)
    assert tab.input_value("#thema") == "Welzijn"
    assert tab.complaints == []


def test_a_journey_with_the_keyboard_alone(tab):
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.focus("#zoek")
    tab.keyboard.type("cooperatie")
    assert shown(tab) == 1
    tab.focus("#lijst button")
    tab.keyboard.press("Enter")
    assert "De kaart toont Café Coöperatie" in tab.inner_text("#kaart-melding")
    assert tab.locator(".leaflet-popup").is_visible()
    tab.fill("#zoek", "")
    shown(tab)
    tab.focus("#meer")
    tab.keyboard.press("Enter")
    assert tab.locator("#lijst li").count() == 100
    assert tab.evaluate("document.activeElement.tagName") == "H3"


def test_the_background_that_does_not_answer_is_told_and_removed(tab):
    tab.click("#achtergrond")
    tab.locator("#pdok-melding:not(:empty)").wait_for()
    assert "geen antwoord" in tab.inner_text("#pdok-melding")
    assert not tab.is_checked("#achtergrond")


def test_the_print_has_the_whole_list(tab, public):
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#lijst li").count() == len(public.records)


def test_it_still_works_with_twenty_thousand(root, browser, tmp_path):
    content, public = initiative_map.make_map(root, made(root, 20_000), "synthetic", 2020)
    path = tmp_path / "groot.html"
    path.write_text(content, encoding="utf-8")
    tab = browser.new_page()
    open_at(tab, path)
    tab.fill("#zoek", "cooperatie")
    assert shown(tab) == 1
    data = json.loads(tab.evaluate("document.getElementById('gegevens').textContent"))
    assert len(data["id"]) == len(public.records)
    tab.close()
