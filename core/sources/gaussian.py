"""Gaussian records, the textbook case whose law is known exactly."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population, Source


class GaussianSource(Source):
    """Standard normal records: mean 0, variance 1 in every dimension."""

    title: ClassVar[str] = "Standard Gaussian"
    summary: ClassVar[str] = "Independent normal numbers with mean 0 and variance 1."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    kind: Literal["gaussian"] = "gaussian"
    dimensions: int = Field(
        1, ge=1, le=64, title="Dimensions", description="Numbers in each record."
    )

    def record_shape(self) -> tuple[int, ...]:
        """[dimensions]."""
        return (self.dimensions,)

    def open(self, streams: Streams) -> "GaussianPopulation":
        """The law itself: every part is drawn from it."""
        return GaussianPopulation(self.dimensions)


class GaussianPopulation(Population):
    """The standard normal law in some dimensions."""

    kind = RecordKind.VECTORS

    def __init__(self, dimensions: int) -> None:
        """Hold the number of dimensions."""
        self._dimensions = dimensions

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent records for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Standard normal records."""
        return Records(self.kind, rng.standard_normal((replicates, size, self._dimensions)))

    def variance(self) -> float:
        """The trace of the covariance: one for each dimension."""
        return float(self._dimensions)

    def log_density(self, values: FloatArray) -> FloatArray:
        """The normal log density of [..., dimensions]."""
        norm = self._dimensions * np.log(2 * np.pi)
        density: FloatArray = -0.5 * (np.sum(values**2, axis=-1) + norm)
        return density

    def parameters(self) -> "dict[str, FloatArray]":
        """mean: [dimensions], 0; covariance: [dimensions, dimensions], the identity."""
        return {"mean": np.zeros(self._dimensions), "covariance": np.eye(self._dimensions)}
