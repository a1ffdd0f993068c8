"""Keys that press the button which has the keyboard, although the window uses them too."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ButtonKeys(QObject):
    """Space and Enter press the focused button of a window.

    Space would else run the experiment, being a shortcut of the window. A click gives no
    button the keyboard, so Space goes on to run after one.
    """

    def __init__(self, window: QWidget) -> None:
        """Watch the keys that reach a window."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Space from shortcuts, and let Enter press."""
        if not isinstance(event, QKeyEvent):
            return False
        button = self._window.focusWidget()
        if not isinstance(button, QAbstractButton):
            return False
        kept = event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Space
        pressed = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
        if pressed:
            button.click()
        if kept or pressed:
            event.accept()
        return kept or pressed
