"""Controls over a loop's data: what a run saw of each, its price, and where frameworks ask for it.

Pointers paraphrase NIST AI 100-1 (AI RMF 1.0, 2023) and Article 10 of Regulation (EU) 2024/1689 as
published in 2024. Only what a run compared can be supported by it; the words are those of
`core.analysis.mitigations`.
"""

import math
from dataclasses import dataclass

from core.analysis.alarm import Alarm, Basis, Threshold, alarm
from core.analysis.alarm_raised import Raised, lead, raised
from core.analysis.audited import generation_named
from core.analysis.business import tail_fell
from core.analysis.change import Change, declared
from core.analysis.costs import cost
from core.analysis.failure_order import failure_order
from core.analysis.half_life import HalfLife, diversity_metric, half_life
from core.analysis.mitigations import Mitigation, Situation, Support, mitigations, situation, tried
from core.analysis.prices import say_own_price, say_price
from core.analysis.sentences import lost
from core.analysis.verdict import Comparison, verdicts
from core.analysis.wording import (
    metric_noun,
    metric_unit,
    say_generations,
    say_interval,
    say_number,
)
from core.record import RunRecord
from core.sources.base import Part

NOT_TESTED = ("No arm of this run has it", "Not tested here")
AUDITED = ("An audit compares no alternatives", "Not tested here")
PARTS = 2
"""Of a price, that are named; the comparison of mitigations has them all."""
MIXED = ("Only beside another control: not told apart", "Not tested here")
RESERVES = (Situation.RESERVE, Situation.FRESH, Situation.FADING)
ANSWERS = {
    Support.SUPPORTED: "Yes",
    Support.NOT_SUPPORTED: "No",
    Support.UNCLEAR: "Unclear",
    Support.NOT_JUDGED: "Not judged",
}
"""By what an arm has earned: whether the run supports the control."""
FLIPPED = {Support.SUPPORTED: Support.NOT_SUPPORTED, Support.NOT_SUPPORTED: Support.SUPPORTED}
"""What an arm without a control says of a baseline that has it."""


@dataclass(frozen=True, slots=True)
class Control:
    """One control: what the run saw of it, whether that supports it, and the pointers.

    answer: beginning with yes, no, unclear or that it was not judged or tested, with its price.
    """

    name: str
    saw: str
    answer: str
    framework: str
    article: str


def controls(record: RunRecord) -> list[Control]:
    """The five controls, whether or not the run has an arm for each."""
    arms = mitigations(record)
    return [
        Control(
            "Provenance labels",
            *_seen(record, arms, (Situation.LABELS,)),
            "MAP\u00a02.3: data collection and selection",
            "(2)(b): origin of data",
        ),
        Control(
            "A real-data reserve",
            *_seen(record, arms, RESERVES),
            "MANAGE\u00a02.2: keep the value of deployed systems",
            "(2)(e): enough suitable data",
        ),
        Control(
            "A verification gate",
            *_seen(record, arms, (Situation.GATE,)),
            "MANAGE\u00a01.3: planned response to high risks",
            "(2)(c), (g): cleaning; steps against bias",
        ),
        Control(
            "A lasting evaluation set",
            *_evaluation(record),
            "MEASURE\u00a02.1, GOVERN\u00a01.5: test sets; regular review",
            "(3): representative data",
        ),
        Control(
            "An alarm on tail coverage",
            *_alarm(record),
            "MEASURE\u00a02.4, MANAGE\u00a04.1: monitoring in use",
            "(2)(f), (h): outputs fed back; data gaps",
        ),
    ]


# What arms compare


def _seen(
    record: RunRecord, every: list[Mitigation], kinds: tuple[Situation, ...]
) -> tuple[str, str]:
    """What arms of these situations did beside the baseline, and what that supports."""
    if record.experiment.recorded:
        return AUDITED
    base = record.experiment.baseline
    without = [one for one in every if one.situation is Situation.NEWEST]
    if situation(record.experiment, base) in kinds and without:
        return _turned_round(record, without[0])
    arms = [one for one in every if one.situation in kinds]
    if not arms:
        return MIXED if tried(record.experiment) & set(kinds) else NOT_TESTED
    best = min(arms, key=_rank)
    said = _beside(best) + (f" (best of {len(arms)})" if len(arms) > 1 else "")
    held = sum(one.supported is Support.SUPPORTED for one in arms)
    among = f" in {held} of {len(arms)} arms" if 0 < held < len(arms) else ""
    price = "; ".join(say_price(record, [best]).split("; ")[:PARTS])
    answer = ANSWERS[best.supported] + best.said().removeprefix(best.supported)
    return said, f"{answer}{among}; price: {price}"


def _turned_round(record: RunRecord, without: Mitigation) -> tuple[str, str]:
    """What an arm that only goes without a control says of a baseline that has it."""
    said = _beside(without).replace(f"{without.arm}:", f"{without.arm}, without it:", 1)
    support = FLIPPED.get(without.supported, without.supported)
    return (
        said,
        f"{ANSWERS[support]}; price: {say_own_price(cost(record, without.contrast.baseline))}",
    )


