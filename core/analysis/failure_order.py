"""Order of failure: which metric leaves generation 0 first, where noise does not decide it."""

from dataclasses import dataclass

import numpy as np

from core.analysis.change import (
    Change,
    finished_values,
    how,
    is_loss,
    likelihood_ratios,
    ratios,
)
from core.analysis.curves import intervals
from core.analysis.intervals import Interval, subsets
from core.analysis.reading import read
from core.analysis.rules import (
    FAILURE_GENERATIONS,
    HELD_ABOVE,
    LEVEL,
    NULL_BAND_WIDTH,
    T_REPLICATES,
)
from core.analysis.wording import say_level
from core.record import RunRecord
from core.records import BoolArray, FloatArray

NOT_FAILED = "it has not failed"
"""The reason of a metric that could be ranked and has not failed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """When a metric failed, and its place in the order; metrics of one place are tied.

    generation, place: None where it has not failed, or cannot be ranked; reason says which.
    """

    metric: str
    generation: int | None
    place: int | None
    reason: str = ""


def failure_order(record: RunRecord, arm: str) -> list[Failure]:
    """Every metric read as a ratio, and losses, first failure first, then those without one.

    A metric fails at the first g from which, two generations running, the interval of its median
    ratio lies below 0.9. All are read by the median, so that none fails first by a narrower kind
    of interval. Metrics are tied that fail at one generation, or whose intervals still overlap
    when the first of a place fails. Metrics whose null band is wider than 10 % of its centre, or
    which have none, are not ranked.

    A loss is read by the likelihood behind it, over generation 0's. It reads the fit, so that real
    samples have none: its band is the one in which replicates lie after a single refit, about their
    middle, each with its own held-out records and its own sample.
    """
    failed: list[tuple[int, str]] = []
    others: list[Failure] = []
    bands: dict[str, Interval] = {}
    for metric in record.values:
        null = record.bands.get(metric)
        values = finished_values(record, metric, arm)
        if is_loss(metric):
            values = likelihood_ratios(values)
            null = _after_one_refit(values)
        elif how(metric) is Change.RATIO:
            values = ratios(values)
        else:
            continue
        bands[metric] = intervals(values, False, subsets(record.experiment))
        reason = _no_ratio(values, metric) or _not_ranked(
            null, bands[metric], "replicates" if is_loss(metric) else "real samples"
        )
        generation = None if reason else _first_run(bands[metric].high < HELD_ABOVE)
        if generation is None:
            others.append(Failure(metric, None, None, reason or NOT_FAILED))
        else:
            failed.append((generation, metric))
    return _placed(sorted(failed), bands) + others


def lost_unranked(record: RunRecord, arm: str) -> list[str]:
    """Metrics that cannot be ranked, and of which the arm yet lost more than a tenth by its end."""
    unranked = [one for one in failure_order(record, arm) if one.reason not in ("", NOT_FAILED)]
    ends = {one.metric: read(record, one.metric, arm) for one in unranked}
    return [
        metric
        for metric, end in ends.items()
        if end.change is Change.RATIO and end.interval().high < HELD_ABOVE
    ]


def _after_one_refit(values: FloatArray) -> tuple[float, float, float]:
    """Where likelihood ratios of 95 % of replicates lie at generation 1, or 0 if that is the last.

    NaN where there are too few replicates.
    """
    from scipy.special import stdtrit

    replicates = len(values)
    if replicates < T_REPLICATES or not values.shape[1]:
        return np.nan, np.nan, np.nan
    first = np.log(values[:, :2][:, -1])
    half = stdtrit(replicates - 1, (1 + LEVEL) / 2) * first.std(ddof=1)
    centre = float(np.median(first))
    low, middle, high = np.exp([centre - half, centre, centre + half]).tolist()
    return low, middle, high


def _no_ratio(values: FloatArray, metric: str) -> str:
    """Why not every replicate has a ratio, [replicates, generations]; "" if each of them has."""
    if not np.isnan(values[:, :1]).any():
        return ""
    none = "have no ratio to generation 0"
    return f"some replicates {none if is_loss(metric) else f'began with none, and so {none}'}"


def _not_ranked(null: tuple[float, float, float] | None, band: Interval, of: str) -> str:
    """Why a metric cannot be ranked; "" if it can. of: whose range its band is."""
    if null is None:
        return f"no range of {of} is known"
    if np.isnan(band.high).all():
        return "too few replicates for an interval of the median"
    low, centre, high = null
    if not (centre > 0 and high - low <= NULL_BAND_WIDTH * centre):
        return f"the range of {of} is wider than {say_level(NULL_BAND_WIDTH)} of its centre"
    return ""


def _first_run(below: BoolArray) -> int | None:
    """The first index from which FAILURE_GENERATIONS running are True."""
    starts = range(len(below) - FAILURE_GENERATIONS + 1)
    return next((g for g in starts if below[g : g + FAILURE_GENERATIONS].all()), None)


def _placed(failed: list[tuple[int, str]], bands: dict[str, Interval]) -> list[Failure]:
    """Give places from 1 on, ties sharing one."""
    order: list[Failure] = []
    leading: list[str] = []
    first, place = -1, 0
    for generation, metric in failed:
        tied = [bands[leader] for leader in leading]
        if generation > first and not any(_overlap(one, bands[metric], first) for one in tied):
            leading, first, place = [], generation, place + 1
        leading.append(metric)
        order.append(Failure(metric, generation, place))
    return order


def _overlap(one: Interval, other: Interval, generation: int) -> bool:
    return bool(
        one.low[generation] <= other.high[generation]
        and other.low[generation] <= one.high[generation]
    )
