"""Categories of a finite file, split as other records are: what an audit compares with."""

import numpy as np

from core.records import Counts, IntArray, shared, subsample_counts
from core.seeding import Streams
from core.sources.base import CategoricalPopulation, Part, part_size

HAIR = 1e-9
"""Of a record: what tells types of one count apart."""


class HeldOutCategories(CategoricalPopulation):
    """A train part to draw real samples from, and a law that is the frequencies of all the rest.

    A file's own frequencies know each of its rarest types, and no new sample does. Samples of
    records that the law has never seen lack some of its types, and bring others.
    """

    def __init__(self, counts: IntArray, labels: "list[str | None]", streams: Streams) -> None:
        """Split `counts` [universe] once by the seed."""
        total = int(counts.sum())
        self._sizes = {part: part_size(total, part) for part in Part}
        rng = streams.rng("split")
        train = rng.multivariate_hypergeometric(counts, self._sizes[Part.TRAIN], method="marginals")
        self._train = Counts(len(counts), np.arange(len(counts)), train[None]).compact()
        rest = (counts - train).astype(np.float64)
        # Types of one count lie in the order of the whole file, which knows the train part too: a
        # hair's breadth puts them in an order that knows nothing.
        rest[rest > 0] += HAIR * rng.random(int((rest > 0).sum()))
        super().__init__(rest, labels)

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
