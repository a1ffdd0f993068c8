"""The controls of a window, and what somebody hears of them who does not see it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSlider,
    QTabBar,
    QTextEdit,
    QWidget,
)

KINDS = (
    QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QProgressBar, QSlider, QTabBar,
    QTextEdit,
)  # fmt: skip


def controls(root: QWidget) -> Iterator[QWidget]:
    """All that can be seen now and used: controls, and what else takes the keyboard."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or _is_qts_own(widget):
            continue
        if isinstance(widget, KINDS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def heard(widget: QWidget) -> str:
    """The name of a control: its own, or the words on it."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words.replace("&", "")


def _is_qts_own(widget: QWidget) -> bool:
    """Parts that Qt makes: viewports, scroll bars, heads of tables, the editor in a list."""
    inside = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or "QToolBarExtension" in type(widget).__name__
        or (isinstance(inside, QComboBox | QTabBar) or "Popup" in type(inside).__name__)
        or widget.metaObject().className() in ("QHeaderView", "QTableCornerButton")
    )
