"""How long a run would take, from a short trial of its parts."""

import time
from typing import Any, TypeVar

from core import registry
from core.experiment import Experiment
from core.loop import NULL_SAMPLES, REFERENCE_RECORDS
from core.metrics.base import Outcome, Yardstick
from core.pool import Block, TrainingPool
from core.records import Steps
from core.seeding import Streams
from core.sources.base import Part

REPLICATES = 2
TRIAL_STEPS = 10
"""Of a learner that trains in steps, how many the trial takes; the rest is in proportion."""
GROWS = frozenset({"gaussian-mixture"})
"""Learners whose fit takes time in proportion to the pool, which accumulation makes larger."""

Result = TypeVar("Result")


def measured_seconds(experiment: Experiment) -> float:
    """Seconds that a run would take on this machine: one fit, one emission and each metric, timed.

    Timed for two replicates and taken in proportion, which is rather too long than too short.
    """
    streams = Streams(experiment.seed)
    population = experiment.source.open(streams)
    real = population.draw(Part.TRAIN, experiment.sample_size, REPLICATES, streams)
    pool = TrainingPool((Block(0, real),))
    learner, share = _shortened(experiment.learner)
    _timed(learner.fit(pool, streams))  # imports and compiles what it needs
    model, fitting = _timed(learner.fit(pool, streams))
    emission, emitting = _timed(model.emit(experiment.sample_size, streams.at("sample")))
    preparing, measuring = _metrics(experiment, population, Outcome(emission, model, pool), streams)
    each = experiment.replicates / REPLICATES
    generations = 1 + len(experiment.arms) * experiment.generations
    null = max(NULL_SAMPLES, experiment.replicates) / REPLICATES * measuring
    repeated = (emitting + measuring) * generations + fitting / share * _fits(experiment)
    return preparing * each + null + repeated * each


def _fits(experiment: Experiment) -> float:
    """How many first fits the time of all fits amounts to."""
    grows, last = experiment.learner.kind in GROWS, experiment.generations
    growth = (last + 3) / 2 if grows else 1.0
    return 1 + sum(
        last * (growth if arm.retention.kind == "accumulate" else 1.0) for arm in experiment.arms
    )


def _shortened(learner: Any) -> tuple[Any, float]:
    """The learner with fewer training steps, and the share of them that is left."""
    steps = getattr(learner, "steps", 0)
    if steps <= TRIAL_STEPS:
        return learner, 1.0
    return learner.model_copy(update={"steps": TRIAL_STEPS}), TRIAL_STEPS / steps


def _metrics(
    experiment: Experiment, population: Any, outcome: Outcome, streams: Streams
) -> tuple[float, float]:
    """Seconds to prepare all metrics and to measure once."""
    size = population.size(Part.REFERENCE) or max(experiment.sample_size, REFERENCE_RECORDS)
    yardstick = Yardstick(
        population=population,
        draw_reference=lambda: population.draw(Part.REFERENCE, size, REPLICATES, streams),
        draw_spare=lambda: population.resample(size, REPLICATES, streams.rng("spare")),
        sample_size=experiment.sample_size,
        replicates=REPLICATES,
        streams=streams.at("metrics"),
    )
    preparing = measuring = 0.0
    for name in experiment.measured():
        meter, seconds = _timed(registry.plugins("metrics")[name](kind=name).prepare(yardstick))
        preparing += seconds
        measuring += _timed(meter(outcome))[1]
    return preparing, measuring


def _timed(work: Steps[Result]) -> tuple[Result, float]:
    """The result of slow work, and how many seconds it took."""
    started = time.perf_counter()
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value, time.perf_counter() - started
