"""Real words alive: how many different real words a generation still spells."""

from typing import ClassVar, Literal

from core.metrics.spelled import LineMetric, RealAlive


class RealWordsAlive(RealAlive, LineMetric):
    """The number of different words in the emission that real lines hold."""

    title: ClassVar[str] = "Real words alive"
    summary: ClassVar[str] = "How many different real words a generation still spells."
    unit: ClassVar[str] = "words"
    estimator: ClassVar[str] = (
        "Different words, the letters between spaces, of all n emitted lines that some real line "
        "holds too. Invented words do not count, however varied they are; longer lines hold more "
        "words."
    )
    brief: ClassVar[str] = (
        "Different words of all n emitted lines that some real line holds too; invented ones do "
        "not count."
    )
    high: ClassVar[str] = "Many different real words are spelled, rare ones among them."
    low: ClassVar[str] = (
        "Few different real words are spelled: the same ones come again, or most are invented."
    )
    kind: Literal["real-words-alive"] = "real-words-alive"
