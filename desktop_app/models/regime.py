"""An arm's regime in plain words, from what its plug-ins declare."""

from collections.abc import Sequence
from typing import Any

from core import registry
from core.arms import Switch
from desktop_app.models.fields import FormField, form_fields
from desktop_app.translation import mark, tr

PARTS = {"retention": "retentions", "real": "reals", "verifier": "verifiers", "filter": "filters"}
"""The parts of a regime, and the plug-in groups that they are chosen from."""

KEPT = {
    "newest": mark("the newest records only"),
    "real-and-newest": mark("the real records and the newest"),
    "archive": mark("the whole archive"),
}


def arm_words(
    arm: dict[str, Any], learner: dict[str, Any], arms: Sequence[dict[str, Any]] = ()
) -> str:
    """What an arm's document asks for, with the model settings that are its own.

    learner: the run's model, as in the document. arms: all of the run; where some have settings of
    their own, the others tell the run's values of these.
    """
    told = own_settings(arm, learner) or _run_settings(learner, arms)
    return " ".join(filter(None, [regime(arm), told]))


def regime(arm: dict[str, Any]) -> str:
    """What an arm's document asks for; what is not understood is left out.

    A sentence a part, or where it switches part-way the names of the parts, before and after.
    """
    switch = arm.get("switch")
    if not isinstance(switch, dict):
        said = (_said(plugin.summary, plugin, part) for plugin, part in _chosen(arm))
        return " ".join(f"{sentence}." for sentence in said)
    fields = form_fields(Switch, ("generation", "keep"))
    generation, keep = (switch.get(field.name, field.default) for field in fields)
    start = tr(", starting from {kept}").format(kept=tr(KEPT[keep])) if keep in KEPT else ""
    before, after = _names(arm), _names(switch)
    return tr("Before generation {generation}: {before}; from then on{start}: {after}.").format(
        generation=generation, before=before, start=start, after=after
    )


def own_settings(arm: dict[str, Any], learner: dict[str, Any]) -> str:
    """The model settings that are an arm's own; "" where it has none.

    learner: the run's model, as in the document.
    """
    own, plugin = arm.get("learner"), registry.plugins("learners").get(str(learner.get("kind")))
    if not isinstance(own, dict) or plugin is None:
        return ""
    said = ", ".join(
        f"{_lower(field.title)} {field.show(own[field.name])}"
        for field in form_fields(plugin)
        if field.name in own
    )
    return tr("Own model settings: {settings}.").format(settings=said) if said else ""


def _run_settings(learner: dict[str, Any], arms: Sequence[dict[str, Any]]) -> str:
    """The run's values of the model settings that some arm has of its own; "" where none has."""
    plugin = registry.plugins("learners").get(str(learner.get("kind")))
    own = {name for arm in arms for name in arm.get("learner") or {}}
    if plugin is None or not own:
        return ""
    said = ", ".join(
        f"{_lower(field.title)} {field.show(learner.get(field.name, field.default))}"
        for field in form_fields(plugin)
        if field.name in own
    )
    return tr("Model settings: {settings}.").format(settings=said) if said else ""


def _names(part: dict[str, Any]) -> str:
    """Such as "replace, fixed reservoir (real share 0.2)"."""
    return ", ".join(
        _said(_lower(plugin.title), plugin, chosen) for plugin, chosen in _chosen(part)
    )


def _chosen(regime: dict[str, Any]) -> list[tuple[type[registry.Plugin], dict[str, Any]]]:
    """The plug-ins of a regime that there are, each with its part of the document."""
    parts = ((group, regime.get(name)) for name, group in PARTS.items())
    known = (
        (registry.plugins(group).get(str(part.get("kind"))), part)
        for group, part in parts
        if isinstance(part, dict)
    )
    return [(plugin, part) for plugin, part in known if plugin is not None]


def _said(words: str, plugin: type[registry.Plugin], part: dict[str, Any]) -> str:
    """The words without their full stop, and the settings that matter most in brackets."""
    values = (
        f"{_lower(field.title)} {field.show(part.get(field.name, field.default))}"
        for field in _decisive(plugin)
    )
    said, settings = words.removesuffix("."), ", ".join(values)
    return f"{said} ({settings})" if settings else said


def _decisive(plugin: type[registry.Plugin]) -> list[FormField]:
    """The first setting, and those that the plug-in does not share with its group."""
    own = plugin.__annotations__
    fields = form_fields(plugin)
    return [field for field in fields if field is fields[0] or field.name in own]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
