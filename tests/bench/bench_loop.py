"""`loop.run` alone against plain vectorised NumPy for the same work, in CPU seconds."""

import gc
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.environment import use_one_blas_thread
from core.experiment import Experiment, parse
from core.loop import run
from tests.bench import plain

REPLACE, ACCUMULATE, SUBSAMPLE = (
    {"name": name, "retention": {"kind": name}}
    for name in ("replace", "accumulate", "accumulate-subsample")
)
GAUSSIAN = {"source": {"kind": "gaussian"}, "learner": {"kind": "gaussian"}}
PLANE = {"kind": "gaussian", "dimensions": 2}
TOKENS = {"learner": {"kind": "categorical"}, "metrics": ["types-alive"]}
SQUARE = {"sample_size": 100, "generations": 100, "replicates": 100}

Work = tuple[str, dict[str, Any], Callable[[], object], float]
"""A name, the settings, the same work in NumPy, and at most how many CPU seconds."""

WORKS: tuple[Work, ...] = (
    (
        "Gaussian, replace",
        {**GAUSSIAN, **SQUARE, "metrics": ["fitted-variance"], "arms": [REPLACE]},
        lambda: plain.gaussian_replace(100, 100, 100),
        0.1,
    ),
    (
        "Gaussian, accumulate",
        {**GAUSSIAN, **SQUARE, "metrics": ["fitted-variance"], "arms": [ACCUMULATE]},
        lambda: plain.gaussian_accumulate(100, 100, 100),
        0.1,
    ),
    (
        "Gaussian, accumulate-subsample",
        {**GAUSSIAN, **SQUARE, "metrics": ["fitted-variance"], "arms": [SUBSAMPLE]},
        lambda: plain.gaussian_subsample(100, 100, 100),
        0.5,
    ),
    (
        "kernel density in the plane, accumulate, 500 points scored",
        {
            "source": PLANE, "learner": {"kind": "kernel-density", "bandwidth": 0.5},
            "sample_size": 100, "generations": 100, "replicates": 5,
            "metrics": ["held-out-loss"], "arms": [ACCUMULATE],
        },
        lambda: plain.kernel_density(5, 100, 100, 500, 0.5),
        0.6,
    ),
    (
        "Zipf tokens, m = n = 1,000",
        {
            **TOKENS, "source": {"kind": "zipf", "types": 1000}, "sample_size": 1000,
            "generations": 10, "replicates": 200, "arms": [REPLACE],
        },
        lambda: plain.tokens(200, 10, 1000, 1000),
        0.2,
    ),
    (
        "two categories as counts",
        {
            **TOKENS, "source": {"kind": "zipf", "types": 2}, "sample_size": 10_000,
            "generations": 50, "replicates": 5000, "metrics": ["gini-simpson"], "arms": [REPLACE],
        },
        lambda: plain.tokens(5000, 50, 10_000, 2),
        0.2,
    ),
    (
        "Gaussian mixture by EM",
        {
            "source": PLANE, "sample_size": 1000, "generations": 20, "replicates": 100,
            "learner": {"kind": "gaussian-mixture", "components": 2, "iterations": 20},
            "metrics": ["fitted-variance"], "arms": [REPLACE],
        },
        lambda: plain.mixture(100, 20, 1000, 20),
        3.0,
    ),
    (
        "least squares, accumulate, same inputs",
        {
            "source": {"kind": "regression", "dimensions": 10},
            "learner": {"kind": "least-squares", "inputs": "same"},
            "sample_size": 100, "generations": 100, "replicates": 10,
            "metrics": ["excess-risk"], "arms": [ACCUMULATE],
        },
        lambda: plain.least_squares(10, 100, 100, 10),
        0.1,
    ),
)  # fmt: skip

AGAINST_PLAIN = {"Gaussian, replace": 3.0, "Gaussian, accumulate": 3.0}
"""At most how many times the plain NumPy's seconds, where that is promised."""


def experiment(settings: dict[str, Any], **changes: Any) -> Experiment:
    return parse({"name": "bench", "seed": 1, **settings, **changes})


def cpu_seconds(work: Callable[[], object], times: int = 5) -> float:
    """The least of several, since a busy machine only ever adds."""
    work()
    spent = []
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.parametrize("work", WORKS, ids=[work[0] for work in WORKS])
def test_cpu_seconds(work: Work) -> None:
    name, settings, reference, limit = work
    use_one_blas_thread()
    asked = experiment(settings)
    spent = cpu_seconds(lambda: [None for _ in run(asked)])
    bare = cpu_seconds(reference)
    print(f"\n{name}: {spent:.3f} CPU s (at most {limit}), {spent / bare:.2f} x plain NumPy")
    assert spent <= limit
    assert spent <= AGAINST_PLAIN.get(name, np.inf) * bare


LEARNERS: dict[str, dict[str, Any]] = {
    "gaussian": {**GAUSSIAN, "metrics": ["fitted-variance"]},
    "categorical": {**TOKENS, "source": {"kind": "zipf", "types": 300}},
    "poisson": {
        "source": {"kind": "poisson"}, "learner": {"kind": "poisson"}, "metrics": ["survival"],
    },
    "least-squares": {
        "source": {"kind": "regression"}, "learner": {"kind": "least-squares"},
        "metrics": ["excess-risk"],
    },
    "kernel-density": {
        "source": PLANE, "learner": {"kind": "kernel-density"}, "metrics": ["fitted-variance"],
    },
    "gaussian-mixture": {
        "source": PLANE, "metrics": ["fitted-variance"],
        "learner": {"kind": "gaussian-mixture", "components": 2, "iterations": 5},
    },
}  # fmt: skip
GROWING = {("kernel-density", "accumulate"), ("gaussian-mixture", "accumulate")}
"""No running statistics: ARCHITECTURE.md says so."""


@pytest.mark.parametrize("arm", [REPLACE, ACCUMULATE, SUBSAMPLE], ids=lambda arm: str(arm["name"]))
@pytest.mark.parametrize("name", LEARNERS)
def test_cost_grows_in_step_with_generations(name: str, arm: dict[str, Any]) -> None:
    """Twice the generations at most three times the seconds; by the square it would be four."""
    sizes = {"sample_size": 200, "replicates": 20, "arms": [arm]}
    short, long = (
        cpu_seconds(lambda asked=asked: [None for _ in run(asked)], times=2)
        for asked in (experiment(LEARNERS[name] | sizes, generations=g) for g in (60, 120))
    )
    print(f"\n{name}, {arm['name']}: {long / short:.2f} x for twice the generations")
    if (name, arm["name"]) not in GROWING:
        assert long <= 3 * short
