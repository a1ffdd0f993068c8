"""Two runs beside each other: arms of the same name, by the same metric, at the same generation.

Runs with the same seed and n on the same data share their real records and are paired replicate by
replicate, as arms of one run are. With different seeds replicates are independent samples
(`core.analysis.independent`). A difference is only called clear at a level that allows for all arms
(Holm).
"""

from dataclasses import dataclass

import numpy as np

from core.analysis.change import declared
from core.analysis.curves import curve
from core.analysis.independent import effect
from core.analysis.intervals import Interval, interval, unknown
from core.analysis.rules import LEVEL
from core.experiment import Experiment
from core.record import RunRecord
from core.records import FloatArray
from core.sources.base import Part

NOT_THE_DATA = {"path", "copy_data"}
"""Settings of a source that say where its data lie, not what they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """An arm in run A and an arm in run B, by one metric at a generation that both have finished.

    a, b: the metric as measured. effect: A over B (as_ratio) or A less B, at LEVEL for this pair
    alone, and the reason where there is no interval. clear: whether it is beyond chance, with all
    pairs allowed for; never where there is a reason or a doubt.
    """

    arm: str
    other: str
    metric: str
    generation: int
    a: Interval
    b: Interval
    effect: Interval
    as_ratio: bool
    clear: bool
    reason: str = ""

    @property
    def above(self) -> bool:
        """Whether A ended above B."""
        return bool(self.effect.centre > (1 if self.as_ratio else 0))


def same_data(a: Experiment, b: Experiment) -> bool:
    """Whether both are about the same real data, wherever these lie."""
    first, second = (one.source.model_dump(mode="json", exclude=NOT_THE_DATA) for one in (a, b))
    return bool(first == second)


def shared_metrics(a: RunRecord, b: RunRecord) -> list[str]:
    """The metrics that both runs measure, in the order of A."""
    return [name for name in a.values if name in b.values]


def shared_arms(a: RunRecord, b: RunRecord) -> list[tuple[str, str]]:
    """Arms of the same name in both, else the two baselines."""
    named = [(arm, arm) for arm in a.arms if arm in b.arms]
    return named or [(a.experiment.baseline, b.experiment.baseline)]


def last_shared(a: RunRecord, b: RunRecord) -> int:
    """The last generation that every arm of both runs has finished; -1 before generation 0."""
    return min(a.done(), b.done())


def are_paired(a: Experiment, b: Experiment) -> bool:
    """Whether replicates of the two runs trained on the same real records."""
    return a.seed == b.seed and a.sample_size == b.sample_size and same_data(a, b)


def doubt(a: RunRecord, b: RunRecord) -> str:
    """Why differences between these runs are described and not judged; "" where they are."""
    one, other = a.experiment, b.experiment
    if one.recorded or other.recorded:
        return "an audit's replicates are subsets of the same records, not independent ones"
    if one.sample_size != other.sample_size:
        return "n differs, and what a metric says of a sample depends on its size"
    if one.seed != other.seed and one.source.available(Part.TRAIN) is not None:
        return (
            "each run splits the data by its own seed, and intervals over replicates do not hold "
            "how that split fell"
        )
    if one.primary() != other.primary():
        return "the runs named different primary metrics before they started"
    return ""


def pairs(a: RunRecord, b: RunRecord, metric: str, generation: int | None = None) -> list[Pair]:
    """Each arm that both runs have, by a metric; at the last generation unless another is named.

    Raises ValueError where a run does not measure the metric, or the data are not the same.
    """
    if metric not in shared_metrics(a, b) or not same_data(a.experiment, b.experiment):
        raise ValueError(f"metric: '{metric}' cannot be compared between these runs")
    at = last_shared(a, b) if generation is None else min(generation, last_shared(a, b))
    values = [(*names, _values(a, metric, names[0], at), _values(b, metric, names[1], at))
              for names in shared_arms(a, b)] if at >= 0 else []  # fmt: skip
    together = are_paired(a.experiment, b.experiment)
    effects = [_Effect(own, base, metric, together) for *_, own, base in values]
    judged = not doubt(a, b) and at > 0 and metric == a.experiment.primary()
    clear = _clear(effects) if judged else [False] * len(effects)
    return [
        Pair(arm, other, metric, at, curve(a, metric, arm).at(at), curve(b, metric, other).at(at),
             one.at(LEVEL), one.as_ratio, told, one.obstacle)
        for (arm, other, *_), one, told in zip(values, effects, clear, strict=True)
    ]  # fmt: skip


def _values(record: RunRecord, metric: str, arm: str, generation: int) -> FloatArray:
    """[replicates] at a generation."""
    values: FloatArray = record.values[metric][record.arms.index(arm), :, generation]
    return values


class _Effect:
    """Two samples of a metric, [replicates] each, and what lies between them."""

    def __init__(self, own: FloatArray, base: FloatArray, metric: str, together: bool) -> None:
        """together: whether replicates are paired."""
        if together:
            count = min(len(own), len(base))
            own, base = own[:count], base[:count]
        self._own, self._base, self._together = own, base, together
        both = np.concatenate([own, base])
        finite = bool(np.isfinite(both).all())
        self.obstacle = "" if finite else "not every replicate has a value in both"
        self.as_ratio = declared(metric).scale and finite and bool(np.all(both > 0))
        if not self.obstacle and not self.at(LEVEL).known:
            self.obstacle = "too few replicates for an interval"

    def at(self, level: float) -> Interval:
        """The effect with its interval at a level."""
        if not np.isfinite(np.concatenate([self._own, self._base])).all():
            return unknown()
        if self._together:
            own, base = self._own, self._base
            values = own / base if self.as_ratio else own - base
            return interval(values, scale=self.as_ratio, level=level)
        return effect(self._own, self._base, self.as_ratio, level)

    def is_open(self, level: float) -> bool:
        """Whether no difference at all still lies within the interval at a level."""
        found, nothing = self.at(level), 1.0 if self.as_ratio else 0.0
        return not found.known or bool(found.low <= nothing <= found.high)


def _clear(effects: list[_Effect]) -> list[bool]:
    """Which effects are beyond chance; a false claim in at most 5 % of pairs of runs (Holm)."""
    able = [one for one in effects if not one.obstacle]
    count = max(len(able), 1)
    while True:
        level = 1 - (1 - LEVEL) / count
        still_open = max(sum(one.is_open(level) for one in able), 1)
        if still_open >= count:
            break
        count = still_open
    return [not one.obstacle and not one.is_open(level) for one in effects]
