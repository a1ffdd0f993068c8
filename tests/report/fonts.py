"""Tiny fonts made here, so that no test needs one that is installed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def make_font(path: Path, characters: Iterable[str], **given: Any) -> Path:
    """A font that has squares for these characters.

    ink: whether they can be seen. outlines: "glyf" or "CFF ". fs_type: 2 forbids embedding.
    """
    glyphs = {".notdef": None} | {f"u{ord(char):05X}": char for char in characters}
    truetype = given.get("outlines", "glyf") == "glyf"
    builder = FontBuilder(EM, isTTF=truetype)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(char): name for name, char in glyphs.items() if char})
    if truetype:
        empty = TTGlyphPen(None).glyph()
        ink = given.get("ink", True)
        builder.setupGlyf({
            name: _square(TTGlyphPen(None)).glyph() if char != "\u3000" and ink else empty
            for name, char in glyphs.items()
        })  # fmt: skip
    else:
        pen = _square(T2CharStringPen(EM, None))
        builder.setupCFF(path.stem, {}, dict.fromkeys(glyphs, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (EM, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular", "psName": path.stem})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=given.get("fs_type", 0))
    builder.setupPost()
    builder.save(path)
    return path


def _square(pen: Any) -> Any:
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen
