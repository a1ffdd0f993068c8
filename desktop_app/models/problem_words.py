"""A problem with the settings as a person reads it: by the titles of the form, not by its path."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from core import registry
from core.arms import Arm, Switch
from core.errors import BadInput
from core.experiment import Experiment
from desktop_app.translation import tr


def in_words(problem: BadInput, document: Mapping[str, Any]) -> BadInput:
    """The problem with titles in place of the path that its sentence begins with.

    Such as "Arm Verified, Real share, Share: 2 given; at most 1 is allowed".
    """
    said, path = str(problem), problem.field
    told = said.removeprefix(f"{path}: ")
    if not path or told == said:
        return problem
    return BadInput(": ".join(filter(None, (_titles(path, document), told))), path)


def _titles(path: str, document: Mapping[str, Any]) -> str:
    """The titles along a dotted path of a document; steps that nothing declares are left out."""
    titles: list[str] = []
    model: type[BaseModel] | None = Experiment
    here: Any = document
    for step in path.split("."):
        here = _inside(here, step)
        if step.isdigit():
            model = Arm
            name = here.get("name") if isinstance(here, Mapping) else None
            titles[-1:] = [tr("Arm {name}").format(name=name or int(step) + 1)]
            continue
        field = None if model is None else model.model_fields.get(step)
        if field is not None and field.title:
            titles.append(field.title)
        whole = document.get("learner") if step == "learner" else here  # an arm's is a part of it
        model = Switch if step == "switch" else _plugin(step, whole)
    return ", ".join(titles)


def _inside(here: Any, step: str) -> Any:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list) and step.isdigit() and int(step) < len(here):
        return here[int(step)]
    return None


def _plugin(part: str, here: Any) -> type[BaseModel] | None:
    """The plug-in that a part such as "real" of the document has; its group is called "reals"."""
    group = f"{part}s"
    if group not in registry.GROUPS or not isinstance(here, Mapping):
        return None
    return registry.plugins(group).get(str(here.get("kind")))
