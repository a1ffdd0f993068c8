"""What the drawings share: type, ink, axes placed in points, and labels that do not overlap."""

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.palette import ArmStyle, Dash, Marker
from core.records import FloatArray
from core.report import fonts
from core.report.fonts import SANS, SANS_BOLD

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Transform

INCH = 72.0
"""Points; all sizes here are in points."""

TEXT, QUIET, FAINT, BAND = "#222222", "#5F5F5F", "#E4E4E4", "#D9D9D9"
LABEL, SMALL, TITLE = 7.6, 6.9, 8.4
"""Sizes of type."""

LINE_STEP = 9.0
"""From one label's line to the next."""

DASHES: dict[Dash, Any] = {
    "solid": "-",
    "dashed": (0, (5, 2)),
    "dashdot": (0, (6, 1.8, 1.2, 1.8)),
    "dotted": (0, (1.2, 1.5)),
}
MARKERS: dict[Marker, Any] = {
    "circle": "o",
    "square": "s",
    "triangle": "^",
    "diamond": "D",
    "plus": "P",
    "downward": "v",
    "cross": "X",
    "hourglass": [(-1, 1), (1, 1), (-1, -1), (1, -1), (-1, 1)],
}

RC: dict[str, Any] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "collapse-lab",
    "text.parse_math": False,
    "text.color": TEXT,
    "font.size": LABEL,
    "axes.linewidth": 0.5,
    "axes.edgecolor": "#8A8A8A",
    "axes.labelcolor": TEXT,
    "axes.labelsize": LABEL,
    "xtick.color": "#8A8A8A",
    "ytick.color": "#8A8A8A",
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "lines.solid_capstyle": "butt",
    "lines.dash_capstyle": "butt",
}
"""Every setting that differs from matplotlib's own; `$` in an arm's name is no formula."""


def new_figure(width: float, height: float) -> "Figure":
    """An empty figure of that size in points."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width / INCH, height / INCH))


def place(figure: "Figure", left: float, top: float, width: float, height: float) -> "Axes":
    """Axes whose upper left corner lies so far from the figure's, in points."""
    full_width, full_height = figure.get_size_inches() * INCH
    bottom = full_height - top - height
    axes = figure.add_axes(
        (left / full_width, bottom / full_height, width / full_width, height / full_height)
    )
    axes.spines[["top", "right", "left"]].set_visible(False)
    return axes


@functools.cache
def family(face: str) -> str:
    """The name by which matplotlib finds a face of ours, and no other font of this machine."""
    from matplotlib.font_manager import fontManager, get_font, ttfFontProperty

    found = ttfFontProperty(get_font(fonts.file_of(face)))
    entry = replace(found, name=f"Collapse Lab {face}", weight=400, style="normal")
    fontManager.ttflist.append(entry)
    return entry.name


def fonts_for(text: str, bold: bool = False) -> "FontProperties":
    """The shipped sans, and behind it what sets the characters that it lacks."""
    from matplotlib.font_manager import FontProperties

    own = SANS_BOLD if bold else SANS
    faces = dict.fromkeys([own, *(name for name, _ in fonts.runs(own, text))])
    return FontProperties(family=[family(name) for name in faces])


def write(
    axes: "Axes",
    text: str,
    at: tuple[float, float],
    *,
    size: float = LABEL,
    colour: str = TEXT,
    bold: bool = False,
    align: str = "left",
    halo: bool = False,
) -> None:
    """Text at points from the axes' lower left corner, its middle line there.

    halo: white around it, where lines pass beneath.
    """
    said = axes.annotate(
        unicodedata.normalize("NFC", text),
        (0, 0),
        xytext=at,
        xycoords="axes points",
        textcoords="axes points",
        fontproperties=fonts_for(text, bold),
        fontsize=size,
        color=colour,
        ha=align,
        va="center_baseline",
        annotation_clip=False,
        zorder=5,
    )
    if halo:
        from matplotlib.patheffects import withStroke

        said.set_path_effects([withStroke(linewidth=1.6, foreground="white")])


