"""What is said of two runs beside each other: what differs, and whether that is a fair question."""

from dataclasses import dataclass

import numpy as np

from core.analysis.change import declared
from core.analysis.compared import (
    Pair,
    are_paired,
    doubt,
    last_shared,
    pairs,
    same_data,
    shared_arms,
    shared_metrics,
)
from core.analysis.rules import LEVEL
from core.analysis.settings import SEED, Setting, say_arm, side_by_side
from core.analysis.wording import listed, metric_noun, metric_unit, say_interval, say_level
from core.experiment import Experiment
from core.record import RunRecord

NAMES_ONLY = ("replicates", "baseline", "compare", "primary_metric", "metrics")
"""Settings that change no arm's values: what is measured and named, and how often."""

FEW = 4
"""Most settings that a sentence names."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs in words.

    sentence: what differs in the result, or why nothing is compared. fairness: what the comparison
    rests on and what stands against it. settings: every setting of both. comparable: whether there
    are numbers to show.
    """

    sentence: str
    fairness: tuple[str, ...]
    settings: tuple[Setting, ...]
    comparable: bool


def compare(a: RunRecord, b: RunRecord) -> Compared:
    """What two runs show beside each other, on the primary metric of A."""
    settings = tuple(side_by_side(a.experiment, b.experiment))
    refusal = _refusal(a, b)
    if refusal:
        return Compared(refusal, (), settings, False)
    fairness = (
        _design(a, b, settings),
        _replicates(a, b),
        _versions(a, b),
        _length(a, b),
        _after(),
    )
    return Compared(_result(a, b), tuple(filter(None, fairness)), settings, True)


def say_effect(pair: Pair) -> str:
    """What lies between A and B, such as "A/B 0.75 [0.70, 0.81]" or "A \u2212 B 3 [1, 5] types"."""
    if pair.reason:
        return pair.reason
    if pair.as_ratio:
        return f"A/B {say_interval(pair.effect)}"
    return f"A \u2212 B {say_interval(pair.effect, metric_unit(pair.metric))}"


def _refusal(a: RunRecord, b: RunRecord) -> str:
    """Why there are no numbers to compare; "" where there are."""
    if not same_data(a.experiment, b.experiment):
        first, second = a.experiment.source.title, b.experiment.source.title
        which = f" ({first} and {second})" if first != second else ""
        return (
            f"The two runs are about different real data{which}, so their numbers are not compared."
        )
    if not shared_metrics(a, b):
        return "The two runs have measured no metric in common, so there is nothing to compare."
    if last_shared(a, b) < 0:
        return "One of the two runs has not finished a generation, so there is nothing to compare."
    return ""


def _result(a: RunRecord, b: RunRecord) -> str:
    """What differs, on A's primary metric at the last generation that both have finished."""
    if _are_one(a, b):
        return "The two have the same content hash: they are the same run, and nothing differs."
    metric = a.experiment.primary()
    if metric not in shared_metrics(a, b):
        return (
            f"B has not measured {metric_noun(metric)}, the primary metric of A, so the metrics "
            "that both have are shown and nothing is judged."
        )
    found = pairs(a, b, metric)
    said = _listed(found) if _why_described(a, b, found[0]) else _judged(found)
    return f"At generation {found[0].generation}, on {metric_noun(metric)}, {said}."


def describe_compared(a: RunRecord, b: RunRecord, metric: str) -> str:
    """One sentence on the chart of a metric of both runs; a full stop at its end.

    What is judged of it, or that it is only described, and why. Raises ValueError as `pairs` does.
    """
    found = pairs(a, b, metric)
    title = metric_noun(metric)
    head = f"{title[:1].upper()}{title[1:]} of A ({run_named(a)}) beside B ({run_named(b)})"
    if not found:
        return f"{head}: no generation is finished in both."
    if _are_one(a, b):
        return f"{head}: the two are the same run, and nothing differs."
    why = _why_described(a, b, found[0])
    said = _listed(found) if why else _judged(found)
    each = " for each arm alone" if len(found) > 1 else ""
    known = any(pair.effect.known for pair in found)
    level = f" ({say_level(LEVEL)} intervals{each})" if known else ""
    only = f"; only described, because {why}" if why else ""
    return f"{head}, at generation {found[0].generation}: {said}{level}{only}."


def run_named(record: RunRecord) -> str:
    """Which run it is, beside another that may have its name."""
    return f"{record.experiment.name}, seed {record.experiment.seed}"


