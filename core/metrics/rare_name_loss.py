"""Loss on rare names: how badly the fitted model predicts the rarest real names."""

from typing import ClassVar, Literal

import numpy as np

from core.metrics.base import Family, Meter, Yardstick
from core.metrics.names import SCORED, NameMetric, nats_a_letter, reference_names, table_of
from core.records import FloatArray, Records, Steps
from core.sources.spelled_names import NamePopulation

TAIL = 0.1
"""Share of the reference names that counts as rare."""


class RareNameLoss(NameMetric):
    """Mean negative log probability of the letters of the rarest reference names."""

    title: ClassVar[str] = "Held-out loss of rare names"
    summary: ClassVar[str] = "How badly the fitted model predicts the rarest real names."
    family: ClassVar[Family] = Family.TAIL
    unit: ClassVar[str] = "nats a letter"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        "Minus the natural log probability, a letter, of the tenth of the first "
        f"{10 * SCORED:,} reference names of each replicate (fewer if fewer are held) that fewest "
        "people bear, fixed for the run; each end counts as a letter."
    )
    brief: ClassVar[str] = (
        "Minus the natural log probability, a letter, of the tenth of reference names that fewest "
        "people bear."
    )
    high: ClassVar[str] = "Rare real names come as a surprise to the model: its tail is too thin."
    low: ClassVar[str] = "The model still expects rare real names; compare with generation 0."
    parameter: ClassVar[str | None] = "finite-loss"
    headline: ClassVar[bool] = True
    rarest: ClassVar[bool] = True
    kind: Literal["rare-name-loss"] = "rare-name-loss"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the names, the same ones for the whole run."""
        yield from ()
        table = table_of(yardstick)
        held = rarest(reference_names(yardstick).first(10 * SCORED), table)
        return lambda outcome: nats_a_letter(outcome, held)


def rarest(held: Records, table: NamePopulation) -> Records:
    """The tenth of each replicate's names that fewest people bear, one at least."""
    chances: FloatArray = table.probabilities()[table.types(held.values)]
    count = max(1, round(TAIL * chances.shape[1]))
    order = np.argsort(chances, axis=1, kind="stable")[:, :count, None]
    return held.having(np.take_along_axis(held.values, order, axis=1))
