"""Copied share: how much of an emission stands in the training pool, digit for digit."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Meter, Outcome, Yardstick
from core.metrics.memorisation import NULL, MemorisationMetric, trained_on
from core.records import AnyArray, FloatArray, RecordKind, Steps, Tick


class CopiedShare(MemorisationMetric):
    """Share of the emission that is exactly in the training pool."""

    title: ClassVar[str] = "Copied share"
    summary: ClassVar[str] = "Share of emitted records that equal one the model was trained on."
    unit: ClassVar[str] = "share of emitted records"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Of all n emitted records, those that equal some record of the training pool in every "
        "number, pixel or word. Where records take few values many are equal by chance, and more "
        f"in a larger pool. {NULL}"
    )
    records: ClassVar[frozenset[RecordKind]] = MemorisationMetric.records | {RecordKind.TEXT}
    high: ClassVar[str] = (
        "The model gives back what it was trained on; records with few possible values are "
        "also equal by chance, as the null band shows."
    )
    low: ClassVar[str] = "Emitted records are new ones, whether good or bad."
    kind: Literal["copied-share"] = "copied-share"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    emission, pool = trained_on(outcome)
    found = np.empty(emission.replicates)
    for place in range(len(found)):
        emitted, copied = _keys(emission.of_replicate(place)), set[bytes]()
        new = set(emitted)
        for trained in pool.of_replicate(place):
            copied |= new.intersection(_keys(trained))
            yield Tick(place, len(found))
        found[place] = np.mean([key in copied for key in emitted])
    return found


def _keys(records: AnyArray) -> list[bytes]:
    """One for each of [n, *shape]: two are equal where the records are."""
    flat = records.reshape(len(records), int(np.prod(records.shape[1:])))
    plain = np.ascontiguousarray(flat + flat.dtype.type(0))  # -0.0 equals 0.0
    keys: list[bytes] = plain.view(f"V{plain.itemsize * plain.shape[1]}")[:, 0].tolist()
    return keys
