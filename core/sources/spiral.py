"""A noisy spiral in the plane, whose law is known exactly."""

import functools
import math
from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.records import FloatArray, RecordKind, Records
from core.seeding import Streams
from core.sources.base import Part, Population, Source

INNER = 0.2
"""The radius at which every arm begins; it ends at 1."""
NODES = 64
"""Gauss-Legendre nodes along an arm: they give the moments of up to four turns to rounding."""


class Spiral(Source):
    """Arms of Archimedes' spiral, with points at uniform angles and noise in the radius.

    An arm's radius grows evenly with the angle from 0.2 to 1, so that points thin out along it.
    """

    title: ClassVar[str] = "Spiral"
    summary: ClassVar[str] = "Points in the plane along one or more spiral arms, with noise."
    gives: ClassVar[RecordKind] = RecordKind.VECTORS
    record_noun: ClassVar[str] = "points"
    kind: Literal["spiral"] = "spiral"
    arms: int = Field(2, ge=1, le=4, title="Arms", description="Equal arms about the centre.")
    turns: float = Field(
        1.0, ge=0.5, le=4, title="Turns", description="How often an arm goes round."
    )
    noise: float = Field(
        0.03, ge=0.001, le=0.2, title="Noise",
        description="Standard deviation of a point's radius about its arm, which ends at radius 1.",
    )  # fmt: skip

    def record_shape(self) -> tuple[int, ...]:
        """[2]."""
        return (2,)

    def open(self, streams: Streams) -> "SpiralPopulation":
        """The law itself: every part is drawn from it."""
        return SpiralPopulation(self.arms, self.turns, self.noise)


class SpiralPopulation(Population):
    """Signed radius r ~ N(r(t), noise^2) in the direction t + an arm's own, t uniform."""

    kind = RecordKind.VECTORS

    def __init__(self, arms: int, turns: float, noise: float) -> None:
        """Hold the law's settings."""
        self._noise, self._turns = noise, turns
        self._starts = 2 * np.pi * np.arange(arms) / arms
        self._sweep = 2 * np.pi * turns

    def size(self, part: Part) -> None:
        """None: every part is drawn from the law."""
        return

    def draw(self, part: Part, size: int, replicates: int, streams: Streams) -> Records:
        """Independent records for each part and replicate."""
        return self.resample(size, replicates, streams.rng(part.value))

    def resample(self, size: int, replicates: int, rng: np.random.Generator) -> Records:
        """Points by one draw of normals: the first of two gives the arm and the place along it."""
        from scipy.special import ndtr

        normals = rng.standard_normal((replicates, size, 2))
        arm_and_place = ndtr(normals[:, :, 0]) * len(self._starts)
        arm = np.minimum(arm_and_place.astype(np.int64), len(self._starts) - 1)
        turned = self._sweep * (arm_and_place - arm)
        radius = self._radius(turned) + self._noise * normals[:, :, 1]
        return Records(self.kind, radius[..., None] * _directions(turned + self._starts[arm]))

    def variance(self) -> float:
        """The trace of the covariance."""
        return float(np.trace(self.parameters()["covariance"]))

    def log_density(self, values: FloatArray) -> FloatArray:
        """The log density of [..., 2]: over every way to reach a point by an angle and a radius.

        It grows like 1 / radius at the very centre, where it is capped.
        """
        away = np.hypot(values[..., 0], values[..., 1])
        towards = np.arctan2(values[..., 1], values[..., 0])
        norm = np.log(len(self._starts) * self._sweep * self._noise * np.sqrt(2 * np.pi))
        ways = functools.reduce(np.logaddexp, self._ways(away, towards))
        return np.asarray(ways - norm - np.log(np.maximum(away, np.finfo(np.float64).tiny)))

    def parameters(self) -> "dict[str, FloatArray]":
        """mean [2] and covariance [2, 2]."""
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        turned = np.tile(self._sweep * (nodes + 1) / 2, len(self._starts))
        weights = np.tile(weights / 2 / len(self._starts), len(self._starts))
        directions = _directions(turned + np.repeat(self._starts, NODES))
        radius = self._radius(turned)
        mean = (weights * radius) @ directions
        squares = weights * (radius**2 + self._noise**2)
        second = (squares[:, None] * directions).T @ directions
        return {"mean": mean, "covariance": second - np.outer(mean, mean)}

    def _radius(self, turned: FloatArray) -> FloatArray:
        """The arm's radius where it has turned so far."""
        return INNER + (1 - INNER) * turned / self._sweep

    def _ways(self, away: FloatArray, towards: FloatArray) -> Iterator[FloatArray]:
        """Minus half the squared noise of each way; a radius below 0 points the other way."""
        for start in self._starts:
            for radius, angle in ((away, towards), (-away, towards + np.pi)):
                for turn in range(math.ceil(self._turns)):
                    turned = (angle - start) % (2 * np.pi) + 2 * np.pi * turn
                    off = (radius - self._radius(turned)) / self._noise
                    yield np.where(turned <= self._sweep, -0.5 * off**2, -np.inf)


def _directions(angles: FloatArray) -> FloatArray:
    """[..., 2]: unit vectors."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)
