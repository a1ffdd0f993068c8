"""What neural language models share: how they draw and score rows of letters, and how warmly."""

from abc import abstractmethod
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from core.learners.base import Model
from core.learners.gram_counts import said
from core.learners.neural.base import NeuralLearner
from core.learners.neural.dense import Arrays, Network, array_of, beside, frozen
from core.pool import TrainingPool
from core.records import (
    SPELLED,
    AnyArray,
    Batch,
    FloatArray,
    RecordKind,
    Records,
    Steps,
    Tick,
)
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

LETTERS = "letters-weight"
"""The weights by which some numbers stand for each letter."""
CHUNK = 256
"""Names of a replicate whose next letter is drawn at once."""
SCORED = 10_000
"""Letters that are scored between two ticks, of all replicates together."""
NEVER = 1e9
"""Taken off the logarithm of what cannot be: as much as to rule it out."""

Reader = Callable[["Tensor", int], "Tensor"]
"""From the letters [replicates, n] before a place, what `log_chances` wants of it."""


class NeuralLanguageModel(NeuralLearner):
    """A network that draws each letter of a name or a line from those before it."""

    accepts: ClassVar[frozenset[RecordKind]] = frozenset(SPELLED)
    offers: ClassVar[frozenset[str]] = frozenset({"log-density"})
    loss_is: ClassVar[str] = "minus the log probability of a letter, in nats"
    temperature: float = Field(
        1.0, gt=0, le=10, title="Sampling temperature",
        description="Divides the logarithms of the chances from which each letter is drawn. Below "
        "1, likely letters are drawn more often than the model expects them and rare ones less; "
        "1 draws what was learnt. Losses are always of the model at 1.",
    )  # fmt: skip

    @property
    def leaves_out(self) -> str:
        """What is unlikely is drawn less often than the model expects it."""
        return "some of what is unlikely (temperature below 1)" if self.temperature < 1 else ""

    @property
    def losses_of(self) -> str:
        """The model as it was learnt, at whatever temperature it emits."""
        own = self.temperature == 1
        return "" if own else "of the model at temperature 1, whatever temperature it samples at"

    def offered(self) -> frozenset[str]:
        """No row is impossible to it, so that its loss is finite."""
        return self.offers | {"finite-loss"}


class LanguageModelFit(Model):
    """The trained networks of all replicates.

    The temperature changes what is emitted, never a log probability: those are the model's own.
    """

    def __init__(self, weights: Arrays, like: Records, of: NeuralLanguageModel) -> None:
        """Hold the weights, records like those that it emits, and the settings."""
        self._weights, self._like = weights, like
        self._temperature, self._device = of.temperature, of.device

    def weights(self) -> Arrays:
        """The network's."""
        return self._weights

    @property
    def _replicates(self) -> int:
        return len(self._weights[LETTERS])

    @property
    def _length(self) -> int:
        """Letters of a full row."""
        return int(self._like.values.shape[2])

    @abstractmethod
    def _reader(self, network: Network, count: int) -> Reader:
        """What spells so many names of each replicate at once, place after place."""

    @abstractmethod
    def _logs(self, network: Network, values: AnyArray) -> "Tensor":
        """[replicates, records, length, symbols]: log chances at each place of names."""

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Letter after letter in some names at once, with a tick for each."""
        values = np.zeros((self._replicates, count, self._length), np.uint16)
        uniform = streams.rng("letters").random(values.shape, np.float32)
        network = frozen(self._weights, self._device)
        for start in range(0, count, CHUNK):
            rows = slice(start, start + CHUNK)
            for _ in self._spelled(network, uniform[:, rows], values[:, rows]):
                yield Tick(start, count)
        return self._like.having(values)

    def _spelled(
        self, network: Network, uniform: AnyArray, values: AnyArray
    ) -> Generator[None, None, None]:
        """Draw names into values [replicates, n, length] by uniform numbers, place by place."""
        import torch

        dice = beside(network, uniform)
        letter = torch.zeros(values.shape[:2], dtype=torch.int64, device=dice.device)
        going, read = torch.ones_like(letter), self._reader(network, values.shape[1])
        last = self._like.universe - 1
        for place in range(self._length):
            with torch.inference_mode():
                given = read(letter, place) / self._temperature
                heights = log_chances(given, place == 0).exp_().cumsum(dim=2)
                heights /= heights[:, :, -1:].clone()
                drawn = (heights <= dice[:, :, place, None]).sum(dim=2).clamp_(max=last)
                letter = drawn * going
                going = going * (letter > 0)
            values[:, :, place] = array_of(letter)
            yield
            if not going.any():
                return

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the log probability of each name, its end included.

        One that fills its row has no end. Raises TypeError for counts.
        """
        import torch

        if not isinstance(batch, Records):
            raise TypeError("a language model knows records, not counts")
        with torch.inference_mode():
            network = frozen(self._weights, self._device)
            logs = self._logs(network, batch.values)
            letters = beside(network, batch.values.astype(np.int64))
            each = array_of(missed(logs, letters).double())
        return np.asarray(-np.where(said(batch.values), each, 0.0).sum(axis=2))

    def scored(self, batch: Batch) -> Steps[FloatArray]:
        """`log_density` of some records at a time."""
        letters = self._replicates * self._length
        return (yield from self._scored_in_parts(batch, SCORED // letters))


def first_records(pool: TrainingPool) -> Records:
    """Some of a pool's records, which say what all of them are: their kind, letters and length.

    One of each replicate, so that a model that holds them holds little.
    """
    first = pool.blocks[0].batch
    assert isinstance(first, Records)
    return first.having(first.values[:, :1].copy())


def log_chances(given: "Tensor", first: "Tensor | bool") -> "Tensor":
    """[..., symbols]: the log chance of each letter, and of the end as 0, from what a net gives.

    first: [...], or of all: where a name begins, and cannot end.
    """
    import torch

    with torch.no_grad():  # a constant changes no gradient
        given[..., 0] -= NEVER * first
    return torch.log_softmax(given, dim=-1)


def missed(logs: "Tensor", letters: "Tensor") -> "Tensor":
    """[...]: minus the log chance of one letter each, from those of all [..., symbols]."""
    import torch

    loss = torch.nn.functional.nll_loss
    return loss(logs.flatten(0, -2), letters.flatten(), reduction="none").view(letters.shape)


def vectors_of(network: Network, letters: "Tensor") -> "Tensor":
    """[replicates, ..., numbers]: what stands for each of some letters [replicates, ...]."""
    import torch

    table = network[LETTERS]
    first = table.shape[1] * torch.arange(len(letters), device=letters.device)
    own = letters.flatten(1) + first[:, None]
    # Nearly three times as quick, with its gradient, as torch's embedding.
    found = table.flatten(0, 1).index_select(0, own.flatten())
    return found.view(*letters.shape, table.shape[2])
