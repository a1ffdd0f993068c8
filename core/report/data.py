"""What each figure draws, as a table to ten digits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

import numpy as np

from core.report.charts import (
    BeforeAfterChart,
    Chart,
    CurveChart,
    DensityChart,
    FailureChart,
    Fate,
    LoopChart,
    Panel,
    PictureChart,
    PoolChart,
    Sampled,
    ScatterChart,
)

Cell: TypeAlias = str | int | float | None
"""None, and a number that is NaN, are empty cells."""

DIGITS = 10
"""Of numbers that are not whole: the last of sixteen depend on where a process has its memory."""


@dataclass(frozen=True, slots=True)
class Data:
    """Columns, and rows of as many cells each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def data_of(chart: Chart) -> Data | None:
    """The numbers that a chart draws; None of one that draws none."""
    found = _found(chart)
    return found and Data(found.columns, tuple(tuple(map(_rounded, row)) for row in found.rows))


def _rounded(cell: Cell) -> Cell:
    return float(f"{cell:.{DIGITS}g}") if isinstance(cell, float) else cell


def _found(chart: Chart) -> Data | None:
    match chart:
        case CurveChart():
            return _of_panels(chart.panels, ends=False)
        case BeforeAfterChart():
            return _of_panels(chart.panels, ends=True)
        case FailureChart():
            return _of_failures(chart)
        case DensityChart():
            return _of_values(chart.rows, (chart.axis,))
        case ScatterChart():
            return _of_values(chart.cells, chart.axes)
        case PictureChart():
            return _of_pictures(chart)
        case PoolChart():
            return _of_pools(chart)
        case LoopChart():
            return None


PANEL_COLUMNS = (
    "metric", "kind", "arm", "replicate", "generation", "centre", "low", "high", "real_low",
    "real_centre", "real_high", "alarm", "theory", "run_mean",
)  # fmt: skip
"""replicate: empty for centres over all of them. real_: what real samples give. run_mean: what a
theory is about, where that is the mean and centres are not."""


def _of_panels(panels: tuple[Panel, ...], ends: bool) -> Data:
    """ends: of generation 0 and the last one alone."""
    rows: list[tuple[Cell, ...]] = []
    for panel in panels:
        rows += _of_panel(panel, ends)
    if any(line.run for panel in panels for line in panel.lines):
        return Data(("run", *PANEL_COLUMNS), tuple(rows))
    return Data(PANEL_COLUMNS, tuple(row[1:] for row in rows))


def _of_panel(panel: Panel, ends: bool) -> Iterator[tuple[Cell, ...]]:
    """A row an arm and generation; after them, an arm's replicates where they are drawn.

    In front of PANEL_COLUMNS stands the run, "" where there is but one.
    """
    band = panel.band or (None, None, None)
    forms = {theory.style: theory for theory in panel.theory}
    for line in panel.lines:
        head, form = (line.run, panel.title, panel.unit, line.label), forms.get(line.style)
        expected: dict[int, tuple[Cell, Cell]] = {}
        if form is not None:
            means = () if form.mean is None else form.mean.tolist()
            pairs = zip_longest(form.expected.tolist(), means)
            expected = dict(zip(form.x.tolist(), pairs, strict=True))
        places = sorted({0, len(line.x) - 1}) if ends else range(len(line.x))
        for at in places:
            g = int(line.x[at])
            found = (float(values[at]) for values in (line.centre, line.low, line.high))
            yield *head, None, g, *found, *band, panel.alarm, *expected.get(g, (None, None))
        for number, values in enumerate([] if line.replicates is None else line.replicates):
            for at in places:
                rest = (None,) * 8
                yield *head, number, int(line.x[at]), float(values[at]), *rest


def _of_failures(chart: FailureChart) -> Data:
    columns = ("metric", "kind", "arm", "generation_of_failure", "place", "outcome")
    return Data(
        columns,
        tuple(
            (row.title, row.family, fate.label, fate.generation, fate.place, _outcome(fate, chart))
            for row in chart.rows
            for fate in row.fates
        ),
    )


def _outcome(fate: Fate, chart: FailureChart) -> str:
    if fate.reason:
        return f"not ranked: {fate.reason}"
    failed = fate.generation is not None
    return "failed" if failed else f"not shown to fail by generation {chart.until}"


def _of_values(places: tuple[Sampled, ...], axes: tuple[str, ...]) -> Data:
    """A row a record that is drawn."""
    rows = [
        (place.label, number, *values)
        for place in places
        for number, values in enumerate(place.values.reshape(len(place.values), -1).tolist())
    ]
    return Data(("where", "record", *axes), tuple(rows))


def _of_pictures(chart: PictureChart) -> Data:
    """A row a picture: its size, and its pixels' mean and standard deviation, 0 to 255."""
    rows: list[tuple[Cell, ...]] = []
    for place in chart.rows:
        for number, picture in enumerate(place.values):
            ink = np.asarray(picture, dtype=np.float64)
            rows.append((place.label, number, *picture.shape, float(ink.mean()), float(ink.std())))
    columns = ("where", "picture", "height", "width", "mean_of_pixels", "deviation_of_pixels")
    return Data(columns, tuple(rows))


def _of_pools(chart: PoolChart) -> Data:
    """A row a generation and origin that it holds records of; then what a filter has dropped."""
    rows: list[tuple[Cell, ...]] = []
    for generation, (held, dropped) in enumerate(
        zip(chart.records.T.tolist(), chart.dropped.tolist(), strict=True)
    ):
        lost = ("dropped by the filter so far", dropped)
        named = [*zip(chart.origins, held, strict=True), lost]
        rows += [(chart.arm, generation, name, records) for name, records in named if records > 0]
    return Data(("arm", "generation", "origin", "records"), tuple(rows))
