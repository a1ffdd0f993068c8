"""A likelihood gate: only what a model of trusted records finds likely comes in."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.pool import Block, TrainingPool
from core.records import Batch, Counts, FloatArray, Steps, Tick
from core.regimes.base import Evidence, Gate, Verifier
from core.seeding import Streams
from core.sources.base import Source

ROWS = 16
"""Replicates between two ticks: one of a hundred thousand records takes some milliseconds."""


class Likelihood(Verifier):
    """Keeps the top share by likelihood under a model of the same kind, fitted to trusted records.

    It narrows: keeping the likely records speeds the loss of the tail, whatever n is.
    """

    title: ClassVar[str] = "Likelihood"
    summary: ClassVar[str] = (
        "Admits the records that a model fitted to trusted records finds most likely."
    )
    kind: Literal["likelihood"] = "likelihood"
    top_share: float = Field(
        0.9,
        gt=0,
        le=1,
        title="Top share",
        description="Share of each generation's emission that is likely enough to come in.",
    )

    def refusal(self, source: Source, learner: Learner) -> str:
        """The model fitted to trusted records must have a density."""
        if "log-density" in learner.offers:
            return ""
        return (
            f"'likelihood' needs a density, which '{learner.kind}' has not; take another verifier"
        )

    def gate(self, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        """Fit the judge, and find how likely the top share of the emission is to it."""
        pool = TrainingPool((Block(0, evidence.trusted),))
        judge = yield from evidence.learner.fit(pool, streams.at("judge"))
        emission, limits = evidence.emission, []
        weight = emission.counts if isinstance(emission, Counts) else emission.mask()
        likely = yield from judge.scored(emission)
        for row, held in zip(likely, weight, strict=True):
            limits.append(_threshold(row, held, self.top_share))
            if len(limits) % ROWS == 0:
                yield Tick(len(limits), len(weight))
        return _LikelihoodGate(judge, np.array(limits))


class _LikelihoodGate(Gate):
    """What lies above a threshold comes in; of what lies on it (ties), a share."""

    def __init__(self, judge: Model, limits: FloatArray) -> None:
        """limits: [replicates, 2], each the threshold and the share of ties."""
        self._judge = judge
        self._threshold, self._tied = limits.T[:, :, None]

    def keep_probability(self, candidates: Batch) -> FloatArray:
        """[replicates, records], or of counts [replicates, columns]."""
        return self._kept(self._judge.log_density(candidates))

    def judged(self, candidates: Batch) -> Steps[FloatArray]:
        """The same, with the judge's ticks."""
        likely = yield from self._judge.scored(candidates)
        return self._kept(likely)

    def _kept(self, likely: FloatArray) -> FloatArray:
        tied = np.where(likely == self._threshold, self._tied, 0.0)
        return np.where(likely > self._threshold, 1.0, tied)


def _threshold(likely: FloatArray, held: FloatArray, top_share: float) -> tuple[float, float]:
    """The likelihood that the top share of weights `held` reaches down to, and how much of ties."""
    levels, place = np.unique(-likely, return_inverse=True)
    weights = np.bincount(place, weights=held, minlength=len(levels))
    wanted = top_share * weights.sum()
    reached = np.cumsum(weights)
    last = min(int(np.searchsorted(reached, wanted)), len(levels) - 1)
    above = reached[last] - weights[last]
    return float(-levels[last]), float((wanted - above) / weights[last])
