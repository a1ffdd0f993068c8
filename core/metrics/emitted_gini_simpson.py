"""Gini-Simpson diversity of the emission: how often two emitted records differ in type."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Outcome, Yardstick
from core.metrics.categorical import CountMetric, counted
from core.records import FloatArray, Steps


class EmittedGiniSimpson(CountMetric):
    """The share of pairs of emitted records that differ in type.

    Its mean is the fitted frequencies' 1 - sum p^2, whatever n: no more is lost by emitting.
    """

    title: ClassVar[str] = "Emitted Gini-Simpson diversity"
    summary: ClassVar[str] = "How likely it is that two emitted records differ in type."
    family: ClassVar[Family] = Family.DIVERSITY
    unit: ClassVar[str] = "probability"
    higher_is_better: ClassVar[bool] = True
    estimator: ClassVar[str] = (
        "One less the summed squares of the n emitted records' frequencies f, unbiased: "
        "n/(n-1) (1 - sum f^2)."
    )
    high: ClassVar[str] = "Two records nearly always differ in type: no type prevails."
    low: ClassVar[str] = "A few types make up most of what is emitted; at 0 there is only one."
    reference: ClassVar[str] = "Simpson 1949"
    scale: ClassVar[bool] = True
    kind: Literal["emitted-gini-simpson"] = "emitted-gini-simpson"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Nothing to prepare."""
        yield from ()
        return _measure


def _measure(outcome: Outcome) -> Steps[FloatArray]:
    yield from ()
    shares, sizes = counted(outcome).frequencies(), counted(outcome).sizes()
    # f (1 - f), unlike 1 - sum f^2, is exactly 0 where one type is left, or one record.
    differing = (shares * (1.0 - shares)).sum(axis=1)
    return np.asarray(differing * sizes / np.maximum(sizes - 1, 1))
