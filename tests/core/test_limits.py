"""The estimate of a run's memory is above what the run takes, and files are read with less."""

import tracemalloc
from typing import Any

import numpy as np
import psutil
import pytest

from core.errors import BadInput
from core.experiment import Experiment
from core.limits import check_memory, check_record_memory, memory_needed
from core.loop import run
from core.metrics.continuous import features, one_by_one
from core.seeding import Streams
from core.sources.base import Part
from tests.small import ACCUMULATE, REPLACE, SUBSAMPLE, experiment

STREAMS = Streams(3)
FASHION = {"kind": "fashion-mnist"}
PLANE = {"kind": "gaussian", "dimensions": 2}
EXACT = {"kind": "discriminator", "ratio": "exact", "cap": 8}
RARELY = {"kind": "noisy", "right": 0.01, "wrong": 0, "candidate_cap": 40}
LATE = {"generation": 5, "keep": "archive", "retention": SUBSAMPLE["retention"]}
SETTINGS: dict[str, dict[str, Any]] = {
    "accumulate": {"source": PLANE, "arms": [ACCUMULATE]},
    "subsample": {"arms": [SUBSAMPLE]},
    "kernel density": {
        "source": PLANE,
        "arms": [ACCUMULATE],
        "learner": {"kind": "kernel-density"},
        "generations": 8,
    },
    "kernel density, every candidate scored": {
        "source": PLANE,
        "arms": [ACCUMULATE | {"verifier": EXACT}],
        "learner": {"kind": "kernel-density"},
        "sample_size": 200,
        "replicates": 20,
        "generations": 12,
    },
    "mixture": {
        "source": PLANE,
        "arms": [ACCUMULATE],
        "learner": {"kind": "gaussian-mixture", "components": 2, "iterations": 2},
    },
    "mixture of one replicate": {
        "source": PLANE,
        "arms": [REPLACE],
        "learner": {"kind": "gaussian-mixture", "components": 32, "iterations": 1},
        "sample_size": 50_000,
        "replicates": 1,
        "generations": 1,
    },
    "candidates up to the cap": {
        "source": PLANE,
        "arms": [REPLACE | {"verifier": RARELY}],
    },
    "a classifier's features": {
        "source": {"kind": "gaussian", "dimensions": 8},
        "arms": [REPLACE | {"verifier": {"kind": "discriminator", "candidate_cap": 1}}],
    },
    "categories": {
        "records": "us-first-names",
        "arms": [ACCUMULATE, SUBSAMPLE],
        "metrics": ["types-alive"],
    },
    "text": {
        "records": "state-of-the-union",
        "arms": [ACCUMULATE, SUBSAMPLE],
        "metrics": ["words-alive"],
        "sample_size": 300,
        "replicates": 20,
    },
    "lines": {
        "records": "spelled-lines",
        "arms": [ACCUMULATE, SUBSAMPLE],
        "metrics": ["real-words-alive", "rare-line-loss"],
        "sample_size": 300,
        "replicates": 20,
    },
    "text of one order and few generations": {
        "records": "state-of-the-union",
        "arms": [REPLACE],
        "learner": {"kind": "n-gram", "order": 1},
        "metrics": ["word-loss"],
        "generations": 1,
    },
    "an archive for later": {
        "source": PLANE,
        "arms": [REPLACE | {"switch": LATE}],
        "generations": 5,
    },
}  # fmt: skip


def settled(given: dict[str, Any]) -> dict[str, Any]:
    sizes = {"sample_size": 1000, "replicates": 60, "generations": 4}
    return sizes | {"metrics": ["fitted-variance"]} | given


@pytest.mark.parametrize("name", SETTINGS)
def test_no_run_takes_more_memory_than_was_estimated(name: str) -> None:
    of = experiment(**settled(SETTINGS[name]))
    list(run(of.model_copy(update={"replicates": 1})))  # what is loaded once
    tracemalloc.start()
    for _ in run(of):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < memory_needed(of)


def test_a_run_too_large_for_this_machine_can_still_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = experiment(arms=[ACCUMULATE], sample_size=1_000_000, replicates=1000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("", (), {"available": 2**30}))
    with pytest.raises(BadInput, match=r"about \d+\.\d GB of memory needed, 1\.0 GB free"):
        check_memory(of)
    check_record_memory(of)
    with pytest.raises(BadInput, match="lower one of replicates, generations"):
        check_record_memory(of.model_copy(update={"replicates": 20_000, "generations": 20_000}))


def of(replicates: int, **changes: object) -> Experiment:
    learner = {"kind": "flow-matching"}
    given = {"source": FASHION, "learner": learner, "sample_size": 10} | changes
    return experiment(replicates=replicates, **given)


def test_what_metrics_compare_with_counts_even_when_few_records_are_emitted() -> None:
    pictures = 2 * 2000 * 28 * 28  # a reference and another sample, of 8-bit pixels
    whole, tailed = of(1000), of(1000, source=FASHION | {"class_tail": 100})
    assert memory_needed(whole) > 1000 * pictures
    assert memory_needed(tailed) < memory_needed(whole) - 500 * pictures


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
