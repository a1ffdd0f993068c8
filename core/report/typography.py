"""Type, ink and rules of the PDF; reportlab is imported inside the functions."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from core.palette import ArmStyle, Marker
from core.report.document import Group
from core.report.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD, SERIF_ITALIC, fitting, runs, width
from core.unbroken import unbroken

INK, QUIET, ACCENT, RULE = "#1B2733", "#52606D", "#005A8C", "#C9D1D9"

Command: TypeAlias = tuple[Any, ...]
"""One line of a reportlab table style; colours as #RRGGBB."""


@dataclass(frozen=True, slots=True)
class Type:
    """A face with its size and distance of lines in points."""

    face: str
    size: float
    leading: float
    colour: str = INK

    def at(self, size: float) -> "Type":
        """The same, so much larger."""
        return replace(self, size=size * self.size, leading=size * self.leading)

    def bold(self) -> "Type":
        """The same in the semibold sans."""
        return replace(self, face=SANS_BOLD)

    def quiet(self) -> "Type":
        """The same, set back."""
        return replace(self, colour=QUIET)


TITLE = Type(SERIF_BOLD, 25, 29)
BYLINE = Type(SANS, 9.6, 13, QUIET)
ABOUT = Type(SERIF_ITALIC, 10.8, 14.6)
FINDING = Type(SERIF, 14.6, 19)
NUMBER = Type(SERIF_BOLD, 19, 23)
HEADING = Type(SANS_BOLD, 11.4, 14, ACCENT)
BODY = Type(SERIF, 9.1, 11.9)
SMALL = Type(SANS, 7.7, 9.7)
NOTE = SMALL.quiet()
CODE = Type(SANS, 7.6, 9.8)
FOOTER = Type(SANS, 7.4, 9, QUIET)

PLAIN: list[Command] = [
    ("FONTNAME", (0, 0), (-1, -1), SANS),  # for empty cells too: Helvetica is not embedded
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
"""What every grid starts from: no rules, and no room of its own."""


def text(said: str, type_: Type, **more: Any) -> Any:
    """A paragraph of plain text; more: attributes of its style."""
    polished = _polished(said)
    return _paragraph(_set(polished, type_.face), polished, type_, **more)


def verbatim(said: str, type_: Type) -> Any:
    """A line that is to be typed as it stands; spaces at its start are kept."""
    kept = said.replace("  ", "\u00a0\u00a0")
    return _paragraph(_set(kept, type_.face), kept, type_)


def led(lead: str, said: str, type_: Type, link: str = "", colour: str = "") -> Any:
    """A paragraph with a semibold lead-in, as a whole a link if one is given."""
    ink = colour or type_.colour
    markup = f"{_set(lead, SANS_BOLD, ink)} " if lead else ""
    polished = _polished(said)
    markup += _set(polished, type_.face)
    if link:
        markup = f"<link href={quoteattr(link)}>{markup}</link>"
    return _paragraph(markup, polished, type_)


def settings(group: Group, type_: Type) -> Any:
    """A group of settings one after the other: its title, then each one's name and value."""
    parts = [f"{_set(f'{group.title}:', SANS_BOLD, type_.colour)} "] if group.title else []
    pairs = (
        f"{_set(title, type_.face, QUIET)}\u00a0{_set(_polished(value), type_.face)}"
        for title, value in group.pairs
    )
    plain = " ".join((group.title, *(part for pair in group.pairs for part in pair)))
    return _paragraph("".join(parts) + " \u00b7 ".join(pairs), plain, type_)


def links(pairs: Sequence[tuple[str, str]], type_: Type) -> Any:
    """What is printed of each address, side by side, each a link to it."""
    found = [
        f'<link href={quoteattr(address)} color="{ACCENT}">{_set(shown, type_.face)}</link>'
        for shown, address in pairs
    ]
    return _paragraph(" · ".join(found), "".join(shown for shown, _ in pairs), type_)


def _set(said: str, face: str, colour: str = "") -> str:
    """A text as markup, in which each part names its font that is not the paragraph's own.

    colour: of a part that also differs in face from its paragraph.
    """
    own = "" if colour else fitting(face, said)
    ink = f' color="{colour}"' if colour else ""
    return "".join(
        escape(part) if name == own else f"<font name={quoteattr(name)}{ink}>{escape(part)}</font>"
        for name, part in runs(face, said)
    )


def _paragraph(markup: str, plain: str, type_: Type, **more: Any) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "",
        fontName=fitting(type_.face, plain),
        fontSize=type_.size,
        leading=type_.leading,
        textColor=HexColor(type_.colour),
        bulletFontName=SANS,
        allowWidows=0,
        allowOrphans=0,
        **more,
    )
    return Paragraph(markup, style)


