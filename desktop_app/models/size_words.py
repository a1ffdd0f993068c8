"""How large an experiment is, in words."""

from core import presets
from core.experiment import Experiment
from desktop_app.models.progress import duration
from desktop_app.translation import tr


def say_size(experiment: Experiment) -> str:
    """Arms, replicates, generations and records."""
    return (
        f"{_many(len(experiment.arms), 'arm')}, {_many(experiment.replicates, 'replicate')}, "
        f"generations 0 to {experiment.generations} of "
        f"{experiment.sample_size:,} {experiment.source.record_noun} each"
    )


def say_preset(name: str) -> str:
    """A preset's data, model and size."""
    preset = presets.preset(name)
    return f"{preset.source.title} · {preset.learner.title}\n{say_size(preset)}"


def say_time(name: str) -> str:
    """About how long a preset took where it was measured."""
    return tr("about {measured_seconds}").format(
        measured_seconds=duration(presets.measured_seconds(name))
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
