"""Mass of the common types in the fit, which drift leaves alone on average."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.bands import Band, in_band
from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, law
from core.metrics.fitted import fitted_parameters
from core.records import FloatArray, Steps


class CommonMass(CountMetric):
    """Fitted frequency of the types that hold the commoner half of the truth.

    Without a verifier its mean over replicates stays the truth's, whatever is kept or mixed in:
    each maximum-likelihood frequency is a martingale. Its spread is what grows.
    """

    title: ClassVar[str] = "Mass of common types"
    summary: ClassVar[str] = "How often the model emits types of the truth's commoner half."
    family: ClassVar[Family] = Family.CHECK
    unit: ClassVar[str] = "share of records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Summed fitted frequencies of the commonest types, which together hold half of the truth."
    )
    high: ClassVar[str] = (
        "Above one half the model prefers common types, as a gate that keeps the likely "
        "records makes it."
    )
    low: ClassVar[str] = (
        "Below one half it prefers rare types; without a gate the mean stays at one half, and "
        "only chance moves a replicate."
    )
    reference: ClassVar[str] = "derived for Collapse Lab"
    parameter: ClassVar[str | None] = "frequencies"
    always: ClassVar[bool] = True
    kind: Literal["common-mass"] = "common-mass"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find the common types."""
        yield from ()
        common = in_band(law(yardstick), Band.COMMON)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            fitted = fitted_parameters(outcome)
            return np.asarray(fitted["frequencies"] @ common[fitted["types"]].astype(np.float64))

        return measure
