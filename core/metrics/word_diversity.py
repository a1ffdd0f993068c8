"""Word diversity: the effective number of words."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.shannon_diversity import effective_types
from core.metrics.words import WordMetric, counted_words, text
from core.records import FloatArray, Steps


class WordDiversity(WordMetric):
    """exp(Shannon entropy) of the emission's word frequencies."""

    title: ClassVar[str] = "Word diversity"
    summary: ClassVar[str] = "How many equally common words would be as diverse as this emission."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "effective words"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "The exponential of the Shannon entropy of the emitted words' frequencies f: "
        "exp(-sum f ln f), without correction. It rises where "
        "text turns to noise."
    )
    high: ClassVar[str] = "Many words are used in similar shares, in varied text or in noise."
    low: ClassVar[str] = "Few words make up nearly everything; at 1 there is only one."
    reference: ClassVar[str] = "Hill 1973, order 1"
    scale: ClassVar[bool] = True
    kind: Literal["word-diversity"] = "word-diversity"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    counts = yield from counted_words(text(outcome))
    return effective_types(counts)
