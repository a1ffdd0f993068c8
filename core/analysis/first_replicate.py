"""How the one replicate whose samples are shown compares with all of them."""

from core.analysis.change import declared
from core.analysis.wording import listed, metric_noun, say_values
from core.record import RunRecord


def first_values(record: RunRecord, generation: int) -> dict[str, str]:
    """Replicate 1's own primary metric as words, by arm; without arms that are not there yet."""
    metric = record.experiment.primary()
    found = record.values[metric][:, 0, generation]
    count = declared(metric).count
    return {
        arm: say_values([float(value)], count=count)
        for arm, value in zip(record.arms, found, strict=True)
        if value == value  # not NaN
    }


def first_replicate(record: RunRecord, generation: int) -> str:
    """Replicate 1's own primary metric in every arm, such as "fitted variance: 0.93 in Replace".

    Samples are of this replicate whatever it shows, and it may lie far from the average.
    """
    values = [f"{value} in {arm}" for arm, value in first_values(record, generation).items()]
    return f"{metric_noun(record.experiment.primary())}: {listed(values)}" if values else ""
