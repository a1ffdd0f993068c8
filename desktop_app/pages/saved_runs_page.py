"""The library: the last runs, to open again or to go on with."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import library
from core.errors import BadInput
from desktop_app.models.saved_runs import SavedRunRow, saved_run_rows
from desktop_app.widgets.card import Card
from desktop_app.widgets.elided import Elided
from desktop_app.widgets.label import words


class SavedRunsPage(QWidget):
    """Lists the library.

    Signals opened, resumed: the file of the run that was chosen.
    """

    opened = Signal(Path)
    resumed = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the list; it is filled by `reload`."""
        super().__init__(parent)
        self.rows: list[SavedRunRow] = []
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(0)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Saved runs")
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        self._said = words("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 4, 10)
        column.setSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self.list, 1)
        self.resume_buttons: dict[Path, QPushButton] = {}

    @Slot()
    def reload(self) -> None:
        """Read the library again."""
        self.list.clear()
        self.resume_buttons.clear()
        try:
            self.rows = saved_run_rows()
            told = "Every run is saved here by itself. Click one to see it again."
            self._said.setText(f"{told}\nFolder: {library.folder()}")
        except BadInput as problem:
            self.rows = []
            self._said.setText(str(problem))
        for row in self.rows:
            self._add(row)

    def _add(self, row: SavedRunRow) -> None:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, str(row.path))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.name}, {row.when}, {row.state}")
        self.list.addItem(item)
        box = self._card(row)
        item.setSizeHint(QSize(0, box.sizeHint().height()))
        self.list.setItemWidget(item, box)

    def _card(self, row: SavedRunRow) -> QWidget:
        card = Card(margin=10, spacing=1)
        card.rows.addWidget(Elided(row.name, "heading"))
        card.rows.addWidget(Elided(f"{row.state} · {row.when}", "small"))
        card.rows.addWidget(Elided(row.path.name, "small"))
        if row.resumable:
            card.rows.addSpacing(4)
            card.rows.addWidget(self._resume_button(row.path), 0, Qt.AlignmentFlag.AlignLeft)
        box = QWidget()
        outer = QHBoxLayout(box)
        outer.setContentsMargins(0, 0, 8, 8)
        outer.addWidget(card)
        return box

    def _resume_button(self, path: Path) -> QPushButton:
        button = QPushButton("Resume")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._resume)
        self.resume_buttons[path] = button
        return button

    @Slot(QListWidgetItem)
    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def _resume(self) -> None:
        sender = self.sender()
        self.resumed.emit(
            next(path for path, button in self.resume_buttons.items() if button is sender)
        )
