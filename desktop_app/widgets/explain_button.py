"""The button beside a chart or diagram that asks what one is looking at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_app.icons import icon
from desktop_app.translation import tr


class ExplainButton(QToolButton):
    """A question mark; whoever made it says what of."""

    def __init__(self, of: str, parent: QWidget | None = None) -> None:
        """Make the button; of: what is explained, for whoever hears it."""
        super().__init__(parent)
        self.setIcon(icon("explain"))
        self.setProperty("role", "bare")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tr("What am I looking at?"))
        self.setAccessibleName(tr("What am I looking at? {of}").format(of=of))
