"""How many there are in all, from three or more lists: log-linear models of who is on which.

Poisson regression (statsmodels) on the number with each pattern of lists; the intercept is the
logarithm of the number on none of them (Fienberg 1972, Cormack 1989). Results are those of R's
Rcapture: deviance and AIC over every pattern, also those nobody has, and the standard error
``sqrt(f0 + f0^2 var(intercept))``.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2

from zorgzaam.dutch import join_words
from zorgzaam.errors import MonitorError

Pair = tuple[str, str]
COUNT = "count"
MOST_LISTS_FOR_ALL = 4  # of which every set of pairs is tried: 64 models; above that two pairs
MOST_PAIRS = 2
MOST_LISTS = 8  # with more there are more patterns than initiatives
LEAST_EXPECTED = 5.0  # lists that should share so many by chance, and share none, are apart
LARGEST_SE = 100.0  # of the logarithm of the unseen: anything is possible
FEW_IN_A_PAIR = 5  # a pair of lists with fewer in common says little about their dependence


@dataclass(frozen=True)
class Model:
    """One log-linear model of capture histories, and the number there is according to it.

    ``pairs`` are the lists that may depend on each other. ``status`` is ``estimated``, or
    ``not-estimable`` where the histories do not determine it; the estimates are then None.
    """

    name: str
    pairs: tuple[Pair, ...]
    status: str
    deviance: float
    residual_df: int
    aic: float
    estimate: float | None
    se: float | None
    low: float | None = None
    high: float | None = None


def histories(memberships: pd.DataFrame, lists: Sequence[str]) -> pd.DataFrame:
    """Return who is on which list: a row an initiative, a boolean column each of ``lists``.

    ``memberships`` has a row for each ``initiative_id`` and the ``source`` that knows it; who is
    on none of the lists is left out.
    """
    known = memberships[memberships["source"].isin(list(lists))]
    table = pd.crosstab(known["initiative_id"], known["source"]) > 0
    return table.reindex(columns=list(lists), fill_value=False)


def patterns(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many have each pattern: every one of ``2^lists - 1``, also those nobody has.

    ``table`` is that of :func:`histories`, or has a column ``count`` besides. Columns: the lists
    as 0 or 1, and ``count``.

    Raises
    ------
    MonitorError
        If there are fewer than two lists, nobody is on any of them, or a count is no count.
    """
    lists = [name for name in table.columns if name != COUNT]
    if len(lists) < 2:
        raise MonitorError("Om te schatten hoeveel er zijn, zijn minstens twee lijsten nodig.")
    if len(lists) > MOST_LISTS:
        raise MonitorError(f"Meer dan {MOST_LISTS} lijsten zeggen samen te weinig; kies er minder.")
    counts = table[COUNT] if COUNT in table else pd.Series(1, table.index)
    if not (counts.ge(0) & counts.eq(counts.round())).all():
        raise MonitorError("Een aantal in de tabel van lijsten is geen heel getal van nul of meer.")
    found = counts.groupby([table[name].astype(int) for name in lists]).sum()
    every = [row for row in itertools.product((0, 1), repeat=len(lists)) if any(row)]
    index = pd.MultiIndex.from_tuples(every, names=lists)
    whole = found.reindex(index, fill_value=0).rename(COUNT).reset_index()
    if whole[COUNT].sum() == 0:
        raise MonitorError("Op geen van de lijsten staat iets.")
    return whole.sort_values(lists, ascending=False, kind="stable", ignore_index=True)


