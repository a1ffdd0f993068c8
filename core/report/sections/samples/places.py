"""Whose samples are shown, and what is said beside any of them."""

from core.analysis.audited import generation_named
from core.analysis.first_replicate import first_replicate
from core.events import Preview
from core.palette import ArmStyle, arm_styles
from core.record import RunRecord
from core.records import AnyArray

ARMS_SHOWN = 6
"""Most arms whose samples are shown; the baseline and the compared one are among them."""


def shown_arms(record: RunRecord) -> list[str]:
    """All arms, or the first few, the baseline and the compared one among them."""
    named = {record.experiment.baseline, record.experiment.compare}
    first = sorted(record.arms, key=lambda arm: arm not in named)[:ARMS_SHOWN]
    return [arm for arm in record.arms if arm in first]


def left_out(record: RunRecord) -> str:
    """Words for arms that are not among those; "" where all are."""
    missing = len(record.arms) - ARMS_SHOWN
    noun = "arm is" if missing == 1 else "arms are"
    return f" {missing} further {noun} left out here." if missing > 0 else ""


def recorded_labels(record: RunRecord) -> tuple[str, str]:
    """What an audit's first and last generation are called, over a column or a picture."""
    first, last = (generation_named(record, g) for g in (0, record.done()))
    return f"Generation {first}", f"Generation {last}"


def whose(record: RunRecord) -> str:
    """Where single records are from: "of the first replicate, real, at generation 0 and …"."""
    if record.experiment.recorded:
        first, last = (generation_named(record, g) for g in (0, record.done()))
        return (
            f"of one random subset each, of the reference, of generation {first} and of "
            f"generation {last}"
        )
    of = "" if len(record.sharing) == len(record.arms) else f" of {record.first_arm}"
    return (
        f"of the first replicate, real, at generation 0{of}, and in each arm at generation "
        f"{record.done()}"
    )


def own_values(record: RunRecord) -> str:
    """What the replicate that is shown measured: it may lie far from the average."""
    said = first_replicate(record, record.done())
    if record.experiment.recorded:
        return f" This subset's {said}; Table 1 is over all." if said else ""
    return f" This one replicate's {said}; Table 1 is over all." if said else ""


def places(record: RunRecord) -> list[tuple[str, ArmStyle | None, AnyArray]]:
    """Real records, generation 0's, and the last ones of the arms that are shown."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    found: list[tuple[str, ArmStyle | None, Preview | None]] = [("Real", None, record.real)]
    found.append(("Generation 0", None, record.preview(record.first_arm, 0)))
    labels = {arm: arm for arm in record.arms}
    if record.experiment.recorded:
        found[0] = ("Reference", None, record.real)
        labels = {arm: f"Generation {record.done()}" for arm in record.arms}
    found += [
        (labels[arm], styles[arm], record.preview(arm, record.done())) for arm in shown_arms(record)
    ]
    return [(label, style, one.values) for label, style, one in found if one is not None]
