"""First names of the US Census 2020, with their exact counts."""

from typing import ClassVar, Literal

from core.records import RecordKind
from core.seeding import Streams
from core.sources.base import CategoricalPopulation, Source
from core.sources.census import open_census


class UsFirstNames(Source):
    """One record is one person's first name, drawn with the census frequencies."""

    title: ClassVar[str] = "US first names"
    summary: ClassVar[str] = "53,615 first names with about 100 bearers or more, US Census 2020."
    gives: ClassVar[RecordKind] = RecordKind.COUNTS
    record_noun: ClassVar[str] = "people"
    types_noun: ClassVar[str] = "first names"
    users_noun: ClassVar[str] = "bearers"
    files: ClassVar[tuple[str, ...]] = ("us2020_first_names.csv.gz",)
    licence: ClassVar[str] = (
        "a work of the US Government, not protected by copyright in the United States"
    )
    kind: Literal["us-first-names"] = "us-first-names"

    def universe(self) -> int:
        """Names in the table, and one for all that it does not display."""
        return 53_615

    def open(self, streams: Streams) -> CategoricalPopulation:
        """The census table as a law: every part is drawn from it."""
        return open_census("us2020_first_names", "not_displayed_first_names")
