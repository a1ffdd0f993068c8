"""A run's numbers at full precision: a tidy CSV, and JSON."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from core.analysis.summary import summary
from core.record import RunRecord
from core.report.data import Cell, Data

COLUMNS = ("arm", "replicate", "generation", "metric", "value")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet would take for the start of a formula."""


def as_csv(record: RunRecord) -> str:
    """One value a line, by arm, replicate, generation and metric; what is not measured is left out.

    Generation 0 stands under every arm. A name that a spreadsheet would take for a formula has an
    apostrophe before it.
    """
    return written(COLUMNS, _rows(record))


def data_as_csv(data: Data) -> str:
    """What a figure draws; empty cells where there is nothing."""
    return written(data.columns, data.rows)


def written(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Lines of cells; no text in them is a spreadsheet's formula, and numbers are as given."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(harmless, columns))
    writer.writerows(map(harmless, row) for row in rows)
    return buffer.getvalue()


def harmless(cell: Cell) -> Cell:
    """The cell, empty for NaN; an apostrophe before what would be taken for a formula."""
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if not isinstance(cell, str):
        return cell
    plain = cell.replace("\r", " ")  # it would end the line, as the writer does not quote it
    return f"'{plain}" if cell.startswith(FORMULA_STARTS) else plain


def _rows(record: RunRecord) -> Iterator[tuple[str, int, int, str, float]]:
    metrics = list(record.values)
    every = np.stack([record.values[metric] for metric in metrics], axis=-1)
    for arm, by_replicate in zip(record.arms, every, strict=True):
        for replicate, by_generation in enumerate(by_replicate.tolist()):
            for generation, values in enumerate(by_generation):
                for metric, value in zip(metrics, values, strict=True):
                    if not math.isnan(value):
                        yield arm, replicate, generation, metric, value


def as_json(record: RunRecord) -> str:
    """What was found, the settings, where it ran, and values [arm][metric][replicate][generation].

    null where nothing is measured.
    """
    found = summary(record) | {
        "settings": record.experiment.to_share().document(),
        "environment": record.environment,
        "resumed_in": record.resumed_in,
        "null_samples": record.null_samples,
        "values": {arm: _values(record, place) for place, arm in enumerate(record.arms)},
    }
    return json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _values(record: RunRecord, place: int) -> dict[str, Any]:
    return {
        metric: [[_finite(value) for value in row] for row in values[place].tolist()]
        for metric, values in record.values.items()
    }


def _finite(value: float) -> float | str | None:
    """JSON has neither NaN nor infinities."""
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else str(value)
