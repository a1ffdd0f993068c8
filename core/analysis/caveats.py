"""What confounds or limits a run's finding, each in a short sentence, computed from the record."""

import math
from dataclasses import replace

import numpy as np

from core.analysis.arm_caveats import arm_caveats
from core.analysis.audited import audit_caveats
from core.analysis.change import Change
from core.analysis.families import family_metrics, headline_metrics
from core.analysis.fidelity import say_fidelity
from core.analysis.first import firsts
from core.analysis.opposed import opposed
from core.analysis.own_bias import own_bias
from core.analysis.reading import Outcome, Reading, read
from core.analysis.rules import HELD_ABOVE, LEVEL
from core.analysis.verdict import Comparison, comparisons, verdicts
from core.analysis.wording import listed, metric_noun, metric_unit, say_interval, say_ratio
from core.events import FinishReason
from core.lines import visible
from core.metrics.base import Family
from core.record import RunRecord
from core.sources.base import Part

_LOST = (Outcome.COLLAPSED, Outcome.DEGRADED)
_NOT_LOST = {
    Outcome.HELD: "{arm} held its {noun}",
    Outcome.UNDECIDED: "{arm} is undecided by {noun}",
}


def caveats(record: RunRecord) -> list[str]:
    """Every caveat that applies, each a sentence or two."""
    beside = _beside_real(record, record.first_arm)
    said = [ending(record), own_bias(record), *_first_fits(record), _grown(record)]
    if record.experiment.recorded:
        said += [*lost_elsewhere(record), *audit_caveats(record), _elsewhere(record)]
        return [sentence for sentence in said if sentence]
    said += [*lost_elsewhere(record), *opposed(record), *say_fidelity(record)]
    said += arm_caveats(record)
    said += [_finite_file(record), _no_gap(record, beside), _comparison(record), _elsewhere(record)]
    return [sentence for sentence in said if sentence]


def start_metrics(record: RunRecord) -> list[str]:
    """The primary metric and, if that is none, the distance that is shown first."""
    distances = [name for name in family_metrics(record, Family.DISTANCE) if name in record.bands]
    return list(dict.fromkeys([record.experiment.primary(), *distances[:1]]))


def _first_fits(record: RunRecord) -> list[str]:
    """Where each generation 0 already lies outside what real samples give; alike ones once."""
    alike: dict[str, list[str]] = {}
    for called, arm in firsts(record).items():
        beside = _beside_real(record, arm)
        gaps = [metric_noun(name) for name, outside in beside.items() if outside]
        if gaps:
            alike.setdefault(listed(gaps), []).append(called)
    if [len(names) for names in alike.values()] == [len(firsts(record))] != [1]:
        alike = {gaps: ["every generation 0"] for gaps in alike}
    return [_first_fit(record, names, gaps) for gaps, names in alike.items()]


def _first_fit(record: RunRecord, names: list[str], gaps: str) -> str:
    """That a generation 0, or several, already differs from real samples."""
    if record.experiment.recorded:
        return (
            f"Generation 0 already differs from the reference in {gaps}: what came before "
            "it, or another way of collecting, is not told apart from what the pipeline did."
        )
    verb = "differs" if len(names) == 1 else "differ"
    said = f"{listed(names)} already {verb} from real samples in {gaps}: the first fit and its "
    return f"{said[:1].upper()}{said[1:]}sampling did that, as each later one may again."


def _no_gap(record: RunRecord, beside: dict[str, bool]) -> str:
    """What is known of the learner's own bias where generation 0 shows none."""
    if record.done() < 0 or any(beside.values()):
        return ""
    if not beside:
        return "Whether generation 0 already lacks what real samples have was not tested."
    nouns = listed([metric_noun(name) for name in beside])
    return (
        f"Generation 0 is not shown to differ from real samples in {nouns}; a small bias of the "
        "model, added by each fit, could go unseen."
    )


def _beside_real(record: RunRecord, arm: str) -> dict[str, bool]:
    """Of each metric of the charts with a null band: whether an arm's generation 0 lies outside."""
    if record.done() < 0:
        return {}
    readings = {name: read(record, name, arm) for name in headline_metrics(record)}
    return {
        name: _outside(reading, reading.band)
        for name, reading in readings.items()
        if reading.band is not None and not np.isnan(reading.start).any()
    }


