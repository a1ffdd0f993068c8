"""What every metric declares, and what it may look at."""

import functools
from abc import abstractmethod
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias, TypeVar

from core.learners.base import Learner, Model
from core.pool import TrainingPool
from core.records import Batch, FloatArray, RecordKind, Steps
from core.registry import Plugin
from core.seeding import Streams
from core.sources.base import Population, Source


class Family(StrEnum):
    """What a metric speaks of: SIDE_BY_SIDE are what every run shows, CONTROLS guard them."""

    DIVERSITY = "diversity"
    DISTANCE = "distance"
    TAIL = "tail"
    FIDELITY = "fidelity"
    MEMORISATION = "memorisation"
    CHECK = "self-check"


SIDE_BY_SIDE = (Family.DIVERSITY, Family.DISTANCE, Family.TAIL)
CONTROLS = (Family.FIDELITY, Family.MEMORISATION, Family.CHECK)


Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Shared:
    """What several metrics ask for, made when the first of them does."""

    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, work: Callable[..., Steps[Result]], *given: Hashable) -> Steps[Result]:
        """What `work(self, *given)` returns; done again for none but other arguments."""
        key = (work, *given)
        if key not in self._made:
            self._made[key] = yield from work(self, *given)
        found: Result = self._made[key]
        return found


@dataclass(frozen=True, eq=False)
class Yardstick(Shared):
    """What metrics compare with, fixed for the run: real data that no model trains on.

    Real records are drawn when a metric first asks for them.
    """

    population: Population
    draw_reference: Callable[[], Batch]
    draw_spare: Callable[[], Batch]
    sample_size: int
    replicates: int
    streams: Streams

    @functools.cached_property
    def reference(self) -> Batch:
        """The reference part, for every replicate."""
        return self.draw_reference()

    @functools.cached_property
    def spare(self) -> Batch:
        """Another real draw for every replicate, where a metric needs radii of its own."""
        return self.draw_spare()


@dataclass(frozen=True, eq=False)
class Outcome(Shared):
    """What one generation gave: the fitted model and the records it emitted before verification.

    pool: what the model was fitted to; generation 0's real records where real ones are measured.
    """

    emission: Batch
    model: Model | None
    pool: TrainingPool | None = None


Meter: TypeAlias = Callable[[Outcome], Steps[FloatArray]]
"""Measures one outcome; returns [replicates]."""


class Metric(Plugin):
    """One number a replicate and generation."""

    group: ClassVar[str] = "metrics"
    family: ClassVar[Family]
    unit: ClassVar[str]
    higher_is_better: ClassVar[bool]
    ideal: ClassVar[float | None] = None
    """The value of real data where neither more nor less is better than it; None: one of them is.

    It changes what is said of the metric, not how its loss is judged.
    """
    records: ClassVar[frozenset[RecordKind]]
    estimator: ClassVar[str]
    """How it is computed, in a plain sentence."""
    brief: ClassVar[str] = ""
    """The same in a line for the write-up, without other kinds of records; "" where it is one."""
    high: ClassVar[str]
    low: ClassVar[str]
    """How a high and a low value are read, a sentence each."""
    reference: ClassVar[str]
    """The paper or text that defines it."""
    scale: ClassVar[bool] = False
    """A positive quantity on a ratio scale, read by t intervals on logarithms."""
    count: ClassVar[bool] = False
    """A whole number in every replicate, printed as one."""
    parameter: ClassVar[str | None] = None
    """The fitted parameter it reads; None for a metric of the emitted records."""
    of_the_pool: ClassVar[bool] = False
    """Whether it compares with what is trained on; its null band is then of unseen real records."""
    looks_at: ClassVar[int | None] = None
    """How many emitted records it looks at, at most; None: at all of them."""
    of_audits: ClassVar[bool] = False
    """Whether it says something of recorded generations alone."""
    always: ClassVar[bool] = False
    """Measured in every run that it fits, listed or not, because a theorem holds it."""
    headline: ClassVar[bool] = False
    """Whether it is the one of its family that is shown first."""
    rarest: ClassVar[bool] = False
    """Whether it looks at the rarest records or types alone, as not all of the tail family do."""
    by_classifier: ClassVar[bool] = False
    """Whether it sees images through the frozen classifier, where one comes with the app."""

    @classmethod
    def fits(cls, source: Source) -> bool:
        """Whether it can measure this source's records."""
        return source.gives in cls.records

    @classmethod
    def fits_learner(cls, learner: Learner) -> bool:
        """Whether there is what it reads: a fitted parameter, or a pool that is known."""
        if learner.recorded:
            return cls.parameter is None and not cls.of_the_pool
        return not cls.of_audits and (cls.parameter is None or cls.parameter in learner.offered())

    @property
    def in_the_fit(self) -> bool:
        """Whether it reads the fitted model rather than the records it emits."""
        return self.parameter is not None

    @abstractmethod
    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Do once what every measurement needs, and return the meter."""
