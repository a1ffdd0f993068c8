"""How large an experiment is, in words."""

from core import presets
from core.experiment import Experiment
from desktop_app.models.progress import duration
from desktop_app.translation import tr


def say_size(experiment: Experiment) -> str:
    """Arms, replicates, generations and records."""
    return tr("{arms}, {replicates}, generations 0 to {last} of {size:,} {records} each").format(
        arms=_arms(len(experiment.arms)),
        replicates=_replicates(experiment.replicates),
        last=experiment.generations,
        size=experiment.sample_size,
        records=experiment.source.record_noun,
    )


def say_preset(name: str) -> str:
    """A preset's data, model and size."""
    preset = presets.preset(name)
    return f"{preset.source.title} · {preset.learner.title}\n{say_size(preset)}"


def say_time(name: str) -> str:
    """About how long a preset took where it was measured."""
    return tr("about {time}").format(time=duration(presets.measured_seconds(name)))


def say_expected(experiment: Experiment) -> str:
    """About how long an experiment takes; "" where it is no preset, whose time was measured."""
    name = presets.preset_of(experiment)
    return say_time(name) if name else ""


def _arms(count: int) -> str:
    return tr("1 arm") if count == 1 else tr("{count:,} arms").format(count=count)


def _replicates(count: int) -> str:
    return tr("1 replicate") if count == 1 else tr("{count:,} replicates").format(count=count)
