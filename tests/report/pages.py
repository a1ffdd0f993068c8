"""What a PDF holds, read back: its words, its fonts, its pictures, and how full its pages are."""

import io
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pypdf
import pypdfium2

from core.report.document import Attachment, Document, Numbers, Row

Pdf: TypeAlias = Path | io.BytesIO

UNSEEN = {"chart", "key", "link", "role", "style", "tables"}
"""Fields of a block that are drawn or looked up, and not printed as text."""


def words(path: Pdf) -> str:
    """All text of a PDF as it is read: single spaces, straight apostrophes."""
    pages = pypdf.PdfReader(path).pages
    return plain(" ".join(page.extract_text() for page in pages))


def plain(text: str) -> str:
    """Text without the differences that only typesetting makes."""
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u2212", "-"))


def fonts(path: Pdf) -> list[Any]:
    """Every font dictionary of a PDF; of composite fonts, what they are made of."""
    found = []
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found += [part.get_object() for part in font.get("/DescendantFonts", [font])]
    return found


def pictures(path: Pdf) -> list[Any]:
    """Every image of a PDF, wherever it is used."""
    reader = pypdf.PdfReader(path)
    every = (reader.get_object(number) for number in reader.xref[0])
    return [one for one in every if isinstance(one, dict) and one.get("/Subtype") == "/Image"]


def filled(path: Pdf) -> list[float]:
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


def lacking(document: Document, path: Pdf) -> list[str]:
    """The texts of a write-up that its PDF does not hold, whole or parted by the end of a page.

    What gives way where pages are too few is there as a whole or not at all.
    """
    pages = [_joined(page.extract_text()) for page in pypdf.PdfReader(path).pages]
    found = []
    for texts, gives_way in _parts(document):
        missing = [text for text in texts if not _is_there(text, pages)]
        if not (gives_way and max(texts, key=len) in missing):
            found += missing
    return found


def every_text(document: Document) -> list[str]:
    """All that a write-up prints: titles, paragraphs, entries, cells, captions, notes, settings."""
    return [text for texts, _ in _parts(document) for text in texts]


def _parts(document: Document) -> Iterator[tuple[list[str], bool]]:
    """The title, each section's heading and each of its blocks, and whether it may be left out."""
    yield [document.title, document.about], False
    for section in document.sections:
        yield [section.title], section.spare
        for block in section.blocks:
            if texts := [] if isinstance(block, Attachment) else list(_texts(block)):
                yield texts, section.spare or isinstance(block, Numbers)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Row):
        yield "".join(part.cells)  # in this order, so that no number stands under another heading
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in UNSEEN:
                yield from _texts(getattr(part, field.name))


def _is_there(text: str, pages: list[str]) -> bool:
    said = _joined(text)
    if any(said in page for page in pages):
        return True
    pairs, cuts = list(pairwise(pages)), range(1, len(said))
    return any(said[:cut] in one and said[cut:] in other for one, other in pairs for cut in cuts)


def _joined(text: str) -> str:
    """Without any space: lines may be broken anywhere."""
    return plain(text).replace(" ", "")
