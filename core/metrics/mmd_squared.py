"""Squared maximum mean discrepancy between emission and reference."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    FEATURE_SPACE,
    KERNEL_RECORDS,
    ContinuousMetric,
    features,
    kernel,
    kernel_scales,
    mean_similarity,
    one_by_one,
)
from core.records import FloatArray, Steps, Tick


class MmdSquared(ContinuousMetric):
    """The unbiased estimator; it may be negative, and is never clipped."""

    title: ClassVar[str] = "Squared MMD"
    summary: ClassVar[str] = "How far the emission is from real records; about 0 where they agree."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "squared kernel distance"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; U-statistic of the first {KERNEL_RECORDS} records against as many of "
        "the reference (fewer if there are fewer), kernel exp(-d^2/h^2), h the median distance "
        "within the reference, fixed for the run; may be negative. No value for one record alone."
    )
    brief: ClassVar[str] = (
        f"U-statistic of the first {KERNEL_RECORDS} records against as many of the reference, "
        "kernel exp(-d^2/h^2), h the median distance within the reference; may be negative."
    )
    high: ClassVar[str] = (
        "The emission differs from the real data in some way that the kernel sees, be it "
        "place, spread or shape."
    )
    low: ClassVar[str] = (
        "No difference is seen; about 0 is what real samples give, and a little below 0 is chance."
    )
    reference: ClassVar[str] = "Gretton et al. 2012"
    looks_at: ClassVar[int | None] = KERNEL_RECORDS
    kind: Literal["mmd-squared"] = "mmd-squared"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each replicate's bandwidth, and what the reference has in common with itself."""
        references = features(yardstick.reference, KERNEL_RECORDS)
        scales = yield from yardstick.once(kernel_scales)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(references))
            for place, records in enumerate(one_by_one(outcome.emission, KERNEL_RECORDS)):
                width, within = scales[place]
                between = kernel(records, references[place], width).mean()
                found[place] = mean_similarity(records, width) + within - 2.0 * between
                yield Tick(place + 1, len(references))
            return found

        return measure
