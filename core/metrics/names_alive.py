"""Real names alive: how many different real names a generation still spells."""

from typing import ClassVar, Literal

from core.metrics.spelled import NameMetric, RealAlive


class NamesAlive(RealAlive, NameMetric):
    """The number of different names in the emission that the census lists."""

    title: ClassVar[str] = "Real names alive"
    summary: ClassVar[str] = "How many different real names a generation still spells."
    unit: ClassVar[str] = "names"
    estimator: ClassVar[str] = (
        "Different names with at least one of all n emitted records that the census table lists. "
        "Invented names do not count, however varied they are."
    )
    brief: ClassVar[str] = (
        "Different names that the census lists among all n emitted records; invented ones do not "
        "count."
    )
    high: ClassVar[str] = "Many different real names are spelled, rare ones among them."
    low: ClassVar[str] = (
        "Few different real names are spelled: the same ones come again, or most are invented."
    )
    kind: Literal["names-alive"] = "names-alive"
