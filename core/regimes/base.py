"""What a regime is made of: a retention rule, perhaps a real share, perhaps a verifier."""

from abc import ABC, abstractmethod
from typing import ClassVar

from pydantic import Field

from core.pool import Block, TrainingPool
from core.records import Batch, FloatArray, Steps
from core.registry import Plugin
from core.seeding import Streams


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


class RealShare(Plugin):
    """How many real records are mixed into each later generation's training pool."""

    group: ClassVar[str] = "reals"

    @abstractmethod
    def count(self, sample_size: int) -> int:
        """n_r: how many of the n training records are real."""

    @abstractmethod
    def block(self, real: Batch, sample_size: int, streams: Streams) -> Block:
        """The real records to train on, out of generation 0's sample."""


class Gate(ABC):
    """A verifier made ready for one generation of one arm."""

    @abstractmethod
    def keep_probability(self, candidates: Batch) -> FloatArray:
        """The probability of admitting each: [replicates, records], or [replicates, columns]."""


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

    @abstractmethod
    def gate(self, trusted: Batch, emission: Batch, streams: Streams) -> Steps[Gate]:
        """Learn from trusted real records and this generation's emission what to let through."""
