"""Names of arms in tables, in as many lines as they need: no name is cut off."""

import re
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QWidget,
)

from core.unbroken import NO_BREAK, unbroken
from desktop_app.translation import tr

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
LINES = 3
"""A heading is so wide that its name takes no more lines."""

LONGEST = 24
"""Letters of a word that stays whole in a heading."""

GAP = 4
"""Between a name and what stands around it, in pixels."""


class Lines:
    """A text in lines of a width in pixels, broken within a word only where none else fits.

    Numbers stay beside their units.
    """

    def __init__(self, text: str, font: QFont, width: int, side: Qt.AlignmentFlag = LEFT) -> None:
        """Lay the text out."""
        self._layout = QTextLayout(unbroken(text), font)
        option = QTextOption(side)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        self.count, self.tall = 0, 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, self.tall))
            self.count, self.tall = self.count + 1, self.tall + line.height()
        self._layout.endLayout()

    def draw(self, painter: QPainter, room: QRect) -> None:
        """Draw them in the middle of a height."""
        above = (room.height() - self.tall) / 2
        self._layout.draw(painter, QPointF(room.left(), room.top() + above))


def narrowest(name: str, font: QFont) -> int:
    """The least width at which a name takes LINES lines or fewer and breaks in no usual word."""
    return _narrowest(name, font.toString())


@lru_cache(maxsize=1024)
def _narrowest(name: str, described: str) -> int:
    font = QFont()
    font.fromString(described)
    metrics = QFontMetrics(font)
    words = (part for part in unbroken(name).split(" ") if len(part) <= LONGEST)
    least = max((metrics.horizontalAdvance(word) for word in words), default=0) + 1
    while Lines(name, font, least).count > LINES:
        least += metrics.averageCharWidth()
    return least


class NameHeader(QHeaderView):
    """Headings across a table: an arm's look and its whole name, at the left of their column.

    A heading without a look is as any other.
    """

    def __init__(self, parent: QWidget) -> None:
        """Make it over a table's columns."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # as the header that a table comes with
        self.setAccessibleName(tr("Headings"))
        self.sectionResized.connect(self._grow)

    def least_width(self, section: int) -> int:
        """What a heading needs, in pixels."""
        return self._beside() + narrowest(self._name(section), self.font()) + 2 * GAP

    def full_width(self, section: int) -> int:
        """What a heading takes on one line, in pixels."""
        name = unbroken(self._name(section))
        return self._beside() + self.fontMetrics().horizontalAdvance(name) + 2 * GAP + 1

    def sectionSizeFromContents(self, section: int) -> QSize:
        """As high as the name is at the column's width."""
        if self._look(section) is None:
            return super().sectionSizeFromContents(section)
        width = self.sectionSize(section)
        lines = Lines(self._name(section), self.font(), width - self._beside() - 2 * GAP)
        return QSize(width, max(round(lines.tall), self._icon().height()) + GAP)

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        """Draw the look and the name."""
        shown = self._look(section)
        if shown is None:
            super().paintSection(painter, place, section)
            return
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        option.rect = place
        self.style().drawControl(QStyle.ControlElement.CE_HeaderSection, option, painter, self)
        inner = place.adjusted(GAP, 0, -GAP, 0)
        look = QRect(inner.topLeft(), self._icon())
        look.moveTop(inner.center().y() - look.height() // 2)
        shown.paint(painter, look)
        inner.setLeft(inner.left() + self._beside())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        Lines(self._name(section), self.font(), inner.width()).draw(painter, inner)

    @Slot()
    def _grow(self) -> None:
        """Be as high as the highest heading, now that a column has another width."""
        self.updateGeometry()

    def _beside(self) -> int:
        return self._icon().width() + GAP

    def _icon(self) -> QSize:
        table = self.parentWidget()
        assert isinstance(table, QAbstractItemView)
        return table.iconSize()

    def _look(self, section: int) -> QIcon | None:
        role = Qt.ItemDataRole.DecorationRole
        found = self.model().headerData(section, self.orientation(), role)
        return found if isinstance(found, QIcon) else None

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()))


class WholeCells(QStyledItemDelegate):
    """Cells of which all is read: an arm's look and name, or a number above its interval."""

    def __init__(self, parent: QWidget, side: Qt.AlignmentFlag = LEFT) -> None:
        """Set the words at a side of their column."""
        super().__init__(parent)
        self._side = side

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the words are in the column."""
        self.initStyleOption(option, index)
        lines = self._lines(option, option.text, self._inner(option).width())
        return QSize(
            option.rect.width(), max(round(lines.tall), option.decorationSize.height()) + 2
        )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell without its words, and the words over it."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        control, inner = QStyle.ControlElement.CE_ItemViewItem, self._inner(option)
        option.widget.style().drawControl(control, option, painter, option.widget)
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        self._lines(option, text, inner.width()).draw(painter, inner)
        painter.restore()

    def _inner(self, option: QStyleOptionViewItem) -> QRect:
        """Where the words stand, beside the look where there is one."""
        beside = option.decorationSize.width() + 2 * GAP if not option.icon.isNull() else GAP
        return option.rect.adjusted(beside, 0, -GAP, 0)

    def _lines(self, option: QStyleOptionViewItem, text: str, width: int) -> Lines:
        return Lines(whole_intervals(text), option.font, width, self._side)


def whole_intervals(text: str) -> str:
    """The text with no place to break a line within brackets."""
    return re.sub(r"\[[^]]*\]", lambda found: found[0].replace(" ", NO_BREAK), text)
