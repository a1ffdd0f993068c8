"""Verdicts on arms and their comparison with the baseline, at the last generation."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.analysis import independent
from core.analysis.change import Change, changes, declared, how
from core.analysis.intervals import Interval, interval, order_rank, unknown
from core.analysis.reading import Outcome, Reading, read, too_few
from core.analysis.remembered import remembered
from core.analysis.rules import LEVEL, T_REPLICATES
from core.analysis.wording import metric_unit
from core.record import RunRecord
from core.records import FloatArray

__all__ = [
    "Comparison",
    "Contrast",
    "Outcome",
    "Verdict",
    "comparison",
    "comparisons",
    "contrasts",
    "holm",
    "verdict",
    "verdicts",
]


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What became of a metric in an arm, by the last generation that every arm has finished.

    change: whether `ratio` holds a ratio to generation 0 or a rise above it. start, end: the
    metric itself, in its unit. All three at LEVEL, for this arm alone. judged: the change at
    `level`, which allows for all arms; the outcome follows from it. alone: the word that `ratio`
    would earn if there were no other arm. values: the change, [replicates]. reason: why it is not
    judged, "" else. descriptive: not the primary metric. alone_at_first: whether the arm has a
    generation 0 of its own.
    """

    arm: str
    metric: str
    outcome: Outcome
    ratio: Interval
    start: Interval
    end: Interval
    generation: int
    reason: str
    change: Change
    values: FloatArray
    judged: Interval
    level: float
    alone: Outcome
    descriptive: bool
    alone_at_first: bool


def verdict(record: RunRecord, arm: str, metric: str | None = None) -> Verdict:
    """The verdict on an arm, of the primary metric unless another is named."""
    return verdicts(record, metric)[arm]


@remembered
def verdicts(record: RunRecord, metric: str | None = None) -> dict[str, Verdict]:
    """The verdict on every arm; together they make a false claim in at most 5 % of runs."""
    name = metric or record.experiment.primary()
    readings = {arm: read(record, name, arm) for arm in record.arms}
    level = _joint_level([reading for reading in readings.values() if not reading.obstacle])
    return {arm: _judge(record, name, arm, readings[arm], level) for arm in record.arms}


def _judge(record: RunRecord, metric: str, arm: str, reading: Reading, level: float) -> Verdict:
    return Verdict(
        arm=arm,
        metric=metric,
        outcome=reading.outcome(level),
        ratio=reading.interval(),
        start=reading.start_interval(),
        end=reading.end_interval(),
        generation=record.done(),
        reason=reading.obstacle,
        change=reading.change,
        values=reading.changed,
        judged=reading.interval(level),
        level=level,
        alone=reading.outcome(LEVEL),
        descriptive=metric != record.experiment.primary(),
        alone_at_first=record.experiment.begins_alone(arm),
    )


def _joint_level(readings: list[Reading]) -> float:
    """The level at which all arms are judged: 1 - 0.05 / the arms that still cover a threshold.

    The count starts with all arms and shrinks while narrower intervals clear more thresholds.
    """
    count = max(len(readings), 1)
    while True:
        level = 1 - (1 - LEVEL) / count
        still_open = max(sum(reading.is_open(level) for reading in readings), 1)
        if still_open >= count:
            return level
        count = still_open


class Comparison(StrEnum):
    """How an arm ended beside the baseline; no clear difference is not evidence of equality."""

    SLOWED = "slowed"
    FASTER = "faster"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """An arm against the baseline, or another arm, at the last generation.

    paired: whether replicates are, because the arms share generation 0; else each is read against
    its own generation 0, and the two as independent samples.
    slowed: the arm ended on the better side of the baseline; faster: on the worse.
    effect: the arm over the baseline (as_ratio), else the arm less the baseline, at LEVEL for
    this pair alone. p, adjusted: two-sided, before and after Holm over the arms; NaN if not
    compared, and then reason says why.
    """

    arm: str
    baseline: str
    metric: str
    comparison: Comparison
    effect: Interval
    as_ratio: bool
    paired: bool
    p: float
    adjusted: float
    generation: int
    reason: str

    @property
    def unit(self) -> str:
        """What follows the effect; "" for a ratio and for a difference of ratios."""
        ratios = not self.paired and how(self.metric) is Change.RATIO
        return "" if self.as_ratio or ratios else metric_unit(self.metric)

    @property
    def since(self) -> str:
        """What the effect is of, where it is not of the values themselves."""
        return "" if self.paired else " (each against its own generation 0)"


def comparison(record: RunRecord, arm: str, metric: str | None = None) -> Contrast:
    """An arm against the baseline, on the primary metric unless another is named."""
    name = metric or record.experiment.primary()
    found = comparisons(record, name)
    if arm in found:
        return found[arm]
    return _not_compared(record, name, (arm, arm), "it is the baseline")


@remembered
def comparisons(record: RunRecord, metric: str | None = None) -> dict[str, Contrast]:
    """Every arm but the baseline against it; a false claim in at most 5 % of null runs.

    Scale metrics by a paired t test on logarithms; others, and where a value has no logarithm,
    by the sign test of the paired differences, ties counting against a difference. Arms that do
    not share the baseline's generation 0 by `core.analysis.independent`.
    """
    base = record.experiment.baseline
    return contrasts(record, {arm: base for arm in record.arms if arm != base}, metric)


