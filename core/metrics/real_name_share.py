"""Real names: the share of emitted names that somebody bears."""

from typing import ClassVar, Literal

from core.metrics.spelled import NameMetric, RealShare


class RealNameShare(RealShare, NameMetric):
    """Share of emitted names that the census lists."""

    title: ClassVar[str] = "Share of real names"
    summary: ClassVar[str] = "Share of emitted names that exist in the census."
    unit: ClassVar[str] = "share of names"
    estimator: ClassVar[str] = (
        "Emitted names that the census table lists, over all n. The table leaves out names with "
        "fewer than about 100 bearers, so that a name outside it may exist all the same."
    )
    brief: ClassVar[str] = "Emitted names that the census table lists, over all n."
    high: ClassVar[str] = (
        "Nearly all emitted names exist; that alone does not say that rare ones are among them."
    )
    low: ClassVar[str] = "Most emitted names are invented: nobody, or hardly anybody, bears them."
    kind: Literal["real-name-share"] = "real-name-share"
