"""Admission: a gate judges candidates until enough are let through, or a cap is reached."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.records import (
    AnyArray,
    Batch,
    BoolArray,
    Counts,
    IntArray,
    Records,
    Steps,
    Tick,
    add_counts,
    subsample_counts,
)
from core.regimes.base import Gate
from core.seeding import Streams

Draw = Callable[[int, Streams], Steps[Batch]]
"""Draws further candidates for every replicate."""


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """What came through: the batch, and [replicates] how many were judged to get it."""

    batch: Batch
    judged: IntArray


def admit(
    gate: Gate, emission: Batch, wanted: int, rounds: int, draw: Draw, streams: Streams
) -> Steps[Admission]:
    """Let `wanted` records of each replicate through, of at most `rounds` batches of candidates.

    The first batch is the emission; every batch has its size, whatever other replicates still
    need, so that a replicate's numbers do not depend on how many run beside it.
    """
    size = int(emission.sizes().max())
    tally = _CountTally(wanted) if isinstance(emission, Counts) else _RecordTally(wanted)
    candidates: Batch = emission
    for turn in range(rounds):
        stream = streams.at(f"round-{turn}")
        probability = yield from gate.judged(candidates)
        tally.add(candidates, probability, stream)  # type: ignore[arg-type]
        yield Tick(turn + 1, rounds)
        if tally.enough() or turn + 1 == rounds:
            break
        candidates = yield from draw(size, stream.at("sample"))
    return tally.result()


def leading(emission: Batch, wanted: int, streams: Streams) -> Batch:
    """`wanted` records of each replicate; the emission itself when that is all of it."""
    if bool(np.all(emission.sizes() == wanted)):
        return emission
    if isinstance(emission, Counts):
        sizes: IntArray = np.full(emission.replicates, wanted)
        return subsample_counts(emission, sizes, streams.rng("admit"))
    return emission.first(wanted)


def wrong(gate: Gate, batch: Batch) -> IntArray | None:
    """[replicates]: how many records a gate's rule calls wrong; None without a rule."""
    called = gate.wrong(batch)
    if called is None:
        return None
    held = batch.counts if isinstance(batch, Counts) else batch.mask()
    return np.asarray((called * held).sum(axis=1), dtype=np.int64)


class _RecordTally:
    """Records let through so far, in the order they were judged."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._batches: list[Records] = []
        self._passed: list[BoolArray] = []

    def add(self, candidates: Records, probability: AnyArray, streams: Streams) -> None:
        dice = streams.rng("accept").random(probability.shape)
        self._batches.append(candidates)
        self._passed.append((dice < probability) & candidates.mask())

    def enough(self) -> bool:
        held = sum(passed.sum(axis=1) for passed in self._passed)
        return bool(np.all(held >= self._wanted))

    def result(self) -> Admission:
        values = np.concatenate([batch.values for batch in self._batches], axis=1)
        passed = np.concatenate(self._passed, axis=1)
        present = np.concatenate([batch.mask() for batch in self._batches], axis=1)
        before: IntArray = np.cumsum(passed, axis=1) - passed
        judged = present & (before < self._wanted)
        batch = self._batches[0].having(values, passed & judged)
        return Admission(batch.first(self._wanted), judged.sum(axis=1, dtype=np.int64))


class _CountTally:
    """Counts let through so far; the records of one type and batch have no order."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._batches: list[Counts] = []
        self._held: IntArray | int = 0
        self._judged: IntArray | int = 0

    def add(self, candidates: Counts, probability: AnyArray, streams: Streams) -> None:
        passed = streams.rng("accept").binomial(candidates.counts, probability)
        arrived = passed.sum(axis=1)
        needed = np.maximum(self._wanted - self._held, 0)
        batch = Counts(candidates.universe, candidates.types, passed)
        used = np.minimum(arrived, needed)
        self._batches.append(subsample_counts(batch, used, streams.rng("surplus")))
        # In random order, the needed-th of `arrived` stands at about this place on average.
        place = np.rint(needed * (candidates.sizes() + 1) / (arrived + 1)).astype(np.int64)
        self._judged = self._judged + np.where(
            arrived > needed, place, candidates.sizes() * (needed > 0)
        )
        self._held = self._held + used

    def enough(self) -> bool:
        return bool(np.all(self._held >= self._wanted))

    def result(self) -> Admission:
        return Admission(add_counts(self._batches).compact(), np.asarray(self._judged))
