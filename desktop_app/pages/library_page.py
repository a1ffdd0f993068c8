"""The library: every saved run, to be found, opened, annotated, compared and deleted."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core import library
from core.errors import BadInput
from core.run_database import InUse
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.library_reader import LibraryReader
from desktop_app.models.library_words import say_count, say_nothing
from desktop_app.models.saved_runs import Column, Row, RunFilter, RunTable
from desktop_app.pages.compare_page import ComparePage
from desktop_app.pages.library_deleting import LibraryDeleting
from desktop_app.pages.library_notices import LibraryNotices
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.notice_bar import NoticeBar
from desktop_app.widgets.run_details import RunDetails
from desktop_app.widgets.run_list import RunList

DETAILS_WIDTH, MOST_FOR_DETAILS = 316, 0.4


class LibraryPage(QWidget):
    """Lists the library, and does what is asked with its runs.

    Signals opened, resumed, settings_asked: the file of the run that was chosen. start_asked: there
    is no run yet, and one is to be set up. undo_changed: what can be undone here is another.
    """

    opened = Signal(Path)
    resumed = Signal(Path)
    settings_asked = Signal(Path)
    start_asked = Signal()
    undo_changed = Signal()

    def __init__(self, run: ActiveRun, parent: QWidget | None = None) -> None:
        """Make the page; it reads the library whenever it is shown."""
        super().__init__(parent)
        self._run, self._skipped = run, list[str]()
        self.table, self.reader = RunTable(self), LibraryReader(run, self)
        self.shown = RunFilter(self.table, self)
        self.search, self.said, self.notice = QLineEdit(), words(role="small"), NoticeBar()
        leave_drops(self.search)
        self.list, self.details = RunList(self.shown), RunDetails()
        self._notices = LibraryNotices(self.notice, self.list, run)
        self.deleting = LibraryDeleting(run, self.table, self.list, self._notices)
        self.folder, self.copy_button = Elided("", "small"), QPushButton(tr("Copy path"))
        self.nothing, self.nothing_button = words(), QPushButton()
        self.compare, self.stack = ComparePage(), QStackedLayout(self)
        self.fronts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._count()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search names, notes, findings, arms, data (Ctrl+F)"))
        self.search.setAccessibleName(tr("Search the library"))
        self.search.setClearButtonEnabled(True)
        self.copy_button.setProperty("role", "link")
        self.said.setWordWrap(False)
        browse, left, beside = QWidget(), QVBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(browse)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.said)
        beside.addWidget(self.folder)
        beside.addWidget(self.copy_button)
        beside.addStretch(1)
        self.fronts.addWidget(self.list)
        self.fronts.addWidget(self._nothing_page())
        left.setContentsMargins(14, 10, 10, 6)
        left.setSpacing(8)
        left.addLayout(top)
        left.addWidget(self.notice)
        left.addWidget(self.fronts, 1)
        left.addLayout(beside)
        edge = QFrame()
        edge.setProperty("role", "edge")
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(edge)
        row.addWidget(self.details)
        self.stack.addWidget(browse)
        self.stack.addWidget(self.compare)

    def _nothing_page(self) -> QWidget:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.addStretch(1)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.addWidget(self.nothing)
        rows.addWidget(self.nothing_button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)
        return page

    def _connect(self) -> None:
        self.reader.listed.connect(self._show_listing)
        self.reader.read.connect(self._take)
        self.reader.ended.connect(self._count)
        self.reader.failed.connect(self._say_failed)
        self.table.refused.connect(self._say_refused)
        self.table.dataChanged.connect(self._choose)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.list.delete_asked.connect(self._delete)
        self.details.opened.connect(self._open)
        self.details.resumed.connect(self._resume)
        self.details.settings_asked.connect(self._use_settings)
        self.details.compare_asked.connect(self._compare)
        self.details.delete_asked.connect(self._delete)
        self.details.noted.connect(self._annotate)
        self.compare.closed.connect(self._leave_compare)
        self.deleting.changed.connect(self.undo_changed)
        self.deleting.changed.connect(self.reader.reload)
        self.notice.asked.connect(self.deleting.undo)
        self.nothing_button.clicked.connect(self._leave_nothing)
        self.copy_button.clicked.connect(self._copy_path)
        self._run.state_changed.connect(self._follow_run)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the library: runs may have come from anywhere since."""
        super().showEvent(event)
        self.reader.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the search."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
            self.search.selectAll()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table most of the width, whatever the size of text."""
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._share_width()

    def _share_width(self) -> None:
        self.details.setFixedWidth(min(px(DETAILS_WIDTH), int(MOST_FOR_DETAILS * self.width())))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the note that is being typed."""
        super().hideEvent(event)
        self.details.note.flush()

    def shutdown(self, limit_ms: int) -> bool:
        """Keep the note, and stop reading; False when the limit passes first."""
        self.details.note.flush()
        return self.compare.shutdown(limit_ms) and self.reader.shutdown(limit_ms)

    # What is asked of the chosen runs

    @Slot()
    def _open(self) -> None:
        for path in self._free_choice():
            self.opened.emit(path)

    @Slot()
    def _resume(self) -> None:
        for path in self._free_choice():
            self.resumed.emit(path)

    @Slot()
    def _use_settings(self) -> None:
        for path in self._free_choice():
            self.settings_asked.emit(path)

    def _free_choice(self) -> list[Path]:
        """The one run that is chosen; none, with a sentence, while another goes on."""
        rows = self.list.selected
        if len(rows) != 1 or rows[0].run is None:
            return []
        if not self._run.idle:
            self._notices.refuse(
                tr("A run goes on. Cancel it or wait for its end, then open another.")
            )
            return []
        self.details.note.flush()
        return [rows[0].path]

    def compare_chosen(self) -> None:
        """Compare the two runs that are chosen, or say how they are chosen."""
        rows = self.list.selected
        if len(rows) == 2 and all(row.run is not None for row in rows):
            self._compare()
            return
        self._leave_compare()
        self.notice.tell(
            tr(
                "Choose two runs in the list: click one, hold Ctrl and click another. Then press "
                "Compare…"
            )
        )

    @Slot()
    def _compare(self) -> None:
        """Compare two runs; A is the one that was made first."""
        rows = self.list.selected
        if len(rows) == 2:
            self.notice.dismiss()
            rows.sort(key=lambda row: (row.order(Column.WHEN), row.path.name))
            self.compare.show_files(*((row.path, row.called) for row in rows))
            self.stack.setCurrentWidget(self.compare)
            self.compare.back.setFocus()

    @Slot()
    def _leave_compare(self) -> None:
        self.stack.setCurrentIndex(0)
        self.list.setFocus()

    @Slot()
    def _delete(self) -> None:
        """Delete what is chosen, once the note that is being typed is kept."""
        self.details.note.flush()
        self.deleting.delete()

    @Slot(object, str)
    def _annotate(self, path: Path, text: str) -> None:
        run = next((row.run for row in self.table.rows if row.path == path), None)
        if run is None:
            return
        try:
            kept = library.annotate(run, text)
        except InUse:
            self.details.note.keep_later()
            self.details.say_note(tr("Not kept yet: the run's file is in use just now."))
            return
        except BadInput as problem:
            self.details.say_note(str(problem))
            return
        self.table.put([Row(kept.file, kept)])
        self.details.say_note(tr("Kept in the run's file."))

    # What is shown

    @Slot(object)
    def _show_listing(self, found: library.Listing) -> None:
        self._skipped = [file.path.name for file in found.skipped]
        self.folder.show_text(tr("Folder: {path}").format(path=library.folder()))
        self.table.show_listing(found)
        self._choose_back()
        self.list.select_one()
        self._count()

    def _choose_back(self) -> None:
        """Choose the runs that have just come back."""
        if places := self.shown.places_of(self.deleting.back):
            self.list.select(*places)
            self.deleting.back = []

    @Slot(list)
    def _take(self, found: list[object]) -> None:
        gone = [one for one in found if isinstance(one, library.Unreadable) and not one.busy]
        self._skipped += [one.file.path.name for one in gone]
        self.table.take(found)  # type: ignore[arg-type]
        self._count()

    @Slot()
    def _follow_run(self) -> None:
        self._choose()
        if self.isVisible():
            self.reader.reload()

    @Slot()
    def _choose(self) -> None:
        going = not self._run.idle
        self.details.show_rows(
            self.list.selected, going=going, own=self._run.path if going else None
        )
        self._notices.withdraw()

    @Slot(str)
    def _search(self, text: str) -> None:
        self.shown.search(text)
        self.list.select_one()
        self._count()

    @Slot()
    def _count(self) -> None:
        """Say how many runs there are, and show the table or why it is empty."""
        every, found = len(self.table.rows), self.shown.rowCount()
        unread = sum(row.run is None and not row.busy for row in self.table.rows)
        self.said.setText(say_count(every, found, unread, self._skipped))
        self._say_nothing(every, found)
        self._choose()

    def _say_nothing(self, every: int, found: int) -> None:
        if not found:
            said, button = say_nothing(self.search.text() if every else "")
            self.nothing.setText(said)
            self.nothing_button.setText(button)
        appears = bool(found) and self.fronts.currentIndex() == 1
        self.fronts.setCurrentIndex(0 if found else 1)
        if appears and not self.search.text():
            self.list.setFocus()

    @Slot()
    def _leave_nothing(self) -> None:
        if self.table.rows:
            self.search.clear()
        else:
            self.start_asked.emit()

    @Slot()
    def _copy_path(self) -> None:
        QGuiApplication.clipboard().setText(str(library.folder()))
        self.notice.tell(tr("The folder's path is copied."))

    @Slot(str)
    def _say_refused(self, sentence: str) -> None:
        self.notice.tell(sentence)

    @Slot(str)
    def _say_failed(self, sentence: str) -> None:
        self.folder.show_text("")
        self.notice.tell(sentence)
