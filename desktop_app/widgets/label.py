"""Text on screen as it is, never as markup, that a person can select and copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words(text: str = "", role: str = "") -> QLabel:
    """A wrapping label in one of the style sheet's roles, such as "heading", "quiet" or "small"."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("role", role)
    return label
