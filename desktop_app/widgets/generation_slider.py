"""A slider through the generations of a run, which can play them one after another."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from desktop_app.icons import icon
from desktop_app.translation import mark, tr
from desktop_app.widgets.keys import Keys
from desktop_app.widgets.label import words

PLAY_MS = 450
"""Time between two generations while they play."""

KEYS = Keys(
    mark("On the page Samples"),
    (
        (mark("Left, Right"), mark("One generation back or on, in all arms")),
        (mark("Home, End"), mark("To the first or the newest generation")),
        (mark("Enter"), mark("Play the generations, or hold")),
    ),
)


class GenerationSlider(QWidget):
    """Generations from 0 to the newest; at the newest one it stays there as more come.

    Signal moved: another generation is chosen.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a slider without generations."""
        super().__init__(parent)
        self._last = 0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Generation"))
        self.slider.setPageStep(5)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._tell)
        self.button = _Play()
        self.button.setProperty("wide", "play")
        self.button.clicked.connect(self.play_or_hold)
        self.place = words(role="heading")
        self.place.setProperty("wide", "generation")  # for words that change as it moves
        self.why = words(tr("Play starts once generation 1 is finished."), "small")
        self.why.setWordWrap(False)
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_MS)
        self._timer.timeout.connect(self._play_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part, stretch in (
            (self.place, 0), (self.slider, 1), (self.why, 0), (self.button, 0),
        ):  # fmt: skip
            row.addWidget(part, stretch)
        self.setFocusProxy(self.slider)
        self._say_button()
        self._offer_play()

    @property
    def at(self) -> int:
        """The generation that is chosen."""
        return self.slider.value()

    def start_over(self, last: int) -> None:
        """Take on a run whose last generation is `last`; nothing of it is finished yet."""
        self._hold()
        self._last = last
        self.slider.blockSignals(True)
        self.slider.setRange(0, 0)
        self.slider.blockSignals(False)
        self._offer_play()

    def reach(self, newest: int) -> None:
        """Offer the generations up to `newest`; whoever stood at the last one is taken along."""
        following = self.at == self.slider.maximum() and not self._timer.isActive()
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(newest, 0))
        self.slider.setTickInterval(max(1, newest // 50))
        if following:
            self.slider.setValue(self.slider.maximum())
        self.slider.blockSignals(False)
        self._offer_play()

    def _offer_play(self) -> None:
        """Play where there is more than one generation; else say beside it why not."""
        several = self.slider.maximum() > 0
        self.button.setEnabled(several)
        self.button.setAccessibleDescription("" if several else self.why.text())
        self.why.setVisible(not several)

    def say(self, name: str) -> None:
        """Say what the generation is called, and how many there will be; "" where none is yet."""
        newest = self.slider.maximum()
        left = tr("; newest: {newest}").format(newest=newest) if newest < self._last else ""
        self.place.setText(
            tr("Generation {name} of {last}{left}").format(name=name, last=self._last, left=left)
            if name
            else ""
        )

    def step(self, key: int) -> bool:
        """Move by an arrow key, Home or End; whether the key was one of them."""
        aims: dict[int, int] = {
            Qt.Key.Key_Left: self.at - 1,
            Qt.Key.Key_Right: self.at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.slider.maximum(),
        }
        if key in aims:
            self.slider.setValue(aims[key])
        return key in aims

    @Slot()
    def play_or_hold(self) -> None:
        """Show the generations one after another, from the first where the last is shown."""
        if self._timer.isActive() or not self.button.isEnabled():
            self._hold()
            return
        if self.at == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self._say_button()

    def hideEvent(self, event: QHideEvent) -> None:
        """Play only while it is seen."""
        super().hideEvent(event)
        self._hold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return plays and holds, since Space is the run's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.play_or_hold()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _play_on(self) -> None:
        self.slider.setValue(self.at + 1)
        if self.at == self.slider.maximum():
            self._hold()

    def _hold(self) -> None:
        self._timer.stop()
        self._say_button()

    def _say_button(self) -> None:
        playing = self._timer.isActive()
        self.button.setText(tr("Hold") if playing else tr("Play"))
        self.button.setIcon(icon("pause" if playing else "play"))
        self.button.setAccessibleName(
            tr("Hold") if playing else tr("Play the generations one after another")
        )

    @Slot(int)
    def _tell(self, generation: int) -> None:
        self.moved.emit()


class _Play(QPushButton):
    """A button that leaves arrow keys to the slider; others move the focus by them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what is not for the slider."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)
