"""30-growth as a whole: without lists, and with a newer count."""

import pytest

from zorgzaam import batch


@pytest.fixture(scope="module")
def later(copy_project, tmp_path_factory):
    """The page of a real monitor without lists, after a count of 2024 was added as one row."""
    project = copy_project(tmp_path_factory.mktemp("later") / "project")
    counts = project / "data" / "published" / "counts.csv"
    row = "nl-2024,2024,2600,,exact,initiatives,NL,nlzve,core,all,headline,initiatieven,vu-2024,"
    text = counts.read_text("utf-8").rstrip("\n") + f"\n{row}Verzonnen voor een test.\n"
    counts.write_text(text, encoding="utf-8", newline="\n")
    report = batch.build(project, areas=["nederland"], pages=["30-growth"], dataset="real")
    assert report.exit_code == 0, report.text()
    folder = project / "build" / "real" / "2020" / "html" / "nederland"
    return (folder / "30-growth.html").read_text("utf-8")


def test_real_pages_without_lists_are_published_pages(later):
    assert "Er zijn geen lijsten aangeleverd" in later
    assert "synthetisch" not in later.lower()
    assert "kind kind-published" in later
    assert "dataset =" not in later


def test_a_newer_count_is_one_row_and_everything_follows(later):
    assert "over 5 tellingen samen" in later
    assert "Tussen 2013 en 2024" in later
    assert "2.600" in later
    # What was counted after the wave is in the line; the change of the wave stays that of 2020.
    assert "Van 536 naar 1.471 is 935 erbij" in later
