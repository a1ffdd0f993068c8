"""Words alive: how many different words a generation still emits."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.words import WordMetric, counted_words, text
from core.records import FloatArray, Steps


class WordsAlive(WordMetric):
    """The number of different words in the emission."""

    title: ClassVar[str] = "Words alive"
    summary: ClassVar[str] = "How many different words a generation still emits."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "words"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Words that are said at least once in the emission, of those that are listed; punctuation "
        "marks are among them, and all unlisted words are one. Longer records hold more of them."
    )
    brief: ClassVar[str] = (
        "Listed words that are emitted at least once, punctuation marks among them; longer records "
        "hold more."
    )
    high: ClassVar[str] = "Many different words are used, rare ones among them."
    low: ClassVar[str] = (
        "Words have died out, and the rarest go first; shorter records hold fewer words too."
    )
    reference: ClassVar[str] = "Suresh et al. 2024"
    scale: ClassVar[bool] = True
    count: ClassVar[bool] = True
    headline: ClassVar[bool] = True
    kind: Literal["words-alive"] = "words-alive"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    counts = yield from counted_words(text(outcome))
    return np.asarray((counts.counts > 0).sum(axis=1), dtype=np.float64)
