"""Loss on rare text: how badly the fitted model predicts real records of rare words."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Yardstick
from core.metrics.words import (
    LOSS_RECORDS,
    WordMetric,
    nats_a_word,
    reference_text,
    shares_of_all,
)
from core.records import FloatArray, Records, Steps

TAIL = 0.1
"""Share of the reference records that counts as rare."""


class RareTextLoss(WordMetric):
    """Mean negative log probability of the words of the reference records with rare words."""

    title: ClassVar[str] = "Held-out loss of rare text"
    summary: ClassVar[str] = "How badly the fitted model predicts real records of rare words."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "nats a word"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Minus the natural log probability, a word, of the tenth of the reference records whose "
        "words are the rarest, fixed for the run: those with the lowest mean over their words of "
        "the natural log of a word's share in all real data, of the first "
        f"{10 * LOSS_RECORDS:,} reference records at most."
    )
    brief: ClassVar[str] = (
        "Minus the natural log probability, a word, of the tenth of reference records whose words "
        "are the rarest."
    )
    high: ClassVar[str] = (
        "Text with rare words comes as a surprise to the model: its tail is too thin."
    )
    low: ClassVar[str] = "The model still expects text with rare words; compare with generation 0."
    reference: ClassVar[str] = "defined for Collapse Lab"
    parameter: ClassVar[str | None] = "finite-loss"
    rarest: ClassVar[bool] = True
    kind: Literal["rare-text-loss"] = "rare-text-loss"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the records, the same ones for the whole run."""
        yield from ()
        held = rarest(reference_text(yardstick).first(10 * LOSS_RECORDS), shares_of_all(yardstick))
        return lambda outcome: nats_a_word(outcome, held)


def rarest(held: Records, shares: FloatArray) -> Records:
    """The tenth of the records [1, n, length] with the lowest mean log share, one at least."""
    tokens = held.values[0]
    logs = np.log(np.where(shares > 0, shares, 1.0))
    means = np.where(tokens > 0, logs[tokens], 0.0).sum(axis=1) / (tokens > 0).sum(axis=1)
    count = max(1, round(TAIL * len(tokens)))
    return held.having(held.values[:, np.argsort(means, kind="stable")[:count]])
