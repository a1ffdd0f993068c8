"""Vectors as densities, points or bars, each arm against the real sample."""

from collections.abc import Mapping

import numpy as np

from core.analysis.wording import in_sentence
from core.palette import ArmStyle
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.translation import tr
from desktop_app.widgets.columns_view import (
    REAL,
    Columns,
    ColumnsView,
    Shown,
    heading_of,
    real_name,
)
from desktop_app.widgets.density import WITHIN, are_counts, kernel_width, span
from desktop_app.widgets.sample_plots import (
    BarsPlot,
    DensityPlot,
    PointsPlot,
    SamplePlot,
    contour,
)


class VectorsView(ColumnsView):
    """A plot for the real sample and for each arm, all on the same axes.

    The axes hold what every generation emitted so far, so that they move with none.
    """

    narrowest = 142

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Make a plot for the real sample and for each title of `columns`."""
        assert record.real is not None
        self._record, self._arms = record, columns.arms
        self._axes = record.experiment.source.axes
        self._counts = are_counts(record.real.values)
        self._flat = record.real.values.shape[1] > 1 and not self._counts
        self.real = self._seen(record.real.values)
        self._known: dict[tuple[str, int], tuple[float, float, float]] = {}
        kind: type[SamplePlot] = BarsPlot if self._counts else DensityPlot
        kind = PointsPlot if self._flat else kind
        titles = (REAL, *columns.titles)
        self.plots = {title: kind(self.real, styles.get(title), title == REAL) for title in titles}
        self._outline()
        self.lay_out(columns, styles, self.plots, real=real_name(record))

    def _outline(self) -> None:
        """Give every plot of points the contours of the real sample."""
        lines = contour(self.real) if self._flat else None
        for plot in self.plots.values():
            if isinstance(plot, PointsPlot) and lines is not None:
                plot.outline = lines

    def build_next(self) -> bool:
        """Make the axes of the next plot that has none; False where all have."""
        plot = next((plot for plot in self.plots.values() if not plot.built), None)
        if plot is None:
            return False
        plot.build()
        return True

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show what each arm emitted, on axes that hold all that was emitted so far."""
        while self.build_next():
            pass
        smooth = not self._flat and not self._counts
        self._look()
        low, high, top = np.array(list(self._known.values())).reshape(-1, 3).T
        margin = 3 * kernel_width(self.real[:, 0]) if smooth else 0.0
        start, end = span([self.real, low, high], margin)
        for title, plot in self.plots.items():
            shown = samples.get(title)
            plot.draw(None if shown is None else self._seen(shown[1].values), start, end)
            described = tr("{said}: {name} against the real sample, in grey.")
            named = tr(REAL) if title == REAL else heading_of(title)
            plot.setAccessibleDescription(described.format(said=said, name=named))
        highest = max([plot.peak for plot in self.plots.values()] + top.tolist())
        for plot in self.plots.values():
            plot.reach(highest)

    def _look(self) -> None:
        """Note the least and greatest number and the peak of every sample, once each."""
        for arm in self._arms:
            for generation in range(self._record.done(arm) + 1):
                sample = self._record.preview(arm, generation)
                if (arm, generation) not in self._known and sample is not None:
                    values = self._seen(sample.values)
                    finite = values[np.isfinite(values)]
                    low = float(finite.min(initial=np.inf))
                    high = float(finite.max(initial=-np.inf))
                    self._known[arm, generation] = low, high, self.plots[REAL].peak_of(values)

    def note(self) -> str:
        """What is drawn."""
        numbers = self.real.shape[1]
        if self._flat:
            (across, _), (upwards, _) = self._axes
            across, upwards = in_sentence(across), in_sentence(upwards)
            return tr(
                "Across: {across}; upwards: {upwards}. Grey lines: where half and where "
                "{within:.0f} % of the real sample lies densest."
            ).format(across=across, upwards=upwards, within=100 * WITHIN[-1])
        if self._counts and numbers > 1:
            return tr(
                "The mean of each of the {numbers} counts over its records; real data in grey."
            ).format(numbers=numbers)
        if self._counts:
            return tr("The share of records that hold each count; real data in grey.")
        width = kernel_width(self.real[:, 0])
        return tr(
            "Density by a Gaussian kernel, {width:.2g} wide for all, as fits the "
            "real sample; marks below are single records; real data in grey."
        ).format(width=width)

    def _seen(self, values: FloatArray) -> FloatArray:
        """The numbers of each record that are drawn: two of them as points, else all."""
        return values[:, [place for _, place in self._axes]] if self._flat else values
