"""Pages as small stored pictures, and how far a page is from its picture.

A picture has 50 dots an inch and a fixed palette of greys and arm colours, so that a page takes
some 15 kB. A page is brought to the same palette before it is compared: the same page gives the
same picture, dot for dot. Both are blurred before they are compared, because another build of the
libraries may set the edge of a letter otherwise by a hair.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from core.palette import COLOURS
from core.report.pages import rasterised

FOLDER = Path(__file__).parent / "pictures"
SHOWN = Path(__file__).parents[2] / "build" / "pictures"
"""Where the pages that differ are put, with what differs."""

WIDTH = 413
"""Dots across a page of A4."""

BLUR = 2
"""Radius in dots; a line of small type is three dots high."""

LARGEST, MEAN = 22, 0.45
"""How far the two may be apart, of 255: at any dot, and on average over the page.

Of 12 pages, each inked dot moved at random by up to 4 of 255: at most 11 and 0.32. A line of text
gone: at least 36 at some dot. A strip of the page moved aside by two dots, a millimetre: at least
31 at some dot. The tests repeat this on a page.
"""

GREYS = [(level,) * 3 for level in np.linspace(0, 255, 6).round().astype(int).tolist()]


def _tints(colour: str) -> list[tuple[int, ...]]:
    """An arm's colour, and a half and a quarter of it on white."""
    full = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return [tuple(255 - (255 - part) // share for part in full) for share in (1, 2, 4)]


PALETTE = Image.new("P", (1, 1))
PALETTE.putpalette(sum([*GREYS, *(tint for colour in COLOURS for tint in _tints(colour))], ()))


def pictures(pdf: bytes) -> list[Image.Image]:
    """Each page of a PDF as it would be stored."""
    return [as_stored(Image.fromarray(page)) for page in rasterised(pdf, WIDTH)]


def as_stored(picture: Image.Image, palette: Image.Image = PALETTE) -> Image.Image:
    """In the colours of a palette, which is that of `palette`."""
    return picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far two pictures are apart after a little blur; as large as the larger of the two."""
    size = max(one.width, other.width), max(one.height, other.height)
    pages = []
    for picture in (one, other):
        page = Image.new("RGB", size, "white")
        page.paste(picture.convert("RGB"))
        pages.append(page.filter(ImageFilter.GaussianBlur(BLUR)))
    return ImageChops.difference(*pages)


def distance(apart: Image.Image) -> tuple[float, float]:
    """The largest and the mean difference."""
    values = np.asarray(apart)
    return float(values.max()), float(values.mean())


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether nobody would see a difference."""
    largest, mean = distance(difference(one, other))
    return one.size == other.size and largest <= LARGEST and mean <= MEAN


def show(name: str, page: Image.Image, stored: Image.Image) -> str:
    """Write the page and what differs, dark on white, and say how much that is."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    apart = difference(page, stored)
    page.save(SHOWN / f"{name}.png")
    apart.point(lambda value: 255 - min(4 * value, 255)).save(SHOWN / f"{name}-differs.png")
    largest, mean = distance(apart)
    return f"{name}-differs.png: {largest:.0f} at most, {mean:.2f} on average"
