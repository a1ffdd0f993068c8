"""Samples of what is spelled: the first names or lines of each place, and how many it holds."""

from core.record import RunRecord
from core.records import RecordKind
from core.report.document import Block, Item, Listing, Paragraph
from core.report.sections.samples.places import left_out, own_values, places, whose
from core.spelling import SPELLINGS

SHOWN = {RecordKind.NAMES: 16, RecordKind.LINES: 4}


def spelled(record: RunRecord) -> list[Block]:
    """The first records of the first replicate, and what its samples count."""
    source, found = record.experiment.source, places(record)
    spelling, shown = SPELLINGS[source.gives], SHOWN[source.gives]
    size = min(len(values) for _, _, values in found)
    items = tuple(
        Item(
            f"{label}:",
            f"{spelling.row(values[:shown])} ({spelling.say_different(values[:size])})",
            style,
        )
        for label, style, values in found
    )
    intro = (
        f"The first {shown} {source.record_noun} {whose(record)}, not picked by hand."
        f"{left_out(record)}{own_values(record)}"
    )
    return [Paragraph(intro, "note"), Listing(items, small=True, emitted=True)]
