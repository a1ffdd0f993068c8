"""Numbers of a run as a write-up prints them: rounded to their uncertainty, with intervals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.analysis.change import declared
from core.analysis.curves import Curve
from core.analysis.intervals import interval, subsets
from core.analysis.wording import (
    column_decimals,
    metric_noun,
    metric_unit,
    say_band,
    say_interval,
    say_reach,
)
from core.record import RunRecord
from core.report.document import Row

BRIEF_TIES = re.compile(r"\[in (?:all )?\d")
"""How a cell says that an interval has no width."""


@dataclass(frozen=True, slots=True)
class Column:
    """A metric down a table's column, all cells with one number of decimals."""

    record: RunRecord
    metric: str
    decimals: int | None

    @classmethod
    def of(cls, record: RunRecord, metric: str, generations: Iterable[int]) -> "Column":
        """Of all arms at these generations."""
        values, of = record.values[metric], subsets(record.experiment, metric)
        cells = (values[arm, :, g] for g in set(generations) for arm in range(len(record.arms)))
        scale, count = declared(metric).scale, declared(metric).count
        found = [interval(cell, scale, of=of) for cell in cells if not np.isnan(cell).any()]
        return cls(record, metric, column_decimals(found, count=count))

    def at(self, arm: str, generation: int) -> str:
        """A cell, as `value_at` has it."""
        return value_at(self.record, self.metric, arm, generation, self.decimals)

    def band(self) -> str:
        """What real samples give, such as "≤ 0.21"; "" where that is not known."""
        if self.metric not in self.record.bands:
            return ""
        band = say_band(self.metric, self.record.bands[self.metric], self.decimals)
        return band.replace("up to ", "≤ ")


def value_at(
    record: RunRecord, metric: str, arm: str, generation: int, decimals: int | None = None
) -> str:
    """A metric at a generation, such as "949 [940, 958]"; "–" where it is not measured.

    Without an interval, the values themselves, or how far they reach if there are many. "8 [in 38
    of 40]" is an interval without width. decimals: of the column that it stands in.
    """
    return _value_at(record, metric, arm, generation, decimals).replace("-", "\u2212")


def _value_at(
    record: RunRecord, metric: str, arm: str, generation: int, decimals: int | None
) -> str:
    values = record.values[metric][record.arms.index(arm)][:, generation]
    if np.isnan(values).any():
        return "–"
    scale, count = declared(metric).scale, declared(metric).count
    found = interval(values, scale, of=subsets(record.experiment, metric))
    if found.known:
        return say_interval(found, count=count, brief=True, decimals=decimals)
    return say_reach(values.tolist(), count=count, decimals=decimals)


def pointed(record: RunRecord, rows: Iterable[Row], first: int | None = None) -> list[str]:
    """What "[in 38 of 40]" means, where one of the first cells of a row says it."""
    return pointed_in(record, (cell for row in rows for cell in row.cells[:first]))


def pointed_in(record: RunRecord, numbers: Iterable[str]) -> list[str]:
    """What "[in 38 of 40]" means, where one of these numbers says it."""
    if not any(map(BRIEF_TIES.search, numbers)):
        return []
    repeats = "subsets" if record.experiment.recorded else "replicates"
    return [f"[in …]: so many {repeats} have exactly this value; the interval has no width."]


def has_interval(curve: Curve) -> bool:
    """Whether a curve has a band at all."""
    return bool(np.isfinite(curve.low).any())


def capital(said: str) -> str:
    """The words with a capital at their start."""
    return said[:1].upper() + said[1:]


def titled(metric: str) -> str:
    """A metric over its column, with its unit where the name does not say it."""
    unit = f" ({declared(metric).unit})" if metric_unit(metric) else ""
    return capital(metric_noun(metric)) + unit
