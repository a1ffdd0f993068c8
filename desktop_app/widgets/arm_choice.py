"""Which arms are shown, where there are more than fit beside each other."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from core.palette import arm_styles
from core.record import RunRecord
from desktop_app.widgets.label import words
from desktop_app.widgets.pens import SWATCH, swatch


class ArmChoice(QWidget):
    """A box to tick for each arm; at first those that fit, the compared ones before others.

    Signal changed: other arms are ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a choice without arms."""
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._touched = False
        self._record: RunRecord | None = None
        self.setAccessibleName("Arms shown")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self._row.addWidget(words("Arms shown:", "small"))
        self._row.addStretch(1)
        self.hide()

    def show_record(self, record: RunRecord) -> None:
        """Offer a run's arms."""
        for box in self.boxes.values():
            self._row.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._record, self._touched = record, False
        styles = arm_styles(record.arms, record.experiment.baseline)
        self.boxes = {arm: QCheckBox(arm.replace("&", "&&")) for arm in record.arms}
        for place, (arm, box) in enumerate(self.boxes.items(), start=1):
            box.setIcon(QIcon(swatch(styles[arm], self.devicePixelRatioF())))
            box.setIconSize(SWATCH)
            box.clicked.connect(self._touch)
            self._row.insertWidget(place, box)

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

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that are ticked, in the run's order."""
        return tuple(arm for arm, box in self.boxes.items() if box.isChecked())

    @Slot()
    def _touch(self) -> None:
        """Keep the person's choice; the last arm that is left stays."""
        self._touched = True
        ticked = [box for box in self.boxes.values() if box.isChecked()]
        for box in self.boxes.values():
            box.setEnabled(ticked != [box])
        self.changed.emit()
