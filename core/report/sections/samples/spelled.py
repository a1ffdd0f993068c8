"""Samples of names: the first of each place, and how many different ones each holds."""

from core.names import different_names, written
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph
from core.report.sections.samples.places import left_out, own_values, places, whose

NAMES = 16


def spelled_names(record: RunRecord) -> list[Block]:
    """The first names of the first replicate, and what its samples count."""
    found = places(record)
    size = min(len(values) for _, _, values in found)
    items = tuple(
        Item(
            f"{label}:",
            f"{', '.join(written(values[:NAMES]))} "
            f"({different_names(values[:size]):,} different names among {size:,})",
            style,
        )
        for label, style, values in found
    )
    intro = (
        f"The first {NAMES} names {whose(record)}, not picked by hand."
        f"{left_out(record)}{own_values(record)}"
    )
    return [Paragraph(intro, "note"), Listing(items, small=True, emitted=True)]
