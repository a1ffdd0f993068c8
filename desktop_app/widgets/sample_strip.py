"""A preview of the page Samples under the charts: every arm's newest sample beside the real one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.analysis.first_replicate import first_values
from core.analysis.wording import listed, metric_noun
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.translation import tr
from desktop_app.widgets.columns_view import Columns, ColumnsView
from desktop_app.widgets.label import words
from desktop_app.widgets.sample_view import make_view, samples_at, say_which, view_class

if TYPE_CHECKING:
    from desktop_app.widgets.sample_view import SampleView


class SampleStrip(QWidget):
    """Names with their true frequency, sentences, images or densities, always of replicate 1.

    Signal opened: the person wants the page.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.view: SampleView | None = None
        self._at: int | None = None
        self.said = words(role="small")
        self.open = QPushButton(tr("Any generation: open Samples"))
        self.open.setProperty("role", "link")
        self.open.clicked.connect(self.opened)
        self.setAccessibleName(tr("Samples"))
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(3)
        self._body.addWidget(self.said)
        self._body.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(0)

    def show_record(self, record: RunRecord) -> None:
        """Show a run's samples, in the way that fits its records."""
        self._record, self._at = record, None
        view_class(record.experiment.source.gives)  # imported now, before anything is trained
        if self.view is not None:
            self._body.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self.refresh()

    def prepare(self) -> bool:
        """Make a part of the view, once it is known of what; True while more may be left.

        All of it takes as long as everything else of a run together.
        """
        if self._record is not None and self.view is None:
            self.view = make_view(self._record, Columns(tuple(self._record.arms)))
            if self.view is not None:
                self._body.insertWidget(1, self.view, 1)
        return isinstance(self.view, ColumnsView) and self.view.build_next()

    def refresh(self) -> None:
        """Show the newest sample of each arm."""
        record = self._record
        if record is None:
            return
        self.prepare()
        columns = Columns(tuple(record.arms))
        samples = samples_at(record, columns, self._at)
        shown = {arm: generation for arm, (generation, _) in samples.items()}
        which = say_which(record, shown)
        if self.view is not None:
            self.view.show_samples(which, samples)
        note = f" {self.view.note()}" if self.view is not None else ""
        own = say_own(record, shown)
        plain = record.experiment.source.gives is not RecordKind.COUNTS  # their table says it
        subset, replicate = tr(" Of this one subset: {own}."), tr(" Of this one replicate: {own}.")
        itself = (subset if record.experiment.recorded else replicate).format(own=own)
        self.said.setText(f"{which}.{itself if own and plain else ''}{note}")
        self.open.setVisible(bool(samples))
        self.setAccessibleDescription(self.said.text())

    @Slot(object)
    def point_at(self, generation: int | None) -> None:
        """Show the samples of a generation, or the newest again."""
        self._at = generation
        self.refresh()


def say_own(record: RunRecord, shown: dict[str, int]) -> str:
    """Replicate 1's own primary metric, of each arm at its generation that is shown."""
    found = {arm: first_values(record, generation).get(arm) for arm, generation in shown.items()}
    values = [f"{value} in {arm}" for arm, value in found.items() if value is not None]
    return f"{metric_noun(record.experiment.primary())}: {listed(values)}" if values else ""
