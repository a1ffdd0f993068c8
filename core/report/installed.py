"""Fonts of this machine, for what the shipped ones lack; looked for only when a text needs one.

Only TrueType outlines can be embedded, so others are passed over, as are fonts that forbid it. Of
a collection the first font is used. The order is by name, so that one machine always chooses alike.
"""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.report.lock import LOCK

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font
    from reportlab.pdfbase.ttfonts import TTFont

PREFERRED = (
    "notosans", "dejavusans", "liberationsans", "arialunicode", "arialuni", "segoeui", "yugothr",
    "yugothm", "meiryo", "msgothic", "msyh", "msjh", "malgun", "applegothic", "stheiti", "simsun",
    "ipa", "vlgothic", "takao", "nanumgothic", "unbatang", "wqy", "droidsansfallback", "uming",
)  # fmt: skip
"""How the files of well-known plain families begin, in lower case without spaces and hyphens."""

STYLED = re.compile(
    "bold|black|heavy|light|thin|medium|semi|extra|italic|oblique|cond|narrow|mono|serif|display"
)
"""What the files of other styles than the regular one have in their names."""

RESTRICTED, NO_PARTS = 0x0002, 0x0300
"""What a font's OS/2 table says where its licence forbids embedding, or embedding a subset."""

UNASSIGNED = 0x0378
"""A code that no character has: a font that has it draws the same box for everything."""


@functools.lru_cache(maxsize=1000)
def faces_for(characters: frozenset[str]) -> Mapping[str, str]:
    """A font for each character that any has: one for all of them where there is one.

    Fonts are named as reportlab knows them.
    """
    found: dict[str, str] = {}
    for name in files():
        drawn = _drawn(name, characters)
        new = drawn == characters or drawn - found.keys()
        if not new or not _embeddable(name, drawn):
            continue
        if drawn == characters:
            return dict.fromkeys(drawn, name)
        found |= dict.fromkeys(drawn - found.keys(), name)
    return found


def file_of(face: str) -> str:
    """The path of a font that was found."""
    return files()[face]


def search() -> list[str]:
    """The paths of all fonts that this machine has."""
    from matplotlib.font_manager import findSystemFonts

    return [str(path) for path in findSystemFonts()]


@functools.cache
def files() -> dict[str, str]:
    """The path of each font by its name here, those that are tried first at the front."""
    paths = [path for path in search() if Path(path).suffix.lower() in (".ttf", ".ttc")]
    ordered = sorted(paths, key=lambda path: (*_rank(Path(path).stem), path))
    found: dict[str, str] = {}
    for path in ordered:
        found.setdefault(f"Installed-{Path(path).stem}", path)
    return found


def _rank(stem: str) -> tuple[bool, int, str]:
    """Regular styles before others, and well-known families first."""
    plain = re.sub(r"[\W_]", "", stem.lower())
    known = [place for place, start in enumerate(PREFERRED) if plain.startswith(start)]
    return STYLED.search(plain) is not None, min(known, default=len(PREFERRED)), plain


def _drawn(name: str, characters: frozenset[str]) -> frozenset[str]:
    """Those of the characters that a font has.

    None of one that is damaged, draws boxes only, or forbids that parts of it are embedded.
    """
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(file_of(name))  # not kept: it holds its file open
    except (OSError, RuntimeError, ValueError):
        return frozenset()
    declared = font.get_sfnt_table("OS/2")
    kept_back = declared is not None and (
        declared["fsType"] & 0xF == RESTRICTED or bool(declared["fsType"] & NO_PARTS)
    )
    if kept_back or not font.scalable or font.get_char_index(UNASSIGNED):
        return frozenset()
    return frozenset(char for char in characters if _draws(font, char))


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


def _embeddable(name: str, characters: frozenset[str]) -> bool:
    """Whether reportlab finds all these in a font, and can and may embed it."""
    font = registered(name)
    return font is not None and all(ord(char) in font.face.charToGlyph for char in characters)


@functools.cache
def registered(name: str) -> "TTFont | None":
    """The font as reportlab embeds it; None for one that it cannot, or may not, embed."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        font = TTFont(name, file_of(name))
    except (TTFError, OSError, ValueError, LookupError):
        return None
    with LOCK:
        pdfmetrics.registerFont(font)
    return font
