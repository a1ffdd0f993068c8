"""Curves over generations, panel below panel on one axis."""

from typing import TYPE_CHECKING

import numpy as np

from core.palette import ALARM, NULL_BAND
from core.report.charts import CurveChart, Line, Panel, Theory
from core.report.drawing.canvas import (
    BAND,
    DASHES,
    FAINT,
    LINE_STEP,
    MARKERS,
    QUIET,
    SMALL,
    TITLE,
    elided,
    in_points,
    key,
    limits,
    new_figure,
    place,
    spread,
    type_ticks,
    wide,
    width_of,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, RIGHT, HEAD, FOOT = 34.0, 118.0, 23.0, 24.0
"""Room beside and around the panels, in points."""

MARKED = 7
"""About how many generations carry a marker."""


def least_height(chart: CurveChart) -> float:
    """The height below which labels would run into one another, in points."""
    labels = max(len(panel.lines) + (panel.band is not None) for panel in chart.panels)
    return len(chart.panels) * (HEAD + max(46.0, LINE_STEP * labels)) + FOOT


def draw(chart: CurveChart, width: float, height: float) -> "Figure":
    """All panels; a panel's lines are named at its right edge."""
    figure = new_figure(width, height)
    tall = (height - FOOT) / len(chart.panels) - HEAD
    for index, panel in enumerate(chart.panels):
        axes = place(figure, LEFT, index * (tall + HEAD) + HEAD, width - LEFT - RIGHT, tall)
        last = index == len(chart.panels) - 1
        _panel(axes, panel, chart.generations, tall)
        _generations(axes, chart.generations, last)
    return figure


def _panel(axes: "Axes", panel: Panel, generations: int, tall: float) -> None:
    low, high = limits(_everything(panel))
    axes.set_ylim(low, high)
    axes.set_xlim(0, generations)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.locator_params(axis="y", nbins=max(2, int(tall / 22)))
    if panel.band is not None:
        axes.axhspan(panel.band[0], panel.band[2], color=BAND, linewidth=0, zorder=0.5)
    if panel.alarm is not None:
        axes.axhline(panel.alarm, color=ALARM, linestyle=(0, (9, 3)), linewidth=0.6, zorder=2)
    for index, line in enumerate(panel.lines):
        _line(axes, line, index, panel, generations)
    for theory in panel.theory:
        _theory(axes, theory)
    write(axes, panel.title, (-LEFT, tall + 9), size=TITLE, bold=True)
    beside = wide(panel.title, TITLE, bold=True) - LEFT + 7
    write(axes, panel.unit, (beside, tall + 9), size=SMALL, colour=QUIET)
    _names(axes, panel, tall)
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


def _names(axes: "Axes", panel: Panel, tall: float) -> None:
    """Each line's name at the right, at the height where it ends, with its key."""
    named = [line for line in panel.lines if np.isfinite(line.centre).any()]
    wanted = [_height(axes, _last(line), tall) for line in named]
    if panel.band is not None:
        wanted.append(_height(axes, float(np.mean(panel.band[::2])), tall))
    right = width_of(axes)
    places = spread(wanted, [LINE_STEP] * len(wanted), -4, tall + 4)
    for line, at in zip(named, places, strict=False):
        key(axes, line.style, (right + 17, at))
        write(axes, elided(line.label, RIGHT - 32), (right + 28, at))
    if panel.band is not None:
        _patch(axes, (right + 10, places[-1] - 2.5))
        write(axes, "Real samples", (right + 28, places[-1]), colour=QUIET)


def _patch(axes: "Axes", at: tuple[float, float]) -> None:
    """A piece of the null band."""
    from matplotlib.patches import Rectangle

    axes.figure.add_artist(
        Rectangle(at, 14, 5, facecolor=BAND, edgecolor=NULL_BAND, linewidth=0.4,
                  transform=in_points(axes))
    )  # fmt: skip


def _last(line: Line) -> float:
    """The last value that a line has."""
    return float(line.centre[np.isfinite(line.centre)][-1])


def _height(axes: "Axes", value: float, tall: float) -> float:
    low, high = axes.get_ylim()
    return float((value - low) / (high - low) * tall)


def _generations(axes: "Axes", generations: int, last: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True, min_n_ticks=2))
    axes.tick_params(labelbottom=last)
    if last:
        write(axes, "Generation", (width_of(axes) / 2, -19), colour=QUIET, align="center")