def contrasts(
    record: RunRecord, pairs: dict[str, str], metric: str | None = None
) -> dict[str, Contrast]:
    """Every arm named against the arm it is put beside; Holm over these pairs."""
    name = metric or record.experiment.primary()
    beside = {arm: _Beside.of(record, name, arm, other) for arm, other in pairs.items()}
    problems = {arm: _problem(record, two, len(pairs)) for arm, two in beside.items()}
    p_values = {arm: two.p_value() for arm, two in beside.items() if not problems[arm]}
    adjusted = dict(zip(p_values, holm(list(p_values.values())).tolist(), strict=True))
    found: dict[str, Contrast] = {}
    for arm, other in pairs.items():
        if problems[arm]:
            found[arm] = _not_compared(record, name, (arm, other), problems[arm])
        else:
            p = p_values[arm], adjusted[arm]
            found[arm] = _contrast(record, name, (arm, other), beside[arm], *p)
    return found


def holm(p_values: list[float]) -> FloatArray:
    """Adjusted p values in the order given (Holm 1979); each at most 1."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


@dataclass(frozen=True, slots=True, eq=False)
class _Beside:
    """Two arms at the last generation, [replicates] each, and how they are put beside each other.

    Arms that share generation 0 are read replicate by replicate, by their values. Others are read
    as independent samples, by what became of their own generation 0.
    """

    own: FloatArray
    base: FloatArray
    as_ratio: bool
    paired: bool

    @classmethod
    def of(cls, record: RunRecord, metric: str, arm: str, other: str) -> "_Beside":
        """An arm and the one that it is put beside."""
        paired, change = record.experiment.are_paired(arm, other), how(metric)
        places = [record.arms.index(name) for name in (arm, other)]
        values = record.values[metric][places][:, :, [0, max(record.done(), 0)]]
        if not paired and change is not Change.NEITHER:
            values = np.stack([changes(one, change) for one in values])
        own, base = values[:, :, 1]
        positive = bool(np.all(own > 0) and np.all(base > 0) and np.isfinite(own + base).all())
        scale = declared(metric).scale and (paired or change is not Change.RISE)
        return cls(own, base, scale and positive, paired)

    @property
    def values(self) -> FloatArray:
        """The arm over the other (as_ratio), or less the other, replicate by replicate."""
        return np.asarray(self.own / self.base if self.as_ratio else self.own - self.base)

    def effect(self, level: float = LEVEL) -> Interval:
        """How far apart they lie."""
        if self.paired:
            return interval(self.values, scale=self.as_ratio, level=level)
        return independent.effect(self.own, self.base, self.as_ratio, level)

    def p_value(self) -> float:
        """Two-sided, that the arm is the other's like."""
        if self.paired:
            return _p_value(self.values, self.as_ratio)
        return independent.p_value(self.own, self.base, self.as_ratio)


def _problem(record: RunRecord, two: _Beside, arms: int) -> str:
    """Why two arms cannot be compared; "" if they can."""
    count = len(two.own)
    if record.done() < 1:
        return "nothing has been trained on samples yet"
    if np.isnan(two.own + two.base).any():
        return "not every replicate has a value in both arms"
    if two.as_ratio:
        return f"{too_few(count)} for a t test" if count < T_REPLICATES else ""
    level = 1 - (1 - LEVEL) / arms
    able = order_rank(count, level) if two.paired else two.effect(level).known
    if not able:
        alone = "for a sign test" if two.paired else "to compare two samples"
        return f"{too_few(count)} {f'to compare {arms} arms at once' if arms > 1 else alone}"
    return ""


def _p_value(values: FloatArray, as_ratio: bool) -> float:
    """Two-sided, of paired values: by a t test on logarithms, or a sign test."""
    from scipy.special import bdtr, stdtr

    count = len(values)
    if as_ratio:
        logs = np.log(values)
        if not np.ptp(logs):
            return float(logs[0] == 0.0)
        error = logs.std(ddof=1) / np.sqrt(count)
        return float(2 * stdtr(count - 1, -abs(logs.mean()) / error))
    fewer = min(int(np.sum(values <= 0)), int(np.sum(values >= 0)))
    return float(min(1.0, 2 * bdtr(fewer, count, 0.5)))


def _contrast(
    record: RunRecord,
    metric: str,
    pair: tuple[str, str],
    two: _Beside,
    p: float,
    adjusted: float,
) -> Contrast:
    effect, as_ratio = two.effect(), two.as_ratio
    found = Comparison.NO_CLEAR_DIFFERENCE
    if adjusted <= 1 - LEVEL:
        above = bool(effect.centre > (1 if as_ratio else 0))
        better = above == declared(metric).higher_is_better
        found = Comparison.SLOWED if better else Comparison.FASTER
    done = record.done()
    return Contrast(*pair, metric, found, effect, as_ratio, two.paired, p, adjusted, done, "")


def _not_compared(record: RunRecord, metric: str, pair: tuple[str, str], reason: str) -> Contrast:
    nan, found, paired = float("nan"), Comparison.NOT_COMPARED, record.experiment.are_paired(*pair)
    done = record.done()
    return Contrast(*pair, metric, found, unknown(), False, paired, nan, nan, done, reason)
