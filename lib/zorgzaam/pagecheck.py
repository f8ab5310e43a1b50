"""What must be true of every page and a browser test cannot see."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag

SHORTEST_ALT_CHARACTERS = 25  # shorter than this says nothing about a chart
PLACEHOLDER_ALT = re.compile(
    r"no description|geen beschrijving|^(image|figure|figuur|afbeelding|grafiek|kaart|plot)\b\W*$"
    r"|\.(png|svg|jpe?g)$|placeholder|untitled|todo",
    re.IGNORECASE,
)
# Attributes that make a browser fetch something; a link that a reader clicks is not among them.
LOADING = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "link": "href",
    "use": "href",
}
ADDRESS = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"@import|url\(\s*['\"]?\s*(https?:)?//", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _document(page: BeautifulSoup) -> list[str]:
    found = []
    if page.html is None or page.html.get("lang") != "nl":
        found.append('de taal van de pagina is niet "nl".')
    title = page.title.get_text(strip=True) if page.title else ""
    if len(title) < 5 or title.lower().endswith(".ipynb") or title == "Notebook":
        found.append(f"de titel {title!r} zegt niet waar de pagina over gaat.")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    found += [f"het kenmerk id={name!r} komt meer dan één keer voor." for name in sorted(
        {name for name in ids if ids.count(name) > 1}
    )]  # fmt: skip
    return found


def _headings(page: BeautifulSoup) -> list[str]:
    levels = [int(tag.name[1]) for tag in page.find_all(HEADINGS)]
    found = []
    if levels.count(1) != 1:
        found.append(
            f"er zijn {levels.count(1)} koppen van het hoogste niveau; het moet er één zijn."
        )
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            found.append(
                f"na een kop van niveau {before} komt niveau {after}: een niveau ontbreekt."
            )
    return found


def _images(page: BeautifulSoup) -> list[str]:
    found = []
    for image in page.find_all(["img", "svg"]):
        alt = str(image.get("alt") or image.get("aria-label") or "").strip()
        if len(alt) < SHORTEST_ALT_CHARACTERS or PLACEHOLDER_ALT.search(alt):
            found.append(f"een figuur heeft geen bruikbare alt-tekst: {alt!r}.")
    return found


def _tables(page: BeautifulSoup) -> list[str]:
    found = []
    for number, table in enumerate(page.find_all("table"), start=1):
        if table.caption is None or not table.caption.get_text(strip=True):
            found.append(f"tabel {number} heeft geen bijschrift.")
        if any(head.get("scope") not in ("col", "row") for head in table.find_all("th")):
            found.append(f"tabel {number} heeft een kopcel zonder scope.")
        if not table.find("th", scope="col"):
            found.append(f"tabel {number} heeft geen kolomkoppen.")
    return found


def _loads(page: BeautifulSoup) -> list[str]:
    found = []
    for tag in page.find_all(list(LOADING)):
        address = str(tag.get(LOADING[tag.name]) or "")
        if ADDRESS.match(address):
            found.append(f"de pagina haalt iets op van buiten: {address}")
    styles = [tag.get_text() for tag in page.find_all("style")]
    styles += [str(tag["style"]) for tag in page.find_all(style=True)]
    if any(CSS_ADDRESS.search(style) for style in styles):
        found.append("de opmaak van de pagina haalt iets op van buiten.")
    return found


def _count(markup: str | Tag) -> tuple[int, int]:
    """Return the number of figures and of tables in ``markup``."""
    tree = BeautifulSoup(markup, "html.parser") if isinstance(markup, str) else markup
    return len(tree.find_all("figure")), len(tree.find_all("table"))


def _in_and_out(page: BeautifulSoup, notebook: Any) -> list[str]:
    """Compare figures and tables in the outputs of the notebook with those on the page."""
    figures_in = tables_in = 0
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    for data in (output["data"] for output in outputs if "data" in output):
        if "text/html" in data:
            figures, tables = _count("".join(data["text/html"]))
            figures_in, tables_in = figures_in + figures, tables_in + tables
        elif {"image/png", "image/svg+xml"} & set(data):
            figures_in += 1
    figures_out, tables_out = _count(page.main or page)
    found = []
    if figures_in != figures_out:
        found.append(f"het notebook maakte {figures_in} figuren, de pagina toont er {figures_out}.")
    if tables_in != tables_out:
        found.append(f"het notebook maakte {tables_in} tabellen, de pagina toont er {tables_out}.")
    return found


def problems(html: str, notebook: Any | None = None) -> list[str]:
    """Return what is wrong with the page ``html``, as Dutch sentences; empty when all is well.

    Checked are language, title, double identifiers, one first-level heading and no skipped level,
    alt texts, captions and scopes of tables, addresses that a browser would load and, given the
    executed ``notebook``, whether as many figures and tables came out as went in.
    """
    page = BeautifulSoup(html, "html.parser")
    found = [*_document(page), *_headings(page), *_images(page), *_tables(page), *_loads(page)]
    if notebook is not None:
        found += _in_and_out(page, notebook)
    return found
