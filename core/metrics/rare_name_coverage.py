"""Coverage of the rarest names, which a tenth of all people bear."""

from typing import ClassVar, Literal

from core.metrics.bands import Band, covered, in_band
from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.spelled import NameMetric, real_ones, table_of
from core.records import FloatArray, Steps


class RareNameCoverage(NameMetric):
    """Share of the names that the rarest tenth of people bear, that are still spelled."""

    title: ClassVar[str] = "Rare names covered"
    summary: ClassVar[str] = (
        "Share still spelled of the rarest names, which together a tenth of people bear."
    )
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "share of names"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Names of the rarest tenth by people with at least one of all n emitted records, over all "
        "its names. n records have no room for every rare name: what real ones hold is the null "
        "band."
    )
    brief: ClassVar[str] = (
        "Names of the rarest tenth by people with at least one of all n emitted records, over all "
        "its names."
    )
    high: ClassVar[str] = (
        "The rarest names are still spelled, as far as so many records have room for them."
    )
    low: ClassVar[str] = "The tail is dying out: hardly one of the rarest names is spelled."
    rarest: ClassVar[bool] = True
    kind: Literal["rare-name-coverage"] = "rare-name-coverage"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Find the rarest names."""
        yield from ()
        table = table_of(yardstick)
        inside = in_band(table.probabilities(), Band.RARE)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from real_ones(outcome, table)
            return covered(counts, inside)

        return measure
