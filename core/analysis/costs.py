"""What an arm cost: training records, real records, candidates, and what it went without."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.arms import Arm, Switch
from core.events import Gate
from core.experiment import Experiment
from core.record import RunRecord
from core.records import IntArray


@dataclass(frozen=True, slots=True)
class Cost:
    """What one arm cost up to the last generation that every arm has finished.

    pool: records that the last fit trained on, as a multiple of n; trained: those of all fits
    after generation 0 together, as a multiple of the baseline's; both are means over replicates.
    stored: how many of generation 0's n real records it still needs. real: new real records that it
    trained on beyond those n. trusted: trusted real records that its verifier looked at or that it
    trained on, which are the same ones. candidates: judged for each admitted record; NaN without a
    verifier. shortfall: the most that one replicate lacked in one generation.
    """

    pool: float
    trained: float
    stored: int
    real: int
    trusted: int
    candidates: float
    shortfall: int


def cost(record: RunRecord, arm: str) -> Cost:
    """The cost of an arm, the baseline among them; there must be a generation after generation 0.

    Raises ValueError before that.
    """
    experiment, done = record.experiment, record.done()
    if done < 1:
        raise ValueError("record: no generation after generation 0 is finished yet")
    settings = experiment.arm(arm)
    base = _trained(record, experiment.baseline)
    return Cost(
        pool=mean_size(record.composition(arm, done)) / experiment.sample_size,
        trained=_trained(record, arm) / base,
        stored=_stored(experiment, settings, done),
        real=settings.fresh_before(done + 1, experiment.sample_size, experiment.generations),
        trusted=_trusted(record, settings),
        candidates=_candidates(gates_of(record, arm)),
        shortfall=max(_lacking(record, settings, g) for g in range(1, done + 1)),
    )


def real_seen(experiment: Experiment, arm: Arm, done: int) -> int:
    """How many different real records an arm's pools were given by a generation."""
    size, generations = experiment.sample_size, experiment.generations
    fresh = arm.fresh_before(done + 1, size, generations)
    return size + fresh + _trusted_trained(experiment, arm, done)


def gates_of(record: RunRecord, arm: str) -> list[Gate]:
    """What the arm's verifier did, one entry a generation in which it had one."""
    found = (record.gate(arm, generation) for generation in range(1, record.done() + 1))
    return [gate for gate in found if gate is not None]


def mean_size(composition: dict[int, IntArray]) -> float:
    """How many records a pool holds, on average over replicates."""
    return float(np.mean(sum(composition.values())))


def total(figures: Iterable[IntArray]) -> int:
    """All of them over all replicates."""
    return sum(int(figure.sum()) for figure in figures)


def _trained(record: RunRecord, arm: str) -> float:
    return sum(mean_size(record.composition(arm, g)) for g in range(1, record.done() + 1))


def _stored(experiment: Experiment, arm: Arm, done: int) -> int:
    """How many of generation 0's real records the newest fit can see."""
    regime, size = arm.at(done), experiment.sample_size
    if regime.real is not None and regime.real.takes == "sample":
        return regime.real_count(size, done, experiment.generations)
    dropped = isinstance(regime, Switch) and regime.keep == "newest"
    return size if regime.archives_real and not dropped else 0


def _trusted_trained(experiment: Experiment, arm: Arm, done: int) -> int:
    """The trusted records among an arm's pools; the same ones every generation."""
    size, generations = experiment.sample_size, experiment.generations
    counts = (
        regime.real_count(size, generation, generations)
        for generation in range(1, done + 1)
        for regime in [arm.at(generation)]
        if regime.real is not None and regime.real.takes == "trusted"
    )
    return max(counts, default=0)


def _trusted(record: RunRecord, arm: Arm) -> int:
    """The trusted records that an arm spends, by looking at them or by training on them."""
    looked_at = max((gate.trusted for gate in gates_of(record, arm.name)), default=0)
    return max(looked_at, _trusted_trained(record.experiment, arm, record.done()))


def _candidates(gates: list[Gate]) -> float:
    admitted = total(gate.admitted for gate in gates)
    return total(gate.candidates for gate in gates) / admitted if admitted else float("nan")


def _lacking(record: RunRecord, arm: Arm, generation: int) -> int:
    """How many records the replicate that lacks most went without, by a gate or a filter.

    A pool of a fixed size shows it; from one that grows, only gate and filter know.
    """
    gate = record.gate(arm.name, generation)
    held = np.asarray(sum(record.composition(arm.name, generation).values()))
    lacking = record.experiment.sample_size - held
    if arm.at(generation).keeps_everything:
        lacking = np.asarray(sum(record.flagged(arm.name, generation).values()))
    refused = 0 if gate is None else int(gate.shortfall.max())
    return max(int(lacking.max()), refused, 0)
