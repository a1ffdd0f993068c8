"""Real names alive: how many different real names a generation still spells."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.names import NameMetric, real_names, table_of
from core.records import FloatArray, Steps


class NamesAlive(NameMetric):
    """The number of different names in the emission that the census lists."""

    title: ClassVar[str] = "Real names alive"
    summary: ClassVar[str] = "How many different real names a generation still spells."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "names"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Different names with at least one of all n emitted records that the census table lists. "
        "Invented names do not count, however varied they are."
    )
    brief: ClassVar[str] = (
        "Different names that the census lists among all n emitted records; invented ones do not "
        "count."
    )
    high: ClassVar[str] = "Many different real names are spelled, rare ones among them."
    low: ClassVar[str] = (
        "Few different real names are spelled: the same ones come again, or most are invented."
    )
    reference: ClassVar[str] = "Suresh et al. 2024"
    scale: ClassVar[bool] = True
    count: ClassVar[bool] = True
    headline: ClassVar[bool] = True
    kind: Literal["names-alive"] = "names-alive"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the table of real names."""
        yield from ()
        table = table_of(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from real_names(outcome, table)
            return np.asarray((counts.counts > 0).sum(axis=1), dtype=np.float64)

        return measure
