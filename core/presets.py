"""The experiments that come with the app."""

import functools
import json
from typing import Any

import resources
from core.errors import BadInput
from core.experiment import Experiment, parse_json

DEFAULT = "vanishing-names"


def preset_names() -> list[str]:
    """The presets by kebab-case name, the default one first."""
    return sorted(resources.names("presets", ".json"), key=lambda name: (name != DEFAULT, name))


@functools.cache
def preset(name: str) -> Experiment:
    """The experiment of a preset.

    Raises BadInput when there is none of that name.
    """
    return parse_json(preset_text(name))


def preset_of(experiment: Experiment) -> str:
    """The preset whose settings an experiment has, whatever its seed; "" where there is none."""
    wanted = experiment.document() | {"seed": 0}
    return next((name for name, known in _seedless().items() if known == wanted), "")


@functools.cache
def _seedless() -> dict[str, dict[str, Any]]:
    return {name: preset(name).document() | {"seed": 0} for name in preset_names()}


def measured_seconds(name: str) -> float:
    """How long a preset's generations took, together, where that was measured: on two cores.

    Raises KeyError for what is no preset.
    """
    seconds: dict[str, float] = json.loads(resources.read_text("preset_seconds.json"))
    return seconds[name]


def preset_text(name: str) -> str:
    """The settings document of a preset, as JSON.

    Raises BadInput when there is none of that name.
    """
    if name not in preset_names():
        known = ", ".join(f"'{known}'" for known in preset_names())
        raise BadInput(f"preset: there is no '{name[:60]}'; the presets are {known}")
    return resources.read_text(f"presets/{name}.json")
