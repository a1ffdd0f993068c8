"""What captions say of the numbers above them, worked out from the run."""

from collections.abc import Sequence

from core.analysis.alarm_raised import say_origin
from core.analysis.change import declared
from core.analysis.curves import curve
from core.analysis.rules import LEVEL
from core.analysis.wording import listed, metric_noun, say_level
from core.experiment import Experiment
from core.metrics.base import Family
from core.record import RunRecord
from core.report.charts import CurveChart, Panel
from core.report.numbers import has_interval
from core.sources.base import Part, repeats

ARMS, ENDS = "arms", "ends"
"""Keys of the tables with the primary metric, and with the other curves' last values."""


def replicates(record: RunRecord) -> str:
    """Such as "20 replicates" or "the only replicate"."""
    count = record.experiment.replicates
    if record.experiment.recorded:
        return f"{count:,} random subsets of the records"
    return "the only replicate" if count == 1 else f"{count:,} replicates"


def centres(record: RunRecord, metrics: list[str], arms: list[str]) -> str:
    """What brackets and shading are; which statistic is in their middle, the method says."""
    if record.experiment.replicates == 1:
        return "There is 1 replicate: values, without intervals."
    without = [
        metric_noun(metric)
        for metric in metrics
        if not all(has_interval(curve(record, metric, arm)) for arm in arms)
    ]
    if len(without) == len(metrics):
        return f"The {replicates(record)} are too few for intervals."
    few = f", for which there are too few replicates in {listed(without)}" if without else ""
    return f"Brackets and shading: {say_level(LEVEL)} intervals{few}."


def grey_band(
    record: RunRecord, metrics: list[str], what: str = "Grey, and “real samples” in tables"
) -> str:
    """What the grey band is; "" where no metric shown has one. what: all that is of it."""
    banded = [metric for metric in metrics if metric in record.bands]
    if not banded:
        return ""
    size, held = record.experiment.sample_size, record.experiment.source.available(Part.TRAIN)
    again = ""
    if held is not None and not record.experiment.recorded and repeats(held, size):
        again = (
            f"; they are drawn with replacement from {held:,} records, and so hold fewer different "
            "ones than new records would"
        )
    of = "records of the reference" if record.experiment.recorded else "real records"
    return f"{what}: where {say_level(LEVEL)} of samples of {size:,} {of} lie{again}."


def cut_axes(panels: Sequence[Panel]) -> str:
    """That some axes do not start at zero; "" where all do."""
    if all(panel.from_zero for panel in panels):
        return ""
    return "Axes of losses do not start at 0."


def marks(record: RunRecord, chart: CurveChart) -> list[str]:
    """What else is drawn over curves and bands, a sentence each."""
    said = []
    drawn = (line.replicates for one in chart.panels for line in one.lines)
    if record.experiment.replicates > 1 and any(single is not None for single in drawn):
        said.append("Thin lines: single replicates, where there are too few for an interval.")
    forms = [form for one in chart.panels for form in one.theory]
    if forms:
        said.append("Short dark dashes: what theory predicts.")
    if any(form.mean is not None for form in forms):
        said.append("Rings: the run's mean, where theory is about a mean.")
    if any(one.alarm is not None for one in chart.panels):
        said.append(f"Long thin dashes: the alarm on the tail, {say_origin(record)}.")
    return said


def null_bands(record: RunRecord) -> str:
    """How grey bands are made, precisely; "" where no metric has one."""
    kinds = {declared(metric).family is Family.DISTANCE for metric in record.bands}
    if not kinds:
        return ""
    which = "lowest" if kinds == {True} else "middle"
    besides = " (of distances, the lowest)" if kinds == {True, False} else ""
    return (
        f"The {which} {say_level(LEVEL)}{besides} of {record.null_samples:,} samples of "
        f"{record.experiment.sample_size:,} real records each{_real_samples(record.experiment)}."
    )


def _real_samples(experiment: Experiment) -> str:
    """Where null samples come from; "" of a law."""
    held = experiment.source.available(Part.TRAIN)
    if experiment.recorded:
        return ", drawn from the reference, their spread widened for its size"
    if held is None:
        return ""
    of = f"replacement from the {held:,} records of the train part"
    if repeats(held, experiment.sample_size):
        return f", drawn with {of}"
    return f", drawn without {of}, their spread widened to that of new records"
