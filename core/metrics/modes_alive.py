"""Modes alive: how many of the truth's clusters an emission still reaches."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import features, squared_distances
from core.records import FloatArray, RecordKind, Steps, Tick
from core.sources.base import Source

REACH = 3.0
"""Spreads from its centre within which a record counts for a mode: 98.9 % of a round mode's own."""


class ModesAlive(Metric):
    """The number of true modes with an emitted record close by."""

    title: ClassVar[str] = "Modes alive"
    summary: ClassVar[str] = "How many of the truth's clusters still get an emitted record."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "modes"
    higher_is_better: ClassVar[bool] = True
    count: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Modes of the source with at least one of all n emitted records that is nearest to their "
        f"centre and within {REACH:.0f} standard deviations of it."
    )
    high: ClassVar[str] = (
        "All clusters of the truth are still reached by at least one record, however few."
    )
    low: ClassVar[str] = "Whole clusters have vanished: mode collapse."
    reference: ClassVar[str] = "Srivastava et al. 2017"
    kind: Literal["modes-alive"] = "modes-alive"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Sources whose law is made of modes."""
        return super().fits(source) and source.has_modes

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the modes."""
        yield from ()
        law = yardstick.population.parameters()
        centres, reach = law["centres"], REACH * float(law["spread"])

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            emitted = features(outcome.emission)
            found = np.empty(len(emitted))
            for place, records in enumerate(emitted):
                found[place] = modes_reached(records, centres, reach)
                yield Tick(place + 1, len(emitted))
            return found

        return measure


def modes_reached(records: FloatArray, centres: FloatArray, reach: float) -> int:
    """How many of [modes, d] are the nearest to one of [n, d] that lies within reach."""
    squares = squared_distances(records, centres)
    near = squares.min(axis=1) <= reach**2
    return len(np.unique(squares.argmin(axis=1)[near]))
