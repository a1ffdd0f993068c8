"""Jensen-Shannon divergence between emitted frequencies and the exact law."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted, law
from core.records import Counts, FloatArray, Steps


class JensenShannon(CountMetric):
    """Mean divergence of both distributions from their average, in bits."""

    title: ClassVar[str] = "Jensen-Shannon divergence"
    summary: ClassVar[str] = "How well one record tells the emission from the truth, 0 to 1 bit."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "bits"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Frequencies of all n emitted records against the exact probabilities, with logarithms to "
        "base 2. Real samples are above 0 too: their range is the null band."
    )
    brief: ClassVar[str] = (
        "Frequencies of all n emitted records against the exact probabilities, with logarithms to "
        "base 2."
    )
    high: ClassVar[str] = (
        "Types are emitted in other proportions than they really have; at 1 bit no type is shared."
    )
    low: ClassVar[str] = (
        "Proportions are close to the real ones; real samples of this size are above 0 too."
    )
    reference: ClassVar[str] = "Lin 1991"
    kind: Literal["jensen-shannon"] = "jensen-shannon"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the exact probabilities."""
        yield from ()
        truth = law(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return divergence(counted(outcome), truth)

        return measure


def divergence(counts: Counts, truth: FloatArray) -> FloatArray:
    """[replicates]: the frequencies' Jensen-Shannon divergence from those of all types, in bits."""
    shares, present = counts.frequencies(), truth[counts.types]
    # A type that neither side has gives nothing.
    middle = np.where(shares + present > 0, 0.5 * (shares + present), 1.0)
    emitted = shares * np.log2(np.where(shares > 0, shares / middle, 1.0))
    # A type that is not emitted gives p log2(p / (p / 2)) = p.
    real = present * np.log2(np.where(present > 0, present / middle, 1.0))
    found: FloatArray = 0.5 * (emitted + real).sum(axis=1) + 0.5 * (1.0 - present.sum())
    return found
