"""Text side by side: sentences of the real sample and of every arm, repeated runs underlined."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTable,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from core.analysis.repeats import RUN, different_words, repeated
from core.events import Catalogue, Preview
from core.palette import ArmStyle
from core.record import RunRecord
from core.records import AnyArray, BoolArray
from core.text import UNLISTED, spelled
from desktop_app.theme import colours, px
from desktop_app.translation import mark, tr
from desktop_app.widgets.columns_view import Columns, Shown, heading_of, real_name
from desktop_app.widgets.pens import swatch
from desktop_app.widgets.rarity import Rarities, Rarity
from desktop_app.widgets.swatch import swatch_size

SENTENCES = 4
LONGEST = 400
"""Characters of a record that are shown."""

PICTURE = "\ufffc"
"""Stands for a picture among characters."""

NAMES_WIDTH = 190
"""Pixels for the names at the left, and for a column at least."""

GAP = 6
"""Pixels around columns, and between their sentences."""


class SentencesView(QWidget):
    """The first sentences of each sample; all of it can be selected.

    One sample under another, or with generation 0 among them in columns under the real ones, and
    the words then look as rare as they are in truth.
    """

    accessible = mark("Sentences that the arms emit")

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._columns = Columns(())
        self._styles: dict[str, ArmStyle] = {}
        self._own: Mapping[str, str] = {}
        self._counted = 0
        self._shown: tuple[str, Mapping[str, Shown]] | None = None
        self._known: dict[tuple[str, int, int], tuple[BoolArray, str]] = {}
        self.page = _Page()
        self.page.setAccessibleName(tr(self.accessible))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    @classmethod
    def room_for(cls, width: int) -> int:
        """How many arms fit beside generation 0."""
        return max(width // px(NAMES_WIDTH) - 1, 1)

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Take a run whose catalogue has the words."""
        assert record.catalogue is not None
        assert record.real is not None
        self._hold(record, styles, columns)
        self._rarities = Rarities(record.catalogue, record.real)
        self._looks = _looks(self._rarities, record.catalogue, columns.before)

    def _hold(self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns) -> None:
        self._record, self._styles, self._columns = record, dict(styles), columns
        self._shown = None

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show the first sentences of each sample, after the real ones."""
        assert self._record is not None
        assert self._record.real is not None
        self._shown = said, samples
        self.page.setAccessibleDescription(
            tr("{said}: the real sample, then that of every arm.").format(said=said)
        )
        places = {real_name(self._record): (0, self._record.real), **samples}
        self._counted = min(len(sample.values) for _, sample in places.values())
        self.page.start_over(len(samples), columns=self._columns.before)
        for place, (title, shown) in enumerate(places.items()):
            self._show_place(place, title, *shown)
            self._show_sentences(place, title, *shown)
        self.page.finish()

    def changeEvent(self, event: QEvent) -> None:
        """Write it again in the window's colours and font."""
        super().changeEvent(event)
        changes = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in changes and self._shown is not None:
            self.show_samples(*self._shown)

    def say_own(self, own: Mapping[str, str]) -> None:
        """Say under each name what is said of that title, when samples are shown next."""
        self._own = own

    def note(self) -> str:
        """What is drawn."""
        return tr(
            "The first {sentences} of each sample; beside them, counts of its first "
            "{counted:,}. Underlined: {run} or more words or marks in a row that "
            "another of those has too."
        ).format(sentences=SENTENCES, counted=self._counted, run=RUN)

    def _show_place(self, place: int, title: str, generation: int, sample: Preview) -> None:
        self.page.show_name(place, heading_of(title), self._styles.get(title))
        if self._own.get(title):
            self.page.say_beside(place, self._own[title])
        for said in self._say_beside(title, generation, sample):
            self.page.say_beside(place, said)

    def _show_sentences(self, place: int, title: str, generation: int, sample: Preview) -> None:
        assert self._record is not None
        assert self._record.catalogue is not None
        labels = self._record.catalogue.labels
        again, _ = self._read(title, generation, sample.values)
        for tokens, twice in zip(sample.values[:SENTENCES], again, strict=False):
            self.page.show_sentence(place, _pieces(tokens, twice, labels, self._looks))

    def _read(self, title: str, generation: int, values: AnyArray) -> tuple[BoolArray, str]:
        """Which words stand in repeated runs, and what is said of them; found once a sample."""
        assert self._record is not None
        assert self._record.catalogue is not None
        key = title, generation, self._counted
        if key not in self._known:
            first = values[: self._counted]
            again = repeated(first, self._record.catalogue.labels)
            share = 100 * again.sum() / max(np.count_nonzero(first), 1)
            said = tr("{words:,} different words; {share:.0f} % of all in repeated runs").format(
                words=different_words(first), share=share
            )
            self._known[key] = again, said
        return self._known[key]

    def _say_beside(self, title: str, generation: int, sample: Preview) -> list[str]:
        """What is counted of a sample."""
        _, said = self._read(title, generation, sample.values)
        return [said, self._say_left(sample)] if self._columns.before else [said]

    def _say_left(self, sample: Preview) -> str:
        """How many of the real sample's words a sample holds, by how rare they are."""
        left = zip(Rarity, self._rarities.left(sample), self._rarities.held, strict=True)
        said = tr("{rarity} {left:,} of {held:,}")
        parts = (
            said.format(rarity=tr(rarity.title), left=one, held=held) for rarity, one, held in left
        )
        return tr("Of the real sample's words: {parts}").format(parts=", ".join(parts))


