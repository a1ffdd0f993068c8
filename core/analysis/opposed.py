"""Arms that did better than the baseline by one family and worse by another."""

from core.analysis.families import headline_metrics
from core.analysis.sentences import lost
from core.analysis.verdict import Comparison, comparisons, verdicts
from core.analysis.wording import listed, metric_noun
from core.record import RunRecord

OPPOSITE = {"better": "worse", "worse": "better"}


def opposed(record: RunRecord, only: str = "") -> list[str]:
    """Of arms told apart from the baseline by the primary metric: which families contradict it.

    Descriptive: a gate may bring the frequencies nearer to the truth and lose types faster.
    only: the one arm that is spoken of; all by default.
    """
    primary, baseline = record.experiment.primary(), record.experiment.baseline
    others = {
        name: told_apart(record, name) for name in headline_metrics(record) if name != primary
    }
    alike: dict[tuple[str, str], list[str]] = {}
    for arm, how in told_apart(record, primary).items():
        against = [
            metric_noun(name) for name, told in others.items() if told.get(arm) == OPPOSITE[how]
        ]
        if against and only in ("", arm):
            alike.setdefault((how, listed(against)), []).append(arm)
    return [
        f"{listed(arms)} did {how} than {baseline} by {metric_noun(primary)}, yet {OPPOSITE[how]} "
        f"by {against} (descriptive)."
        for (how, against), arms in alike.items()
    ]


def told_apart(record: RunRecord, metric: str) -> dict[str, str]:
    """The arms that lost less than the baseline ("better") or more ("worse") by this metric.

    Only of a loss: a value that is lower because the baseline's grew is no worse.
    """
    judged, found = verdicts(record, metric), {}
    for arm, contrast in comparisons(record, metric).items():
        if contrast.comparison is Comparison.SLOWED and lost(judged[contrast.baseline]):
            found[arm] = "better"
        elif contrast.comparison is Comparison.FASTER and lost(judged[arm]):
            found[arm] = "worse"
    return found
