"""Each arm's regimes in words: what their parts declare, in numbers, and what its pool held."""

import numpy as np

from core.analysis.costs import mean_size
from core.analysis.settings import explained_settings, model_settings, numbers, own_settings
from core.analysis.spans import Span, spans
from core.analysis.wording import say_number
from core.arms import Arm, Switch
from core.palette import arm_styles
from core.record import RunRecord
from core.records import IntArray
from core.regimes.base import RealShare, Verifier
from core.report.document import Item, Listing

FEW, MANY = 3, 6
"""So many arms are all introduced before the first chart; more than these are described in small
type."""


def regimes(record: RunRecord) -> Listing:
    """One entry an arm."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    items = (
        Item(f"{arm.name}.", _arm(record, arm), styles[arm.name]) for arm in record.experiment.arms
    )
    return Listing(tuple(items), small=len(record.arms) > MANY)


def _arm(record: RunRecord, arm: Arm) -> str:
    return " ".join([*_like(record, arm), *_pool(record, arm)])


def in_brief(record: RunRecord) -> str:
    """What arms are, and what they train on, without numbers; of more than FEW, the two named."""
    experiment = record.experiment
    names = record.arms if len(record.arms) <= FEW else experiment.named_arms()
    told = [_in_brief(record, experiment.arm(name)) for name in names]
    said = ["An arm is one way to make each generation's training data.", *told]
    return " ".join([*said, *explained_settings(experiment)])


def _in_brief(record: RunRecord, arm: Arm) -> str:
    """An arm's name, the model settings in which it may differ, and what its parts do."""
    baseline = record.experiment.arm(record.experiment.baseline)
    said = [what for what, _ in _regimes(record, arm)]
    if arm.name != baseline.name and _regimes(record, arm)[0] == _regimes(record, baseline)[0]:
        said[0] = f"as {baseline.name}."
    model, told = model_settings(record.experiment, arm), " ".join(said)
    name = f"{arm.name} ({model})" if model else arm.name
    own = " It has a generation 0 of its own." if arm.name not in record.sharing else ""
    return f"{name}: {told[:1].lower()}{told[1:]}{own}"


def _like(record: RunRecord, arm: Arm) -> list[str]:
    """What the parts of an arm declare; what an earlier arm has told of itself is not said again.

    An arm may be another with other numbers, or begin with what another does throughout.
    """
    parts, arms = _declared(record, arm), record.experiment.arms
    for other in arms[: arms.index(arm)]:
        told = _declared(record, other)
        if [what for what, _ in told] == [what for what, _ in parts] and len(parts) > 1:
            differing = [own for (_, own), (_, its) in zip(parts, told, strict=True) if own != its]
            return [f"As {', with '.join([other.name, *filter(None, [', '.join(differing)])])}."]
    alike = [other for other in arms[: arms.index(arm)] if _declared(record, other) == parts[:1]]
    begun = [f"As {alike[0].name}."] if alike else [_sentence(*parts[0])]
    return begun + [_sentence(*part) for part in parts[1:]]


def _sentence(what: str, own: str) -> str:
    """A part's declaration and its numbers: after a colon where they count records."""
    if not own:
        return what
    colon = own[:1].isdigit()
    return f"{what.rstrip('.')}: {own}." if colon else f"{what.rstrip('.')} ({own})."


def _declared(record: RunRecord, arm: Arm) -> list[tuple[str, str]]:
    """Every part of the arm's regimes in turn, and the model settings of its own."""
    said = _regimes(record, arm)
    own = own_settings(record.experiment, arm)
    if own:
        said.append((f"Its model has settings of its own, from generation 0 on: {own}.", ""))
    return said


def _regimes(record: RunRecord, arm: Arm) -> list[tuple[str, str]]:
    """Every part of the arm's regimes in turn: what it does, and its own numbers."""
    found = spans(arm, record.experiment.generations)
    return [part for span in found for part in _span(record, span)]


def _span(record: RunRecord, span: Span) -> list[tuple[str, str]]:
    """What the parts of a regime declare; of one that was switched to, what it started from."""
    regime, size = span.regime, record.experiment.sample_size
    summary = regime.retention.summary
    said = [(summary, numbers(regime.retention))]
    if isinstance(regime, Switch):
        said = [(f"From generation {span.first} on: {summary[:1].lower()}{summary[1:]}", "")]
        said += [(start, "") for start in _start(regime)]
    if regime.real is not None:
        said.append((regime.real.summary, _real(record, span, regime.real)))
    if regime.verifier is not None:
        said += _verifier(regime.verifier, size)
    if regime.filter is not None:
        said.append((regime.filter.summary, numbers(regime.filter)))
    return said


def _start(switch: Switch) -> list[str]:
    """What a regime that keeps records started from; real ones only where none are mixed in."""
    if not switch.retention.keeps_real:
        return []
    none_left = ", so that no real ones are left" if switch.archives_real else ""
    kept = {
        "newest": f"the newest records alone{none_left}",
        "real-and-newest": "generation 0's real records and the newest ones",
        "archive": "all records so far" if switch.archives_real else "all synthetic records so far",
    }[switch.keep]
    return [f"It starts from {kept}."]


def _real(record: RunRecord, span: Span, real: RealShare) -> str:
    """How many records those are."""
    size, generations = record.experiment.sample_size, record.experiment.generations
    first, last = (real.count(size, at, generations) for at in (span.first, span.last))
    beside = "" if span.regime.keeps_everything else f" of {size:,}"
    if last == first:
        return f"{first:,}{beside} records each time"
    return (
        f"{first:,}{beside} records at generation {span.first}, {last:,} at generation {span.last}"
    )


def _verifier(verifier: Verifier, size: int) -> list[tuple[str, str]]:
    said = [(verifier.summary, numbers(verifier))]
    if verifier.trusted_count(size):
        return said
    return [*said, ("Here it is told the exact ratio, and looks at no records.", "")]


def _pool(record: RunRecord, arm: Arm) -> list[str]:
    """What the last fit saw where the parts do not say it, and what a filter had dropped by then.

    They do where a pool is n records of which they mix in so many real ones.
    """
    done, size = record.done(arm.name), record.experiment.sample_size
    held, dropped = record.composition(arm.name, done), record.flagged(arm.name, done)
    if done < 1 or not held:
        return []
    if dropped:
        return [
            f"Generation {done} trained on {_counted(held)}.",
            f"Its filter had dropped {_counted(dropped)}.",
        ]
    mixed_in = arm.at(done).real_count(size, done, record.experiment.generations)
    if np.all(sum(held.values()) == size) and np.all(held.get(0, 0) == mixed_in):
        return []
    return [f"Generation {done} trained on {_counted(held)}."]


def _counted(counts: "dict[int, IntArray]") -> str:
    """Such as "400 records, 80 of them real on average", where replicates differ."""
    size = mean_size(counts)
    real = float(np.mean(counts.get(0, 0)))
    share = {0.0: "none", size: "all"}.get(real, _rounded(real))
    said = [f"{_rounded(size)} records", f"{share} of them real"]
    if not (size.is_integer() and real.is_integer()):
        said[size.is_integer()] += " on average"
    return ", ".join(said)


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() or value >= 100 else say_number(value)