Look = tuple[bool, Rarity | None]
"""Whether characters are underlined, and how rare their word is, where that is shown."""
Piece = tuple[str, Look]
"""Characters of a sentence, and their look."""


def _looks(rarities: Rarities, catalogue: Catalogue, shown: bool) -> list[Rarity | None]:
    """How rare the word of each id is; None where that is not shown or not known."""
    return [
        rarities.of(type_) if shown and label not in ("", UNLISTED) else None
        for type_, label in enumerate(catalogue.labels)
    ]


def _pieces(
    tokens: AnyArray, again: AnyArray, labels: tuple[str, ...], looks: Sequence[Rarity | None]
) -> list[Piece]:
    """A sentence in pieces: its words, and the spaces between them."""
    found: list[Piece] = []
    shown = 0
    for place in range(int((tokens > 0).sum())):
        upto = spelled(tokens[: place + 1], labels)
        if len(upto) > LONGEST:
            return [*found, (" …", (False, None))]
        word = upto[shown:].lstrip()
        within = bool(again[place] and place and again[place - 1])
        found.append((upto[shown : len(upto) - len(word)], (within, None)))
        found.append((word, (bool(again[place]), looks[int(tokens[place])])))
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
        self._in_columns = False

    def start_over(self, samples: int, columns: bool) -> None:
        """An empty table: names at the left of sentences, or columns under the real sample."""
        self.clear()
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(GAP if columns else 3)
        shape.setCellSpacing(0)
        kinds = QTextLength.Type
        shape.setWidth(QTextLength(kinds.PercentageLength, 100))
        equal = [QTextLength(kinds.PercentageLength, 100 / max(samples, 1))] * samples
        beside = [
            QTextLength(kinds.FixedLength, px(NAMES_WIDTH)), QTextLength(kinds.VariableLength, 0),
        ]  # fmt: skip
        shape.setColumnWidthConstraints(equal if columns else beside)
        rows, across = (2, max(samples, 1)) if columns else (samples + 1, 2)
        self.table = self.textCursor().insertTable(rows, across, shape)
        self._in_columns = columns
        self._edit = QTextCursor(self.document())
        self._edit.beginEditBlock()  # else the table is laid out anew after every piece
        if columns and across > 1:
            self.table.mergeCells(0, 0, 1, across)

    def show_name(self, place: int, name: str, style: ArmStyle | None) -> None:
        """Whose sentences they are."""
        cursor = self._end_of(place, 0)
        if style is not None:
            cursor.insertImage(swatch(style, self.devicePixelRatioF(), swatch_size()).toImage())
            cursor.insertText(" ", QTextCharFormat())
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(name, bold)

    def say_beside(self, place: int, said: str) -> None:
        """Small words under the name."""
        small = QTextCharFormat()
        small.setForeground(QColor(colours().quiet))
        small.setProperty(QTextCharFormat.Property.FontPixelSize, px(12))
        cursor = self._end_of(place, 0)
        cursor.insertBlock()
        cursor.insertText(said, small)

    def show_sentence(self, place: int, pieces: list[Piece]) -> None:
        """One more sentence, on a line of its own."""
        cursor = self._end_of(place, 1)
        if cursor.block().length() > 1:
            gap = QTextBlockFormat()
            gap.setTopMargin(GAP if self._in_columns else 0)
            cursor.insertBlock(gap)
        for look, run in groupby(pieces, key=itemgetter(1)):
            cursor.insertText("".join(text for text, _ in run), _format(look))

    def finish(self) -> None:
        """Lay out what was put in."""
        self._edit.endEditBlock()
        self.fit_height()

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

    def _end_of(self, place: int, part: int) -> QTextCursor:
        """Where the name of a sample ends (part 0), or its sentences (part 1)."""
        assert self.table is not None
        row, column = place, part
        if self._in_columns:
            row, column = (1, place - 1) if place else (0, 0)
        return self.table.cellAt(row, column).lastCursorPosition()


def _format(look: Look) -> QTextCharFormat:
    """What characters look like."""
    underlined, rarity = look
    made = QTextCharFormat()
    made.setFontUnderline(underlined)
    made.setUnderlineColor(QColor(colours().alarm))
    if rarity is not None and rarity is not Rarity.COMMON:
        made.setForeground(rarity.colour())
        made.setFontWeight(rarity.weight)
        made.setFontItalic(rarity.italic)
    return made
