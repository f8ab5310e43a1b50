"""From executed notebooks to accessible pages, and the page that leads to all of them."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from zorgzaam import areas, params, provenance
from zorgzaam.errors import MonitorError
from zorgzaam.files import write_changed
from zorgzaam.intake.current import Places

if TYPE_CHECKING:
    from nbconvert import HTMLExporter

TEMPLATES = Path(__file__).parent / "templates"
NOTICE_PLACE = "<!-- build-notice -->"
OLD_NOTICE = (
    '<aside class="notice" aria-label="Let op"><strong>Let op:</strong> deze pagina is van een '
    "eerdere bouw. De laatste keer lukte het niet om haar opnieuw te maken.</aside>"
)


def _css() -> str:
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


def page_title(spec: params.PageSpec, area: areas.Area) -> str:
    """Return the heading of a page, such as ``Kaart van het gebied: Drenthe``."""
    return f"{spec.title}: {area.name}"


# An exporter makes one page at a time, and a worker of dask may run jobs in several threads.
_one_export = threading.Lock()


@cache
def _exporter() -> HTMLExporter:
    """Return what makes the pages; once a process, as it compiles its templates."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    # No configuration of the user, so that all machines agree.
    return HTMLExporter(
        config=Config(),
        template_name="zorgzaam",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES)],
        exclude_input=True,
        exclude_anchor_links=True,
    )


def page_html(notebook: Any, page_name: str, run: params.Run, root: Path) -> str:
    """Return the accessible HTML page of an executed ``notebook`` (an nbformat node).

    Code stays out; every output is in. The first heading gets the name of the area, as Markdown
    knows no parameters. The page loads nothing, and is checked before it is returned.

    Raises
    ------
    MonitorError
        If the page breaks a rule of :func:`zorgzaam.pagecheck.problems`; the message lists all.
    """
    from zorgzaam.pagecheck import problems

    site = params.load_site(root)
    spec, area = site.page(page_name), areas.area(run.area, root)
    notebook = copy.deepcopy(notebook)
    first = notebook.cells[0]
    heading, _, rest = first.source.partition("\n")
    first.source = f"{heading}: {area.name}\n{rest}"
    about = {
        "title": f"{page_title(spec, area)} - Monitor Zorgzame Gemeenschappen {run.wave}",
        "summary": spec.summary,
        "css": _css(),
        "wave": run.wave,
        "page": page_name,
        "area": area.name,
        "siblings": [
            {"href": f"{name}.html", "title": other.title, "current": name == page_name}
            for name, other in site.pages.items()
            if other.has_area(area.slug)
        ],
    }
    with _one_export:
        html, _ = _exporter().from_notebook_node(notebook, resources={"zorgzaam": about})
    html = html.replace(" %", "\u00a0%")  # a number and its sign stay on one line
    found = problems(html, notebook)
    if found:
        raise MonitorError("De pagina voldoet niet:\n" + "\n".join(f"- {text}" for text in found))
    return html.rstrip("\n") + "\n"


def mark_old(html: str) -> str:
    """Return the page with a visible notice that it comes from an earlier build."""
    return html.replace(NOTICE_PLACE, OLD_NOTICE)


# How the index shows a page that is not fresh; statuses are those of the manifest.
STATUS_NOTES = {
    "ok": None,
    "outdated": "nog niet opnieuw gemaakt",
    "old": "van een eerdere bouw",
    "failed": "niet gelukt",
}


def index_html(root: Path, run: params.Run, status: Mapping[tuple[str, str], str]) -> str:
    """Return the page that leads to every page of every area.

    ``status`` gives a key of :data:`STATUS_NOTES` for each (page, area) that was ever built;
    what is not in it was not built yet and gets no link, and neither does what failed.
    """
    site = params.load_site(root)
    shown: list[dict[str, Any]] = []
    lacking = 0
    for area in areas.all_areas(root):
        pages = []
        for name, spec in site.pages.items():
            if spec.has_area(area.slug):
                state = status.get((name, area.slug))
                note = STATUS_NOTES[state] if state else "nog niet gemaakt"
                lacking += note is not None
                href = f"{area.slug}/{name}.html" if state not in (None, "failed") else None
                pages.append({"title": spec.title, "href": href, "note": note})
        shown.append({"name": area.name, "pages": pages})
    has_lists = Places(root, run.dataset, run.wave).has_lists
    specs = [spec.given(has_lists) for spec in site.pages.values()]
    kinds = sorted({kind for spec in specs for kind in spec.kinds_in(run.dataset)})
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
    )
    return (
        environment.get_template("site.html.j2").render(
            wave=run.wave,
            css=_css(),
            areas=shown,
            problems=f"{lacking} pagina's zijn niet van deze bouw." if lacking else "",
            kinds_sentence="Nu zijn er pagina's met " + provenance.kinds_text(kinds) + ".",
            pages=[
                {
                    "title": spec.title,
                    "summary": spec.summary,
                    "kind": provenance.kinds_text(spec.kinds_in(run.dataset)),
                }
                for spec in specs
            ],
        )
        + "\n"
    )


def write_index(
    root: Path, html_folder: Path, run: params.Run, status: Mapping[tuple[str, str], str]
) -> Path:
    """Write ``index.html`` and the notebooks that the pages link to; return the index.

    A notebook that is missing fails its pages; the copy that older pages link to stays.
    """
    for name in params.load_site(root).pages:
        notebook = root / "notebooks" / f"{name}.ipynb"
        if notebook.is_file():
            write_changed(html_folder / "notebooks" / notebook.name, notebook.read_bytes())
    index = html_folder / "index.html"
    write_changed(index, index_html(root, run, status))
    return index
