"""What metrics of vectors and images share: the feature space, distances, a kernel's bandwidth."""

import functools
from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np

from core.metrics.base import Metric
from core.records import (
    AnyArray,
    Batch,
    FloatArray,
    IntArray,
    RecordKind,
    Records,
    Steps,
    Tick,
)

FEATURE_SPACE = "Vectors as they are, images as their pixels from 0 to 1"
KERNEL_RECORDS = 500
"""Records that kernel metrics look at: eigenvalues take 0.01 s at 500 and 0.3 s at 1,800."""
NEIGHBOUR_RECORDS = 2000
"""Records that metrics of neighbours look at: every pair's distance is computed."""
SLAB = 2**20
"""Numbers that are sorted or summed between two ticks: some 10 to 60 ms."""
FEW_DIMENSIONS = 12
"""Up to here differences are taken one by one, which costs no more than matrix products do."""
CENTRED_ON = 100
"""Records whose median stands for the middle of all of them."""


class ContinuousMetric(Metric):
    """A metric of vectors and images."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS, RecordKind.IMAGES})


def features(batch: Batch) -> FloatArray:
    """[replicates, records, features]: vectors as they are, images as pixels from 0 to 1.

    Records that all replicates share, as a file's reference is, are held once, read-only.
    Raises TypeError for counts, and where replicates hold different numbers of records.
    """
    whole = _whole(batch)
    if whole.values.strides[0]:
        return _scaled(whole.kind, whole.values)
    found = _scaled(whole.kind, whole.values[:1])
    return np.broadcast_to(found, (whole.replicates, *found.shape[1:]))


def one_by_one(batch: Batch) -> Iterator[FloatArray]:
    """[records, features] of each replicate in turn: of many images, all would take much memory.

    Raises TypeError as `features` does.
    """
    whole = _whole(batch)
    for values in whole.values:
        yield _scaled(whole.kind, values[None])[0]


def _whole(batch: Batch) -> Records:
    if not isinstance(batch, Records) or batch.keep is not None:
        raise TypeError("this metric measures whole batches of records")
    return batch


def _scaled(kind: RecordKind, values: AnyArray) -> FloatArray:
    flat = Records(kind, values).flat()
    return flat / 255.0 if kind is RecordKind.IMAGES else flat


def by_slabs(
    measure: Callable[[FloatArray, slice], FloatArray], values: FloatArray
) -> Steps[FloatArray]:
    """[replicates]: what `measure` says of some replicates of [replicates, records, d] at a time.

    measure: of those replicates' values, and which they are.
    """
    replicates, together = len(values), max(1, SLAB // max(values[0].size, 1))
    found = np.empty(replicates)
    for low in range(0, replicates, together):
        rows = slice(low, low + together)
        found[rows] = measure(values[rows], rows)
        yield Tick(min(low + together, replicates), replicates)
    return found


def squared_distances(one: FloatArray, other: FloatArray) -> FloatArray:
    """[m, n] squared Euclidean distances between [m, d] and [n, d].

    In many dimensions by matrix products, five times faster than the differences themselves,
    about a middling record: products of large numbers lose small differences to rounding.
    """
    if one.shape[1] <= FEW_DIMENSIONS:
        from scipy.spatial.distance import cdist

        return np.asarray(cdist(one, other, "sqeuclidean"))
    centre = np.median(other[:CENTRED_ON], axis=0)
    one, other = one - centre, other - centre
    squares = (-2.0 * one) @ other.T
    squares += (one**2).sum(axis=1)[:, None]
    squares += (other**2).sum(axis=1)
    return np.maximum(squares, 0.0, out=squares)


def median_bandwidth(reference: FloatArray) -> float:
    """The median distance between two records [n, d]; 1 where that is 0, or one record is alone."""
    if len(reference) < 2:
        return 1.0
    squares = squared_distances(reference, reference).ravel()[_pairs(len(reference))]
    return float(np.sqrt(np.median(squares))) or 1.0


@functools.lru_cache(maxsize=2)
def _pairs(count: int) -> IntArray:
    """The places of all pairs of different records in a table [count, count] laid flat."""
    return np.flatnonzero(np.triu(np.ones((count, count), dtype=np.bool_), 1))


def kernel(one: FloatArray, other: FloatArray, bandwidth: float) -> FloatArray:
    """[m, n] Gaussian kernel exp(-d^2 / h^2), h the median distance: 1/e at that distance."""
    return np.asarray(np.exp(squared_distances(one, other) / -(bandwidth**2)))