def type_ticks(axes: "Axes") -> None:
    """Set tick labels in the shipped face, with thousands and a true minus."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value + 0.0:,.10g}".replace("-", "\u2212"))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(fonts_for(""))
        label.set_fontsize(SMALL)


def in_points(axes: "Axes") -> "Transform":
    """From points right of and above the axes' lower left corner, whatever the resolution."""
    from matplotlib.transforms import Affine2D

    figure = axes.get_figure(root=True)
    assert figure is not None
    left, bottom, _, _ = _box(axes)
    width, height = figure.get_size_inches() * INCH
    return Affine2D().translate(left, bottom).scale(1 / width, 1 / height) + figure.transFigure


def width_of(axes: "Axes") -> float:
    """The axes' width in points."""
    return _box(axes)[2]


def _box(axes: "Axes") -> tuple[float, float, float, float]:
    """Left, bottom, width and height in points."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure_size = figure.get_size_inches() * INCH
    left, bottom, width, height = axes.get_position().bounds
    return (
        left * figure_size[0],
        bottom * figure_size[1],
        width * figure_size[0],
        height * figure_size[1],
    )


def key(axes: "Axes", style: ArmStyle, at: tuple[float, float]) -> None:
    """An arm's line and marker, centred at points from the axes' lower left corner."""
    from matplotlib.lines import Line2D

    line = Line2D(
        (at[0] - 7, at[0], at[0] + 7), (at[1],) * 3, color=style.colour, linewidth=1.3,
        linestyle=DASHES[style.dash], marker=MARKERS[style.marker], markersize=3.4,
        markevery=[1], markeredgewidth=0, transform=in_points(axes),
    )  # fmt: skip
    axes.figure.add_artist(line)


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> FloatArray:
    """Positions of labels near where they are wanted that do not overlap, in points.

    Within low and high where they fit; labels keep their order. Least squares on the order.
    """
    order = np.argsort(wanted, kind="stable")
    sizes = np.asarray(heights, dtype=np.float64)[order]
    offsets = np.cumsum(sizes) - sizes / 2
    free = _isotonic(np.asarray(wanted, dtype=np.float64)[order] - offsets)
    room = high - low - sizes.sum()
    settled = np.clip(free, low, low + max(room, 0.0)) + offsets
    positions = np.empty_like(settled)
    positions[order] = settled
    return positions


def _isotonic(values: FloatArray) -> FloatArray:
    """The nearest non-decreasing sequence (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        blocks.append((float(value), 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (mean, count), (other, more) = blocks[-2:]
            blocks[-2:] = [((mean * count + other * more) / (count + more), count + more)]
    return np.concatenate([np.full(count, mean) for mean, count in blocks])


def limits(panel_values: "list[FloatArray]", *, from_zero: bool = True) -> tuple[float, float]:
    """From zero, or below it where values are negative, to a little above the largest.

    Not from_zero: from a little below the lowest.
    """
    every = np.concatenate([values.ravel() for values in panel_values])
    finite = every[np.isfinite(every)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.06 * (high - low) or 1.0
    return (0.0 if from_zero and low == 0 else low - room), high + room


def wide(text: str, size: float = LABEL, bold: bool = False) -> float:
    """How wide a text is, in points."""
    return fonts.width(SANS_BOLD if bold else SANS, text, size)


def elided(text: str, room: float, size: float = LABEL) -> str:
    """The text, cut with an ellipsis where it is wider than so many points."""
    return fonts.elided(SANS, text, size, room)


def in_two(text: str, room: float, size: float = LABEL) -> list[str]:
    """The text on a line, or parted between words into two, each cut where it is still too wide."""
    words = text.split()
    if wide(text, size) <= room or len(words) < 2:
        return [elided(text, room, size)]
    fitting = [at for at in range(1, len(words)) if wide(" ".join(words[:at]), size) <= room]
    at = fitting[-1] if fitting else 1
    return [elided(" ".join(part), room, size) for part in (words[:at], words[at:])]


def in_lines(text: str, room: float, size: float = LABEL) -> list[str]:
    """Words in lines that are no wider than so many points; a hard space keeps two together."""
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and wide(longer, size) > room:
            found.append(word)
        else:
            found[-1] = longer
    return [elided(line, room, size) for line in found]


def write_lines(
    axes: "Axes", lines: Sequence[str], at: tuple[float, float], size: float = LABEL
) -> None:
    """Lines below one another around a height."""
    top = at[1] + LINE_STEP * (len(lines) - 1) / 2
    for number, said in enumerate(lines):
        write(axes, said, (at[0], top - LINE_STEP * number), size=size)
