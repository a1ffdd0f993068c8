"""Bands of types by their frequency in the truth, and the share of each that is still emitted."""

from enum import Enum
from typing import ClassVar

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted, law
from core.records import BoolArray, Counts, FloatArray, Steps
from core.sources.base import Source

FEWEST_TYPES = 30
"""With fewer types a band may hold none."""


class Band(Enum):
    """A range of the truth's cumulative mass, commonest types first."""

    COMMON = (0.0, 0.5)
    MIDDLE = (0.5, 0.9)
    RARE = (0.9, 1.0)


def in_band(truth: FloatArray, band: Band) -> BoolArray:
    """[universe]: which types lie in a band; a type belongs where the middle of its mass falls.

    One without any mass lies in none.
    """
    order = np.argsort(-truth, kind="stable")
    ordered = truth[order]
    middle = np.cumsum(ordered) - ordered / 2
    low, high = band.value
    inside = np.zeros(len(truth), dtype=np.bool_)
    # A type that the truth does not have, as recorded records may bring, lies in no band.
    inside[order] = (middle > low) & (middle <= high) & (ordered > 0)
    return inside


class TypeCoverage(CountMetric):
    """Share of one band's types that the emission holds.

    Types, not mass: under replacement a band's expected mass stays while its types vanish.
    """

    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of types"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Types of the band with at least one of all n emitted records, over all its types. n "
        "records have no room for every rare type: what real ones hold is the null band."
    )
    brief: ClassVar[str] = (
        "Types of the band with at least one of all n emitted records, over all its types."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    band: ClassVar[Band]

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where there are types enough that every band holds some."""
        return super().fits(source) and source.universe() >= FEWEST_TYPES

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find the band's types."""
        yield from ()
        inside = in_band(law(yardstick), self.band)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            return covered(counted(outcome), inside)

        return measure


def covered(counts: Counts, inside: BoolArray) -> FloatArray:
    """[replicates]: the share of a band's types that the counts hold."""
    alive = counts.counts[:, inside[counts.types]] > 0
    found: FloatArray = alive.sum(axis=1) / max(int(inside.sum()), 1)
    return found
