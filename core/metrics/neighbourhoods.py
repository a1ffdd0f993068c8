"""Neighbourhoods of real records, and how large they must be for real samples to fill them."""

import numpy as np

from core.metrics.continuous import squared_distances
from core.records import FloatArray

NULL_COVERAGE = 0.95


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
        return np.asarray(np.sqrt(squared_distances(points, among).min(axis=1)))
    at, ordered = points[:, 0], np.sort(among[:, 0])
    place = ordered.searchsorted(at)
    below, above = ordered[np.maximum(place - 1, 0)], ordered[np.minimum(place, len(ordered) - 1)]
    return np.asarray(np.minimum(np.abs(at - below), np.abs(above - at)))


def radii(points: FloatArray, reference: FloatArray, k: int) -> FloatArray:
    """[m]: how far it is from [m, d], records of the reference [n, d], to its k-th other record."""
    return neighbour_distance(points, reference, k + 1)  # each record is its own nearest
