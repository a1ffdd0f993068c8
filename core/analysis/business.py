"""What a run means for whoever owns the data: an asset that wears out, and who bears the loss."""

import math

import numpy as np

from core.analysis.audited import generation_named
from core.analysis.change import Change, declared, finished_values, is_loss, ratios
from core.analysis.curves import curve, ratio_curve
from core.analysis.failure_order import NOT_FAILED, failure_order, lost_unranked
from core.analysis.families import tail_metric
from core.analysis.half_life import HalfLife, diversity_metric, half_life
from core.analysis.intervals import Interval, interval, subsets
from core.analysis.reading import read, too_few
from core.analysis.rules import HELD_ABOVE, NEAR_LOSS
from core.analysis.sentences import change, lost
from core.analysis.verdict import verdicts
from core.analysis.wording import (
    IN_THE_FIT,
    listed,
    metric_noun,
    metric_unit,
    say_band,
    say_generations,
    say_interval,
    say_ratio,
    say_reach,
)
from core.record import RunRecord

FEW = 3
"""Most metrics that are named."""

REFERENCES = ("NIST AI 100-1", "Regulation (EU) 2024/1689")
"""What the pointers of the section cite, as the bibliography names it."""

QUALITY = ("precision", "density", "known-share", "attested-triples")
"""Controls of how real single records look."""

LIKELIHOOD = ("held-out-loss", "word-loss", "line-loss")
"""Averages of how well all held-out records are predicted, in nats.

The loss of possible records is none: it is over fewer and fewer records, the likeliest.
"""

_WHO = {
    "rare-type-coverage": "rare {types}",
    "middle-type-coverage": "middling {types}",
    "common-type-coverage": "common {types}",
    "rare-name-coverage": "rare {types}",
    "rare-word-coverage": "rare words",
    "rare-real-word-coverage": "rare words",
    "middle-word-coverage": "middling words",
    "common-word-coverage": "common words",
    "coverage": "less common {records}",
    "tail-coverage": "the rarest tenth of {records}",
    "rare-class-recall": "{records} of the rarest classes",
}
"""The records that a metric of the tail speaks of."""


def applies(record: RunRecord) -> bool:
    """Whether there is a generation after generation 0, which all of this is about."""
    return record.done() >= 1


def who(record: RunRecord, metric: str) -> str:
    """The records that a metric of the tail speaks of, in the source's words: "rare surnames"."""
    source = record.experiment.source
    said = _WHO.get(metric, metric_noun(metric))
    return said.format(types=source.types_noun, records=source.record_noun)


# The asset


def say_asset(record: RunRecord) -> str:
    """How long the data last: the half-life of their diversity, or what was left of it."""
    metric = diversity_metric(record)
    arms = record.experiment.named_arms() if metric else []
    lives = {arm: half_life(record, metric, arm) for arm in arms}
    if not lives or any(life.until < 0 for life in lives.values()):
        none = (
            "some replicates began with none" if lives else "no diversity was measured as a ratio"
        )
        return f"{_primary(record)} No half-life is known: {none}.".lstrip()
    halved = [arm for arm, life in lives.items() if life.known and life.reached]
    said = [_primary(record), _lasted(record, metric, lives)]
    kept, wide = _depreciation(record, metric, halved)
    said += ["" if kept == list(lives) else _no_half_life(record, lives, halved)]
    said += [f"By this measure no loss of value was seen in {listed(kept)}." if kept else ""]
    said += [f"Whether {listed(wide)} lost value by this measure is open." if wide else ""]
    return " ".join(filter(None, said))


def _lasted(record: RunRecord, metric: str, lives: dict[str, HalfLife]) -> str:
    """Such as "half of the types alive was gone after 5 [4, 6] generations in Replace"."""
    noun, size = metric_noun(metric), record.experiment.sample_size
    halved = {arm: life for arm, life in lives.items() if life.known and life.reached}
    left = [arm for arm in lives if arm not in halved]
    parts = []
    if halved:
        gone = [f"after {life.said()} generations in {arm}" for arm, life in halved.items()]
        parts.append(f"half of the {noun} was gone {' and '.join(gone)}")
    if left:
        parts.append(_stood(record, metric, left, alone=not halved))
    if record.experiment.recorded:
        return f"Over the recorded generations, {'; '.join(parts)}."
    records = record.experiment.source.record_noun
    said = "; ".join(parts)
    each = f"Each generation is a retraining, on {size:,} {records}"
    return f"{said[:1].upper()}{said[1:]}. {each}."


def _stood(record: RunRecord, metric: str, arms: list[str], alone: bool) -> str:
    """What was left in arms that did not lose half; alone: no arm before them names the metric."""
    if not alone:
        done = record.done(arms[0])
        return f"in {arms[0]} {_left(record, metric, arms[0])} was left after {done}"
    last = say_generations(min(map(record.done, arms)))
    first, *others = (f"at {_left(record, metric, arm)}" for arm in arms)
    said = f"{metric_noun(metric)} stood {first} of generation 0's in {arms[0]}"
    said += "".join(f" and {at} in {arm}" for at, arm in zip(others, arms[1:], strict=True))
    return f"{said} after {last}"


