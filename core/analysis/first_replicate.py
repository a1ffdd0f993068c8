"""How the one replicate whose samples are shown compares with all of them."""

from core.analysis.change import declared
from core.analysis.wording import listed, metric_noun, say_values
from core.record import RunRecord


def first_replicate(record: RunRecord, generation: int) -> str:
    """Replicate 1's own primary metric in every arm, such as "fitted variance: 0.93 in Replace".

    Samples are of this replicate whatever it shows, and it may lie far from the average.
    """
    metric = record.experiment.primary()
    found = record.values[metric][:, 0, generation]
    count = declared(metric).count
    values = [
        f"{say_values([float(value)], count=count)} in {arm}"
        for arm, value in zip(record.arms, found, strict=True)
        if value == value  # not NaN: an arm may not be there yet
    ]
    return f"{metric_noun(metric)}: {listed(values)}" if values else ""
