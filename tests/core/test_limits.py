"""The memory that a run needs, estimated before it starts."""

import tracemalloc

import numpy as np

from core.experiment import Experiment
from core.limits import memory_needed
from core.metrics.continuous import features, one_by_one
from core.seeding import Streams
from core.sources.base import Part
from tests.small import experiment

STREAMS = Streams(3)
FASHION = {"kind": "fashion-mnist"}


def of(replicates: int, **changes: object) -> Experiment:
    learner = {"kind": "flow-matching"}
    given = {"source": FASHION, "learner": learner, "sample_size": 10} | changes
    return experiment(replicates=replicates, **given)


def test_what_metrics_compare_with_counts_even_when_few_records_are_emitted() -> None:
    pictures = 2 * 2000 * 28 * 28  # a reference and another sample, of 8-bit pixels
    assert memory_needed(of(1000)) > 1000 * pictures
    assert memory_needed(of(1000, source=FASHION | {"class_tail": 100})) < 1000 * pictures


def test_a_reference_that_replicates_share_is_held_once() -> None:
    population, replicates = of(200).source.open(STREAMS), 200
    reference = population.draw(Part.REFERENCE, 2000, replicates, STREAMS)
    tracemalloc.start()
    found = features(reference)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.shape == (replicates, 2000, 784)
    assert peak < 4 * found[0].nbytes
    first = next(one_by_one(reference))
    assert np.array_equal(found[-1], first)
    assert first.max() == 1


def test_replicates_one_by_one_are_those_of_all_at_once() -> None:
    batch = of(3).source.open(STREAMS).resample(20, 3, STREAMS.rng("x"))
    assert np.array_equal(np.stack(list(one_by_one(batch))), features(batch))
