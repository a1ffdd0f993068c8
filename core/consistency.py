"""Whether the parts of an experiment go together; each check refuses in a sentence."""

import json
import math
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from core.arms import Arm, Regime
from core.refusal import refused
from core.sources.base import Part

if TYPE_CHECKING:
    from core.experiment import Experiment

MOST_OF_RECORDED = 0.9
"""Largest share of a recorded generation that is a subset: larger ones hardly differ."""


def check_parts(experiment: "Experiment") -> None:
    """Refuse parts that are each allowed but do not go together.

    Raises ValueError with the path of the field, what was given and what is allowed.
    """
    _check_learners(experiment)
    _check_recorded(experiment)
    _check_arms(experiment)
    _check_records(experiment)
    _check_metrics(experiment)
    _check_regimes(experiment)


def _check_learners(experiment: "Experiment") -> None:
    """An arm changes settings of the run's model, and never which model it is."""
    for place, arm in enumerate(experiment.arms):
        kind = (arm.learner or {}).get("kind", experiment.learner.kind)
        if kind != experiment.learner.kind:
            raise ValueError(
                f"arms.{place}.learner.kind: {json.dumps(kind)[:60]} given; every arm has the "
                f"run's model, '{experiment.learner.kind}', and may only change its settings"
            )
        try:
            experiment.learner_of(arm.name)
        except ValidationError as error:
            raise ValueError(f"arms.{place}.learner.{refused(error)}") from None


def _check_recorded(experiment: "Experiment") -> None:
    """An audit has the generations that were recorded; a simulation has one at the least."""
    if not experiment.recorded:
        if experiment.generations < 1:
            raise ValueError("generations: 0 given; at least 1 must follow generation 0")
        return
    held, recorded = experiment.learner.holds() or 0, experiment.learner.generations()
    if experiment.generations >= recorded:
        raise ValueError(
            f"generations: {experiment.generations} given; {recorded} are recorded, 0 to "
            f"{recorded - 1}"
        )
    first, *others = experiment.arms
    if others or first.plain != "replace" or first.learner:
        raise ValueError("arms: an audit has one arm, and no regime to choose")
    most = math.floor(MOST_OF_RECORDED * held)
    if experiment.sample_size > most:
        raise ValueError(
            f"sample_size: {experiment.sample_size} given; the smallest generation has {held} "
            f"records, and subsets of at most {most} of them are compared"
        )


def _check_arms(experiment: "Experiment") -> None:
    names = [arm.name for arm in experiment.arms]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"arms: two arms are called '{name}'; every arm needs its own name")
    for field in ("baseline", "compare"):
        given = getattr(experiment, field)
        if given not in names and not (field == "compare" and given == ""):
            raise ValueError(f"{field}: no arm is called '{given}'; the arms are {_listed(names)}")
    if experiment.compare == experiment.baseline:
        raise ValueError(f"compare: '{experiment.compare}' is the baseline; name another arm")


def _check_records(experiment: "Experiment") -> None:
    refusal = experiment.learner.refusal(experiment.source)
    if refusal:
        raise ValueError(f"learner: {refusal}")
    fewest = max(learner.fewest_records(experiment.source) for learner in experiment.learners())
    if experiment.sample_size < fewest:
        raise ValueError(
            f"sample_size: {experiment.sample_size} given; '{experiment.learner.kind}' as it is "
            f"set needs at least {fewest} records here"
        )


def _check_metrics(experiment: "Experiment") -> None:
    offered = experiment.fitting()
    for name in experiment.metrics:
        if name not in offered:
            raise ValueError(f"metrics: '{name}' does not fit; allowed are {_listed(offered)}")
    if len(set(experiment.metrics)) != len(experiment.metrics):
        raise ValueError("metrics: one is named twice; name each once")
    judged = experiment.judged()
    if experiment.primary_metric and experiment.primary_metric not in judged:
        raise ValueError(
            f"primary_metric: '{experiment.primary_metric}' is not measured, or only a control; "
            f"allowed are {_listed(judged)}"
        )


