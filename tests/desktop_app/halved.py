"""What is on a screen, as stored pictures of the window are: at half its size, in few colours."""

import numpy as np
from PIL import Image, ImageColor
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from core.palette import COLOURS, ON_DARK

MOST, APART = 64, 8
"""Colours of a picture's own palette: how many, and how far apart in levels of one primary.

Those of the arms come first, then the most frequent ones, so that grounds keep theirs and a level
more or less changes none.
"""


def halved(image: QImage) -> Image.Image:
    """A picture of half the width and height."""
    how = Qt.TransformationMode.SmoothTransformation
    small = image.scaled(image.width() // 2, image.height() // 2, mode=how)
    small = small.convertToFormat(QImage.Format.Format_RGB888)
    size = small.width(), small.height()
    lines = bytes(small.constBits()), "raw", "RGB", small.bytesPerLine()
    return Image.frombytes("RGB", size, *lines)


def own_palette(picture: Image.Image) -> Image.Image:
    """A palette of the arms' colours and of those that a picture has most of."""
    dots = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    found, times = np.unique(dots, axis=0, return_counts=True)
    arms = [ImageColor.getrgb(colour) for colour in (*COLOURS, *ON_DARK.values())]
    chosen: list[np.ndarray] = []
    for colour in (*np.array(arms), *found[np.argsort(-times, kind="stable")]):
        if len(chosen) < MOST and all(abs(colour - one).max() >= APART for one in chosen):
            chosen.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate(chosen).tolist())
    return palette
