"""Vectors as densities, points or bars, each arm against the real sample."""

from collections.abc import Mapping

from core.analysis.wording import in_sentence
from core.palette import ArmStyle
from core.record import RunRecord
from core.records import FloatArray
from desktop_app.widgets.columns_view import REAL, ColumnsView, Shown
from desktop_app.widgets.density import are_counts, kernel_width, span
from desktop_app.widgets.sample_plots import BarsPlot, DensityPlot, PointsPlot, SamplePlot


class VectorsView(ColumnsView):
    """A plot for the real sample and for each arm, all on the same axes."""

    narrowest = 150

    def show_record(self, record: RunRecord, styles: Mapping[str, ArmStyle]) -> None:
        """Make a plot for the real sample and for each arm."""
        assert record.real is not None
        self._axes = record.experiment.source.axes
        self._counts = are_counts(record.real.values)
        self._flat = record.real.values.shape[1] > 1 and not self._counts
        self.real = self._seen(record.real.values)
        kind: type[SamplePlot] = BarsPlot if self._counts else DensityPlot
        kind = PointsPlot if self._flat else kind
        titles = (REAL, *record.arms)
        self.plots = {title: kind(self.real, styles.get(title)) for title in titles}
        self.lay_out(record, styles, self.plots)

    def show_samples(self, said: str, samples: Mapping[str, Shown]) -> None:
        """Show what each arm emitted, on axes that hold all of it."""
        values = {arm: self._seen(sample.values) for arm, (_, sample) in samples.items()}
        smooth = not self._flat and not self._counts
        margin = 3 * kernel_width(self.real[:, 0]) if smooth else 0.0
        low, high = span([self.real, *values.values()], margin)
        for title, plot in self.plots.items():
            plot.draw(values.get(title), low, high)
            plot.setAccessibleDescription(f"{said}: {title} against the real sample, in grey.")
        top = max(plot.peak for plot in self.plots.values())
        for plot in self.plots.values():
            plot.reach(top)

    def note(self) -> str:
        """What is drawn."""
        numbers = self.real.shape[1]
        if self._flat:
            (across, _), (upwards, _) = self._axes
            across, upwards = in_sentence(across), in_sentence(upwards)
            return f"Across: {across}; upwards: {upwards}; real data in grey."
        if self._counts and numbers > 1:
            return f"The mean of each of the {numbers} counts over its records; real data in grey."
        if self._counts:
            return "The share of records that hold each count; real data in grey."
        width = kernel_width(self.real[:, 0])
        return (
            f"Density by a Gaussian kernel, {width:.2g} wide for all, as fits the real sample; "
            "marks below are single records; real data in grey."
        )

    def _seen(self, values: FloatArray) -> FloatArray:
        """The numbers of each record that are drawn: two of them as points, else all."""
        return values[:, [place for _, place in self._axes]] if self._flat else values
