"""The fonts of a write-up: which one sets each part of a text, and what none of them can set."""

import functools
import itertools
import unicodedata

import resources
from core import lines
from core.errors import BadInput
from core.report import installed
from core.report.lock import LOCK

SANS, SANS_BOLD, SANS_ITALIC = "SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Italic"
SERIF, SERIF_BOLD, SERIF_ITALIC = (
    "SourceSerif4-Regular",
    "SourceSerif4-SemiBold",
    "SourceSerif4-Italic",
)
FACES = (SANS, SANS_BOLD, SANS_ITALIC, SERIF, SERIF_BOLD, SERIF_ITALIC)
"""The fonts that are shipped. Others of this machine stand in for single characters only."""

LIKE_SERIF = {SERIF: SANS, SERIF_BOLD: SANS_BOLD, SERIF_ITALIC: SANS_ITALIC}
"""The sans face that stands in where the serif, which has fewer characters, lacks one."""

INVISIBLE = frozenset("\u00ad\u200b\ufeff")
"""Characters that the fonts have and nobody can see."""

MOST_CODE_POINTS = 12
"""Characters running that are printed one by one where no font can set them."""

JOINED = ((0x1100, 0x11FF), (0x1800, 0x18AF), (0xA840, 0xA87F), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))
"""Letters that change with their neighbours, though no mark says so: jamo, Mongolian, Phags-pa."""


def file_of(face: str) -> str:
    """The path of a face's TrueType file."""
    return str(resources.path(f"fonts/{face}.ttf")) if face in FACES else installed.file_of(face)


@functools.cache
def register() -> None:
    """Make the shipped faces known to reportlab, under their own names.

    Its drawings name a font even where they hold no text: not Helvetica, which is not embedded.
    """
    from reportlab.graphics.shapes import STATE_DEFAULTS
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with LOCK:  # pages that are being set by another thread keep the fonts that they began with
        for face in FACES:
            pdfmetrics.registerFont(TTFont(face, file_of(face)))
        STATE_DEFAULTS["fontName"] = SANS


@functools.cache
def characters(face: str) -> frozenset[str]:
    """Every character that a shipped face has, that can be seen, and that stands by itself."""
    from reportlab.pdfbase.pdfmetrics import getFont

    register()
    held = frozenset(map(chr, getFont(face).face.charToGlyph)) - INVISIBLE
    return frozenset(char for char in held if not _shaped(char))


def fitting(face: str, text: str) -> str:
    """The face itself, or the sans that stands in where only that has what the text needs."""
    if characters(face).issuperset(text):
        return face
    shipped = characters(SANS).intersection(text)
    return face if characters(face).issuperset(shipped) else LIKE_SERIF.get(face, face)


@functools.lru_cache(maxsize=10_000)
def runs(face: str, text: str) -> tuple[tuple[str, str], ...]:
    """The text in parts, each with the face that sets it: this one, or an installed font.

    Kept, because a page is set in many sizes before one fits.
    """
    said = unicodedata.normalize("NFC", text)
    own = fitting(face, said)
    if characters(own).issuperset(said):
        return ((own, said),) if said else ()
    others = installed.faces_for(frozenset(said) - characters(own))
    grouped = itertools.groupby(said, key=lambda char: others.get(char, own))
    return tuple((name, "".join(part)) for name, part in grouped)


def width(face: str, text: str, size: float) -> float:
    """How wide a text is on one line, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(part, name, size) for name, part in runs(face, text)))


def elided(face: str, text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than so many points."""
    if width(face, text, size) <= room:
        return text
    while text and width(face, text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def spelled_out(text: str) -> str:
    """The text, with what cannot be set as code points: "a [U+05D0 U+05D1]"."""
    said = unicodedata.normalize("NFC", text)
    unset = _unset(said)
    parts = ("".join(part) for _, part in itertools.groupby(said, key=unset.__contains__))
    return "".join(_code_points(part) if part[0] in unset else part for part in parts)


def can_set(text: str) -> bool:
    """Whether the fonts of the write-up, or those of this machine, can set a text."""
    return not _unset(unicodedata.normalize("NFC", text))


def _unset(said: str) -> frozenset[str]:
    lacking = frozenset(said) - characters(SANS)
    alone = frozenset(char for char in lacking if not lines.refusal(char) and not _shaped(char))
    return lacking - installed.faces_for(alone).keys() if alone else lacking


def _code_points(part: str) -> str:
    told = [f"U+{ord(char):04X}" for char in part[:MOST_CODE_POINTS]]
    rest = len(part) - len(told)
    return f"[{' '.join(told)}{f' and {rest} more' if rest else ''}]"


def check(field: str, text: str) -> None:
    """Refuse a text that would be printed as boxes, or with its letters in the wrong place.

    Raises BadInput with the field, the characters, and what would help.
    """
    said = unicodedata.normalize("NFC", text)
    lacking = dict.fromkeys(char for char in said if char not in characters(SANS))
    if not lacking:
        return
    if unseen := lines.refusal("".join(lacking)):
        raise BadInput(f"{field}: {unseen}; take them out")
    if shaped := [char for char in lacking if _shaped(char)]:
        raise BadInput(
            f"{field}: has characters whose place or form depends on others ({lines.named(shaped)})"
            ": the write-up cannot set scripts that run from right to left or join their letters, "
            "nor accents without a letter of their own; spell it in another way"
        )
    others = installed.faces_for(frozenset(lacking))
    if missing := [char for char in lacking if char not in others]:
        raise BadInput(
            f"{field}: has characters that neither the fonts of the write-up nor any TrueType font "
            f"installed here has ({lines.named(missing)}); install one that has them, such as one "
            "of the Noto Sans family, and start again"
        )


def _shaped(char: str) -> bool:
    """Whether a letter's place or form depends on its neighbours, which nothing here works out."""
    backwards = unicodedata.bidirectional(char) in ("R", "AL", "AN")
    mark = unicodedata.category(char).startswith("M")
    return backwards or mark or any(low <= ord(char) <= high for low, high in JOINED)
