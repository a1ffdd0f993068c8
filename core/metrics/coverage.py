"""Coverage: how much of the real data an emission still reaches."""

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


class Coverage(ContinuousMetric):
    """Share of the reference with an emitted record within its neighbourhood."""

    title: ClassVar[str] = "Coverage"
    summary: ClassVar[str] = "Share of real records that have an emitted one close by."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of real records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; a reference record is covered when an emitted record lies within the "
        "distance to its k-th neighbour in the reference; k is the smallest for which real samples "
        "are expected to cover 95 %."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    kind: Literal["coverage"] = "coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        real = yield from real_neighbourhoods(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(real))
            for place, records in enumerate(features(outcome.emission)[:, :NEIGHBOUR_RECORDS]):
                found[place] = real[place].reached(records)
                yield Tick(place + 1, len(real))
            return found

        return measure
