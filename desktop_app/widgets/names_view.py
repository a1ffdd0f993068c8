"""Categories by name: how common each truly is, and how often every arm emits it now."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.analysis.extinction import is_extinct
from core.palette import ArmStyle
from core.record import RunRecord
from desktop_app.widgets.columns_view import Shown
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable
from desktop_app.widgets.pens import swatch
from desktop_app.widgets.watch_list import Watched, counts_of, still_alive, watch_list

GONE, NOT_DRAWN = "gone", "not drawn"
"""Of a type that was not emitted: it cannot come back, or it may."""

REAL_COLUMNS = 3
"""Name, true frequency and the real sample's count come before the arms."""

NARROWEST = 100
"""Least width of a column in pixels; with many arms the table scrolls sideways."""

ICON = QSize(16, 16)
"""Size of the swatch in a column's header."""


class NamesView(QWidget):
    """A fixed list of names, from common to rare, with a column for each arm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._watched: list[Watched] = []
        self.table = CopyTable(REAL_COLUMNS)
        self.table.setAccessibleName("Names that the arms emit")
        self.table.setItemDelegate(_Cell(self.table))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_record(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        """Choose the names to follow from the real sample; the first row counts all names."""
        assert record.catalogue is not None
        assert record.real is not None
        self._record = record
        self._watched = watch_list(record.catalogue)
        self._make_columns(record, styles)
        self.table.start_over(1 + len(self._watched))
        self.table.cell(0, 0).setText(f"Different {record.experiment.source.types_noun}")
        self.table.cell(0, 2).setText(f"{len(record.real.values):,}")
        counts = counts_of(self._watched, record.real)
        for row, (one, count) in enumerate(zip(self._watched, counts, strict=True), start=1):
            self.table.cell(row, 0).setText(one.name)
            self.table.cell(row, 1).setText(one.frequency())
            self.table.cell(row, 2).setText(f"{count:,}")
        self.table.fit_height()

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show what each arm emitted; `said` names replicate and generation."""
        assert self._record is not None
        assert self._record.catalogue is not None
        self.table.said = said
        real = self._record.catalogue.types
        for column, arm in enumerate(self._record.arms, start=REAL_COLUMNS):
            if arm not in samples:
                continue
            generation, sample = samples[arm]
            alive = f"{still_alive(real, sample):,} of {len(real):,}"
            if self._record.experiment.recorded:  # some of its types the reference may not have
                alive = f"{len(sample.values):,}"
            absent = GONE if self._extinct(arm, generation) else NOT_DRAWN
            self.table.cell(0, column).setText(alive)
            for row, count in enumerate(counts_of(self._watched, sample), start=1):
                self.table.cell(row, column).setText(f"{count:,}" if count else absent)

    def note(self) -> str:
        """What the words in the table mean."""
        assert self._record is not None
        if self._record.experiment.recorded:
            return f"“{NOT_DRAWN}”: not in this subset of the generation."
        arms, last = self._record.arms, self._record.experiment.generations
        said = []
        if any(self._extinct(arm, last) for arm in arms):
            said.append(f"“{GONE}”: not emitted, and never again by this arm.")
        if not all(self._extinct(arm, 0) for arm in arms):
            said.append(f"“{NOT_DRAWN}”: not emitted this time; it may come back.")
        return " ".join(said)

    def _extinct(self, arm: str, generation: int) -> bool:
        """Whether what this generation did not emit cannot come back."""
        assert self._record is not None
        experiment = self._record.experiment
        return is_extinct(experiment, experiment.arm(arm), generation)

    def _make_columns(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        real = ["True frequency", "Real sample"]
        if record.experiment.recorded:
            real = ["In the reference", "A real sample"]
        titles = ["", *real, *record.arms]
        self.table.setColumnCount(len(titles))
        across, mode = self.table.horizontalHeader(), QHeaderView.ResizeMode
        across.setMinimumSectionSize(NARROWEST)
        across.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column, title in enumerate(titles):
            header = QTableWidgetItem(title)
            header.setTextAlignment(RIGHT if column < REAL_COLUMNS else LEFT)
            if column >= REAL_COLUMNS:
                header.setIcon(QIcon(swatch(styles[title], self.devicePixelRatioF(), ICON)))
            self.table.setHorizontalHeaderItem(column, header)
            fixed = column < REAL_COLUMNS
            across.setSectionResizeMode(column, mode.ResizeToContents if fixed else mode.Stretch)


class _Cell(QStyledItemDelegate):
    """Draws an arm's cell as the name and its count, the name struck through where it is gone."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        drawn: Any = option  # its attributes are not in the stubs
        if index.row() == 0:
            drawn.font.setWeight(QFont.Weight.DemiBold)
        if drawn.text in (GONE, NOT_DRAWN):
            drawn.palette.setBrush(
                QPalette.ColorRole.Text, drawn.palette.brush(QPalette.ColorRole.PlaceholderText)
            )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell as any other, with the name of its row at the left."""
        super().paint(painter, option, index)
        if index.column() < REAL_COLUMNS or not index.row() or not index.data():
            return
        own: Any = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        gone = own.text == GONE
        own.font.setStrikeOut(gone)
        count = own.fontMetrics.horizontalAdvance(own.text)
        room = own.rect.adjusted(ICON.width() + 8, 0, -count - 14, 0)
        name = own.fontMetrics.elidedText(
            index.sibling(index.row(), 0).data(), Qt.TextElideMode.ElideRight, room.width()
        )
        role = QPalette.ColorRole
        chosen = bool(own.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(own.font)
        painter.setPen(own.palette.color(role.HighlightedText if chosen else role.Text))
        painter.drawText(room, LEFT, name)
        painter.restore()
