"""How the window looks: the person's choice of theme and size of text, kept and put on."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_app.settings import Settings
from desktop_app.theme import DARK, LIGHT, Theme, colours, dress, percent

SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}
"""The choices of a theme, and what each asks of the platform for its own dialogs and frames."""

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of text in per cent."""


class Look(QObject):
    """Dresses the app as the person has chosen, and again when the choice or the system changes.

    Signal changed: another choice.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        """Put on what was chosen at an earlier start."""
        super().__init__(parent)
        self._settings = settings
        self._hints = QApplication.styleHints()
        self._system = self._hints.colorScheme()
        self._hints.colorSchemeChanged.connect(self._follow)
        self._ask_platform()
        self._put_on()

    @property
    def theme(self) -> str:
        """What is chosen: light, dark or system."""
        return self._settings.theme

    @property
    def size(self) -> int:
        """The size of text in per cent."""
        return min(max(self._settings.text_size, SIZES[0]), SIZES[-1])

    def choose(self, theme: str) -> None:
        """Take a theme by name, one of SCHEMES."""
        self._settings.theme = theme
        self._ask_platform()
        self._put_on()
        self.changed.emit()

    def resize(self, step: int) -> None:
        """Make text larger (1) or smaller (-1) by a step, or as it was at first (0)."""
        further = [size for size in SIZES if (size - self.size) * step > 0]
        self._settings.text_size = (
            min(further, key=lambda size: abs(size - self.size), default=self.size) if step else 100
        )
        self._put_on()
        self.changed.emit()

    @Slot(Qt.ColorScheme)
    def _follow(self, scheme: Qt.ColorScheme) -> None:
        """The system has turned light or dark, perhaps because it was asked to."""
        if self.theme == "system":
            self._system = scheme
            self._put_on()

    def _ask_platform(self) -> None:
        """Have frames and the platform's own dialogs follow; where it cannot, nothing happens."""
        self._hints.setColorScheme(SCHEMES[self.theme])

    def _put_on(self) -> None:
        theme = self._wanted()
        if (theme, self.size) != (colours(), percent()):
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            dress(app, theme, self.size)

    def _wanted(self) -> Theme:
        if self.theme == "system":
            return DARK if self._system == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.theme == "dark" else LIGHT
