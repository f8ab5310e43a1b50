"""The map of initiatives in headless Chromium, from disk and without a network."""

import json

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
    table.loc[len(BAD), ["longitude", "latitude"]] = [2.0, 52.0]  # in the sea
    empty = pd.DataFrame()
    return Listed(table, empty, empty, empty, empty)


@pytest.fixture(scope="module")
def lists(root):
    return made(root, 1471)


@pytest.fixture(scope="module")
def public(root, lists):
    return initiative_records.public_records(lists.initiatives, load_codebook(root, 2020))


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
    text = tab.inner_text("#aantal")
    return 0 if text.startswith("Geen") else int(text.split()[0].replace(".", ""))


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


def test_a_place_is_found_by_its_municipality_and_its_other_name(tab, public, root):
    areas = reference.load_municipalities(root).set_index("name")["municipality_code"]
    for typed, name in (("den haag", "'s-Gravenhage"), ("sudwest fryslan", "Súdwest-Fryslân")):
        count = (public.records["municipality_code_2023"] == areas[name]).sum()
        assert count
        tab.fill("#zoek", typed)
        assert shown(tab) == count, typed


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


def drawn_at(tab):
    """Whether the map shows a point: the canvas has the colour of one."""
    tab.wait_for_timeout(350)
    return tab.evaluate(
        """() => { const canvas = document.querySelector("#kaart canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] > 150 && data[i] > 110 && data[i + 1] < 80) return true;
        return false; }"""
    )


def test_no_address_leaves_the_map_empty(tab, file):
    for view in (",,", "1e9,1e9,7", "-1e308,1e308,16", "0,0,9", "52.2,5.3"):
        open_at(tab, file, f"#kaart={view}")
        assert drawn_at(tab), view
    tab.select_option("#provincie", "Drenthe")
    shown(tab)
    tab.evaluate("location.hash = '#provincie=Zeeland'")
    assert drawn_at(tab)
    tab.click("button[type=reset]")
    shown(tab)
    assert tab.evaluate("location.hash") == ""


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


def test_the_focus_goes_to_the_map_and_back(tab):
    tab.focus("#lijst li:nth-child(20) button")
    name = tab.inner_text("#lijst li:nth-child(20) h3")
    tab.keyboard.press("Enter")
    focus = "(() => { const e = document.activeElement, r = e.getBoundingClientRect();"
    focus += "return [e.textContent, r.top >= 0 && r.bottom <= innerHeight, e.tagName]; })()"
    assert tab.evaluate(focus) == [name, True, "BUTTON"]
    tab.keyboard.press("Escape")
    tab.locator(".leaflet-popup").wait_for(state="detached")
    assert tab.evaluate(focus) == [name, True, "H3"]


def test_the_map_speaks_dutch(tab):
    tab.click("#lijst button >> nth=0")
    labels = tab.evaluate("[...document.querySelectorAll('#kaart a')].map((e) => e.ariaLabel)")
    assert sorted(labels) == ["Inzoomen", "Sluit", "Uitzoomen"]


def test_large_letters_stay_within_the_page(tab):
    tab.add_style_tag(content="html { font-size: 200% }")
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]


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
