"""Surnames of the US Census 2010, with their exact counts."""

from typing import ClassVar, Literal

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import CategoricalPopulation, Source
from core.sources.census import open_census


class UsSurnames(Source):
    """One record is one person's surname, drawn with the census frequencies."""

    title: ClassVar[str] = "US surnames"
    summary: ClassVar[str] = "162,252 surnames with 100 bearers or more, US Census 2010."
    gives: ClassVar[RecordKind] = RecordKind.COUNTS
    record_noun: ClassVar[str] = "people"
    types_noun: ClassVar[str] = "surnames"
    users_noun: ClassVar[str] = "bearers"
    files: ClassVar[tuple[str, ...]] = ("us2010_surnames.csv.gz",)
    licence: ClassVar[str] = (
        "a work of the US Government, not protected by copyright in the United States"
    )
    kind: Literal["us-surnames"] = "us-surnames"

    def universe(self) -> int:
        """Names in the table, and one for all that it does not display."""
        return 162_252

    def open(self, streams: Streams) -> CategoricalPopulation:
        """The census table as a law: every part is drawn from it."""
        return open_census("us2010_surnames", "not_displayed_surnames")
