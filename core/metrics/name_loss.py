"""Loss on names: how badly the fitted model predicts real names that nobody trained on."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Yardstick
from core.metrics.names import SCORED, NameMetric, nats_a_letter, reference_names
from core.records import Steps


class NameLoss(NameMetric):
    """Mean negative log probability of the letters of reference names."""

    title: ClassVar[str] = "Held-out loss of names"
    summary: ClassVar[str] = "How badly the fitted model predicts real names, letter by letter."
    family: ClassVar[Family] = Family.DISTANCE
    unit: ClassVar[str] = "nats a letter"
    higher_is_better: ClassVar[bool] = False
    estimator: ClassVar[str] = (
        f"Minus the natural log probability that the model gives to the first {SCORED} reference "
        "names of each replicate, over the number of their letters, each end counted as one. "
        "Common names come as often as people have them."
    )
    brief: ClassVar[str] = (
        f"Minus the natural log probability that the model gives to {SCORED} reference names, over "
        "the number of their letters and ends."
    )
    high: ClassVar[str] = (
        "Real names come as a surprise to the model: it gives their letters little probability."
    )
    low: ClassVar[str] = (
        "The model expects real names; how low it can get depends on the names, so compare with "
        "generation 0."
    )
    reference: ClassVar[str] = "Bengio et al. 2003"
    parameter: ClassVar[str | None] = "finite-loss"
    headline: ClassVar[bool] = True
    kind: Literal["name-loss"] = "name-loss"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Choose the names, the same ones for the whole run."""
        yield from ()
        held = reference_names(yardstick).first(SCORED)
        return lambda outcome: nats_a_letter(outcome, held)