def _left(record: RunRecord, metric: str, arm: str) -> str:
    """What was left of generation 0's value, as the charts' curves are read."""
    found = _at_the_end(record, metric, arm)
    if found.known:
        return say_ratio(found)
    return say_reach(ratios(finished_values(record, metric, arm))[:, -1].tolist())


def _depreciation(record: RunRecord, metric: str, halved: list[str]) -> tuple[list[str], list[str]]:
    """Of arms that did not lose half: in which no loss was seen, and in which it is open."""
    left = [arm for arm in record.experiment.named_arms() if arm not in halved]
    found = {arm: _at_the_end(record, metric, arm) for arm in left}
    kept = [arm for arm, end in found.items() if end.low > HELD_ABOVE and end.high >= 1]
    wide = [arm for arm, end in found.items() if end.low <= HELD_ABOVE and end.high >= 1]
    return kept, wide


def _at_the_end(record: RunRecord, metric: str, arm: str) -> Interval:
    """The ratio to generation 0 at the arm's last generation, as the charts' curves are read."""
    return ratio_curve(record, metric, arm).at(-1)


def _no_half_life(record: RunRecord, lives: dict[str, HalfLife], halved: list[str]) -> str:
    """That a run gives none, and why."""
    if halved:
        return ""
    if not any(life.known for life in lives.values()):
        few = too_few(record.experiment.replicates)
        return f"No half-life is known: {few} for an interval."
    possible = [
        f"{life.said()} generations in {arm}"
        for arm, life in lives.items()
        if math.isfinite(life.low)
    ]
    if possible:
        return (
            f"Within this run half was not shown to be lost: the half-life is {listed(possible)}."
        )
    return "Within this run half was not lost."


def _primary(record: RunRecord) -> str:
    """What became of a primary metric that is read as a rise and so has no half-life."""
    metric = record.experiment.primary()
    if read(record, metric, record.experiment.baseline).change is not Change.RISE:
        return ""
    judged = verdicts(record, metric)
    first, *others = (judged[arm] for arm in record.experiment.named_arms())
    moved = f"{'rose' if lost(first) else 'changed'} by {change(first)} in {first.arm}"
    moved += "".join(f" and by {change(other)} in {other.arm}" for other in others)
    noun = metric_noun(metric)
    return f"{noun[:1].upper()}{noun[1:]}, which has no half-life, {moved}."


# The risk


def say_risk(record: RunRecord) -> str:
    """Who bears the loss, when it began, and whether an average would have shown it.

    Of the first of the two named arms that lost more than a tenth of the tail, else the baseline.
    """
    metric, arm = tail_metric(record), record.experiment.baseline
    arms = record.experiment.named_arms() if metric else []
    hit = next((one for one in arms if tail_fell(record, metric, one)), "")
    if hit:
        return f"{_tail(record, metric, hit)} {_hidden(record, hit)}".rstrip()
    said = [_first(record, metric), _tail(record, metric, arm) if metric else ""]
    return " ".join(filter(None, said))


def tail_fell(record: RunRecord, metric: str, arm: str) -> bool:
    """Whether an arm lost more than a tenth of the tail, beyond its interval."""
    found = read(record, metric, arm)
    return found.change is Change.RATIO and bool(found.interval().high < HELD_ABOVE)


def _first(record: RunRecord, tail: str) -> str:
    """What failed first in the baseline, by the order of failure."""
    arm = record.experiment.baseline
    order = failure_order(record, arm)
    first = [failure for failure in order if failure.place == 1]
    if not first:
        able = any(failure.reason == NOT_FAILED for failure in order)
        able = able and not tail and not lost(verdicts(record)[arm])
        able = able and not lost_unranked(record, arm)
        return f"No loss of a tenth was shown in {arm}." if able else ""
    nouns = _what_fell_together([failure.metric for failure in first])
    more = [f"{len(nouns) - FEW} more"] if len(nouns) > FEW else []
    names = listed([*nouns[:FEW], *more])
    together = " together" if len(first) > 1 else ""
    start = generation_named(record, min(failure.generation or 0 for failure in first))
    return f"First to lose a tenth in {arm}: {names}{together}, from generation {start} on."


def _what_fell(metric: str) -> str:
    noun = metric_noun(metric)
    return f"the likelihood behind {noun}" if is_loss(metric) else noun


def _what_fell_together(metrics: list[str]) -> list[str]:
    """Of several losses, the likelihood is said once."""
    losses = [metric for metric in metrics if is_loss(metric)]
    if len(losses) < 2:
        return [_what_fell(metric) for metric in metrics]
    nouns = [metric_noun(metric).removesuffix(f" {IN_THE_FIT}") for metric in losses]
    others = [metric_noun(metric) for metric in metrics if metric not in losses]
    return [*others, f"the likelihood behind {listed(nouns)}"]


