"""What every neural learner declares: its budget, and where each fit starts from."""

from abc import abstractmethod
from typing import Literal

from pydantic import Field, PrivateAttr

from core.learners.base import Learner
from core.learners.neural.dense import Arrays, Network, Shapes, initial, tensors
from core.learners.neural.loading import load_libraries
from core.seeding import Streams
from core.sources.base import Population, Source


class NeuralLearner(Learner):
    """A network for every replicate, all trained as one ensemble on a budget of steps."""

    steps: int = Field(
        800, ge=1, le=100_000, title="Training steps",
        description="Optimiser steps in every fit, the same however large the pool is.",
    )  # fmt: skip
    batch: int = Field(
        128, ge=1, le=4096, title="Batch size", description="Records in each training step."
    )
    hidden: int = Field(
        128, ge=4, le=2048, title="Hidden units", description="Units in each hidden layer."
    )
    layers: int = Field(
        2, ge=1, le=8, title="Hidden layers", description="Hidden layers of the network."
    )
    learning_rate: float = Field(
        1e-2, gt=0, le=1, title="Learning rate",
        description="Adam's rate at the first step; it falls to nothing along a cosine.",
    )  # fmt: skip
    start: Literal["scratch", "generation-0"] = Field(
        "scratch",
        title="Each fit starts from",
        description="Scratch draws new weights for every generation. Generation 0 trains the first "
        "generation's weights further, as when a pre-trained model is fine-tuned.",
    )
    device: Literal["cpu", "cuda"] = Field(
        "cpu",
        title="Computed on",
        description="The processor, or an NVIDIA graphics card where the computer has one (CUDA). "
        "Which is faster depends on the network: try a short run on each. The card rounds in its "
        "own way, so that single records differ from the processor's.",
    )
    _weights: "Arrays | None" = PrivateAttr(None)

    def told(self) -> tuple[str, ...]:
        """All settings but the device where it is the processor, which a write-up names anyway."""
        return tuple(name for name in super().told() if name != "device" or self.device != "cpu")

    @property
    def processor(self) -> str:
        """The graphics card and the version of CUDA; "" where none is used."""
        if self.device == "cpu":
            return ""
        import torch

        return f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}"

    def lacking(self) -> str:
        """That this machine has no graphics card which the settings ask for."""
        if self.device == "cpu":
            return ""
        import torch

        if torch.cuda.is_available():
            return ""
        return (
            "learner.device: 'cuda' given, but the installed torch finds no CUDA graphics card "
            "here; choose 'cpu'"
        )

    def opened(self, source: Source, population: Population) -> Learner:
        """Itself, with torch's libraries loaded."""
        load_libraries()
        return self

    @property
    def fine_tunes(self) -> bool:
        """Whether later fits start from generation 0's weights."""
        return self.start == "generation-0"

    def starting_from(self, weights: Arrays) -> "NeuralLearner":
        """The same, each of whose fits starts from these weights."""
        begun = self.model_copy()
        begun._weights = weights
        return begun

    @abstractmethod
    def network_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """The shapes of the network's weights by name, for records of so many numbers.

        symbols: ids of letters, where the numbers are those.
        """

    def weight_shapes(self, width: int, replicates: int, symbols: int = 0) -> Shapes:
        """The shapes of what `Model.weights` gives."""
        return self.network_shapes(width, replicates, symbols)

    def _network(self, width: int, replicates: int, streams: Streams, symbols: int = 0) -> Network:
        """The network that a fit starts from."""
        shapes = self.network_shapes(width, replicates, symbols)
        given = self._weights or self._begin(shapes, streams)
        return tensors({name: given[name] for name in shapes}, self.device)

    def _begin(self, shapes: Shapes, streams: Streams) -> Arrays:
        """The weights of a fit from scratch."""
        return initial(shapes, streams)
