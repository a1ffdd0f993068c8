"""Images and numbers in the strip: drawn from the sample, and alike for every arm."""

import numpy as np
import pytest
from PySide6.QtCore import QRect

from core.events import Preview, RealDataDrawn
from core.records import RecordKind
from desktop_app.widgets.columns_view import REAL
from desktop_app.widgets.density import GRID, are_counts, bars, density, kernel_width
from desktop_app.widgets.mosaic_view import SMALL, Mosaic, contact_sheet, sheet_shape
from tests.desktop_app.samples.made import ARMS, digits, folded, images, shown
from tests.small import experiment, ran

# Images


def test_a_sheet_holds_the_first_images_dark_on_light():
    drawn = images(50).values
    sheet = contact_sheet(drawn, SMALL)
    assert sheet.shape == (4 * 9 - 1, 8 * 9 - 1)
    for place in (0, 7, 8, 31):
        row, column = divmod(place, 8)
        tile = sheet[9 * row : 9 * row + 8, 9 * column : 9 * column + 8]
        np.testing.assert_array_equal(tile, 255 - drawn[place])


def test_fewer_images_leave_the_rest_of_the_sheet_empty():
    sheet = contact_sheet(images(3).values, SMALL)
    assert len(np.unique(sheet[9:])) == 1


def test_images_are_magnified_without_smoothing(qtbot):
    mosaic = Mosaic(SMALL)
    qtbot.addWidget(mosaic)
    drawn = images(40).values
    mosaic.show_images(drawn)
    mosaic.resize(300, 130)
    picture = mosaic.grab(QRect(0, 0, 300, 130)).toImage()
    sheet = contact_sheet(drawn, SMALL)
    scale = 3
    for row, column in ((0, 0), (5, 3), (20, 40), (34, 70)):
        block = {
            picture.pixelColor(scale * column + right, scale * row + down).red()
            for right in range(scale)
            for down in range(scale)
        }
        assert block == {int(sheet[row, column])}


@pytest.mark.parametrize(("side", "across", "scale"), [(8, 8, 2), (14, 5, 2), (28, 5, 1)])
def test_an_image_takes_at_least_sixteen_pixels_and_large_ones_no_more(qtbot, side, across, scale):
    mosaic = Mosaic(sheet_shape(side))
    qtbot.addWidget(mosaic)
    mosaic.show_images(np.zeros((2, side, side), dtype=np.uint8))
    assert mosaic.minimumWidth() == scale * (across * (side + 1) - 1)


def test_images_of_every_arm_stand_beside_the_real_ones(qtbot):
    record, put = digits()
    record.apply(RealDataDrawn(images(40), None))
    put(images(40, 1), 0, None)
    put(images(40, 2), 1, "Replace")
    strip = shown(qtbot, record)
    assert list(strip.view.mosaics) == [REAL, "Replace", "Accumulate"]
    sheets = [mosaic.sheet for mosaic in strip.view.mosaics.values()]
    for sheet, seed in zip(sheets, (0, 2, 1), strict=True):
        np.testing.assert_array_equal(sheet, contact_sheet(images(40, seed).values, SMALL))


# Vectors


def test_densities_are_sums_of_kernels_of_one_width():
    values, along = np.array([0.0, 1.0]), np.linspace(-6, 7, 4001)
    height = density(values, 0.5, along)
    assert np.trapezoid(height, along) == pytest.approx(1, abs=1e-6)
    at_zero = (1 + np.exp(-0.5 * (1 / 0.5) ** 2)) / (2 * 0.5 * np.sqrt(2 * np.pi))
    assert np.interp(0.0, along, height) == pytest.approx(at_zero, rel=1e-4)
    assert not density(np.empty(0), 0.5, along).any()


def test_the_kernel_is_as_wide_as_silverman_says():
    real = np.random.default_rng(0).normal(size=500)
    quarters = np.subtract(*np.percentile(real, (75, 25))) / 1.34
    assert kernel_width(real) == pytest.approx(0.9 * min(real.std(), quarters) * 500**-0.2)
    assert kernel_width(np.full(9, 3.0)) == 1


