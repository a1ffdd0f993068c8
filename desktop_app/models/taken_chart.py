"""A chart as it is taken out of the window: drawn by the report, named, and said."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.analysis.compared_words import describe_compared
from core.analysis.described import describe
from core.record import RunRecord
from desktop_app.models.chart_view import ChartView

if TYPE_CHECKING:
    from core.report.charts import Chart

PICTURE, SENTENCE = "picture", "sentence"
"""Ways to take a chart by the clipboard; the others are `core.report.single.KINDS`."""

MOST_OF_NAME = 30
"""Characters of each of two runs' names in the name of a file."""


@dataclass(frozen=True, slots=True, eq=False)
class TakenChart:
    """What is taken: the report's chart, its sentence, and a file's name without its suffix.

    All of it is as the run was when it was made, so that a thread may draw it while the run grows.
    """

    chart: "Chart"
    sentence: str
    stem: str


def take_metric(
    record: RunRecord, metric: str, view: ChartView, *, ratio: bool, logarithmic: bool
) -> TakenChart:
    """A metric's chart as it is drawn in the window, without the arms that are hidden there."""
    from core.report.single import file_stem, metric_chart

    arms = [arm for arm in record.arms if arm not in view.hidden]
    views = ["ratio"] * ratio + ["log"] * logarithmic
    return TakenChart(
        metric_chart(record, metric, arms, ratio=ratio, logarithmic=logarithmic),
        describe(record, metric, arms, ratio=ratio, logarithmic=logarithmic),
        file_stem(record.experiment.name, f"seed {record.experiment.seed}", metric, *views),
    )


def take_compared(a: RunRecord, b: RunRecord, metric: str) -> TakenChart:
    """A metric of two runs on the same axes."""
    from core.report.beside import compared_chart
    from core.report.single import file_stem

    first, second = (
        f"{one.experiment.name[:MOST_OF_NAME]} seed {one.experiment.seed}" for one in (a, b)
    )
    return TakenChart(
        compared_chart(a, b, metric),
        describe_compared(a, b, metric),
        file_stem(first, "and", second, metric),
    )


def as_bytes(chart: "Chart", kind: str) -> bytes:
    """The chart as a file of a kind; here, for the thread that draws: the imports take a while."""
    from core.report.single import chart_file

    return chart_file(chart, kind)
