"""Every setting of a run, by the titles that plug-ins declare."""

from collections.abc import Container
from typing import Any

from core import registry
from core.analysis.change import declared
from core.arms import Arm, Regime
from core.experiment import Experiment
from core.record import RunRecord
from core.report.document import Group, Section, Settings
from core.userdata.loading import file_name

SEED = "seed"
PATH = "path"
NO_QUANTITIES = frozenset({SEED, "since", "until"})
"""Whole numbers that count nothing, such as years: no comma parts their thousands."""
KEPT = {
    "newest": "the newest records",
    "real-and-newest": "real + newest records",
    "archive": "the whole archive",
}
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
    """Such as "Replace; fixed reservoir (real share 0.1)"; a regime it switches to after that."""
    said = _regime(arm)
    if arm.switch is not None:
        kept, at = KEPT[arm.switch.keep], arm.switch.generation
        said += f"; from generation {at} on, keeping {kept}: {_regime(arm.switch)}"
    return said


def _regime(regime: Regime) -> str:
    return "; ".join(_part(part) for part in parts(regime))


def parts(regime: Regime) -> list[registry.Plugin]:
    """The plug-ins that make a regime."""
    every = (regime.retention, regime.real, regime.verifier, regime.filter)
    return [part for part in every if part is not None]


def _part(plugin: registry.Plugin) -> str:
    inside = numbers(plugin)
    return f"{plugin.title} ({inside})" if inside else plugin.title


def numbers(plugin: registry.Plugin, without: Container[str] = ()) -> str:
    """A plug-in's settings in a row, such as "recall 0.8, false alarm 0"."""
    return ", ".join(
        f"{title[:1].lower()}{title[1:]} {value}" for title, value in _fields(plugin, without)
    )


def _fields(plugin: registry.Plugin, without: Container[str] = ()) -> tuple[tuple[str, str], ...]:
    """A plug-in's declared settings, but for those that say nothing here."""
    return tuple(
        (str(field.title), _shown(name, getattr(plugin, name)))
        for name, field in type(plugin).model_fields.items()
        if name in plugin.told() and name not in without
    )


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name not in NO_QUANTITIES:
        return f"{value:,}"
    if name == PATH:
        return file_name(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
