"""What is known of the runs that are chosen in the library, and what can be done with them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core import presets
from core.labels import LONGEST_NOTE
from core.lines import visible
from core.saved_run import SavedRun
from desktop_app.models.saved_runs import Column, Row
from desktop_app.translation import tr
from desktop_app.widgets.arm_legend import breakable
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.label import words
from desktop_app.widgets.scroll_page import ScrollPage

SAVE_MS = 700
"""How long nothing must be typed before a note is kept."""

NOTE_LINES = 4


class NoteEdit(QPlainTextEdit):
    """A note, as plain text. Signal typed: it was changed by hand, and the typing has paused."""

    typed = Signal()

    def __init__(self) -> None:
        """Make an empty note."""
        super().__init__()
        self.setProperty("role", "text")
        self.setTabChangesFocus(True)
        leave_drops(self)
        self.setPlaceholderText(tr("Your own words on this run. They are kept by themselves."))
        self.setAccessibleName(tr("Note"))
        self._size_all()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_MS)
        self._pause.timeout.connect(self.typed)
        self.textChanged.connect(self._pause.start)

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._size_all()

    def _size_all(self) -> None:
        self.setFixedHeight(NOTE_LINES * self.fontMetrics().lineSpacing() + 16)

    def show_text(self, text: str) -> None:
        """Show a note that is kept already."""
        if text != self.toPlainText():
            self.setPlainText(text)
        self._pause.stop()

    def keep_later(self) -> None:
        """Ask again in a moment for what was typed to be kept."""
        self._pause.start()

    def flush(self) -> None:
        """Keep what was typed now, not in a moment."""
        if self._pause.isActive():
            self._pause.stop()
            self.typed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed when the person goes elsewhere."""
        super().focusOutEvent(event)
        self.flush()


