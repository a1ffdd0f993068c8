"""Independent Poisson counts, whose law is known exactly."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population, Source


class PoissonSource(Source):
    """Each number of a record is a Poisson count; all have the same rate (Suresh et al. 2024)."""

    title: ClassVar[str] = "Poisson counts"
    summary: ClassVar[str] = "Independent counts of rare events, all with the same mean rate."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    kind: Literal["poisson"] = "poisson"
    dimensions: int = Field(
        50, ge=1, le=200, title="Dimensions", description="Independent counts in each record."
    )
    rate: float = Field(
        0.01, gt=0, le=1000, title="Rate",
        description="Mean of each count. Where n times the rate is small, rates die out soon.",
    )  # fmt: skip

    def record_shape(self) -> tuple[int, ...]:
        """[dimensions]."""
        return (self.dimensions,)

    def open(self, streams: Streams) -> "PoissonPopulation":
        """The law itself: every part is drawn from it."""
        return PoissonPopulation(np.full(self.dimensions, self.rate))


class PoissonPopulation(Population):
    """Independent Poisson counts."""

    kind = RecordKind.VECTORS

    def __init__(self, rates: FloatArray) -> None:
        """rates: [dimensions], positive."""
        self._rates = rates

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent records for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Counts from the law, as float64."""
        drawn = rng.poisson(self._rates, (replicates, size, len(self._rates)))
        return Records(self.kind, drawn.astype(np.float64))

    def variance(self) -> float:
        """The trace of the covariance: of Poisson counts, the sum of the rates."""
        return float(self._rates.sum())

    def log_density(self, values: FloatArray) -> FloatArray:
        """The log probability of counts [..., dimensions]."""
        return poisson_log_density(values, self._rates)

    def parameters(self) -> dict[str, FloatArray]:
        """rates and mean, which are the same: [dimensions]."""
        return {"rates": self._rates, "mean": self._rates}


def poisson_log_density(counts: FloatArray, rates: FloatArray) -> FloatArray:
    """[...]: the log probability of independent counts [..., d]; -inf where a rate of 0 counts."""
    from scipy.special import gammaln, xlogy

    return np.asarray((xlogy(counts, rates) - rates - gammaln(counts + 1)).sum(axis=-1))
