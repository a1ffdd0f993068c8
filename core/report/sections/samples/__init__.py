"""Samples before and after: types with counts, pictures, numbers or sentences, as records are."""

from core.record import RunRecord
from core.records import RecordKind
from core.report.document import Block, Section
from core.report.sections.samples.categories import types_table
from core.report.sections.samples.drawn import numbers, pictures
from core.report.sections.samples.sentences import sentences
from core.report.sections.samples.spelled import spelled

__all__ = ["numbers", "pictures", "section", "sentences", "types_table"]


def section(record: RunRecord) -> Section | None:
    """Nothing before there is a second generation."""
    if record.done() < 1 or record.real is None:
        return None
    blocks = _blocks(record)
    return Section("samples", "Samples before and after", tuple(blocks)) if blocks else None


def _blocks(record: RunRecord) -> list[Block]:
    assert record.real is not None
    match record.real.kind:
        case RecordKind.COUNTS:
            return [types_table(record, record.catalogue)] if record.catalogue else []
        case RecordKind.IMAGES:
            return [pictures(record)]
        case RecordKind.VECTORS:
            return [numbers(record)]
        case RecordKind.TEXT:
            return sentences(record, record.catalogue) if record.catalogue else []
        case RecordKind.NAMES | RecordKind.LINES:
            return spelled(record)
