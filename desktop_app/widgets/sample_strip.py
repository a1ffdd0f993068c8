"""Samples of the real data and of every arm, as they are now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.analysis.audited import generation_named
from core.analysis.first_replicate import first_replicate
from core.analysis.wording import listed
from core.events import Preview
from core.palette import arm_styles
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.widgets.label import words
from desktop_app.widgets.names_view import NamesView
from desktop_app.widgets.sentences_view import SentencesView

if TYPE_CHECKING:
    from desktop_app.widgets.columns_view import ColumnsView

    SampleView = NamesView | SentencesView | ColumnsView


class SampleStrip(QWidget):
    """Names with their true frequency, sentences, images or densities, always of replicate 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.view: SampleView | None = None
        self._at: int | None = None
        self.said = words(role="small")
        self.setAccessibleName("Samples")
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(3)
        self._body.addWidget(self.said)
        self._body.addStretch(0)

    def show_record(self, record: RunRecord) -> None:
        """Show a run's samples, in the way that fits its records."""
        self._record, self._at = record, None
        if self.view is not None:
            self._body.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self.refresh()

    def refresh(self) -> None:
        """Show the newest sample of each arm."""
        record = self._record
        if record is None:
            return
        if self.view is None and record.real is not None:
            self.view = self._make_view(record)
        samples = self._samples(record)
        which = say_which(record, {arm: generation for arm, (generation, _) in samples.items()})
        if self.view is not None:
            self.view.show_samples(which, samples)
        note = f" {self.view.note()}" if self.view is not None else ""
        own = first_replicate(record, min(at for at, _ in samples.values())) if samples else ""
        plain = record.experiment.source.gives is not RecordKind.COUNTS  # their table says it
        one = "subset" if record.experiment.recorded else "replicate"
        itself = f" Of this one {one}: {own}." if own and plain else ""
        self.said.setText(f"{which}.{itself}{note}")
        self.setAccessibleDescription(self.said.text())

    @Slot(object)
    def point_at(self, generation: int | None) -> None:
        """Show the samples of a generation, or the newest again."""
        self._at = generation
        self.refresh()

    def _make_view(self, record: RunRecord) -> "SampleView | None":
        """The view for the kind of records; None for words whose meaning is not known."""
        kind = record.experiment.source.gives
        if kind in (RecordKind.COUNTS, RecordKind.TEXT) and record.catalogue is None:
            return None
        view = view_of(kind)
        view.show_record(record, arm_styles(record.arms, record.experiment.baseline))
        self._body.insertWidget(1, view, 1)
        return view

    def _samples(self, record: RunRecord) -> dict[str, tuple[int, Preview]]:
        """The generation and the sample of each arm that has one."""
        found = {}
        for arm in record.arms:
            done = record.done(arm)
            generation = done if self._at is None else min(self._at, done)
            preview = record.preview(arm, generation)
            if preview is not None:
                found[arm] = generation, preview
        return found


def view_of(kind: RecordKind) -> "SampleView":
    """An empty view for a kind of records; pyqtgraph is imported only where it is used."""
    match kind:
        case RecordKind.COUNTS:
            return NamesView()
        case RecordKind.TEXT:
            return SentencesView()
        case RecordKind.IMAGES:
            from desktop_app.widgets.mosaic_view import MosaicView

            return MosaicView()
        case RecordKind.VECTORS:
            from desktop_app.widgets.vectors_view import VectorsView

            return VectorsView()


def say_which(record: RunRecord, shown: dict[str, int]) -> str:
    """Which replicate and generation; arms that are a generation ahead of the others are named."""
    if record.real is None:
        return "The real data are not drawn yet"
    audited = record.experiment.recorded
    said = f"Replicate 1 of {record.experiment.replicates}"
    if audited:
        said = f"One random subset of {record.experiment.sample_size:,} records"
    if not shown:
        return f"{said}; no generation is finished yet"
    first = min(shown.values())
    if audited:
        return f"{said}, generation {generation_named(record, first)}"
    ahead = [arm for arm, generation in shown.items() if generation > first]
    return f"{said}, generation {first}" + (f" ({listed(ahead)}: {first + 1})" if ahead else "")
