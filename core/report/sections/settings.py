"""Every setting of a run, by the titles that plug-ins declare."""

from core.analysis.change import declared
from core.analysis.settings import PARTS, PLAIN, fields, shown
from core.experiment import Experiment
from core.record import RunRecord
from core.report.document import Group, Section, Settings


def section(record: RunRecord) -> Section:
    """The run's own settings with the source's and the model's; the method tells each arm's."""
    run = Group("", _run(record.experiment))
    return Section("settings", "Settings", (Settings((run,)),))


def _run(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    titles = Experiment.model_fields
    pairs = [
        (str(titles[name].title), shown(name, getattr(experiment, name)))
        for name in PLAIN
        if getattr(experiment, name) != ""
    ]
    pairs.append((str(titles["primary_metric"].title), declared(experiment.primary()).title))
    for name in PARTS:
        plugin = getattr(experiment, name)
        pairs += [(str(titles[name].title), plugin.title), *fields(plugin)]
    return tuple(pairs)
