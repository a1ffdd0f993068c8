"""Density: how many real neighbourhoods an emitted record lies in."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    CLASSIFIER_SPACE,
    LEADING,
    NEIGHBOUR_RECORDS,
    ContinuousMetric,
)
from core.metrics.neighbourhoods import met_by_emission, real_neighbourhoods
from core.records import FloatArray, Steps


class Density(ContinuousMetric):
    """Reference neighbourhoods that hold an emitted record, on average, over k."""

    title: ClassVar[str] = "Density"
    summary: ClassVar[str] = "How closely real records surround an emitted one; 1 for real samples."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "times what real samples give"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{CLASSIFIER_SPACE}; how many reference records have an emitted one within the distance "
        "to their k-th neighbour in the reference, edges included, on average over emitted records "
        "and over k, which is coverage's. Real samples are expected to give 1 (more where records "
        "take few values); in many dimensions an emission that keeps to the middle gives more. "
        f"{LEADING}"
    )
    high: ClassVar[str] = (
        "Emitted records lie where real ones are dense: above 1 they crowd in the middle, "
        "which is a sign of lost tails."
    )
    low: ClassVar[str] = (
        "Emitted records lie where real ones are thin or absent: many of them do not look real."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    by_classifier: ClassVar[bool] = True
    looks_at: ClassVar[int | None] = NEIGHBOUR_RECORDS
    kind: Literal["density"] = "density"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        real = yield from yardstick.once(real_neighbourhoods)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            met = yield from outcome.once(met_by_emission, yardstick)
            return np.array([np.mean(of.holding) for of in met]) / real[0].k

        return measure
