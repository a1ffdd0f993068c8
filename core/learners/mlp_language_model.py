"""A small neural language model: each letter from the last few, by a multilayer perceptron."""

from collections.abc import Generator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from core.environment import training_threads
from core.learners.base import Model
from core.learners.gram_counts import said
from core.learners.neural.base import NeuralLearner
from core.learners.neural.dense import Arrays, Network, Shapes, dense_shapes, plain, through
from core.learners.neural.training import Picker, train
from core.names import SYMBOLS
from core.pool import TrainingPool
from core.records import AnyArray, Batch, FloatArray, IntArray, RecordKind, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

VECTORS = "letters-weight"
"""The weights that stand for each letter: a few numbers a letter."""
CHUNK = 256
"""Names of a replicate whose next letter is drawn at once."""
SCORED = 10_000
"""Letters that are scored between two ticks, of all replicates together."""
NEVER = 1e9
"""Taken off the logarithm of what cannot be: as much as to rule it out."""


class MlpLanguageModel(NeuralLearner):
    """The probability of each letter after the last few (Bengio et al. 2003).

    Every letter of the context is a few numbers that are learnt too; dense layers with SiLU units
    turn these into the probabilities of all letters. The end of a name counts as a letter, and
    cannot come first.
    """

    title: ClassVar[str] = "Neural language model"
    summary: ClassVar[str] = (
        "A neural network that spells names: it draws each letter from what the last few suggest."
    )
    accepts: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.NAMES})
    offers: ClassVar[frozenset[str]] = frozenset({"log-density"})
    loss_is: ClassVar[str] = "minus the log probability of a letter, in nats"
    kind: Literal["mlp-language-model"] = "mlp-language-model"
    steps: int = Field(
        300, ge=1, le=100_000, title="Training steps",
        description="Optimiser steps in every fit, the same however large the pool is.",
    )  # fmt: skip
    batch: int = Field(
        512, ge=1, le=16_384, title="Batch size",
        description="Letters in each training step, each with the letters before it.",
    )  # fmt: skip
    hidden: int = Field(
        96, ge=4, le=2048, title="Hidden units", description="Units in each hidden layer."
    )
    layers: int = Field(
        1, ge=1, le=8, title="Hidden layers", description="Hidden layers of the network."
    )
    context: int = Field(
        6, ge=1, le=14, title="Context",
        description="Letters that the model looks back at to draw the next one.",
    )  # fmt: skip
    vector: int = Field(
        12, ge=1, le=256, title="Numbers a letter",
        description="Size of the vector that stands for each letter of the context.",
    )  # fmt: skip

    def offered(self) -> frozenset[str]:
        """No name is impossible to it, so that its loss is finite."""
        return self.offers | {"finite-loss"}

    def working_memory(self, load: Load) -> int:
        """The pool's letters and weights, and some batches on their way through the network."""
        width = self.context * self.vector + 2 * self.hidden * self.layers + 3 * SYMBOLS
        pool = load.replicates * load.blocks * load.numbers
        return 8 * pool + 4 * 6 * load.replicates * max(self.batch, CHUNK) * width

    def network_shapes(self, width: int, replicates: int) -> Shapes:
        """From the context's letters to the next one, whatever a name's length."""
        inside = [self.hidden] * self.layers
        widths = (self.context * self.vector, *inside, SYMBOLS)
        return {VECTORS: (replicates, SYMBOLS, self.vector)} | dense_shapes(
            "next", widths, replicates
        )

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time
        import torch

        values = pool.values()
        replicates, _, length = values.shape
        spoken = said(values).sum(axis=2)
        picker = Picker(pool.weights() * spoken)  # every letter is as likely to be picked
        rows, ends = values.reshape(-1, length), spoken.ravel()
        network = self._network(length, replicates, streams)

        def losses(stream: Streams) -> "Tensor":
            """[replicates]: minus the mean log probability of a batch of letters."""
            dice = stream.rng("letters").random((replicates, 2, self.batch))
            picked = picker.pick(dice[:, 0])
            place = (dice[:, 1].ravel() * ends[picked]).astype(np.int64)
            before, letter = _windows(rows[picked], place, self.context)
            shape = (replicates, self.batch)
            logs = _log_chances(
                network,
                torch.from_numpy(before.reshape(*shape, self.context)),
                torch.from_numpy((place == 0).reshape(shape)),
            )
            return -_of(logs, torch.from_numpy(letter.reshape(shape))).mean(dim=1)

        yield from train(network, self.steps, self.learning_rate, streams, losses)
        return MlpLanguageModelFit(plain(network), length)


