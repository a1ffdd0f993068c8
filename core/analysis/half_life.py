"""Half-life: when the median of a diversity metric has fallen to half of generation 0's."""

import functools
import math
from dataclasses import dataclass

import numpy as np

from core.analysis.change import Change, declared, finished_values, how, ratios
from core.analysis.curves import intervals
from core.analysis.families import headline_metrics
from core.analysis.intervals import Interval, order_rank, subsets
from core.analysis.remembered import remembered
from core.analysis.rules import BOOTSTRAP_SAMPLES, BOOTSTRAP_SEED, HALF, LEVEL
from core.analysis.wording import say_same
from core.metrics.base import Family
from core.record import RunRecord
from core.records import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class HalfLife:
    """The half-life of the median, in generations.

    generation: None where it is not reached within the finished generations.
    low, high: bootstrap interval at 95 %; infinite where not reached, NaN with too few replicates.
    until: the last finished generation; -1 where not every replicate has a ratio.
    same: how many of the bootstrap's samples give this very generation; 0 where there is none.
    """

    generation: int | None
    low: float
    high: float
    until: int
    same: int = 0

    @property
    def reached(self) -> bool:
        """Whether the median has fallen to one half."""
        return self.generation is not None

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return not math.isnan(self.low)

    @property
    def is_point(self) -> bool:
        """Whether the bootstrap's interval is one generation."""
        return self.reached and bool(self.same) and self.low == self.high

    def said(self, *, brief: bool = False) -> str:
        """Such as "17 [14, 21]", or "> 20" where half is not reached by generation 20.

        An interval that is one generation says why: "3 [exactly, in 1,998 of 2,000
        resamples]"; brief: "3 [in 1,998 of 2,000]".
        """
        beyond = f"> {self.until}"
        centre = str(self.generation) if self.reached else beyond
        ends = [f"{end:.0f}" if math.isfinite(end) else beyond for end in (self.low, self.high)]
        if not self.known or ends == [beyond, beyond]:
            return centre
        if self.is_point:
            said = say_same(self.same, BOOTSTRAP_SAMPLES, "resamples", brief=brief)
            return f"{centre} [{said}]"
        return f"{centre} [{ends[0]}, {ends[1]}]"


def has_half_life(metric: str) -> bool:
    """Whether a metric is read as the ratio of a diversity."""
    return declared(metric).family is Family.DIVERSITY and how(metric) is Change.RATIO


def diversity_metric(record: RunRecord) -> str:
    """The diversity of the charts, if it has a half-life; "" else."""
    return next(filter(has_half_life, headline_metrics(record)), "")


@remembered
def half_life(record: RunRecord, metric: str, arm: str) -> HalfLife:
    """The first generation at which the median ratio over replicates is at most one half.

    The interval is the percentile bootstrap over whole replicates, by a fixed seed; it needs as
    many replicates as a median's interval. Of an audit, where the ratio's own interval first
    reaches one half, and where it first lies below. Raises ValueError for a metric that is no ratio
    of a diversity.
    """
    if not has_half_life(metric):
        raise ValueError(f"metric: '{metric}' has no half-life; only diversity metrics have one")
    values, until = ratios(finished_values(record, metric, arm)), record.done(arm)
    if not values.size or np.isnan(values).any():
        return HalfLife(None, math.nan, math.nan, -1)
    of = subsets(record.experiment)
    if of is not None:
        return _recorded(intervals(values, declared(metric).scale, of), until)
    replicates = len(values)
    first = float(_first_half(np.ones((1, replicates), dtype=np.int64), values)[0])
    generation = int(first) if math.isfinite(first) else None
    if not order_rank(replicates, LEVEL):
        return HalfLife(generation, math.nan, math.nan, until)
    found = _bootstrap(values)
    tail = (1 - LEVEL) / 2
    # Observed values, not means of two: "not reached" is infinite.
    low, high = np.quantile(found, (tail, 1 - tail), method="inverted_cdf").tolist()
    return HalfLife(generation, low, high, until, int((found == first).sum()))


def _recorded(curve: Interval, until: int) -> HalfLife:
    """Of an audit: the first generation at which the ratio, or an end of its interval, is there."""
    centre, low, high = (
        next((float(g) for g in np.flatnonzero(ends <= HALF)), math.inf)
        for ends in (curve.centre, curve.low, curve.high)
    )
    return HalfLife(int(centre) if math.isfinite(centre) else None, low, high, until)


def _bootstrap(values: FloatArray) -> FloatArray:
    """[samples]: the half-life of each."""
    return _first_half(_drawn(len(values)), values)


@functools.lru_cache(maxsize=1)
def _drawn(replicates: int) -> IntArray:
    """[samples, replicates]: how often each is drawn; small numbers, kept for the next arm."""
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    even = np.full(replicates, 1 / replicates)
    return rng.multinomial(replicates, even, size=BOOTSTRAP_SAMPLES).astype(np.uint16)


def _first_half(times: IntArray, values: FloatArray) -> FloatArray:
    """[samples]: the first generation at which a sample's median is at most one half.

    times: [samples, replicates], how often each is drawn; values: [replicates, generations].
    Counting how many of a sample are at most one half decides nearly every median; only where that
    is exactly half of them must the two in the middle be looked up.
    """
    replicates = len(values)
    # Whole numbers: a matrix product of floats takes many threads, and long on a busy machine.
    below = times @ (values <= HALF).astype(times.dtype)
    reached: BoolArray = below > replicates / 2
    for generation in np.flatnonzero((below == replicates / 2).any(axis=0)):
        split = below[:, generation] == replicates / 2
        reached[split, generation] = _medians(times[split], values[:, generation]) <= HALF
    return np.where(reached.any(axis=1), reached.argmax(axis=1), np.inf)


def _medians(times: IntArray, column: FloatArray) -> FloatArray:
    """[samples]: the median of values [replicates] drawn so often, as `np.median` has it."""
    order = np.argsort(column, kind="stable")
    count, below = len(column), np.cumsum(times[:, order], axis=1)
    middle = [(below > rank).argmax(axis=1) for rank in ((count - 1) // 2, count // 2)]
    return np.asarray((column[order][middle[0]] + column[order][middle[1]]) / 2)
