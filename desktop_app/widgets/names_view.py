"""Categories by name: how common each truly is, and how often every arm emits it now."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPalette, QPixmap, QResizeEvent
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
from desktop_app.theme import px
from desktop_app.translation import mark, tr
from desktop_app.widgets.columns_view import BEFORE, Columns, Shown, heading_of
from desktop_app.widgets.copy_table import LEFT, RIGHT, CopyTable
from desktop_app.widgets.label import words
from desktop_app.widgets.pens import SWATCH
from desktop_app.widgets.rarity import Rarities, Rarity, look_of, present
from desktop_app.widgets.swatch import arm_icon
from desktop_app.widgets.watch_list import WATCHED, Watched, counts_of, watch_list
from desktop_app.widgets.whole_names import GAP as WORDS_GAP
from desktop_app.widgets.whole_names import NameHeader

RARITY = Qt.ItemDataRole.UserRole
"""Of a row's first cell: how rare what it counts is."""

GONE, NOT_DRAWN = mark("gone"), mark("not drawn")
"""Of a type that was not emitted: it cannot come back, or it may."""

REAL_COLUMNS = 3
"""Name, true frequency and the real sample's count come before what models emitted."""

NARROWEST = 100
"""Least width of a column in pixels; with many arms the table scrolls sideways."""

FIXED = 330
"""About how wide the columns of the real data are."""

FOLLOWED = 12
"""Names that are followed where generation 0 is shown too, which is where there is room."""

LEAST = 7
"""Rows that are seen at least; in a low window the others scroll under the heads."""

LISTED = 5
"""The commonest missing names that are listed, at most."""

EDGE, GAP = 4, 10
"""Least room left of a cell's name, and between and right of it and its count, in pixels."""

BESIDE = SWATCH.width() + 2 * WORDS_GAP
"""What stands before a name in a column's header, in pixels."""


