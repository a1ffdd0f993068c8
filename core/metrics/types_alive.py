"""Types alive: how many different types a generation still emits."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted
from core.records import FloatArray, Steps


class TypesAlive(CountMetric):
    """The number of different types in the emission."""

    title: ClassVar[str] = "Types alive"
    summary: ClassVar[str] = "How many different types a generation still emits."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "types"
    higher_is_better: ClassVar[bool] = True
    count: ClassVar[bool] = True
    estimator: ClassVar[str] = "Types with at least one of all n emitted records."
    high: ClassVar[str] = "Many different types are emitted, rare ones among them."
    low: ClassVar[str] = (
        "Types have died out, and the rarest go first; under replacement a type that is gone "
        "never comes back."
    )
    reference: ClassVar[str] = "Suresh et al. 2024"
    scale: ClassVar[bool] = True
    headline: ClassVar[bool] = True
    kind: Literal["types-alive"] = "types-alive"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    found: FloatArray = (counted(outcome).counts > 0).sum(axis=1).astype(float)
    return found
