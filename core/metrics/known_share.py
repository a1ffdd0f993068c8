"""Known share: how much of recorded generations is of types that the truth has."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted, law
from core.records import FloatArray, Steps


class KnownShare(CountMetric):
    """Share of records whose type has a probability above 0 in the truth.

    Only of recorded generations: a fitted model emits no type that its data do not have.
    """

    title: ClassVar[str] = "Known share"
    summary: ClassVar[str] = "Share of records whose type exists in the real data."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "share of records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = "Records of types with a probability above 0 in the truth, over all."
    high: ClassVar[str] = "Nearly all records are of types that exist in the real data."
    low: ClassVar[str] = (
        "Many records are of types that the real data do not have: they are invented, or the "
        "reference is too small."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    of_audits: ClassVar[bool] = True
    kind: Literal["known-share"] = "known-share"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold which types there are."""
        yield from ()
        known = law(yardstick) > 0

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            counts = counted(outcome)
            held: FloatArray = counts.frequencies() @ known[counts.types].astype(np.float64)
            return held

        return measure
