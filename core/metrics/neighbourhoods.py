"""Neighbourhoods of real records, and how large they must be for real samples to fill them."""

from dataclasses import dataclass

import numpy as np

from core.metrics.base import Yardstick
from core.metrics.continuous import NEIGHBOUR_RECORDS, features, squared_distances
from core.records import FloatArray, IntArray, Steps, Tick

NULL_COVERAGE = 0.95
EDGE = 1e-9
"""How much wider a ball is than its radius, relatively: far more than rounding, far less than data.
"""


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """Balls about one replicate's reference records [n, d], each out to its k-th other record.

    radii: [n]. A record on the edge lies inside, as in Kynkaanniemi et al. 2019: where records
    take few values, many do.
    """

    centres: FloatArray
    radii: FloatArray
    k: int

    def holding(self, records: FloatArray) -> IntArray:
        """[m]: how many of the balls hold each of [m, d]."""
        squares = squared_distances(self.centres, records)
        distances = np.sqrt(squares, out=squares)
        return np.asarray((distances <= self.radii[:, None]).sum(axis=0))

    def reached(self, records: FloatArray) -> float:
        """The share of the balls that hold one of [m, d] at least."""
        return float(np.mean(nearest_distance(self.centres, records) <= self.radii))


def real_neighbourhoods(yardstick: Yardstick) -> Steps[list[Neighbourhoods]]:
    """Those of each replicate's reference, with the k that real samples need to fill them."""
    references = features(yardstick.reference)[:, :NEIGHBOUR_RECORDS]
    k = neighbours(references.shape[1], min(yardstick.sample_size, NEIGHBOUR_RECORDS))
    found = []
    for place, reference in enumerate(references):
        found.append(Neighbourhoods(reference, radii(reference, reference, k), k))
        yield Tick(place + 1, len(references))
    return found


def null_coverage(reference: int, emitted: int, k: int) -> float:
    """The share of N reference records that M real ones are expected to cover, exactly.

    It is 1 - prod_{j<k} (N-1-j)/(N+M-1-j), whatever the law (Naeem et al. 2020).
    """
    left = reference - 1 - np.arange(k)
    return float(1.0 - np.prod(left / (left + emitted)))


def neighbours(reference: int, emitted: int) -> int:
    """k, the smallest for which real records are expected to cover at least 95 % of the reference.

    All the others, where even they do not suffice.
    """
    every = range(1, reference)
    enough = (k for k in every if null_coverage(reference, emitted, k) >= NULL_COVERAGE)
    return next(enough, max(reference - 1, 1))


def neighbour_distance(points: FloatArray, among: FloatArray, k: int) -> FloatArray:
    """[m]: the distance of each of [m, d] to its k-th nearest of [n, d] (the last, if k > n)."""
    place = min(k, len(among)) - 1
    squares = squared_distances(points, among)
    return np.asarray(np.sqrt(np.partition(squares, place, axis=1)[:, place]))


def nearest_distance(points: FloatArray, among: FloatArray) -> FloatArray:
    """[m]: the distance of each of [m, d] to its nearest of [n, d]; by sorting in one dimension."""
    if points.shape[1] > 1:
        nearest = among[squared_distances(points, among).argmin(axis=1)]
        return np.asarray(np.linalg.norm(points - nearest, axis=1))  # exactly 0 for a copy
    at, ordered = points[:, 0], np.sort(among[:, 0])
    place = ordered.searchsorted(at)
    below, above = ordered[np.maximum(place - 1, 0)], ordered[np.minimum(place, len(ordered) - 1)]
    return np.asarray(np.minimum(np.abs(at - below), np.abs(above - at)))


def radii(points: FloatArray, reference: FloatArray, k: int) -> FloatArray:
    """[m]: how far it is from [m, d], records of the reference [n, d], to its k-th other record.

    A hair further: a copy of that record lies on the edge, and rounding must not put it outside.
    """
    return (1 + EDGE) * neighbour_distance(points, reference, k + 1)  # each is its own nearest
