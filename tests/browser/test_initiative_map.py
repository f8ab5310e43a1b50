"""The map of initiatives in headless Chromium, from disk and without a network."""

import itertools
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
        location_basis=["place" if number % 9 == 4 else "postcode" for number in range(count)],
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
    tab.fill("#zoek", "weesp")
    shown(tab)
    tab.click("#lijst button")
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert tab.locator("#heel").is_visible()
    assert tab.locator(".leaflet-popup").is_visible()
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


def test_areas_are_named_on_the_map_and_no_name_covers_another(tab):
    names = "[...document.querySelectorAll('.gebied')].map((e) => e.textContent)"
    assert "Gelderland" in tab.evaluate(names)
    tab.select_option("#gemeente", "Deventer")
    shown(tab)
    close = tab.evaluate(names)
    assert "Deventer" in close
    assert "Gelderland" not in close
    boxes = tab.evaluate(
        "[...document.querySelectorAll('.gebied span')].map((e) => e.getBoundingClientRect())"
    )
    for one, two in itertools.combinations(boxes, 2):
        apart = one["right"] <= two["left"] or two["right"] <= one["left"]
        assert apart or one["bottom"] <= two["top"] or two["bottom"] <= one["top"]
    pane = tab.locator(".leaflet-namen-pane")
    assert pane.get_attribute("aria-hidden") == "true", "the list has the municipality of each"
    assert tab.complaints == []


def test_the_map_speaks_dutch(tab):
    tab.click("#lijst button >> nth=0")
    labels = tab.evaluate("[...document.querySelectorAll('#kaart a')].map((e) => e.ariaLabel)")
    assert sorted(labels) == ["Inzoomen", "Sluit", "Uitzoomen"]


def test_large_letters_stay_within_the_page(tab):
    tab.add_style_tag(content="html { font-size: 200% }")
    assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]


def focused(tab):
    return tab.evaluate("document.activeElement.innerText.trim()")


def test_the_focus_goes_to_a_popup_and_back(tab):
    tab.fill("#zoek", "fabel 12")
    shown(tab)
    button = tab.locator("#lijst button").nth(1)
    for close in ("Escape", "Enter"):
        button.focus()
        before = focused(tab)
        tab.keyboard.press("Enter")
        popup = tab.locator(".leaflet-popup [role=group]")
        assert popup.evaluate("box => box === document.activeElement")
        assert tab.locator("#kaart").evaluate("map => map.getBoundingClientRect().top") > -1
        tab.keyboard.press("Tab")
        assert popup.evaluate("box => box.contains(document.activeElement)")
        if close == "Enter":
            tab.focus(".leaflet-popup-close-button")
        tab.keyboard.press(close)
        assert tab.locator(".leaflet-popup").count() == 0
        assert focused(tab) == before
        assert "Toon op de kaart" in before
    # The button is gone when the popup closes: then the map has the focus.
    tab.keyboard.press("Enter")
    tab.evaluate("document.getElementById('lijst').replaceChildren()")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.id") == "kaart"
    assert tab.complaints == []


def test_a_popup_fits_in_the_map(tab):
    tab.fill("#zoek", "a" * 100)  # the longest name
    shown(tab)
    tab.click("#lijst button")
    tab.wait_for_timeout(400)
    popup = tab.locator(".leaflet-popup-content-wrapper").bounding_box()
    around = tab.locator("#kaart").bounding_box()
    assert around["x"] <= popup["x"]
    assert popup["x"] + popup["width"] <= around["x"] + around["width"]
    tab.click(".leaflet-popup-close-button")
    assert tab.locator(".leaflet-popup").count() == 0


def test_a_name_in_a_popup_leads_to_the_list(tab):
    tab.fill("#zoek", "cooperatie")
    shown(tab)
    tab.click("#lijst button")
    tab.click(".leaflet-popup button.naam")
    assert focused(tab) == "Café Coöperatie"
    assert tab.evaluate("document.activeElement.tagName") == "H3"


def test_a_province_that_was_typed_is_offered_whole(tab, public):
    records = public.records
    for typed, name, code in (
        ("friesland", "Fryslân", "PV21"),
        ("zuid holland", "Zuid-Holland", "PV28"),
    ):
        tab.fill("#zoek", typed)
        count = int((records["province_code"] == code).sum())
        assert shown(tab) == count, "no initiative has the name itself"
        assert tab.inner_text("#zoek-melding") == f"{name} is ook een provincie."
        tab.click("#heel")
        assert shown(tab) == count
        assert tab.input_value("#provincie") == name
        assert tab.input_value("#zoek") == ""
        tab.click("button[type=reset]")
    tab.fill("#zoek", "utrecht")  # a city too: those are found, the province is offered
    assert 0 < shown(tab) < (records["province_code"] == "PV26").sum()
    assert tab.inner_text("#heel") == "Toon heel Utrecht"


def test_what_a_link_asks_and_is_not_there_is_told(tab, file, public):
    open_at(tab, file, "#gemeente=Niksterveen&thema=Dansen")
    assert shown(tab) == len(public.records)
    said = tab.inner_text("#aantal")
    assert "iets wat hier niet bestaat: thema Dansen; gemeente Niksterveen." in said
    tab.select_option("#provincie", "Drenthe")
    shown(tab)
    assert "bestaat" not in tab.inner_text("#aantal")


def test_what_the_map_shows_is_no_longer_told_when_it_is_gone(tab):
    tab.click("#lijst button >> nth=1")
    assert tab.inner_text("#kaart-melding").startswith("De kaart toont")
    tab.fill("#zoek", "xyzzyqq")
    shown(tab)
    assert tab.inner_text("#kaart-melding") == ""


