"""What each arm did beside the baseline, at what price, and whether the run supports it."""

from dataclasses import dataclass
from enum import StrEnum

from core.analysis.change import Change, declared
from core.analysis.costs import Cost, cost
from core.analysis.families import headline_metrics, tail_metric
from core.analysis.opposed import told_apart
from core.analysis.reading import Outcome
from core.analysis.sentences import difference, lost
from core.analysis.verdict import Comparison, Contrast, Verdict, comparisons, contrasts, verdicts
from core.analysis.wording import metric_noun
from core.arms import Regime
from core.control import control_of, nearest_control, subsampled_of
from core.experiment import Experiment
from core.metrics.base import Family
from core.record import RunRecord


class Situation(StrEnum):
    """What somebody can do about a loop, as a condition."""

    KEEP_ALL = "everything can be kept and trained on"
    FIXED_SIZE = "everything can be kept, but the training size must stay fixed"
    RESERVE = "a fixed set of real records can be reserved"
    FRESH = "new real records keep coming"
    FADING = "new real records come, but fewer each time"
    GATE = "records can be checked before training"
    LABELS = "synthetic records are labelled"
    LATE = "the loop has already run"
    NEWEST = "only the newest records can be had"


class Support(StrEnum):
    """What a run says for an arm, by the rule in `core.analysis.rules`."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    UNCLEAR = "unclear"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, eq=False)
class Mitigation:
    """One arm that is not the baseline.

    verdict, contrast: on the primary metric. tail: on the tail metric of the charts, descriptive;
    None where there is none, or where it is the primary one. rival: beside the arm that spends its
    extra records more simply (`rival_of`), on the primary metric, descriptive. why: what decided
    `supported`, as a clause.
    """

    arm: str
    situation: Situation
    verdict: Verdict
    contrast: Contrast
    cost: Cost
    tail: Verdict | None
    rival: Contrast | None
    supported: Support
    why: str

    @property
    def slows(self) -> bool:
        """Whether it is supported and yet lost much of the primary metric itself."""
        left = (Outcome.COLLAPSED, Outcome.DEGRADED)
        return self.supported is Support.SUPPORTED and self.verdict.outcome in left

    def said(self) -> str:
        """Its support in words: "supported", "supported to slow the loss"."""
        rise = self.verdict.change is Change.RISE
        return (
            f"{self.supported} to slow the {'rise' if rise else 'loss'}"
            if self.slows
            else str(self.supported)
        )


def is_compared(record: RunRecord) -> bool:
    """Whether there is an arm beside the baseline, and a generation to compare them at."""
    return record.done() >= 1 and len(record.arms) > 1


def mitigations(record: RunRecord) -> list[Mitigation]:
    """Every arm but the baseline, in the experiment's order; none before generation 1."""
    experiment = record.experiment
    if not is_compared(record):
        return []
    judged, compared, tail = verdicts(record), comparisons(record), descriptive_tail(record)
    tails = verdicts(record, tail) if tail else {}
    pairs = {arm: other for arm in compared if (other := rival_of(experiment, arm))}
    rivals = contrasts(record, pairs)
    charts = {experiment.primary(), *headline_metrics(record)}
    told = {name: told_apart(record, name) for name in sorted(charts)}
    first = judged[experiment.baseline]
    return [
        Mitigation(
            arm,
            situation(experiment, arm),
            judged[arm],
            contrast,
            cost(record, arm),
            tails.get(arm),
            rivals.get(arm),
            *_support(contrast, judged[arm], first, told),
        )
        for arm, contrast in compared.items()
    ]


def descriptive_tail(record: RunRecord) -> str:
    """The tail metric of the charts; "" where there is none but the primary one."""
    found = tail_metric(record)
    return "" if found == record.experiment.primary() else found


def situation(experiment: Experiment, arm: str) -> Situation:
    """What somebody must be able to do to run an arm; its rarest condition where it has several."""
    settings = experiment.arm(arm)
    late = settings.switch is not None and settings.switch.generation > 1
    return Situation.LATE if late else _of_regime(settings.at(experiment.generations))


def tried(experiment: Experiment) -> set[Situation]:
    """Everything that some arm does, alone or beside something else."""
    found = {situation(experiment, arm.name) for arm in experiment.arms}
    for arm in experiment.arms:
        for _, regime in arm.regimes():
            found.update(_parts(regime))
    return found | ({Situation.FRESH} if Situation.FADING in found else set())


def _of_regime(regime: Regime) -> Situation:
    return next(iter(_parts(regime)), Situation.NEWEST)


def _parts(regime: Regime) -> list[Situation]:
    """What each part of a regime asks for, the rarest first."""
    found = [Situation.LABELS] if regime.filter is not None else []
    found += [Situation.GATE] if regime.verifier is not None else []
    if regime.real is not None:
        kinds = {"fresh": Situation.FRESH, "fading": Situation.FADING}
        found.append(kinds.get(regime.real.kind, Situation.RESERVE))
    kept = {"accumulate": Situation.KEEP_ALL, "accumulate-subsample": Situation.FIXED_SIZE}
    return found + [kept[kind] for kind in [regime.retention.kind] if kind in kept]


def rival_of(experiment: Experiment, name: str) -> str:
    """The arm that asks the fair question of this one's gain; "" if none but the baseline does.

    Of a verifier: its control, which trains on the trusted records, else the nearest to that.
    Of accumulation: the arm that keeps the same but trains on n.
    """
    arm = experiment.arm(name)
    near = nearest_control(experiment, arm)
    nearest = near[0] if near is not None else subsampled_of(experiment, arm)
    found = control_of(experiment, arm) or nearest
    return "" if found is None or found.name == experiment.baseline else found.name


def _support(
    contrast: Contrast, own: Verdict, first: Verdict, told: dict[str, dict[str, str]]
) -> tuple[Support, str]:
    """The support that an arm has earned, and why, as a clause.

    own, first: the arm's verdict and the baseline's. told: by metric of the charts and arm,
    "better" or "worse" than the baseline.
    """
    arm, primary = contrast.arm, contrast.metric
    beside = difference(contrast, own, first)
    worse = [name for name, arms in told.items() if arms.get(arm) == "worse" and name != primary]
    tails = [name for name in worse if declared(name).family is Family.TAIL]
    if contrast.comparison is Comparison.NOT_COMPARED:
        return Support.NOT_JUDGED, contrast.reason
    if told[primary].get(arm) == "worse":
        return Support.NOT_SUPPORTED, beside
    if tails:
        return Support.NOT_SUPPORTED, f"{beside}, but more lost of {metric_noun(tails[0])}"
    if first.outcome is Outcome.HELD:
        return Support.NOT_JUDGED, f"{contrast.baseline} held, so there was nothing to mend"
    if not lost(first):
        return Support.NOT_JUDGED, f"{contrast.baseline} shows no clear loss to mend"
    if told[primary].get(arm) != "better":
        return Support.UNCLEAR, beside
    if worse:
        return Support.UNCLEAR, f"{beside}, but worse by {metric_noun(worse[0])}"
    return Support.SUPPORTED, beside
