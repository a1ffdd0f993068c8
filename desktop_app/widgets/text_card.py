"""One text of the write-up: whose words it has, and what the precision check says of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.theme import colours
from desktop_app.translation import mark, tr
from desktop_app.widgets.drops import leave_drops
from desktop_app.widgets.label import words

if TYPE_CHECKING:
    from core.report.precision import Remark
    from core.report.texts import Text

MOST_REMARKS = 6
"""Remarks that are shown below a text; more are counted."""


class TextCard(QWidget):
    """An editor for one text, with what belongs to it below.

    Signals: typed (key, text), reset_asked (key), kept (key, text: an edit is right as it stands).
    """

    typed = Signal(str, str)
    reset_asked = Signal(str)
    kept = Signal(str, str)

    def __init__(self, text: "Text", parent: QWidget | None = None) -> None:
        """Make the card of a text."""
        super().__init__(parent)
        self.text = text
        self._what, self._state = words("", "heading"), words("", "edited")
        self.reset_button, self.keep_button = _link(tr("Reset")), _link(tr("Keep as it is"))
        self.editor, self.computed = _Editor(), words("", "small")
        self.problem, self.remarks = words("", "problem"), words("", "remark")
        self._lay_out()
        self.editor.textChanged.connect(self._tell_typed)
        self.reset_button.clicked.connect(self._tell_reset)
        self.keep_button.clicked.connect(self._tell_kept)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._what)
        head.addWidget(self._state, 1)
        head.addWidget(self.keep_button)
        head.addWidget(self.reset_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        for widget in (self.problem, self.editor, self.remarks, self.computed):
            column.addWidget(widget)
        self._what.setWordWrap(False)

    def show_text(
        self, text: "Text", remarks: "Sequence[Remark]", problem: str, *, pending: bool
    ) -> None:
        """Show a text as it stands and what was remarked of it.

        problem: why what was typed is not kept; pending: more has been typed since. Either way
        the person's words stay in the editor.
        """
        own = text.state.value != "computed"
        self.text = text
        self._what.setText(text.what)
        self._state.setText(tr(_STATES[text.state.value]))
        self.reset_button.setVisible(own or bool(problem))
        self.keep_button.setVisible(text.state.value == "out of date")
        self.computed.setText(tr("Computed: {computed}").format(computed=text.computed))
        self.computed.setVisible(own)
        if not problem and not pending:
            self.editor.show_words(text.text)
        _say(self.problem, problem)
        # What was refused is in no write-up: the remarks are on words that are not on screen.
        _say(self.remarks, "" if problem else "\n".join(say_remarks(remarks)))
        exact = self.editor.toPlainText() == text.text
        self.editor.underline([(one.start, one.end) for one in remarks] if exact else [])
        self.editor.setAccessibleName(f"{text.section}, {text.what}".removeprefix(", "))
        self.editor.setAccessibleDescription(self.remarks.text())

    @Slot()
    def _tell_typed(self) -> None:
        self.typed.emit(self.text.key, self.editor.toPlainText())

    @Slot()
    def _tell_reset(self) -> None:
        self.editor.show_words(self.text.computed)
        self.reset_asked.emit(self.text.key)

    @Slot()
    def _tell_kept(self) -> None:
        self.kept.emit(self.text.key, self.text.text)


_STATES = {
    "computed": "",
    "edited": mark("edited"),
    "out of date": mark("out of date: the run now reads otherwise"),
}


class _Editor(QTextEdit):
    """As high as its text; plain, and without a scroll bar of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        leave_drops(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "text")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.fit_height)

    def show_words(self, said: str) -> None:
        """Have these words, unless they are there but for spaces; nobody is told."""
        if " ".join(self.toPlainText().split()) == said:
            return
        at = self.textCursor().position()
        self.blockSignals(True)
        self.setPlainText(said)
        self.blockSignals(False)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(self.toPlainText())))
        self.setTextCursor(cursor)
        self.fit_height()

    @Slot()
    def fit_height(self) -> None:
        margins = self.contentsMargins()
        tall = self.document().size().height() + margins.top() + margins.bottom()
        self.setFixedHeight(round(tall) + 2)

    def underline(self, places: Sequence[tuple[int, int]]) -> None:
        """Mark the characters from one to another."""
        found = []
        for start, end in places:
            one = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(colours().alarm))
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, look
            found.append(one)
        self.setExtraSelections(found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            marked = [one.cursor for one in self.extraSelections()]
            self.underline([(one.selectionStart(), one.selectionEnd()) for one in marked])
        elif event.type() == QEvent.Type.FontChange:
            self.fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the column."""
        event.ignore()


def say_remarks(remarks: "Sequence[Remark]") -> list[str]:
    """A line a remark, of which only the first few are shown."""
    lines = [f"• {one.said()}" for one in remarks]
    more = len(lines) - MOST_REMARKS
    return [*lines[:MOST_REMARKS], tr("and {more} more").format(more=more)] if more > 0 else lines


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.hide()
    return button
