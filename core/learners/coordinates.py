"""The coordinates in which a neural learner sees records: of variance one, and back again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.learners.neural.dense import SingleArray
from core.pool import TrainingPool
from core.records import AnyArray, FloatArray, RecordKind, Records, Steps, Tick

OVERSHOOT = 38
"""Grey levels by which black and white are moved outwards for training. Half of a digit's pixels
are black: where a network errs a little to both sides, clipping would cut one side alone, and take
a third of the variance in the first generation."""
TOGETHER = 1024
"""Records of a replicate that are turned at a time."""
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
    def of(
        cls, pool: TrainingPool, known: Mapping[str, AnyArray] | None = None
    ) -> Steps["Coordinates"]:
        """The coordinates that a pool's weighted mean and covariance give, with ticks.

        known: what `arrays` gave of others, to take those for these records.
        """
        values, weights = pool.values(), pool.weights()
        kind = RecordKind.IMAGES if values.dtype == np.uint8 else RecordKind.VECTORS
        if known is not None:
            held = (known[name].astype(np.float64) for name in ("centre", "axes", "lengths"))
            return cls(kind, values.shape[2:], *held)
        found = []
        for replicate, each in enumerate(values):
            found.append(_components(_flat(each), weights[replicate, :, None]))
            yield Tick(replicate + 1, len(values))
        return cls(kind, values.shape[2:], *(np.stack(part) for part in zip(*found, strict=True)))

    def arrays(self) -> dict[str, AnyArray]:
        """The coordinates as named arrays."""
        return {"centre": self.centre, "axes": self.axes, "lengths": self.lengths}

    def into(self, values: AnyArray) -> Steps[SingleArray]:
        """[replicates, records, features] in single precision, with ticks.

        About zero where the pool has no spread.
        """
        divisor = np.where(self.lengths > 0, self.lengths, 1.0)
        found = np.empty((*values.shape[:2], self.lengths.shape[2]), np.float32)
        for replicate, rows, tick in _parts(values):
            off = _flat(values[replicate, rows]) - self.centre[replicate]
            found[replicate, rows] = off @ self.axes[replicate] / divisor[replicate]
            yield tick
        return found

    def back(self, points: AnyArray) -> Steps[Records]:
        """Records at these points, with ticks; pixels are rounded to 8 bits and clipped."""
        images = self.kind is RecordKind.IMAGES
        found = np.empty(points.shape, np.uint8 if images else np.float64)
        for replicate, rows, tick in _parts(points):
            long = points[replicate, rows] * self.lengths[replicate]
            flat = long @ self.axes[replicate].T + self.centre[replicate]
            found[replicate, rows] = flat.round().clip(0, 255) if images else flat
            yield tick
        return Records(self.kind, found.reshape(*points.shape[:2], *self.shape))


def _components(flat: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Centre [1, d], axes [d, d] and lengths [1, d] of records [n, d] with weights [n, 1]."""
    share = weights / weights.sum()
    centre = (share * flat).sum(axis=0, keepdims=True)
    off = flat - centre
    variance, axes = np.linalg.eigh((share * off).T @ off)
    sd = np.sqrt(np.where(variance > DEAD * variance[-1], variance, 0.0))
    return centre, axes, np.sqrt(sd * sd.mean())[None]


def _parts(values: AnyArray) -> Iterator[tuple[int, slice, Tick]]:
    """Some records of each replicate in turn, and the tick that they are worth."""
    replicates, count = values.shape[:2]
    for replicate in range(replicates):
        for start in range(0, count, TOGETHER):
            done = replicate * count + min(start + TOGETHER, count)
            yield replicate, slice(start, start + TOGETHER), Tick(done, replicates * count)


def _flat(values: AnyArray) -> FloatArray:
    """[records, features]; of pixels, black and white are moved outwards."""
    flat = values.reshape(len(values), -1)
    if values.dtype != np.uint8:
        return flat
    return np.asarray(flat + OVERSHOOT * (1.0 * (flat == 255) - (flat == 0)))
