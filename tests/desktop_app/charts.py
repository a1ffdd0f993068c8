"""Charts to test, and what they show."""

import numpy as np

from core.metrics.base import SIDE_BY_SIDE, Family
from core.record import RunRecord
from desktop_app.widgets.arm_items import ArmItems
from desktop_app.widgets.chart_row import ChartRow
from desktop_app.widgets.metric_chart import MetricChart
from tests.records import make_record

ALIVE, MISSING, RARE = "types-alive", "total-variation", "rare-type-coverage"


def arms(count: int, name: str = "Arm {}") -> list[dict]:
    kinds = ("replace", "accumulate")
    return [
        {"name": name.format(place), "retention": {"kind": kinds[place % 2]}}
        for place in range(count)
    ]


def falling(count: int = 3, replicates: int = 20, generations: int = 10) -> dict[str, np.ndarray]:
    """Values that fall from a common generation 0, [arms, replicates, generations + 1]."""
    rng = np.random.default_rng(1)
    course = np.exp(-np.outer(1 / (1 + np.arange(count)), np.linspace(0, 2, generations + 1)))
    noise = np.exp(0.05 * rng.normal(size=(count, replicates, generations + 1)))
    noise[:, :, 0] = noise[:1, :, 0]
    alive = 1000 * course[:, None, :] * noise
    return {ALIVE: alive, MISSING: 1 - alive / 1500, RARE: alive / 30_000}


def made(count: int = 3, replicates: int = 20, generations: int = 10, **given) -> RunRecord:
    return make_record(falling(count, replicates, generations), arms(count), **given)


def shown(qtbot, record: RunRecord, family: Family = Family.DIVERSITY) -> MetricChart:
    chart = MetricChart(family)
    qtbot.addWidget(chart)
    chart.resize(320, 400)
    chart.show_record(record)
    chart.show()
    qtbot.waitExposed(chart)
    return chart


def shown_row(qtbot, record: RunRecord) -> ChartRow:
    row = ChartRow(SIDE_BY_SIDE)
    qtbot.addWidget(row)
    row.resize(960, 400)
    row.show_record(record)
    row.show()
    qtbot.waitExposed(row)
    return row


def heights(chart: MetricChart) -> tuple[float, float]:
    return tuple(chart.canvas.axes.view.viewRange()[1])


def drawn(items: ArmItems) -> np.ndarray:
    """The values of an arm's curve; pyqtgraph gives None for none."""
    values = items.line.getData()[1]
    return np.empty(0) if values is None else values


def table(chart: MetricChart) -> list[tuple[str, str]]:
    rows = range(chart.values.table.rowCount())
    return [tuple(chart.values.table.cell(row, column).text() for column in (0, 1)) for row in rows]
