"""Curves over generations, panels side by side on axes of the same generations."""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from core.palette import ALARM, NULL_BAND, ArmStyle
from core.report.charts import CurveChart, Line, Panel, Theory
from core.report.drawing.canvas import (
    BAND,
    DASHES,
    FAINT,
    LINE_STEP,
    MARKERS,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    elided,
    in_points,
    key,
    limits,
    new_figure,
    place,
    type_ticks,
    wide,
    width_of,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, HEAD, FOOT, GAP = 27.0, 28.0, 27.0, 10.0
"""Room beside, above and below a panel, and between two, in points."""

KEY, APART = 20.0, 14.0
"""Room for a key before a name, and after the name, in points."""

TALL, LEAST_TALL = 118.0, 66.0
"""Height of a panel, and the least of it, in points."""

REAL = "Real samples"

MARKED = 7
"""About how many generations carry a marker."""


def height_of(chart: CurveChart, width: float, scale: float = 1.0) -> float:
    """The height of keys and panels in points; panels stretch and shrink by `scale`."""
    around = LINE_STEP * len(_legend(chart, width)) + HEAD + FOOT
    return around + max(LEAST_TALL, scale * TALL)


def draw(chart: CurveChart, width: float, height: float) -> "Figure":
    """Which line is whose above all panels, then the panels."""
    figure = new_figure(width, height)
    rows = _legend(chart, width)
    above = LINE_STEP * len(rows) + HEAD
    each = (width + GAP) / len(chart.panels)
    for index, panel in enumerate(chart.panels):
        room = (each - GAP - LEFT - 3, height - above - FOOT)
        axes = place(figure, index * each + LEFT, above, *room)
        _panel(axes, panel, chart.generations, room[1])
        _generations(axes, chart.generations)
    _write_legend(place(figure, 0, 0, width, height), rows, height)
    return figure


_Entry: TypeAlias = tuple[str, ArmStyle | None, float]
"""A name in the legend, its style (None: of real samples), and where it begins."""


def _legend(chart: CurveChart, width: float) -> list[list[_Entry]]:
    """Every arm, and real samples where some panel shows them, in rows that fit the width."""
    styles: dict[str, ArmStyle | None] = {
        line.label: line.style for panel in chart.panels for line in panel.lines
    }
    if any(panel.band is not None for panel in chart.panels):
        styles[REAL] = None
    rows: list[list[_Entry]] = [[]]
    left = 0.0
    for label, style in styles.items():
        said = elided(label, width - KEY)
        room = KEY + wide(said)
        if rows[-1] and left + room > width:
            rows.append([])
            left = 0.0
        rows[-1].append((said, style, left))
        left += room + APART
    return rows


def _write_legend(axes: "Axes", rows: list[list[_Entry]], height: float) -> None:
    axes.set_axis_off()
    for number, row in enumerate(rows):
        at = height - LINE_STEP * (number + 0.6)
        for said, style, left in row:
            if style is None:
                _patch(axes, (left, at - 2.5))
            else:
                key(axes, style, (left + 8, at))
            write(axes, said, (left + KEY, at), colour=QUIET if style is None else TEXT)


def _panel(axes: "Axes", panel: Panel, generations: int, tall: float) -> None:
    low, high = limits(_everything(panel))
    axes.set_ylim(low, high)
    axes.set_xlim(0, generations)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.locator_params(axis="y", nbins=max(3, int(tall / 18)), steps=[1, 2, 5, 10])
    if panel.band is not None:
        axes.axhspan(panel.band[0], panel.band[2], color=BAND, linewidth=0, zorder=0.5)
    if panel.alarm is not None:
        axes.axhline(panel.alarm, color=ALARM, linestyle=(0, (9, 3)), linewidth=0.6, zorder=2)
    for index, line in enumerate(panel.lines):
        _line(axes, line, index, panel, generations)
    for theory in panel.theory:
        _theory(axes, theory)
    write(axes, panel.title, (-LEFT, tall + 18), size=TITLE, bold=True)
    write(axes, panel.unit, (-LEFT, tall + 8.5), size=SMALL, colour=QUIET)
    type_ticks(axes)


def _everything(panel: Panel) -> "list[np.ndarray]":
    lines = [values for line in panel.lines for values in (line.centre, line.low, line.high)]
    single = [line.replicates for line in panel.lines if line.replicates is not None]
    theory = [theory.expected for theory in panel.theory]
    band = [] if panel.band is None else [np.array(panel.band)]
    alarm = [] if panel.alarm is None else [np.array([panel.alarm])]
    return [*lines, *single, *theory, *band, *alarm]


def _line(axes: "Axes", line: Line, index: int, panel: Panel, generations: int) -> None:
    colour, dash = line.style.colour, DASHES[line.style.dash]
    alpha = min(0.2, 1.2 / len(panel.lines))  # many bands over one another are mud
    axes.fill_between(line.x, line.low, line.high, color=colour, alpha=alpha, linewidth=0)
    if line.replicates is not None and len(line.replicates) > 1:
        axes.plot(line.x, line.replicates.T, color=colour, alpha=0.45, linewidth=0.5)
    step = max(1, round(generations / MARKED))
    last = len(line.x) - 1
    marked = [at for at in range(last) if at % step == index % step and last - at >= step / 2]
    axes.plot(
        line.x, line.centre, color=colour, linestyle=dash, linewidth=1.3, zorder=3,
        marker=MARKERS[line.style.marker], markersize=3.2, markevery=[*marked, last],
        markeredgewidth=0, clip_on=False,
    )  # fmt: skip


def _theory(axes: "Axes", theory: Theory) -> None:
    """Short dark dashes, and the run's mean as hollow rings where the form is about a mean."""
    ink = _darkened(theory.style.colour)
    dashes = (0, (1.6, 1.6))
    axes.plot(theory.x, theory.expected, color=ink, linestyle=dashes, linewidth=0.9, zorder=4)
    if theory.mean is not None:
        step = max(1, len(theory.x) // 12)
        axes.plot(
            theory.x[::step], theory.mean[::step], linestyle="none", marker="o", markersize=3,
            markerfacecolor="white", markeredgecolor=ink, markeredgewidth=0.7, zorder=4,
        )  # fmt: skip


def _darkened(colour: str) -> str:
    """A dark neutral tint of a colour: half of it, half dark grey."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{(part + 0x22) // 2 if part > 0x22 else part:02x}" for part in parts)


def _patch(axes: "Axes", at: tuple[float, float]) -> None:
    """A piece of the null band."""
    from matplotlib.patches import Rectangle

    axes.figure.add_artist(
        Rectangle(at, 14, 5, facecolor=BAND, edgecolor=NULL_BAND, linewidth=0.4,
                  transform=in_points(axes))
    )  # fmt: skip


def _generations(axes: "Axes", generations: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=2))
    write(axes, "Generation", (width_of(axes) / 2, -19), colour=QUIET, align="center")
