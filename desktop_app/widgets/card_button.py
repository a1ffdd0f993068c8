"""A button that holds words and pictures, laid out like a card."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.widgets.label import words


class CardButton(QPushButton):
    """A button that can be chosen, as large as what is put into `rows`."""

    def __init__(self, role: str, margin: tuple[int, int], parent: QWidget | None = None) -> None:
        """Make an empty button in a role of the style sheet; margin: pixels beside and above."""
        super().__init__(parent)
        self.setProperty("role", role)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # A push button would else be at least as wide as it wants to be.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(*margin, *margin)
        self.rows.setSpacing(2)

    def sizeHint(self) -> QSize:
        """As large as its contents, which a push button would not look at."""
        return self.rows.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """No smaller than its contents may be."""
        return self.rows.totalMinimumSize()

    def event(self, event: QEvent) -> bool:
        """Ask for another size when the contents do."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


def inert(text: str, role: str = "") -> QLabel:
    """Words that leave the mouse to the button that they are on."""
    label = words(text, role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
