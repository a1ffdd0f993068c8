"""Drawing without replacement at a cost in proportion to what is drawn."""

import numpy as np

from core.records import BoolArray, FloatArray, IntArray
from core.seeding import Streams


def distinct_ranks(held: IntArray, size: int, streams: Streams) -> tuple[IntArray, BoolArray]:
    """`size` different ranks below `held` [replicates] for each replicate, uniformly.

    Returns [replicates, size] ranks, and which of them are there: a replicate that holds no more
    than `size` keeps all it has. They are the first different ones of a row of independent draws,
    which is drawn for all replicates alike, so that no replicate depends on the others.
    """
    drawn = np.empty((len(held), 0), dtype=np.int64)
    few, turn = held <= size, 0
    while True:
        uniforms: FloatArray = streams.rng(str(turn)).random((len(held), 2 * size))
        more = np.minimum((uniforms * held[:, None]).astype(np.int64), held[:, None] - 1)
        drawn, turn = np.concatenate([drawn, more], axis=1), turn + 1
        first = _first_time(drawn)
        if bool(np.all(first.sum(axis=1)[~few] >= size)):
            break
    place = np.cumsum(first, axis=1)
    chosen = first & (place <= size)
    chosen[few] = False
    chosen[few, :size] = True
    ranks = drawn[chosen].reshape(len(held), size)
    ranks[few] = np.arange(size)
    return ranks, np.arange(size) < held[:, None]


def _first_time(drawn: IntArray) -> BoolArray:
    """Which draws of a row did not come before in it."""
    order = np.argsort(drawn, axis=1, kind="stable")
    ranked = np.take_along_axis(drawn, order, axis=1)
    again = np.zeros(drawn.shape, dtype=np.bool_)
    again[:, 1:] = ranked[:, 1:] == ranked[:, :-1]
    first = np.empty(drawn.shape, dtype=np.bool_)
    np.put_along_axis(first, order, ~again, axis=1)
    return first
