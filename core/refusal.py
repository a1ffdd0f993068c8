"""What pydantic found wrong with a document, as one sentence that names the setting."""

import json
import re
from typing import Any

from pydantic import ValidationError

from core import registry
from core.allowed import say_allowed
from core.errors import BadInput
from core.lines import visible


def refused(error: ValidationError) -> BadInput:
    """The first problem, with its setting, what was given and what is allowed."""
    return BadInput(_sentence(error), _at_fault(error)[0])


def _sentence(error: ValidationError) -> str:
    """One sentence for the first problem, and how many there are besides."""
    first, *others = error.errors(include_url=False)
    # A list whose only item is wrong is reported again, as too short.
    others = [other for other in others if other["loc"] != first["loc"][: len(other["loc"])]]
    path, said = _at_fault(error)
    if first["type"] == "value_error":
        where = f"{path}: " if path else ""
    elif first["type"] == "extra_forbidden":
        where, said = f"{path}: ", "there is no such setting"
    elif first["type"] == "missing":
        where, said = f"{path}: ", "missing; it must be given"
    elif first["type"] == "string_unicode":
        where, said = f"{path}: {_shown(first['input'])} given; ", "it holds what is no character"
    else:
        where = f"{path or 'settings'}: {_shown(first['input'])} given; "
        said = say_allowed(first["type"], first.get("ctx", {}))
    more = f" (and {len(others)} more)" if others else ""
    return f"{where}{said}{more}"


def _path(location: tuple[int | str, ...]) -> str:
    """The dotted path of a setting, without the kinds that pydantic puts between."""
    kinds = {kind for group in registry.GROUPS for kind in registry.plugins(group)}
    return ".".join(str(step) for step in location if str(step) not in kinds)


def _at_fault(error: ValidationError) -> tuple[str, str]:
    """The setting at fault, and what is wrong; a check of a part names it before its message."""
    first = error.errors(include_url=False)[0]
    path, said = _path(first["loc"]), first["msg"].removeprefix("Value error, ")
    named = re.match(r"([a-z_]\w*(?:\.\w+)*): ", said)
    if first["type"] == "value_error" and named:
        return ".".join(filter(None, (path, named[1]))), said[named.end() :]
    return path, said


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    text = visible(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= 60 else text[:57] + "…"
