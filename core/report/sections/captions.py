"""What captions say of the numbers above them, worked out from the run."""

from core.analysis.change import declared
from core.analysis.curves import curve
from core.analysis.rules import LEVEL
from core.analysis.wording import listed, metric_noun, say_level
from core.experiment import Experiment
from core.metrics.base import Family
from core.record import RunRecord
from core.report.numbers import has_interval
from core.sources.base import Part, repeats

ARMS, ENDS = "arms", "ends"
"""Keys of the tables with the primary metric, and with the other curves' last values."""


def named_arms(record: RunRecord) -> list[str]:
    """The baseline and, if there is one, the arm named for comparison."""
    return [arm for arm in (record.experiment.baseline, record.experiment.compare) if arm]


def replicates(record: RunRecord) -> str:
    """Such as "20 replicates" or "the one replicate"."""
    count = record.experiment.replicates
    if record.experiment.recorded:
        return f"{count:,} random subsets of the records"
    return "the one replicate" if count == 1 else f"{count:,} replicates"


def centres(record: RunRecord, metrics: list[str], arms: list[str]) -> str:
    """Which statistic each metric's centre is, and what the intervals are."""
    if record.experiment.replicates == 1:
        return "There is one replicate: values, without intervals."
    by_statistic: dict[str, list[str]] = {}
    without = []
    for metric in metrics:
        curves = [curve(record, metric, arm) for arm in arms]
        for statistic in dict.fromkeys(found.statistic for found in curves):
            by_statistic.setdefault(f"{statistic}s", []).append(metric_noun(metric))
        if not all(has_interval(found) for found in curves):
            without.append(metric_noun(metric))
    said = f"Centres are {_split(by_statistic)} over {replicates(record)}"
    if not without:
        bootstrap = " from this bootstrap over records" if record.experiment.recorded else ""
        return f"{said}; brackets and bands are {say_level(LEVEL)} intervals{bootstrap}."
    if len(without) == len(metrics):
        return f"{said}, which are too few for intervals."
    return (
        f"{said}; brackets and bands are {say_level(LEVEL)} intervals, "
        f"for which there are too few replicates in {listed(without)}."
    )


def _split(by_statistic: dict[str, list[str]]) -> str:
    """Such as "medians", or "geometric means (types alive) and medians (total variation)"."""
    if len(by_statistic) == 1:
        return next(iter(by_statistic))
    return listed([f"{name} ({listed(of)})" for name, of in by_statistic.items()])


def grey_band(record: RunRecord, metrics: list[str]) -> str:
    """What the grey band is; "" where no metric shown has one."""
    banded = [metric for metric in metrics if metric in record.bands]
    if not banded:
        return ""
    kinds = {declared(metric).family is Family.DISTANCE for metric in banded}
    which = "lowest" if kinds == {True} else "middle"
    besides = "; of distances, the lowest 95 %" if kinds == {True, False} else ""
    size, drawn = record.experiment.sample_size, _real_samples(record.experiment)
    return (
        f"Grey: the {which} 95 % of {record.null_samples:,} real samples of {size:,} records each"
        f"{drawn}{besides}."
    )


def _real_samples(experiment: Experiment) -> str:
    """Where null samples come from; "" of a law."""
    held = experiment.source.available(Part.TRAIN)
    if experiment.recorded:
        return ", drawn from the reference"
    if held is None:
        return ""
    if repeats(held, experiment.sample_size):
        return (
            f", drawn with replacement from the {held:,} of the train part: they repeat some, and "
            "so hold fewer different ones than new records would"
        )
    return ", drawn from the train part without replacement"
