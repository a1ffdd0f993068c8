"""Samples of text: the first sentences of each place, and how much each place repeats."""

from core.analysis.repeats import RUN, different_words, share_repeated
from core.events import Catalogue
from core.record import RunRecord
from core.records import AnyArray
from core.report.document import Block, Item, Listing, Paragraph, Row, Table
from core.report.sections.samples.places import left_out, own_values, places, whose
from core.text import spelled

SENTENCES = 3
LONGEST = 200
"""Characters of a record that are shown."""


def sentences(record: RunRecord, catalogue: Catalogue) -> list[Block]:
    """The first records of the first replicate, and a table of what their whole samples repeat."""
    found, noun = places(record), record.experiment.source.record_noun
    items = tuple(
        Item(f"{label}:", _quoted(values, catalogue.labels), style)
        for label, style, values in found
    )
    intro = (
        f"The first {SENTENCES} {noun} {whose(record)}, not picked by hand."
        f"{left_out(record)}{own_values(record)}"
    )
    listing = Listing(items, small=True, emitted=True)
    return [Paragraph(intro, "note"), listing, _repeats(record, catalogue)]


def _quoted(values: AnyArray, labels: tuple[str, ...]) -> str:
    return " ".join(f"“{_shortened(spelled(line, labels))}”" for line in values[:SENTENCES])


def _shortened(said: str) -> str:
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()} …"


def _repeats(record: RunRecord, catalogue: Catalogue) -> Table:
    found, noun = places(record), record.experiment.source.record_noun
    size = min(len(values) for _, _, values in found)
    rows = [
        Row(
            (
                label,
                f"{different_words(values[:size]):,}",
                f"{100 * share_repeated(values[:size], catalogue.labels):.0f} %",
            ),
            style,
            quiet=style is None,
        )
        for label, style, values in found
    ]
    caption = f"The first {size:,} {noun} {whose(record)}."
    columns = ("", "Different words", "Words in repeated runs")
    notes = (
        f"Words in repeated runs: {RUN} in a row, all listed, that another of the same {size:,} "
        "has too."
    )
    return Table(caption, columns, tuple(rows), frozenset({1, 2}), notes)