class NamesView(QWidget):
    """A fixed list of names, from common to rare, with a column for each arm.

    With generation 0 beside them, rows at the top count what is left by how rare it is in truth.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._columns = Columns(())
        self._watched: list[Watched] = []
        self._top = 1
        self.table, self.missing = CopyTable(REAL_COLUMNS), words(role="small")
        self.table.setAccessibleName(tr("Names that the arms emit"))
        self.table.setItemDelegate(_Cell(self.table))
        self.table.setHorizontalHeader(NameHeader(self.table))
        self.table.horizontalHeader().installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.missing)
        layout.addStretch(0)

    @classmethod
    def room_for(cls, width: int) -> int:
        """How many arms fit beside the real sample and generation 0's."""
        return max((width - px(FIXED)) // px(NARROWEST + BESIDE) - 1, 1)

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Choose the names to follow from the real sample; the first rows count all names."""
        assert record.catalogue is not None
        assert record.real is not None
        self._record, self._columns = record, columns
        self._watched = watch_list(record.catalogue, FOLLOWED if columns.before else WATCHED)
        self._rarities = Rarities(record.catalogue, record.real)
        self._by_chance = watch_list(record.catalogue, len(record.catalogue.types))
        self._make_columns(record, styles)
        self._top = 1 + len(Rarity) if columns.before else 1
        self.table.start_over(self._top + len(self._watched))
        types = record.experiment.source.types_noun
        self.table.cell(0, 0).setText(tr("Different {types}").format(types=types))
        self.table.cell(0, 2).setText(f"{len(record.real.values):,}")
        if columns.before:
            for row, (rarity, held) in enumerate(
                zip(Rarity, self._rarities.held, strict=True), start=1
            ):
                name = tr("of the real ones, {rarity}").format(rarity=tr(rarity.title))
                self._dress(row, rarity, name, f"{held:,}")
        counts = counts_of(self._watched, record.real)
        for row, (one, count) in enumerate(
            zip(self._watched, counts, strict=True), start=self._top
        ):
            self._dress(row, self._rarities.of(one.type_), one.name, f"{count:,}")
            self.table.cell(row, 1).setText(one.frequency())
        self.missing.setVisible(columns.before)
        self._let_scroll(columns.before)

    def _let_scroll(self, scrolls: bool) -> None:
        """With generation 0 beside, rows scroll under their heads; else the page scrolls."""
        policies, bars = QSizePolicy.Policy, Qt.ScrollBarPolicy
        fixed = policies.Expanding if scrolls else policies.Fixed
        self.setSizePolicy(policies.Preferred, fixed)
        self.table.setVerticalScrollBarPolicy(
            bars.ScrollBarAsNeeded if scrolls else bars.ScrollBarAlwaysOff
        )
        self._fit_table()

    def _fit_table(self) -> None:
        """Be as high as the rows and their heads are, which may take several lines."""
        self.table.fit_height(LEAST if self._columns.before else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have room for heads of another height."""
        if event.type() == QEvent.Type.Resize:
            self._fit_table()
        return super().eventFilter(watched, event)

    def _dress(self, row: int, rarity: Rarity, name: str, held: str) -> None:
        """Name a row, in the look of its rarity where that is explained, and say what is real."""
        self.table.cell(row, 0).setText(name)
        self.table.cell(row, 2).setText(held)
        if self._columns.before:
            self.table.cell(row, 0).setData(RARITY, rarity)

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show what each arm emitted; `said` names replicate and generation."""
        assert self._record is not None
        self.table.said = said
        for column, title in enumerate(self._columns.titles, start=REAL_COLUMNS):
            if title not in samples:
                continue
            generation, sample = samples[title]
            # All of them: an arm that is given new real records has some that this sample lacks.
            self.table.cell(0, column).setText(f"{len(present(sample)):,}")
            if self._columns.before:
                left = self._rarities.left(sample)
                for row, (one, held) in enumerate(
                    zip(left, self._rarities.held, strict=True), start=1
                ):
                    some = tr("{left:,} of {held:,}").format(left=one, held=held)
                    self.table.cell(row, column).setText(some)
            absent = self._absent(title, generation)
            for row, count in enumerate(counts_of(self._watched, sample), start=self._top):
                self.table.cell(row, column).setText(f"{count:,}" if count else absent)
        if self._columns.before:
            self.missing.setText("\n".join(self._say_missing(samples)))
            self._fit_missing()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.table.horizontalHeader().setMinimumSectionSize(px(NARROWEST))
            self._fit_missing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit_missing()

    def _fit_missing(self) -> None:
        """Be as high as the lines are at this width; a label asks for more of a page to scroll."""
        self.missing.setMinimumHeight(0)  # else the answer is at least what it was
        self.missing.setFixedHeight(max(self.missing.heightForWidth(self.width()), 0))

    def say_own(self, own: Mapping[str, str]) -> None:
        """Nothing more: the first rows are this replicate's numbers."""

    def note(self) -> str:
        """What the words in the table mean."""
        assert self._record is not None
        if self._record.experiment.recorded:
            return tr("“{word}”: not in this subset of the generation.").format(word=tr(NOT_DRAWN))
        arms, last = self._columns.arms, self._record.experiment.generations
        said = []
        if any(self._extinct(arm, last) for arm in arms):
            never = tr("“{word}”: not emitted, and never again by this arm.")
            said.append(never.format(word=tr(GONE)))
        if not all(self._extinct(arm, 0) for arm in arms):
            perhaps = tr("“{word}”: not emitted this time; it may come back.")
            said.append(perhaps.format(word=tr(NOT_DRAWN)))
        return " ".join(said)

    def _say_missing(self, samples: Mapping[str, Shown]) -> list[str]:
        """For each column, how many of the real sample's names it lacks, the commonest by name."""
        said = []
        for title in (title for title in self._columns.titles if title in samples):
            generation, sample = samples[title]
            missing = set(self._rarities.missing(sample).tolist())
            some = islice((one for one in self._by_chance if one.type_ in missing), LISTED)
            few = ", ".join(f"{one.name} ({one.frequency()})" for one in some)
            word = self._absent(title, generation)
            those = tr("; the commonest of them: {few}").format(few=few) if few else ""
            lacks = tr("{missing:,} of the real sample's {held:,} {word}").format(
                missing=len(missing), held=sum(self._rarities.held), word=word
            )
            said.append(f"{heading_of(title)}: {lacks}{those}.")
        return said

    def _absent(self, title: str, generation: int) -> str:
        """What is said of a name that a sample does not hold."""
        never = title != BEFORE and self._extinct(title, generation)
        return tr(GONE) if never else tr(NOT_DRAWN)

    def _extinct(self, arm: str, generation: int) -> bool:
        """Whether what this generation did not emit cannot come back."""
        assert self._record is not None
        experiment = self._record.experiment
        return is_extinct(experiment, experiment.arm(arm), generation)

    def _make_columns(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        real = [tr("True frequency"), tr("Real sample")]
        if record.experiment.recorded:
            real = [tr("In the reference"), tr("A real sample")]
        titles = ["", *real, *self._columns.titles]
        self.table.setColumnCount(len(titles))
        across, mode = self.table.horizontalHeader(), QHeaderView.ResizeMode
        across.setMinimumSectionSize(px(NARROWEST))
        for column, title in enumerate(titles):
            header = QTableWidgetItem(heading_of(title))
            header.setTextAlignment(RIGHT if column < REAL_COLUMNS else LEFT)
            if column >= REAL_COLUMNS:
                header.setIcon(self._key(styles.get(title)))
            self.table.setHorizontalHeaderItem(column, header)
            fixed = column < REAL_COLUMNS
            across.setSectionResizeMode(column, mode.ResizeToContents if fixed else mode.Stretch)

    def _key(self, style: ArmStyle | None) -> QIcon:
        """An arm's swatch; of generation 0 an empty one, so that names stand in line."""
        if style is not None:
            return arm_icon(style)
        empty = QPixmap(SWATCH)
        empty.fill(Qt.GlobalColor.transparent)
        return QIcon(empty)


def name_room(cell: QRect, count: int, name: int) -> QRect | None:
    """Where a cell's name stands: under its head's words, farther left where it needs to.

    None where it has no room: the row's first cell says it too, and a part of it would say less.
    count, name: how wide what is said of the name and the name itself are, in pixels.
    """
    room = cell.adjusted(EDGE, 0, -count - GAP, 0)
    if room.width() < name:
        return None
    room.setLeft(room.left() + min(px(BESIDE) - EDGE, room.width() - name))
    return room


class _Cell(QStyledItemDelegate):
    """Draws an arm's cell as the name and its count, the name struck through where it is gone."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        drawn: Any = option  # its attributes are not in the stubs
        if index.row() == 0:
            drawn.font.setWeight(QFont.Weight.DemiBold)
        rarity = index.sibling(index.row(), 0).data(RARITY)
        if rarity is not None:
            drawn.font = look_of(rarity, drawn.font)
            drawn.palette.setColor(QPalette.ColorRole.Text, rarity.colour())
        if drawn.text in (tr(GONE), tr(NOT_DRAWN)):
            drawn.palette.setBrush(
                QPalette.ColorRole.Text, drawn.palette.brush(QPalette.ColorRole.PlaceholderText)
            )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell as any other, with the name of its row at the left, where there is room."""
        super().paint(painter, option, index)
        followed = index.sibling(index.row(), 1).data()  # rows that count names have no frequency
        if index.column() < REAL_COLUMNS or not followed or not index.data():
            return
        own: Any = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        gone = own.text == tr(GONE)
        own.font.setStrikeOut(gone)
        count = own.fontMetrics.horizontalAdvance(own.text)
        name = index.sibling(index.row(), 0).data()
        room = name_room(own.rect, count, own.fontMetrics.horizontalAdvance(name) + 2)
        if room is None:
            return
        role = QPalette.ColorRole
        chosen = bool(own.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(own.font)
        painter.setPen(own.palette.color(role.HighlightedText if chosen else role.Text))
        painter.drawText(room, LEFT, name)
        painter.restore()
