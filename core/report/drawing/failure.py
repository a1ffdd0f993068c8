"""What was lost first: a row a metric, a marker an arm at the generation in which it failed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from core.report.charts import FailureChart, FailureRow, Fate
from core.report.drawing.before_after import ink
from core.report.drawing.canvas import (
    FAINT,
    LABEL,
    MARKERS,
    QUIET,
    SMALL,
    elided,
    key,
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

LEFT, RIGHT, HEAD, FOOT = 230.0, 84.0, 22.0, 24.0
"""Room for names, for what has not failed, for the arms above and the axis below, in points."""

NOTE, LEAST = 6.3, 5.7
"""Size of what a metric measures, and the least that it shrinks to where that is long."""

ROW = 16.5
"""Height of a row, in points."""

APART = 3.8
"""How far above and below its row's middle two arms' markers lie, in points."""

STANDING = 14.0
"""How far right of the axis a metric that has not failed is marked, in points."""


def height_of(chart: FailureChart) -> float:
    """The height of all rows, the arms above and the axis below, in points."""
    return HEAD + ROW * len(chart.rows) + FOOT


def draw(chart: FailureChart, width: float, height: float) -> "Figure":
    """All rows, the first to fail on top."""
    figure = new_figure(width, height)
    tall = height - HEAD - FOOT
    axes = place(figure, LEFT, HEAD, width - LEFT - RIGHT, tall)
    axes.set_xlim(0, chart.until)
    axes.set_ylim(0, tall)
    step = tall / len(chart.rows)
    for index, row in enumerate(chart.rows):
        _row(axes, row, chart.until, tall - step * (index + 0.5), step)
    for lane in _lanes(chart, tall):
        _ties(axes, lane)
    _head(axes, chart, tall)
    _axis(axes)
    return figure


def _row(axes: "Axes", row: FailureRow, until: int, middle: float, step: float) -> None:
    """What a metric is called and measures, and how far it came in each arm."""
    axes.axhline(middle - step / 2, color=FAINT, linewidth=0.5, zorder=0.5)
    write(axes, row.title, (-LEFT, middle + 3.9), bold=True)
    beside = wide(row.title, LABEL, bold=True) - LEFT + 6
    write(axes, row.family, (beside, middle + 3.9), size=SMALL, colour=QUIET)
    size = max(LEAST, min(NOTE, NOTE * (LEFT - 10) / wide(row.summary, NOTE)))
    said = elided(row.summary, LEFT - 10, size)
    write(axes, said, (-LEFT, middle - 3.7), size=size, colour=QUIET)
    for fate, height in zip(row.fates, _heights(row, middle), strict=True):
        _fate(axes, fate, until, height)


def _heights(row: FailureRow, middle: float) -> list[float]:
    """Where each arm's marker lies: one in the middle, two apart."""
    return [middle] if len(row.fates) == 1 else [middle + APART, middle - APART]


def _fate(axes: "Axes", fate: Fate, until: int, height: float) -> None:
    """A thin line to the generation of failure, written beside it, or beyond the axis."""
    beyond = width_of(axes) + STANDING
    if fate.reason:
        write(axes, "not ranked", (beyond - 3, height), size=NOTE, colour=QUIET)
        return
    scale = width_of(axes) / until
    failed = fate.generation is not None
    end = fate.generation if fate.generation is not None else until
    axes.plot(
        [0, end], [height] * 2, color=fate.style.colour, alpha=0.4, linewidth=0.9, clip_on=False
    )
    axes.plot(
        [end if failed else beyond / scale], [height], linestyle="none",
        marker=MARKERS[fate.style.marker], markersize=4.4,
        markerfacecolor=fate.style.colour if failed else "white",
        markeredgecolor=fate.style.colour, markeredgewidth=0.9, clip_on=False, zorder=4,
    )  # fmt: skip
    if failed:
        at, colour = (end * scale + 6, height), ink(fate.style)
        write(axes, f"{end:,}", at, size=SMALL, bold=True, colour=colour, halo=True)


Lane: TypeAlias = list[tuple[Fate, float]]
"""An arm's fates from the top down, with the heights of their markers."""


def _lanes(chart: FailureChart, tall: float) -> Iterator[Lane]:
    """One an arm."""
    step = tall / len(chart.rows)
    middles = [tall - step * (index + 0.5) for index in range(len(chart.rows))]
    for arm in range(len(chart.rows[0].fates)):
        yield [
            (row.fates[arm], _heights(row, middle)[arm])
            for row, middle in zip(chart.rows, middles, strict=True)
        ]


def _ties(axes: "Axes", lane: Lane) -> None:
    """A line through the markers that share a place."""
    for shared in dict.fromkeys(fate.place for fate, _ in lane if fate.place is not None):
        tied = [(fate.generation, height) for fate, height in lane if fate.place == shared]
        colour = lane[0][0].style.colour
        axes.plot(*zip(*tied, strict=True), color=colour, linewidth=1.8, zorder=3)


def _head(axes: "Axes", chart: FailureChart, tall: float) -> None:
    """The arms' keys above the names, and what stands right of the axis."""
    left = -LEFT
    for fate in chart.rows[0].fates:
        name = elided(fate.label, LEFT / len(chart.rows[0].fates) - 34)
        key(axes, fate.style, (left + 8, tall + 13))
        write(axes, name, (left + 19, tall + 13))
        left += wide(name) + 34
    right = width_of(axes) + STANDING - 3
    write(axes, "not shown to fail", (right, tall + 16), size=SMALL, colour=QUIET)
    write(axes, f"by generation {chart.until:,}", (right, tall + 8), size=SMALL, colour=QUIET)


def _axis(axes: "Axes") -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True, min_n_ticks=2))
    write(axes, "Generation of failure", (width_of(axes) / 2, -19), colour=QUIET, align="center")
    type_ticks(axes)
