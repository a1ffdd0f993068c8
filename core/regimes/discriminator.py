"""A discriminator: a classifier of trusted real and synthetic records decides what comes in."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from core.learners.base import Learner, Model
from core.records import OF_TOKENS, Batch, Counts, FloatArray, Records, Steps
from core.regimes.base import Evidence, Gate, Verifier
from core.regimes.density_ratio import DensityRatio, features_of, fit_density_ratio
from core.registry import Load
from core.seeding import Streams
from core.sources.base import Population, Source


class Discriminator(Verifier):
    """Rejection sampling by an estimated density ratio (Azadi et al. 2019).

    Only an estimate: what the trusted records do not show, it cannot see. It never brings an
    extinct type back, and keeping what looks real may narrow the tail.
    """

    title: ClassVar[str] = "Discriminator"
    summary: ClassVar[str] = (
        "Admits a record with a probability that follows how real it looks beside trusted records."
    )
    kind: Literal["discriminator"] = "discriminator"
    cap: float = Field(
        2.0, ge=1, le=100, title="Ratio cap M",
        description="A record M times as likely to be real as synthetic is always admitted, others "
        "in proportion: about one candidate in M is admitted.",
    )  # fmt: skip
    prior: float = Field(
        1.0, gt=0, le=1000, title="Prior weight",
        description="For categories: how many trusted records it takes to move the ratio of a type "
        "half-way from 1 to what they say.",
    )  # fmt: skip

    ratio: Literal["estimated", "exact"] = Field(
        "estimated", title="Density ratio",
        description="Estimated from trusted records, or exact from the real law and the model's "
        "own density: what no real discriminator can beat. An exact one spends no records.",
    )  # fmt: skip

    def trusted_count(self, sample_size: int) -> int:
        """How many trusted real records are spent; none where the ratio is known."""
        return 0 if self.ratio == "exact" else super().trusted_count(sample_size)

    def working_memory(self, load: Load) -> int:
        """The candidates, and three tables of the classifier's features."""
        judged = load.records + self.trusted_count(load.records)
        features = 0 if self.ratio == "exact" else features_of(load.numbers // load.records)
        return super().working_memory(load) + 24 * load.replicates * judged * features

    def refusal(self, source: Source, learner: Learner) -> str:
        """Words are no features; an exact ratio needs a known law and a model with a density."""
        if source.gives in OF_TOKENS:
            return (
                f"'discriminator' compares numbers, pixels or categories, and '{source.kind}' "
                f"gives {source.gives}; take the verifier 'likelihood'"
            )
        if self.ratio == "estimated":
            return ""
        if not source.law_known:
            return f"an exact ratio needs a known law, which '{source.kind}' has not; estimate it"
        if "log-density" not in learner.offers:
            return f"an exact ratio needs a density, which '{learner.kind}' has not; estimate it"
        return ""

    def gate(self, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        """Estimate the ratio of real to synthetic density, in every replicate."""
        trusted, emission = evidence.trusted, evidence.emission
        if self.ratio == "exact":
            return _ExactGate(evidence.population, evidence.model, self.cap)
        if isinstance(trusted, Counts) and isinstance(emission, Counts):
            return _CountGate(trusted, emission, self.cap, self.prior)
        if not isinstance(trusted, Records) or not isinstance(emission, Records):
            raise TypeError("trusted and emitted records must be of one kind")
        ratio = yield from fit_density_ratio(trusted, emission)
        return _RecordGate(ratio, self.cap)


class _CountGate(Gate):
    """Ratios by type, shrunk towards 1: the posterior mean of a gamma-Poisson model.

    A type with s of n synthetic records is expected e = m s / n times among m trusted ones if
    nothing is wrong; with t of them found and prior weight a its ratio is (t + a) / (e + a).
    """

    def __init__(self, trusted: Counts, emission: Counts, cap: float, prior: float) -> None:
        self._trusted, self._emission, self._cap, self._prior = trusted, emission, cap, prior
        sizes = np.maximum(emission.sizes(), 1)
        self._scale = (trusted.sizes() / sizes)[:, None]

    def keep_probability(self, candidates: Batch) -> FloatArray:
        """[replicates, columns]."""
        if not isinstance(candidates, Counts):
            raise TypeError("this gate judges counts")
        found = self._trusted.at(candidates.types) + self._prior
        expected = self._emission.at(candidates.types) * self._scale + self._prior
        return np.minimum(1.0, found / expected / self._cap)


class _RecordGate(Gate):
    """Ratios of records by a fitted classifier."""

    def __init__(self, ratio: DensityRatio, cap: float) -> None:
        self._ratio, self._cap = ratio, cap

    def keep_probability(self, candidates: Batch) -> FloatArray:
        """[replicates, records]."""
        if not isinstance(candidates, Records):
            raise TypeError("this gate judges records")
        return np.minimum(1.0, self._ratio(candidates) / self._cap)


class _ExactGate(Gate):
    """The law's own density over the model's."""

    def __init__(self, population: Population, model: Model, cap: float) -> None:
        self._population, self._model, self._cap = population, model, cap

    def keep_probability(self, candidates: Batch) -> FloatArray:
        """[replicates, records], or of counts [replicates, columns]."""
        if isinstance(candidates, Counts):
            law = self._population.probabilities()
            real = None if law is None else np.log(law[candidates.types])
        else:
            real = self._population.log_density(candidates.flat())
        if real is None:
            raise TypeError("an exact ratio needs a known law")
        ratio = np.exp(np.minimum(real - self._model.log_density(candidates), 50.0))
        return np.minimum(1.0, ratio / self._cap)