class MlpLanguageModelFit(Model):
    """The trained networks of all replicates."""

    def __init__(self, weights: Arrays, length: int) -> None:
        """Hold the weights, and the length of a row."""
        self._weights, self._length = weights, length

    def weights(self) -> Arrays:
        """The network's."""
        return self._weights

    @property
    def _context(self) -> int:
        """Letters that it looks back at."""
        return int(self._weights["next-0-weight"].shape[1] // self._weights[VECTORS].shape[2])

    def emit(self, count: int, streams: Streams) -> Generator[Tick, None, Records]:
        """Letter after letter in some names at once, with a tick for each."""
        import torch

        network, context = _frozen(self._weights), self._context
        replicates, length = len(self._weights[VECTORS]), self._length
        values = np.zeros((replicates, count, context + length), np.int64)
        uniform = streams.rng("letters").random((replicates, count, length), np.float32)
        for start in range(0, count, CHUNK):
            rows = slice(start, start + CHUNK)
            going = np.ones(values[:, rows].shape[:2], np.bool_)
            for place in range(length):
                before = torch.from_numpy(values[:, rows, place : place + context])
                first = torch.full(going.shape, place == 0)
                with torch.inference_mode():
                    chances = _log_chances(network, before, first).exp_().cumsum(dim=2)
                    chances /= chances[:, :, -1:].clone()
                    dice = torch.from_numpy(uniform[:, rows, place, None].copy())
                    letter = (chances <= dice).sum(dim=2).clamp_(max=SYMBOLS - 1).numpy()
                values[:, rows, context + place] = np.where(going, letter, 0)
                going &= letter > 0
                yield Tick(start, count)
                if not going.any():
                    break
        made = values[:, :, context:].astype(np.uint16)
        return Records(RecordKind.NAMES, made, universe=SYMBOLS)

    def log_density(self, batch: Batch) -> FloatArray:
        """[replicates, records]: the log probability of each name, its end included.

        One that fills its row has no end. Raises TypeError for counts.
        """
        import torch

        if not isinstance(batch, Records):
            raise TypeError("a language model knows records, not counts")
        replicates, count, length = batch.values.shape
        rows = batch.values.reshape(-1, length)
        named = np.repeat(np.arange(len(rows)), length)
        place = np.tile(np.arange(length), len(rows))
        before, letter = _windows(rows[named], place, self._context)
        shape = (replicates, count * length)
        with torch.inference_mode():
            logs = _log_chances(
                _frozen(self._weights),
                torch.from_numpy(before.reshape(*shape, self._context)),
                torch.from_numpy((place == 0).reshape(shape)),
            )
            each = _of(logs, torch.from_numpy(letter.reshape(shape))).double().numpy()
        there = said(batch.values)
        return np.asarray(np.where(there, each.reshape(there.shape), 0.0).sum(axis=2))

    def scored(self, batch: Batch) -> Steps[FloatArray]:
        """`log_density` of some records at a time."""
        letters = len(self._weights[VECTORS]) * self._length
        return (yield from self._scored_in_parts(batch, SCORED // letters))


def _frozen(weights: Arrays) -> Network:
    """The network, to be looked through and not trained."""
    import torch

    torch.set_num_threads(training_threads())
    return {name: torch.from_numpy(array) for name, array in weights.items()}


def _windows(rows: AnyArray, place: IntArray, context: int) -> tuple[IntArray, IntArray]:
    """[n, context]: the letters before a place of each of [n, length], 0 before the first; [n]:
    the letter that stands there.
    """
    padded = np.pad(rows.astype(np.int64), ((0, 0), (context, 0)))
    found = np.take_along_axis(padded, place[:, None] + np.arange(context + 1), axis=1)
    return found[:, :-1], found[:, -1]


def _log_chances(network: Network, before: "Tensor", first: "Tensor") -> "Tensor":
    """[replicates, n, symbols]: the log probability of each letter, and of the end as 0.

    before: [replicates, n, context]; first: [replicates, n], where a name begins, and cannot end.
    """
    import torch

    vectors = network[VECTORS]
    replicates, count, _ = before.shape
    own = before + SYMBOLS * torch.arange(replicates)[:, None, None]
    # Nearly three times as quick, with its gradient, as torch's embedding.
    seen = vectors.flatten(0, 1).index_select(0, own.flatten()).view(replicates, count, -1)
    given = through(network, "next", seen)
    given[:, :, 0] -= NEVER * first
    return torch.log_softmax(given, dim=2)


def _of(logs: "Tensor", letters: "Tensor") -> "Tensor":
    """[replicates, n]: the log probability of one letter each."""
    return logs.gather(2, letters[:, :, None]).squeeze(2)
