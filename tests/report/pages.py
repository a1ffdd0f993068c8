"""What a PDF holds, read back: its words, its fonts, its pictures, and how full its pages are."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2


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
