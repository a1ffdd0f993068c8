"""What metrics of text share: words as categories, runs of words as numbers, losses a word."""

from typing import ClassVar

import numpy as np

from core.metrics.base import Metric, Outcome, Yardstick
from core.records import AnyArray, Counts, FloatArray, IntArray, RecordKind, Records, Steps, Tick
from core.text import END

LOSS_RECORDS = 500
"""Reference records that a model is scored on."""


class WordMetric(Metric):
    """A metric of text; punctuation marks, numbers and the unlisted word count as words."""

    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.TEXT})


def text(outcome: Outcome) -> Records:
    """The emission as text."""
    if not isinstance(outcome.emission, Records):
        raise TypeError("this metric measures text, not counts")
    return outcome.emission


def counted_words(batch: Records) -> Steps[Counts]:
    """How often each replicate says each word; ends are none."""
    table = np.zeros((batch.replicates, batch.universe), dtype=np.int64)
    for place in range(len(table)):
        words = batch.of_replicate(place).ravel()
        table[place] = np.bincount(words, minlength=batch.universe)
        yield Tick(place + 1, len(table))
    table[:, END] = 0
    return Counts(batch.universe, np.arange(batch.universe), table).compact()


def reference_text(yardstick: Yardstick) -> Records:
    """The reference records [1, records, length], which a file gives every replicate alike."""
    held = yardstick.reference
    if not isinstance(held, Records):
        raise TypeError("this metric compares with text, not with counts")
    return held.having(held.values[:1], None if held.keep is None else held.keep[:1])


def reference_shares(yardstick: Yardstick) -> Steps[FloatArray]:
    """[universe]: how often each word is said among the words of the reference records."""
    counts = yield from counted_words(reference_text(yardstick))
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
    every = np.broadcast_to(held.values, (outcome.emission.replicates, *held.values.shape[1:]))
    densities = yield from outcome.model.scored(held.having(every))
    return np.asarray(-densities.sum(axis=1) / max(int((held.values > 0).sum()), 1))


def distinct(numbers: IntArray) -> IntArray:
    """The different ones of numbers from 0 on, ascending; NumPy's own hashes them, in longer."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]
