"""One column for the real sample and one for each arm, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from core.events import Preview
from core.palette import ArmStyle
from core.record import RunRecord
from desktop_app.theme import px
from desktop_app.translation import mark, tr
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words
from desktop_app.widgets.swatch import Swatch

REAL, BEFORE = mark("Real data"), mark("Before")
"""Titles of the real sample, and of what generation 0 emitted."""

Shown = tuple[int, Preview]
"""A generation, and what it emitted."""

GAP = 14
"""Pixels between columns."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Whose samples are shown beside the real one's; before: generation 0's as well, first."""

    arms: tuple[str, ...]
    before: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the samples that models emitted."""
        return (BEFORE, *self.arms) if self.before else self.arms


def real_name(record: RunRecord) -> str:
    """What real records are called above them; of an audit they are the reference."""
    return tr("Reference") if record.experiment.recorded else tr(REAL)


def heading_of(title: str) -> str:
    """What is written above a sample: the name of its arm, or words for generation 0's."""
    return tr(title) if title == BEFORE else title


class ColumnsView(QScrollArea):
    """Columns with a heading and a picture of a sample each; scrolls sideways with many arms."""

    narrowest = 120
    """Least width of a column in pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a view without columns."""
        super().__init__(parent)
        self.own: dict[str, QLabel] = {}
        self.setAccessibleName(tr("Samples side by side"))
        self.setProperty("role", "view")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @classmethod
    def room_for(cls, width: int) -> int:
        """How many arms fit beside the real sample and generation 0's."""
        return max((width + GAP) // (px(cls.narrowest) + GAP) - 2, 1)

    def lay_out(
        self,
        columns: Columns,
        styles: Mapping[str, ArmStyle],
        pictures: Mapping[str, QWidget],
        *,
        real: str,
        on_top: bool = False,
    ) -> None:
        """Put a picture under each heading; on_top: the real data's stands above all others.

        real: what the real data are called.
        """
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(3)
        beside = columns.titles if on_top else (REAL, *columns.titles)
        row = 3 if on_top else 0
        if on_top:
            grid.addWidget(_heading(real, None), 0, 0, 1, len(beside))
            grid.addWidget(pictures[REAL], 1, 0, 1, len(beside))
            grid.setRowMinimumHeight(2, 2)
            grid.setRowStretch(1, 1)
        for column, title in enumerate(beside):
            named = real if title == REAL else heading_of(title)
            grid.addWidget(_heading(named, styles.get(title)), row, column)
            grid.addWidget(pictures[title], row + 2, column)
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, px(self.narrowest))
            if columns.before:
                self.own[title] = words(role="small")
                grid.addWidget(self.own[title], row + 1, column, Qt.AlignmentFlag.AlignTop)
        for title, picture in pictures.items():
            named = real if title == REAL else heading_of(title)
            picture.setAccessibleName(tr("Samples of {name}").format(name=named))
        grid.setRowStretch(row + 2, 2)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.setMinimumHeight(inside.minimumSizeHint().height())

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Make a column for the real sample and for each title of `columns`."""
        raise NotImplementedError

    def build_next(self) -> bool:
        """Make ready a picture that takes long to be; False where none is left, as for most."""
        return False

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show samples by title; `said` names replicate and generations."""
        raise NotImplementedError

    def say_own(self, own: Mapping[str, str]) -> None:
        """Say under each heading what is said of that title."""
        for title, label in self.own.items():
            label.setText(own.get(title, ""))

    def note(self) -> str:
        """What is drawn."""
        raise NotImplementedError


def _heading(title: str, style: ArmStyle | None) -> QWidget:
    heading = QWidget()
    row = QGridLayout(heading)
    row.setContentsMargins(0, 0, 0, 0)
    if style is not None:
        row.addWidget(Swatch(style), 0, 0)
    row.addWidget(Elided(title, "heading"), 0, 1)
    row.setColumnStretch(1, 1)
    return heading
