"""Every page in headless Chromium: axe, width, requests, keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS_PX = (1280, 320)


@pytest.fixture(params=WIDTHS_PX)
def tab(request, browser):
    tab = browser.new_page(viewport={"width": request.param, "height": 800})
    tab.asked, tab.complaints = [], []
    tab.on("request", lambda asked: tab.asked.append(asked.url))
    tab.on("console", lambda message: tab.complaints.append(message.text))
    yield tab
    tab.close()


def test_no_page_breaks_a_rule_of_axe_or_asks_a_server_or_scrolls_sideways(tab, pages):
    for path in pages:
        tab.goto(path.as_uri())
        # what is folded away must be right as well
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        # The rules are the same at any width but for a few: two areas are enough on a phone.
        if tab.viewport_size["width"] > 1000 or path.parent.name in ("nederland", "drenthe"):
            found = Axe().run(tab)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= tab.viewport_size["width"], f"{path} is {width} px wide"
    assert tab.asked
    assert all(address.startswith(("file:", "data:")) for address in tab.asked)
    assert tab.complaints == []


def test_the_axe_check_can_fail(tab, pages):
    tab.goto(pages[0].as_uri())
    tab.evaluate("document.querySelector('main').innerHTML += '<img src=\"data:,\">'")
    assert Axe().run(tab).violations_count > 0


def test_the_keyboard_reaches_content_and_data(tab, html_folder):
    tab.goto((html_folder / "drenthe" / "30-growth.html").as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#inhoud")
    summary = tab.locator("figure details summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("figure details table").first.is_visible()


def test_the_index_leads_to_every_page(tab, html_folder, pages):
    tab.goto((html_folder / "index.html").as_uri())
    links = tab.eval_on_selector_all("main a", "links => links.map(link => link.href)")
    assert set(links) == {path.as_uri() for path in pages if path.name != "index.html"}


def test_the_map_of_initiatives_and_its_page_lead_to_each_other(tab, html_folder):
    tab.goto((html_folder / "nederland" / "40-map.html").as_uri())
    tab.get_by_role("link", name="Open de initiatievenkaart").click()
    tab.wait_for_selector("main[data-klaar=ja]")
    tab.get_by_text("Waarvan deze kaart is gemaakt").click()
    assert tab.get_by_text("data/codebook/2020.yaml").is_visible()
    tab.get_by_role("link", name="Terug naar").click()
    assert tab.url.endswith("/nederland/40-map.html")
