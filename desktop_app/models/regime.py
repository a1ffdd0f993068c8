"""An arm's regime in plain words, from what its plug-ins declare."""

from typing import Any

from core import registry
from desktop_app.models.fields import form_fields

PARTS = (("retention", "retentions"), ("real", "reals"), ("verifier", "verifiers"))
"""The parts of an arm, and the plug-in groups that they are chosen from."""


def regime(arm: dict[str, Any]) -> str:
    """What an arm's document asks for, a sentence a part; what is not understood is left out."""
    return " ".join(filter(None, (_sentence(group, arm.get(part)) for part, group in PARTS)))


def _sentence(group: str, part: Any) -> str:
    """A plug-in's summary, with its first setting, the one that matters most, behind it."""
    kind = part.get("kind") if isinstance(part, dict) else None
    plugin: type[registry.Plugin] | None = registry.plugins(group).get(str(kind))
    if plugin is None:
        return ""
    summary = plugin.summary
    for field in form_fields(plugin)[:1]:
        value = field.show(part.get(field.name, field.default))
        summary = f"{summary.removesuffix('.')} ({field.title.lower()} {value})."
    return summary
