"""Jensen-Shannon divergence between the emission's word frequencies and those of real text."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.jensen_shannon import divergence
from core.metrics.words import WordMetric, counted_words, reference_shares, text
from core.records import FloatArray, Steps


class WordJensenShannon(WordMetric):
    """Mean divergence of both word distributions from their average, in bits."""

    title: ClassVar[str] = "Jensen-Shannon divergence of words"
    summary: ClassVar[str] = "How well one word tells the emission from real text, 0 to 1 bit."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "bits"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Each word's share of the emitted words against that of the words of the reference "
        "records, base 2."
    )
    high: ClassVar[str] = (
        "Words are used in other proportions than in real text; at 1 bit no word is shared."
    )
    low: ClassVar[str] = (
        "Proportions are close to those of real text; real samples are above 0 too."
    )
    reference: ClassVar[str] = "Lin 1991"
    kind: Literal["word-jensen-shannon"] = "word-jensen-shannon"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Count the reference's words."""
        truth = yield from reference_shares(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            counts = yield from counted_words(text(outcome))
            return divergence(counts, truth)

        return measure
