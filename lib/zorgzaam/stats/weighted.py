"""Estimates from weighted respondents, with their standard errors and intervals.

Standard errors are by Taylor linearisation with the residuals of the calibration, not with the
weights taken as given.

Everything is estimated for two targets. ``inventory``: the initiatives on the list, of which the
respondents are a part, so that standard errors have a finite population correction. ``movement``:
all there is or could be, of which the list is itself a draw, without that correction.

Tables of estimates are long: ``domain`` (empty for the country), ``item``, ``statistic``,
``target``, ``estimate``, ``se``, ``df`` (degrees of freedom), ``base`` (the number of answers,
unweighted), ``lower`` and ``upper``. An item nobody answered in a domain has base 0 and no numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product

import numpy as np
import pandas as pd

from zorgzaam.stats import estimates
from zorgzaam.stats import survey_engine as engine
from zorgzaam.stats.estimates import INVENTORY, MOVEMENT, TARGETS
from zorgzaam.stats.strata import Strata

Limits = Callable[[pd.DataFrame, str], pd.DataFrame]


@dataclass(frozen=True)
class Diagnostics:
    """How much weighing costs: Kish's design effect, and how many answers are left by it.

    ``initiatives`` is what the weights add up to; ``effective_n`` is ``respondents`` divided by
    ``kish_deff``, which is 1 plus the squared coefficient of variation of the weights.
    """

    respondents: int
    initiatives: float
    kish_deff: float
    effective_n: float
    largest_over_smallest: float


@dataclass(frozen=True)
class Survey:
    """Respondents with their weights, and estimates from them.

    It is made by :func:`zorgzaam.stats.survey.weigh`, or else by :meth:`from_design`.

    ``weights`` and ``base_weights`` (before calibration) are by initiative_id. ``log`` says which
    strata and which classes of margins were joined (columns as in :class:`Strata`), and
    ``comparison`` how respondents differ from the inventory (see
    :func:`zorgzaam.stats.margins.compare`); these and ``strata`` are None when made by
    :meth:`from_design`.

    Items are a table with a row a respondent (initiative_id), NaN where there is no answer; ``by``
    gives the domain of each, "" or NaN for none. Domains are those in ``domains``, or else those
    that occur, sorted. Respondents that a table lacks have no answer; answers of others are
    refused with a ValueError.
    """

    weights: pd.Series
    base_weights: pd.Series
    level: float
    diagnostics: Diagnostics
    strata: Strata | None = None
    log: pd.DataFrame | None = None
    comparison: pd.DataFrame | None = None
    _samples: Mapping[str, engine.Sample] = field(repr=False, default_factory=dict)

    @classmethod
    def from_design(
        cls,
        data: pd.DataFrame,
        *,
        weight: str,
        stratum: str | None = None,
        population: str | None = None,
        psu: str | None = None,
        targets: engine.Targets | None = None,
        level: float = 0.95,
    ) -> Survey:
        """Return the survey of a design that is given: a row a respondent, by its index.

        ``weight``, ``stratum``, ``population`` (the number of primary units in the stratum) and
        ``psu`` name columns of ``data``. With ``targets``, the total of each class of text
        columns of ``data``, the weights are raked to those.

        Raises
        ------
        MonitorError
            If no weights meet the targets.
        """
        samples = {}
        for target in TARGETS:
            size = population if target == INVENTORY else None
            sample = engine.make_sample(
                data, weight=weight, stratum=stratum, psu=psu, population=size
            )
            samples[target] = engine.rake(sample, targets) if targets else sample
        found = engine.weights_of(samples[MOVEMENT])
        weights = pd.Series(found, index=data.index, name="weight")
        base = data[weight].astype(float).rename("base_weight")
        return cls(weights, base, level, _diagnose(weights), _samples=samples)

    def shares(
        self,
        items: pd.DataFrame,
        by: pd.Series | None = None,
        domains: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the share (0 to 1) of each item, of values 0 and 1: statistic ``share``.

        The interval is Korn and Graubard's for the inventory, with degrees of freedom, and
        Wilson's on the effective number of answers for the movement.
        """
        limits = self._share_limits(items, by)
        call = partial(engine.means, statistic="share")
        return self._estimate(items, by, domains, call, ["share"], limits)

    def means(
        self,
        items: pd.DataFrame,
        by: pd.Series | None = None,
        domains: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the mean of each item: statistic ``mean``.

        The interval uses Student's t, on the log scale (with the error by the delta method) where
        the estimate is positive and no answer negative. There is none where fewer than two
        answered or all gave the same answer: that shows no scatter.
        """
        limits = self._number_limits(_positive(items), needs_scatter=True)
        call = partial(engine.means, statistic="mean")
        return self._estimate(items, by, domains, call, ["mean"], limits)

    def totals(
        self,
        items: pd.DataFrame,
        by: pd.Series | None = None,
        domains: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the total of each item: statistic ``total``, with intervals as for means.

        It is the total of those who have an answer to give: missing answers are not made up for.
        """
        limits = self._number_limits(_positive(items), needs_scatter=False)
        return self._estimate(items, by, domains, engine.totals, ["total"], limits)

    def ratios(
        self,
        pairs: Sequence[tuple[str, str]],
        items: pd.DataFrame,
        by: pd.Series | None = None,
        domains: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the total of the first item of each pair over that of the second.

        Statistic ``ratio``, item "first/second", over those who answered both; intervals as for
        means. A ratio over a total of zero is missing.
        """
        positive = _positive(items)
        both = {f"{a}/{b}": positive[a] and positive[b] for a, b in pairs}

        call = partial(engine.ratios, pairs=pairs)
        limits = self._number_limits(both, needs_scatter=True)
        return self._estimate(items, by, domains, call, ["ratio"], limits, list(both))

    def quantiles(
        self,
        items: pd.DataFrame,
        probabilities: Sequence[float],
        by: pd.Series | None = None,
        domains: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return quantiles of each item, as statistics such as ``quantile_25`` and ``quantile_50``.

        The quantile is the first value that the probability is reached at; the interval is
        Woodruff's (1952). It is missing where fewer than two answered, and a limit of it that lies
        beyond all answers is.
        """

        def limits(table: pd.DataFrame, target: str) -> pd.DataFrame:
            return estimates.without(table, table["base"] < 2, ["se", "lower", "upper"])

        call = partial(engine.quantiles, probabilities=probabilities, level=self.level)
        names = [engine.quantile_name(p) for p in probabilities]
        return self._estimate(items, by, domains, call, names, limits)

    def differences(
        self,
        items: pd.DataFrame,
        by: pd.Series,
        domains: Sequence[str] | None = None,
        targets: Sequence[str] = TARGETS,
    ) -> pd.DataFrame:
        """Return the share of each item in each domain minus that in the rest of the country.

        Statistic ``difference`` (-1 to 1), with the ``base`` and ``df`` of the domain and an extra
        column ``p_value``, two-sided. The rest is everybody outside the domain, also those in
        none, so that no domain is compared with a country that it is itself a part of. The
        standard error takes in that both share a design, and so does the interval: Newcombe's,
        from those of both shares and their correlation. Only for ``targets``, since each domain
        is a run of its own.
        """
        own, names = self._domains(by, domains)
        parts = [pd.DataFrame(columns=[*estimates.COLUMNS, "p_value"])]
        for name, target in product(names if len(items.columns) else (), targets):
            rest = f"not {name}"
            halves = own.where(own == name, rest)
            found, errors = engine.means_and_gap_errors(
                self._attached(target, items, halves), "share"
            )
            found = estimates.complete(
                found, [str(item) for item in items], [name, rest], ["share"]
            )
            found = self._share_limits(items, halves)(found, target)
            here, there = found[found["domain"] == name], found[found["domain"] == rest]
            gaps = estimates.gaps(here, there, pd.Series(errors, dtype=float))
            parts.append(estimates.finished(gaps, target, ["p_value"]))
        return pd.concat(parts[1:] or parts, ignore_index=True)

    def rao_scott(self, first: pd.Series, second: pd.Series) -> dict[str, float]:
        """Return the Rao-Scott test that two answers are independent, for the movement.

        Both are texts by initiative_id, "" or NaN where missing. Returns ``f``, ``df1``, ``df2``
        and ``p_value`` (of the F distribution, second order: Rao and Scott 1984) and ``n``, the
        number who gave both; the others are NaN where fewer than two different answers are left
        in either.
        """
        one, two = self._texts(first), self._texts(second)
        both = (one != "") & (two != "")
        n = {"n": float(both.sum())}
        if min(one[both].nunique(), two[both].nunique()) < 2:
            return {**dict.fromkeys(("f", "df1", "df2", "p_value"), float("nan")), **n}
        return {**engine.independence(self._samples[MOVEMENT], one, two), **n}

    def _estimate(
        self,
        items: pd.DataFrame,
        by: pd.Series | None,
        domains: Sequence[str] | None,
        call: Callable[[engine.Attached], pd.DataFrame],
        statistics: Sequence[str],
        limits: Limits,
        names: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return what ``call`` estimates, complete and with limits, for both targets."""
        own, wanted = (None, [""]) if by is None else self._domains(by, domains)
        names = [str(item) for item in items] if names is None else names
        parts = [pd.DataFrame(columns=list(estimates.COLUMNS))]
        for target in TARGETS if names and wanted else ():
            found = call(self._attached(target, items, own))
            table = estimates.complete(found, names, wanted, statistics)
            parts.append(estimates.finished(limits(table, target), target))
        return pd.concat(parts[1:] or parts, ignore_index=True)

    def _share_limits(self, items: pd.DataFrame, by: pd.Series | None) -> Limits:
        """Return what gives shares their limits."""
        values = self._aligned(items)
        if not (values.isna() | values.isin([0, 1])).all(axis=None):
            raise ValueError("an item of a share is 0, 1 or missing")
        answered = values.notna().to_numpy(float)
        own = None if by is None else self._texts(by)

        def limits(table: pd.DataFrame, target: str) -> pd.DataFrame:
            weights = self.weights.to_numpy()
            kish = [
                estimates.kish_n(weights if own is None else weights * (own == name), answered)
                for name in table["domain"].unique()
            ]
            lower, upper = estimates.share_limits(table, np.concatenate(kish), target, self.level)
            share = table["estimate"].clip(0, 1)  # off by rounding
            return table.assign(estimate=share, lower=lower, upper=upper)

        return limits

    def _number_limits(self, positive: Mapping[str, bool], *, needs_scatter: bool) -> Limits:
        """Return what gives means, totals and ratios their limits."""

        def limits(table: pd.DataFrame, target: str) -> pd.DataFrame:
            logs = table["item"].map(positive).to_numpy(bool)
            lower, upper = estimates.number_limits(table, logs, self.level)
            table = table.assign(lower=lower, upper=upper)
            flat = estimates.unseen_scatter(table) & needs_scatter
            return estimates.without(table, flat, ["se", "lower", "upper"])

        return limits

    def _attached(self, target: str, items: pd.DataFrame, by: pd.Series | None) -> engine.Attached:
        """Return the sample of a target with the items in it."""
        return engine.attach(self._samples[target], self._aligned(items), by)

    def _domains(
        self, by: pd.Series, domains: Sequence[str] | None
    ) -> tuple[pd.Series, Sequence[str]]:
        """Return the domain of each respondent, "" for none, and the domains wanted."""
        own = self._texts(by)
        found = sorted(set(own) - {""}) if domains is None else list(domains)
        return own.where(own.isin(found), ""), found

    def _texts(self, values: pd.Series) -> pd.Series:
        """Return a text for each respondent, "" where there is none."""
        return values.reindex(self.weights.index).astype(object).fillna("").astype(str)

    def _aligned(self, items: pd.DataFrame) -> pd.DataFrame:
        """Return the items with a row for each respondent, in the order of the sample."""
        if not items.columns.is_unique:
            raise ValueError("an item is given twice")
        others = items.index.difference(self.weights.index)
        if items.loc[others].notna().any(axis=None):
            raise ValueError(f"answers of {list(others[:5])}, who have no weight")
        return items.reindex(self.weights.index).astype(float)


def _diagnose(weights: pd.Series) -> Diagnostics:
    """Return what the weights say of themselves."""
    n = len(weights)
    deff = float(n * (weights**2).sum() / weights.sum() ** 2)
    ratio = float(weights.max() / weights.min())
    return Diagnostics(n, float(weights.sum()), deff, n / deff, ratio)


def _positive(items: pd.DataFrame) -> dict[str, bool]:
    """Return of each item whether it has no negative answers."""
    return {str(name): not (items[name] < 0).any() for name in items}
