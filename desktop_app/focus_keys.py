"""Keys that belong to the widget with the keyboard, although the window uses them too."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


AT_REST = "at rest"
"""Property of a button that pressing now would do nothing; Space is then the window's."""


class FocusKeys(QObject):
    """Lets the focused widget of a window have its keys before the window's shortcuts.

    Space and Enter press a button, where Space would else run the experiment; a click gives no
    button the keyboard, so Space goes on to run after one. Space opens a list of choices, and
    letters that are typed on a list look for a row. Fields of text keep their keys by themselves,
    but leave undo and redo to the window while nothing has been typed in them.
    """

    def __init__(self, window: QWidget) -> None:
        """Watch the keys that reach a window."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Watch the field of text that has the keyboard: it would keep undo and redo in any case.

        A field that is watched already is not watched twice.
        """
        if isinstance(now, QLineEdit) and self._window.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys from the shortcuts, and let Enter press a button."""
        if not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QLineEdit):
            return event.type() == QEvent.Type.ShortcutOverride and _let_go(watched, event)
        widget = self._window.focusWidget()
        if event.type() == QEvent.Type.ShortcutOverride and _is_for(widget, event):
            event.accept()
            return True
        pressed = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
        if pressed and isinstance(widget, QAbstractButton):
            widget.click()
            event.accept()
            return True
        return False


def _let_go(field: QLineEdit, event: QKeyEvent) -> bool:
    """Leave undo and redo to the window where the field has none of its own to offer."""
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    idle = (event.matches(undo) and not field.isUndoAvailable()) or (
        event.matches(redo) and not field.isRedoAvailable()
    )
    if idle:
        event.ignore()
    return idle


def _is_for(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key that is also a shortcut does something to the focused widget."""
    if event.modifiers() not in PLAIN:
        return False
    space = event.key() == Qt.Key.Key_Space
    if isinstance(widget, QAbstractButton):
        return space and not widget.property(AT_REST)
    if isinstance(widget, QComboBox):
        return space or (bool(event.text()) and event.text().isprintable())
    return isinstance(widget, QAbstractItemView) and event.text().isalpha()