def lost_elsewhere(record: RunRecord, only: str = "") -> list[str]:
    """Of each arm that did not lose the primary metric, what it lost of the other two families.

    Descriptive, by each metric's own interval: a gate that keeps diversity up may cost the tail,
    and records that only moved away have lost no diversity at all. only: the one arm that is
    spoken of; all by default.
    """
    primary = _primary(record)
    others = [name for name in headline_metrics(record) if name != primary]
    said, noun = [], metric_noun(primary)
    for arm, judged in verdicts(record).items():
        if only not in ("", arm):
            continue
        moved = [found for name in others if (found := _lost(record, name, arm))]
        if moved and judged.outcome in _NOT_LOST:
            begun = _NOT_LOST[judged.outcome].format(arm=arm, noun=noun)
            said.append(f"{begun}, yet {listed(moved)} (descriptive).")
    return said


def _grown(record: RunRecord) -> str:
    """Arms whose primary metric rose well above generation 0's, which "held" does not say."""
    grown = [
        f"{arm} ({say_ratio(found.ratio)})"
        for arm, found in verdicts(record).items()
        if found.change is Change.RATIO and found.ratio.known and found.ratio.low > 1 / HELD_ABOVE
    ]
    if not grown:
        return ""
    noun = metric_noun(_primary(record))
    return (
        f"Held means that nothing was lost, not that nothing changed: {noun} rose above generation "
        f"0's in {listed(grown)}, further than fidelity asks."
    )


def _primary(record: RunRecord) -> str:
    return record.experiment.primary()


def _lost(record: RunRecord, metric: str, arm: str) -> str:
    """What became of a metric that was lost, as a ratio or a rise; "" if it was not."""
    reading = read(record, metric, arm)
    found = reading.interval()
    # Few replicates may do for one interval where they do not for all arms at once.
    if not found.known or replace(reading, obstacle="").outcome(LEVEL) not in _LOST:
        return ""
    if reading.change is Change.RISE:
        return f"{metric_noun(metric)} rose by {say_interval(found)}{metric_unit(metric)}"
    return f"{metric_noun(metric)} fell to {say_ratio(found)} of generation 0's"


def _outside(reading: Reading, band: tuple[float, float, float]) -> bool:
    """Whether generation 0 lies wholly outside the null band, on either side."""
    found = reading.start_interval()
    low, high = (found.low, found.high) if found.known else (min(reading.start), max(reading.start))
    # A hair's breadth for rounding: the geometric mean of 20 twelves comes out above 12.
    hair = 1e-9 * float(np.abs(band).max())
    return bool(low > band[2] + hair or high < band[0] - hair)


def _finite_file(record: RunRecord) -> str:
    if record.experiment.source.law_of_a_file:
        return (
            "The truth here is the frequencies within the file. What the file lacks, and how it "
            "was sampled from its population, is left out."
        )
    if record.experiment.source.law_known:
        return ""
    return (
        "The real data are a finite file; how it was sampled from its population is not in the "
        f"intervals.{_shared(record)}"
    )


def _shared(record: RunRecord) -> str:
    """How many real records replicates must have in common; "" where they need have none."""
    size, held = record.experiment.sample_size, record.experiment.source.available(Part.TRAIN)
    if record.experiment.replicates == 1 or held is None or 2 * size <= held:
        return ""
    least = math.floor(100 * (2 * size - held) / size)
    return (
        f" Each replicate draws {size:,} of the {held:,} records in its train part, so any two "
        f"share at least {least} % of them."
    )


def _comparison(record: RunRecord) -> str:
    if len(record.arms) == 1:
        return "There is 1 arm, so there is nothing to compare it with."
    found = [contrast.comparison for contrast in comparisons(record).values()]
    unclear = Comparison.NO_CLEAR_DIFFERENCE in found
    return "No clear difference is not evidence of equality." if unclear else ""


def _elsewhere(record: RunRecord) -> str:
    if all(place == record.environment for place in record.resumed_in):
        return ""
    return (
        "The run was resumed on another machine or graphics card, or with other versions or "
        "threads."
    )


def ending(record: RunRecord) -> str:
    """That a run is not complete and what follows from it; "" of a complete one."""
    done, planned = max(record.done(), 0), record.experiment.generations
    ended = record.finished
    if done == planned:
        return ""
    if ended is None:
        return (
            "Every look at an unfinished run is another chance of a false alarm. "
            f"The verdict that counts is the one at generation {planned}."
        )
    how = "was cancelled" if ended.reason is FinishReason.CANCELLED else "failed"
    said = visible(" ".join(ended.message.split())).rstrip(".")  # whatever an error had to say
    why = f" ({said})" if said else ""
    judged = " The generation that is judged was not fixed beforehand." if done else ""
    return f"The run {how} at generation {done} of {planned}{why}.{judged}"
