"""Recorded generations: no model at all, but records that a pipeline made earlier."""

from collections.abc import Generator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from core.errors import BadInput
from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import Batch, Counts, RecordKind, Steps, Tick, shared, subsample_counts
from core.seeding import Streams
from core.sources.base import Population, Source
from core.userdata.loading import file_name

FEWEST_RECORDS = 10
"""In every generation: of fewer, nothing can be said."""
MOST_GENERATIONS = 1001


class Recording(BaseModel):
    """What was understood of recorded generations when they were first read.

    labels, sizes: of each generation in turn. the_reference: whether generation 0 holds the very
    records of the reference. unknown: of categories, how many records are of one that the reference
    does not have; () for other records.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    labels: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field(
        min_length=1, max_length=MOST_GENERATIONS
    )
    sizes: tuple[Annotated[int, Field(ge=FEWEST_RECORDS, le=2**53)], ...]
    the_reference: bool = False
    unknown: tuple[Annotated[int, Field(ge=0, le=2**53)], ...] = ()

    @model_validator(mode="after")
    def _fit_together(self) -> "Recording":
        if len(self.sizes) != len(self.labels) or len(self.unknown) not in (0, len(self.labels)):
            raise ValueError("facts: there must be one size for each label")
        if not all(label.isprintable() for label in self.labels):
            raise ValueError("facts: a label holds a character that cannot be shown")
        return self


class RecordedModel(Model):
    """A generation as it was recorded; what it emits are subsets of it without replacement."""

    def __init__(self, given: Batch, replicates: int) -> None:
        """Hold a generation's records, one replicate's, and how many subsets to give."""
        self._given, self._replicates = given, replicates

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Batch]:
        """`count` of the records for every replicate, each time another random subset."""
        yield from ()
        rng, given = streams.rng("subset"), shared(self._given, self._replicates)
        if isinstance(given, Counts):
            return subsample_counts(given, np.full(self._replicates, count), rng)
        keys = rng.random(given.values.shape[:2])
        chosen = np.argsort(keys, axis=1)[:, :count]
        return replace(given, values=given.values[0][chosen])


class Recorded(Learner):
    """Fits nothing: generation g is what a pipeline recorded as its generation g."""

    title: ClassVar[str] = "Recorded generations"
    summary: ClassVar[str] = "Records that a pipeline made earlier; nothing is fitted."
    accepts: ClassVar[frozenset[RecordKind]] = frozenset(RecordKind)
    only_from: ClassVar[str | None] = "file"
    recorded: ClassVar[bool] = True
    kind: Literal["recorded"] = "recorded"
    path: str = Field(
        "", max_length=4096, title="Recorded generations",
        description="A CSV with a column of generations, or a folder with a file or folder each.",
    )  # fmt: skip
    column: str = Field(
        "", max_length=200, title="Column of generations",
        description="Which column of a CSV says it; left empty, the one called generation or gen.",
    )  # fmt: skip
    facts: Recording | None = Field(
        None, title="Facts", description="What was understood when they were first read."
    )
    _given: "tuple[Batch, ...]" = PrivateAttr(())

    def holds(self) -> int:
        """The size of the smallest generation: so many are taken of each, at random by the seed.

        Raises BadInput while none are chosen.
        """
        return min(self.understood.sizes)

    def generations(self) -> int:
        """How many were recorded.

        Raises BadInput while none are chosen.
        """
        return len(self.understood.labels)

    @property
    def understood(self) -> Recording:
        """The facts.

        Raises BadInput while none are chosen.
        """
        if self.facts is None:
            raise BadInput(
                "learner.path: no recorded generations chosen yet; an audit is set up with: "
                "collapse-lab audit PATH --reference PATH",
                "learner.path",
            )
        return self.facts

    def opened(self, source: Source, population: Population) -> Learner:
        """With the records of every generation, as this source's population has its own.

        Raises BadInput when they are not there or no longer the same.
        """
        from core.sources.file import FileSource
        from core.userdata.pipeline import read_pipeline

        if not isinstance(source, FileSource):
            raise BadInput(self.refusal(source))
        found = read_pipeline(self.path, self.column, source)
        if found.recording != self.understood:
            raise BadInput(
                f"learner.path: {found.name} no longer holds the generations that this was set up "
                "with (their SHA-256 differs); put the old ones back, or audit the new ones afresh",
                "learner.path",
            )
        return self.holding(tuple(population.likened(batch) for batch in found.batches))

    def to_share(self) -> Learner:
        """With the name of what was recorded alone."""
        return self.model_copy(update={"path": file_name(self.path)})

    def holding(self, given: "tuple[Batch, ...]") -> Learner:
        """The same, with the records of each generation, one replicate's."""
        learner = self.model_copy()
        learner._given = given
        return learner

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Take the generation that the streams are of; the pool says only how many replicates."""
        yield from ()
        given = thinned(self._given[streams.generation], self.holds(), streams.rng("common-size"))
        return RecordedModel(given, pool.replicates)


def thinned(given: Batch, size: int, rng: np.random.Generator) -> Batch:
    """`size` records of one replicate, at random without replacement; all where it has no more."""
    if isinstance(given, Counts):
        return subsample_counts(given, np.array([size]), rng)
    if given.values.shape[1] <= size:
        return given
    chosen = np.sort(rng.permutation(given.values.shape[1])[:size])
    return replace(given, values=given.values[:, chosen])
