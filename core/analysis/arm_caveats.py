"""What confounds one arm beside the others: more data, real records spent, records dropped."""

from collections.abc import Iterable

import numpy as np

from core.analysis.costs import mean_size, real_seen
from core.analysis.spans import Span, spans
from core.analysis.wording import listed, say_level
from core.arms import Arm
from core.control import control_of, nearest_control, subsampled_of
from core.experiment import Experiment
from core.record import RunRecord
from core.records import IntArray, RecordKind
from core.regimes.base import Verifier
from core.regimes.likelihood import Likelihood


def arm_caveats(record: RunRecord) -> list[str]:
    """Every caveat that applies to some arm; what is the same of several arms is said once."""
    arms = record.experiment.arms
    return [
        *_switches(record),
        *_together(found for arm in arms for found in _more_data(record, arm)),
        *_more_real(record),
        *_together(found for arm in arms for found in _spends_real_records(record, arm)),
        *(said for arm in arms for said in _narrows(record, arm)),
        *(said for arm in arms for said in _shortfall(record, arm)),
        *(said for arm in arms for said in _filtered(record, arm)),
    ]


def _together(found: Iterable[tuple[str, str]]) -> list[str]:
    """Sentences that end alike, one after the other, and their end once."""
    by_end: dict[str, list[str]] = {}
    for said, end in found:
        by_end.setdefault(end, []).append(said)
    return [" ".join([*said, end] if end else said) for end, said in by_end.items()]


def _switches(record: RunRecord) -> list[str]:
    """That the first regime, too, made what the verdict is about."""
    done, arms = record.done(), record.experiment.arms
    at = [arm.switch.generation for arm in arms if arm.switch is not None]
    said = []
    for generation in sorted(set(at) - {1}):
        names = [arm.name for arm in arms if arm.switch and arm.switch.generation == generation]
        told = (
            f"What {listed(names)} saw before the switch at generation {generation} counts "
            f"towards the verdict at generation {done}."
        )
        if done < generation:
            told = f"The switch of {listed(names)} comes only at generation {generation}."
        said.append(told)
    return said


# More data


def _more_data(record: RunRecord, arm: Arm) -> list[tuple[str, str]]:
    """That accumulating also means a larger training pool, and what separates the two."""
    found = spans(arm, record.experiment.generations)
    growing = [span for span in found if span.regime.keeps_everything]
    if not growing:
        return []
    separates = _separated_by(record.experiment, arm)
    last = min(growing[-1].last, record.done())
    if last < growing[-1].first:
        more = f"{arm.name}{growing[-1].when} also trains on more data than generation 0."
        return [(more, separates)]
    size, first = mean_size(record.composition(arm.name, last)), record.experiment.sample_size
    if size <= first:
        return []
    times = f"{size / first:,.0f}" if size >= 10 * first else f"{size / first:.2g}"
    more = (
        f"{arm.name} also trains on more data: {size:,.0f} records at generation {last}, "
        f"{times} times generation 0's."
    )
    return [(more, separates)]


def _separated_by(experiment: Experiment, arm: Arm) -> str:
    control = subsampled_of(experiment, arm)
    if control is not None:
        return f"{control.name} keeps the training size fixed and separates the two."
    return "An arm that subsamples to a fixed size would separate the two."


def _more_real(record: RunRecord) -> list[str]:
    """That arms with new real records have seen more of them than others."""
    experiment, done = record.experiment, record.done()
    by_count: dict[int, list[str]] = {}
    for arm in experiment.arms:
        by_count.setdefault(real_seen(experiment, arm, done), []).append(arm.name)
    if len(by_count) < 2:
        return []
    counts = sorted(by_count, reverse=True)
    seen = [f"{listed(by_count[count])} on {count:,}" for count in counts]
    said = (
        f"By generation {done}, arms had trained on different numbers of distinct real records: "
        f"{'; '.join(seen)}. Part of a difference between them may be due to that."
    )
    return [said]


# Verifiers


def _verified(record: RunRecord, arm: Arm) -> list[tuple[Span, Verifier]]:
    """The spans with a verifier; one entry where it stays the same through a switch."""
    found = [
        (span, span.regime.verifier)
        for span in spans(arm, record.experiment.generations)
        if span.regime.verifier is not None
    ]
    if len(found) == 2 and found[0][1] == found[1][1]:
        (span, verifier), _ = found
        return [(Span(span.regime, span.first, found[1][0].last, ""), verifier)]
    return found


