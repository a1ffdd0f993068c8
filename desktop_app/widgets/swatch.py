"""A piece of an arm's line with its marker, drawn in the theme in force whenever it is painted."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.palette import ArmStyle
from desktop_app.icons import drawn_icon
from desktop_app.theme import px
from desktop_app.widgets.pens import SWATCH, draw_swatch

HIDDEN = 0.35
"""Opacity of the swatch of an arm that is not drawn."""


class Swatch(QWidget):
    """How an arm is drawn; fainter while it is disabled, unless `always` is set."""

    def __init__(self, style: ArmStyle, *, always: bool = False) -> None:
        """Show a style."""
        super().__init__()
        self.style_shown, self._always = style, always
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_style(self, style: ArmStyle) -> None:
        """Show another style."""
        self.style_shown = style
        self.update()

    def sizeHint(self) -> QSize:
        """As large as suits the text."""
        margins = self.contentsMargins()
        return swatch_size() + QSize(0, margins.top() + margins.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it as large as it is."""
        painter = QPainter(self)
        painter.setOpacity(1.0 if self.isEnabled() or self._always else HIDDEN)
        draw_swatch(painter, self.contentsRect(), self.style_shown)
        painter.end()


def arm_icon(style: ArmStyle) -> QIcon:
    """The swatch as an icon."""

    def draw(painter: QPainter, place: QRect, mode: QIcon.Mode) -> None:
        draw_swatch(painter, place, style)

    return drawn_icon(draw)


def swatch_size() -> QSize:
    """The size of a swatch beside text of the size in force."""
    return QSize(px(SWATCH.width()), px(SWATCH.height()))
