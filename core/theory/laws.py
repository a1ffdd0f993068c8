"""What a source's law says, worked out once: closed forms are asked for at every redraw."""

import functools

import numpy as np

from core.records import FloatArray
from core.seeding import Streams
from core.sources.base import Source


@functools.lru_cache(maxsize=16)
def probabilities(source: Source) -> FloatArray | None:
    """[universe]: the exact probability of each type, in any order; None of other records."""
    return source.law()


@functools.lru_cache(maxsize=16)
def mean_variance(source: Source) -> float | None:
    """The exact variance of a record over its dimensions; None where the law is not known."""
    if not source.law_known:
        return None
    total = source.open(Streams(0)).variance()
    return None if total is None else total / float(np.prod(source.record_shape()))


def difference(source: Source) -> float:
    """How likely two real records are of different types: 1 - sum p^2."""
    law = probabilities(source)
    assert law is not None
    return float((law * (1 - law)).sum())
