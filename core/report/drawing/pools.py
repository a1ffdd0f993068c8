"""An arm's training pools over generations: records by origin, one on top of the other."""

from typing import TYPE_CHECKING

import numpy as np

from core.palette import COLOURS, REAL_DATA
from core.report.charts import PoolChart
from core.report.drawing.canvas import (
    LINE_STEP,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    elided,
    in_lines,
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

LEFT, HEAD, FOOT, APART = 34.0, 42.0, 27.0, 6.0
"""Room beside, above and below the areas, and between them and their names, in points."""

TALL = 118.0
"""Height of the areas in a report, in points."""

PALEST = 0.82
"""How much white is mixed into the colour of the first synthetic layer."""

SEPARATED = 16
"""Up to so many generations, thin lines keep the layers apart."""

MOST_DROPPED = 2.0
"""The axis ends here, in units of the largest pool, however much more a filter has dropped."""


def height_of(chart: PoolChart, width: float, scale: float = 1.0) -> float:
    """The height of areas and words in points; areas stretch by `scale`."""
    return HEAD + scale * TALL + FOOT + LINE_STEP * len(in_lines(chart.below, width, SMALL))


def draw(chart: PoolChart, width: float, height: float) -> "Figure":
    """Steps, not slopes: a pool belongs to its generation and nothing lies between two."""
    figure = new_figure(width, height)
    below = in_lines(chart.below, width, SMALL)
    names = _names(chart)
    right = max((wide(name) for _, name in names), default=0.0) + APART
    tall = height - HEAD - FOOT - LINE_STEP * len(below)
    axes = place(figure, LEFT, HEAD, width - LEFT - right, tall)
    _areas(axes, chart)
    _write_names(axes, names, tall)
    type_ticks(axes)
    write(axes, "Generation", (width_of(axes) / 2, -19), colour=QUIET, align="center")
    write(axes, elided(chart.above, width, SMALL), (-LEFT, tall + 35), size=SMALL, colour=QUIET)
    write(axes, elided(chart.arm, width, TITLE), (-LEFT, tall + 21), size=TITLE, bold=True)
    write(axes, "records in the training pool, by origin", (-LEFT, tall + 10), size=SMALL,
          colour=QUIET)  # fmt: skip
    for number, line in enumerate(below):
        at = (-LEFT, -FOOT - LINE_STEP * (number + 0.5))
        write(axes, line, at, size=SMALL, colour=QUIET)
    return figure


def _areas(axes: "Axes", chart: PoolChart) -> None:
    from matplotlib.ticker import MaxNLocator

    known, heights = chart.records.shape[1], np.cumsum(chart.records, axis=0)
    edges, line = np.arange(known + 1) - 0.5, 0.4 if chart.generations <= SEPARATED else 0.0
    bottom = np.zeros(known)
    for number, top in enumerate(heights):
        real = number == 0
        axes.stairs(
            top, edges, baseline=bottom, fill=True, facecolor=_colour(number, len(heights)),
            edgecolor="white", linewidth=line, hatch="////" if real else None,
        )  # fmt: skip
        bottom = top
    if chart.dropped.any():
        dashes = (0, (3, 3))
        axes.stairs(bottom + chart.dropped, edges, baseline=bottom, color=TEXT, linestyle=dashes,
                    linewidth=0.7)  # fmt: skip
    if chart.switch is not None:
        axes.axvline(chart.switch - 0.5, color=TEXT, linewidth=1.0)
    axes.set_xlim(-0.5, chart.generations + 0.5)
    most = min(float((bottom + chart.dropped).max()), MOST_DROPPED * float(bottom.max()))
    axes.set_ylim(0, 1.04 * most)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=2))
    axes.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])


def _colour(number: int, layers: int) -> str:
    """Dark for real data, then from pale to strong, the newer the stronger."""
    own = REAL_DATA if number == 0 else COLOURS[1]
    white = 0.25 if number == 0 else PALEST * (1 - number / max(layers - 1, 1))
    parts = (int(own[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + white * (255 - part)):02x}" for part in parts)


def _names(chart: PoolChart) -> list[tuple[float, str]]:
    """The height in records of each layer's middle in the newest pool, real data first."""
    newest = chart.records[:, -1]
    middles = np.cumsum(newest) - newest / 2
    named = [
        (float(middle), name)
        for middle, name, held in zip(middles, chart.origins, newest, strict=True)
        if held > 0
    ]
    return [*named[:1], *reversed(named[1:])]


def _write_names(axes: "Axes", names: list[tuple[float, str]], tall: float) -> None:
    """As many as there is room for, beside what they name."""
    shown: list[float] = []
    for middle, name in names:
        at = middle / axes.get_ylim()[1] * tall
        if all(abs(at - other) > LINE_STEP for other in shown):
            shown.append(at)
            write(axes, name, (width_of(axes) + APART, at))
