"""What every source of real records offers: a population to draw disjoint parts from."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar

import numpy as np

from core.classifier import Classifier
from core.records import AnyArray, Batch, Counts, FloatArray, IntArray, RecordKind, Records
from core.registry import Plugin
from core.seeding import Streams


class Part(StrEnum):
    """The disjoint parts of the real data: for fitting, for verifiers, for metrics."""

    TRAIN = "train"
    TRUSTED = "trusted"
    REFERENCE = "reference"


SPLIT = {Part.TRAIN: 0.7, Part.TRUSTED: 0.1, Part.REFERENCE: 0.2}
ENOUGH = 2
"""Times n that a file's train part must hold for real samples of n to be drawn without repeats."""


class Population(ABC):
    """The real records of one run, split by its seed."""

    kind: RecordKind
    classifier: Classifier | None = None
    """What sees these images as features and in classes; None: they are seen as they are."""

    @abstractmethod
    def size(self, part: Part) -> int | None:
        """How many records a part holds; None when it is drawn from a known law."""

    @abstractmethod
    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Batch:
        """`size` records of a part for every replicate, by a stream named after the part."""

    @abstractmethod
    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Batch:
        """Real samples for null bands and radii: from the law, else of the train part."""

    def unseen(self, size: int, replicates: int, rng: np.random.Generator) -> Batch:
        """Real samples that no model trains on: from the law, else the reference part resampled."""
        return self.resample(size, replicates, rng)

    def variance(self) -> float | None:
        """The exact total variance (trace) of one record, where the law is known."""
        return None

    def probabilities(self) -> FloatArray | None:
        """[universe]: the exact probability of each type, where records are categories.

        Of text, the share of each word in all of the real data; 0 for id 0.
        """
        return None

    def log_density(self, values: FloatArray) -> FloatArray | None:
        """The exact log density of records [..., features], where it is known."""
        return None

    def parameters(self) -> "dict[str, FloatArray]":
        """The law's own parameters, by the names under which learners offer fitted ones."""
        return {}

    def likened(self, batch: Batch) -> Batch:
        """Records of another file as this population has its own."""
        return batch

    def fresh(self, size: int, used: int, replicates: int, streams: Streams) -> Batch:
        """`size` real records that no generation has seen, after the `used` that earlier ones took.

        A law draws them by the streams' own generation; a file goes on in its shuffled train part.
        """
        return self.resample(size, replicates, streams.rng("fresh"))

    def label(self, type_: int) -> str | None:
        """The name of a type, or None when it is counted but not displayed."""
        return str(type_)


class Source(Plugin):
    """A declared source; `open` gives its population."""

    group: ClassVar[str] = "sources"
    gives: ClassVar[RecordKind]
    record_noun: ClassVar[str] = "records"
    types_noun: ClassVar[str] = "types"
    users_noun: ClassVar[str] = "users"
    """Who bears the loss of a type: the users of a word, the bearers of a name."""
    law_known: ClassVar[bool] = True
    law_of_a_file: ClassVar[bool] = False
    """Whether the law is no more than what a finite file holds."""
    axes: ClassVar[tuple[tuple[str, int], tuple[str, int]]] = (
        ("Dimension 1", 0),
        ("Dimension 2", 1),
    )
    """Which two numbers of a longer record are drawn as points: what they are called, and where."""
    has_modes: ClassVar[bool] = False
    """Whether the law is made of modes: its parameters then have their centres and their spread."""
    files: ClassVar[tuple[str, ...]] = ()
    """What it reads of the data that come with the app, in `resources/data`."""
    licence: ClassVar[str] = ""
    """Of those data; "" where the records are drawn from a law."""
    classifier: ClassVar[str] = ""
    """The frozen classifier that comes with the app for these images, by name; "" for none."""

    def description(self) -> str:
        """The summary and what the settings did to the data, for the write-up."""
        return self.summary

    def to_share(self) -> "Source":
        """The same source as it may be told to others, without the folders of a path."""
        return self

    def record_shape(self) -> tuple[int, ...]:
        """The shape of one record."""
        return ()

    def universe(self) -> int:
        """How many types there are, for a source of categories; of text, ids of words and 0."""
        return 0

    def symbols(self) -> int:
        """How many ids of words or letters there are, 0 among them; 0 of other records."""
        return self.universe() if self.gives is RecordKind.TEXT else 0

    def available(self, part: Part) -> int | None:
        """How many records a part holds before any is opened; None without limit."""
        return None

    def law(self) -> FloatArray | None:
        """[universe]: the exact probability of each type, in any order; None of other records."""
        return self.open(Streams(0)).probabilities()

    def to_copy(self) -> dict[str, AnyArray]:
        """Real data that a run file keeps, as named arrays; {} where it keeps none.

        Raises BadInput when a file is no longer what it was.
        """
        return {}

    def from_copy(self, arrays: dict[str, AnyArray], streams: Streams) -> Population:
        """The population of what `to_copy` gave, without the file.

        Raises ValueError or KeyError for what this source cannot have given.
        """
        raise ValueError(f"'{self.kind}' keeps no data in run files")

    @abstractmethod
    def open(self, streams: Streams) -> Population:
        """The population, split by the seed of `streams`."""


