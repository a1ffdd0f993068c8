"""Noisy linear regression, whose law is known exactly."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population, Source


class Regression(Source):
    """One record is (x, y): x ~ N(0, I_d) and y = x.w + noise, every true weight 1/sqrt(d).

    The setting of Dohmatob et al. 2024 and Gerstgrasser et al. 2024; the weights have length one.
    """

    title: ClassVar[str] = "Linear regression"
    summary: ClassVar[str] = (
        "Standard normal inputs x with a label y = x.w + noise; every true weight is 1/sqrt(d)."
    )
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    axes: ClassVar[tuple[tuple[str, int], tuple[str, int]]] = (("Input 1", 0), ("Label y", -1))
    kind: Literal["regression"] = "regression"
    dimensions: int = Field(
        10, ge=1, le=64, title="Input dimensions d", description="Numbers in x, before the label y."
    )
    noise: float = Field(
        1.0, gt=0, le=1000, title="Label noise", description="Standard deviation of y about x.w."
    )

    def record_shape(self) -> tuple[int, ...]:
        """[dimensions + 1]: the inputs, then the label."""
        return (self.dimensions + 1,)

    def open(self, streams: Streams) -> "RegressionPopulation":
        """The law itself: every part is drawn from it."""
        weights = np.full(self.dimensions, self.dimensions**-0.5)
        return RegressionPopulation(weights, self.noise)


class RegressionPopulation(Population):
    """The joint normal law of inputs and label."""

    kind = RecordKind.VECTORS

    def __init__(self, weights: FloatArray, noise: float) -> None:
        """weights: [dimensions]; noise: the label's standard deviation about its mean."""
        self._weights, self._noise = weights, noise

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent records for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Standard normal inputs, and their labels."""
        normal = rng.standard_normal((replicates, size, len(self._weights) + 1))
        inputs = normal[:, :, :-1]
        return labelled(inputs, inputs @ self._weights + self._noise * normal[:, :, -1])

    def variance(self) -> float:
        """The trace of the covariance: one for each input, |w|^2 and the noise for the label."""
        return len(self._weights) + self._label_variance()

    def log_density(self, values: FloatArray) -> FloatArray:
        """The joint log density of inputs and label [..., dimensions + 1]."""
        return regression_log_density(values, self._weights, self._noise)

    def parameters(self) -> dict[str, FloatArray]:
        """weights [dimensions]; mean and covariance of the whole record."""
        dimensions = len(self._weights)
        covariance = np.eye(dimensions + 1)
        covariance[-1, :-1] = covariance[:-1, -1] = self._weights
        covariance[-1, -1] = self._label_variance()
        return {
            "weights": self._weights,
            "mean": np.zeros(dimensions + 1),
            "covariance": covariance,
        }

    def _label_variance(self) -> float:
        """What the inputs explain, and the noise."""
        return float(self._weights @ self._weights + self._noise**2)


def labelled(inputs: FloatArray, labels: FloatArray) -> Records:
    """Records of inputs [replicates, records, d] with labels [replicates, records] behind them."""
    return Records(RecordKind.VECTORS, np.concatenate([inputs, labels[:, :, None]], axis=2))


def regression_log_density(values: FloatArray, weights: FloatArray, noise: float) -> FloatArray:
    """[...]: log density of standard normal x and of y about x.w, for records [..., n, d + 1].

    weights: [..., d].
    """
    inputs, labels = values[..., :-1], values[..., -1]
    off = (labels - (inputs @ weights[..., None])[..., 0]) / noise
    norm = values.shape[-1] * np.log(2 * np.pi) + 2 * np.log(noise)
    return np.asarray(-0.5 * ((inputs**2).sum(axis=-1) + off**2 + norm))
