"""Tiny fonts made here, so that no test needs one that is installed; and what a PDF lacks."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pypdf.generic import ContentStream

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


def undrawn(path: Path) -> list[str]:
    """Fonts of a PDF of which a text asks for a character that they lack: it is drawn as a box."""
    found = set()
    for page in pypdf.PdfReader(path).pages:
        resources = page["/Resources"]["/Font"]
        every = {name: _Glyphs(font.get_object()) for name, font in resources.items()}
        font = None
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator == b"Tf":
                font = every[operands[0]]
            elif operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else operands
                texts = [part for part in parts if not isinstance(part, int | float)]
                if not all(font.has(text.original_bytes) for text in texts):
                    found.add(font.name)
    return sorted(found)


class _Glyphs:
    """Which codes of a text an embedded font draws."""

    def __init__(self, font: Any) -> None:
        self.name = str(font["/BaseFont"])
        self.wide = "/DescendantFonts" in font
        held = font["/DescendantFonts"][0].get_object() if self.wide else font
        if self.wide:
            glyphs = np.frombuffer(held["/CIDToGIDMap"].get_object().get_data(), dtype=">u2")
            self.drawn = set(np.flatnonzero(glyphs).tolist())
        else:
            file = TTFont(io.BytesIO(held["/FontDescriptor"]["/FontFile2"].get_data()))
            codes = file["cmap"].getcmap(1, 0).cmap
            self.drawn = {code for code, glyph in codes.items() if file.getGlyphID(glyph)}

    def has(self, text: bytes) -> bool:
        return set(np.frombuffer(text, dtype=">u2" if self.wide else "u1").tolist()) <= self.drawn
