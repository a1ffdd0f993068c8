"""Loss on rare lines: how badly the fitted model predicts real lines of rare words."""

from typing import ClassVar, Literal

from core.metrics.spelled import SCORED, LineMetric, RareLetterLoss


class RareLineLoss(RareLetterLoss, LineMetric):
    """Mean negative log probability of the letters of the reference lines with rare words."""

    title: ClassVar[str] = "Held-out loss of rare lines"
    summary: ClassVar[str] = "How badly the fitted model predicts real lines of rare words."
    estimator: ClassVar[str] = (
        "Minus the natural log probability, a letter, of the tenth of the first "
        f"{10 * SCORED:,} reference lines (fewer if fewer are held) whose words are the rarest, "
        "fixed for the run: those with the lowest mean over their words of the natural log of a "
        "word's share in all real lines. Spaces and ends count as letters."
    )
    brief: ClassVar[str] = (
        "Minus the natural log probability, a letter, of the tenth of reference lines whose words "
        "are the rarest."
    )
    high: ClassVar[str] = (
        "Lines with rare words come as a surprise to the model: its tail is too thin."
    )
    low: ClassVar[str] = "The model still expects lines with rare words; compare with generation 0."
    headline: ClassVar[bool] = True
    kind: Literal["rare-line-loss"] = "rare-line-loss"
