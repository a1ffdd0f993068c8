"""Two runs in tables: the values of arms that both have, and the settings that differ."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHeaderView, QPushButton, QVBoxLayout, QWidget

from core.analysis.change import declared
from core.analysis.compared import Pair, pairs
from core.analysis.compared_words import say_effect
from core.analysis.intervals import Interval
from core.analysis.settings import Setting
from core.analysis.wording import metric_unit, say_interval
from core.palette import compared_styles
from core.record import RunRecord
from desktop_app.translation import tr
from desktop_app.widgets.copy_table import LEFT, CopyTable
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import arm_icon
from desktop_app.widgets.whole_names import WholeCells


class ComparedValues(QWidget):
    """A row for each metric that is drawn and each arm that both runs have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self.caption, self.table = words(role="small"), CopyTable(4)
        self.table.setHorizontalHeaderLabels(
            [tr("Metric and arm"), tr("A (solid)"), tr("B (dashed)"), tr("A beside B")]
        )
        self.table.setAccessibleName(tr("Values of both runs"))
        _fill(self, self.table, self.caption)

    def show_runs(
        self, a: RunRecord, b: RunRecord, metrics: Sequence[str], generation: int | None
    ) -> None:
        """Show the values at a generation, or at the last that both have finished."""
        styles = compared_styles(a.arms, b.arms, a.experiment.baseline)
        found = [pair for metric in metrics for pair in pairs(a, b, metric, generation)]
        self.table.start_over(len(found))
        for place, pair in enumerate(found):
            count, unit = declared(pair.metric).count, metric_unit(pair.metric)
            cells = (
                f"{declared(pair.metric).title}: {_arm(pair)}",
                _value(pair.a, unit, count=count),
                _value(pair.b, unit, count=count),
                say_effect(pair),
            )
            for column, text in enumerate(cells):
                self.table.cell(place, column).setText(text)
                self.table.cell(place, column).setTextAlignment(LEFT)
            for column, arm in ((1, pair.arm), (2, pair.other)):
                self.table.cell(place, column).setIcon(arm_icon(styles[column - 1][arm]))
        at = found[0].generation if found else 0
        self.caption.setText(
            tr(
                "Generation {at}: values with 95 % intervals. The last column is what lies between "
                "the runs, for one arm alone; only the sentence above allows for all arms."
            ).format(at=at)
        )
        self.table.said = tr("Two runs at generation {at}").format(at=at)
        self.table.fit_height()


class ComparedSettings(QWidget):
    """The settings that differ; those that do not are folded away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._settings: Sequence[Setting] = ()
        self.caption, self.table = words(role="heading"), CopyTable(3)
        self.table.setWordWrap(True)
        self.table.setHorizontalHeaderLabels([tr("Setting"), "A", "B"])
        self.table.setAccessibleName(tr("Settings of both runs"))
        self.table.said = tr("Settings of two runs")
        self.more = QPushButton()
        self.more.setProperty("role", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show)
        self.table.setItemDelegate(WholeCells(self))
        _fill(self, self.table, self.caption, self.more)
        # Queued: columns that stretch have their widths only after the last has told of its own.
        queued = Qt.ConnectionType.QueuedConnection
        self.table.horizontalHeader().sectionResized.connect(self._fit, queued)

    def show_settings(self, settings: Sequence[Setting]) -> None:
        """Show what differs."""
        self._settings = settings
        self.more.setChecked(False)
        self._show()

    @Slot()
    def _show(self) -> None:
        differ = [one for one in self._settings if not one.same]
        same = [one for one in self._settings if one.same]
        self.caption.setText(
            tr("Settings that differ") if differ else tr("All settings are the same.")
        )
        shown = [*differ, *(same if self.more.isChecked() else [])]
        self.table.setVisible(bool(shown))
        self.more.setVisible(bool(same))
        self.more.setText(
            tr("Hide equal settings")
            if self.more.isChecked()
            else tr("Show {count} equal settings").format(count=len(same))
        )
        self.table.start_over(len(shown))
        for place, one in enumerate(shown):
            mark = "" if one.same else "≠ "
            texts = (mark + one.title, one.a or tr("not there"), one.b or tr("not there"))
            for column, text in enumerate(texts):
                self.table.cell(place, column).setText(text)
                self.table.cell(place, column).setTextAlignment(LEFT)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Have every text whole in the width there is."""
        self.table.fit_rows()


def _fill(owner: QWidget, table: CopyTable, caption: QWidget, below: QWidget | None = None) -> None:
    """Stretch all columns alike, under a caption."""
    across = table.horizontalHeader()
    across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    across.setDefaultAlignment(LEFT)
    across.setHighlightSections(False)
    rows = QVBoxLayout(owner)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(3)
    rows.addWidget(caption)
    rows.addWidget(table)
    if below is not None:
        rows.addWidget(below)


def _arm(pair: Pair) -> str:
    return pair.arm if pair.arm == pair.other else f"{pair.arm} / {pair.other}"


def _value(found: Interval, unit: str, *, count: bool) -> str:
    return say_interval(found, unit, count=count, brief=True)
