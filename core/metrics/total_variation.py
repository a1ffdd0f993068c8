"""Total variation between emitted frequencies and the exact law."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted, law
from core.records import Counts, FloatArray, Steps


class TotalVariation(CountMetric):
    """Half the summed absolute difference of frequencies, over all types of the truth."""

    title: ClassVar[str] = "Total variation"
    summary: ClassVar[str] = (
        "The share of records that would have to change type to match the truth."
    )
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "share of records"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Half the sum of |f - p| over all types, f the frequencies of all n emitted records, p the "
        "truth's. Real samples are above 0 too: their range is the null band."
    )
    brief: ClassVar[str] = (
        "Half the sum of |f - p| over all types, f the frequencies of all n emitted records, p the "
        "truth's."
    )
    high: ClassVar[str] = (
        "A large share of records is of the wrong type; at 1 none is of a type that the truth has."
    )
    low: ClassVar[str] = (
        "Types are emitted in nearly their real shares; real samples are above 0 too."
    )
    reference: ClassVar[str] = "Levin and Peres 2017, chapter 4"
    headline: ClassVar[bool] = True
    kind: Literal["total-variation"] = "total-variation"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the exact probabilities."""
        yield from ()
        truth = law(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return total_variation(counted(outcome), truth)

        return measure


def total_variation(counts: Counts, truth: FloatArray) -> FloatArray:
    """[replicates]: half the summed difference of the frequencies from those of all types."""
    present = truth[counts.types]
    gap = np.abs(counts.frequencies() - present).sum(axis=1)
    # Types without a column are missing in every replicate: their whole mass differs.
    found: FloatArray = 0.5 * (gap + (1.0 - present.sum()))
    return found
