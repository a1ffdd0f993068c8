"""Precision: how much of an emission lies among real data."""

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


class Precision(ContinuousMetric):
    """Share of the emission within some reference record's neighbourhood."""

    title: ClassVar[str] = "Precision"
    summary: ClassVar[str] = "Share of emitted records that have a real one close by."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "share of emitted records"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; emitted records that lie within the distance from some reference record "
        "to its k-th neighbour in the reference, edges included; k is coverage's, larger and more "
        "forgiving the fewer records are emitted. Records may be like real ones without being "
        "diverse: a collapsed emission can reach 1."
    )
    reference: ClassVar[str] = "Kynkaanniemi et al. 2019"
    kind: Literal["precision"] = "precision"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Fix each reference record's radius."""
        real = yield from real_neighbourhoods(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            found = np.empty(len(real))
            for place, records in enumerate(features(outcome.emission)[:, :NEIGHBOUR_RECORDS]):
                found[place] = np.mean(real[place].holding(records) > 0)
                yield Tick(place + 1, len(real))
            return found

        return measure
