"""What metrics cost beside the fits of the neural presets, and how soon they give a tick."""

import time
from typing import NamedTuple, TypeVar

import pytest

from core import registry
from core.environment import use_one_blas_thread
from core.experiment import Experiment, parse
from core.metrics.base import Metric, Outcome, Yardstick
from core.pool import Block, TrainingPool
from core.presets import preset
from core.records import Batch, Steps
from core.seeding import Streams
from core.sources.base import Part, Population
from tests.small import REPLACE

Result = TypeVar("Result")

SHARE = 0.1
"""Of a generation's CPU seconds, at most, for all its metrics together."""
GAP = 0.1
"""Seconds between two ticks, at most."""
NEURAL = ("fading-digits", "the-rare-class")
LARGE = {
    "fashion-mnist": {"kind": "fashion-mnist"},
    "fashion-mnist of 14 x 14": {"kind": "fashion-mnist", "size": 14, "class_tail": 4},
    "spiral": {"kind": "spiral"},
    "gaussian of 20 dimensions": {"kind": "gaussian", "dimensions": 20},
    "gaussian": {"kind": "gaussian"},
}


class Spent(NamedTuple):
    """CPU seconds of slow work, and the longest stretch of it without a tick."""

    seconds: float = 0.0
    longest: float = 0.0


def watched(work: Steps[Result]) -> tuple[Result, Spent]:
    passed = []
    while True:
        started = time.process_time()
        try:
            next(work)
        except StopIteration as end:
            passed.append(time.process_time() - started)
            return end.value, Spent(sum(passed), max(passed))
        passed.append(time.process_time() - started)


def drawn(experiment: Experiment) -> tuple[Population, Batch, Yardstick]:
    """The real records of generation 0, and what the loop compares emissions with."""
    streams, replicates = Streams(experiment.seed), experiment.replicates
    population = experiment.source.open(streams)
    real = population.draw(Part.TRAIN, experiment.sample_size, replicates, streams)
    size = population.size(Part.REFERENCE) or experiment.sample_size
    reference = population.draw(Part.REFERENCE, size, replicates, streams)
    spare = population.resample(size, replicates, streams.rng("spare"))
    size = experiment.sample_size
    return (
        population,
        real,
        Yardstick(
            population, lambda: reference, lambda: spare, size, replicates, streams.at("metrics")
        ),
    )


def measured(
    metrics: list[Metric], yardstick: Yardstick, outcome: Outcome
) -> dict[str, tuple[Spent, Spent]]:
    """Preparing and measuring of each; what they share is on the first that asks for it."""
    prepared = {metric.kind: watched(metric.prepare(yardstick)) for metric in metrics}
    return {
        name: (preparing, watched(meter(outcome))[1])
        for name, (meter, preparing) in prepared.items()
    }


def warm_up(experiment: Experiment) -> None:
    """Measure a few records, so that libraries are loaded."""
    few = experiment.model_copy(update={"sample_size": 50})
    _, real, yardstick = drawn(few)
    outcome = Outcome(real, None, TrainingPool((Block(0, real),)))
    measured([of for of in plugins(few) if not of.in_the_fit], yardstick, outcome)


def plugins(experiment: Experiment) -> list[Metric]:
    return [registry.plugins("metrics")[name]() for name in experiment.measured()]


def say(found: dict[str, tuple[Spent, Spent]]) -> None:
    for name, (preparing, measuring) in found.items():
        longest = max(preparing.longest, measuring.longest)
        print(
            f"  {name}: {measuring.seconds:.3f} CPU s a generation, prepared in "
            f"{preparing.seconds:.3f}, at most {1000 * longest:.0f} ms without a tick"
        )


@pytest.mark.parametrize("name", NEURAL)
def test_metrics_cost_a_tenth_of_a_generation(name: str) -> None:
    experiment = preset(name)
    use_one_blas_thread()
    _, real, yardstick = drawn(experiment)
    pool = TrainingPool((Block(0, real),))
    streams = Streams(experiment.seed)
    watched(experiment.learner.fit(pool, streams.at("warm-up")))  # torch loads
    model, fit = watched(experiment.learner.fit(pool, streams.at("train")))
    emission, emitting = watched(model.emit(experiment.sample_size, streams.at("sample")))
    found = measured(plugins(experiment), yardstick, Outcome(emission, model, pool))
    metrics = sum(measuring.seconds for _, measuring in found.values())
    share = metrics / (fit.seconds + emitting.seconds + metrics)
    print(f"\n{name}: metrics take {share:.1%} of a generation (at most {SHARE:.0%})")
    say(found)
    assert share <= SHARE


@pytest.mark.parametrize("name", LARGE)
def test_metrics_give_a_tick_in_time(name: str) -> None:
    experiment = parse(
        {
            "name": "bench", "seed": 1, "sample_size": 2000, "replicates": 6,
            "source": LARGE[name], "arms": [REPLACE],
            "learner": {"kind": "flow-matching"},
        }
    )  # fmt: skip
    use_one_blas_thread()
    warm_up(experiment)
    population, real, yardstick = drawn(experiment)
    emission = population.resample(2000, 6, yardstick.streams.rng("emission"))
    outcome = Outcome(emission, None, TrainingPool((Block(0, real),)))
    found = measured([of for of in plugins(experiment) if not of.in_the_fit], yardstick, outcome)
    print(f"\n{name}, 2,000 records in 6 replicates:")
    say(found)
    assert max(spent.longest for pair in found.values() for spent in pair) <= GAP
