"""Curves over generations: what charts draw, with their intervals."""

from dataclasses import dataclass, replace

import numpy as np

from core.analysis.change import Change, changes, declared, finished_values, ratios
from core.analysis.intervals import Interval, Statistic, Subsets, Ties, interval, subsets, unknown
from core.record import RunRecord
from core.records import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One metric of one arm over its finished generations.

    generations: [k]; centre, low, high: [k], low and high NaN with too few replicates, all three
    NaN where a replicate has no value. The statistic is the same all along the curve.
    ties: how often each centre itself was measured, where an interval has no width.
    """

    arm: str
    metric: str
    generations: IntArray
    centre: FloatArray
    low: FloatArray
    high: FloatArray
    statistic: Statistic
    ties: Ties | None = None

    def at(self, place: int) -> Interval:
        """Its interval at one generation; -1: at the last."""
        ties = None if self.ties is None else self.ties.at(place)
        return Interval(self.centre[place], self.low[place], self.high[place], self.statistic, ties)


def curve(record: RunRecord, metric: str, arm: str) -> Curve:
    """The metric's values as measured, in its unit."""
    values = finished_values(record, metric, arm)
    of = subsets(record.experiment, metric)
    return _drawn(metric, arm, intervals(values, declared(metric).scale, of))


def ratio_curve(record: RunRecord, metric: str, arm: str) -> Curve:
    """Each value over generation 0 of the same replicate; 1 at generation 0."""
    values = ratios(finished_values(record, metric, arm))
    of = subsets(record.experiment)
    return _drawn(metric, arm, intervals(values, declared(metric).scale, of))


def rise_curve(record: RunRecord, metric: str, arm: str) -> Curve:
    """Each value less generation 0's of the same replicate, by the median; 0 at generation 0."""
    values = changes(finished_values(record, metric, arm), Change.RISE)
    return _drawn(metric, arm, intervals(values, False, subsets(record.experiment)))


def intervals(values: FloatArray, scale: bool, of: Subsets | None) -> Interval:
    """One interval a column of [replicates, k], by one rule for all; NaN where a value is NaN."""
    whole: BoolArray = np.asarray(~np.isnan(values).any(axis=0))
    if not whole.any():
        return unknown(whole.shape)
    found = interval(values[:, whole], scale, of=of)
    spread = np.full((3, len(whole)), np.nan)
    spread[:, whole] = found.centre, found.low, found.high
    if found.ties is None:
        return Interval(spread[0], spread[1], spread[2], found.statistic)
    same = np.zeros(len(whole), dtype=np.int64)
    same[whole] = found.ties.same
    ties = replace(found.ties, same=same)
    return Interval(spread[0], spread[1], spread[2], found.statistic, ties)


def _drawn(metric: str, arm: str, found: Interval) -> Curve:
    generations = np.arange(len(found.centre), dtype=np.int64)
    ends = found.low, found.high
    return Curve(arm, metric, generations, found.centre, *ends, found.statistic, found.ties)