def test_a_collapsed_arm_is_smoothed_like_the_real_sample(qtbot):
    record, put = folded()
    real = np.random.default_rng(0).normal(size=(50, 1))
    record.apply(RealDataDrawn(Preview(RecordKind.VECTORS, real), None))
    put(Preview(RecordKind.VECTORS, real), 0, None)
    put(Preview(RecordKind.VECTORS, np.full((50, 1), 7.0)), 1, "Replace")
    strip = shown(qtbot, record)
    width = kernel_width(real[:, 0])
    plots = strip.view.plots
    x, height = plots["Replace"].own.getData()
    assert height.max() == pytest.approx(1 / (width * np.sqrt(2 * np.pi)), rel=1e-2)
    assert x[0] < real.min() - width
    assert x[-1] > 7 + width
    ranges = [plot.axes.view.viewRange() for plot in plots.values()]
    assert all(found == ranges[0] for found in ranges), "the plots have different axes"
    assert ranges[0][1][1] > height.max()
    assert f"{width:.2g} wide for all" in strip.said.text()


def test_points_in_two_dimensions_are_those_of_the_sample(qtbot):
    source = {"kind": "gaussian", "dimensions": 3}
    record = ran(experiment(arms=ARMS, source=source))
    strip = shown(qtbot, record)
    for arm in record.arms:
        drawn = np.column_stack(strip.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 3).values[:, :2])
    assert "Across: dimension 1; upwards: dimension 2" in strip.said.text()


def test_a_regression_is_drawn_as_its_label_over_an_input(qtbot):
    given = {"source": {"kind": "regression"}, "learner": {"kind": "least-squares"}}
    record = ran(experiment(arms=ARMS, **given))
    strip = shown(qtbot, record)
    for arm in record.arms:
        drawn = np.column_stack(strip.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 3).values[:, [0, -1]])
    assert "Across: input 1; upwards: label y" in strip.said.text()


POISSON = {"learner": {"kind": "poisson"}, "arms": ARMS}


def test_single_counts_are_bars_of_how_often_each_occurs(qtbot):
    record = ran(experiment(**POISSON, source={"kind": "poisson", "dimensions": 1, "rate": 3}))
    strip = shown(qtbot, record)
    for arm in record.arms:
        edges, heights = strip.view.plots[arm].own.getData()
        emitted = record.preview(arm, 3).values[:, 0]
        np.testing.assert_array_equal(np.diff(edges), 1)
        assert heights.sum() == pytest.approx(1)
        at = np.flatnonzero(edges == emitted[0] - 0.5)
        assert heights[at] == pytest.approx(np.mean(emitted == emitted[0]))
    assert "share of records that hold each count" in strip.said.text()


def test_many_counts_are_bars_of_their_means(qtbot):
    record = ran(experiment(**POISSON, source={"kind": "poisson", "dimensions": 11}))
    strip = shown(qtbot, record)
    for arm in record.arms:
        _, heights = strip.view.plots[arm].own.getData()
        np.testing.assert_allclose(heights, record.preview(arm, 3).values.mean(axis=0))
    assert "mean of each of the 11 counts" in strip.said.text()


def test_counts_that_are_spread_out_share_bars():
    values = np.arange(5000.0)[:, None]
    edges, heights = bars(values, 0, 4999)
    assert len(heights) <= GRID
    assert heights.sum() == pytest.approx(1)
    assert (edges[0], edges[-1]) == (-0.5, edges[0] + 25 * len(heights))


def test_numbers_with_decimals_or_below_zero_are_no_counts():
    assert are_counts(np.array([[0.0, 3.0]]))
    assert not are_counts(np.array([[0.5, 3.0]]))
    assert not are_counts(np.array([[-1.0, 3.0]]))
