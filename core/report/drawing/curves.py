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
    in_lines,
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

FEWEST_DECADES = 0.7
"""Powers of ten on a logarithmic axis from which its ticks stand at 1, 2 and 5."""

MARKED = 7
"""About how many generations carry a marker."""


def height_of(chart: CurveChart, width: float, scale: float = 1.0) -> float:
    """The height of keys and panels in points; panels stretch and shrink by `scale`."""
    around = LINE_STEP * len(_legend(chart, width)) + HEAD + FOOT
    return _over(chart) + around + max(LEAST_TALL, scale * TALL) + _under(chart, width)


def _over(chart: CurveChart) -> float:
    """Room for the words above everything, in points."""
    return (len(chart.above) + 0.5) * LINE_STEP if chart.above else 0.0


def _under(chart: CurveChart, width: float) -> float:
    """Room for the words below everything, in points."""
    return LINE_STEP * len(in_lines(chart.below, width, SMALL)) if chart.below else 0.0


def draw(chart: CurveChart, width: float, height: float) -> "Figure":
    """Which line is whose above all panels, then the panels."""
    figure = new_figure(width, height)
    rows, over = _legend(chart, width), _over(chart)
    above = over + LINE_STEP * len(rows) + HEAD
    below = FOOT + _under(chart, width)
    each = (width + GAP) / len(chart.panels)
    for index, panel in enumerate(chart.panels):
        room = (each - GAP - LEFT - 3, height - above - below)
        axes = place(figure, index * each + LEFT, above, *room)
        _panel(axes, panel, chart, room[1])
        _generations(axes)
    whole = place(figure, 0, 0, width, height)
    _write_legend(whole, rows, height - over)
    _write_words(whole, chart, width, height)
    return figure


_Entry: TypeAlias = tuple[str, ArmStyle | None, float]
"""A name in the legend, its style (None: of real samples), and where it begins."""


def _legend(chart: CurveChart, width: float) -> list[list[_Entry]]:
    """Every arm, and real samples where some panel shows them, in rows that fit the width."""
    styles: dict[str, ArmStyle | None] = {
        line.key: line.style for panel in chart.panels for line in panel.lines
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


def _write_words(axes: "Axes", chart: CurveChart, width: float, height: float) -> None:
    """Which run this is above everything, and what is drawn below it."""
    for number, line in enumerate(chart.above):
        at = (0, height - (number + 0.6) * LINE_STEP)
        write(axes, elided(line, width, SMALL), at, size=SMALL, colour=QUIET)
    for number, line in enumerate(reversed(in_lines(chart.below, width, SMALL))):
        write(axes, line, (0, LINE_STEP * (number + 0.3)), size=SMALL, colour=QUIET)


def _panel(axes: "Axes", panel: Panel, chart: CurveChart, tall: float) -> None:
    generations, room = chart.generations, max(3, int(tall / 18))
    axes.set_xlim(0, generations)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    if chart.logarithmic:
        _scale_logarithmic(axes, panel, room)
    else:
        axes.set_ylim(*limits(_everything(panel), from_zero=panel.from_zero))
        axes.locator_params(axis="y", nbins=room, steps=[1, 2, 5, 10])
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


def _scale_logarithmic(axes: "Axes", panel: Panel, room: int) -> None:
    """From the lowest value to the highest, and a little more; ticks at powers of ten if many.

    A null band that reaches zero or below ends at the foot of the axis.
    """
    from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

    every = np.concatenate([values.ravel() for values in _everything(panel)])
    found = np.log10(every[np.isfinite(every) & (every > 0)])
    low, high = (float(found.min()), float(found.max())) if found.size else (-1.0, 0.0)
    spare = 0.06 * (high - low) or 0.1
    axes.set_yscale("log")
    axes.set_ylim(10 ** (low - spare), 10 ** (high + spare))
    digits = (1.0,) if high - low > 3 else (1.0, 2.0, 5.0)
    many = high - low > FEWEST_DECADES
    ticks = LogLocator(subs=digits, numticks=room) if many else MaxNLocator(room)
    axes.yaxis.set_major_locator(ticks)
    axes.yaxis.set_minor_locator(NullLocator())


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


def _generations(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=2))
    write(axes, "Generation", (width_of(axes) / 2, -19), colour=QUIET, align="center")
