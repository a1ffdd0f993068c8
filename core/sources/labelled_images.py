"""Files of images in classes, of which some may be made rare."""

from abc import abstractmethod
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.classifier import Classifier, shipped
from core.records import AnyArray, IntArray, RecordKind
from core.seeding import Streams
from core.sources.base import FinitePopulation, Part, Source, part_size

RARE = 0.1
"""Most of the images that the classes called rare hold together."""


class LabelledImages(Source):
    """Images of 8-bit pixels, 255 the darkest, with the class of each."""

    gives: ClassVar[RecordKind] = RecordKind.IMAGES
    law_known: ClassVar[bool] = False
    classes: ClassVar[dict[str, int]]
    """How many images of each class the file holds, in its order; so nothing is read to tell."""
    class_tail: float = Field(
        1.0, ge=1, le=100, title="Class tail",
        description="1 takes the file as it is. 10 keeps all of the first class and a tenth of the "
        "last, the shares of those between falling by a constant factor.",
    )  # fmt: skip
    thinned: Literal["all-classes", "last-class"] = Field(
        "all-classes", title="Classes in the tail",
        description="Which classes the tail thins: all but the first, or the last one alone.",
    )  # fmt: skip

    def description(self) -> str:
        """The summary, and how many images the class tail left."""
        if self.class_tail == 1:
            return self.summary
        kept, names = self.kept(), list(self.classes)
        last, total = f"{kept[-1]:,} of class “{names[-1]}”", f"{kept.sum():,} in all"
        if self.thinned == "last-class":
            left = f"One class was made rare by choice: kept were {last} and all of the others"
        else:
            left = (
                f"Classes were made rare by choice: kept were {kept[0]:,} of class “{names[0]}” "
                f"and {last}, those between falling by a constant factor"
            )
        return f"{self.summary} {left}; {total}."

    @abstractmethod
    def read(self) -> tuple[AnyArray, IntArray]:
        """The file's images [records, rows, columns] of uint8 and their classes [records]."""

    def available(self, part: Part) -> int:
        """How many images a part holds, of those that the class tail leaves."""
        return part_size(int(self.kept().sum()), part)

    def open(self, streams: Streams) -> "LabelledPopulation":
        """The images that the class tail leaves, chosen and then split by the seed."""
        images, labels = self.read()
        chosen = images[self._chosen(labels, streams)]
        return LabelledPopulation(chosen, streams, shipped(self.classifier), self.rare())

    def kept(self) -> IntArray:
        """[classes]: how many images of each class are taken, at least one."""
        held = np.array(list(self.classes.values()))
        thinned = np.linspace(0, 1, len(held))
        if self.thinned == "last-class":
            thinned = np.floor(thinned)
        falling = self.class_tail**-thinned
        return np.maximum(np.round(held * falling), 1).astype(np.int64)

    def rare(self) -> tuple[int, ...]:
        """The rarest classes, which together hold at most a tenth of the images left.

        None, where the class tail makes none rare.
        """
        if self.class_tail == 1:
            return ()
        kept = self.kept()
        order = np.argsort(kept, kind="stable")
        within = np.cumsum(kept[order]) <= RARE * kept.sum()
        return tuple(sorted(int(place) for place in order[within]))

    def _chosen(self, labels: IntArray, streams: Streams) -> IntArray:
        """Places in the file, ascending; a steeper tail takes a part of what a flatter one does."""
        rng = streams.rng("class-tail")
        shuffled = (rng.permutation(np.flatnonzero(labels == c)) for c in range(len(self.classes)))
        taken = [of[:count] for of, count in zip(shuffled, self.kept(), strict=True)]
        return np.sort(np.concatenate(taken))


class LabelledPopulation(FinitePopulation):
    """Images that a frozen classifier sees as features and in classes, of which some are rare."""

    classifier: Classifier

    def __init__(
        self, values: AnyArray, streams: Streams, classifier: Classifier, rare: tuple[int, ...]
    ) -> None:
        """Split `values` [images, rows, columns] into the three parts."""
        super().__init__(RecordKind.IMAGES, values, streams)
        self.classifier, self.rare = classifier, rare
