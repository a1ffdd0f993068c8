"""Every text of a window: on its widgets, in its menus and tables, and told to a screen reader."""

from collections.abc import Iterator

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Each text of a widget and of all in it, with words that say where it stands."""
    for widget in (root, *root.findChildren(QWidget)):
        for what, text in _of(widget):
            if text:
                yield f"{what} of {type(widget).__name__} in {type(widget.parent()).__name__}", text
    for action in root.findChildren(QAction):
        for what, text in (("text", action.text()), ("tip", action.toolTip())):
            if text:
                yield f"action's {what}, {action.objectName()}", text


def _of(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "title", widget.windowTitle()
    yield "tip", widget.toolTip()
    yield "accessible name", widget.accessibleName()
    yield "accessible description", widget.accessibleDescription()
    match widget:
        case QLabel():
            yield "text", widget.text()
        case QAbstractButton():
            yield "button", widget.text()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case QTabBar():
            yield from (("tab", widget.tabText(at)) for at in range(widget.count()))
        case QComboBox():
            yield from (("item", widget.itemText(at)) for at in range(widget.count()))
        case QMenu():
            yield "menu", widget.title()
        case QTableView():
            yield from _of_table(widget)
        case QTextEdit() | QPlainTextEdit():
            yield "text", widget.toPlainText() if widget.isReadOnly() else ""
        case pg.PlotWidget():
            yield from _of_plot(widget)


def _of_plot(plot: pg.PlotWidget) -> Iterator[tuple[str, str]]:
    for item in plot.items():
        if isinstance(item, pg.AxisItem):
            yield "axis", item.labelText
        elif isinstance(item, pg.TextItem):
            yield "item", item.toPlainText()


def _of_table(table: QTableView) -> Iterator[tuple[str, str]]:
    model, role = table.model(), Qt.ItemDataRole
    for column in range(model.columnCount()):
        yield "head", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            for kind in (role.DisplayRole, role.ToolTipRole, role.AccessibleTextRole):
                yield "cell", str(model.index(row, column).data(kind) or "")
