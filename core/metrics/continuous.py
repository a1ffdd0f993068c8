"""What metrics of vectors and images share: feature spaces, distances, a kernel's bandwidth."""

import functools
from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple, TypeVar

import numpy as np

from core.metrics.base import Metric, Outcome, Yardstick
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
from core.sources.base import Population

FEATURE_SPACE = "Vectors as they are, images as their pixels from 0 to 1"
CLASSIFIER_SPACE = (
    "Vectors as they are, images as the features of the frozen classifier that comes with the app "
    "for them (without one, as their pixels from 0 to 1)"
)
KERNEL_RECORDS = 500
"""Records that kernel metrics look at: eigenvalues take 0.01 s at 500 and 0.3 s at 1,800."""
BLOCK = 2_000_000
"""Numbers that are worked on at once, so that a tick comes in time."""
NEIGHBOUR_RECORDS = 2000
"""Records that metrics of neighbours look at: every pair's distance is computed."""
LEADING = f"At most the first {NEIGHBOUR_RECORDS:,} emitted and reference records are looked at."
FEW_DIMENSIONS = 12
"""Up to here differences are taken one by one, which costs no more than matrix products do."""
CENTRED_ON = 100
"""Records whose median stands for the middle of all of them."""


Result = TypeVar("Result")


class ContinuousMetric(Metric):
    """A metric of vectors and images."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS, RecordKind.IMAGES})


def features(batch: Batch, count: int | None = None) -> FloatArray:
    """[replicates, records, features]: vectors as they are, images as pixels from 0 to 1.

    count: only the first so many records of each replicate. Records that all replicates share, as
    a file's reference is, are held once, read-only.
    Raises TypeError for counts, and where replicates hold different numbers of records.
    """
    whole = _whole(batch)
    values = whole.values[:, :count]
    if not _is_shared(values):
        return _scaled(whole.kind, values)
    found = _scaled(whole.kind, values[:1])
    return np.broadcast_to(found, (whole.replicates, *found.shape[1:]))


def one_by_one(batch: Batch, count: int | None = None) -> Iterator[FloatArray]:
    """[records, features] of each replicate in turn: of many images, all would take much memory.

    Raises TypeError as `features` does.
    """
    whole = _whole(batch)
    for values in whole.values[:, :count]:
        yield _scaled(whole.kind, values[None])[0]


def seen_reference(yardstick: Yardstick) -> Steps[Batch]:
    """The reference in the feature space of metrics by classifier."""
    return (yield from _seen(yardstick.reference, yardstick.population))


def seen_spare(yardstick: Yardstick) -> Steps[Batch]:
    """The spare real draw in that space."""
    return (yield from _seen(yardstick.spare, yardstick.population))


def seen_emission(outcome: Outcome, yardstick: Yardstick) -> Steps[Batch]:
    """The emission in that space."""
    return (yield from _seen(outcome.emission, yardstick.population))


def _seen(batch: Batch, population: Population) -> Steps[Batch]:
    """Images as vectors of their classifier's features; the batch itself where there is none."""
    classifier = population.classifier
    if classifier is None:
        return batch
    images = _whole(batch).values
    found = yield from of_each(images, classifier.features)
    whole = np.broadcast_to(found[0], (len(images), *found[0].shape))
    return Records(RecordKind.VECTORS, whole if _is_shared(images) else np.stack(found))


def of_each(records: AnyArray, work: Callable[[AnyArray], Result]) -> Steps[list[Result]]:
    """What work makes of each replicate's records; done once where all replicates share them."""
    distinct = records[:1] if _is_shared(records) else records
    found = []
    for place, one in enumerate(distinct):
        found.append(work(one))
        yield Tick(place + 1, len(distinct))
    return found * (len(records) // len(distinct))


def _is_shared(records: AnyArray) -> bool:
    return records.strides[0] == 0


def in_blocks(batch: Batch) -> Iterator[FloatArray]:
    """[replicates, records, features] of so many replicates in turn as hold BLOCK numbers.

    Raises TypeError as `features` does.
    """
    whole = _whole(batch)
    size = max(1, BLOCK // max(1, whole.values[0].size))
    for start in range(0, whole.replicates, size):
        yield _scaled(whole.kind, whole.values[start : start + size])


def _whole(batch: Batch) -> Records:
    if not isinstance(batch, Records) or batch.keep is not None:
        raise TypeError("this metric measures whole batches of records")
    return batch


def _scaled(kind: RecordKind, values: AnyArray) -> FloatArray:
    flat = Records(kind, values).flat()
    return flat / 255.0 if kind is RecordKind.IMAGES else flat


def squared_distances(one: FloatArray, other: FloatArray) -> FloatArray:
    """[m, n] squared Euclidean distances between [m, d] and [n, d].

    In many dimensions by matrix products, five times faster than the differences themselves,
    about a middling record: products of large numbers lose small differences to rounding.
    """
    if one.shape[1] == 1:  # without the wait for a library
        return np.asarray((one - other.T) ** 2)
    if one.shape[1] <= FEW_DIMENSIONS:
        from scipy.spatial.distance import cdist

        return np.asarray(cdist(one, other, "sqeuclidean"))
    centre = np.median(other[:CENTRED_ON], axis=0)
    one, other = one - centre, other - centre
    squares = (-2.0 * one) @ other.T
    squares += (one**2).sum(axis=1)[:, None]
    squares += (other**2).sum(axis=1)
    return np.maximum(squares, 0.0, out=squares)


class Scale(NamedTuple):
    """The kernel's bandwidth on a reference, and the mean kernel value within that reference."""

    bandwidth: float
    within: float

    @classmethod
    def of(cls, reference: FloatArray) -> "Scale":
        """The median distance between two records [n, d], and how alike they then are."""
        bandwidth = median_bandwidth(reference)
        return cls(bandwidth, mean_similarity(reference, bandwidth))


def kernel_scales(yardstick: Yardstick) -> Steps[list[Scale]]:
    """Each replicate's, of the leading records of its reference."""
    return (yield from of_each(features(yardstick.reference, KERNEL_RECORDS), Scale.of))


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


def mean_similarity(records: FloatArray, bandwidth: float) -> float:
    """The mean kernel value over pairs of different records of [n, d]; NaN of one alone."""
    count = len(records)
    if count < 2:
        return float("nan")
    return float((kernel(records, records, bandwidth).sum() - count) / (count * (count - 1)))
