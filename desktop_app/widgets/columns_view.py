"""One column for the real sample and one for each arm, side by side."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from core.events import Preview
from core.palette import ArmStyle
from core.record import RunRecord
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.pens import swatch

REAL = "Real data"

Shown = tuple[int, Preview]
"""A generation, and what it emitted."""


def real_name(record: RunRecord) -> str:
    """What real records are called above them; of an audit they are the reference."""
    return "Reference" if record.experiment.recorded else REAL


class ColumnsView(QScrollArea):
    """Columns with a heading and a picture of a sample each; scrolls sideways with many arms."""

    narrowest = 120
    """Least width of a column in pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a view without columns."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def lay_out(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], pictures: Mapping[str, QWidget]
    ) -> None:
        """Put a picture under each heading; `pictures` are by arm, the real data's under REAL."""
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        for column, title in enumerate((REAL, *record.arms)):
            named = title if column else real_name(record)
            grid.addWidget(_heading(named, styles.get(title) if column else None), 0, column)
            grid.addWidget(pictures[title], 1, column)
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, self.narrowest)
            pictures[title].setAccessibleName(f"Samples of {named}")
        grid.setRowStretch(1, 1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.setMinimumHeight(inside.minimumSizeHint().height())

    def show_record(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        """Make a column for the real sample and for each arm."""
        raise NotImplementedError

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show what each arm emitted; `said` names replicate and generations."""
        raise NotImplementedError

    def note(self) -> str:
        """What is drawn."""
        raise NotImplementedError


def _heading(title: str, style: ArmStyle | None) -> QWidget:
    heading = QWidget()
    row = QGridLayout(heading)
    row.setContentsMargins(0, 0, 0, 0)
    if style is not None:
        line = QLabel()
        line.setPixmap(swatch(style, heading.devicePixelRatioF()))
        row.addWidget(line, 0, 0)
    row.addWidget(Elided(title, "heading"), 0, 1)
    row.setColumnStretch(1, 1)
    return heading
