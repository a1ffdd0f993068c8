"""A small neural language model: each letter from the last few, by a multilayer perceptron."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Model
from core.learners.gram_counts import said
from core.learners.neural.dense import Network, Shapes, beside, dense_shapes, plain, through
from core.learners.neural.language import (
    CHUNK,
    LETTERS,
    LanguageModelFit,
    NeuralLanguageModel,
    Reader,
    first_records,
    log_chances,
    missed,
    vectors_of,
)
from core.learners.neural.training import Picker, train
from core.pool import TrainingPool
from core.records import AnyArray, IntArray, Steps, Tick
from core.registry import Load
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor


class MlpLanguageModel(NeuralLanguageModel):
    """The probability of each letter after the last few (Bengio et al. 2003).

    Every letter of the context is a few numbers that are learnt too; dense layers with SiLU units
    turn these into the probabilities of all letters. The end of a row counts as a letter, and
    cannot come first.
    """

    title: ClassVar[str] = "Neural language model"
    summary: ClassVar[str] = (
        "A neural network that spells: it draws each letter from what the last few suggest."
    )
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

    def working_memory(self, load: Load) -> int:
        """The pool's letters and weights, and some batches on their way through the network."""
        width = self.context * self.vector + 2 * self.hidden * self.layers + 3 * load.symbols
        pool = load.replicates * load.blocks * load.numbers
        return 8 * pool + 4 * 6 * load.replicates * max(self.batch, CHUNK) * width

    def network_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """From the context's letters to the next one, whatever the length of a row."""
        inside = [self.hidden] * self.layers
        widths = (self.context * self.vector, *inside, symbols)
        return {LETTERS: (replicates, symbols, self.vector)} | dense_shapes(
            "next", widths, replicates
        )

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time

        values, like = pool.values(), first_records(pool)
        replicates, _, length = values.shape
        spoken = said(values).sum(axis=2)
        picker = Picker(pool.weights() * spoken)  # every letter is as likely to be picked
        rows, ends = values.reshape(-1, length), spoken.ravel()
        network = self._network(length, replicates, streams, like.universe)

        def losses(stream: Streams) -> "Tensor":
            """[replicates]: minus the mean log probability of a batch of letters."""
            dice = stream.rng("letters").random((replicates, 2, self.batch))
            picked = picker.pick(dice[:, 0])
            place = (dice[:, 1].ravel() * ends[picked]).astype(np.int64)
            before, letter = _windows(rows[picked], place, self.context)
            shape = (replicates, self.batch)
            given = _given(network, beside(network, before.reshape(*shape, self.context)))
            logs = log_chances(given, beside(network, (place == 0).reshape(shape)))
            return missed(logs, beside(network, letter.reshape(shape))).mean(dim=1)

        yield from train(network, self.steps, self.learning_rate, streams, losses)
        return MlpLanguageModelFit(plain(network), like, self)


class MlpLanguageModelFit(LanguageModelFit):
    """The trained networks of all replicates."""

    @property
    def _context(self) -> int:
        """Letters that it looks back at."""
        return int(self._weights["next-0-weight"].shape[1] // self._weights[LETTERS].shape[2])

    def _reader(self, network: Network, count: int) -> Reader:
        """The last few letters are kept, none before the first."""
        import torch

        shape = (self._replicates, count, self._context)
        before = torch.zeros(shape, dtype=torch.int64, device=network[LETTERS].device)

        def read(letter: "Tensor", place: int) -> "Tensor":
            before[:, :, :-1] = before[:, :, 1:].clone()
            before[:, :, -1] = letter
            return _given(network, before)

        return read

    def _logs(self, network: Network, values: AnyArray) -> "Tensor":
        """Every place by itself, with the letters before it."""

        length, rows = values.shape[2], values.reshape(-1, values.shape[2])
        named = np.repeat(np.arange(len(rows)), length)
        place = np.tile(np.arange(length), len(rows))
        before, _ = _windows(rows[named], place, self._context)
        given = _given(network, beside(network, before.reshape(len(values), -1, self._context)))
        first = beside(network, (place == 0).reshape(values.shape))
        return log_chances(given.view(*values.shape, -1), first)


def _windows(rows: AnyArray, place: IntArray, context: int) -> tuple[IntArray, IntArray]:
    """[n, context]: the letters before a place of each of [n, length], 0 before the first; [n]:
    the letter that stands there.
    """
    padded = np.pad(rows.astype(np.int64), ((0, 0), (context, 0)))
    found = np.take_along_axis(padded, place[:, None] + np.arange(context + 1), axis=1)
    return found[:, :-1], found[:, -1]


def _given(network: Network, before: "Tensor") -> "Tensor":
    """[replicates, n, symbols]: what the network gives after [replicates, n, context] letters."""
    return through(network, "next", vectors_of(network, before).flatten(2))