def _hit(record: RunRecord, tail: str, arm: str) -> str:
    """When the tail began to go, beside what else the arm lost; it may be too noisy to say."""
    order = failure_order(record, arm)
    found = next((failure for failure in order if failure.metric == tail and failure.place), None)
    if found is None or found.generation is None:
        return f"bear the loss in {arm}"
    firsts = [failure for failure in order if failure.place == 1]
    at = f"in {arm} from generation {generation_named(record, found.generation)} on"
    if found.place != 1:
        return f"are hit {at}, after {_what_fell(firsts[0].metric)} began to go"
    return f"are {'hit first' if len(firsts) == 1 else 'among the first hit'}, {at}"


def _tail(record: RunRecord, metric: str, arm: str) -> str:
    """What was left of the tail in an arm and in the other named one, and who bears its loss."""
    judged = verdicts(record, metric)
    verdict, noun, whom = judged[arm], metric_noun(metric), who(record, metric)
    if np.isnan(verdict.values).any():
        return _without_ratio(record, metric)
    if verdict.change is not Change.RATIO:
        return _less_is_better(record, metric, arm)
    moved = f"{_end(record)}, {_kept(record, metric, arm)} of generation 0's {noun} was left"
    others = [one for one in record.experiment.named_arms() if one != arm]
    moved += "".join(f", {_kept(record, metric, one)} in {one}" for one in others)
    if tail_fell(record, metric, arm):
        users = record.experiment.source.users_noun.capitalize()
        return f"{users} of {whom} {_hit(record, metric, arm)}: {moved}."
    if not verdict.ratio.known:
        return f"Too few replicates show what became of {whom} in {arm}: {moved}."
    if lost(verdict):
        return f"A loss of {whom} was shown in {arm}, not shown to exceed a tenth: {moved}."
    if verdict.ratio.low <= HELD_ABOVE:
        return f"A loss of {whom} is neither shown nor ruled out in {arm}: {moved}."
    return f"No loss of {whom} was shown in {arm}: {moved}."


def _less_is_better(record: RunRecord, metric: str, arm: str) -> str:
    """What became of a metric of the tail that rises as the tail is lost."""
    judged = verdicts(record, metric)
    verdict, noun = judged[arm], metric_noun(metric)
    moved = f"{_end(record)}, it had changed by {change(verdict)}"
    others = [one for one in record.experiment.named_arms() if one != arm]
    moved += "".join(f", and by {change(judged[one])} in {one}" for one in others)
    found = verdict.ratio
    if not found.known:
        return f"Too few replicates show whether {noun} rose in {arm}: {moved}."
    if lost(verdict):
        return f"{noun[:1].upper()}{noun[1:]} rose in {arm}, which is worse: {moved}."
    if found.high > 0:
        return f"A rise of {noun} is neither shown nor ruled out in {arm}: {moved}."
    return f"No rise of {noun} was shown in {arm}: {moved}."


def _end(record: RunRecord) -> str:
    """When all of this was measured."""
    return f"at generation {generation_named(record, record.done())}"


def _kept(record: RunRecord, metric: str, arm: str) -> str:
    found = read(record, metric, arm)
    known = found.change is Change.RATIO and found.interval().known
    return say_ratio(found.interval()) if known else change(verdicts(record, metric)[arm])


def _without_ratio(record: RunRecord, metric: str) -> str:
    """Of replicates whose generation 0 held nothing of the tail: the values themselves."""
    judged, arms = verdicts(record, metric), record.experiment.named_arms()
    start = say_interval(judged[arms[0]].start)
    ends = " and ".join(f"{say_interval(judged[arm].end)} in {arm}" for arm in arms)
    return (
        f"No ratio to generation 0 is known for {who(record, metric)}, since some replicates began "
        f"with none: {metric_noun(metric)} went from {start} at generation 0 to {ends} "
        f"{_end(record)}."
    )


def _hidden(record: RunRecord, arm: str) -> str:
    """A control of quality that stayed among real samples, or a likelihood that did not fall."""
    for metric in QUALITY:
        band = record.bands.get(metric)
        if metric not in record.values or band is None:
            continue
        found = curve(record, metric, arm).at(-1)
        if found.known and band[0] <= found.low and found.high <= band[2]:
            said = f"{metric_noun(metric)} stood at {say_interval(found, metric_unit(metric))}"
            return (
                f"Record quality alone would not have shown it: {said}, among real samples' "
                f"{say_band(metric, band)}."
            )
    for metric in LIKELIHOOD:
        if metric in record.values and (said := _still_likely(record, metric, arm)):
            return f"An average would not have shown it: {said}."
    return ""


def _still_likely(record: RunRecord, metric: str, arm: str) -> str:
    values = finished_values(record, metric, arm)
    rise = values[:, -1] - values[:, 0]
    if np.isnan(rise).any():
        return ""
    found = interval(rise, scale=False, of=subsets(record.experiment))
    if not (found.known and found.high < NEAR_LOSS):
        return ""
    unit = metric_unit(metric) or f" {declared(metric).unit}"
    moved = say_interval(found, unit).replace("-", "\u2212")
    return f"{metric_noun(metric)} changed by {moved} (lower is better)"
