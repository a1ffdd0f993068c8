"""Real names: the share of emitted names that somebody bears."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.names import NameMetric, real_names, spelled, table_of
from core.records import FloatArray, Steps


class RealNameShare(NameMetric):
    """Share of emitted names that the census lists."""

    title: ClassVar[str] = "Share of real names"
    summary: ClassVar[str] = "Share of emitted names that exist in the census."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "share of names"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Emitted names that the census table lists, over all n. The table leaves out names with "
        "fewer than about 100 bearers, so that a name outside it may exist all the same."
    )
    brief: ClassVar[str] = "Emitted names that the census table lists, over all n."
    high: ClassVar[str] = (
        "Nearly all emitted names exist; that alone does not say that rare ones are among them."
    )
    low: ClassVar[str] = "Most emitted names are invented: nobody, or hardly anybody, bears them."
    kind: Literal["real-name-share"] = "real-name-share"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the table of real names."""
        yield from ()
        table = table_of(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from real_names(outcome, table)
            return np.asarray(counts.sizes() / np.maximum(spelled(outcome).sizes(), 1))

        return measure
