"""What is on a screen, as stored pictures of the window are: at half its size, in few colours."""

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

COLOURS, APART = 64, 8
"""Of a picture's own palette: how many, and how far apart at least, in levels of one primary.

The most frequent come first, so that grounds keep theirs, and a level more or less changes none.
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
    """A palette of the colours that a picture has most of."""
    dots = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    found, times = np.unique(dots, axis=0, return_counts=True)
    chosen: list[np.ndarray] = []
    for colour in found[np.argsort(-times, kind="stable")]:
        if len(chosen) < COLOURS and all(abs(colour - one).max() >= APART for one in chosen):
            chosen.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.concatenate(chosen).tolist())
    return palette
