"""One metric of one arm, read against generation 0, and the word that this reading earns."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from core.analysis.change import Change, changes, declared, how
from core.analysis.intervals import Interval, Subsets, interval, subsets, unknown
from core.analysis.remembered import remembered
from core.analysis.rules import COLLAPSED_BELOW, HELD_ABOVE, LEVEL
from core.metrics.base import CONTROLS
from core.record import RunRecord
from core.records import FloatArray


class Outcome(StrEnum):
    """The word that an arm has earned, by the rules of `core.analysis.rules`."""

    COLLAPSED = "collapsed"
    DEGRADED = "degraded"
    HELD = "held"
    UNDECIDED = "undecided"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was measured, [replicates] each, and how it is read; no word is said of it yet.

    changed: the ratio or rise, NaN where there is none. scale: of start and end; a rise never has
    one. band: the null band, None where the metric has none. obstacle: why it cannot be judged.
    of: how replicates hang together where they are subsets of the same records. known: intervals
    that were asked for before.
    """

    start: FloatArray
    end: FloatArray
    changed: FloatArray
    change: Change
    scale: bool
    band: tuple[float, float, float] | None
    obstacle: str
    of: Subsets | None = None
    known: dict[tuple[str, float], Interval] = field(default_factory=dict, repr=False)

    def interval(self, level: float = LEVEL) -> Interval:
        """The interval of the change."""
        return self._once("change", level, self._change_interval)

    def start_interval(self) -> Interval:
        """The interval of generation 0's value, at LEVEL."""
        return self._once("start", LEVEL, lambda level: self._value_interval(self.start, level))

    def end_interval(self, level: float = LEVEL) -> Interval:
        """The interval of the last value."""
        return self._once("end", level, lambda level: self._value_interval(self.end, level))

    def _once(self, of: str, level: float, work: Callable[[float], Interval]) -> Interval:
        if (of, level) not in self.known:
            self.known[of, level] = work(level)
        return self.known[of, level]

    def _value_interval(self, values: FloatArray, level: float) -> Interval:
        return _known_or_not(values, self.scale, level, self.of)

    def _change_interval(self, level: float) -> Interval:
        # By the median for a rise, always: a t interval on logarithms of rises that happen to be
        # positive could never hold zero.
        ratio = self.scale and self.change is Change.RATIO
        # A ratio of what cannot be negative is not, whatever a t interval about its mean says.
        least = 0.0 if self.change is Change.RATIO else -np.inf
        free = None if self.of is None else replace(self.of, least=least, most=np.inf)
        return _known_or_not(self.changed, ratio, level, free)

    def outcome(self, level: float) -> Outcome:
        """The word earned at a level."""
        if self.obstacle:
            return Outcome.NOT_JUDGED
        found = self.interval(level)
        return self._of_ratio(found) if self.change is Change.RATIO else self._of_rise(found, level)

    def is_open(self, level: float) -> bool:
        """Whether a threshold still lies within the interval at a level."""
        found = self.interval(level)
        ratio = self.change is Change.RATIO
        thresholds = [COLLAPSED_BELOW, HELD_ABOVE] if ratio else [self._margin()]
        return not all(found.high < at or found.low > at for at in thresholds)

    def _margin(self) -> float:
        """How far real samples lie above their own centre by chance; none where that is unknown."""
        if self.band is None:
            return 0.0
        _, centre, high = self.band
        return high - centre

    def _of_ratio(self, found: Interval) -> Outcome:
        if found.high < COLLAPSED_BELOW:
            return Outcome.COLLAPSED
        if found.high < HELD_ABOVE:
            return Outcome.DEGRADED
        return Outcome.HELD if found.low > HELD_ABOVE else Outcome.UNDECIDED

    def _of_rise(self, found: Interval, level: float) -> Outcome:
        beyond = self.band is None or self.end_interval(level).low > self.band[2]
        if found.low > self._margin() and beyond:
            return Outcome.DEGRADED
        return Outcome.HELD if found.high < self._margin() else Outcome.UNDECIDED


@remembered
def read(record: RunRecord, metric: str, arm: str) -> Reading:
    """A metric of an arm at the last generation that every arm has finished."""
    generation, change, scale = record.done(), how(metric), declared(metric).scale
    replicates, of = record.experiment.replicates, subsets(record.experiment, metric)
    if generation < 0:
        nothing = np.full(replicates, np.nan)
        return Reading(nothing, nothing, nothing, change, scale, None, "nothing is measured yet")
    values = record.values[metric][record.arms.index(arm)][:, [0, generation]]
    changed = changes(values, change)[:, 1]
    band = record.bands.get(metric)
    reading = Reading(values[:, 0], values[:, 1], changed, change, scale, band, "", of)
    return replace(reading, obstacle=_obstacle(reading, metric, generation, len(record.arms)))


def _obstacle(reading: Reading, metric: str, generation: int, arms: int) -> str:
    """Why a reading of a metric cannot be judged; "" if it can."""
    fitted = declared(metric).parameter is not None
    replicates = len(reading.changed)
    if generation == 0:
        return "it is generation 0"
    if declared(metric).family in CONTROLS:
        return "it is a control, read beside other metrics and not by itself"
    if reading.change is Change.NEITHER:
        return "a logarithm has no ratio to generation 0"
    if np.isnan(reading.changed).any() and reading.of is not None:
        return "generation 0's own value is nothing, so there is no ratio to it"
    if np.isnan(reading.changed).any():
        return "not every replicate has a value to compare with generation 0's"
    if reading.change is Change.RISE and reading.band is None and not fitted:
        return "it has no null band to be judged by"
    if not reading.interval().known:
        return f"{too_few(replicates)} for an interval"
    if not reading.interval(1 - (1 - LEVEL) / arms).known:
        return f"{too_few(replicates)} to judge {arms} arms at once"
    return ""


def too_few(replicates: int) -> str:
    """The number of replicates, called too few."""
    return f"{replicates} replicates are too few" if replicates > 1 else "1 replicate is too few"


def _known_or_not(values: FloatArray, scale: bool, level: float, of: Subsets | None) -> Interval:
    return unknown() if np.isnan(values).any() else interval(values, scale, level, of)
