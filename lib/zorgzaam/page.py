"""What a notebook shows: start, sentences, tables, figures, footer.

Each function displays at once, in JupyterLab and on the published page alike. Numbers go in raw
and are formatted here, once.
"""

from __future__ import annotations

import ast
import base64
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import HTML, Markdown, display
from matplotlib.figure import Figure

from zorgzaam import areas, figures, params, provenance
from zorgzaam.dutch import format_number, join_words
from zorgzaam.files import find_root, write_atomic
from zorgzaam.intake.current import Places

INJECTED_START = "# Parameters\n"  # how papermill begins the cell that it adds
NUMBER_LOOK = ' class="number"'
UNKNOWN = figures.UNKNOWN
SINGULAR = {
    "tellingen": "telling",
    "cijfers": "cijfer",
    "deelnemers": "deelnemer",
    "verwachtingen": "verwachting",
    "gemeenten": "gemeente",
    "provincies": "provincie",
    "initiatieven": "initiatief",
    "lijsten": "lijst",
}


@dataclass(frozen=True)
class Page:
    """One run of one notebook: what it was told and what it may read."""

    name: str
    run: params.Run
    root: Path
    area: areas.Area
    build: params.Build
    spec: params.PageSpec
    inputs: Mapping[str, str]  # path -> SHA-256, of every file this page reads
    part: params.Kind | None = None  # what this part of the page comes from, if it is of one kind

    @property
    def kind(self) -> params.Kind:
        """What the numbers on this page, or this part of it, come from."""
        return self.part or self.spec.kind_in(self.run.dataset)

    @property
    def has_lists(self) -> bool:
        """Whether there are lists or answers for it to read."""
        return self.spec.kind != "published"

    @property
    def figures_folder(self) -> Path:
        """Where the figures and tables of this area go."""
        return self.root / "figures" / self.run.dataset / str(self.run.wave) / self.area.slug

    def stem(self, name: str) -> str:
        """Return the file name, without ending, of the figure or table ``name`` of this page."""
        return f"{self.name}-{name}"


def _injected() -> set[str]:
    """Return the names that papermill set in the cell it adds to a notebook.

    It only warns about a parameter that the notebook does not know, and goes on with the default:
    a typo would give the page of another area.
    """
    shell = get_ipython()
    cells = shell.user_ns.get("In", []) if shell else []
    added = [ast.parse(cell) for cell in cells if cell.startswith(INJECTED_START)]
    return {
        target.id
        for cell in added
        for line in cell.body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    }


def start(name: str, *, area: str, wave: int, dataset: params.Dataset = "synthetic") -> Page:
    """Check the parameters, set the house style, show what the page is about.

    ``name`` is the page as ``params/site.yaml`` calls it, such as ``30-growth``.

    Raises
    ------
    MonitorError
        If a parameter is not allowed, a file that the page reads is missing, or the lists and
        answers that it reads cannot be processed.
    """
    root = find_root()
    params.make_run(root, **dict.fromkeys(_injected() - set(params.Run.model_fields)))
    run = params.make_run(root, area=area, wave=wave, dataset=dataset)
    site = params.load_site(root)
    spec = site.page(name).given(Places(root, dataset, wave).has_lists)
    if spec.reads_release:
        from zorgzaam.release.ensure import ensure  # brings all that weighs and protects

        ensure(root, dataset, wave)
    elif spec.kind != "published":
        from zorgzaam import prepare  # brings all that reads and links, which few pages need

        prepare.ensure(root, dataset, wave)
    page = Page(
        name=name,
        run=run,
        root=root,
        area=areas.area(area, root),
        build=params.load_build(root),
        spec=spec,
        inputs=provenance.input_digests(root, [*site.common, *spec.reads_in(root, dataset, wave)]),
    )
    figures.apply_style()
    display(HTML(
        f'<p class="page-facts">Gebied: <strong>{html.escape(page.area.name)}</strong>. '
        f"Meetjaar: <strong>{wave}</strong>. "
        f"Soort gegevens: {_marked(spec.kinds_in(dataset))}.</p>"
    ))  # fmt: skip
    return page


