"""Real words: the share of emitted words that real lines hold."""

from typing import ClassVar, Literal

from core.metrics.spelled import LineMetric, RealShare


class RealWordShare(RealShare, LineMetric):
    """Share of emitted words that some real line holds."""

    title: ClassVar[str] = "Share of real words"
    summary: ClassVar[str] = "Share of emitted words that some real line holds."
    unit: ClassVar[str] = "share of words"
    estimator: ClassVar[str] = (
        "Emitted words that some real line holds, over all emitted words; 0 where there are none. "
        "A word outside the real lines may exist all the same, and the last word of a line that "
        "fills its row may be cut short."
    )
    brief: ClassVar[str] = "Emitted words that some real line holds, over all emitted words."
    high: ClassVar[str] = (
        "Nearly all emitted words exist; that alone does not say that rare ones are among them."
    )
    low: ClassVar[str] = "Many emitted words are invented: no real line holds them."
    kind: Literal["real-word-share"] = "real-word-share"
