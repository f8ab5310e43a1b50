import nbformat.v4 as nb
import pytest

from zorgzaam.pagecheck import problems

TABLE = (
    "<table><caption>Tellingen</caption><thead><tr><th scope='col'>jaar</th></tr></thead>"
    "<tbody><tr><th scope='row'>2020</th></tr></tbody></table>"
)
FIGURE = (
    "<figure><img src='data:,' alt='Het aantal steeg van 30 naar 1.471 in zeven jaar.'>"
    "<figcaption>x</figcaption></figure>"
)
GOOD = (
    "<!DOCTYPE html><html lang='nl'><head><title>Groei in Drenthe</title></head><body><main>"
    f"<h1>Groei</h1><h2>Telling</h2>{TABLE}{FIGURE}<a href='https://www.rivm.nl'>RIVM</a>"
    "</main></body></html>"
)


def test_a_good_page_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("lang='nl'", "lang='en'", "taal"),
        ("Groei in Drenthe", "30-growth.ipynb", "titel"),
        ("<h1>Groei</h1>", "", "er zijn 0 koppen van het hoogste niveau"),
        ("<h2>Telling</h2>", "<h1>Telling</h1>", "er zijn 2 koppen"),
        ("<h2>Telling</h2>", "<h3>Telling</h3>", "een niveau ontbreekt"),
        ("Het aantal steeg van 30 naar 1.471 in zeven jaar.", "", "alt-tekst"),
        ("Het aantal steeg van 30 naar 1.471 in zeven jaar.", "figuur", "alt-tekst"),
        (
            "Het aantal steeg van 30 naar 1.471 in zeven jaar.",
            "No description has been provided for this image",
            "alt-tekst",
        ),
        (
            "Het aantal steeg van 30 naar 1.471 in zeven jaar.",
            "een-lange-naam-van-een-bestand.png",
            "alt",
        ),
        ("<caption>Tellingen</caption>", "", "geen bijschrift"),
        ("scope='row'", "", "zonder scope"),
        ("src='data:,'", "src='https://example.org/x.png'", "van buiten"),
        ("</main>", "<script src='//cdn.example.org/x.js'></script></main>", "van buiten"),
        ("</head>", "<style>@import url(x.css)</style></head>", "opmaak"),
        ("</main>", "<p id='a'></p><p id='a'></p></main>", "meer dan één keer"),
    ],
)
def test_each_fault_is_found(old, new, expected):
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(expected in text for text in found)


@pytest.mark.parametrize("lost", [TABLE, FIGURE])
def test_an_output_that_was_dropped_is_found(lost):
    outputs = [nb.new_output("display_data", {"text/html": TABLE + FIGURE})]
    notebook = nb.new_notebook(cells=[nb.new_code_cell(outputs=outputs)])
    assert problems(GOOD, notebook) == []
    assert "toont er 0" in problems(GOOD.replace(lost, ""), notebook)[0]


def test_a_picture_of_matplotlib_counts_as_a_figure():
    outputs = [nb.new_output("display_data", {"image/png": "AAAA", "text/plain": "<Figure>"})]
    notebook = nb.new_notebook(cells=[nb.new_code_cell(outputs=outputs)])
    assert (
        "maakte 1 figuren, de pagina toont er 0" in problems(GOOD.replace(FIGURE, ""), notebook)[0]
    )
