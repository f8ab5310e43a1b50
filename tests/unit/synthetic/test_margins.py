"""Proportional fitting, controlled rounding, and numbers that show what was published."""

import numpy as np
import pytest

from zorgzaam.errors import MonitorError
from zorgzaam.params import Precision
from zorgzaam.precision import compare
from zorgzaam.synthetic import margins

RULES = Precision(
    about_relative_margin=1 / 6,
    more_than_cap_factor=1.5,
    percent_margin_points=5.0,
    year_margin=1.0,
)


def rng():
    return np.random.default_rng(7)


def figure(value, precision="exact"):
    return {
        "figure_id": "f",
        "value": value,
        "upper": None,
        "precision": precision,
        "unit": "percent",
    }


def test_fitting_keeps_margins_noughts_and_association():
    seed = np.array([[4.0, 1.0, 1.0], [1.0, 2.0, 0.0], [1.0, 1.0, 3.0]])
    rows, columns = np.array([30.0, 20.0, 50.0]), np.array([40.0, 25.0, 35.0])
    fitted = margins.fit(seed, rows, columns)
    assert fitted.sum(axis=1) == pytest.approx(rows)
    assert fitted.sum(axis=0) == pytest.approx(columns)
    assert fitted[1, 2] == 0
    # The odds ratio of a block without noughts is that of the seed: nothing else was said.
    odds = fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0])
    assert odds == pytest.approx(4 * 2 / (1 * 1))


def test_fitting_without_seed_information_is_independence():
    rows, columns = np.array([30.0, 70.0]), np.array([40.0, 60.0])
    fitted = margins.fit(np.ones((2, 2)), rows, columns)
    assert fitted == pytest.approx(np.outer(rows, columns) / 100)


def test_fitting_says_that_it_does_not_converge():
    seed = np.array([[1.0, 0.0], [1.0, 0.0]])
    with pytest.raises(ValueError, match="converge"):
        margins.fit(seed, np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="add up"):
        margins.fit(np.ones((2, 2)), np.array([1.0, 1.0]), np.array([1.0, 2.0]))


def test_rounding_keeps_margins_exactly_and_noughts():
    possible = np.ones((9, 3), dtype=bool)
    possible[:4, 0] = False
    chosen = margins.spread(possible, [3, 2, 4], rng())
    assert np.bincount(chosen).tolist() == [3, 2, 4]
    assert 0 not in chosen[:4]


def test_rounding_treats_equal_rows_alike():
    draws = [
        margins.spread(np.ones((4, 2), dtype=bool), [1, 3], np.random.default_rng(seed))
        for seed in range(400)
    ]
    chosen = np.bincount([int(np.flatnonzero(draw == 0)[0]) for draw in draws], minlength=4)
    assert chosen.min() > 70  # 100 each, with a standard deviation of 9


def test_rounding_refuses_what_cannot_be():
    fitted = np.array([[1.0, 0.0], [1.0, 0.0]])
    with pytest.raises(ValueError, match="noughts"):
        margins.allot(fitted, [1, 1], rng())


@pytest.mark.parametrize(
    ("value", "precision", "bases"),
    [(68, "exact", (323, 321)), (80, "just_under", (323, 314)), (50, "more_than", (323, 310))],
)
def test_a_count_shows_the_figure_over_every_base(value, precision, bases):
    count = margins.published_count(figure(value, precision), bases, RULES)
    for base in bases:
        assert compare(100 * count / base, figure(value, precision), RULES).agrees


def test_a_count_that_cannot_be_is_told():
    with pytest.raises(MonitorError, match="niet te halen"):
        margins.published_count(figure(68), (323, 250), RULES)


@pytest.mark.parametrize("mean", [1995.0, 2012.0, 2018.5])
def test_years_have_the_mean_that_was_asked(mean):
    years = margins.years(mean, 1975, 2020, 308, rng())
    assert len(years) == 308
    assert years.min() >= 1975
    assert years.max() <= 2020
    assert years.mean() == pytest.approx(mean, abs=0.5)


def test_people_add_up_to_about_the_total():
    people = margins.people(16160, 300, 0.9, rng())
    assert people.min() >= 1
    assert people.sum() == pytest.approx(16160, rel=0.02)
    assert np.median(people) < people.mean()