def refuse_disjoint(
    table: pd.DataFrame, areas: Mapping[str, Collection[str]] | None = None
) -> None:
    """Raise ``MonitorError`` if lists cannot overlap, so that they are no captures of the same.

    ``table`` is that of :func:`patterns`, or of :func:`histories`. ``areas`` says where each list
    looked; without it lists are apart if pairs of them share nobody where chance alone would have
    them share five or more. Twelve regional lists are twelve parts of one list, and say nothing
    about each other.
    """
    lists = [name for name in table.columns if name != COUNT]
    counts = table[COUNT] if COUNT in table else pd.Series(1, table.index)
    sizes = {name: counts[table[name] == 1].sum() for name in lists}
    apart, expected = [], 0.0
    for one, two in itertools.combinations(lists, 2):
        if areas is not None:
            is_apart = not set(areas[one]) & set(areas[two])
        else:
            is_apart = counts[(table[one] == 1) & (table[two] == 1)].sum() == 0
        if is_apart:
            apart.append(f"{one} en {two}")
            expected += sizes[one] * sizes[two] / max(counts.sum(), 1)
    if apart and (areas is not None or expected >= LEAST_EXPECTED):
        more = f" (en nog {len(apart) - 5} paren)" if len(apart) > 5 else ""
        raise MonitorError(
            f"Deze lijsten hebben niets gemeen: {join_words(apart[:5])}{more}. Ze zochten elk "
            "ergens anders, dus dat een initiatief op de ene staat en niet op de andere zegt niets "
            "over hoe volledig ze zijn. Gebruik per provincie de landelijke en de regionale lijst."
        )


def fit(table: pd.DataFrame, pairs: Sequence[Pair] = (), *, equal: bool = False) -> Model:
    """Fit one model; ``table`` is that of :func:`patterns`.

    Lists may differ in how much they find (Mt), unless ``equal`` (M0); ``pairs`` may depend on
    each other besides. No interval: see :func:`profile_interval`.
    """
    counts = table[COUNT].to_numpy(float)
    design = _design(table, pairs, equal)
    result, is_found = _glm(counts, design)
    variance = float(np.asarray(result.cov_params())[0, 0]) if is_found else math.inf
    unseen = float(np.exp(np.clip(result.params[0], -700, 700)))
    is_found = is_found and 0 <= variance <= LARGEST_SE**2
    name = "M0" if equal else "Mt" + "".join(f" + {one} x {two}" for one, two in pairs)
    return Model(
        name,
        tuple(pairs),
        "estimated" if is_found else "not-estimable",
        float(result.deviance),
        len(counts) - design.shape[1],
        float(-2 * result.llf + 2 * design.shape[1]),
        counts.sum() + unseen if is_found else None,
        math.sqrt(unseen + unseen**2 * variance) if is_found else None,
    )


def _design(table: pd.DataFrame, pairs: Sequence[Pair], equal: bool) -> np.ndarray:
    lists = [name for name in table.columns if name != COUNT]
    ones = pd.Series(1, table.index)
    columns = [ones, table[lists].sum(axis=1)] if equal else [ones, *(table[n] for n in lists)]
    columns += [table[one] * table[two] for one, two in pairs]
    return np.column_stack(columns).astype(float)


