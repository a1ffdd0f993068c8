"""Images side by side: what the real sample and every arm's model look like."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.palette import REAL_DATA, ArmStyle
from core.record import RunRecord
from core.records import AnyArray
from desktop_app.theme import colours
from desktop_app.translation import tr
from desktop_app.widgets.columns_view import (
    REAL,
    Columns,
    ColumnsView,
    Shown,
    heading_of,
    real_name,
)
from desktop_app.widgets.pens import blend, ink

SMALL, LARGE = (8, 4), (5, 6)
"""Images in a row of the mosaic, and its rows; LARGE for images drawn wider than MIDDLING."""

MIDDLING = 20
"""Screen pixels across; in a window of 1280, five mosaics of eight wider images are cut off."""

LEAST_SIDE, WISHED_SIDE = 16, 24
"""Screen pixels for an image's side, at least and where there is room."""


class MosaicView(ColumnsView):
    """The first images of each sample, the real one's first or on top."""

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Make a mosaic for the real sample and for each title of `columns`."""
        assert record.real is not None
        across, down = sheet_shape(record.real.values.shape[2])
        shape = (across, max(across, down)) if columns.before else (across, down)
        top = (across * len(columns.titles), shape[1] // 2) if columns.before else shape
        self._sizes = shape[0] * shape[1], top[0] * top[1]
        self.mosaics = {REAL: Mosaic(top)} | {title: Mosaic(shape) for title in columns.titles}
        self.mosaics[REAL].show_images(record.real.values)
        self.lay_out(columns, styles, self.mosaics, real=real_name(record), on_top=columns.before)

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show the first images of each sample."""
        for title, (_, sample) in samples.items():
            self.mosaics[title].show_images(sample.values)
            described = tr("{said}: the first images of {name}.")
            self.mosaics[title].setAccessibleDescription(
                described.format(said=said, name=heading_of(title))
            )

    def note(self) -> str:
        """What is drawn."""
        size, top = self._sizes
        real = tr(", of the real one the first {top}").format(top=top) if top != size else ""
        return tr(
            "The first {size} images of each sample{real}, in the order they were drawn."
        ).format(size=size, real=real)


class Mosaic(QWidget):
    """Images in rows, magnified by whole steps without smoothing, as ink on the theme's ground."""

    def __init__(self, shape: tuple[int, int], parent: QWidget | None = None) -> None:
        """Make an empty mosaic; shape: images in a row, and rows."""
        super().__init__(parent)
        self._shape, self._image, self._wished = shape, QImage(), 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_images(self, images: AnyArray) -> None:
        """Show the first of these images, [images, rows, columns] of 8 bits, 255 the darkest."""
        self.sheet = contact_sheet(images, self._shape)
        self._image = sheet_picture(self.sheet)
        least = magnified(images.shape[2])
        self._wished = max(least, WISHED_SIDE // images.shape[2])
        self.setMinimumSize(self._image.size() * least)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the window's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._image.isNull():
            self._image.setColorTable(_shades())
            self.update()

    def sizeHint(self) -> QSize:
        """As large as is wished."""
        return self._image.size() * self._wished

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet as large as whole steps allow, at the upper left."""
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        across = int(self.width() * ratio) // self._image.width()
        down = int(self.height() * ratio) // self._image.height()
        size = self._image.size() * max(1, min(across, down))
        large = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio)
        large.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawImage(QPoint(0, 0), large)
        painter.end()


def sheet_picture(sheet: AnyArray) -> QImage:
    """A sheet [height, width] of 8 bits, 0 the ink, as a picture in the theme's colours."""
    height, width = sheet.shape
    shades = QImage.Format.Format_Indexed8
    # The copy owns its pixels; the array's would go with the array.
    image = QImage(sheet.tobytes(), width, height, width, shades).copy()
    image.setColorTable(_shades())
    return image


def _shades() -> list[int]:
    """The colours of a sheet's 256 numbers: from the ink of real data to the ground."""
    ground = QColor(colours().surface)
    return [blend(ink(REAL_DATA), ground, share / 255).rgb() for share in range(256)]


def contact_sheet(images: AnyArray, shape: tuple[int, int]) -> AnyArray:
    """The first images on one sheet of `shape`, with a light line between, as dark on light."""
    tall, wide = images.shape[1:3]
    across, down = shape
    sheet = np.full((down * (tall + 1) - 1, across * (wide + 1) - 1), 238, dtype=np.uint8)
    for place, image in enumerate(images[: across * down]):
        row, column = divmod(place, across)
        top, left = row * (tall + 1), column * (wide + 1)
        sheet[top : top + tall, left : left + wide] = 255 - image
    return sheet


def sheet_shape(wide: int) -> tuple[int, int]:
    """How many images of this width stand in a row of a sheet, and how many rows."""
    return SMALL if wide * magnified(wide) <= MIDDLING else LARGE


def magnified(wide: int) -> int:
    """Screen pixels for each pixel of an image of this width, at least."""
    return -(-LEAST_SIDE // wide)
