"""Distinct-2: how much of what is emitted is not said twice, in pairs of words."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.words import WordMetric, distinct, runs, text
from core.records import FloatArray, Steps, Tick
from core.sources.base import Source


class Distinct2(WordMetric):
    """Distinct word pairs over all word pairs."""

    title: ClassVar[str] = "Distinct-2"
    summary: ClassVar[str] = "Share of emitted word pairs that are different ones."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "share of word pairs"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Different pairs of neighbouring words within the emitted records, over all such pairs; 0 "
        "where there are none. It falls where text repeats itself and rises where text turns to "
        "noise, and it is lower the more pairs there are, so longer records lower it."
    )
    brief: ClassVar[str] = (
        "Different pairs of neighbouring words over all such pairs; the more pairs, the lower."
    )
    high: ClassVar[str] = "Word pairs seldom repeat: the text is varied, or it is noise."
    low: ClassVar[str] = "The same word pairs come again and again: the text repeats itself."
    reference: ClassVar[str] = "Li et al. 2016"
    scale: ClassVar[bool] = True
    kind: Literal["distinct-2"] = "distinct-2"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Where a record may hold a pair."""
        return super().fits(source) and source.record_shape()[0] >= 2

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    emission = text(outcome)
    found = np.empty(emission.replicates)
    for place in range(len(found)):
        pairs = runs(emission.of_replicate(place), 2, emission.universe)
        found[place] = len(distinct(pairs)) / max(len(pairs), 1)
        yield Tick(place + 1, len(found))
    return found
