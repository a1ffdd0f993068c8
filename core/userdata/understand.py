"""What was understood of a file, for a person to look at before anything runs."""

from dataclasses import dataclass

import numpy as np

from core.events import Catalogue, Preview
from core.records import RecordKind
from core.sources.file import FileSource, standardised
from core.userdata.choices import ColumnSeen, Reading
from core.userdata.facts import Facts
from core.userdata.reading import read
from core.userdata.suggest import Suggestion, suggest

PREVIEW_RECORDS = 500


@dataclass(frozen=True, slots=True)
class Understood:
    """A file as it is read.

    source: with its facts. columns: of a table, each kept or dropped and why. first_gap: the first
    missing value of a kept column, in a sentence; "" where none is. notes: what was decided without
    being asked, and how to choose otherwise. preview: of the real records, as a run draws them.
    """

    source: FileSource
    facts: Facts
    columns: tuple[ColumnSeen, ...]
    first_gap: str
    notes: tuple[str, ...]
    preview: Preview
    catalogue: Catalogue | None
    suggestion: Suggestion

    @property
    def kind(self) -> RecordKind:
        """What its records are."""
        return self.source.gives


def understand(source: FileSource) -> Understood:
    """What a file holds, how it was read, and what to do with it; takes seconds.

    Raises BadInput that names the setting, the file and the line.
    """
    facts, found = source.understood, read(source.choices())
    preview, catalogue = _shown(source, found)
    return Understood(
        source, facts, found.columns, found.first_gap, found.notes, preview, catalogue,
        suggest(source),
    )  # fmt: skip


def _shown(source: FileSource, found: Reading) -> tuple[Preview, Catalogue | None]:
    """Records spread over the whole file, or how often each type occurs in it."""
    if source.gives is RecordKind.COUNTS:
        types = np.arange(len(found.values))
        law = found.values / found.values.sum()
        return Preview(source.gives, types, found.values), Catalogue(types, found.labels, law)
    values = found.values
    catalogue = None
    if source.gives is RecordKind.TEXT:
        held = np.bincount(values.ravel(), minlength=len(found.labels))
        held[0] = 0
        catalogue = Catalogue(np.arange(len(held)), found.labels, held / held.sum())
    if source.gives is RecordKind.VECTORS and source.standardise:
        values = standardised(values, values)
    places = np.linspace(0, len(values) - 1, min(len(values), PREVIEW_RECORDS)).astype(np.int64)
    return Preview(source.gives, values[places]), catalogue
