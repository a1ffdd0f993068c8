"""Text side by side: sentences of the real sample and of every arm, repeated runs underlined."""

from collections.abc import Mapping

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTable,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from core.analysis.repeats import RUN, different_words, repeated
from core.palette import ArmStyle
from core.record import RunRecord
from core.records import AnyArray
from core.text import spelled
from desktop_app.theme import LIGHT
from desktop_app.widgets.columns_view import Shown, real_name
from desktop_app.widgets.pens import swatch

SENTENCES = 4
LONGEST = 400
"""Characters of a record that are shown."""

PICTURE = "\ufffc"
"""Stands for a picture among characters."""

NAMES_WIDTH = 190
"""Pixels for the names at the left."""


class SentencesView(QWidget):
    """The first sentences of each sample, one under another; all of it can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._styles: dict[str, ArmStyle] = {}
        self._counted = 0
        self.page = _Page()
        self.page.setAccessibleName("Sentences that the arms emit")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def show_record(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        """Take a run whose catalogue has the words."""
        assert record.catalogue is not None
        self._record, self._styles = record, dict(styles)

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show the first sentences that each arm emitted, under the real ones."""
        assert self._record is not None
        assert self._record.real is not None
        self.page.setAccessibleDescription(f"{said}: real sentences, then those of every arm.")
        places = {real_name(self._record): self._record.real.values}
        places |= {arm: sample.values for arm, (_, sample) in samples.items()}
        self._counted = size = min(len(values) for values in places.values())
        self.page.start_over(len(places))
        for row, (name, values) in enumerate(places.items()):
            self._show_place(row, name, values[:size])
        self.page.fit_height()

    def note(self) -> str:
        """What is drawn."""
        return (
            f"The first {SENTENCES} of each sample; beside them, counts of its first "
            f"{self._counted:,}. Underlined: {RUN} or more words or marks in a row that another of "
            "those has too."
        )

    def _show_place(self, row: int, name: str, values: AnyArray) -> None:
        assert self._record is not None
        assert self._record.catalogue is not None
        labels = self._record.catalogue.labels
        again = repeated(values, labels)
        words = max(int((values > 0).sum()), 1)
        self.page.show_name(row, name, self._styles.get(name))
        self.page.say_beside(
            row,
            f"{different_words(values):,} different words; "
            f"{100 * again.sum() / words:.0f} % of all in repeated runs",
        )
        for place in range(min(SENTENCES, len(values))):
            self.page.show_sentence(row, _pieces(values[place], again[place], labels))


Piece = tuple[str, bool]
"""Characters of a sentence, and whether they are underlined."""


def _pieces(tokens: AnyArray, again: AnyArray, labels: tuple[str, ...]) -> list[Piece]:
    """A sentence in pieces: its words, and the spaces between them."""
    found: list[Piece] = []
    shown = 0
    for place in range(int((tokens > 0).sum())):
        upto = spelled(tokens[: place + 1], labels)
        if len(upto) > LONGEST:
            return [*found, (" …", False)]
        word = upto[shown:].lstrip()
        within = bool(again[place] and place and again[place - 1])
        found += [(upto[shown : len(upto) - len(word)], within), (word, bool(again[place]))]
        shown = len(upto)
    return found


class _Page(QTextEdit):
    """A sheet that is as high as what stands on it and leaves the wheel to the window's page."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        by = Qt.TextInteractionFlag
        self.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table: QTextTable | None = None

    def start_over(self, rows: int) -> None:
        """An empty table: names at the left, sentences at the right."""
        self.clear()
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(3)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        kinds = QTextLength.Type
        shape.setColumnWidthConstraints(
            [
                QTextLength(kinds.FixedLength, NAMES_WIDTH),
                QTextLength(kinds.VariableLength, 0),
            ]
        )
        self.table = self.textCursor().insertTable(rows, 2, shape)

    def show_name(self, row: int, name: str, style: ArmStyle | None) -> None:
        """Whose sentences they are."""
        cursor = self._end_of(row, 0)
        if style is not None:
            cursor.insertImage(swatch(style, self.devicePixelRatioF()).toImage())
            cursor.insertText(" ", QTextCharFormat())
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(name, bold)

    def say_beside(self, row: int, said: str) -> None:
        """Small words under the name."""
        small = QTextCharFormat()
        small.setForeground(QColor(LIGHT.quiet))
        small.setProperty(QTextCharFormat.Property.FontPixelSize, 12)
        cursor = self._end_of(row, 0)
        cursor.insertBlock()
        cursor.insertText(said, small)

    def show_sentence(self, row: int, pieces: list[Piece]) -> None:
        """One more sentence, on a line of its own."""
        cursor = self._end_of(row, 1)
        if cursor.block().length() > 1:
            cursor.insertBlock()
        for text, underlined in pieces:
            look = QTextCharFormat()
            look.setFontUnderline(underlined)
            look.setUnderlineColor(QColor(LIGHT.alarm))
            cursor.insertText(text, look)

    def fit_height(self) -> None:
        """Be as high as the sentences."""
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(int(self.document().size().height()) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_height()

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the words as plain text, without a trace of the arms' keys."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText().replace(PICTURE, "").strip())
        return data

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()

    def _end_of(self, row: int, column: int) -> QTextCursor:
        assert self.table is not None
        return self.table.cellAt(row, column).lastCursorPosition()
