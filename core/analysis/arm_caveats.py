"""What confounds one arm beside the others: more data, real records spent, records dropped."""

import numpy as np

from core.analysis.change import declared
from core.analysis.costs import mean_size, real_seen
from core.analysis.first import alone, alone_have
from core.analysis.reading import read
from core.analysis.spans import Span, spans
from core.analysis.wording import listed, metric_noun, metric_unit, say_interval, say_level
from core.arms import Arm
from core.control import control_of, nearest_control, subsampled_of
from core.experiment import Experiment
from core.record import RunRecord
from core.records import OF_TOKENS, IntArray
from core.regimes.base import Verifier
from core.regimes.likelihood import Likelihood

NO_CONTROL = "no control arm trains on them, so part of the effect may be theirs"
"""Of the real records that a verifier looks at."""
MORE_REAL = "Some arms trained on more real records, which may explain part of a difference."
"""What is left to say where a table shows how many."""


def arm_caveats(record: RunRecord) -> list[str]:
    """Every caveat that applies to some arm; what is the same of several arms is said once."""
    arms = record.experiment.arms
    return [
        *_own_settings(record),
        *_switches(record),
        *_more_data(record),
        *_more_real(record),
        *_looks_at_real_records(record),
        *_told_the_odds(record),
        *(said for arm in arms for said in _narrows(record, arm)),
        *(said for arm in arms for said in _shortfall(record, arm)),
        *_filtered(record),
    ]


def _own_settings(record: RunRecord) -> list[str]:
    """That arms begin from generations 0 of their own, and what their settings did to these."""
    arms, metric = alone(record), record.experiment.primary()
    if not arms or record.done() < 0:
        return []
    unit, count = metric_unit(metric), declared(metric).count
    stood: dict[str, list[str]] = {}
    for arm in record.arms:
        found = read(record, metric, arm).start_interval()
        stood.setdefault(say_interval(found, unit, count=count), []).append(arm)
    apart = ""
    if len(stood) > 1:
        each = "; ".join(f"{value} in {listed(names)}" for value, names in stood.items())
        apart = (
            f" What the settings did there, before any recursion, is in no verdict: at generation "
            f"0, {metric_noun(metric)} stood at {each}."
        )
    one = len(arms) == 1
    they, these, them = ("It is", "that", "it") if one else ("They are", "these", "them")
    said = (
        f"{alone_have(record)}. {they} read against {these} and not paired with any arm: "
        f"comparisons take {them} for independent samples, which leaves out that real records are "
        "shared."
    )
    return [said + apart]


def in_brief(record: RunRecord) -> dict[str, str]:
    """Of caveats whose figures a table of costs shows too: what is left to say beside it, or ""."""
    looked = [said for said in _looks_at_real_records(record) if NO_CONTROL not in said]
    more_real = dict.fromkeys(_more_real(record), MORE_REAL)
    return _more_data(record) | more_real | dict.fromkeys(looked, "")


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


def _more_data(record: RunRecord) -> dict[str, str]:
    """That accumulating also means a larger training pool, and what tells the two apart.

    Each sentence in full, and as it is where a table shows how much larger.
    """
    found: dict[tuple[str, int], dict[str, float]] = {}
    experiment, said = record.experiment, dict[str, str]()
    for arm in experiment.arms:
        growing = [
            span for span in spans(arm, experiment.generations) if span.regime.keeps_everything
        ]
        if not growing:
            continue
        apart, last = _told_apart_by(experiment, arm), min(growing[-1].last, record.done())
        if last < growing[-1].first:
            more = f"{arm.name}{growing[-1].when} also trains on more data than generation 0."
            said[f"{more} {apart}"] = f"{more} {apart}"
            continue
        size = mean_size(record.composition(arm.name, last))
        if size > experiment.sample_size:
            found.setdefault((apart, last), {})[arm.name] = size
    for (apart, last), sizes in found.items():
        more = f"{listed(list(sizes))} also trained on more data"
        times = _times_more(sizes, last, experiment.sample_size)
        said[f"{more}: {times} {apart}"] = f"{more}. {apart}"
    return said


def _times_more(sizes: dict[str, float], last: int, first: int) -> str:
    """Of arms that were given more than the first fit: how much, as a range where they differ."""
    ends = sorted({min(sizes.values()), max(sizes.values())})
    times = [f"{end / first:,.0f}" if end >= 10 * first else f"{end / first:.2g}" for end in ends]
    return (
        f"{' to '.join(f'{end:,.0f}' for end in ends)} records at generation {last}, "
        f"{' to '.join(dict.fromkeys(times))} times generation 0's."
    )


