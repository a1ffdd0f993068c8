"""Half-life: when the median of a diversity metric has fallen to half of generation 0's."""

import math
from dataclasses import dataclass

import numpy as np

from core.analysis.change import Change, declared, finished_values, how, ratios
from core.analysis.intervals import order_rank
from core.analysis.rules import BOOTSTRAP_SAMPLES, BOOTSTRAP_SEED, HALF, LEVEL
from core.metrics.base import Family
from core.record import RunRecord
from core.records import FloatArray


@dataclass(frozen=True, slots=True)
class HalfLife:
    """The half-life of the median, in generations.

    generation: None where it is not reached within the finished generations.
    low, high: bootstrap interval at 95 %; infinite where not reached, NaN with too few replicates.
    until: the last finished generation; -1 where not every replicate has a ratio.
    """

    generation: int | None
    low: float
    high: float
    until: int

    @property
    def reached(self) -> bool:
        """Whether the median has fallen to one half."""
        return self.generation is not None

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return not math.isnan(self.low)


def half_life(record: RunRecord, metric: str, arm: str) -> HalfLife:
    """The first generation at which the median ratio over replicates is at most one half.

    With an even number of replicates the median is the lower middle value: half of them are
    there. The interval is the percentile bootstrap over whole replicates, by a fixed seed; it
    needs as many replicates as a median's interval. Raises ValueError for a metric that is no
    ratio of a diversity.
    """
    if declared(metric).family is not Family.DIVERSITY or how(metric) is not Change.RATIO:
        raise ValueError(f"metric: '{metric}' has no half-life; only diversity metrics have one")
    values, until = ratios(finished_values(record, metric, arm)), record.done(arm)
    if not values.size or np.isnan(values).any():
        return HalfLife(None, math.nan, math.nan, -1)
    halved = (values <= HALF).astype(np.float64)
    replicates = len(halved)
    first = float(_first_half(np.ones((1, replicates)), halved)[0])
    low, high = _bootstrap(halved) if order_rank(replicates, LEVEL) else (math.nan, math.nan)
    return HalfLife(int(first) if math.isfinite(first) else None, low, high, until)


def _bootstrap(halved: FloatArray) -> tuple[float, float]:
    replicates = len(halved)
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    even = np.full(replicates, 1 / replicates)
    drawn = rng.multinomial(replicates, even, size=BOOTSTRAP_SAMPLES).astype(np.float64)
    tail = (1 - LEVEL) / 2
    # Observed values, not means of two: "not reached" is infinite.
    found = _first_half(drawn, halved)
    low, high = np.quantile(found, (tail, 1 - tail), method="inverted_cdf")
    return float(low), float(high)


def _first_half(times: FloatArray, halved: FloatArray) -> FloatArray:
    """[samples]: the first generation at which half of a sample's replicates are halved.

    times: [samples, replicates], how often each is drawn; halved: [replicates, generations].
    """
    enough = times @ halved >= len(halved) / 2
    first: FloatArray = np.where(enough.any(axis=1), enough.argmax(axis=1), np.inf)
    return first
