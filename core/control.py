"""Fair controls: of a verifier, training on its trusted records; of growing pools, a fixed size."""

from core.arms import Arm, Regime, Switch
from core.experiment import Experiment
from core.regimes.trusted import TrustedReal


def control_of(experiment: Experiment, arm: Arm) -> Arm | None:
    """The arm that trains on just the records this arm's verifiers look at, if there is one."""
    return next((other for other in experiment.arms if _controls(other, arm, experiment)), None)


def trusted_spent(experiment: Experiment, arm: Arm) -> int:
    """How many trusted records the arm's verifier looks at; after a switch it may be another."""
    size = experiment.sample_size
    verifiers = [regime.verifier for _, regime in arm.regimes() if regime.verifier is not None]
    return max((verifier.trusted_count(size) for verifier in verifiers), default=0)


def nearest_control(experiment: Experiment, arm: Arm) -> tuple[Arm, int] | None:
    """The arm that trains on the fewest real records that are as many, and how many those are."""
    spent = trusted_spent(experiment, arm)
    size, generations = experiment.sample_size, experiment.generations
    near = [
        (other, other.real_count(size, 1, generations))
        for other in experiment.arms
        if all(regime.verifier is None for _, regime in other.regimes())
        and other.learner == arm.learner
        and other.real is not None
        and other.retention == arm.retention
        and other.real_count(size, 1, generations) >= spent
    ]
    return min(near, key=lambda found: found[1], default=None) if spent else None


def subsampled_of(experiment: Experiment, arm: Arm) -> Arm | None:
    """The arm that keeps the same records but trains on a fixed number, if there is one."""
    if not any(regime.keeps_everything for _, regime in arm.regimes()):
        return None
    return next((other for other in experiment.arms if _subsamples(other, arm)), None)


def _subsamples(other: Arm, arm: Arm) -> bool:
    """Whether an arm is another with a fixed training size in place of a growing one."""
    pairs = list(zip(other.regimes(), arm.regimes(), strict=False))
    same_parts = all(_parts(one) == _parts(two) for (_, one), (_, two) in pairs)
    fixed = all(_subsamples_where(one, two) for (_, one), (_, two) in pairs)
    alike = _turn(other) == _turn(arm) and other.learner == arm.learner
    return same_parts and fixed and alike


def _parts(regime: Regime) -> tuple[object, ...]:
    return regime.real, regime.verifier, regime.filter


def _turn(arm: Arm) -> tuple[object, ...]:
    return () if arm.switch is None else (arm.switch.generation, arm.switch.keep)


def _subsamples_where(one: Regime, two: Regime) -> bool:
    if two.keeps_everything:
        return bool(one.retention.kind == "accumulate-subsample")
    return one.retention == two.retention


def _controls(other: Arm, arm: Arm, experiment: Experiment) -> bool:
    """Whether every regime that spends trusted records trains on them, and the others are alike."""
    pairs = list(zip(other.regimes(), arm.regimes(), strict=False))
    return (
        any(_spends(regime) for _, regime in arm.regimes())
        and len(other.regimes()) == len(arm.regimes())
        and other.learner == arm.learner
        and all(_stands_for(one, regime, experiment) for (_, one), (_, regime) in pairs)
    )


def _stands_for(other: Regime, regime: Regime, experiment: Experiment) -> bool:
    if _frame(other) != _frame(regime):
        return False
    if not _spends(regime):
        return (other.real, other.verifier) == (regime.real, regime.verifier)
    if other.verifier is not None or not isinstance(other.real, TrustedReal):
        return False
    size, generations = experiment.sample_size, experiment.generations
    assert regime.verifier is not None
    return other.real.count(size, 1, generations) == regime.verifier.trusted_count(size)


def _frame(regime: Regime) -> tuple[object, ...]:
    """What a control has in common with its arm."""
    when = (regime.generation, regime.keep) if isinstance(regime, Switch) else ()
    return (regime.retention, regime.filter, *when)


def _spends(regime: Regime) -> bool:
    """Whether a verifier looks at trusted records; one that knows the law does not."""
    return regime.verifier is not None and regime.verifier.trusted_count(1000) > 0


def make_control(arm: Arm, taken: "set[str]") -> Arm:
    """The control of an arm with a verifier, under a name that is not taken.

    Raises ValueError for an arm without a verifier that spends trusted records, or with a real
    share of its own beside one, which leaves no room for the trusted records.
    """
    if not any(_spends(regime) for _, regime in arm.regimes()):
        raise ValueError(f"arm '{arm.name}' spends no trusted records, so it needs no control")
    changes: dict[str, object] = {"name": _free_name(arm.name, taken)}
    if _spends(arm):
        changes |= _instead(arm, arm.name)
    if arm.switch is not None and _spends(arm.switch):
        switch = arm.switch.model_copy(update=_instead(arm.switch, arm.name))
        changes["switch"] = switch
    return arm.model_copy(update=changes)


def _instead(regime: Regime, name: str) -> dict[str, object]:
    """What changes in a regime that trains on its verifier's records."""
    assert regime.verifier is not None
    if regime.real is not None:
        raise ValueError(f"arm '{name}' has a real share already; remove it first")
    if regime.verifier.trusted_share == 1 and not regime.keeps_everything:
        raise ValueError(
            f"arm '{name}' has as many trusted records as a pool holds, so that its control "
            "would train on nothing else; lower trusted_share"
        )
    return {"verifier": None, "real": TrustedReal(share=regime.verifier.trusted_share)}


def _free_name(name: str, taken: "set[str]") -> str:
    """ "Control of …", cut to what a name may hold, with a number where that is taken."""
    wanted = f"Control of {name}"[:60]
    number = 1
    while wanted in taken:
        number += 1
        ending = f" {number}"
        wanted = f"Control of {name}"[: 60 - len(ending)] + ending
    return wanted
