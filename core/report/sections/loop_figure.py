"""The loop as a figure: each step with what happens there in this run."""

from collections import Counter

from core.analysis.costs import mean_size
from core.analysis.first import alone
from core.analysis.spans import Span, spans
from core.analysis.wording import in_sentence, listed, metric_noun
from core.arms import Arm
from core.record import RunRecord
from core.report.charts import LoopChart, Stage
from core.report.document import Figure
from core.report.numbers import capital

KEPT = {
    "replace": "the newest",
    "accumulate": "all so far",
    "accumulate-subsample": "n drawn from all so far",
}
"""What a retention trains on, in a few words."""

PARTS = ("retention", "real", "filter")
"""What decides the pool, of a regime."""

NAMED = 2
"""Most arms that are named one by one."""


def loop_figure(record: RunRecord) -> Figure:
    """Where real data enter, the five steps, and where the arms differ."""
    chart = loop_chart(record)
    differing = [stage.title[2:].lower() for stage in chart.steps if stage.differs]
    tinted = f" Tinted: where the arms differ ({listed(differing)})." if differing else ""
    caption = (
        "The loop. Generation 0 is fitted to real data alone; every later generation takes the "
        f"five steps, in every arm.{tinted}"
    )
    return Figure("loop", caption, chart)


def loop_chart(record: RunRecord) -> LoopChart:
    """The stages, with this run's own numbers in them."""
    experiment, own = record.experiment, bool(alone(record))
    size = experiment.sample_size
    steps = (
        Stage("1 Sample", f"The newest model emits {size:,} records.", "records", own),
        Stage("2 Verify", _verified(record), "admitted", _differ(record, "verifier")),
        Stage("3 Admit", _admitted(record), "training pool", _differ(record, *PARTS)),
        Stage("4 Train", f"A new model is fitted to the pool{_pool(record)}.", "model", own),
        Stage("5 Measure", _measured(record), ""),
    )
    last = experiment.generations
    again = "once, for generation 1" if last == 1 else f"again for each generation, 1 to {last}"
    return LoopChart(_starts(record), steps, again)


def _starts(record: RunRecord) -> tuple[Stage, ...]:
    experiment = record.experiment
    real = f"{experiment.sample_size:,} real records: {experiment.source.title}."
    first = f"Model: {experiment.learner.title}. Fitted to them and measured: generation\u00a00."
    return (Stage("Real data", real, "real records"), Stage("Train", first, "model"))


def _verified(record: RunRecord) -> str:
    having = _arms_with(record, "verifier")
    if not having:
        return "No arm has a verifier: nothing is judged."
    who = listed(having) if len(having) <= NAMED else f"{len(having)} of {len(record.arms)} arms"
    return f"In {who}, a verifier judges them."


def _admitted(record: RunRecord) -> str:
    """Each way of keeping records, and how many arms have it."""
    ways = Counter(", later ".join(_kept(record, arm)) for arm in record.experiment.arms)
    if len(ways) == 1:
        return f"Into the pool: {next(iter(ways))}."
    said = [f"{way} ({arms} {'arm' if arms == 1 else 'arms'})" for way, arms in ways.items()]
    return f"Into the pool: {'; '.join(said)}."


def _kept(record: RunRecord, arm: Arm) -> list[str]:
    """What an arm's regimes train on, such as "the newest and real ones"; alike ones once."""
    found = []
    for span in _spans(record, arm):
        regime = span.regime
        said = KEPT.get(regime.retention.kind, in_sentence(regime.retention.title))
        said += " and real ones" if regime.real is not None else ""
        found.append(said + (", less what is flagged" if regime.filter is not None else ""))
    return list(dict.fromkeys(found))


def _pool(record: RunRecord) -> str:
    """Such as ": 400 to 8,400 records at generation 20", as far as the run has gone."""
    done = record.done()
    held = [record.composition(arm, done) for arm in record.arms]
    if done < 1 or not all(held):
        return ""
    sizes = sorted(map(round, map(mean_size, held)))
    reach = f"{sizes[0]:,}" + (f" to {sizes[-1]:,}" if sizes[-1] > sizes[0] else "")
    return f": {reach} records at generation\u00a0{done}"


def _measured(record: RunRecord) -> str:
    """The primary metric and how many more, and what they are held against."""
    primary, others = record.experiment.primary(), len(record.values) - 1
    more = f" and {others} more" if others else ""
    source = record.experiment.source
    truth = "the file's exact frequencies" if source.law_of_a_file else "the exact law"
    if not source.law_known:
        truth = "real records kept apart"
    return f"{capital(metric_noun(primary))}{more}. The truth: {truth}."


def _differ(record: RunRecord, *parts: str) -> bool:
    """Whether arms differ in what they have of such parts, or from when on."""
    found = {
        tuple(
            (part, str(having), span.first)
            for span in _spans(record, arm)
            for part in parts
            if (having := getattr(span.regime, part)) is not None
        )
        for arm in record.experiment.arms
    }
    return len(found) > 1


def _spans(record: RunRecord, arm: Arm) -> list[Span]:
    return spans(arm, record.experiment.generations)


def _arms_with(record: RunRecord, part: str) -> list[str]:
    """The arms that have such a part, and from or until when if not throughout."""
    found = []
    for arm in record.experiment.arms:
        every = _spans(record, arm)
        having = [span for span in every if getattr(span.regime, part) is not None]
        if having:
            found.append(arm.name + (having[0].when if len(having) < len(every) else ""))
    return found
