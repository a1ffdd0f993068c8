"""The loop: real data enter through generation 0, then five steps go round and round."""

from typing import TYPE_CHECKING

from core.report.charts import LoopChart, Stage
from core.report.drawing.canvas import (
    LABEL,
    QUIET,
    TEXT,
    elided,
    in_lines,
    new_figure,
    place,
    write,
)
from core.report.typography import ACCENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BOX, TALL = 44.0, 17.0
"""Width and height of a step's box, in points."""

SMALL, STEP = 6.6, 7.9
"""Size of the words under a box, and from one of their lines to the next."""

HEAD, UNDER, FOOT = 25.0, 10.0, 2.0
"""Room for the way back above the boxes, to the first line below them, and below the last."""

APART = 8.0
"""Least space between the words of two steps."""

TINT, PLAIN = "#D6E6F0", "#F4F5F7"


def draw(chart: LoopChart, width: float, height: float) -> "Figure":
    """Real data and generation 0 at the left, the five steps with their way back at the right."""
    figure = new_figure(width, height)
    axes = place(figure, 0, 0, width, height)
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    stages, pitch = (*chart.starts, *chart.steps), _pitch(chart, width)
    middle = height - HEAD - TALL / 2
    for number, stage in enumerate(stages):
        left = number * pitch
        _box(axes, stage, left, middle)
        _words(axes, stage, left, pitch - APART, middle - TALL / 2 - UNDER)
        if stage.gives and number + 1 < len(stages):
            _hand_on(axes, stage.gives, (left + BOX, left + pitch), middle)
    _way_back(axes, chart, pitch, middle)
    return figure


def height(chart: LoopChart, width: float) -> float:
    """As tall as the longest words under a box need."""
    room = _pitch(chart, width) - APART
    lines = max(len(in_lines(stage.said, room, SMALL)) for stage in (*chart.starts, *chart.steps))
    return HEAD + TALL + UNDER + STEP * (lines - 0.5) + FOOT


def _pitch(chart: LoopChart, width: float) -> float:
    """From one box to the next: the last one's words reach the edge."""
    return (width + APART) / (len(chart.starts) + len(chart.steps))


def _box(axes: "Axes", stage: Stage, left: float, middle: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    colours = (TINT, ACCENT) if stage.differs else (PLAIN, "#8A8A8A")
    corner = (left + 2.5, middle - TALL / 2 + 2)
    box = FancyBboxPatch(
        corner, BOX - 5, TALL - 4, boxstyle="round,pad=2", facecolor=colours[0],
        edgecolor=colours[1], linewidth=0.7, clip_on=False,
    )  # fmt: skip
    axes.add_patch(box)
    said, centre = elided(stage.title, BOX - 4), left + BOX / 2
    write(axes, said, (centre, middle + 1.2), size=LABEL, bold=True, align="center")


def _words(axes: "Axes", stage: Stage, left: float, room: float, top: float) -> None:
    for number, line in enumerate(in_lines(stage.said, room, SMALL)):
        write(axes, line, (left, top - STEP * number), size=SMALL, colour=TEXT)


def _hand_on(axes: "Axes", gives: str, between: tuple[float, float], middle: float) -> None:
    """An arrow to the next box, and over it what is handed on."""
    _arrow(axes, (between[0] + 2, middle), (between[1] - 2, middle))
    first, _, second = gives.partition(" ")
    centre = sum(between) / 2
    write(axes, first, (centre, middle + 6), size=SMALL - 0.4, colour=QUIET, align="center")
    write(axes, second, (centre, middle - 4.6), size=SMALL - 0.4, colour=QUIET, align="center")


def _way_back(axes: "Axes", chart: LoopChart, pitch: float, middle: float) -> None:
    """From the last step over the others to the first of the five, and what it says."""
    first = len(chart.starts)
    left, right = (at * pitch + BOX / 2 for at in (first, first + len(chart.steps) - 1))
    box, over = middle + TALL / 2, middle + TALL / 2 + HEAD - 14
    axes.plot(
        (right, right, left, left), (box, over, over, box + 4), color=ACCENT, linewidth=1.0,
        clip_on=False, solid_joinstyle="round",
    )  # fmt: skip
    _arrow(axes, (left, over), (left, box), ACCENT)
    write(axes, chart.again, ((left + right) / 2, over + 7), size=LABEL, align="center")


def _arrow(
    axes: "Axes", start: tuple[float, float], end: tuple[float, float], colour: str = "#8A8A8A"
) -> None:
    from matplotlib.patches import FancyArrowPatch

    arrow = FancyArrowPatch(
        start, end, arrowstyle="-|>,head_length=3.2,head_width=1.7", color=colour,
        linewidth=0.9, shrinkA=0, shrinkB=0, mutation_scale=1, clip_on=False,
    )  # fmt: skip
    axes.add_patch(arrow)
