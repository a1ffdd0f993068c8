"""Words a record: how long emitted text is, which counts of different words depend on."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.words import WordMetric, text
from core.records import FloatArray, Steps


class WordsARecord(WordMetric):
    """The mean number of words in an emitted record."""

    title: ClassVar[str] = "Words a record"
    summary: ClassVar[str] = "How many words an emitted record has on average."
    family: ClassVar[Family] = Family.FIDELITY
    unit: ClassVar[str] = "words a record"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "Emitted words, punctuation marks among them, over emitted records. Where it falls, fewer "
        "different words are emitted for that alone."
    )
    high: ClassVar[str] = (
        "Records are long; above what real text has, the model does not find an end."
    )
    low: ClassVar[str] = "Records are short, and fewer different words are said for that alone."
    reference: ClassVar[str] = "defined for Collapse Lab"
    scale: ClassVar[bool] = True
    kind: Literal["words-a-record"] = "words-a-record"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    emission = text(outcome)
    said = ((emission.values > 0) & emission.mask()[:, :, None]).sum(axis=(1, 2))
    return np.asarray(said / np.maximum(emission.sizes(), 1))