def _rank(one: Mitigation) -> tuple[int, float]:
    """Supported arms first, then by how far they ended on the better side."""
    order = (Support.SUPPORTED, Support.UNCLEAR, Support.NOT_JUDGED, Support.NOT_SUPPORTED)
    centre = float(one.contrast.effect.centre)
    if math.isnan(centre):
        return order.index(one.supported), math.inf
    better = declared(one.contrast.metric).higher_is_better
    return order.index(one.supported), -centre if better else centre


def _beside(one: Mitigation) -> str:
    """Such as "Verified: types alive 0.85 [0.84, 0.86] times that of Replace"."""
    contrast, noun = one.contrast, metric_noun(one.contrast.metric)
    if contrast.comparison is Comparison.NOT_COMPARED:
        return f"{one.arm}: not compared, {contrast.reason}"
    effect = say_interval(contrast.effect).replace("-", "\u2212")
    noun += contrast.since
    if contrast.as_ratio:
        return f"{one.arm}: {noun} {effect} times that of {contrast.baseline}"
    return f"{one.arm}: {noun} differs by {effect} from {contrast.baseline}"


# What every run measures


def _evaluation(record: RunRecord) -> tuple[str, str]:
    """Whether one reference, at every generation, dated a loss in the baseline."""
    order = failure_order(record, record.experiment.baseline)
    dates = [failure.generation for failure in order if failure.generation is not None]
    price = _reference(record)
    life = _half_life(record)
    half = life.generation if life is not None and life.known else None
    # What can be ranked may fail later than what cannot has halved.
    if dates and (half is None or min(dates) <= half):
        first = generation_named(record, min(dates))
        return f"It dates the first loss: generation {first}", f"Yes; price: {price}"
    if half is not None:
        noun = metric_noun(diversity_metric(record))
        dated = f"It dates the loss of half of the {noun}: generation {half}"
        return dated, f"Yes; price: {price}"
    primary = verdicts(record)[record.experiment.baseline]
    if not primary.ratio.known:
        return f"Nothing: {primary.reason or 'no interval'}", "Not judged"
    if lost(primary):
        return "It shows a loss, but not when it began", f"In part; price: {price}"
    return "It shows no loss", f"Nothing to date here; price: {price}"


def _half_life(record: RunRecord) -> HalfLife | None:
    """The baseline's half-life of the diversity shown; None where none has one."""
    metric = diversity_metric(record)
    return half_life(record, metric, record.experiment.baseline) if metric else None


def _reference(record: RunRecord) -> str:
    source = record.experiment.source
    held = source.available(Part.REFERENCE)
    if held is None or source.law_of_a_file:
        return "the truth must be known, as here"
    return f"{held:,} real {source.record_noun} held out"


def _alarm(record: RunRecord) -> tuple[str, str]:
    """When the alarm would have been raised, and whether that was a warning."""
    found = alarm(record)
    if found.usual is None:
        return "No threshold can be set", "Not tested here"
    unit, noun = metric_unit(found.metric), metric_noun(found.metric)
    below = f"{noun[:1].upper()}{noun[1:]} below {say_number(found.usual.value)}{unit}"
    if record.experiment.recorded:
        times = f"{len(found.usual.raised)} of {record.done() + 1} recorded generations raise it"
        answer = f"Not tested here; {_false_alarms(found, found.usual)}"
        return f"{below}: {times}", answer
    of = raised(record, record.experiment.baseline)
    assert of is not None  # there is a threshold
    return f"{below}: {_when(of)} in most replicates of {of.arm}", _warning(
        record, found, found.usual, of
    )


def _when(of: Raised) -> str:
    """Since when most replicates raise it, and whether they go on."""
    if of.first is None:
        return "not raised"
    since = "from generation {} on" if of.lasts else "first at generation {}"
    return f"raised {since.format(of.first)}"


def _warning(record: RunRecord, found: Alarm, usual: Threshold, of: Raised) -> str:
    """Whether the alarm came before half of the diversity was lost in the baseline."""
    life, price = _half_life(record), _false_alarms(found, usual)
    if life is not None and life.reached and not life.known:
        return "Not judged: too few replicates for a half-life"
    if of.first is None:
        return _silent(record, life is not None and life.reached)
    if not tail_fell(record, found.metric, of.arm):
        return "Unclear: raised, yet no loss of a tenth of the tail is shown"
    early = lead(of, life) if life is not None else None
    if early is None:
        return f"Yes: half was not yet lost; {price}"
    if early <= 0:
        return "No: half was lost already"
    return f"Yes: {say_generations(early)} before half was lost; {price}"


def _silent(record: RunRecord, halved: bool) -> str:
    """What silence is worth: little where something was lost."""
    primary = verdicts(record)[record.experiment.baseline]
    if halved:
        return "No: silent while half was lost"
    if not primary.ratio.known:
        return "Not judged: too few replicates"
    if lost(primary):
        moved = "rose" if primary.change is Change.RISE else "fell"
        return f"No: silent while {metric_noun(primary.metric)} {moved}"
    return "Nothing to warn of here"


def _false_alarms(found: Alarm, usual: Threshold) -> str:
    """The price of an alarm: how often it is raised for nothing."""
    of = "first models" if found.basis is Basis.FIRST else "real samples"
    return f"price: false for 1 in {1 / usual.chance:.0f} {of}"
