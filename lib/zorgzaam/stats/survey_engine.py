"""The survey engine, svy: designs, calibration and estimates, in and out as pandas tables.

This is the only module that imports svy. Tables of estimates have a row for what svy could
estimate: ``domain``, ``item``, ``statistic``, ``estimate``, ``se``, ``df`` and ``base``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import svy
from svy.errors import SvyError

from zorgzaam.errors import MonitorError

Sample = svy.Sample
Targets = Mapping[str, Mapping[str, float]]

# What the columns that are added to a sample are called: no item can have the name of a design
# column, whatever researchers call it.
DOMAIN, ITEM = "_domain", "_item_{}"
MISFIT, SWEEPS = 1e-9, 5000
RENAMED = {"est": "estimate", "n": "base", DOMAIN: "domain"}


@dataclass(frozen=True)
class Attached:
    """A sample with items in it: ``columns`` gives the column of each item."""

    sample: svy.Sample
    columns: Mapping[str, str]
    by: str | None


def make_sample(
    data: pd.DataFrame,
    *,
    weight: str,
    stratum: str | None,
    psu: str | None,
    population: str | None,
) -> svy.Sample:
    """Return the sample of a design whose columns in ``data``, a row a respondent, are named.

    A stratum with one primary unit is centred on the mean of all (R's "adjust").
    """
    design = svy.Design(
        stratum=stratum,
        psu=psu,
        wgt=weight,
        pop_size=population,
        singleton=None if stratum is None else "center",
    )
    return svy.Sample(pl.from_pandas(data.reset_index(drop=True)), design)


def rake(sample: svy.Sample, targets: Targets) -> svy.Sample:
    """Return the sample with weights that meet the total of each class of each margin.

    Raking makes the weights. Calibrating these again to the same totals changes none of them, but
    makes svy take the residuals of the regression on the margins, with the raked weights, for its
    standard errors (Deville and Sarndal 1992); after raking alone it takes unweighted residuals,
    as R does, which overstates them a little.

    Raises
    ------
    MonitorError
        If no weights meet the totals.
    """
    controls: Any = {svy.Cat(margin): dict(classes) for margin, classes in targets.items()}
    raking: Any = {margin: dict(classes) for margin, classes in targets.items()}
    try:
        raked = sample.weighting.rake(
            controls=raking, tol=MISFIT, max_iter=SWEEPS, wgt_name="_raked"
        )
        calibrated: svy.Sample = raked.weighting.calibrate(
            controls=controls, wgt_name="_calibrated"
        )
    except SvyError as error:
        names = ", ".join(targets)
        raise MonitorError(
            f"Er zijn geen gewichten waarmee de respondenten op alle kenmerken ({names}) tegelijk "
            "op de lijst lijken. Laat een kenmerk weg uit de weging, of verhoog het minimum aantal "
            "respondenten per klasse, zodat kleine klassen samengaan."
        ) from error
    return calibrated


def weights_of(sample: svy.Sample) -> np.ndarray:
    """Return the weights in use, in the order of the data."""
    data: Any = sample.data
    return np.asarray(data[str(sample.design.wgt)].to_numpy(), float)


def attach(sample: svy.Sample, items: pd.DataFrame, by: pd.Series | None) -> Attached:
    """Return the sample with ``items`` and the domain of each respondent, in the order of its data.

    Missing is NaN in items and "" in ``by``: such respondents are left out of what is estimated,
    and not of the design.
    """
    columns = {str(name): ITEM.format(i) for i, name in enumerate(items)}
    added: dict[str, Any] = {
        column: pl.Series(column, items[name].to_numpy(float), strict=True).fill_nan(None)
        for name, column in zip(items, columns.values(), strict=True)
    }
    if by is not None:
        texts = [value or None for value in by]
        added[DOMAIN] = pl.Series(DOMAIN, texts, dtype=pl.String)
    return Attached(sample.wrangling.mutate(added), columns, None if by is None else DOMAIN)


def means(attached: Attached, statistic: str) -> pd.DataFrame:
    """Return the mean of each item, in each domain, under the name ``statistic``."""
    return _stacked(attached, _means(attached), statistic)


def totals(attached: Attached) -> pd.DataFrame:
    """Return the total of each item, in each domain."""
    names = list(attached.columns.values())
    found: Any = attached.sample.estimation.total(names, by=attached.by, drop_nulls=True)
    return _stacked(attached, found, "total")


def ratios(attached: Attached, pairs: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return the total of the first of each pair over that of the second, as item "first/second".

    Both totals are of the respondents who gave both.
    """
    parts = []
    for first, second in pairs:
        found = attached.sample.estimation.ratio(
            attached.columns[first], attached.columns[second], by=attached.by, drop_nulls=True
        )
        parts.append(_table(found, f"{first}/{second}", "ratio"))
    return pd.concat(parts, ignore_index=True)


def quantiles(attached: Attached, probabilities: Sequence[float], level: float) -> pd.DataFrame:
    """Return quantiles of each item, in each domain, with ``lower`` and ``upper`` by Woodruff."""
    parts = []
    for item, column in attached.columns.items():
        found = attached.sample.estimation.quantile(
            column, p=tuple(probabilities), by=attached.by, alpha=1 - level, drop_nulls=True
        )
        table = _table(found, item, "")
        if len(table):
            table["statistic"] = [quantile_name(p) for p in table["prob"]]
        parts.append(table.rename(columns={"lci": "lower", "uci": "upper"}))
    return pd.concat(parts, ignore_index=True)


def quantile_name(probability: float) -> str:
    """Return the name of a quantile as a statistic: ``quantile_25``, ``quantile_2.5``."""
    return f"quantile_{100 * probability:g}"


def means_and_gap_errors(
    attached: Attached, statistic: str
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Return the means in two domains, and the standard error of their difference by item.

    Items that do not have answers in both have no such error.
    """
    found = _means(attached)
    errors = {}
    for item, estimate in zip(attached.columns, found, strict=True):
        covariance = estimate.covariance
        if covariance.shape == (2, 2):
            variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
            errors[item] = float(np.sqrt(max(variance, 0.0)))
    return _stacked(attached, found, statistic), errors


def independence(sample: svy.Sample, first: pd.Series, second: pd.Series) -> dict[str, float]:
    """Return the Rao-Scott test of independence of two texts, in the order of the data.

    "" is missing. Both must have two values among those who have both.
    """
    added: Any = {
        name: pl.Series(name, [value or None for value in values], dtype=pl.String)
        for name, values in (("_first", first), ("_second", second))
    }
    test: Any = sample.wrangling.mutate(added).categorical.tabulate(
        "_first", "_second", drop_nulls=True
    )
    f = test.stats.f
    return {"f": f.value, "df1": f.df_num, "df2": f.df_den, "p_value": f.p_value}


def _means(attached: Attached) -> Sequence[Any]:
    """Return svy's mean of each item; one call for all, which builds the design once."""
    names = list(attached.columns.values())
    found: Any = attached.sample.estimation.mean(names, by=attached.by, drop_nulls=True)
    return list(found)


def _stacked(attached: Attached, found: Sequence[Any], statistic: str) -> pd.DataFrame:
    """Return the results of svy for all items as one table."""
    pairs = zip(attached.columns, found, strict=True)
    return pd.concat([_table(one, item, statistic) for item, one in pairs], ignore_index=True)


def _table(found: Any, item: str, statistic: str) -> pd.DataFrame:
    """Return one result of svy as a table; without rows where nobody answered."""
    rows = pd.DataFrame(found.to_polars().to_dict(as_series=False)).rename(columns=RENAMED)
    if "domain" not in rows:
        rows["domain"] = ""
    return rows.assign(item=item, statistic=statistic)