def _why_described(a: RunRecord, b: RunRecord, pair: Pair) -> str:
    """Why a metric's differences are described and not judged; "" where they are."""
    if pair.generation == 0:
        return "nothing has trained on samples yet"
    if doubt(a, b) or pair.metric == a.experiment.primary():
        return doubt(a, b)
    return "only the primary metric is judged, which was named before the runs started"


def _listed(found: list[Pair]) -> str:
    """What lies between A and B, an arm after the other."""
    return "; ".join(f"{_arms(pair)}: {say_effect(pair)}" for pair in found)


def _judged(found: list[Pair]) -> str:
    """Which arms differ, which do not clearly, and which are not judged."""
    said = [_clause(pair) for pair in found if pair.clear]
    for judged, words in ((True, "no clear difference in"), (False, "not judged:")):
        rest = [pair for pair in found if not pair.clear and judged is not bool(pair.reason)]
        if rest:
            said.append(f"{words} {listed([f'{_arms(one)} ({say_effect(one)})' for one in rest])}")
    return "; ".join(said)


def _are_one(a: RunRecord, b: RunRecord) -> bool:
    """Whether both are the same run; a hash alone may have been written into a changed file."""
    return (
        bool(a.content_hash())
        and a.content_hash() == b.content_hash()
        and a.values.keys() == b.values.keys()
        and all(np.array_equal(a.values[name], b.values[name], equal_nan=True) for name in a.values)
    )


def _arms(pair: Pair) -> str:
    return pair.arm if pair.arm == pair.other else f"{pair.arm} in A and {pair.other} in B"


def _clause(pair: Pair) -> str:
    """An arm that differs."""
    better = "better" if pair.above == declared(pair.metric).higher_is_better else "worse"
    way = "higher" if pair.above else "lower"
    return f"{_arms(pair)} ended {way} in A, which is {better} ({say_effect(pair)})"


def _said(record: RunRecord, arm: str) -> str:
    return say_arm(record.experiment, record.experiment.arm(arm))


def _design(a: RunRecord, b: RunRecord, settings: tuple[Setting, ...]) -> str:
    """How many settings differ, since a difference in the result can be put down to one alone."""
    titles = {name: str(field.title) for name, field in Experiment.model_fields.items()}
    quiet = {titles[name] for name in (SEED, *NAMES_ONLY)}
    arms = {f"Arm {arm}" for arm in {*a.arms, *b.arms} if arm not in a.arms or arm not in b.arms}
    differ = [one.title for one in settings if not one.same and one.title not in quiet | arms]
    first, second = shared_arms(a, b)[0]
    if first != second and _said(a, first) != _said(b, second):
        differ.append("Regime")
    seeds = a.experiment.seed != b.experiment.seed
    if not differ:
        return (
            f"The settings behind the numbers are the same{', but for the seed' if seeds else ''}."
        )
    named = listed([f"“{title}”" for title in differ[:FEW]])
    if len(differ) == 1:
        return f"One setting differs{' beside the seed' if seeds else ''}: {named}."
    more = f", among them {named}" if len(differ) > FEW else f": {named}"
    return (
        f"{len(differ)} settings differ{more}. A difference in the result cannot be put down to "
        "any one of them."
    )


def _replicates(a: RunRecord, b: RunRecord) -> str:
    """How replicates of the two hang together, or why nothing is judged."""
    why = doubt(a, b)
    if why:
        return f"Nothing is judged here, because {why}. The numbers are a description."
    if are_paired(a.experiment, b.experiment):
        count = min(a.experiment.replicates, b.experiment.replicates)
        if count == 1:
            return "The runs share seed, n and data, and have one replicate in common."
        return (
            f"The runs share seed, n and data, so that their {count:,} replicates are compared one "
            "by one, and intervals are of the paired difference."
        )
    return (
        "The seeds differ, so that replicates are independent, and intervals are of the difference "
        "between unpaired arms. That the intervals of two arms overlap is no test."
    )


def _versions(a: RunRecord, b: RunRecord) -> str:
    """That metrics may be defined differently."""
    made = [one.environment.get("collapse-lab", "unknown") for one in (a, b)]
    if made[0] == made[1]:
        return ""
    return (
        f"They were made by different versions of Collapse Lab ({made[0]} and {made[1]}), which "
        "may measure differently."
    )


def _length(a: RunRecord, b: RunRecord) -> str:
    """That one run went further than the other."""
    if a.done() == b.done():
        return ""
    return (
        f"A has finished generation {a.done()} and B generation {b.done()}; they are compared at "
        f"generation {last_shared(a, b)}."
    )


def _after() -> str:
    return (
        "Which runs to compare was chosen after both were made. To show a difference, run both "
        "as arms of one experiment that names it beforehand."
    )
