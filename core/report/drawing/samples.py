"""What models emit: densities of numbers, points on a plane, rows of pictures."""

from typing import TYPE_CHECKING

import numpy as np

from core.palette import REAL_DATA
from core.records import AnyArray, FloatArray
from core.report.charts import DensityChart, PictureChart, Sampled, ScatterChart
from core.report.drawing.canvas import (
    LINE_STEP,
    QUIET,
    in_two,
    new_figure,
    place,
    type_ticks,
    width_of,
    write,
    write_lines,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, FOOT = 118.0, 24.0
"""Room for the labels at the left and the axis below, in points."""

ROW, LEAST_ROW, MOST_ROWS = 30.0, 20.0, 240.0
"""Height of a density, the least, and of all at most; pictures are as tall as their width asks."""

CELL_LEFT, CELL_GAP = 20.0, 8.0
"""Room left of and between squares of points, in points."""

FEWEST, MOST_ACROSS = 4, 6
"""Squares are no larger than if there were so many side by side; most of a row."""

MAGNIFIED = 8
"""Pixels on paper, each way, for a pixel of a picture: viewers would blur fewer."""

PICTURE_GAP = 0.14
"""Between pictures, relative to their width."""


def density_height(chart: DensityChart, scale: float) -> float:
    """The height of all rows and the axis, in points; rows may be lower, and hardly higher."""
    return min(max(LEAST_ROW, min(scale, 1.1) * ROW) * len(chart.rows), MOST_ROWS) + FOOT + 6


def draw_density(chart: DensityChart, width: float, height: float) -> "Figure":
    """A smoothed density a row, each as tall as its peak, over ticks at the records."""
    figure = new_figure(width, height)
    tall = (height - FOOT - 6) / len(chart.rows)
    every = np.concatenate([row.values for row in chart.rows])
    margin = 0.04 * float(np.ptp(every)) or 1.0
    low, high = float(every.min()) - margin, float(every.max()) + margin
    for index, row in enumerate(chart.rows):
        axes = place(figure, LEFT, 6 + index * tall, width - LEFT - 4, tall)
        axes.set_xlim(low, high)
        _density(axes, row)
        write_lines(axes, in_two(row.label, LEFT - 12), (-LEFT, tall * 0.3))
        last = index == len(chart.rows) - 1
        axes.tick_params(labelbottom=last, bottom=last)
        axes.spines["bottom"].set_visible(last)
        type_ticks(axes)
        if last:
            write(axes, chart.axis, (width_of(axes) / 2, -19), colour=QUIET, align="center")
    return figure


def _density(axes: "Axes", row: Sampled) -> None:
    colour = REAL_DATA if row.style is None else row.style.colour
    grid = np.linspace(*axes.get_xlim(), 400)
    heights = smoothed(row.values, grid)
    axes.fill_between(grid, 0, heights, color=colour, alpha=0.25, linewidth=0)
    axes.plot(grid, heights, color=colour, linewidth=1.1)
    axes.vlines(row.values, -0.16, -0.04, color=colour, linewidth=0.4, alpha=0.5)
    axes.set_ylim(-0.2, 1.15)
    axes.set_yticks([])


def smoothed(values: FloatArray, grid: FloatArray) -> FloatArray:
    """A normal kernel density at the grid, its peak 1; Silverman's rule, no finer than the grid."""
    spread = min(float(values.std()), float(np.subtract(*np.quantile(values, (0.75, 0.25)))) / 1.34)
    width = max(0.9 * spread * len(values) ** -0.2, 1.5 * float(grid[1] - grid[0]))
    heights = np.exp(-0.5 * ((grid[:, None] - values) / width) ** 2).sum(axis=1)
    scaled: FloatArray = heights / heights.max()
    return scaled


def scatter_height(chart: ScatterChart, width: float) -> float:
    """The height of all cells and the axis, in points."""
    _, side = _cells(chart, width)
    return _rows(chart) * (side + _head(chart, side)) + FOOT - 4


def _cells(chart: ScatterChart, width: float) -> tuple[int, float]:
    """How many cells stand side by side, and how wide each is, in points."""
    across = -(-len(chart.cells) // _rows(chart))
    return across, (width - CELL_LEFT + CELL_GAP) / max(across, FEWEST) - CELL_GAP


def _head(chart: ScatterChart, side: float) -> float:
    """Room above a square, in points: for one line, or for two."""
    lines = max(len(in_two(cell.label, side)) for cell in chart.cells)
    return 8.0 + LINE_STEP * lines


def _rows(chart: ScatterChart) -> int:
    return -(-len(chart.cells) // MOST_ACROSS)


def draw_scatter(chart: ScatterChart, width: float, height: float) -> "Figure":
    """A square of points a place, all on the same axes."""
    figure = new_figure(width, height)
    across, side = _cells(chart, width)
    head = _head(chart, side)
    every = np.concatenate([cell.values for cell in chart.cells])
    low, high = float(every.min()) - chart.jitter, float(every.max()) + chart.jitter
    margin = 0.04 * (high - low) or 1.0
    for index, cell in enumerate(chart.cells):
        row, column = divmod(index, across)
        left, top = CELL_LEFT + column * (side + CELL_GAP), row * (side + head) + head - 4
        axes = place(figure, left, top, side, side)
        axes.set(xlim=(low - margin, high + margin), ylim=(low - margin, high + margin))
        _points(axes, cell, chart.jitter)
        lowest = index + across >= len(chart.cells)
        _square_ticks(axes, side, lowest, column == 0)
        write_lines(axes, in_two(cell.label, side), (0, side + head / 2 - 2))
    return figure


def _points(axes: "Axes", cell: Sampled, jitter: float) -> None:
    colour = REAL_DATA if cell.style is None else cell.style.colour
    axes.plot(
        *moved(cell.values, jitter).T, linestyle="none", marker="o", markersize=1.6, alpha=0.45,
        markeredgewidth=0, color=colour,
    )  # fmt: skip


def _square_ticks(axes: "Axes", side: float, below: bool, left: bool) -> None:
    """The same ticks across and up, at least two of them."""
    from matplotlib.ticker import MaxNLocator

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(nbins=max(3, int(side / 28)), min_n_ticks=3))
    axes.tick_params(labelbottom=below, labelleft=left)
    type_ticks(axes)


def moved(points: FloatArray, jitter: float) -> FloatArray:
    """Points that would lie on one another, each moved a little, the same way every time."""
    return points + np.random.default_rng(0).uniform(-jitter, jitter, points.shape)


def picture_height(chart: PictureChart, width: float) -> float:
    """The height at which the pictures keep their shape, in points."""
    mosaics = [mosaic(row.values) for row in chart.rows]
    tall, wide = mosaics[0].shape
    return float((tall / wide * (width - LEFT) + 6) * len(mosaics) + 6)


def draw_pictures(chart: PictureChart, width: float, height: float) -> "Figure":
    """A row of pictures a place, dark ink on white, pixel by pixel."""
    figure = new_figure(width, height)
    tall = (height - 6) / len(chart.rows)
    for index, row in enumerate(chart.rows):
        axes = place(figure, LEFT, index * tall + 6, width - LEFT, tall - 6)
        axes.imshow(
            mosaic(row.values), cmap="gray", vmin=0, vmax=255, interpolation="none", aspect="equal"
        )
        axes.set_anchor("W")
        axes.axis("off")
        write_lines(axes, in_two(row.label, LEFT - 12), (-LEFT, (tall - 6) / 2))
    return figure


def mosaic(images: AnyArray) -> AnyArray:
    """[height, width] uint8: pictures side by side, magnified, ink 0 and paper 255."""
    paper = 255 - np.kron(images, np.ones((1, MAGNIFIED, MAGNIFIED), dtype=np.uint8))
    gap = np.full((paper.shape[1], round(PICTURE_GAP * paper.shape[2])), 255, dtype=np.uint8)
    pieces = [piece for image in paper for piece in (image, gap)]
    joined: AnyArray = np.concatenate(pieces[:-1], axis=1).astype(np.uint8)
    return joined