def _check_regimes(experiment: "Experiment") -> None:
    _check_part(experiment, Part.TRAIN, experiment.sample_size, "sample_size")
    for place, arm in enumerate(experiment.arms):
        if arm.switch is not None and arm.switch.generation > experiment.generations:
            raise ValueError(
                f"arms.{place}.switch.generation: {arm.switch.generation} given; the run has "
                f"{experiment.generations} generations, so give at most that many"
            )
        for inside, regime in arm.regimes():
            _check_verifier(experiment, arm, regime, f"arms.{place}.{inside}verifier")
            _check_share(experiment, regime, f"arms.{place}.{inside}real")
        _check_fresh(experiment, arm, place)
        _check_left(experiment, arm, place)


def _check_verifier(experiment: "Experiment", arm: Arm, regime: Regime, field: str) -> None:
    if regime.verifier is None:
        return
    spent = regime.verifier.trusted_count(experiment.sample_size)
    _check_part(experiment, Part.TRUSTED, spent, f"{field}.trusted_share")
    refusal = regime.verifier.refusal(experiment.source, experiment.learner_of(arm.name))
    if refusal:
        raise ValueError(f"{field}: {refusal}")


def _check_share(experiment: "Experiment", regime: Regime, field: str) -> None:
    """At least one record is real at first, and at least one is not."""
    if regime.real is None:
        return
    size, generations = experiment.sample_size, experiment.generations
    first, last = (regime.real_count(size, one, generations) for one in (1, generations))
    # Trusted records beside an archive of everything take no other's place.
    crowded = not regime.keeps_everything and max(first, last) >= size
    if first == 0 or crowded:
        raise ValueError(
            f"{field}.{_setting(type(regime.real))}: {first} of {size} records "
            "would be real; at least one must be, and one not"
        )
    if regime.real.takes == "trusted":
        _check_part(experiment, Part.TRUSTED, first, f"{field}.share")


def _check_fresh(experiment: "Experiment", arm: Arm, place: int) -> None:
    """A file must hold all the new records that the generations ask for."""
    held = experiment.source.available(Part.TRAIN)
    size, generations = experiment.sample_size, experiment.generations
    fresh = arm.fresh_before(generations + 1, size, generations)
    if held is None or size + fresh <= held:
        return
    inside, kind = next(
        (inside, type(regime.real))
        for inside, regime in arm.regimes()
        if regime.real is not None and regime.real.takes == "fresh"
    )
    raise ValueError(
        f"arms.{place}.{inside}real.{_setting(kind)}: {fresh} new records needed over the run, "
        f"but the train part of '{experiment.source.kind}' has {held} and generation 0 takes "
        f"{size}; give a smaller share, or lower sample_size or generations"
    )


def _check_left(experiment: "Experiment", arm: Arm, place: int) -> None:
    """Beside a detector that drops every synthetic record, some real ones must remain."""
    size, generations = experiment.sample_size, experiment.generations
    for generation in range(1, generations + 1):
        regime = arm.at(generation)
        alone = regime.filter is not None and regime.filter.drops_all_synthetic
        if not alone or regime.real is None:
            continue
        if not regime.real_count(size, generation, generations):
            inside = "switch." if regime is arm.switch else ""
            raise ValueError(
                f"arms.{place}.{inside}real.end: no real record is left at generation "
                f"{generation}, and the filter drops every synthetic one; give a higher end, "
                "or a filter with less recall"
            )


def _check_part(experiment: "Experiment", part: Part, wanted: int, field: str) -> None:
    held = experiment.source.available(part)
    if held is not None and wanted > held:
        raise ValueError(
            f"{field}: needs {wanted} records, but the {part.value} part of "
            f"'{experiment.source.kind}' has {held}; give at most that many"
        )


def _setting(real: "type[BaseModel]") -> str:
    """Which setting of a real share says how much there is at first."""
    return "start" if "start" in real.model_fields else "share"


def _listed(names: "list[str]") -> str:
    return ", ".join(f"'{name}'" for name in names)
