"""Plug-ins by name: every module of a plug-in package is looked through, one file a plug-in."""

import functools
import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Union, get_args

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = ("sources", "learners", "retentions", "reals", "verifiers", "filters", "metrics")
"""The plug-in groups, as `collapse-lab list` names them."""

_HOMES = {
    "sources": "core.sources",
    "learners": "core.learners",
    "retentions": "core.regimes",
    "reals": "core.regimes",
    "verifiers": "core.regimes",
    "filters": "core.regimes",
    "metrics": "core.metrics",
}


@dataclass(frozen=True, slots=True)
class Load:
    """How much a plug-in has to work on, for an estimate of memory.

    records: in one emission of a replicate; numbers: of 8 bytes, that hold them.
    blocks: emissions in the largest pool or archive.
    symbols: ids of words or letters, where records are rows of them.
    """

    replicates: int
    records: int
    numbers: int
    blocks: int
    symbols: int = 0


STORED = "stored"
"""The context in which the document of a saved run is validated: it may be anybody's."""


class Plugin(BaseModel):
    """A named choice whose fields are its settings, frozen and validated.

    `kind` is the kebab-case name in documents; `title` and `summary` are what a person reads.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    group: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    kind: str

    def told(self) -> tuple[str, ...]:
        """The settings that a write-up lists, by name."""
        return tuple(name for name in type(self).model_fields if name != "kind")

    def working_memory(self, load: Load) -> int:
        """Bytes that it needs at work, beside some copies of an emission."""
        return 0


@functools.cache
def plugins(group: str) -> "Mapping[str, type[Any]]":
    """Every plug-in class of a group by kind, in the order of their kinds.

    Raises KeyError for a group that does not exist.
    """
    package = importlib.import_module(_HOMES[group])
    found: dict[str, type[Plugin]] = {}
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for value in vars(importlib.import_module(module.name)).values():
            if _is_plugin(value, group, module.name):
                found[kind_of(value)] = value
    return dict(sorted(found.items()))


def _is_plugin(value: object, group: str, module: str) -> bool:
    """Whether a module's attribute is a concrete plug-in of this group, defined in that module."""
    return (
        isinstance(value, type)
        and issubclass(value, Plugin)
        and value.__module__ == module
        and getattr(value, "group", None) == group
        and bool(get_args(value.model_fields["kind"].annotation))
    )


def kind_of(plugin: type[Plugin]) -> str:
    """The kebab-case name of a plug-in class."""
    return str(get_args(plugin.model_fields["kind"].annotation)[0])


def any_of(group: str) -> Any:
    """The type of "one plug-in of this group", for a pydantic field: told apart by `kind`."""
    classes = tuple(plugins(group).values())
    if len(classes) == 1:
        return classes[0]
    return Annotated[Union[classes], Field(discriminator="kind")]  # noqa: UP007
