"""Present: a run on the whole screen, step by step, for a screen that is shared with others."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.report.story.telling import Story
from desktop_app.models.active_run import ActiveRun
from desktop_app.models.pace import Pace
from desktop_app.translation import tr
from desktop_app.widgets.present_sheet import PresentSheet

CURSOR_MS = 2000
"""How long the mouse rests until its pointer hides."""

FORWARD = (
    Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return,
)  # fmt: skip
BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F5)


class PresentWindow(QWidget):
    """A window over the other one, without any control; follows the run while it goes on."""

    def __init__(self, run: ActiveRun, over: QWidget) -> None:
        """Cover the screen that the window `over` is on; the run must have a record."""
        super().__init__(over, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run, self._over = run, over
        self._keys: tuple[str, ...] = ()
        self.at = 0
        """Which step is shown, from 0."""
        self.sheet = PresentSheet()
        self.setWindowTitle(tr("Present"))
        self.setAccessibleName(tr("Present"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        for part in (self, self.sheet):
            part.setMouseTracking(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(CURSOR_MS)
        self._rest.timeout.connect(self._hide_cursor)
        self._pace = Pace(run, self)
        self._pace.due.connect(self._refresh)
        run.replaced.connect(self._refresh)
        over.installEventFilter(self)
        self._refresh()

    def open(self) -> None:
        """Fill the screen that the other window is on."""
        self.setScreen(self._over.screen())
        self.setGeometry(self._over.screen().geometry())
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    @Slot()
    def _refresh(self) -> None:
        """Tell the run as far as it has gone, and stay at the step that is shown."""
        if self._run.record is None:
            return
        before = self._keys[self.at] if self._keys else ""
        story = Story(self._run.record)
        self._keys = story.keys
        stays = before in self._keys
        self.at = self._keys.index(before) if stays else min(self.at, len(self._keys) - 1)
        self.sheet.show_step(story, self.at)

    def turn(self, by: int) -> None:
        """Go forward or back, no further than there are steps."""
        self.at = min(max(self.at + by, 0), len(self._keys) - 1)
        self._refresh()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with the keys that slides are turned with; leave with Escape and F5."""
        key = Qt.Key(event.key())
        if key in LEAVE:
            self.close()
        elif key in FORWARD:
            self.turn(1)
        elif key in BACK:
            self.turn(-1)
        elif key is Qt.Key.Key_Home:
            self.turn(-len(self._keys))
        elif key is Qt.Key.Key_End:
            self.turn(len(self._keys))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right half of the screen goes forward, the left half back."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.turn(1 if event.position().x() >= self.width() / 2 else -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the pointer while it moves."""
        super().mouseMoveEvent(event)
        self.unsetCursor()
        self._rest.start()

    @Slot()
    def _hide_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    # Coming and going

    def showEvent(self, event: QShowEvent) -> None:
        """Hide the pointer soon."""
        super().showEvent(event)
        self._rest.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when the other window is closed."""
        if watched is self._over and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the other window back as it was; it remembers what had the keyboard."""
        self._rest.stop()
        self._pace.pause.stop()
        super().closeEvent(event)
        self._over.activateWindow()
