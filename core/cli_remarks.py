"""What the precision check says on the command line, of texts that are exported as they are."""

from collections.abc import Iterator

from core.edits import Edits
from core.record import RunRecord


def remark_lines(record: RunRecord, edits: Edits) -> Iterator[str]:
    """One line a remark on an edited text."""
    from core.report.export import computed
    from core.report.precision import check_edits, facts_of
    from core.report.texts import texts

    document = computed(record)
    for key, remarks in check_edits(facts_of(record, document), texts(document, edits)).items():
        yield from (f"{key}, {remark.said()}" for remark in remarks)
