"""Order of failure: which metric leaves generation 0 first, where noise does not decide it."""

from dataclasses import dataclass

import numpy as np

from core.analysis.change import Change, finished_values, how, ratios
from core.analysis.curves import intervals
from core.analysis.intervals import Interval, subsets
from core.analysis.rules import FAILURE_GENERATIONS, HELD_ABOVE, NULL_BAND_WIDTH
from core.analysis.wording import say_level
from core.record import RunRecord
from core.records import BoolArray

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
    """Every metric that is read as a ratio, first failure first, then those without one.

    A metric fails at the first g from which, two generations running, the interval of its median
    ratio lies below 0.9. All are read by the median, so that none fails first by a narrower kind
    of interval. Metrics are tied that fail at one generation, or whose intervals still overlap
    when the first of a place fails. Metrics whose null band is wider than 10 % of its centre, or
    which have none, are not ranked.
    """
    failed: list[tuple[int, str]] = []
    others: list[Failure] = []
    bands: dict[str, Interval] = {}
    for metric in record.values:
        if how(metric) is not Change.RATIO:
            continue
        values = ratios(finished_values(record, metric, arm))
        bands[metric] = intervals(values, False, subsets(record.experiment))
        reason = _not_ranked(record, metric, bands[metric])
        generation = None if reason else _first_run(bands[metric].high < HELD_ABOVE)
        if generation is None:
            others.append(Failure(metric, None, None, reason or NOT_FAILED))
        else:
            failed.append((generation, metric))
    return _placed(sorted(failed), bands) + others


def _not_ranked(record: RunRecord, metric: str, band: Interval) -> str:
    """Why a metric cannot be ranked; "" if it can."""
    null = record.bands.get(metric)
    if null is None:
        return "no range of real samples is known"
    low, centre, high = null
    if not (centre > 0 and high - low <= NULL_BAND_WIDTH * centre):
        return f"the range of real samples is wider than {say_level(NULL_BAND_WIDTH)} of its centre"
    if np.isnan(band.high).all():
        return "too few replicates for an interval of the median"
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
