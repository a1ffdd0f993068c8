"""What every learner offers: fit a pool, then emit records."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, RecordKind, Records, Steps, Tick
from core.registry import Plugin, kind_of
from core.seeding import Streams
from core.sources.base import Population, Source


class Model(ABC):
    """One fitted model a replicate, all in one object."""

    @abstractmethod
    def emit(self, count: int, streams: Streams) -> Steps[Batch]:
        """`count` records from every replicate's model, with ticks while it works."""

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the natural logarithm of each record's density or probability.

        Of counts [replicates, columns], one a type; minus infinity where the model gives nothing.
        Only models of learners that offer "log-density" have one.
        """
        raise TypeError(f"{type(self).__name__} has no density")

    def scored(self, batch: Batch) -> Steps[FloatArray]:
        """`log_density`, with ticks where it is slow."""
        yield from ()
        return self.log_density(batch)

    def _scored_in_parts(self, batch: Batch, together: int) -> Steps[FloatArray]:
        """`log_density` of so many records of each replicate at a time.

        Raises TypeError for counts.
        """
        if not isinstance(batch, Records):
            raise TypeError(f"{type(self).__name__} knows records, not counts")
        total, some, found = batch.values.shape[1], max(1, together), []
        for start in range(0, total, some):
            found.append(self.log_density(batch.having(batch.values[:, start : start + some])))
            yield Tick(min(start + some, total), total)
        return np.concatenate(found, axis=1)

    def log_density_again(self, batch: Batch) -> FloatArray:
        """`log_density` of a batch that every generation is scored on, which may be remembered."""
        return self.log_density(batch)

    def loss_bound(self, batch: Batch) -> Steps[FloatArray]:
        """[replicates, records]: what minus the log probability of each record is at most, in nats.

        Only models of learners that offer "loss-bound" have one; with ticks while it works.
        """
        raise TypeError(f"{type(self).__name__} has no bound")

    def weights(self) -> dict[str, AnyArray]:
        """What another fit may start from, each [replicates, ...]; {} where none does."""
        return {}

    def parameters(self) -> dict[str, AnyArray]:
        """Fitted parameters that metrics may read, each [replicates, ...]; see `Learner.offers`."""
        return {}


class Learner(Plugin):
    """A declared generative model; closed forms by array arithmetic, neural nets as ensembles."""

    group: ClassVar[str] = "learners"
    accepts: ClassVar[frozenset[RecordKind]]
    offers: ClassVar[frozenset[str]] = frozenset()
    """The names that `Model.parameters` gives, and "log-density" where the model has one."""
    only_from: ClassVar[str | None] = None
    """The kind of the one source that it makes sense for; None: any that gives what it accepts."""
    recorded: ClassVar[bool] = False
    """Whether it fits nothing and hands out what others recorded: then the run is an audit."""
    primary: ClassVar[str | None] = None
    """The metric that its verdict is about unless one is named; None: its records' usual one."""
    loss_is: ClassVar[str] = ""
    """What the loss of its training steps is, in a few words; "" where its ticks tell none."""

    @classmethod
    def refusal(cls, source: Source) -> str:
        """Why it cannot learn from this source; "" where it can."""
        name = kind_of(cls)
        if source.gives not in cls.accepts:
            takes = ", ".join(f"'{kind}'" for kind in sorted(cls.accepts))
            given = f"'{source.kind}' gives {source.gives}"
            return f"'{name}' learns from {takes}, but the source {given}"
        if cls.only_from not in (None, source.kind):
            return (
                f"'{name}' learns from the source '{cls.only_from}' alone, "
                f"but the source is '{source.kind}'"
            )
        return ""

    def opened(self, source: Source, population: Population) -> "Learner":
        """Itself, with whatever it reads from files, as this source's population has records.

        Raises BadInput when a file is not there or no longer the same.
        """
        return self

    def to_share(self) -> "Learner":
        """The same as it may be told to others, without the folders of a path."""
        return self

    def holds(self) -> int | None:
        """How many recorded records each generation's replicates are subsets of; None: fitted."""
        return None

    def generations(self) -> int:
        """How many generations are recorded, generation 0 among them; 0: they are fitted."""
        return 0

    @property
    def leaves_out(self) -> str:
        """What its emissions leave out by design, whatever it was fitted to; "" if nothing.

        Such a learner loses it again in every generation and under any regime.
        """
        return ""

    @property
    def losses_of(self) -> str:
        """What its losses are of where that is not what emits, as a clause; "" where it is."""
        return ""

    @property
    def processor(self) -> str:
        """What computes its fits where that is not the machine's own processor; else ""."""
        return ""

    def lacking(self) -> str:
        """What device it needs and this machine has not, in a sentence; "" for nothing."""
        return ""

    @property
    def fine_tunes(self) -> bool:
        """Whether later fits start from generation 0's weights."""
        return False

    def starting_from(self, weights: dict[str, AnyArray]) -> "Learner":
        """The same, each of whose fits starts from these weights, as `Model.weights` gave them.

        Raises TypeError where no fit can.
        """
        raise TypeError(f"'{self.kind}' has no weights to start from")

    def weight_shapes(
        self, width: int, replicates: int, symbols: int = 0
    ) -> dict[str, tuple[int, ...]]:
        """The shapes of what `Model.weights` gives, for records of so many numbers.

        symbols: ids of words or letters, where the numbers are those.
        """
        return {}

    def fewest_records(self, source: Source) -> int:
        """How many records a first fit needs at the least."""
        return 2

    def offered(self) -> frozenset[str]:
        """What metrics may read of a model with these settings."""
        return self.offers

    @abstractmethod
    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit all replicates of a pool, with ticks while it works.

        Raises RunFailed when training diverges.
        """
