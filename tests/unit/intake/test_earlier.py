"""The list of an earlier count is compared with the inventory, and is no part of it."""

import pandas as pd
import pytest

from zorgzaam import params
from zorgzaam.intake import earlier
from zorgzaam.intake.clean import CLEAN_COLUMNS, NUMERIC
from zorgzaam.intake.sources import Source, not_earlier


@pytest.fixture(scope="module")
def settings(root):
    return params.load_build(root).linking


def rows(source, *items, **columns):
    """Cleaned rows of a list: (name, place, postcode, website, start year)."""
    table = pd.DataFrame("", index=range(len(items)), columns=list(CLEAN_COLUMNS))
    for name in NUMERIC:
        table[name] = pd.array([pd.NA] * len(items), "Float64")
    table["row_id"] = [f"{source}:{number}" for number in range(1, len(items) + 1)]
    table["source"], table["row_kind"] = source, "initiative"
    for name, values in zip(
        ("name", "place", "postcode", "website_domain", "start_year"),
        zip(*items, strict=True),
        strict=True,
    ):
        table[name] = list(values)
    table["postcode4"] = table["postcode"].str[:4]
    return table.assign(outcome="", outcome_reason="", initiative_id="", **columns)


KERN = ("Dorpshuis De Fabelkern", "Lutten", "7775PO", "fabelkern.example", 2008)
MOLEN = ("Inloop Purpermolen", "Putten", "3882EI", "purpermolen.example", 2010)
HOF = ("Zorgzaam Sprookhof", "Ermelo", "3851TF", "sprookhof.example", 2012)
NOW = rows("nu", KERN, HOF).assign(initiative_id=["i1", "i2"])
COUNTS = pd.Series({"i1": "yes", "i2": "no"})


def compared(then, settings):
    return earlier.compare(earlier.merged(then, settings), NOW, COUNTS, settings)


def test_what_is_there_still_is_linked_and_what_is_gone_is_not(settings):
    found = compared(rows("toen", KERN, MOLEN, HOF, counted_in=2017), settings)
    assert found["initiative_id"].tolist() == ["i1", "", "i2"]
    assert found["in_inventory"].tolist() == ["yes", "", "no"]
    assert (found["is_grey"] == "no").all()
    assert tuple(found) == earlier.COLUMNS


def test_twice_on_one_list_is_once(settings):
    then = rows("toen", KERN, MOLEN, KERN, counted_in=2017)
    merged = earlier.merged(then, settings)
    assert merged["outcome"].tolist() == ["kept", "kept", "merged"]
    assert merged["first_row_id"].tolist() == ["toen:1", "toen:2", "toen:1"]
    assert len(compared(then, settings)) == 2


def test_an_initiative_is_linked_to_one_and_the_other_is_in_doubt(settings):
    renamed = ("Dorpshuis Fabelkern", *KERN[1:])
    then = rows("toen", KERN, ("Zorgcoöperatie Lutten", *KERN[1:]), counted_in=2017)
    found = compared(then, settings)
    assert found["initiative_id"].tolist()[0] == "i1"
    assert (found["initiative_id"] == "i1").sum() == 1
    assert compared(rows("toen", renamed, counted_in=2017), settings)["initiative_id"][0] == "i1"


def test_two_earlier_counts_stand_apart(settings):
    then = pd.concat(
        [rows("a", KERN, counted_in=2014), rows("b", MOLEN, KERN, counted_in=2017)],
        ignore_index=True,
    )
    found = compared(then, settings)
    assert found.groupby("counted_in")["initiative_id"].apply(list).to_dict() == {
        2014: ["i1"],
        2017: ["", "i1"],
    }


def test_the_order_of_the_rows_does_not_matter(settings):
    then = rows("toen", KERN, MOLEN, HOF, counted_in=2017)
    again = compared(then.iloc[::-1].reset_index(drop=True), settings)
    pd.testing.assert_frame_equal(again, compared(then, settings))


def test_without_rows_there_is_nothing(settings):
    none = rows("toen", KERN, counted_in=2017).iloc[:0]
    assert compared(none, settings).empty
    total = rows("toen", KERN, counted_in=2017).assign(outcome="flagged", row_kind="total")
    assert compared(total, settings).empty


def source(**changes):
    about = {"name": "toen", "file": "toen.xlsx", "kind": "list", "format": "excel"}
    return Source(**{**about, "scope": "national", "counted_in": 2017, **changes})


def test_an_earlier_list_is_of_an_earlier_year():
    assert source().is_earlier
    assert not not_earlier({"toen": source()}, 2020)
    problems = not_earlier({"toen": source(counted_in=2020), "b": source(counted_in=2021)}, 2020)
    assert [problem.column for problem in problems] == [
        "sources.toen.counted_in",
        "sources.b.counted_in",
    ]
    with pytest.raises(ValueError, match="geen jaar"):
        source(counted_in="vorig jaar")
    with pytest.raises(ValueError, match="counted_in hoort alleen bij een lijst"):
        source(kind="survey", format="spss", scope=None)
