"""Loss on rare names: how badly the fitted model predicts the rarest real names."""

from typing import ClassVar, Literal

from core.metrics.spelled import SCORED, NameMetric, RareLetterLoss


class RareNameLoss(RareLetterLoss, NameMetric):
    """Mean negative log probability of the letters of the rarest reference names."""

    title: ClassVar[str] = "Held-out loss of rare names"
    summary: ClassVar[str] = "How badly the fitted model predicts the rarest real names."
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
    headline: ClassVar[bool] = True
    kind: Literal["rare-name-loss"] = "rare-name-loss"
