"""How long a run would take, from a short trial of its parts."""

import time
from dataclasses import dataclass
from typing import TypeVar

from core import registry
from core.experiment import Experiment
from core.learners.base import Learner, Model
from core.loop import NULL_SAMPLES, REFERENCE_RECORDS
from core.metrics.base import Outcome, Yardstick
from core.pool import Block, TrainingPool
from core.records import Steps
from core.seeding import Streams
from core.sources.base import Part, Population

FEW = 2
"""Replicates of the first trial; all of them where that is quick, since many cost less each."""
QUICK = 1.0
"""Seconds that a trial with all replicates may take."""
TRIAL_STEPS = 10
"""Of a learner that trains in steps, how many the trial takes; the rest is in proportion."""
GROWS = frozenset({"gaussian-mixture"})
"""Learners whose fit takes time in proportion to the pool, which accumulation makes larger."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Trial:
    """Seconds that each part took once, for so many replicates."""

    replicates: int
    preparing: float
    fitting: float
    emitting: float
    measuring: float

    def once(self) -> float:
        return self.preparing + self.fitting + self.emitting + self.measuring


def measured_seconds(experiment: Experiment) -> float:
    """Seconds that a run would take on this machine: one fit, one emission and each metric, timed.

    What was timed for few replicates or steps is taken in proportion, so it is a rough figure.
    """
    trial = _tried(experiment, min(FEW, experiment.replicates))
    if trial.once() * experiment.replicates / trial.replicates < QUICK:
        trial = _tried(experiment, experiment.replicates)
    each = experiment.replicates / trial.replicates
    generations = 1 + len(experiment.arms) * experiment.generations
    null = max(NULL_SAMPLES / experiment.replicates, 1) * trial.measuring
    repeated = (trial.emitting + trial.measuring) * generations
    return each * (trial.preparing + null + repeated + trial.fitting * _fits(experiment))


def _tried(experiment: Experiment, replicates: int) -> _Trial:
    streams, size = Streams(experiment.seed), experiment.sample_size
    population = experiment.source.open(streams)
    pool = TrainingPool((Block(0, population.draw(Part.TRAIN, size, replicates, streams)),))
    model, fitting = _fitted(experiment.learner, pool, streams)
    emission, emitting = _timed(model.emit(size, streams.at("sample")))
    yardstick = _yardstick(experiment, population, replicates, streams)
    outcome, preparing, measuring = Outcome(emission, model, pool), 0.0, 0.0
    for name in experiment.measured():
        meter, seconds = _timed(registry.plugins("metrics")[name](kind=name).prepare(yardstick))
        preparing += seconds
        measuring += _timed(meter(outcome))[1]
    return _Trial(replicates, preparing, fitting, emitting, measuring)


def _yardstick(
    experiment: Experiment, population: Population, replicates: int, streams: Streams
) -> Yardstick:
    size = population.size(Part.REFERENCE) or max(experiment.sample_size, REFERENCE_RECORDS)
    return Yardstick(
        population=population,
        draw_reference=lambda: population.draw(Part.REFERENCE, size, replicates, streams),
        draw_spare=lambda: population.resample(size, replicates, streams.rng("spare")),
        sample_size=experiment.sample_size,
        replicates=replicates,
        streams=streams.at("metrics"),
    )


def _fits(experiment: Experiment) -> float:
    """How many first fits the time of all fits amounts to."""
    grows, last = experiment.learner.kind in GROWS, experiment.generations
    growth = (last + 3) / 2 if grows else 1.0
    return 1 + sum(
        last * (growth if arm.retention.kind == "accumulate" else 1.0) for arm in experiment.arms
    )


def _fitted(learner: Learner, pool: TrainingPool, streams: Streams) -> tuple[Model, float]:
    """A model, and how long a fit takes; of one that trains in steps a few are timed."""
    steps = getattr(learner, "steps", 0)
    few = learner if steps <= TRIAL_STEPS else learner.model_copy(update={"steps": TRIAL_STEPS})
    one = learner.model_copy(update={"steps": 1}) if steps > TRIAL_STEPS else learner
    _timed(one.fit(pool, streams))  # the first fit imports what it needs
    model, fitting = _timed(few.fit(pool, streams))
    if few is learner:
        return model, fitting
    _, start = _timed(one.fit(pool, streams))
    return model, start + max(fitting - start, 0.0) * (steps - 1) / (TRIAL_STEPS - 1)


def _timed(work: Steps[Result]) -> tuple[Result, float]:
    """The result of slow work, and how many seconds it took."""
    started = time.perf_counter()
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value, time.perf_counter() - started
