"""Loss on names: how badly the fitted model predicts real names that nobody trained on."""

from typing import ClassVar, Literal

from core.metrics.spelled import SCORED, LetterLoss, NameMetric


class NameLoss(LetterLoss, NameMetric):
    """Mean negative log probability of the letters of reference names."""

    title: ClassVar[str] = "Held-out loss of names"
    summary: ClassVar[str] = "How badly the fitted model predicts real names, letter by letter."
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
    kind: Literal["name-loss"] = "name-loss"
