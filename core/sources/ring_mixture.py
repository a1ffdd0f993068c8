"""A ring of Gaussian modes, some common and some rare, whose law is known exactly."""

from statistics import NormalDist
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population, Source


class RingMixture(Source):
    """Round modes on a circle of radius 1, each rarer than the one before by the same factor."""

    title: ClassVar[str] = "Ring of modes"
    summary: ClassVar[str] = "Points in the plane in clusters on a ring, from common to rare."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    record_noun: ClassVar[str] = "points"
    has_modes: ClassVar[bool] = True
    kind: Literal["ring-mixture"] = "ring-mixture"
    modes: int = Field(8, ge=2, le=32, title="Modes", description="Clusters on the ring.")
    spread: float = Field(
        0.05, ge=0.001, le=1, title="Spread",
        description="Standard deviation of a cluster in each direction; the ring's radius is 1.",
    )  # fmt: skip
    rarest: float = Field(
        0.06, ge=0.0001, le=1, title="Rarest to commonest",
        description="How often the last mode occurs for each time that the first does. "
        "With 8 modes, 0.06 gives the last one 2 % of the records.",
    )  # fmt: skip

    def record_shape(self) -> tuple[int, ...]:
        """[2]."""
        return (2,)

    def open(self, streams: Streams) -> "RingPopulation":
        """The law itself: every part is drawn from it."""
        places = np.arange(self.modes)
        angles = 2 * np.pi * places / self.modes
        shares = self.rarest ** (places / (self.modes - 1))
        centres = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return RingPopulation(centres, shares / shares.sum(), self.spread)


class RingPopulation(Population):
    """Round Gaussian modes with shares."""

    kind = RecordKind.VECTORS

    def __init__(self, centres: FloatArray, shares: FloatArray, spread: float) -> None:
        """centres: [modes, 2]; shares: [modes], adding up to 1; spread: standard deviation."""
        self._centres, self._shares, self._spread = centres, shares, spread
        normal = NormalDist()
        below = np.cumsum(shares)[:-1]
        self._bounds = np.array([normal.inv_cdf(min(float(share), 1 - 1e-16)) for share in below])

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent records for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Points by one draw of normals: the first of three chooses the mode by its quantile."""
        normals = rng.standard_normal((replicates, size, 3))
        chosen = self._bounds.searchsorted(normals[:, :, 0])
        return Records(self.kind, self._centres[chosen] + self._spread * normals[:, :, 1:])

    def variance(self) -> float:
        """The trace of the covariance."""
        return float(np.trace(self._covariance()))

    def log_density(self, values: FloatArray) -> FloatArray:
        """The log density of [..., 2]."""
        from scipy.special import logsumexp

        off = (values[..., None, :] - self._centres) / self._spread
        norm = np.log(self._shares / (2 * np.pi * self._spread**2))
        return np.asarray(logsumexp(norm - 0.5 * (off**2).sum(axis=-1), axis=-1))

    def parameters(self) -> "dict[str, FloatArray]":
        """mean [2], covariance [2, 2]; of the modes: centres [modes, 2], shares [modes], spread."""
        return {
            "mean": self._shares @ self._centres,
            "covariance": self._covariance(),
            "centres": self._centres,
            "shares": self._shares,
            "spread": np.array(self._spread),
        }

    def _covariance(self) -> FloatArray:
        off = self._centres - self._shares @ self._centres
        between: FloatArray = (self._shares[:, None] * off).T @ off
        return between + self._spread**2 * np.eye(2)