def _polished(said: str) -> str:
    """Numbers kept on one line with their interval, per cent sign or word; minus and genitive."""
    said = re.sub(r"[\d.,]+ \[[^\[\]]{1,40}\]", lambda found: _solid(found.group()), said)
    said = unbroken(said)
    said = re.sub(r"(?<![^\s\[(])-(?=\d)", "\u2212", said)
    return re.sub(r"(?<=\w)'(?=s\b)|(?<=s)'(?=\s)", "\u2019", said)


def _solid(said: str) -> str:
    return said.replace(" ", "\u00a0")


def set_grid(
    cells: list[list[Any]], widths: list[float], commands: Sequence[Command], repeat: int = 0
) -> Any:
    """Cells in rows; the first `repeat` rows again wherever it is split."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table

    style = [
        tuple(HexColor(part) if str(part).startswith("#") else part for part in command)
        for command in (*PLAIN, *commands)
    ]
    return Table(cells, colWidths=widths, style=style, repeatRows=repeat)


@functools.lru_cache(maxsize=4096)
def width_of(said: str, type_: Type) -> float:
    """How wide a text is on one line, in points."""
    return width(type_.face, said, type_.size)


_CORNERS: dict[Marker, tuple[float, ...]] = {
    "square": (-1.9, -1.9, 1.9, -1.9, 1.9, 1.9, -1.9, 1.9),
    "triangle": (-2.3, -1.8, 2.3, -1.8, 0, 2.2),
    "diamond": (-2.4, 0, 0, -2.4, 2.4, 0, 0, 2.4),
    "plus": (
        -0.8, -2.5, 0.8, -2.5, 0.8, -0.8, 2.5, -0.8, 2.5, 0.8, 0.8, 0.8,
        0.8, 2.5, -0.8, 2.5, -0.8, 0.8, -2.5, 0.8, -2.5, -0.8, -0.8, -0.8,
    ),
    "downward": (-2.3, 1.8, 2.3, 1.8, 0, -2.2),
    "cross": (
        -1.2, -2.3, 0, -1.1, 1.2, -2.3, 2.3, -1.2, 1.1, 0, 2.3, 1.2,
        1.2, 2.3, 0, 1.1, -1.2, 2.3, -2.3, 1.2, -1.1, 0, -2.3, -1.2,
    ),
    "hourglass": (-2.1, -2.2, 2.1, -2.2, -2.1, 2.2, 2.1, 2.2),
}  # fmt: skip
"""x and y in turn, in points around the middle."""


def key(style: ArmStyle, height: float) -> Any:
    """An arm's line and marker as a small drawing."""
    from reportlab.graphics.shapes import Drawing, Line
    from reportlab.lib.colors import HexColor

    dashes = {"dashed": [5, 2], "dashdot": [6, 1.8, 1.2, 1.8], "dotted": [1.2, 1.5]}
    middle, colour = height * 0.42, HexColor(style.colour)
    drawing = Drawing(20, height)
    line = Line(0, middle, 18, middle, strokeColor=colour, strokeWidth=1.3)
    if style.dash in dashes:
        line.strokeDashArray = dashes[style.dash]
    drawing.add(line)
    drawing.add(_marker(style, 9, middle, colour))
    return drawing


def _marker(style: ArmStyle, x: float, y: float, colour: Any) -> Any:
    from reportlab.graphics.shapes import Circle, Polygon

    filled: dict[str, Any] = {"fillColor": colour, "strokeColor": None, "strokeWidth": 0}
    if style.marker == "circle":
        return Circle(x, y, 2.1, **filled)
    corners = _CORNERS[style.marker]
    points = [(y if place % 2 else x) + at for place, at in enumerate(corners)]
    return Polygon(points, **filled)