def _glm(counts: np.ndarray, design: np.ndarray) -> tuple[Any, bool]:
    """Return the fitted Poisson regression, and whether it converged."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # What cannot be determined is told by the status, and a saturated model is no mistake.
        warnings.simplefilter("ignore")
        result = GLM(counts, design, family=Poisson()).fit(maxiter=200, tol=1e-12)
    return result, bool(result.converged) and bool(np.isfinite(result.params).all())


def profile_interval(
    table: pd.DataFrame, pairs: Sequence[Pair] = (), *, equal: bool = False, level: float = 0.95
) -> tuple[float, float]:
    """Return the profile-likelihood interval of the number there is (Cormack 1992).

    The multinomial likelihood of the whole table, with the number on no list put in; the upper end
    is infinite if the histories do not bound it.
    """
    counts = table[COUNT].to_numpy(float)
    design = _design(table, pairs, equal)
    # Who is on no list: all columns zero but the intercept.
    whole = np.vstack([design, np.eye(1, design.shape[1])])
    seen = counts.sum()

    def log_likelihood(unseen: float) -> float:
        cells = np.append(counts, unseen)
        result, _ = _glm(cells, whole)
        share = np.clip(result.fittedvalues, 1e-300, None) / cells.sum()
        told = gammaln(cells.sum() + 1) - gammaln(unseen + 1)
        return float(told + (cells * np.log(share)).sum())

    start = fit(table, pairs, equal=equal).estimate
    if start is None:
        return float(seen), math.inf
    guess = max(start - seen, 1.0)
    best = minimize_scalar(
        lambda value: -log_likelihood(math.exp(value)),
        bracket=(math.log(guess) - 0.5, math.log(guess) + 0.5),
    )
    top, peak = -float(best.fun), math.exp(float(best.x))

    def excess(unseen: float) -> float:
        return float(2 * (top - log_likelihood(unseen)) - chi2.ppf(level, 1))

    low = 0.0 if excess(1e-9) <= 0 else brentq(excess, 1e-9, peak, xtol=1e-6)
    ends = (peak * 2.0**step for step in range(1, 40))
    end = next((value for value in ends if excess(value) > 0), None)
    high = math.inf if end is None else brentq(excess, peak, end, xtol=1e-6)
    return float(seen + low), float(seen + high)


def pair_sets(lists: Sequence[str]) -> list[tuple[Pair, ...]]:
    """Return every set of pairs of lists that is tried, the smallest first.

    Up to four lists all sets; with more of them at most two pairs, for each pair is one more
    thing to be learned from the same histories.
    """
    pairs = list(itertools.combinations(lists, 2))
    most = len(pairs) if len(lists) <= MOST_LISTS_FOR_ALL else MOST_PAIRS
    return [chosen for size in range(most + 1) for chosen in itertools.combinations(pairs, size)]


def all_models(
    table: pd.DataFrame,
    areas: Mapping[str, Collection[str]] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fit every model with dependence between pairs of lists; never choose one.

    Returns a row a model, M0 and Mt first: ``model``, ``pairs`` (their number), ``status``,
    ``deviance``, ``residual_df``, ``aic``, ``aic_above_least``, ``estimate``, ``se``, ``low`` and
    ``high`` (profile likelihood). A model with as many parameters as patterns fits anything.

    Raises
    ------
    MonitorError
        If the lists cannot overlap: see :func:`refuse_disjoint`; or as :func:`patterns`.
    """
    refuse_disjoint(table, areas)
    whole = patterns(table)
    lists = [name for name in whole.columns if name != COUNT]
    models = [fit(whole, equal=True)] + [fit(whole, chosen) for chosen in pair_sets(lists)]
    models = [model for model in models if model.residual_df >= 0]
    rows = []
    for model in models:
        low = high = math.nan
        if model.status == "estimated":
            is_equal = model.name == "M0"
            low, high = profile_interval(whole, model.pairs, equal=is_equal, level=level)
        told = (model.deviance, model.residual_df, model.aic, model.estimate, model.se, low, high)
        rows.append((model.name, len(model.pairs), model.status, *told))
    names = ["model", "pairs", "status", "deviance", "residual_df", "aic", "estimate", "se"]
    found = pd.DataFrame(rows, columns=[*names, "low", "high"])
    found[["estimate", "se"]] = found[["estimate", "se"]].astype(float)
    estimated = found.loc[found["status"] == "estimated", "aic"]
    found.insert(6, "aic_above_least", found["aic"] - estimated.min())
    return found


def sparse_pairs(table: pd.DataFrame) -> list[str]:
    """Return the pairs of lists with so few in common that models lean on a handful."""
    whole = patterns(table)
    lists = [name for name in whole.columns if name != COUNT]
    shared = {
        f"{one} en {two}": whole.loc[(whole[one] == 1) & (whole[two] == 1), COUNT].sum()
        for one, two in itertools.combinations(lists, 2)
    }
    return [pair for pair, count in shared.items() if count < FEW_IN_A_PAIR]
