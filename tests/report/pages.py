"""What a PDF holds, read back: its words, its fonts, its pictures, and how full its pages are."""

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2
from fontTools.ttLib import TTFont
from pypdf.generic import ContentStream


def words(path: Path) -> str:
    """All text of a PDF as it is read: single spaces, straight apostrophes."""
    pages = pypdf.PdfReader(path).pages
    return plain(" ".join(page.extract_text() for page in pages))


def plain(text: str) -> str:
    """Text without the differences that only typesetting makes."""
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u2212", "-"))


def fonts(path: Path) -> list[Any]:
    """Every font dictionary of a PDF; of composite fonts, what they are made of."""
    found = []
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found += [part.get_object() for part in font.get("/DescendantFonts", [font])]
    return found


def pictures(path: Path) -> list[Any]:
    """Every image of a PDF, wherever it is used."""
    reader = pypdf.PdfReader(path)
    every = (reader.get_object(number) for number in reader.xref[0])
    return [one for one in every if isinstance(one, dict) and one.get("/Subtype") == "/Image"]


def filled(path: Path) -> list[float]:
    """How far down each page's text area there is ink, 0 to 1, the footer left out."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            height = page.get_height()
            ink = page.render(scale=1, grayscale=True).to_numpy().squeeze() < 250
            rows = np.flatnonzero(ink[: round(height - 50)].any(axis=1))
            found.append(float((rows.max() - 50) / (height - 106)))
            page.close()
    return found


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
