"""Which arms are shown, where there are more than fit beside each other."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from core.palette import arm_styles
from core.record import RunRecord
from desktop_app.theme import px
from desktop_app.translation import tr
from desktop_app.widgets.even_grid import put
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import arm_icon, swatch_size

NARROWEST = 190
"""Pixels for a box with its words; boxes wrap onto as many lines as they need."""

NAME_WIDTH = 130
"""Pixels for an arm's name; a longer one is shortened."""


class ArmChoice(QWidget):
    """A box to tick for each arm; at first those that fit, the compared ones before others.

    Signal changed: other arms are ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a choice without arms."""
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._touched, self._across = False, 0
        self._record: RunRecord | None = None
        self.setAccessibleName(tr("Arms shown"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._title = words(role="small")
        self._grid.addWidget(self._title, 0, 0)
        self.hide()

    def show_record(self, record: RunRecord) -> None:
        """Offer a run's arms."""
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._record, self._touched, self._across = record, False, 0
        styles = arm_styles(record.arms, record.experiment.baseline)
        self.boxes = {arm: self._box(arm) for arm in record.arms}
        for arm, box in self.boxes.items():
            box.setIcon(arm_icon(styles[arm]))
        self._place()

    def fit(self, room: int) -> None:
        """Tick as many arms as there is room for, unless the person chose already."""
        if self._record is None:
            return
        experiment = self._record.experiment
        named = {experiment.baseline, experiment.compare}
        first = sorted(self._record.arms, key=lambda arm: arm not in named)[:room]
        if not self._touched:
            for arm, box in self.boxes.items():
                box.setChecked(arm in first)
        self.setVisible(self._touched or room < len(self.boxes))
        self._say()

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that are ticked, in the run's order."""
        return tuple(arm for arm, box in self.boxes.items() if box.isChecked())

    def changeEvent(self, event: QEvent) -> None:
        """Have room for text of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for box in self.boxes.values():
                box.setIconSize(swatch_size())
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        self._place()

    def _box(self, arm: str) -> QCheckBox:
        short = self.fontMetrics().elidedText(arm, Qt.TextElideMode.ElideRight, px(NAME_WIDTH))
        box = QCheckBox(short.replace("&", "&&"))
        box.setAccessibleName(tr("Show {arm}").format(arm=arm))
        box.setToolTip(f"<p>{escape(arm)}</p>")
        box.setIconSize(swatch_size())
        box.clicked.connect(self._touch)
        return box

    def _place(self) -> None:
        across = max(self.width() // px(NARROWEST), 1)
        if across == self._across:
            return
        for column in range(max(across, self._across) + 1):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        put(self._grid, self._title, 0, 0, across + 1)
        for place, box in enumerate(self.boxes.values()):
            put(self._grid, box, 1 + place // across, place % across)
        self._grid.setColumnStretch(across, 1)

    def _say(self) -> None:
        self._title.setText(
            tr("{arms} of {boxes} arms are shown; tick others.").format(
                arms=len(self.arms), boxes=len(self.boxes)
            )
        )

    @Slot()
    def _touch(self) -> None:
        """Keep the person's choice; the last arm that is left stays."""
        self._touched = True
        ticked = [box for box in self.boxes.values() if box.isChecked()]
        for box in self.boxes.values():
            box.setEnabled(ticked != [box])
        self._say()
        self.changed.emit()
