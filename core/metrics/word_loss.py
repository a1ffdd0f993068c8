"""Loss a word: how badly the fitted model predicts real text that nobody trained on."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Yardstick
from core.metrics.words import LOSS_RECORDS, WordMetric, nats_a_word, reference_text
from core.records import Steps


class WordLoss(WordMetric):
    """Mean negative log probability of the words of reference records."""

    title: ClassVar[str] = "Held-out loss of words"
    summary: ClassVar[str] = "How badly the fitted model predicts real text it never saw."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "nats a word"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Minus the natural log probability that the model gives to the first "
        f"{LOSS_RECORDS} reference records (fewer if fewer are held), their ends included, over "
        "the number of their words. Its exponential is the perplexity."
    )
    brief: ClassVar[str] = (
        f"Minus the natural log probability that the model gives to at most {LOSS_RECORDS} "
        "reference records, over the number of their words."
    )
    high: ClassVar[str] = (
        "Real text comes as a surprise to the model: it gives its words little probability."
    )
    low: ClassVar[str] = (
        "The model expects real text; how low it can get depends on the text, so compare with "
        "generation 0."
    )
    reference: ClassVar[str] = "Jelinek et al. 1977"
    parameter: ClassVar[str | None] = "finite-loss"
    kind: Literal["word-loss"] = "word-loss"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        held = reference_text(yardstick).first(LOSS_RECORDS)
        return lambda outcome: nats_a_word(outcome, held)
