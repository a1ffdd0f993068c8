"""Icons of the window: drawings from the resources in a colour of the theme."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from desktop_app.theme import LIGHT

SIZE = 20
"""Side of an icon in logical pixels; drawn for screens of one to three pixels each."""


def icon(name: str, colour: str = LIGHT.text) -> QIcon:
    """The icon `icons/<name>.svg` with its strokes in a colour."""
    made = QIcon()
    for mode, stroke in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, LIGHT.disabled)):
        for ratio in (1, 2, 3):
            made.addPixmap(_drawn(name, stroke, ratio), mode)
    return made


def app_icon() -> QIcon:
    """The icon of the app itself."""
    return QIcon(str(resources.path("icons/collapse-lab.png")))


def _drawn(name: str, colour: str, ratio: int) -> QPixmap:
    drawing = resources.read_text(f"icons/{name}.svg").replace("#000", colour)
    picture = QPixmap(QSize(SIZE, SIZE) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