class RunDetails(ScrollPage):
    """The run that is chosen, or what can be done with several.

    Signals: opened, resumed, settings_asked, compare_asked, delete_asked by buttons of these names;
    noted with the path and text of a note that was typed.
    """

    opened = Signal()
    resumed = Signal()
    settings_asked = Signal()
    compare_asked = Signal()
    delete_asked = Signal()
    noted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the panel with nothing chosen."""
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._going: bool | None = None
        self._own: Path | None = None
        self.name, self.state = words(role="title"), words(role="small")
        self.finding, self.basis = words(role="heading"), words(role="small")
        self.settings, self.file = words(), words(role="small")
        self.hint, self.note_said = words(role="small"), words(role="small")
        self.note = NoteEdit()
        self.note.typed.connect(self._note)
        self.note_title = words(tr("Note"), "heading")
        self.finding.setAccessibleName(tr("Finding"))
        self.settings.setAccessibleName(tr("Settings in short"))
        self._make_buttons()
        self._lay_out()
        self.show_rows((), going=False)

    def _make_buttons(self) -> None:
        self.open_button = QPushButton(tr("Open"))
        self.resume_button = QPushButton(tr("Resume"))
        self.settings_button = QPushButton(tr("Use its settings"))
        self.compare_button = QPushButton(tr("Compare…"))
        self.delete_button = QPushButton(tr("Delete"))
        self.open_button.setProperty("role", "primary")
        for button, signal in (
            (self.open_button, self.opened),
            (self.resume_button, self.resumed),
            (self.settings_button, self.settings_asked),
            (self.compare_button, self.compare_asked),
            (self.delete_button, self.delete_asked),
        ):
            button.clicked.connect(signal)

    def _lay_out(self) -> None:
        inside, grid = QWidget(), QGridLayout()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(14, 10, 14, 12)
        rows.setSpacing(7)
        grid.setSpacing(6)
        grid.addWidget(self.resume_button, 0, 0, 1, 2)
        beside = (self.open_button, self.settings_button, self.compare_button, self.delete_button)
        for place, button in enumerate(beside, 2):
            grid.addWidget(button, *divmod(place, 2))
        for part in (self.name, self.state, self.finding, self.basis):
            rows.addWidget(part)
        rows.addLayout(grid)
        rows.addWidget(self.hint)
        rows.addWidget(self.note_title)
        rows.addWidget(self.note)
        for part in (self.note_said, self.settings, self.file):
            rows.addWidget(part)
        rows.addStretch(1)
        self.setWidget(inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[Row], *, going: bool, own: Path | None = None) -> None:
        """Show what is chosen.

        going: whether a run goes on, so that none can be opened. own: the file that it writes.
        """
        if (tuple(rows), going, own) == (self._rows, self._going, self._own):
            return
        if tuple(row.path for row in rows) != tuple(row.path for row in self._rows):
            self.note.flush()
            self.note_said.setText("")
        self._rows, self._going, self._own = tuple(rows), going, own
        run = rows[0].run if len(rows) == 1 else None
        self._say(rows, run)
        self._allow(rows, run)
        if not self.note.hasFocus():
            self.note.show_text(run.note if run else "")
        self.note.setVisible(run is not None)
        for part in (self.finding, self.basis, self.settings, self.note_title, self.note_said):
            part.setVisible(run is not None)

    def say_note(self, sentence: str) -> None:
        """Say whether the note was kept."""
        self.note_said.setText(sentence)

    def _say(self, rows: Sequence[Row], run: SavedRun | None) -> None:
        self.file.setText("")
        if len(rows) != 1:
            self.name.setText(
                tr("{count} runs are chosen").format(count=len(rows))
                if rows
                else tr("Choose a run to read what it found.")
            )
            self.state.setText("\n".join(row.called for row in rows[:8]))
            return
        row = rows[0]
        self.name.setText(row.called)
        size = QLocale.c().formattedDataSize(row.file.size, 1)
        self.state.setText(f"{row.state} · {row.cell(Column.WHEN)} · {size}")
        self.file.setText(tr("File: {name}").format(name=visible(row.path.name)))
        if run is not None:
            self.finding.setText(breakable(run.finding))
            self.basis.setText(run.basis)
            self.settings.setText("\n".join(map(breakable, in_short(run))))

    def _allow(self, rows: Sequence[Row], run: SavedRun | None) -> None:
        busy, own = any(row.busy for row in rows), any(row.path == self._own for row in rows)
        two = len(rows) == 2 and all(row.run is not None for row in rows)
        for button, shown in (
            (self.open_button, run is not None),
            (self.resume_button, run is not None and rows[0].resumable),
            (self.settings_button, run is not None),
            (self.compare_button, run is not None or two),
            (self.delete_button, bool(rows)),
        ):
            button.setVisible(shown)
        self.compare_button.setEnabled(two)
        self.delete_button.setEnabled(not (busy or own))
        said = []
        if run is not None:
            said.append(tr("To compare, choose a second run in the list: Ctrl and a click."))
        if own:
            said.append(tr("This run goes on. Cancel the run first, then delete it."))
        elif busy:
            said.append(
                tr(
                    "A run is being written to this file; when it ends, it is told here, and can "
                    "be deleted."
                )
            )
        elif self._going and rows:
            said.append(tr("A run goes on. Another can be opened when it has ended."))
        self.hint.setText("\n".join(said))
        self.hint.setVisible(bool(said))

    @Slot()
    def _note(self) -> None:
        if len(self._rows) != 1:
            return
        text = self.note.toPlainText()
        if len(text) > LONGEST_NOTE:
            self.say_note(
                tr("Not kept: {count:,} characters, and at most {most:,} are.").format(
                    count=len(text), most=LONGEST_NOTE
                )
            )
        else:
            self.noted.emit(self._rows[0].path, text)


def in_short(run: SavedRun) -> list[str]:
    """A run's settings, a line each."""
    said = []
    if run.title:
        said.append(tr("Name in its write-up: {name}").format(name=run.name))
    if run.preset in presets.preset_names():
        said.append(tr("Preset: {name}").format(name=presets.preset(run.preset).name))
    said += [
        tr("Real data: {name}").format(name=run.source),
        tr("Model: {name}").format(name=run.learner),
        tr("Arms: {names}").format(names="; ".join(run.arms)),
        tr("n = {n:,} · {replicates:,} replicates · {generations:,} generations").format(
            n=run.sample_size, replicates=run.replicates, generations=run.generations
        ),
        tr("Seed {seed}").format(seed=run.seed),
    ]
    if run.done < run.generations:
        said.append(
            tr("Every arm has finished generation {done}.").format(done=run.done)
            if run.done >= 0
            else tr("No generation is finished.")
        )
    return said
