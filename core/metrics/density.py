"""Density: how many real neighbourhoods an emitted record lies in."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.continuous import (
    FEATURE_SPACE,
    NEIGHBOUR_RECORDS,
    ContinuousMetric,
    features,
)
from core.metrics.neighbourhoods import real_neighbourhoods
from core.records import FloatArray, Steps, Tick


class Density(ContinuousMetric):
    """Reference neighbourhoods that hold an emitted record, on average, over k."""

    title: ClassVar[str] = "Density"
    summary: ClassVar[str] = "How closely real records surround an emitted one; 1 for real samples."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "times what real samples give"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; how many reference records have an emitted one within the distance to "
        "their k-th neighbour in the reference, edges included, on average over emitted records "
        "and over k, which is coverage's. Real samples are expected to give 1 (more where records "
        "take few values); in many dimensions an emission that keeps to the middle gives more."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    kind: Literal["density"] = "density"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        real = yield from real_neighbourhoods(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(real))
            for place, records in enumerate(features(outcome.emission)[:, :NEIGHBOUR_RECORDS]):
                found[place] = np.mean(real[place].holding(records)) / real[place].k
                yield Tick(place + 1, len(real))
            return found

        return measure
