"""Every setting of a run, by the titles that plug-ins declare."""

from typing import Any

from core import registry
from core.analysis.change import declared
from core.arms import Regime
from core.experiment import Experiment
from core.record import RunRecord
from core.report.document import Group, Section, Settings
from core.userdata.loading import file_name

SEED = "seed"
PATH = "path"
NO_QUANTITIES = frozenset({SEED, "since", "until"})
"""Whole numbers that count nothing, such as years: no comma parts their thousands."""
PLAIN = ("generations", "sample_size", "replicates", SEED, "baseline", "compare")


def section(record: RunRecord) -> Section:
    """The run's own settings with the source's and the model's; the method tells each arm's."""
    run = Group("", _run(record.experiment))
    return Section("settings", "Settings", (Settings((run,)),))


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


def parts(regime: Regime) -> list[registry.Plugin]:
    """The plug-ins that make a regime."""
    every = (regime.retention, regime.real, regime.verifier, regime.filter)
    return [part for part in every if part is not None]


def numbers(plugin: registry.Plugin) -> str:
    """A plug-in's settings in a row, such as "recall 0.8, false alarm 0"."""
    return ", ".join(f"{title[:1].lower()}{title[1:]} {value}" for title, value in _fields(plugin))


def _fields(plugin: registry.Plugin) -> tuple[tuple[str, str], ...]:
    """A plug-in's declared settings, but for those that say nothing here."""
    return tuple(
        (str(field.title), _shown(name, getattr(plugin, name)))
        for name, field in type(plugin).model_fields.items()
        if name in plugin.told()
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
