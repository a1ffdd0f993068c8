"""What each arm kept beside the baseline, at what price, and which one the run supports."""

from collections.abc import Iterator

from core.analysis.fidelity import say_less_real
from core.analysis.mitigations import Mitigation, Situation, Support, mitigations, tried
from core.analysis.prices import say_needs
from core.analysis.verdict import Comparison
from core.analysis.wording import listed, say_interval
from core.control import control_of, nearest_control, trusted_spent
from core.record import RunRecord
from core.report.document import Block, Item, Listing, Paragraph, Section
from core.report.sections.costs_table import costs_table

NOUNS = {
    Situation.KEEP_ALL: "training on everything",
    Situation.FIXED_SIZE: "keeping all at a fixed training size",
    Situation.RESERVE: "a real reserve",
    Situation.FRESH: "new real records each generation",
    Situation.GATE: "checks before training",
    Situation.LABELS: "provenance labels",
    Situation.LATE: "a change part-way",
}
"""What can be done about a loop; what only goes without is no mitigation, and has no entry."""

MANY, CROWD = 4, 7
"""With more arms beside the baseline, those that ended alike are said together; with still more,
how they ended beside another than the baseline is left out. What an arm pays never is."""

ENDED = {
    Comparison.SLOWED: "did better",
    Comparison.FASTER: "did worse",
    Comparison.NO_CLEAR_DIFFERENCE: "showed no clear difference",
}
"""By the comparison: how an arm ended beside another."""


def section(record: RunRecord) -> Section | None:
    """Nothing before there is something to compare."""
    found = mitigations(record)
    if not found:
        return None
    shared, untested = _shared(found), _untested(record)
    blocks: tuple[Block, ...] = (
        costs_table(record, found),
        *([Paragraph(f"No arm is judged: {shared}.")] if shared else []),
        Listing(tuple(_items(record, found, reasons=not shared))),
        *([Paragraph(untested)] if untested else []),
    )
    return Section("mitigations", "Mitigations compared", blocks)


def _shared(found: list[Mitigation]) -> str:
    """The one reason why no arm at all is judged; "" where some are, or reasons differ."""
    reasons = {(one.supported, one.why) for one in found}
    supported, why = next(iter(reasons))
    return why if len(reasons) == 1 and supported is Support.NOT_JUDGED else ""


def _items(record: RunRecord, found: list[Mitigation], *, reasons: bool) -> Iterator[Item]:
    """One entry a situation that some arm is about; reasons: whether to say what decided."""
    for place in Situation:
        here = [one for one in found if one.situation is place]
        groups = _groups(here, together=len(found) > MANY)
        said = [
            _named(group, reasons=reasons) + _needed(record, group) + _less_real(record, group)
            for group in groups
        ]
        if len(found) <= CROWD:
            said += _beside(record, here)
        if here:
            yield Item(f"If {place}:", " ".join(one.rstrip(".") + "." for one in said))


def _groups(here: list[Mitigation], *, together: bool) -> list[list[Mitigation]]:
    """What is supported first; with `together`, arms that ended alike in one group."""
    ranked = sorted(here, key=lambda one: list(Support).index(one.supported))
    if not together:
        return [[one] for one in ranked]
    alike: dict[tuple[str, str], list[Mitigation]] = {}
    for one in ranked:
        alike.setdefault((one.said(), one.why), []).append(one)
    return list(alike.values())


def _named(group: list[Mitigation], *, reasons: bool) -> str:
    """What arms that ended alike have earned, and perhaps why, without a full stop."""
    names, plural = listed([one.arm for one in group]), len(group) > 1
    verb = "are" if plural else "is"
    if group[0].supported is Support.UNCLEAR:
        verb = "remain" if plural else "remains"
    plain = group[0].supported is Support.SUPPORTED or not reasons
    return f"{names} {verb} {group[0].said()}" + ("" if plain else f" ({group[0].why})")


def _needed(record: RunRecord, group: list[Mitigation]) -> str:
    """What arms need that the table has no column for, as a sentence of its own."""
    needs = say_needs(record, group)
    return f". Needed: {needs}" if needs else ""


def _less_real(record: RunRecord, group: list[Mitigation]) -> str:
    """What arms paid in fidelity, which no column shows, as a sentence of its own."""
    paid = say_less_real(record, [one.arm for one in group])
    return f". Paid in fidelity: {'; '.join(paid)}" if paid else ""


def _beside(record: RunRecord, here: list[Mitigation]) -> list[str]:
    """How arms ended beside the one that spends their extra records more simply."""
    alike: dict[tuple[str, str], list[Mitigation]] = {}
    for one in here:
        if one.rival is not None and one.rival.comparison is not Comparison.NOT_COMPARED:
            beside = f"{one.rival.baseline}, which {_does(record, one)}"
            alike.setdefault((beside, ENDED[one.rival.comparison]), []).append(one)
    return [
        f"Beside {beside}, {listed([one.arm for one in group])} {ended} ({_effect(group)})"
        for (beside, ended), group in alike.items()
    ]


def _effect(group: list[Mitigation]) -> str:
    """The ratio or difference of an arm alone."""
    contrast = group[0].rival
    assert contrast is not None
    if len(group) > 1:
        return "descriptive"
    kind = "ratio" if contrast.as_ratio else "difference"
    return f"{kind} {say_interval(contrast.effect)}{contrast.since}, descriptive"


def _does(record: RunRecord, one: Mitigation) -> str:
    """What the rival does with the same records."""
    experiment = record.experiment
    arm, size = experiment.arm(one.arm), experiment.sample_size
    if control_of(experiment, arm) is not None:
        return "trains on those trusted records instead"
    near = nearest_control(experiment, arm)
    if near is not None:
        spent = trusted_spent(experiment, arm)
        return f"trains on {near[1]:,} real records instead of checking by {spent:,}"
    return f"keeps the same records but trains on {size:,}"


def _untested(record: RunRecord) -> str:
    """What no arm is about; that the order of arms is this run's alone is the last limit."""
    missing = [noun for place, noun in NOUNS.items() if place not in tried(record.experiment)]
    return f"Not tested: {listed(missing)}." if missing else ""