def _marked(kinds: Iterable[params.Kind]) -> str:
    """Return the kinds of numbers as HTML, each with its own look."""
    return join_words([
        f'<strong class="kind kind-{kind}">{provenance.KIND_LABELS[kind]}</strong>'
        for kind in kinds
    ])  # fmt: skip


def published_part(page: Page) -> Page:
    """Return the page for what comes from published figures alone: that carries no other mark."""
    return replace(page, part="published")


def mark(page: Page) -> None:
    """Show what kind of numbers a part of a page with both kinds comes from."""
    display(HTML(f'<p class="page-facts">Dit deel: {_marked([page.kind])}.</p>'))


def say(text: str) -> None:
    """Show a paragraph of Markdown, usually an f-string with computed numbers."""
    display(Markdown(text))


@dataclass(frozen=True)
class Link:
    """A table cell that leads to an address; a CSV gets the address itself."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.href


def _markup(value: Any, decimals: int) -> tuple[str, bool]:
    """Return the HTML of a table cell and whether it is a number."""
    if isinstance(value, Link) and value.href.startswith(("https://", "http://")):
        address = html.escape(value.href, quote=True)
        return f'<a href="{address}">{html.escape(value.text)}</a>', False
    text, is_number = _text(value, decimals)
    return html.escape(text), is_number


def _text(value: Any, decimals: int) -> tuple[str, bool]:
    """Return the text of a table cell and whether it is a number."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return UNKNOWN, False
    if isinstance(value, bool):
        return ("ja" if value else "nee"), False
    if pd.api.types.is_number(value):
        return format_number(value, 0 if isinstance(value, int) else decimals), True
    return str(value), False


def html_table(
    data: pd.DataFrame, caption: str, *, decimals: Mapping[str, int] | None = None
) -> str:
    """Return ``data`` as an accessible HTML table: caption, column heads, first column as row head.

    ``decimals`` gives the number of decimals per column, 0 unless told otherwise. Years go in as
    text, as they take no thousands point. The table scrolls by itself on a narrow screen, and can
    be reached with the keyboard for that.
    """
    decimals = decimals or {}
    rows, numeric = [], set[str]()
    for values in data.itertuples(index=False, name=None):
        cells = []
        for position, (column, value) in enumerate(zip(data.columns, values, strict=True)):
            content, is_number = _markup(value, decimals.get(column, 0))
            if is_number:
                numeric.add(column)
            look = NUMBER_LOOK if is_number else ""
            cells.append(
                f'<th scope="row"{look}>{content}</th>'
                if position == 0
                else f"<td{look}>{content}</td>"
            )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(
        f'<th scope="col"{NUMBER_LOOK if name in numeric else ""}>{html.escape(str(name))}</th>'
        for name in data.columns
    )
    label = html.escape(caption, quote=True)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Tabel: {label}"><table>'
        f"<caption><span>{label}</span></caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def source_line(source: str, n: int, unit: str) -> str:
    """Return the line under a figure or table: ``Bron: ...; n = 29 tellingen.``, as text."""
    return f"Bron: {source}; n = {format_number(n)} {SINGULAR.get(unit, unit) if n == 1 else unit}."


def _downloads(files: Mapping[str, str]) -> str:
    links = [
        f'<a href="{html.escape(file, quote=True)}" download>{html.escape(label)}</a>'
        for file, label in files.items()
    ]
    return f'<p class="downloads">Downloaden: {join_words(links)}.</p>'


def table(
    page: Page,
    data: pd.DataFrame,
    *,
    name: str,
    caption: str,
    source: str,
    unit: str,
    n: int | None = None,
    decimals: Mapping[str, int] | None = None,
) -> None:
    """Show ``data`` as a table with its source and n (rows unless given), and save it as CSV."""
    stem = page.stem(name)
    write_atomic(page.figures_folder / f"{stem}.csv", figures.csv_bytes(data, page.kind))
    source_text = source_line(source, len(data) if n is None else n, unit)
    display(HTML(
        f'<div class="table-block">{html_table(data, caption, decimals=decimals)}'
        f'<p class="source">{html.escape(source_text)}</p>'
        f"{_downloads({f'{stem}.csv': f'tabel {caption!r} (CSV)'})}</div>"
    ))  # fmt: skip


