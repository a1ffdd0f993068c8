"""Precision: how much of an emission lies among real data."""

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


class Precision(ContinuousMetric):
    """Share of the emission within some reference record's neighbourhood."""

    title: ClassVar[str] = "Precision"
    summary: ClassVar[str] = "Share of emitted records that have a real one close by."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "share of emitted records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{CLASSIFIER_SPACE}; emitted records that lie within the distance from some reference "
        "record to its k-th neighbour in the reference, edges included; k is coverage's, larger "
        "and more forgiving the fewer records are emitted. Records may be like real ones without "
        f"being diverse: a collapsed emission can reach 1. {LEADING}"
    )
    high: ClassVar[str] = (
        "Emitted records look like real ones, though perhaps all like the same few."
    )
    low: ClassVar[str] = (
        "Many emitted records have no real one near them: quality is lost, not only variety."
    )
    reference: ClassVar[str] = "Kynkaanniemi et al. 2019"
    by_classifier: ClassVar[bool] = True
    looks_at: ClassVar[int | None] = NEIGHBOUR_RECORDS
    kind: Literal["precision"] = "precision"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        yield from yardstick.once(real_neighbourhoods)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            met = yield from outcome.once(met_by_emission, yardstick)
            return np.array([np.mean(of.holding > 0) for of in met])

        return measure
