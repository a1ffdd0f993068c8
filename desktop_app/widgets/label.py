"""Text on screen as it is, never as markup, that a person can select and copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.unbroken import unbroken


class Words(QLabel):
    """A label that parts no number from its unit where it breaks a line."""

    def __init__(self, text: str) -> None:
        """Show a text."""
        super().__init__()
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        super().setText(unbroken(text))

    def text(self) -> str:
        """The text as it was given."""
        return self._text


def words(text: str = "", role: str = "") -> QLabel:
    """A wrapping label in one of the style sheet's roles, such as "heading", "quiet" or "small"."""
    label = Words(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("role", role)
    return label
