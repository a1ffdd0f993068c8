"""How all charts are drawn: which arms, on which axis, as which values."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from desktop_app.models.chart_view import PLAIN, ChartView
from desktop_app.theme import px
from desktop_app.translation import mark, tr
from desktop_app.widgets.card_button import CardButton
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.even_grid import even_columns, fill
from desktop_app.widgets.fitted import Fitted
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

NARROWEST = 150
"""Least width of an arm's switch in pixels; rows are filled evenly, so that names have room."""

LOGARITHMIC = mark(
    "A logarithmic axis is drawn where all values are above 0; other charts stay linear and say so."
)
RATIO = mark(
    "A ratio is each value over generation 0 of the same replicate. Distances, losses, "
    "logarithms and controls stay as measured. Left out beside ratios: the grey strip, since real "
    "samples have no generation 0, and theory of a mean, which is not the mean of ratios."
)


class ChartSwitches(Fitted):
    """A switch for each arm, one for the axis, one for the values.

    Signal changed: the ChartView that the person has chosen.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the row without arms."""
        super().__init__(parent)
        self.view = PLAIN
        self.arms: dict[str, ArmSwitch] = {}
        self.logarithmic = QCheckBox(tr("Logarithmic"))
        self.ratio = QCheckBox(tr("Ratio to generation 0"))
        self.logarithmic.setAccessibleDescription(tr(LOGARITHMIC))
        self.ratio.setAccessibleDescription(tr(RATIO))
        self.words = words("", "small")
        self.words.hide()
        self._columns = 0
        self._lay_out()

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._row, column = QBoxLayout(QBoxLayout.Direction.LeftToRight), QVBoxLayout(self)
        self._row.addLayout(self._grid, 1)
        for switch in (self.logarithmic, self.ratio):
            switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            switch.toggled.connect(self._change)
            self._row.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self.words)

    def show_record(self, record: RunRecord) -> None:
        """Offer a run's arms, all of them drawn."""
        for switch in self.arms.values():
            self._grid.removeWidget(switch)
            switch.hide()
            switch.deleteLater()
        styles = arm_styles(record.arms, record.experiment.baseline)
        several = record.arms if len(record.arms) > 1 else []
        self.arms = {arm: ArmSwitch(arm, styles[arm]) for arm in several}
        for switch in self.arms.values():
            switch.toggled.connect(self._change)
        self._columns = 0
        self.place()
        self.view = self._chosen()

    def place(self) -> None:
        """Put the parts where they have room."""
        others = self.logarithmic.sizeHint().width() + self.ratio.sizeHint().width()
        beside = self.width() >= others + px(NARROWEST)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        self._row.setSpacing(14 if beside else 4)
        room = self.width() - others if beside else self.width()
        columns = max(1, even_columns(len(self.arms), room, NARROWEST))
        if columns == self._columns:
            return
        self._columns = columns
        fill(self._grid, [*self.arms.values()], columns)

    def _chosen(self) -> ChartView:
        hidden = frozenset(arm for arm, switch in self.arms.items() if not switch.isChecked())
        return ChartView(self.logarithmic.isChecked(), self.ratio.isChecked(), hidden)

    @Slot()
    def _change(self) -> None:
        self.view = self._chosen()
        said = [tr(LOGARITHMIC)] * self.view.logarithmic + [tr(RATIO)] * self.view.ratio
        self.words.setText(" ".join(said))
        self.words.setVisible(bool(said))
        self.changed.emit(self.view)


class ArmSwitch(CardButton):
    """An arm's look and name; pressed, the arm is left out of all charts."""

    def __init__(self, arm: str, style: ArmStyle, parent: QWidget | None = None) -> None:
        """Make the switch of an arm that is drawn."""
        super().__init__("arm", (6, 3), parent)
        self._arm, self._line, self._name = arm, Swatch(style), Elided(arm)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._line)
        row.addWidget(self._name, 1)
        self.rows.addLayout(row)
        for part in (self._line, self._name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._say)
        self.setChecked(True)

    @Slot(bool)
    def _say(self, drawn: bool) -> None:
        for part in (self._line, self._name):
            part.setEnabled(drawn)
        self._name.show_text(self._arm if drawn else tr("{arm} (hidden)").format(arm=self._arm))
        said = tr("{arm}, drawn in all charts") if drawn else tr("{arm}, hidden in all charts")
        self.setAccessibleName(said.format(arm=self._arm))
