"""The sheet of shortcuts: every key of the window, from the tables that the keys are made from."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.translation import mark, tr
from desktop_app.widgets import canvas, copy_table, generation_slider
from desktop_app.widgets.card import Card
from desktop_app.widgets.keys import Keys
from desktop_app.widgets.label import words
from desktop_app.widgets.scroll_page import ScrollPage

EVERYWHERE = Keys(
    mark("Everywhere"),
    (
        (mark("Tab"), mark("To the next field, button or chart")),
        ("Shift+Tab", mark("To the one before")),
        (mark("Space, Enter"), mark("Press the button that has the keyboard")),
        (mark("Esc"), mark("Close a dialog")),
    ),
)
IN_PLACES = (generation_slider.KEYS, canvas.KEYS, copy_table.KEYS, EVERYWHERE)
"""Keys that no action has: those of widgets, and those that any window has."""
COLUMNS = 3


class ShortcutSheet(QDialog):
    """The keys of the actions, menu by menu, then those of charts, sliders and tables."""

    def __init__(self, actions: list[Keys], parent: QWidget) -> None:
        """Show the keys of actions, and those that work in places."""
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.groups = [*actions, *map(_translated, IN_PLACES)]
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        page, scroll = QWidget(), ScrollPage()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        for part in _even(self.groups):
            column = QVBoxLayout()
            column.setSpacing(12)
            for group in part:
                column.addWidget(_card(group))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll.setWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 12)
        rows.setSpacing(10)
        rows.addWidget(words(tr("Keyboard shortcuts"), "title"))
        rows.addWidget(words(tr("Letters and Space are the window's only while nobody types."),
                             "quiet"))  # fmt: skip
        rows.addWidget(scroll, 1)
        rows.addWidget(buttons)
        self.resize(min(1060, parent.width() - 40), min(680, parent.height() - 40))


def _translated(group: Keys) -> Keys:
    return Keys(tr(group.where), tuple((tr(keys), tr(does)) for keys, does in group.does))


def _even(groups: list[Keys]) -> list[list[Keys]]:
    """The groups in their order, in columns of about the same number of rows."""
    total = sum(len(group.does) + 2 for group in groups)
    columns: list[list[Keys]] = [[] for _ in range(COLUMNS)]
    above = 0
    for group in groups:
        height = len(group.does) + 2
        middle = above + height / 2
        columns[min(int(COLUMNS * middle / total), COLUMNS - 1)].append(group)
        above += height
    return columns


def _card(group: Keys) -> Card:
    card, grid = Card(margin=10, spacing=4), QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for row, (keys, does) in enumerate(group.does):
        name = words(keys, "heading")
        name.setWordWrap(False)
        grid.addWidget(name, row, 0)
        grid.addWidget(words(does), row, 1)
    card.rows.addWidget(words(group.where, "title"))
    card.rows.addLayout(grid)
    return card