def test_the_link_to_the_list_leaves_the_filters(tab):
    tab.select_option("#provincie", "Drenthe")
    before = shown(tab)
    tab.focus(".skip")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "lijst-kop"
    assert shown(tab) == before
    assert tab.input_value("#provincie") == "Drenthe"
    assert "provincie=Drenthe" in tab.evaluate("location.hash")


def test_what_can_be_pressed_is_large_enough(tab):
    tab.click("#lijst button")
    tab.fill("#zoek", "weesp")
    shown(tab)
    tab.locator("#lijst button").first.click()
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    small = tab.evaluate(
        """[...document.querySelectorAll('button, a, input, select, summary, [role=button]')]
        .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
        .map(([text]) => text)"""
    )
    assert small == []
    assert tab.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Sluit"


@pytest.mark.parametrize(
    "view",
    [
        "NaN,NaN,NaN", "1e999,5,9", "52,5,1e999", "52,5,NaN", "9999,9999,12", "-90,0,6", ",,", "52",
        "52,5,8,8", "%", "%E0%A4%A,5,8", "<script>,5,8", "52;5;8", "0x34,5", "Infinity,Infinity,9",
    ],
)  # fmt: skip
def test_a_view_that_cannot_be_is_left(browser, file, public, view):
    tab = browser.new_page()
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    open_at(tab, file)
    whole = tab.evaluate("document.querySelector('#kaart canvas').toDataURL()")
    open_at(tab, file, f"#kaart={view}")
    assert shown(tab) == len(public.records)
    assert tab.evaluate("document.querySelector('#kaart canvas').toDataURL()") == whole
    tab.click("a.leaflet-control-zoom-in")
    assert re.search(r"kaart=5\d\.\d+%2C\d\.\d+%2C\d$", tab.evaluate("location.hash"))
    assert errors == []
    tab.close()


def test_an_address_of_any_length_or_signs_is_read(tab, file):
    for state in ("#%", "#zoek=%", "#zoek=%ff%fe&thema=%", f"#zoek={'abcdefgh+' * 9000}", "#&&=&="):
        open_at(tab, file, state)
        shown(tab)
    open_at(tab, file, "#gemeente=%2")
    assert tab.input_value("#gemeente") == ""
    open_at(tab, file, "#kaart=52.1,5.1,99")
    shown(tab)
    tab.select_option("#thema", "Wonen")
    shown(tab)
    assert tab.evaluate("location.hash").endswith("kaart=52.100%2C5.100%2C16")
    assert tab.complaints == []


def test_an_address_with_an_area_shows_that_area(tab, file):
    tab.evaluate("location.hash = '#gemeente=Weesp'")
    shown(tab)
    tab.click("a.leaflet-control-zoom-out")  # the address gets the view
    lat, lon, zoom = tab.evaluate(
        "new URLSearchParams(location.hash.slice(1)).get('kaart').split(',').map(Number)"
    )
    assert 52.2 < lat < 52.5
    assert 4.7 < lon < 5.1
    assert zoom >= 9


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_glides_when_the_reader_wants_no_motion(browser, file, motion):
    tab = browser.new_page(reduced_motion=motion)
    open_at(tab, file)
    tab.focus("#kaart")
    place = "document.querySelector('.leaflet-map-pane').style.transform"
    key = "new KeyboardEvent('keydown', {key: 'ArrowRight', keyCode: 39, bubbles: true})"
    at_once = tab.evaluate(
        f"() => {{ document.getElementById('kaart').dispatchEvent({key}); return {place}; }}"
    )
    tab.wait_for_timeout(500)
    assert (tab.evaluate(place) == at_once) == (motion == "reduce")
    tab.close()


def test_the_background_that_does_not_answer_is_told_and_removed(tab):
    tab.click("#achtergrond")
    tab.locator("#pdok-melding:not(:empty)").wait_for()
    assert "geen antwoord" in tab.inner_text("#pdok-melding")
    assert not tab.is_checked("#achtergrond")


def test_a_postcode_that_is_none_says_so_and_does_not_count(tab, public):
    tab.fill("#postcode", "999")
    assert shown(tab) == len(public.records)
    assert "De postcode telt niet mee." in tab.inner_text("#aantal")
    assert tab.get_attribute("#postcode", "aria-invalid") == "true"
    tab.fill("#postcode", "7411")
    shown(tab)
    assert tab.get_attribute("#postcode", "aria-invalid") is None
    without = int(public.records["longitude"].isna().sum())
    assert without
    assert f"nog {without} zonder plaats op de kaart" in tab.inner_text("#aantal")


def test_a_point_that_is_no_postcode_area_says_what_it_is(tab, public):
    records = public.records
    for basis, words in (("place", ["Het punt is het midden van de plaats."]), ("postcode", [])):
        own = records[(records["location_basis"] == basis) & records["longitude"].notna()]
        name = own["name"].iloc[-1]
        tab.fill("#zoek", name)
        shown(tab)
        item = tab.locator("#lijst li").filter(
            has=tab.get_by_role("heading", name=name, exact=True)
        )
        assert item.locator("span:has-text('midden')").all_inner_texts() == words


def test_the_print_says_what_was_chosen(tab):
    tab.emulate_media(media="print")
    assert tab.inner_text("#keuzes") == "Gekozen: alle initiatieven."
    tab.emulate_media(media="screen")
    assert tab.locator("#keuzes").is_hidden()
    tab.select_option("#provincie", "Drenthe")
    tab.fill("#postcode", "9401")
    shown(tab)
    tab.emulate_media(media="print")
    assert tab.inner_text("#keuzes") == (
        "Gekozen: provincie: Drenthe; in de buurt van postcode: 9401; binnen: 10 kilometer."
    )
    assert tab.locator("#afdrukken").is_hidden()


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
