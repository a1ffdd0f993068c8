"""Loss on lines: how badly the fitted model predicts real lines that nobody trained on."""

from typing import ClassVar, Literal

from core.metrics.spelled import SCORED, LetterLoss, LineMetric


class LineLoss(LetterLoss, LineMetric):
    """Mean negative log probability of the letters of reference lines."""

    title: ClassVar[str] = "Held-out loss of lines"
    summary: ClassVar[str] = "How badly the fitted model predicts real lines, letter by letter."
    estimator: ClassVar[str] = (
        f"Minus the natural log probability that the model gives to the first {SCORED} reference "
        "lines (fewer if fewer are held), over the number of their letters and spaces, each end "
        "counted as one."
    )
    brief: ClassVar[str] = (
        f"Minus the natural log probability that the model gives to at most {SCORED} reference "
        "lines, over the number of their letters, spaces and ends."
    )
    high: ClassVar[str] = (
        "Real lines come as a surprise to the model: it gives their letters little probability."
    )
    low: ClassVar[str] = (
        "The model expects real lines; how low it can get depends on the text, so compare with "
        "generation 0."
    )
    kind: Literal["line-loss"] = "line-loss"
