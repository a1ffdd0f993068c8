"""Vendi score: the effective number of different records."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    FEATURE_SPACE,
    KERNEL_RECORDS,
    ContinuousMetric,
    kernel,
    kernel_scales,
    one_by_one,
)
from core.records import FloatArray, Steps, Tick


class VendiScore(ContinuousMetric):
    """exp of the entropy of a similarity matrix's eigenvalues."""

    title: ClassVar[str] = "Vendi score"
    summary: ClassVar[str] = "How many wholly different records would be as diverse as these."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "effective records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; the first {KERNEL_RECORDS} records (fewer if fewer are emitted), kernel "
        "exp(-d^2/h^2), h the median distance within the reference, fixed for the run."
    )
    brief: ClassVar[str] = (
        f"Of the first {KERNEL_RECORDS} records, kernel exp(-d^2/h^2), h the median distance "
        "within the reference, fixed for the run."
    )
    high: ClassVar[str] = "Records are unlike one another; the most there can be is their number."
    low: ClassVar[str] = "Records resemble each other; at 1 they are all the same."
    reference: ClassVar[str] = "Friedman and Dieng 2023"
    # An effective number is positive and read in ratios, as a variance is.
    scale: ClassVar[bool] = True
    headline: ClassVar[bool] = True
    looks_at: ClassVar[int | None] = KERNEL_RECORDS
    kind: Literal["vendi-score"] = "vendi-score"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each replicate's bandwidth on its reference."""
        scales = yield from yardstick.once(kernel_scales)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(scales))
            for place, records in enumerate(one_by_one(outcome.emission, KERNEL_RECORDS)):
                found[place] = vendi_score(records, scales[place].bandwidth)
                yield Tick(place + 1, len(scales))
            return found

        return measure


def vendi_score(records: FloatArray, bandwidth: float) -> float:
    """The Vendi score of [n, d] with a Gaussian kernel; from 1 to n (Friedman and Dieng 2023)."""
    values = np.linalg.eigvalsh(kernel(records, records, bandwidth) / len(records))
    present = values[values > 0]
    return float(np.exp(-np.sum(present * np.log(present))))
