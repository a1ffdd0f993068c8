"""How the window says that something cannot be done: one sentence in a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from core.errors import BadInput

TITLE = "Collapse Lab"


def complain(window: QWidget, sentence: str) -> None:
    """One sentence in a dialog, never read as markup."""
    box = QMessageBox(QMessageBox.Icon.Warning, TITLE, sentence, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def attempt(window: QWidget, action: Callable[[], None]) -> bool:
    """Do something that bad input may prevent; says so in a dialog and returns False."""
    window.setCursor(Qt.CursorShape.WaitCursor)
    try:
        action()
    except BadInput as problem:
        complain(window, str(problem))
        return False
    finally:
        window.unsetCursor()
    return True
