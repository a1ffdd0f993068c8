"""Single strokes: labels that keep apart, densities, sharp pictures, and polished type."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from core.palette import arm_style
from core.report.charts import BeforeAfterChart, Line, Panel
from core.report.drawing.before_after import draw as before_after
from core.report.drawing.before_after import ink
from core.report.drawing.canvas import elided, limits, new_figure, place, spread, wide
from core.report.drawing.canvas import key as canvas_key
from core.report.drawing.samples import MAGNIFIED, mosaic, smoothed
from core.report.fonts import register
from core.report.typography import CODE, key, text, verbatim

heights = st.lists(st.floats(0, 200), min_size=1, max_size=12)


@given(heights)
def test_labels_never_overlap_and_keep_their_order(wanted):
    placed = spread(wanted, [9.0] * len(wanted), 0.0, 200.0)
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(placed[order]) >= 9.0 - 1e-6)
    assert placed.min() >= 4.5 - 1e-6
    assert placed.max() <= 200 - 4.5 + 1e-6


def test_labels_with_room_stay_where_they_are_wanted():
    assert spread([50, 20, 90], [9, 9, 9], 0, 100) == pytest.approx([50, 20, 90])


def test_axes_start_at_zero_unless_values_are_negative():
    assert limits([np.array([3.0, 4.0])])[0] == 0.0
    low, high = limits([np.array([-3.0, np.nan])])
    assert low < -3
    assert high > 0


def test_an_axis_that_need_not_start_at_zero_goes_by_its_values():
    low, high = limits([np.array([2.2, 3.5]), np.array([2.1, np.nan])], from_zero=False)
    assert 2.0 < low < 2.1
    assert 3.5 < high < 3.6


def test_a_density_is_centred_on_its_records_even_where_they_are_all_alike():
    grid = np.linspace(-1, 1, 201)
    for values in (np.full(50, 0.5), 0.5 + 1e-9 * np.arange(50)):
        heights = smoothed(values, grid)
        assert heights.max() == 1.0
        assert grid[heights.argmax()] == pytest.approx(0.5, abs=0.011)


def test_pictures_are_magnified_pixel_by_pixel():
    images = np.array([[[0, 255], [128, 0]]], dtype=np.uint8)
    joined = mosaic(images)
    assert joined.shape == (2 * MAGNIFIED, 2 * MAGNIFIED)
    assert np.all(joined[:MAGNIFIED, MAGNIFIED:] == 0)
    assert np.all(joined[MAGNIFIED:, :MAGNIFIED] == 127)


def test_a_long_name_ends_in_an_ellipsis_and_fits():
    assert elided("Replace", 200) == "Replace"
    cut = elided("W" * 60, 80)
    assert cut.endswith("…")
    assert wide(cut) <= 80


@pytest.mark.parametrize("index", range(7))
def test_small_type_in_an_arms_colour_can_be_read(index):
    parts = [int(ink(arm_style(index))[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_twelve_arms_differ_on_paper_where_colour_is_not_seen():
    styles = [replace(arm_style(index), colour="#000000") for index in range(12)]
    figure = new_figure(400, 20)
    axes = place(figure, 0, 0, 400, 20)
    axes.set_axis_off()
    for index, style in enumerate(styles):
        canvas_key(axes, style, (16 + 32 * index, 10))
    figure.set_dpi(4 * 72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    dark = 255.0 - np.asarray(canvas.buffer_rgba())[:, :, 0]
    drawn = [dark[:, 128 * index : 128 * (index + 1)] for index in range(12)]
    assert all(np.abs(one - other).mean() > 0.6 for one, other in combinations(drawn, 2))


def test_the_keys_of_twelve_arms_differ_in_the_text():
    styles = [replace(arm_style(index), colour="#000000") for index in range(12)]
    parts = [key(style, 9).contents for style in styles]
    assert (
        len({(str(line.strokeDashArray), str(mark.getProperties())) for line, mark in parts}) == 12
    )


@pytest.mark.parametrize("end", ["0.87 [0.81, 0.87]", "0.000109 [0.0000396, 0.0000286]"])
def test_generations_below_neighbouring_slopes_keep_apart(end):
    style, x = arm_style(0), np.array([0, 100])
    flat, start = np.array([1.0, 1.0]), end if len(end) > 20 else "1.00"
    line = Line("Replace", style, x, flat, flat, flat, first=start, last=end)
    panels = (Panel("Metric", "unit", (line,)),) * 3
    figure = before_after(BeforeAfterChart(panels), 500, 200)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    said = [text for axes in figure.axes for text in axes.texts]
    under = [text for text in said if text.get_text().startswith("generation ")]
    boxes = sorted(text.get_window_extent().extents[[0, 2]].tolist() for text in under)
    assert len(boxes) == 6
    assert all(one[1] + 4 < other[0] for one, other in pairwise(boxes))


def test_prose_is_polished_and_code_is_not():
    register()
    assert text("generation 0's [-1, 2] 5 %", CODE).getPlainText() == (
        "generation\u00a00\u2019s [\u22121, 2] 5\u00a0%"
    )
    assert verbatim("--set 'name=Ada's' x=-1", CODE).getPlainText() == "--set 'name=Ada's' x=-1"
