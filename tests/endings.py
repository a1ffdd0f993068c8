"""Values of arms that end as a test wants them to, for `tests.records.make_record`."""

import numpy as np

from core.records import FloatArray
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE

FOUR = (REPLACE, ACCUMULATE, SUBSAMPLE, RESERVOIR)
BAND = {"total-variation": (0.1, 0.2, 0.25)}
LEAST_SQUARES = {"source": {"kind": "regression"}, "learner": {"kind": "least-squares"}}


def ending(
    *ratios: float, replicates: int = 20, noise: float = 0.01, start: float = 1000.0, seed: int = 0
) -> FloatArray:
    """[arms, replicates, 2]: a shared generation 0 and arms that end at these ratios of it."""
    rng = np.random.default_rng(seed)
    first = start * rng.lognormal(0, 0.05, replicates)
    last = [first * ratio * rng.lognormal(0, noise, replicates) for ratio in ratios]
    return np.stack([np.stack([first, one], axis=1) for one in last])


def distances(
    *rises: float, replicates: int = 20, noise: float = 0.004, start: float = 0.2, seed: int = 0
) -> dict[str, FloatArray]:
    """Of a distance, [arms, replicates, 2]: distances that rise by so much."""
    rng = np.random.default_rng(seed)
    first = start + rng.normal(0, 0.01, replicates)
    last = [first + rise + rng.normal(0, noise, replicates) for rise in rises]
    return {"total-variation": np.stack([np.stack([first, one], axis=1) for one in last])}
