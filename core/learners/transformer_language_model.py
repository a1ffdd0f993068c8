"""A character transformer: each letter from those before it, by self-attention."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from core.learners.base import Model
from core.learners.gram_counts import said
from core.learners.neural.dense import Network, Shapes, beside, dense_shapes, plain, through
from core.learners.neural.language import (
    CHUNK,
    LETTERS,
    NEVER,
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
from core.records import AnyArray, Records, Steps, Tick
from core.registry import Load
from core.seeding import Streams

if TYPE_CHECKING:
    from torch import Tensor

PLACES = "places-weight"
"""The weights by which some numbers stand for each place of a row."""
END = "symbols-bias"
"""What is added to each symbol's logit."""
WIDE = 16
"""Numbers that a processor works on at once: a softmax over any others is ten times slower."""

Attention = Callable[[int, "Tensor"], "Tensor"]
"""From a layer's place, and queries, keys and values [replicates, n, 3 x width]: what is seen
[replicates, n, width]."""


class TransformerLanguageModel(NeuralLanguageModel):
    """The probability of each letter after all those before it (Vaswani et al. 2017).

    Causal and pre-norm. Layers are normalised without weights of their own, since the dense layers
    behind them can learn the same. The vectors that stand for letters are also those by which the
    next letter is told (Press and Wolf 2017). The end of a row counts as a letter, and cannot
    come first.
    """

    title: ClassVar[str] = "Character transformer"
    summary: ClassVar[str] = (
        "A small transformer that spells: it draws each letter by attention to those before."
    )
    kind: Literal["character-transformer"] = "character-transformer"
    steps: int = Field(
        400, ge=1, le=100_000, title="Training steps",
        description="Optimiser steps in every fit, the same however large the pool is.",
    )  # fmt: skip
    batch: int = Field(
        32, ge=1, le=1024, title="Batch size", description="Names or lines in each training step."
    )
    hidden: int = Field(
        32, ge=4, le=1024, title="Width",
        description="Numbers that stand for each letter on its way through the layers.",
    )  # fmt: skip
    layers: int = Field(
        2, ge=1, le=8, title="Layers",
        description="Layers, each of self-attention and then of a perceptron four times as wide.",
    )  # fmt: skip
    heads: int = Field(
        2, ge=1, le=16, title="Attention heads",
        description="Parts of the width that look back by themselves; they must divide it.",
    )  # fmt: skip
    context: int = Field(
        16, ge=1, le=64, title="Context",
        description="Places that each layer looks at, a letter's own among them; 16 is all of the "
        "longest name; a line may have up to 64.",
    )  # fmt: skip
    learning_rate: float = Field(
        5e-3, gt=0, le=1, title="Learning rate",
        description="Adam's rate at the first step; it falls to nothing along a cosine.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _heads_divide_the_width(self) -> "TransformerLanguageModel":
        if self.hidden % self.heads:
            raise ValueError(
                f"heads: {self.heads} given; a width of {self.hidden} cannot be divided by it"
            )
        return self

    def working_memory(self, load: Load) -> int:
        """The pool's letters and weights, and a batch on its way through the network."""
        length = _padded(load.numbers // max(load.records, 1))
        places = max(self.batch, CHUNK) * length
        width = self.layers * (16 * self.hidden + 3 * length * self.heads) + 4 * load.symbols
        pool = load.replicates * load.blocks * load.numbers
        return 8 * pool + 4 * load.replicates * places * width

    def network_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """Of letters, of places, and of every layer."""
        each, places = self.hidden, _padded(width)
        shapes: Shapes = {LETTERS: (replicates, symbols, each), PLACES: (replicates, places, each)}
        for layer in range(self.layers):
            shapes |= dense_shapes(f"attention-in-{layer}", (each, 3 * each), replicates)
            shapes |= dense_shapes(f"attention-out-{layer}", (each, each), replicates)
            shapes |= dense_shapes(f"feed-forward-{layer}", (each, 4 * each, each), replicates)
        return shapes | {END: (replicates, 1, symbols)}

    def fit(self, pool: TrainingPool, streams: Streams) -> Steps[Model]:
        """Fit every replicate, with a tick a step.

        Raises RunFailed when a replicate has no records, or when training diverges.
        """
        yield Tick(0, self.steps)  # importing torch takes seconds the first time

        values, like = pool.values(), first_records(pool)
        replicates, _, length = values.shape
        picker, rows = Picker(pool.weights()), values.reshape(-1, length)
        network = self._network(length, replicates, streams, like.universe)
        net = Transformer(network, self.layers, self.heads, self.context)

        def losses(stream: Streams) -> "Tensor":
            """[replicates]: minus the mean log probability of the letters of a batch of names."""
            dice = stream.rng("names").random((replicates, self.batch))
            names = rows[picker.pick(dice)].reshape(replicates, self.batch, length)
            there = beside(network, said(names))
            letters = beside(network, names.astype(np.int64))
            each = missed(net.logs(letters), letters) * there
            return each.sum(dim=(1, 2)) / there.sum(dim=(1, 2))

        yield from train(network, self.steps, self.learning_rate, streams, losses)
        return TransformerFit(plain(network), like, self)


class TransformerFit(LanguageModelFit):
    """The trained networks of all replicates."""

    def __init__(self, weights: "dict[str, AnyArray]", like: Records, of: TransformerLanguageModel):
        """Hold the weights, records like those that it emits, and the settings."""
        super().__init__(weights, like, of)
        self._of = of

    def _net(self, network: Network) -> "Transformer":
        return Transformer(network, self._of.layers, self._of.heads, self._of.context)

    def _reader(self, network: Network, count: int) -> Reader:
        """Keys and values of the places before are kept."""
        return self._net(network).reader(count)

    def _logs(self, network: Network, values: AnyArray) -> "Tensor":
        """Every place at once: none looks ahead."""

        return self._net(network).logs(beside(network, values.astype(np.int64)))


class Transformer:
    """The network of every replicate, ready to be looked through."""

    def __init__(self, network: Network, layers: int, heads: int, context: int) -> None:
        """Hold the network, and which places none looks at."""
        import torch

        self._network, self._layers, self._heads = network, layers, heads
        self._replicates, self._places, self._width = network[PLACES].shape
        self._device = network[PLACES].device
        place = torch.arange(self._places, device=self._device)
        back = place[:, None] - place
        self._hidden = torch.where((back >= 0) & (back < context), 0.0, -NEVER)

    def logs(self, letters: "Tensor") -> "Tensor":
        """[replicates, names, length, symbols]: log chances at each place of names."""
        import torch

        replicates, names, length = letters.shape
        before = torch.nn.functional.pad(letters, (1, self._places - length - 1))
        points = vectors_of(self._network, before) + self._network[PLACES][:, None]
        given = self._through(points.flatten(1, 2), self._causal)
        given = given.view(replicates, names, self._places, -1)[:, :, :length]
        return log_chances(given, torch.arange(length, device=self._device) == 0)

    def reader(self, count: int) -> Reader:
        """What reads names letter by letter: of places before, it keeps keys and values."""
        import torch

        shape = (self._replicates * count * self._heads, self._places, self._width // self._heads)
        kept = [
            (torch.zeros(shape, device=self._device), torch.zeros(shape, device=self._device))
            for _ in range(self._layers)
        ]

        def read(letter: "Tensor", place: int) -> "Tensor":
            def attention(layer: int, each: "Tensor") -> "Tensor":
                query, key, value = self._by_head(each, 1)
                keys, values = kept[layer]
                keys[:, place], values[:, place] = key[:, 0], value[:, 0]
                return self._attended(query, keys, values, self._hidden[place])

            points = vectors_of(self._network, letter) + self._network[PLACES][:, place, None]
            return self._through(points, attention)

        return read

    def _through(self, points: "Tensor", attention: Attention) -> "Tensor":
        """[replicates, n, symbols]: logits, from what stands for letters [replicates, n, width]."""
        import torch

        for layer in range(self._layers):
            each = through(self._network, f"attention-in-{layer}", _normed(points))
            seen = through(self._network, f"attention-out-{layer}", attention(layer, each))
            points = points + seen
            points = points + through(self._network, f"feed-forward-{layer}", _normed(points))
        return torch.baddbmm(self._network[END], _normed(points), self._network[LETTERS].mT)

    def _causal(self, _: int, each: "Tensor") -> "Tensor":
        """Attention of every place of names to those before it."""
        return self._attended(*self._by_head(each, self._places), self._hidden)

    def _by_head(self, each: "Tensor", places: int) -> "tuple[Tensor, Tensor, Tensor]":
        """Queries, keys and values, each [replicates x names x heads, places, numbers]."""
        split = each.view(-1, places, 3, self._heads, self._width // self._heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).flatten(1, 2)
        return query, key, value

    def _attended(
        self, query: "Tensor", key: "Tensor", value: "Tensor", hidden: "Tensor"
    ) -> "Tensor":
        """[replicates, n, width]: values, by how much each query heeds each key."""
        import torch

        scale = query.shape[2] ** -0.5
        heeded = torch.baddbmm(hidden, query, key.mT, alpha=scale).softmax(dim=2)
        found = torch.bmm(heeded, value)
        names = found.view(-1, self._heads, *found.shape[1:]).transpose(1, 2)
        return names.reshape(self._replicates, -1, self._width)


def _padded(length: int) -> int:
    """Places of a network for rows of so many letters."""
    return -(-length // WIDE) * WIDE


def _normed(points: "Tensor") -> "Tensor":
    """Each [..., width] less its mean, over its standard deviation."""
    import torch

    return torch.nn.functional.layer_norm(points, points.shape[-1:])
