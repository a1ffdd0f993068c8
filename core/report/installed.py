"""Fonts of this machine, for what the shipped ones lack; looked for only when a text needs one.

Only TrueType outlines can be embedded, so others are passed over, as are fonts that forbid it. Of
a collection the first font is used. The order is by name, so that one machine always chooses alike.
"""

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font
    from reportlab.pdfbase.ttfonts import TTFont

PREFERRED = (
    "notosans", "dejavusans", "liberationsans", "arialunicode", "arialuni", "segoeui", "yugothr",
    "yugothm", "meiryo", "msgothic", "msyh", "msjh", "malgun", "applegothic", "stheiti", "simsun",
    "ipa", "vlgothic", "takao", "nanum", "unbatang", "wqy", "droidsansfallback", "uming",
)  # fmt: skip
"""How the files of well-known plain families begin, in lower case without spaces and hyphens."""

STYLED = re.compile(
    "bold|black|heavy|light|thin|medium|semi|extra|italic|oblique|cond|narrow|mono|serif|display"
)
"""What the files of other styles than the regular one have in their names."""

UNASSIGNED = 0x0378
"""A code that no character has: a font that has it draws the same box for everything."""


def face_with(characters: frozenset[str]) -> str | None:
    """The first font that has all these characters, by the name that reportlab knows it by."""
    return next((name for name in _faces() if _has(name, characters)), None)


@functools.cache
def face_for(char: str) -> str | None:
    """The first font that has a character."""
    return face_with(frozenset(char))


def file_of(face: str) -> str:
    """The path of a font that was found."""
    return _files()[face]


def search() -> list[str]:
    """The paths of all fonts that this machine has."""
    from matplotlib.font_manager import findSystemFonts

    return [str(path) for path in findSystemFonts()]


def forget() -> None:
    """Look for fonts again when one is next needed."""
    for cached in (_files, _opened, _registered, face_for):
        cached.cache_clear()


@functools.cache
def _files() -> dict[str, str]:
    """The path of each font by its name here, those that are tried first at the front."""
    paths = [path for path in search() if Path(path).suffix.lower() in (".ttf", ".ttc")]
    ordered = sorted(paths, key=lambda path: (*_rank(Path(path).stem), path))
    found: dict[str, str] = {}
    for path in ordered:
        found.setdefault(f"Installed-{Path(path).stem}", path)
    return found


def _rank(stem: str) -> tuple[int, bool, str]:
    """Well-known families first, and regular styles before others."""
    plain = re.sub(r"[\W_]", "", stem.lower())
    known = [place for place, start in enumerate(PREFERRED) if plain.startswith(start)]
    styled = STYLED.search(plain) is not None
    return (min(known, default=len(PREFERRED)) + 100 * styled, styled, plain)


def _faces() -> Iterator[str]:
    return iter(_files())


def _has(name: str, characters: frozenset[str]) -> bool:
    """Whether a font draws all these characters and may be embedded."""
    opened = _opened(name)
    if opened is None or not all(_draws(opened, char) for char in characters):
        return False
    registered = _registered(name)
    return registered is not None and all(
        ord(char) in registered.face.charToGlyph for char in characters
    )


@functools.cache
def _opened(name: str) -> "FT2Font | None":
    """The font's characters and outlines; None for one that is damaged or draws boxes only."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(file_of(name))
    except (OSError, RuntimeError, ValueError):
        return None
    return None if not font.scalable or font.get_char_index(UNASSIGNED) else font


def _draws(font: "FT2Font", char: str) -> bool:
    """Whether it has ink for a character: fonts of coloured pictures have none in black."""
    from matplotlib.ft2font import LoadFlags

    if not font.get_char_index(ord(char)):
        return False
    try:
        glyph = font.load_char(ord(char), flags=LoadFlags.NO_SCALE)
    except RuntimeError:
        return False
    return char.isspace() or (glyph.width > 0 and glyph.height > 0)


@functools.cache
def _registered(name: str) -> "TTFont | None":
    """The font as reportlab embeds it; None for one that it cannot, or may not, embed."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        font = TTFont(name, file_of(name))
    except (TTFError, OSError, ValueError, LookupError):
        return None
    pdfmetrics.registerFont(font)
    return font
