"""The fonts that are shipped: what they are called, and whether they have what a text needs."""

import functools
import unicodedata

import resources
from core.errors import BadInput

SANS, SANS_BOLD, SANS_ITALIC = "SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Italic"
SERIF, SERIF_BOLD, SERIF_ITALIC = (
    "SourceSerif4-Regular",
    "SourceSerif4-SemiBold",
    "SourceSerif4-Italic",
)
FACES = (SANS, SANS_BOLD, SANS_ITALIC, SERIF, SERIF_BOLD, SERIF_ITALIC)

LIKE_SERIF = {SERIF: SANS, SERIF_BOLD: SANS_BOLD, SERIF_ITALIC: SANS_ITALIC}
"""The sans face that stands in where the serif, which has fewer characters, lacks one."""

INVISIBLE = frozenset("\u00ad\u200b\ufeff")
"""Characters that the fonts have and nobody can see."""


def file_of(face: str) -> str:
    """The path of a face's TrueType file."""
    return str(resources.path(f"fonts/{face}.ttf"))


@functools.cache
def register() -> None:
    """Make the faces known to reportlab, under their own names.

    Its drawings name a font even where they hold no text: not Helvetica, which is not embedded.
    """
    from reportlab.graphics.shapes import STATE_DEFAULTS
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in FACES:
        pdfmetrics.registerFont(TTFont(face, file_of(face)))
    STATE_DEFAULTS["fontName"] = SANS


@functools.cache
def characters(face: str) -> frozenset[str]:
    """Every character that a face has and that can be seen."""
    from reportlab.pdfbase.pdfmetrics import getFont

    register()
    return frozenset(map(chr, getFont(face).face.charToGlyph)) - INVISIBLE


def fitting(face: str, text: str) -> str:
    """The face itself, or the sans that stands in where it lacks a character of the text."""
    return face if characters(face).issuperset(text) else LIKE_SERIF.get(face, face)


def check(field: str, said: str) -> None:
    """Refuse a text that would be printed as boxes.

    Raises BadInput with the field and the characters that the fonts lack.
    """
    lacking = list(dict.fromkeys(char for char in said if char not in characters(SANS)))
    if not lacking:
        return
    named = ", ".join(_named(char) for char in lacking[:3]) + (", …" if lacking[3:] else "")
    raise BadInput(
        f"{field}: has characters that the fonts of the write-up lack ({named}); "
        "Latin, Greek and Cyrillic letters can be printed"
    )


def _named(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}").capitalize()
