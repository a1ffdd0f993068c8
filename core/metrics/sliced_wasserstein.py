"""Sliced 1-Wasserstein distance, for records of more than one dimension."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import FEATURE_SPACE, ContinuousMetric, features, one_by_one
from core.metrics.wasserstein import wasserstein
from core.records import FloatArray, Steps, Tick
from core.sources.base import Source

DIRECTIONS = 64


class SlicedWasserstein(ContinuousMetric):
    """The mean 1-Wasserstein distance over fixed random directions."""

    title: ClassVar[str] = "Sliced Wasserstein distance"
    summary: ClassVar[str] = (
        "How far emitted records must move to match real ones, seen from all sides."
    )
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "units of a feature"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; the mean exact 1-Wasserstein distance between all emitted and all "
        f"reference records over {DIRECTIONS} random directions, fixed for the run."
    )
    brief: ClassVar[str] = (
        f"Mean exact 1-Wasserstein distance between all emitted and all reference records over "
        f"{DIRECTIONS} random directions, fixed for the run."
    )
    high: ClassVar[str] = (
        "Emitted records would have to move far to match the real ones: the emission is "
        "displaced, narrowed or deformed."
    )
    low: ClassVar[str] = (
        "Emitted records lie where real ones do, seen from many sides; real samples are above "
        "0 too."
    )
    reference: ClassVar[str] = "Bonneel et al. 2015"
    headline: ClassVar[bool] = True
    kind: Literal["sliced-wasserstein"] = "sliced-wasserstein"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """More than one dimension; in one the exact distance is offered."""
        return super().fits(source) and source.record_shape() != (1,)

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Draw the directions and project the reference."""
        yield from ()
        reference = features(yardstick.reference)
        rng = yardstick.streams.rng("sliced-wasserstein")
        directions = rng.standard_normal((DIRECTIONS, reference.shape[-1]))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(reference))
            for place, records in enumerate(one_by_one(outcome.emission)):
                seen, real = directions @ records.T, directions @ reference[place].T
                found[place] = wasserstein(seen, real).mean()
                yield Tick(place + 1, len(reference))
            return found

        return measure
