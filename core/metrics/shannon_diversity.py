"""Shannon diversity: the effective number of types."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted
from core.records import Counts, FloatArray, Steps


class ShannonDiversity(CountMetric):
    """exp(Shannon entropy) of the emission's frequencies."""

    title: ClassVar[str] = "Shannon diversity"
    summary: ClassVar[str] = "How many equally common types would be as diverse as this emission."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "effective types"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "The exponential of the Shannon entropy of all n emitted records' frequencies f: "
        "exp(-sum f ln f), without correction."
    )
    high: ClassVar[str] = "Many types are emitted in similar shares."
    low: ClassVar[str] = "Few types make up nearly everything; at 1 there is only one."
    reference: ClassVar[str] = "Hill 1973, order 1"
    scale: ClassVar[bool] = True
    kind: Literal["shannon-diversity"] = "shannon-diversity"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    return effective_types(counted(outcome))


def effective_types(counts: Counts) -> FloatArray:
    """[replicates]: exp(Shannon entropy) of the frequencies."""
    shares = counts.frequencies()
    found: FloatArray = np.exp(-np.sum(shares * np.log(np.where(shares > 0, shares, 1.0)), axis=1))
    return found
