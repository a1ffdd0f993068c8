"""Neighbourhoods of real records, and how large they must be for real samples to fill them."""

from dataclasses import dataclass

import numpy as np

from core.metrics.base import Outcome, Yardstick
from core.metrics.continuous import (
    NEIGHBOUR_RECORDS,
    features,
    of_each,
    one_by_one,
    seen_emission,
    seen_reference,
    squared_distances,
)
from core.records import BoolArray, FloatArray, IntArray, Steps, Tick

NULL_COVERAGE = 0.95
EDGE = 1e-9
"""How much wider a ball is than its radius, relatively: far more than rounding, far less than data.
"""
CHUNK = 500
"""Records whose distances to all others are held at once: memory that is new costs time."""


@dataclass(frozen=True, slots=True)
class Met:
    """How one replicate's emission [m, d] and the balls about its reference [n, d] meet.

    reached: [n], balls that hold an emitted record, by its exact distance to the centre.
    holding: [m], how many of the balls hold each emitted record.
    """

    reached: BoolArray
    holding: IntArray


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """Balls about one replicate's reference records [n, d], each out to its k-th other record.

    radii: [n]. A record on the edge lies inside, as in Kynkaanniemi et al. 2019: where records
    take few values, many do.
    """

    centres: FloatArray
    radii: FloatArray
    k: int

    def met(self, records: FloatArray) -> Steps[Met]:
        """How they meet an emission [m, d]."""
        reached = np.zeros(len(self.centres), dtype=np.bool_)
        holding = []
        for start in range(0, len(records), CHUNK):
            some = records[start : start + CHUNK]
            squares = squared_distances(self.centres, some)
            reached |= distance_to(self.centres, some[squares.argmin(axis=1)]) <= self.radii
            distances = np.sqrt(squares, out=squares)
            holding.append((distances <= self.radii[:, None]).sum(axis=0))
            yield Tick(start, len(records))
        return Met(reached, np.concatenate(holding))


def real_neighbourhoods(yardstick: Yardstick) -> Steps[list[Neighbourhoods]]:
    """Those of each replicate's reference, with the k that real samples need to fill them."""
    seen = yield from yardstick.once(seen_reference)
    references = features(seen, NEIGHBOUR_RECORDS)
    k = neighbours(references.shape[1], min(yardstick.sample_size, NEIGHBOUR_RECORDS))
    return (yield from of_each(references, lambda of: Neighbourhoods(of, radii(of, of, k), k)))


def met_by_emission(outcome: Outcome, yardstick: Yardstick) -> Steps[list[Met]]:
    """How each replicate's emission meets the neighbourhoods of its reference."""
    real = yield from yardstick.once(real_neighbourhoods)
    seen = yield from outcome.once(seen_emission, yardstick)
    found = []
    for near, records in zip(real, one_by_one(seen, NEIGHBOUR_RECORDS), strict=True):
        found.append((yield from near.met(records)))
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
    found = []
    for some in np.split(points, range(CHUNK, len(points), CHUNK)):
        squares = squared_distances(some, among)
        squares.partition(place, axis=1)  # in its own place: a copy would cost as much again
        found.append(np.sqrt(squares[:, place]))  # a view would keep the whole table
    return np.concatenate(found)


def nearest_distance(points: FloatArray, among: FloatArray) -> FloatArray:
    """[m]: the distance of each of [m, d] to its nearest of [n, d]; by sorting in one dimension."""
    if points.shape[1] > 1:
        return distance_to(points, among[squared_distances(points, among).argmin(axis=1)])
    at, ordered = points[:, 0], np.sort(among[:, 0])
    place = ordered.searchsorted(at)
    below, above = ordered[np.maximum(place - 1, 0)], ordered[np.minimum(place, len(ordered) - 1)]
    return np.asarray(np.minimum(np.abs(at - below), np.abs(above - at)))


def distance_to(points: FloatArray, others: FloatArray) -> FloatArray:
    """[m]: from each of [m, d] to the one in its place; exactly 0 for a copy."""
    return np.asarray(np.linalg.norm(points - others, axis=1))


def radii(points: FloatArray, reference: FloatArray, k: int) -> FloatArray:
    """[m]: how far it is from [m, d], records of the reference [n, d], to its k-th other record.

    A hair further: a copy of that record lies on the edge, and rounding must not put it outside.
    """
    return (1 + EDGE) * neighbour_distance(points, reference, k + 1)  # each is its own nearest
