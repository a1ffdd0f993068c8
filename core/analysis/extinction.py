"""Extinction: whether a type that is not emitted once can ever be emitted again."""

from core.arms import Arm
from core.experiment import Experiment


def is_extinct(experiment: Experiment, arm: Arm, generation: int) -> bool:
    """Whether a type that this generation did not emit cannot come back, without smoothing.

    Only where all later fits see nothing but the newest emission: whatever is kept or mixed in may
    hold the type, and a verifier draws further candidates from a model that may. After the last
    generation, its own regime is taken to go on. Never of recorded generations: what they were
    made from is not known.
    """
    if experiment.recorded:
        return False
    later = range(generation + 1, experiment.generations + 1) or [max(generation, 1)]
    return all(_sees_the_newest_alone(experiment, arm, at) for at in later)


def _sees_the_newest_alone(experiment: Experiment, arm: Arm, generation: int) -> bool:
    regime = arm.at(generation)
    real = regime.real_count(experiment.sample_size, generation, experiment.generations)
    return regime.retention.kind == "replace" and regime.verifier is None and real == 0
