"""Round Gaussian modes in the plane: a law that the ring and the grid share."""

import functools
from statistics import NormalDist

import numpy as np

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population


class RoundModes(Population):
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
        """The log density of [..., 2], mode by mode: all at once would take memory for each."""
        norms = np.log(self._shares / (2 * np.pi * self._spread**2))
        modes = zip(self._centres, norms, strict=True)
        return functools.reduce(
            np.logaddexp,
            (
                norm - 0.5 * (((values - centre) / self._spread) ** 2).sum(axis=-1)
                for centre, norm in modes
            ),
        )

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
