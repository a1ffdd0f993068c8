"""Where an arm's mean stands against a bound that theory gives for any number of generations."""

from dataclasses import dataclass

import numpy as np

from core.analysis.intervals import Interval
from core.analysis.rules import LEVEL
from core.analysis.theory import metric_lines
from core.analysis.wording import metric_noun, metric_unit, say_interval, say_number
from core.record import RunRecord
from core.theory.forms import matching


@dataclass(frozen=True, slots=True)
class Bounded:
    """The run's mean over replicates at its newest generation, and what theory bounds it by."""

    arm: str
    metric: str
    mean: Interval
    bound: float
    formula: str

    def said(self) -> str:
        """In a sentence; above or below only where the interval says so."""
        noun, unit = metric_noun(self.metric), metric_unit(self.metric)
        share = say_number(float(self.mean.centre) / self.bound)
        mean = f"{say_interval(self.mean, unit)}{self._by()}"
        return (
            f"{self.arm}'s mean {noun}, {mean}, {self._side()} "
            f"{say_number(self.bound)}, the closed-form bound of its expectation for any number "
            f"of generations ({self.formula}): {share} of it."
        )

    def _by(self) -> str:
        """The brackets beside it in a finding are around other centres."""
        return " by a t interval" if self.mean.known else ""

    def _side(self) -> str:
        if not self.mean.known:
            return "has no interval to tell it from"
        if self.mean.high < self.bound:
            return "is below"
        return "is above" if self.mean.low > self.bound else "is not clearly below or above"


def bounded(record: RunRecord, metric: str, arm: str) -> Bounded | None:
    """Where the arm's mean of a metric stands; None where theory gives no bound."""
    of = next(one for one in record.experiment.arms if one.name == arm)
    for form in matching(record.experiment, of, metric):
        bound = form.bound(record.experiment, of)
        if bound is None:
            continue
        for line in metric_lines(record, metric):
            if (line.arm, line.row) == (arm, form.row):
                mean = _mean(float(line.run[-1]), line.standard_error, record)
                return Bounded(arm, metric, mean, bound, form.bounded_by)
    return None


def _mean(centre: float, error: float, record: RunRecord) -> Interval:
    """With Student's interval; without one where too few replicates carry the mean."""
    from scipy.special import stdtrit

    half = stdtrit(record.experiment.replicates - 1, (1 + LEVEL) / 2) * error
    low, high = (np.asarray(centre + side * half) for side in (-1, 1))
    return Interval(np.asarray(centre), low, high, "mean")
