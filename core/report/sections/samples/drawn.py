"""Samples that are drawn: rows of pictures, densities of numbers, points on a plane."""

import numpy as np

from core.analysis.wording import in_sentence
from core.record import RunRecord
from core.report.charts import DensityChart, PictureChart, Sampled, ScatterChart
from core.report.document import Figure
from core.report.sections.samples.places import left_out, own_values, places, whose

PICTURES = 16

SPREAD = 0.3
"""How far points of whole numbers are moved at most."""


def pictures(record: RunRecord) -> Figure:
    """The first pictures of the first replicate, a row a place."""
    rows = tuple(
        Sampled(label, style, values[:PICTURES]) for label, style, values in places(record)
    )
    caption = (
        f"The first {PICTURES} {record.experiment.source.record_noun} {whose(record)}, not "
        f"picked by hand.{left_out(record)}{own_values(record)}"
    )
    return Figure("samples", caption, PictureChart(rows))


def numbers(record: RunRecord) -> Figure:
    """Numbers as densities; of several dimensions, two as points."""
    found = places(record)
    shown = len(found[0][2])
    if found[0][2].shape[1] == 1:
        rows = tuple(Sampled(label, style, values[:, 0]) for label, style, values in found)
        caption = (
            f"{shown} records {whose(record)}. Curves: smoothed densities, drawn to the same "
            "height; ticks: single records."
            f"{left_out(record)}{own_values(record)}"
        )
        return Figure("samples", caption, DensityChart(rows, "Value"))
    (across, one), (up, two) = record.experiment.source.axes
    cells = tuple(Sampled(label, style, values[:, [one, two]]) for label, style, values in found)
    whole = all(np.array_equal(cell.values, np.round(cell.values)) for cell in cells)
    spread = " Points are spread a little about their whole numbers, to be seen." if whole else ""
    caption = (
        f"{shown} records {whose(record)}. {across} across, {in_sentence(up)} up.{spread}"
        f"{left_out(record)}{own_values(record)}"
    )
    chart = ScatterChart(cells, (across, up), SPREAD if whole else 0.0)
    return Figure("samples", caption, chart)
