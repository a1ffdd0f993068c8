"""Total variation between the emission's word frequencies and those of real text."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.total_variation import total_variation
from core.metrics.words import WordMetric, counted_words, reference_shares, text
from core.records import FloatArray, Steps


class WordTotalVariation(WordMetric):
    """Half the summed absolute difference of word frequencies."""

    title: ClassVar[str] = "Total variation of words"
    summary: ClassVar[str] = "The share of emitted words that would have to change to match."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "share of words"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Half the sum of |f - r| over all words; f is a word's share of the emitted words, r that "
        "of the words of the reference records."
    )
    high: ClassVar[str] = (
        "A large share of words would have to change; at 1 no word of real text is said."
    )
    low: ClassVar[str] = "Words are used in nearly their real shares; real samples are above 0 too."
    reference: ClassVar[str] = "Levin and Peres 2017, chapter 4"
    headline: ClassVar[bool] = True
    kind: Literal["word-total-variation"] = "word-total-variation"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Count the reference's words."""
        truth = yield from reference_shares(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from counted_words(text(outcome))
            return total_variation(counts, truth)

        return measure
