"""Fading digits: wall time, time to the first point, and the cost of all that is not training."""

import time
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

from core.events import GenerationFinished, RecordsMade
from core.experiment import Experiment
from core.loop import run
from core.pool import Block, TrainingPool
from core.presets import preset
from core.record import RunRecord
from core.records import Batch, Tick
from core.seeding import Streams
from core.session import Session

Result = TypeVar("Result")


def done(work: Generator[Tick, None, Result]) -> Result:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def real_records(experiment: Experiment) -> Batch:
    made = next(event for event in run(experiment) if isinstance(event, RecordsMade))
    assert made.real is not None
    return made.real


def test_fading_digits_wall_time(tmp_path: Path) -> None:
    experiment = preset("fading-digits")
    record = RunRecord(experiment)
    started = time.perf_counter()
    session = Session.create(experiment, tmp_path / "run.clab")
    first = 0.0
    for event in session.events():
        record.apply(event)
        if isinstance(event, GenerationFinished) and not first:
            first = time.perf_counter() - started
    spent = time.perf_counter() - started
    print(
        f"\nFading digits: {spent:.0f} s (at most 120), first point at {first:.1f} s (at most 10)"
    )
    assert record.done() == experiment.generations
    assert spent <= 120
    assert first <= 10


def test_the_loop_costs_little_beside_fit_and_sample(tmp_path: Path) -> None:
    """The baseline arm at all generations, in CPU seconds: session and bare learner in turn."""
    of = preset("fading-digits")
    arm = of.arm(of.baseline)
    experiment = of.model_copy(update={"arms": (arm,), "compare": ""})
    pool = TrainingPool((Block(0, real_records(experiment)),))
    ratios = []
    for turn in range(2):
        started = time.process_time()
        for generation in range(experiment.generations + 1):
            streams = Streams(experiment.seed, generation)
            model = done(experiment.learner.fit(pool, streams.at("train")))
            done(model.emit(experiment.sample_size, streams.at("sample")))
        bare = time.process_time() - started
        started = time.process_time()
        for _ in Session.create(experiment, tmp_path / f"{turn}.clab").events():
            pass
        ratios.append((time.process_time() - started) / bare)
    print(f"\nloop, metrics, run file: {sum(ratios) / 2:.2f} x bare fit and sample (at most 1.3)")
    assert sum(ratios) / 2 <= 1.3
