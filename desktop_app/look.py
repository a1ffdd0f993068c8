"""How the window looks: the person's choice of theme and size of text, kept and put on."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_app.settings import Settings
from desktop_app.theme import DARK, LIGHT, Theme, colours, dress, percent
from desktop_app.translation import tr

SCHEMES = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}
"""The choices of a theme, and what each asks of the platform for its own dialogs and frames."""

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of text in per cent."""

NORMAL = 100

QUIET_MS = 150
"""How long no other size must be asked for before one is put on: each takes all widgets along."""


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
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self.put_on)
        self._hints.colorSchemeChanged.connect(self._follow)
        self._ask_platform()
        self.put_on()

    @property
    def theme(self) -> str:
        """What is chosen: light, dark or system."""
        return self._settings.theme

    @property
    def size(self) -> int:
        """The size of text in per cent."""
        return min(max(self._settings.text_size, SIZES[0]), SIZES[-1])

    # What the actions do; `actions.COMMANDS` names these methods

    @Slot()
    def theme_light(self) -> None:
        """Dark text on a light ground."""
        self._choose("light")

    @Slot()
    def theme_dark(self) -> None:
        """Light text on a dark ground."""
        self._choose("dark")

    @Slot()
    def theme_system(self) -> None:
        """Light or dark as the computer is set."""
        self._choose("system")

    @Slot()
    def text_larger(self) -> None:
        """All text one size larger."""
        self._resize(min((size for size in SIZES if size > self.size), default=self.size))

    @Slot()
    def text_smaller(self) -> None:
        """All text one size smaller."""
        self._resize(max((size for size in SIZES if size < self.size), default=self.size))

    @Slot()
    def text_normal(self) -> None:
        """All text as large as at first."""
        self._resize(NORMAL)

    def refusals(self) -> dict[str, str]:
        """Why text cannot become another size, by the name of the action; "" where it can."""
        return {
            "text_larger": tr("text is at its largest") if self.size == SIZES[-1] else "",
            "text_smaller": tr("text is at its smallest") if self.size == SIZES[0] else "",
            "text_normal": tr("text has its normal size") if self.size == NORMAL else "",
        }

    def _choose(self, theme: str) -> None:
        self._settings.theme = theme
        self._ask_platform()
        self.put_on()
        self.changed.emit()

    def _resize(self, size: int) -> None:
        self._settings.text_size = size
        self._pause.start()
        self.changed.emit()

    # What is put on

    @Slot(Qt.ColorScheme)
    def _follow(self, scheme: Qt.ColorScheme) -> None:
        """The system has turned light or dark, perhaps because it was asked to."""
        if self.theme == "system":
            self._system = scheme
            self.put_on()

    def _ask_platform(self) -> None:
        """Have frames and the platform's own dialogs follow; where it cannot, nothing happens."""
        self._hints.setColorScheme(SCHEMES[self.theme])

    @Slot()
    def put_on(self) -> None:
        """Put on what is chosen now, at once."""
        self._pause.stop()
        theme = self._wanted()
        if (theme, self.size) != (colours(), percent()):
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            dress(app, theme, self.size)

    def _wanted(self) -> Theme:
        if self.theme == "system":
            return DARK if self._system == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.theme == "dark" else LIGHT
