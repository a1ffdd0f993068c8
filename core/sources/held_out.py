"""Categories and words of a finite file, held against records that their law has never seen.

A file's own frequencies know each of its rarest types, and no new sample does: held against them,
every real sample would seem to lack the tail. Here the law is that of some records, and real
samples are drawn from the others. They lack some of its types and bring others, as new ones would.
"""

from dataclasses import replace

import numpy as np

from core.records import Batch, Counts, FloatArray, IntArray, Records, shared, subsample_counts
from core.seeding import Streams
from core.sources.base import CategoricalPopulation, Part, part_size
from core.sources.text import FEWEST_OCCURRENCES, Corpus, TextPopulation
from core.text import END

HAIR = 1e-9
"""Of a record: what tells types of one count apart."""


class HeldOutCategories(CategoricalPopulation):
    """A train part to draw real samples from, and a law that is the frequencies of all the rest."""

    def __init__(self, counts: IntArray, labels: "list[str | None]", streams: Streams) -> None:
        """Split `counts` [universe] once by the seed."""
        total = int(counts.sum())
        self._sizes = {part: part_size(total, part) for part in Part}
        rng = streams.rng("split")
        train = rng.multivariate_hypergeometric(counts, self._sizes[Part.TRAIN], method="marginals")
        self._train = Counts(len(counts), np.arange(len(counts)), train[None]).compact()
        super().__init__(_untied(counts - train, rng), labels)

    def size(self, part: Part) -> int:  # type: ignore[override]
        """How many records a part holds."""
        return self._sizes[part]

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Counts:
        """Records of the train part without replacement; of others, by the law."""
        if part is not Part.TRAIN:
            return super().draw(part, size, replicates, streams)
        held = shared(self._train, replicates)
        assert isinstance(held, Counts)
        return subsample_counts(held, np.full(replicates, size), streams.rng(part.value))


class HeldOutText(TextPopulation):
    """Text whose law is that of the words in all records but the train part's.

    Those alone decide which words are listed, too: the whole file lists words because the train
    part has them. Every other word is an unlisted one, in whatever records are compared.
    """

    def __init__(self, corpus: Corpus, streams: Streams) -> None:
        """Split the records, and count the words in the rest."""
        super().__init__(corpus, streams)
        rest = np.concatenate([self._parts[part] for part in Part if part is not Part.TRAIN])
        counts = np.bincount(rest.ravel(), minlength=len(corpus.words))
        ids = np.arange(len(counts))
        listed = (counts >= FEWEST_OCCURRENCES) | (ids == END)
        self._folded = np.where(listed, ids, len(counts) - 1).astype(np.uint16)
        self._parts = {part: self._folded[held] for part, held in self._parts.items()}
        counts = np.bincount(self._folded[rest].ravel(), minlength=len(counts))
        counts[END] = 0
        law = _untied(counts, streams.rng("untied"))
        self._law = law / law.sum()

    def probabilities(self) -> FloatArray:
        """[universe]: each id's share of the words in the rest of the file."""
        return np.asarray(self._law)

    def likened(self, batch: Batch) -> Batch:
        """With the words that are not listed here as unlisted ones."""
        assert isinstance(batch, Records)
        return replace(batch, values=self._folded[batch.values])


def _untied(counts: IntArray, rng: np.random.Generator) -> FloatArray:
    """Counts that a hair's breadth tells apart, in an order that knows nothing.

    Types of one count lie in the order of the whole file, which knows the train part too.
    """
    held = counts > 0
    return np.asarray(counts + np.where(held, HAIR * rng.random(len(counts)), 0.0))
