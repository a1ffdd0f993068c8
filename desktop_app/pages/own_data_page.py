"""A file of the person's own: what was understood of it, and how to have it otherwise."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from core.events import RealDataDrawn
from core.experiment import Experiment
from core.record import RunRecord
from core.sources.file import FileSource
from core.userdata.choices import ColumnSeen
from core.userdata.understand import Understood
from desktop_app.models.fields import form_fields
from desktop_app.models.own_data import OwnData
from desktop_app.models.own_data_words import say_details, say_records, say_suggestion
from desktop_app.translation import mark, tr
from desktop_app.widgets.card import Card, mark_wrong
from desktop_app.widgets.choices_card import ChoicesCard, beside
from desktop_app.widgets.columns_table import ColumnsTable
from desktop_app.widgets.columns_view import Columns
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.sample_view import make_view
from desktop_app.widgets.scroll_page import ScrollPage
from desktop_app.widgets.turning_row import TurningRow

if TYPE_CHECKING:
    from desktop_app.widgets.sample_view import SampleView

INTRO = mark(
    "A CSV table of numbers, a column of categories with or without counts, a text file with one "
    "record a line, or a folder of pictures. It is read on this computer and sent nowhere."
)
PRIVACY = mark(
    "Whoever gets the run file also gets what is copied into it. Without a copy it still holds the "
    "names of the columns or categories and up to 500 records of each sample as previews; until "
    "the run is complete, all records that it works on."
)
WAITING, REFUSED = mark("Reading the file…"), mark("This cannot be used as it is")
CHOICES = ("reads", "header", "missing", "standardise", "side", "copy_data")

ALL = frozenset({"numbers", "categories", "text", "images"})
WANTED = {
    "header": frozenset({"numbers", "categories"}),
    "missing": frozenset({"numbers", "categories"}),
    "standardise": frozenset({"numbers"}),
    "side": frozenset({"images"}),
}
"""Which kinds of records a choice is about, once they are known."""

SAMPLE_HEIGHT = 190
"""Least height of the real data's picture in pixels."""


class OwnDataPage(ScrollPage):
    """Shows an OwnData; nothing that is chosen is lost when the file is refused.

    Signals asked: a file or folder (true) is to be chosen. used: the experiment that is suggested.
    left: the page is no longer wanted.
    """

    asked = Signal(bool)
    used = Signal(Experiment)
    left = Signal()

    def __init__(self, data: OwnData, parent: QWidget | None = None) -> None:
        """Make the page and follow the data."""
        super().__init__(parent)
        self._data = data
        self.view: SampleView | None = None
        self.name, self.problem = Elided("", "heading"), words("", "problem")
        self.records, self.details = words("", "heading"), words("", "small")
        self.note, self.suggestion = words("", "small"), words()
        self.choices = ChoicesCard(
            tr("How it is read"), form_fields(FileSource, CHOICES), tr(PRIVACY)
        )
        self.table = ColumnsTable()
        self.file, self.folder = QPushButton(tr("Choose file…")), QPushButton(tr("Choose folder…"))
        self.use, self.back = QPushButton(tr("Use this")), QPushButton(tr("Back"))
        self.drop = QPushButton(tr("Leave out rows with missing values"))
        self._lay_out()
        for button in (self.file, self.folder):
            button.clicked.connect(self._ask)
        self.back.clicked.connect(self.left)
        self.use.clicked.connect(self._use)
        self.drop.clicked.connect(self._drop_gaps)
        self.choices.edited.connect(data.set)
        self.table.picked.connect(data.pick)
        data.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        for button in (self.use, self.drop):
            button.setProperty("role", "primary")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 20, 16)
        column.setSpacing(8)
        for part in (words(tr("Your own data"), "title"), words(tr(INTRO), "quiet")):
            column.addWidget(part)
        top = TurningRow(self.file, self.folder, self.name, self.back, self.use)
        top.stretch(self.name)
        column.addWidget(top)
        self._body = beside(self.choices, self._found_card())
        column.addWidget(self._body)
        column.addStretch(1)
        self.setWidget(inside)

    def _found_card(self) -> QWidget:
        self._found = Card(spacing=6)
        rows = self._found.rows
        for said in (self.records, self.problem, self.suggestion, self.details):
            rows.addWidget(said)
        rows.insertWidget(2, self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.table)
        rows.addWidget(self.note)
        rows.addStretch(1)
        return self._found

    @Slot()
    def _show(self) -> None:
        """Say what is known, and offer what can be chosen."""
        data, found = self._data, self._data.understood
        self.name.show_text(
            data.part["path"] or tr("Nothing chosen yet; or drop it onto this window")
        )
        self.problem.setText(f"{data.problem}." if data.problem else "")
        self.problem.setVisible(bool(data.problem))
        self.drop.setVisible(data.field == "missing")
        self._body.setVisible(bool(data.part["path"]))
        for name, row in self.choices.fields.items():
            row.show_value(data.part.get(name, row.field.default))
            mark_wrong(row.editor, name == data.field)
            row.setVisible(bool(self._possible(found) & WANTED.get(name, ALL)))
        self._show_columns(found)
        otherwise = tr(WAITING) if data.busy else tr(REFUSED)
        self.records.setText(say_records(found) if found else otherwise)
        self.details.setText(say_details(found) if found else "")
        self.details.setVisible(found is not None)
        self.use.setEnabled(found is not None)
        self.suggestion.setText(say_suggestion(found.suggestion) if found else "")
        self.suggestion.setVisible(found is not None)
        self._show_sample(found)

    def _possible(self, found: Understood | None) -> frozenset[str]:
        """The kinds of records that it holds, or may hold while that is not known."""
        if found is not None:
            return frozenset({found.facts.reads})
        pictures = frozenset({"images"})
        return pictures if Path(self._data.part["path"]).is_dir() else ALL - pictures

    def _show_columns(self, found: Understood | None) -> None:
        """The table's columns, as they were read or are asked for now."""
        data, asked, columns = self._data, self._data.part.get("columns"), self._data.columns
        if found is None and asked:
            columns = tuple(
                ColumnSeen(one.name, one.name in asked, "", one.missing) for one in columns
            )
        reads = found.facts.reads if found else data.part.get("reads")
        kept = [one.name for one in columns if one.kept]
        counts = kept[-1] if found and reads == "categories" and len(kept) > 1 else ""
        self.table.setVisible(bool(columns))
        self.table.show_columns(columns, reads == "categories", counts)

    def _show_sample(self, found: Understood | None) -> None:
        """The real data, drawn as a run draws them."""
        if self.view is not None:
            self._found.rows.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self.note.setVisible(found is not None)
        if found is None:
            return
        record = RunRecord(found.suggestion.experiment.model_copy(update={"arms": ()}))
        record.apply(RealDataDrawn(found.preview, found.catalogue))
        self.view = make_view(record, Columns(()))
        assert self.view is not None
        self.view.show_samples(tr("The file's records"), {})
        self.view.setMinimumHeight(max(self.view.minimumHeight(), SAMPLE_HEIGHT))
        self._found.rows.insertWidget(self._found.rows.count() - 1, self.view)
        self.note.setText(self.view.note())

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.sender() is self.folder)

    @Slot()
    def _drop_gaps(self) -> None:
        self._data.set("missing", "drop")

    @Slot()
    def _use(self) -> None:
        assert self._data.understood is not None
        self.used.emit(self._data.understood.suggestion.experiment)
