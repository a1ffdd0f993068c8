"""Rare-class recall: how much of what is rare by class an emission still holds."""

from typing import ClassVar, Literal

import numpy as np

from core.errors import RunFailed
from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.continuous import one_by_one, seen_emission
from core.records import FloatArray, RecordKind, Steps
from core.sources.base import Part, Source
from core.sources.labelled_images import LabelledImages, LabelledPopulation


class RareClassRecall(Metric):
    """The share of the emission in the rarest classes, over the share of real records there."""

    title: ClassVar[str] = "Rare-class recall"
    summary: ClassVar[str] = "How much of the rarest classes is still emitted; 1 for real samples."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "times the real share"
    higher_is_better: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.IMAGES})
    estimator: ClassVar[str] = (
        "The share of emitted images that the frozen classifier puts in the rarest classes, which "
        "together hold at most a tenth of the real records, over the share of the train part that "
        "it puts there: its errors are in both, and real samples of the train part give 1 on "
        "average. It puts every image in some class, however unlike one."
    )
    brief: ClassVar[str] = (
        "The share of emitted images that the frozen classifier puts in the rarest classes, which "
        "together hold at most a tenth of real records, over the share of the train part that it "
        "puts there."
    )
    high: ClassVar[str] = (
        "Rare classes are emitted as often as they really occur, at 1, or more often, above 1."
    )
    low: ClassVar[str] = (
        "Rare classes are dying out of the emission; at 0 the frozen classifier finds none of them."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    by_classifier: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    kind: Literal["rare-class-recall"] = "rare-class-recall"

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Images with a classifier, some of whose classes were made rare."""
        return isinstance(source, LabelledImages) and bool(source.rare())

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Count the real records in the rarest classes.

        Raises RunFailed when there are none.
        """
        population = yardstick.population
        if not isinstance(population, LabelledPopulation):
            raise TypeError("this metric measures images in classes")
        yield from ()
        classifier, rare = population.classifier, population.rare

        def share(features: FloatArray) -> float:
            """That of [n, features] in the rarest classes."""
            return float(np.isin(classifier.classes(features), rare).mean())

        real = share(classifier.features(population.whole(Part.TRAIN)))
        if not real:
            raise RunFailed("rare-class-recall: no real record is put in the rarest classes")

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            seen = yield from outcome.once(seen_emission, yardstick)
            return np.array([share(features) for features in one_by_one(seen)]) / real

        return measure
