"""What metrics of text share: words as categories, runs of words as numbers, losses a word."""

from typing import ClassVar

import numpy as np

from core.metrics.base import Metric, Outcome, Yardstick
from core.records import AnyArray, Counts, FloatArray, IntArray, RecordKind, Records, Steps, Tick

LOSS_RECORDS = 500
"""Reference records that a model is scored on."""
TOGETHER = 50_000
"""Words that are scored between two ticks."""


class WordMetric(Metric):
    """A metric of text; punctuation marks, numbers and the unlisted word count as words."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.TEXT})


def text(outcome: Outcome) -> Records:
    """The emission as text."""
    if not isinstance(outcome.emission, Records):
        raise TypeError("this metric measures text, not counts")
    return outcome.emission


def counted_words(batch: Records) -> Counts:
    """How often each replicate says each word; ends are none."""
    said = (batch.values > 0) & batch.mask()[:, :, None]
    rows = np.repeat(np.arange(batch.replicates), said.sum(axis=(1, 2)))
    places = rows * batch.universe + batch.values[said]
    table = np.bincount(places, minlength=batch.replicates * batch.universe)
    every = np.arange(batch.universe)
    return Counts(batch.universe, every, table.reshape(batch.replicates, -1)).compact()


def reference_text(yardstick: Yardstick) -> Records:
    """The reference records [1, records, length], which a file gives every replicate alike."""
    held = yardstick.reference
    if not isinstance(held, Records):
        raise TypeError("this metric compares with text, not with counts")
    return held.having(held.values[:1], None if held.keep is None else held.keep[:1])


def reference_shares(yardstick: Yardstick) -> FloatArray:
    """[universe]: how often each word is said among the words of the reference records."""
    counts = counted_words(reference_text(yardstick))
    shares = np.zeros(counts.universe)
    shares[counts.types] = counts.frequencies()[0]
    return shares


def shares_of_all(yardstick: Yardstick) -> FloatArray:
    """[universe]: each word's share in all of the real data."""
    shares = yardstick.population.probabilities()
    if shares is None:
        raise TypeError("this metric needs a source of text")
    return shares


def runs(tokens: AnyArray, size: int, universe: int) -> IntArray:
    """All runs of `size` words within records [n, length], each as one number, in any order."""
    count = max(tokens.shape[1] - size + 1, 0)
    found = np.zeros((len(tokens), count), dtype=np.int64)
    for place in range(size):
        found = found * universe + tokens[:, place : place + count]
    return np.asarray(found[tokens[:, size - 1 :] > 0])


def nats_a_word(outcome: Outcome, held: Records) -> Steps[FloatArray]:
    """[replicates]: minus the log probability of records [1, n, length] in each model, a word."""
    if outcome.model is None:
        raise TypeError("this metric reads a fitted model, and there is none")
    replicates, (total, length) = outcome.emission.replicates, held.values.shape[1:]
    some = max(1, TOGETHER // (replicates * length))
    loss = np.zeros(replicates)
    for start in range(0, total, some):
        values = held.values[:, start : start + some]
        every = np.broadcast_to(values, (replicates, *values.shape[1:]))
        loss -= outcome.model.log_density(held.having(every)).sum(axis=1)
        yield Tick(min(start + some, total), total)
    return loss / max(int((held.values > 0).sum()), 1)