def figure(
    page: Page,
    drawing: Figure,
    *,
    name: str,
    caption: str,
    alt: str,
    source: str,
    n: int,
    unit: str,
    data: pd.DataFrame,
    decimals: Mapping[str, int] | None = None,
    unfold: bool = False,
    geojson: Mapping[str, str] | None = None,
) -> None:
    """Show ``drawing`` with caption, alt text, source and n, and its ``data`` as table and CSV.

    ``alt`` states what the figure shows, in a sentence or two, for who cannot see it. With
    ``unfold`` the table is open at once: for a figure that cannot be read without it. ``geojson``
    is what a map shows, with its shapes, by what they are ("gebieden"), to save beside it.
    """
    source_text = source_line(source, n, unit)
    saved = figures.save(
        drawing, page.figures_folder, page.stem(name),
        title=caption, alt=alt, source=source_text, kind=page.kind, data=data,
    )  # fmt: skip
    # As an image, not inline: identifiers of two drawings on one page cannot clash, and the page
    # stays whole when somebody mails it.
    image = base64.b64encode(saved.svg.encode("utf-8")).decode("ascii")
    width, height = (round(inches * 100) for inches in drawing.get_size_inches())
    stem = page.stem(name)
    files = {
        f"{stem}.csv": f"gegevens bij {caption!r} (CSV)",
        f"{stem}.svg": "figuur (SVG)",
        f"{stem}.png": "figuur (PNG)",
    }
    for what, text in (geojson or {}).items():
        write_atomic(page.figures_folder / f"{stem}-{what}.geojson", text.encode("utf-8"))
        files[f"{stem}-{what}.geojson"] = f"{what} (GeoJSON)"
    display(HTML(
        f'<figure id="{html.escape(name, quote=True)}">'
        f'<img src="data:image/svg+xml;base64,{image}" alt="{html.escape(alt, quote=True)}" '
        f'width="{width}" height="{height}">'
        f'<figcaption><strong>{html.escape(caption)}.</strong> '
        f'<span class="source">{html.escape(source_text)}</span></figcaption>'
        f"<details{' open' if unfold else ''}><summary>Gegevens bij deze figuur</summary>"
        f"{html_table(data, f'Gegevens bij: {caption}', decimals=decimals)}</details>"
        f"{_downloads(files)}</figure>"
    ))  # fmt: skip


def document(page: Page, content: str, *, name: str, label: str, about: str) -> None:
    """Save a whole HTML document beside the figures, and show a link to it with what it is."""
    file = f"{page.stem(name)}.html"
    write_atomic(page.figures_folder / file, content.encode("utf-8"))
    display(HTML(
        f'<p><a href="{html.escape(file, quote=True)}">{html.escape(label)}</a>. '
        f"{html.escape(about)}</p>"
    ))  # fmt: skip


def footer(page: Page) -> None:
    """Show from which inputs, parameters and version the page was made, and under which licence."""
    rows = pd.DataFrame(
        [(file, digest[:16]) for file, digest in page.inputs.items()],
        columns=["bestand", "SHA-256 (begin)"],
    )
    told = page.run.model_dump()
    if not page.has_lists:
        del told["dataset"]  # no microdata were read, so the page is the same in either
    parameters = ", ".join(f"{name} = {value}" for name, value in told.items())
    given = " ".join(f"-p {name} {value}" for name, value in told.items())
    code = f"papermill notebooks/{page.name}.ipynb uit.ipynb {given} --cwd notebooks"
    display(HTML(
        '<section class="provenance" aria-label="Verantwoording">'
        f"<p>Gemaakt uit: {_marked(page.spec.kinds_in(page.run.dataset))}. "
        f"Parameters: {html.escape(parameters)}. "
        f"Versie van de code: {html.escape(provenance.package_version())}.</p>"
        "<details><summary>Gelezen bestanden</summary>"
        f"{html_table(rows, 'Gelezen bestanden, met hun controlegetal')}</details>"
        f"<p>Zelf narekenen: <code>{html.escape(code)}</code>.</p></section>"
    ))  # fmt: skip
