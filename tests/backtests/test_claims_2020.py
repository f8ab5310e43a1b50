"""What was published about 2020 must come out of the real answers, where they are here."""

import pandas as pd
import pytest

from zorgzaam import claims, params, published

RELEASE_FILE = "data/release/real/2020/release.parquet"


@pytest.fixture(scope="module")
def compared(root):
    if not (root / RELEASE_FILE).is_file():
        pytest.skip(
            "hier zijn alleen synthetische gegevens; de cijfers van 2020 worden vergeleken zodra "
            f"{RELEASE_FILE} er is"
        )
    release = pd.read_parquet(root / RELEASE_FILE)
    assert set(release["kind"]) == {"real"}, "dit bestand hoort echte antwoorden te hebben"
    rules = params.load_build(root).precision
    return claims.compare_claims(
        claims.load_claims(root), published.load_survey_figures(root), release, "real", rules
    )


def test_something_was_compared(compared):
    assert (compared["agrees"] != claims.NEITHER).any()


def test_no_computed_number_contradicts_what_was_published(compared):
    wrong = compared.loc[compared["agrees"] == claims.NO]
    told = wrong[["figure_id", "published", "computed", "base"]].to_string(index=False)
    assert wrong.empty, f"de monitor rekent iets anders uit dan gepubliceerd:\n{told}"


def test_every_published_figure_is_computed(compared):
    # hidden is allowed, not computed is a question or a denominator that claims.csv names wrongly
    left = compared.loc[compared["verdict"].str.endswith(claims.NOT_COMPUTED), "figure_id"]
    assert left.empty, f"niet berekend: {', '.join(left)}"
