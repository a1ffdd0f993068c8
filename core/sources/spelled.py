"""What sources of spelled records share: a table of what is real, and an emission looked up in it.

Of names each record is looked up, of lines each of its words.
"""

from abc import abstractmethod

import numpy as np

from core.records import AnyArray, Counts, FloatArray, IntArray, Records, Steps, Tick
from core.sources.base import Population


class SpelledPopulation(Population):
    """Records that are spelled letter by letter, and a table of the names or words in them."""

    _law: FloatArray

    def probabilities(self) -> FloatArray:
        """[universe]: the probability of each name, or each word's share in all real lines."""
        return self._law

    @abstractmethod
    def types(self, values: AnyArray) -> IntArray:
        """Which of the table each name or word in [records, letters] is; -1 where it lists none."""

    @abstractmethod
    def commonness(self, values: AnyArray) -> FloatArray:
        """[records]: how common what each of the table's own [records, letters] says is."""

    def looked_up(self, batch: Records) -> Steps[list[IntArray]]:
        """`types` of every replicate's records."""
        found = []
        for place in range(batch.replicates):
            found.append(self.types(batch.of_replicate(place)))
            yield Tick(place + 1, batch.replicates)
        return found

    def counted(self, types: list[IntArray]) -> Counts:
        """How often each replicate holds each of the table; what it does not list is left out."""
        found = [row[row >= 0] for row in types]
        alive = np.unique(np.concatenate(found))
        columns = len(alive)
        table = [np.bincount(np.searchsorted(alive, row), minlength=columns) for row in found]
        return Counts(len(self._law), alive, np.array(table, dtype=np.int64))