def _told_apart_by(experiment: Experiment, arm: Arm) -> str:
    control = subsampled_of(experiment, arm)
    keeps = "No arm of this run" if control is None else control.name
    return f"{keeps} keeps data without training on more."


def _more_real(record: RunRecord) -> list[str]:
    """That arms with new real records have seen more of them than others."""
    experiment, done = record.experiment, record.done()
    by_count: dict[int, list[str]] = {}
    for arm in experiment.arms:
        by_count.setdefault(real_seen(experiment, arm, done), []).append(arm.name)
    if len(by_count) < 2:
        return []
    *more, least = sorted(by_count, reverse=True)
    seen = [f"{listed(by_count[count])} on {count:,}" for count in more]
    said = (
        f"Arms trained on different numbers of distinct real records by generation {done}: "
        f"{'; '.join(seen)}; {_others(by_count[least])} on {least:,}. That may explain part of a "
        "difference."
    )
    return [said]


def _others(arms: list[str]) -> str:
    return "the others" if len(arms) > 2 else listed(arms)


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


def _looks_at_real_records(record: RunRecord) -> list[str]:
    """What verifiers look at, and which arm is the control."""
    experiment = record.experiment
    looks: dict[tuple[str, int], list[str]] = {}
    for arm in experiment.arms:
        for span, verifier in _verified(record, arm):
            spent = verifier.trusted_count(experiment.sample_size)
            if spent:
                looks.setdefault((_control(experiment, arm), spent), []).append(
                    arm.name + span.when
                )
    return [f"{_look(arms, spent)}; {end}." for (end, spent), arms in looks.items()]


def _told_the_odds(record: RunRecord) -> list[str]:
    """Verifiers that look at no real record, since they know what no estimate can."""
    size = record.experiment.sample_size
    return [
        f"{arm.name}'s verifier{span.when} is told the exact odds that a record is real: an upper "
        "bound on what a discriminator could do."
        for arm in record.experiment.arms
        for span, verifier in _verified(record, arm)
        if not verifier.trusted_count(size)
    ]


def _look(arms: list[str], spent: int) -> str:
    records = _records(spent, "further real record")
    if len(arms) == 1:
        return f"The verifier of {arms[0]} looks at {records}"
    return f"The verifiers of {listed(arms)} look at {records} each"


def _control(experiment: Experiment, arm: Arm) -> str:
    """Which arm trains on what the verifier only looks at."""
    control, near = control_of(experiment, arm), nearest_control(experiment, arm)
    if control is not None:
        return f"the control, {control.name}, trains on them instead"
    if near is not None:
        return f"the nearest control, {near[0].name}, trains on {near[1]:,}"
    return NO_CONTROL


def _narrows(record: RunRecord, arm: Arm) -> list[str]:
    """That a likelihood gate cuts off tails whatever the generation is like.

    A record of text is the less likely the more words it has.
    """
    text = record.experiment.source.gives in OF_TOKENS
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


def _filtered(record: RunRecord) -> list[str]:
    """How many records filters dropped that nothing replaced, and how many of them were real."""
    full: dict[int, list[str]] = {}
    said = []
    for arm in record.experiment.arms:
        spent = [
            (*_missing(record, arm, generation), generation)
            for generation in range(1, record.done() + 1)
            if record.flagged(arm.name, generation)
        ]
        if not spent:
            continue
        missing, of, at = max(spent, key=lambda found: found[0])
        real = max(_largest(record.flagged(arm.name, at).get(0)) for *_, at in spent)
        if not missing:
            full.setdefault(real, []).append(arm.name)
            continue
        among = f" Up to {real:,} of those dropped {_were(real)} real." if real else ""
        said.append(
            f"Nothing replaces what the filter of {arm.name} drops: up to {missing:,} of {of:,} "
            f"training records {_were(missing)} missing, at generation {at}.{among}"
        )
    return [_stayed_full(arms, real) for real, arms in full.items()] + said


def _stayed_full(arms: list[str], real: int) -> str:
    """Of filters that drop from an archive which still fills the pools."""
    filters = "filters" if len(arms) > 1 else "filter"
    among = f", up to {real:,} of them real," if real else ""
    return f"The {filters} of {listed(arms)} dropped kept records{among} though pools stayed full."


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
