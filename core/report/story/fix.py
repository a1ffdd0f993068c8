"""The fourth step: what did better than the arm that lost, if anything did."""

from core.analysis.caveats import lost_elsewhere
from core.analysis.change import declared
from core.analysis.mitigations import Mitigation, Support
from core.analysis.opposed import opposed
from core.analysis.reading import Outcome
from core.analysis.sentences import clause, difference, short_change, word
from core.analysis.verdict import Comparison, Contrast
from core.analysis.wording import listed, say_interval
from core.record import RunRecord
from core.report.story.cast import Cast, left_out, shown_arms
from core.report.story.curves import measured
from core.report.story.samples import samples
from core.report.story.steps import Step
from core.report.story.wording import sentence


def step(record: RunRecord, played: Cast) -> Step:
    """The arm that the run supports most beside the one that lost; there is more than one arm."""
    arm = hero(record, played)
    arms = shown_arms(record, played.best)
    others = (_others(played, arm), left_out(record))
    notes = (_chosen(record, played), *_doubts(record, arm), *others)
    return Step(
        "fix",
        _title(record, played),
        _headline(record, played),
        tuple(filter(None, notes)),
        measured(record, arms),
        samples(record, arm or played.loser, record.done()),
    )


def hero(record: RunRecord, played: Cast) -> str:
    """The arm that did better; "" where none is shown to."""
    if played.baseline_better:
        return record.experiment.baseline
    return "" if played.best is None else played.best.arm


def _title(record: RunRecord, played: Cast) -> str:
    base = played.judged[record.experiment.baseline].outcome
    if played.baseline_better:
        return "What held" if base is Outcome.HELD else "What did better"
    if played.best is not None:
        held = played.best.verdict.outcome is Outcome.HELD
        return "The fix" if held else "What helped"
    return "Nothing to mend" if base is Outcome.HELD else "No fix shown"


def _headline(record: RunRecord, played: Cast) -> str:
    base = record.experiment.baseline
    if played.baseline_better:
        other = next(one for one in played.others if one.arm == played.loser)
        return sentence(record, f"{clause(played.judged[base])}; {_turned(other)}")
    if played.best is not None:
        beside = difference(played.best.contrast, played.best.verdict, played.judged[base])
        effect = _left(played.best.contrast, beside)
        return sentence(record, f"{clause(played.best.verdict)}, with {beside} ({effect})")
    return sentence(record, _none(played, base))


def _none(played: Cast, base: str) -> str:
    """That no arm is supported, and why where all have one reason."""
    reasons = {(one.supported, one.why) for one in played.others}
    support, why = next(iter(reasons))
    if len(reasons) == 1 and support is Support.NOT_JUDGED:
        return f"no arm is judged beside {base}: {why}"
    return f"no arm is shown to do better than {base}"


def _turned(other: Mitigation) -> str:
    """How the arm named for comparison ended beside a baseline that lost less."""
    if other.contrast.comparison is Comparison.NOT_COMPARED:
        return f"{other.arm} is not compared with it ({other.contrast.reason})"
    return f"the {_effect(other.contrast).replace(' ', f' of {other.arm} to it is ', 1)}"


def _effect(contrast: Contrast) -> str:
    """Such as "ratio 3.40 [3.38, 3.43]"."""
    kind = "ratio" if contrast.as_ratio else "difference"
    return f"{kind} {say_interval(contrast.effect, contrast.unit)}{contrast.since}"


def _left(contrast: Contrast, beside: str) -> str:
    """How much more is left than in the baseline, such as "3.40 [3.38, 3.43] times as many left".

    beside: the words that it stands behind; a ratio of what is left is none of speeds.
    """
    if not contrast.as_ratio:
        return _effect(contrast)
    metric = declared(contrast.metric)
    left = metric.higher_is_better and "loss" in beside
    what = f"as {'many' if metric.count else 'much'} left" if left else "its value"
    if not contrast.paired:
        what = f"what {contrast.baseline} kept of its own generation 0"
    return f"{say_interval(contrast.effect)} times {what}"


def _chosen(record: RunRecord, played: Cast) -> str:
    """That the arm shown is not the one that was named before the run; "" where it is."""
    compare = record.experiment.compare
    named = next((one for one in played.others if one.arm == compare), None)
    if played.baseline_better or not (played.best and named) or named is played.best:
        return ""
    ended = f"{named.said()}; it {word(named.verdict)}, {short_change(named.verdict)}"
    return (
        f"{played.best.arm} did best here; it was not the arm named before the run "
        f"({compare}: {ended})."
    )


def _doubts(record: RunRecord, arm: str) -> list[str]:
    """What contradicts the primary metric in this arm."""
    return [*lost_elsewhere(record, arm), *opposed(record, arm)] if arm else []


def _others(played: Cast, arm: str) -> str:
    """What the run says of every further arm, those that ended alike together."""
    alike: dict[str, list[str]] = {}
    for one in played.others:
        if one.arm not in (arm, played.loser):
            alike.setdefault(one.said(), []).append(one.arm)
    said = "; ".join(f"{listed(arms)}: {words}" for words, arms in alike.items())
    return f"Beside it in this run: {said}." if said and arm else f"{said}." if said else ""
