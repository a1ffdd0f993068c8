"""Vanishing names, headless: CPU seconds after imports, and beside a bare NumPy loop."""

import time

import numpy as np

from core.experiment import Experiment
from core.loop import run
from core.presets import preset
from core.record import RunRecord
from core.seeding import Streams
from core.sources.base import Part


def whole_run(experiment: Experiment) -> RunRecord:
    record = RunRecord(experiment)
    for event in run(experiment):
        record.apply(event)
    return record


def bare_resampling(experiment: Experiment) -> None:
    """What the Replace arm does at the least: one dense multinomial a replicate and generation."""
    streams = Streams(experiment.seed)
    population = experiment.source.open(streams)
    size, replicates = experiment.sample_size, experiment.replicates
    drawn = population.draw(Part.TRAIN, size, replicates, streams)
    counts = drawn.counts  # type: ignore[union-attr]
    rng = np.random.default_rng(0)
    for _ in range(experiment.generations + 1):
        counts = rng.multinomial(size, counts / counts.sum(axis=1, keepdims=True))


def test_vanishing_names_cpu_seconds() -> None:
    experiment = preset("vanishing-names")
    whole_run(experiment.model_copy(update={"generations": 1}))  # imports, tables
    started = time.process_time()
    bare_resampling(experiment)
    bare = time.process_time() - started
    started = time.process_time()
    record = whole_run(experiment)
    spent = time.process_time() - started
    arms = len(record.arms)
    print(f"\nVanishing names: {spent:.2f} CPU s (at most 5), {spent / (arms * bare):.2f} x "
          f"{arms} bare resampling loops")  # fmt: skip
    assert record.done() == experiment.generations
    assert spent <= 5
