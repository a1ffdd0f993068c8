"""The coordinates in which a neural learner sees records: of variance one, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.pool import TrainingPool
from core.records import AnyArray, FloatArray, RecordKind, Records

OVERSHOOT = 38
"""Grey levels by which black and white are moved outwards for training. Half of a digit's pixels
are black: where a network errs a little to both sides, clipping would cut one side alone, and take
a third of the variance in the first generation."""
DEAD = 1e-12
"""A component with less than this share of the largest variance has none but rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Coordinates:
    """Principal components of a pool, each divided by the root of its standard deviation.

    That is half-way between raw pixels, where fine strokes hardly count, and white noise, where
    dust counts as much as they do. Their variance is one on average.

    centre, lengths: [replicates, 1, features]; axes: [replicates, features, features].
    """

    kind: RecordKind
    shape: tuple[int, ...]
    centre: FloatArray
    axes: FloatArray
    lengths: FloatArray

    @classmethod
    def of(cls, pool: TrainingPool, known: Mapping[str, AnyArray] | None = None) -> "Coordinates":
        """The coordinates that a pool's weighted mean and covariance give.

        known: what `arrays` gave of others, to take those for these records.
        """
        values, weights = pool.values(), pool.weights()[:, :, None]
        kind = RecordKind.IMAGES if values.dtype == np.uint8 else RecordKind.VECTORS
        if known is not None:
            held = (known[name].astype(np.float64) for name in ("centre", "axes", "lengths"))
            return cls(kind, values.shape[2:], *held)
        flat, share = _flat(values), weights / weights.sum(axis=1, keepdims=True)
        centre = (share * flat).sum(axis=1, keepdims=True)
        off = flat - centre
        variance, axes = np.linalg.eigh((share * off).transpose(0, 2, 1) @ off)
        sd = np.sqrt(np.where(variance > DEAD * variance[:, -1:], variance, 0.0))
        lengths = np.sqrt(sd * sd.mean(axis=1, keepdims=True))
        return cls(kind, values.shape[2:], centre, axes, lengths[:, None, :])

    def arrays(self) -> dict[str, AnyArray]:
        """The coordinates as named arrays."""
        return {"centre": self.centre, "axes": self.axes, "lengths": self.lengths}

    def into(self, values: AnyArray) -> FloatArray:
        """[replicates, records, features]; about zero where the pool has no spread."""
        divisor = np.where(self.lengths > 0, self.lengths, 1.0)
        return np.asarray((_flat(values) - self.centre) @ self.axes / divisor)

    def back(self, points: AnyArray) -> Records:
        """Records at these points; pixels are rounded to 8 bits and clipped."""
        flat = (points * self.lengths) @ self.axes.transpose(0, 2, 1) + self.centre
        values = flat.reshape(*points.shape[:2], *self.shape)
        if self.kind is RecordKind.IMAGES:
            values = values.round().clip(0, 255).astype(np.uint8)
        return Records(self.kind, values)


def _flat(values: AnyArray) -> FloatArray:
    """[replicates, records, features]; of pixels, black and white are moved outwards."""
    flat = values.reshape(*values.shape[:2], -1)
    if values.dtype != np.uint8:
        return flat
    return np.asarray(flat + OVERSHOOT * (1.0 * (flat == 255) - (flat == 0)))