def _spends_real_records(record: RunRecord, arm: Arm) -> list[tuple[str, str]]:
    return [_spends(record, arm, *found) for found in _verified(record, arm)]


def _spends(record: RunRecord, arm: Arm, span: Span, verifier: Verifier) -> tuple[str, str]:
    """What a verifier looks at, and which arm is the control."""
    experiment = record.experiment
    spent = verifier.trusted_count(experiment.sample_size)
    if not spent:
        knows = f"{arm.name}'s verifier{span.when} knows the exact density ratio:"
        bound = "an upper bound on what a discriminator could do, not one that anybody could run."
        return f"{knows} {bound}", ""
    looks = f"{arm.name}'s verifier{span.when} looks at {_records(spent, 'further real record')}."
    control, near = control_of(experiment, arm), nearest_control(experiment, arm)
    if control is not None:
        return looks, f"{control.name} is the control: it trains on those records instead."
    if near is not None:
        trains = f"which trains on {_records(near[1], 'real record')}"
        return looks, f"{near[0].name}, {trains}, is the nearest control."
    return looks, (
        "The control arm that trains on those records is missing, so part of the effect may be "
        "theirs."
    )


def _narrows(record: RunRecord, arm: Arm) -> list[str]:
    """That a likelihood gate cuts off tails whatever the generation is like.

    A record of text is the less likely the more words it has.
    """
    text = record.experiment.source.gives is RecordKind.TEXT
    goes = "rare or long" if text else "rare"
    return [
        f"{arm.name} narrows by design{span.when}: its verifier keeps the likeliest "
        f"{say_level(verifier.top_share)} of what is emitted, so that what is {goes} goes first."
        for span, verifier in _verified(record, arm)
        if isinstance(verifier, Likelihood) and verifier.top_share < 1
    ]


def _shortfall(record: RunRecord, arm: Arm) -> list[str]:
    gates = [record.gate(arm.name, generation) for generation in range(1, record.done() + 1)]
    missing = [int(gate.shortfall.max()) for gate in gates if gate is not None]
    short = [count for count in missing if count > 0]
    if not short:
        return []
    most = max(short)
    said = (
        f"{arm.name}'s verifier gave up at its cap in {len(short)} of {len(missing)} generations. "
        f"Up to {_records(most, 'record')} {_were(most)} missing, and the arm trained on the rest."
    )
    return [said]


# Provenance filters


def _filtered(record: RunRecord, arm: Arm) -> list[str]:
    """How many records a filter dropped that nothing replaced, and how many of them were real."""
    spent = [
        (*_missing(record, arm, generation), generation)
        for generation in range(1, record.done() + 1)
        if record.flagged(arm.name, generation)
    ]
    if not spent:
        return []
    missing, of, at = max(spent, key=lambda found: found[0])
    said = f"{arm.name}'s filter dropped records of its archive, though its pools stayed full."
    if missing:
        said = (
            f"Nothing replaces what {arm.name}'s filter drops: up to {missing:,} of {of:,} "
            f"training records {_were(missing)} missing, at generation {at}."
        )
    real = max(_largest(record.flagged(arm.name, at).get(0)) for *_, at in spent)
    return [said + (f" Up to {real:,} of those dropped {_were(real)} real." if real else "")]


def _missing(record: RunRecord, arm: Arm, generation: int) -> tuple[int, int]:
    """How many records the pool that lacks most has lost to its filter, and of how many.

    A pool drawn from an archive lacks only what the archive could not fill up.
    """
    held = np.asarray(sum(record.composition(arm.name, generation).values()))
    dropped = np.asarray(sum(record.flagged(arm.name, generation).values()))
    if not arm.at(generation).keeps_everything:
        dropped = np.minimum(dropped, np.maximum(record.experiment.sample_size - held, 0))
    worst = int(dropped.argmax())
    return int(dropped[worst]), int((held + dropped)[worst])


# Words


def _largest(counts: IntArray | None) -> int:
    return 0 if counts is None else int(counts.max())


def _records(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
