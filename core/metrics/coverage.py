"""Coverage: how much of the real data an emission still reaches."""

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


class Coverage(ContinuousMetric):
    """Share of the reference with an emitted record within its neighbourhood."""

    title: ClassVar[str] = "Coverage"
    summary: ClassVar[str] = "Share of real records that have an emitted one close by."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of real records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{CLASSIFIER_SPACE}; a reference record is covered when an emitted record lies within the "
        "distance to its k-th neighbour in the reference; k is the smallest for which real samples "
        f"are expected to cover 95 %. {LEADING}"
    )
    brief: ClassVar[str] = (
        f"Of at most {NEIGHBOUR_RECORDS:,} real records, those with an emitted one within the "
        "distance to their k-th real neighbour, k set so that real samples cover 95 %."
    )
    high: ClassVar[str] = (
        "All regions where real records lie are reached by emitted ones; real samples give "
        "about 95 %."
    )
    low: ClassVar[str] = (
        "Whole regions of the real data have no emitted record near them: parts of the "
        "variety are lost."
    )
    reference: ClassVar[str] = "Naeem et al. 2020"
    by_classifier: ClassVar[bool] = True
    looks_at: ClassVar[int | None] = NEIGHBOUR_RECORDS
    kind: Literal["coverage"] = "coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        yield from yardstick.once(real_neighbourhoods)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            met = yield from outcome.once(met_by_emission, yardstick)
            return np.array([np.mean(of.reached) for of in met])

        return measure