class FinitePopulation(Population):
    """A file of records, split once by the seed; replicates draw from train without replacement."""

    def __init__(
        self, kind: RecordKind, values: AnyArray, streams: Streams, universe: int = 0
    ) -> None:
        """Split `values` [records, *shape] into the three parts; universe: of text, its ids."""
        self.kind = kind
        self._universe = universe
        order = streams.rng("split").permutation(len(values))
        bounds = np.cumsum([part_size(len(values), part) for part in Part])
        pieces = np.split(values[order], bounds[:-1])
        self._parts = dict(zip(Part, pieces, strict=True))

    def size(self, part: Part) -> int:
        """How many records a part holds."""
        return len(self._parts[part])

    def whole(self, part: Part) -> AnyArray:
        """[records, *shape]: all of a part."""
        found: AnyArray = self._parts[part]
        return found

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Records of a part without replacement; the reference part is the same for all."""
        held = self._parts[part]
        if part is Part.REFERENCE:
            return self._records(np.broadcast_to(held[:size], (replicates, *held[:size].shape)))
        return self._records(held[self._order(part, replicates, streams)[:, :size]])

    def fresh(self, size: int, used: int, replicates: int, streams: Streams) -> Records:
        """The train part's records from place `used` on, in the order that `draw` began."""
        order = self._order(Part.TRAIN, replicates, streams.at(generation=0))
        return self._records(self._parts[Part.TRAIN][order[:, used : used + size]])

    def _order(self, part: Part, replicates: int, streams: Streams) -> IntArray:
        """[replicates, records of the part]: each replicate's own shuffle of it."""
        keys = streams.rng(part.value).random((replicates, len(self._parts[part])))
        return np.asarray(np.argsort(keys, axis=1))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """The train part without replacement; with it, where the part is not large enough.

        A sample that repeats records holds fewer different words, pairs or types than a new one.
        """
        held = self._parts[Part.TRAIN]
        if repeats(len(held), size):
            return self._resampled(Part.TRAIN, size, replicates, rng)
        chosen = [rng.choice(len(held), size, replace=False) for _ in range(replicates)]
        return self._records(held[np.stack(chosen)])

    def unseen(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """The reference part, resampled with replacement."""
        return self._resampled(Part.REFERENCE, size, replicates, rng)

    def _resampled(
        self, part: Part, size: int, replicates: int, rng: np.random.Generator
    ) -> Records:
        held = self._parts[part]
        return self._records(held[rng.integers(len(held), size=(replicates, size))])

    def _records(self, values: AnyArray) -> Records:
        return Records(self.kind, values, universe=self._universe)


def repeats(held: int, size: int) -> bool:
    """Whether real samples of this size from a train part of `held` records repeat some of them."""
    return held < ENOUGH * size


def part_size(total: int, part: Part) -> int:
    """How many of `total` records a part gets; the reference part takes what rounding leaves."""
    if part is Part.REFERENCE:
        return total - sum(part_size(total, other) for other in (Part.TRAIN, Part.TRUSTED))
    return round(total * SPLIT[part])


class CategoricalPopulation(Population):
    """Categories whose probabilities are known exactly."""

    kind = RecordKind.COUNTS

    def __init__(self, counts: FloatArray, labels: "list[str | None] | None" = None) -> None:
        """Hold the law given by `counts` [universe] and the labels shown on screen."""
        self._law = counts / counts.sum()
        self._labels = labels

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Counts:
        """Multinomial counts, independent for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Counts:
        """Multinomial counts from the law."""
        # Without the types of probability 0 at its end: NumPy gives the last one what is left over.
        held = np.trim_zeros(self._law, "b")
        drawn = rng.multinomial(size, held, size=replicates)
        alive = np.flatnonzero(drawn.any(axis=0))
        return Counts(len(self._law), alive, drawn[:, alive])

    def probabilities(self) -> FloatArray:
        """[universe]: the exact probability of each type."""
        law: FloatArray = self._law
        return law

    def label(self, type_: int) -> str | None:
        """The name of a type, or None when it is not displayed."""
        return str(type_) if self._labels is None else self._labels[type_]
