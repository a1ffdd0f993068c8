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
from core.metrics.neighbourhoods import nearest_distance, neighbours, radii
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
        references = features(yardstick.reference)[:, :NEIGHBOUR_RECORDS]
        k = neighbours(references.shape[1], min(yardstick.sample_size, NEIGHBOUR_RECORDS))
        reach = []
        for place, reference in enumerate(references):
            reach.append(radii(reference, reference, k))
            yield Tick(place + 1, len(references))

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(references))
            for place, records in enumerate(features(outcome.emission)[:, :NEIGHBOUR_RECORDS]):
                nearest = nearest_distance(references[place], records)
                found[place] = np.mean(nearest <= reach[place])
                yield Tick(place + 1, len(references))
            return found

        return measure
