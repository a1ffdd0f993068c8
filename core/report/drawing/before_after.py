"""Before and after: each arm's way from generation 0 to the last one, a panel a metric."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.palette import ArmStyle
from core.report.charts import BeforeAfterChart, Line, Panel
from core.report.drawing.canvas import (
    BAND,
    DASHES,
    LABEL,
    MARKERS,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    in_two,
    limits,
    new_figure,
    place,
    spread,
    wide,
    width_of,
    write,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEAD, FOOT = 33.0, 15.0
BESIDE, GAP = 8.0, 12.0
"""From a slope's end to its numbers, and between panels, in points."""

NAME, FARTHEST = 56.0, 68.0
"""Widest line of an arm's name, and most room for what stands at one end, in points."""

APART = 6.0
"""Least room between the generations below a slope, in points."""

STEP = 8.6
"""From one line of a label to the next, in points."""

LEAST_HEIGHT = 120.0


def draw(chart: BeforeAfterChart, width: float, height: float) -> "Figure":
    """All panels, side by side."""
    figure = new_figure(width, height)
    each = (width - GAP * (len(chart.panels) - 1)) / len(chart.panels)
    tall = height - HEAD - FOOT
    for index, panel in enumerate(chart.panels):
        before, after = _rooms(panel)
        left = index * (each + GAP)
        axes = place(figure, left + before, HEAD, each - before - after, tall)
        _titles(place(figure, left, HEAD, each, tall), panel, tall)
        _panel(axes, panel, tall)
    return figure


def _rooms(panel: Panel) -> tuple[float, float]:
    """What the numbers at either end need, so that slopes are as wide as they can be."""
    starts = [wide(said, SMALL) for line in panel.lines for said in _lines(line.first)]
    ends = [wide(said, SMALL) for line in panel.lines for said in _lines(line.last)]
    ends += [wide(part, LABEL, bold=True) for line in panel.lines for part in _name(line)]
    before, after = (min(max(found), FARTHEST) + BESIDE for found in (starts, ends))
    return before, after


def _name(line: Line) -> list[str]:
    return in_two(line.label, NAME, LABEL)


def _panel(axes: "Axes", panel: Panel, tall: float) -> None:
    lines = [values for line in panel.lines for values in (line.centre, line.low, line.high)]
    band = [] if panel.band is None else [np.array(panel.band)]
    heights = [*(values[[0, -1]] for values in lines), *band]
    axes.set_ylim(*limits(heights, from_zero=panel.from_zero))
    axes.set_xlim(0, 1)
    axes.set_yticks([])
    axes.set_xticks([])
    _generations(axes, panel)
    if panel.band is not None:
        axes.axhspan(panel.band[0], panel.band[2], color=BAND, linewidth=0, zorder=0.5)
    for line in panel.lines:
        _slope(axes, line)
    _numbers(axes, panel, tall)


def _generations(axes: "Axes", panel: Panel) -> None:
    """Which generations the ends are, below them; farther out where the slope is narrow."""
    said = [f"generation {panel.lines[0].x[end]}" for end in (0, -1)]
    needed = sum(wide(one, SMALL) for one in said) / 2 + APART
    out = max(needed - width_of(axes), 0) / 2
    for one, at in zip(said, (-out, width_of(axes) + out), strict=True):
        write(axes, one, (at, -8), size=SMALL, colour=QUIET, align="center")


def _slope(axes: "Axes", line: Line) -> None:
    colour, ends = line.style.colour, [0, -1]
    axes.fill_between([0, 1], line.low[ends], line.high[ends], color=colour, alpha=0.2, linewidth=0)
    axes.plot(
        [0, 1], line.centre[ends], color=colour, linestyle=DASHES[line.style.dash], linewidth=1.5,
        marker=MARKERS[line.style.marker], markersize=4.6, markeredgewidth=0, clip_on=False,
        zorder=3,
    )  # fmt: skip
    axes.vlines(
        [0, 1], line.low[ends], line.high[ends], color=colour, linewidth=1.6, clip_on=False,
        zorder=3,
    )  # fmt: skip


def _titles(axes: "Axes", panel: Panel, tall: float) -> None:
    axes.set_axis_off()
    write(axes, panel.title, (0, tall + HEAD - 7), size=TITLE, bold=True)
    write(axes, panel.unit, (0, tall + HEAD - 17), size=SMALL, colour=QUIET)


def _numbers(axes: "Axes", panel: Panel, tall: float) -> None:
    """What stands at either end; arms that start alike share one number."""
    low, high = axes.get_ylim()
    scale = tall / (high - low)
    starts = {line.first: float(line.centre[0] - low) * scale for line in panel.lines}
    blocks = [_lines(said) for said in starts]
    for block, at in _placed(blocks, list(starts.values()), tall):
        _block(axes, block, (-BESIDE, at), "right")
    ends = [float(line.centre[-1] - low) * scale for line in panel.lines]
    names = [_name(line) for line in panel.lines]
    blocks = [[*name, *_lines(line.last)] for name, line in zip(names, panel.lines, strict=True)]
    placed = _placed(blocks, ends, tall)
    for line, name, (block, at) in zip(panel.lines, names, placed, strict=True):
        right = width_of(axes) + BESIDE
        _block(axes, block, (right, at), "left", ink(line.style), len(name))


def _lines(said: str) -> list[str]:
    """A number, and its interval on a line of its own; of several numbers, each on its own."""
    centre, bracket, interval = said.partition(" [")
    return [centre, f"[{interval}"] if bracket else re.split(", | and ", said)


def _block(
    axes: "Axes",
    lines: Sequence[str],
    at: tuple[float, float],
    align: str,
    colour: str = "",
    names: int = 0,
) -> None:
    """Lines below one another around a height; the first few, names, in bold and colour."""
    top = at[1] + STEP * (len(lines) - 1) / 2
    for number, said in enumerate(lines):
        named = number < names
        write(
            axes, said, (at[0], top - STEP * number), size=LABEL if named else SMALL,
            bold=named, colour=colour if named else TEXT, align=align,
        )  # fmt: skip


def _placed(
    blocks: list[list[str]], wanted: Sequence[float], tall: float
) -> list[tuple[list[str], float]]:
    """Each block with the height of its middle, none over another."""
    heights = [STEP * len(block) + 3 for block in blocks]
    return list(zip(blocks, map(float, spread(wanted, heights, 0, tall + 10)), strict=True))


def ink(style: ArmStyle) -> str:
    """An arm's colour, darkened enough to be read as small type on white."""
    parts = (int(style.colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.62):02x}" for part in parts)
