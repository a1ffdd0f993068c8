"""What a regime is made of: retention, perhaps a real share, a verifier and a filter."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.pool import Block, TrainingPool
from core.records import Batch, BoolArray, Counts, FloatArray, Steps, subsample_counts
from core.registry import Load, Plugin
from core.seeding import Streams
from core.sources.base import Part, Population, Source


class Retention(Plugin):
    """Which generations' records are kept, and which of those the next fit sees."""

    group: ClassVar[str] = "retentions"
    keeps_real: ClassVar[bool]
    """Whether the real records of generation 0 stay in the archive for good."""

    @abstractmethod
    def keep(self, archive: tuple[Block, ...], newest: Block) -> tuple[Block, ...]:
        """The archive after a generation's admitted records have come in."""

    def pick(self, archive: tuple[Block, ...], size: int, streams: Streams) -> TrainingPool:
        """What the next fit sees of the archive: all of it, unless the rule draws from it."""
        return TrainingPool(archive)


@dataclass(frozen=True, slots=True)
class RealSupply:
    """The real records that regimes may draw on.

    sample: those of generation 0, of every replicate.
    """

    population: Population
    sample: Batch
    streams: Streams

    def leading(self, count: int) -> Batch:
        """The first records of generation 0's sample; of counts, which have no order, a draw."""
        if isinstance(self.sample, Counts):
            sizes = np.full(self.sample.replicates, count)
            return subsample_counts(self.sample, sizes, self.streams.rng("reservoir"))
        return self.sample.first(count)

    def trusted(self, count: int) -> Batch:
        """Records of the trusted part; the same ones for every generation and arm."""
        return self.population.draw(Part.TRUSTED, count, self.sample.replicates, self.streams)

    def fresh(self, count: int, used: int, generation: int) -> Batch:
        """Real records that no generation has seen, `used` ones having been taken before."""
        streams = self.streams.at(generation=generation)
        return self.population.fresh(count, used, self.sample.replicates, streams)


class RealShare(Plugin):
    """How many real records are mixed into each later generation's training pool, and which."""

    group: ClassVar[str] = "reals"
    takes: ClassVar[Literal["sample", "fresh", "trusted"]]
    """Generation 0's own records, new ones every generation, or those that verifiers look at."""

    @abstractmethod
    def count(self, sample_size: int, generation: int, generations: int) -> int:
        """n_r: how many of a generation's n training records are real."""


class Filter(Plugin):
    """Drops the records of a pool that it takes for synthetic; none are drawn in their place."""

    group: ClassVar[str] = "filters"

    @property
    @abstractmethod
    def drops_all_synthetic(self) -> bool:
        """Whether no synthetic record is ever let through."""

    @abstractmethod
    def filtered(self, block: Block, streams: Streams) -> Block:
        """The block without its flagged records, which it counts; origin 0 is real."""


class Gate(ABC):
    """A verifier made ready for one generation of one arm."""

    @abstractmethod
    def keep_probability(self, candidates: Batch) -> FloatArray:
        """The probability of admitting each: [replicates, records], or [replicates, columns]."""

    def judged(self, candidates: Batch) -> Steps[FloatArray]:
        """`keep_probability`, with ticks where it is slow."""
        yield from ()
        return self.keep_probability(candidates)

    def wrong(self, candidates: Batch) -> BoolArray | None:
        """Which candidates a rule calls wrong, in the same shape; None without such a rule."""
        return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verifier may look at: trusted real records, and the generation it judges.

    model: the one that emitted; learner: its kind, to fit another to the trusted records.
    """

    trusted: Batch
    emission: Batch
    model: Model
    learner: Learner
    population: Population


class Verifier(Plugin):
    """Which synthetic records are admitted; spends real records that nobody trains on."""

    group: ClassVar[str] = "verifiers"

    trusted_share: float = Field(
        0.1,
        gt=0,
        le=1,
        title="Trusted real records",
        description="Real records that the verifier may look at, as a share of the sample size.",
    )
    candidate_cap: float = Field(
        10,
        ge=1,
        le=100,
        title="Candidate cap",
        description="Give up after this many candidates for each record that is needed.",
    )

    def trusted_count(self, sample_size: int) -> int:
        """How many trusted real records are spent."""
        return max(1, round(self.trusted_share * sample_size))

    def working_memory(self, load: Load) -> int:
        """All candidates up to the cap, once as they came and once in one piece, in order."""
        rounds = math.ceil(self.candidate_cap)
        return 8 * load.replicates * rounds * (2 * load.numbers + 4 * load.records)

    def refusal(self, source: Source, learner: Learner) -> str:
        """Why it cannot judge what this learner emits, in a sentence; "" when it can."""
        return ""

    @abstractmethod
    def gate(self, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        """Learn from trusted real records and this generation's emission what to let through."""
