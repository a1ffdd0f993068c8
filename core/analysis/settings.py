"""Settings as a person reads them: by the titles that plug-ins declare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core import registry
from core.analysis.change import declared
from core.analysis.wording import in_sentence
from core.arms import Arm, Regime
from core.experiment import Experiment
from core.glossary import terms
from core.userdata.loading import file_name

SEED = "seed"
PATH = "path"
NO_QUANTITIES = frozenset({SEED, "since", "until"})
"""Whole numbers that count nothing, such as years: no comma parts their thousands."""
PLAIN = ("generations", "sample_size", "replicates", SEED, "baseline", "compare")
PARTS = ("source", "learner")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in two runs; "" where a run has none of it."""

    title: str
    a: str
    b: str

    @property
    def same(self) -> bool:
        """Whether the two runs agree."""
        return self.a == self.b


def side_by_side(a: Experiment, b: Experiment) -> list[Setting]:
    """Every setting of two experiments; an arm's regime is one setting."""
    first, second = _named(a), _named(b)
    titles = [*first, *(title for title in second if title not in first)]
    return [Setting(title, first.get(title, ""), second.get(title, "")) for title in titles]


def _named(experiment: Experiment) -> dict[str, str]:
    titles = {name: str(field.title) for name, field in Experiment.model_fields.items()}
    said = {titles[name]: shown(name, getattr(experiment, name)) for name in PLAIN}
    said[titles["primary_metric"]] = declared(experiment.primary()).title
    said[titles["metrics"]] = ", ".join(declared(name).title for name in experiment.measured())
    for name in PARTS:
        plugin = getattr(experiment, name)
        said[titles[name]] = plugin.title
        for title, value in fields(plugin):
            said[f"{titles[name]}: {title[:1].lower()}{title[1:]}"] = value
    return said | {f"Arm {arm.name}": say_arm(experiment, arm) for arm in experiment.arms}


def say_arm(experiment: Experiment, arm: Arm) -> str:
    """An arm's regime with all its settings, such as "Replace; Fixed (share 0.2)"."""
    own = own_settings(experiment, arm)
    return _say_regimes(arm) + (f"; model: {own}" if own else "")


def own_settings(experiment: Experiment, arm: Arm) -> str:
    """An arm's own model settings, such as "sampling temperature 0.7"; "" where it has none."""
    learner = experiment.learner_of(arm.name)
    run = dict(fields(experiment.learner))
    return _row((title, value) for title, value in fields(learner) if run[title] != value)


def model_settings(experiment: Experiment, arm: Arm) -> str:
    """An arm's values of the model settings in which arms differ; "" where they do in none."""
    learner, apart = experiment.learner_of(arm.name), _apart(experiment)
    return _row((title, value) for title, value in fields(learner) if title in apart)


def explained_settings(experiment: Experiment) -> list[str]:
    """What those settings are, in the glossary's words; of those that it has no entry for, none."""
    apart = _apart(experiment)
    return [f"{one.term}: {in_sentence(one.plain)}" for one in terms() if one.term in apart]


def _apart(experiment: Experiment) -> set[str]:
    """The titles of the model settings that some arm has of its own."""
    run = set(fields(experiment.learner))
    arms = (set(fields(experiment.learner_of(arm.name))) for arm in experiment.arms)
    return {title for own in arms for title, _ in own - run}


def _say_regimes(arm: Arm) -> str:
    said = _say_regime(arm)
    if arm.switch is None:
        return said
    kept = arm.switch.keep.replace("-", " ")
    return f"{said}; from generation {arm.switch.generation}, keeping {kept}: " + _say_regime(
        arm.switch
    )


def _say_regime(regime: Regime) -> str:
    named = ((part.title, numbers(part)) for part in parts(regime))
    return "; ".join(f"{title} ({said})" if said else title for title, said in named)


def parts(regime: Regime) -> list[registry.Plugin]:
    """The plug-ins that make a regime."""
    every = (regime.retention, regime.real, regime.verifier, regime.filter)
    return [part for part in every if part is not None]


def numbers(plugin: registry.Plugin) -> str:
    """A plug-in's settings in a row, such as "recall 0.8, false alarm 0"."""
    return _row(fields(plugin))


def _row(settings: "Iterable[tuple[str, str]]") -> str:
    return ", ".join(f"{title[:1].lower()}{title[1:]} {value}" for title, value in settings)


def fields(plugin: registry.Plugin) -> tuple[tuple[str, str], ...]:
    """A plug-in's declared settings, but for those that say nothing here."""
    return tuple(
        (str(field.title), shown(name, getattr(plugin, name)))
        for name, field in type(plugin).model_fields.items()
        if name in plugin.told()
    )


def shown(name: str, value: Any) -> str:
    """A setting's value as it is read; a file without its folders."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name not in NO_QUANTITIES:
        return f"{value:,}"
    if name == PATH:
        return file_name(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
