"""Nearest training distance: how far emitted records are from what the model was trained on."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Meter, Outcome, Yardstick
from core.metrics.continuous import FEATURE_SPACE, NEIGHBOUR_RECORDS, features, one_by_one
from core.metrics.memorisation import NULL, MemorisationMetric, trained_on
from core.metrics.neighbourhoods import CHUNK, nearest_distance
from core.records import AnyArray, FloatArray, Records, Steps, Tick


class NearestTrainingDistance(MemorisationMetric):
    """The mean distance of emitted records to their nearest of n from the training pool."""

    title: ClassVar[str] = "Nearest training distance"
    summary: ClassVar[str] = (
        "How far an emitted record is from the nearest one trained on; 0: copied."
    )
    unit: ClassVar[str] = "units of a feature"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        f"{FEATURE_SPACE}; the mean distance of emitted records to their nearest of n that are "
        "drawn from the training pool without replacement (all, where it holds fewer), at most "
        f"{NEIGHBOUR_RECORDS:,} of each. It falls where records are copied, and also where they "
        f"only move closer together. {NULL}"
    )
    high: ClassVar[str] = (
        "Emitted records are unlike those trained on: new, or far from anything real."
    )
    low: ClassVar[str] = (
        "Emitted records lie close to those trained on: copied, or crowded together as a "
        "narrowing model makes them."
    )
    kind: Literal["nearest-training-distance"] = "nearest-training-distance"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        size = min(yardstick.sample_size, NEIGHBOUR_RECORDS)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            emission, pool = trained_on(outcome)
            rng = yardstick.streams.rng("nearest-training-distance")
            found = np.empty(emission.replicates)
            for place, records in enumerate(one_by_one(emission, NEIGHBOUR_RECORDS)):
                drawn = _drawn(np.concatenate(pool.of_replicate(place)), size, rng)
                trained = features(Records(emission.kind, drawn[None]))[0]
                distances = []
                for start in range(0, len(records), CHUNK):
                    distances.append(nearest_distance(records[start : start + CHUNK], trained))
                    yield Tick(place, len(found))
                found[place] = np.concatenate(distances).mean()
            return found

        return measure


def _drawn(records: AnyArray, size: int, rng: np.random.Generator) -> AnyArray:
    """[size, *shape] of [n, *shape] without replacement; all of them, where n is no larger."""
    if len(records) <= size:
        return records
    return records[rng.choice(len(records), size, replace=False, shuffle=False)]
