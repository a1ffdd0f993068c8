"""Every setting of a run, by the titles that plug-ins declare."""

from typing import Any

from core import registry
from core.analysis.change import declared
from core.experiment import Arm, Experiment
from core.record import RunRecord
from core.report.document import Group, Section, Settings

SEED = "seed"
PLAIN = ("generations", "sample_size", "replicates", SEED, "baseline", "compare")


def section(record: RunRecord) -> Section:
    """The run's own settings with the source's and the model's, then each arm's."""
    experiment = record.experiment
    arms = tuple((arm.name, _arm(arm)) for arm in experiment.arms)
    groups = (Group("The run", _run(experiment)), Group("Arms", arms))
    return Section("settings", "Settings", (Settings(groups),))


def _run(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    fields = Experiment.model_fields
    pairs = [
        (str(fields[name].title), _shown(name, getattr(experiment, name)))
        for name in PLAIN
        if getattr(experiment, name) != ""
    ]
    pairs.append((str(fields["primary_metric"].title), declared(experiment.primary()).title))
    for name in ("source", "learner"):
        plugin = getattr(experiment, name)
        pairs += [(str(fields[name].title), plugin.title), *_fields(plugin)]
    return tuple(pairs)


def _arm(arm: Arm) -> str:
    """Such as "Replace; fixed reservoir (real share 0.1)"."""
    parts = (arm.retention, arm.real, arm.verifier)
    return "; ".join(_part(part) for part in parts if part is not None)


def _part(plugin: registry.Plugin) -> str:
    inside = ", ".join(
        f"{title[:1].lower()}{title[1:]} {value}" for title, value in _fields(plugin)
    )
    return f"{plugin.title} ({inside})" if inside else plugin.title


def _fields(plugin: registry.Plugin) -> tuple[tuple[str, str], ...]:
    """A plug-in's declared settings."""
    return tuple(
        (str(field.title), _shown(name, getattr(plugin, name)))
        for name, field in type(plugin).model_fields.items()
        if name != "kind"
    )


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name != SEED:
        return f"{value:,}"
    return f"{value:g}" if isinstance(value, float) else str(value)
