"""A settings document before it is checked: its file, and changes by `--set path=value`."""

import copy
import json
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.experiment import MAX_DOCUMENT


def settings_text(path: Path) -> str:
    """The text of a settings file.

    Raises BadInput when it cannot be read, is too large to be one, or is no text.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"settings: '{path}' is no file")
        with path.open("rb") as file:
            content = file.read(MAX_DOCUMENT + 1)
    except OSError as error:
        raise BadInput(f"settings: '{path}' cannot be read: {error.strerror}") from None
    if len(content) > MAX_DOCUMENT:
        raise BadInput(f"settings: '{path}' is larger than {MAX_DOCUMENT} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"settings: '{path}' is not UTF-8 text") from None


def assign(document: Any, assignments: "list[str]") -> Any:
    """The document with each `path.to.field=value` put in; a value is JSON, or else plain text.

    Raises BadInput when a path does not exist.
    """
    document = copy.deepcopy(document)
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not path:
            raise BadInput(f"--set: '{assignment}' given; write it as path=value, as in seed=3")
        _put(document, path, path.split("."), _value(text))
    return document


def _put(place: Any, path: str, steps: "list[str]", value: Any) -> None:
    head, *rest = steps
    key: Any = head
    if isinstance(place, list):
        if not head.isdecimal() or int(head) >= len(place):
            raise BadInput(f"--set: '{path}' does not exist; there are items 0 to {len(place) - 1}")
        key = int(head)
    elif not isinstance(place, dict):
        raise BadInput(
            f"--set: '{path}' does not exist; '{head}' is not inside a group of settings"
        )
    if not rest:
        place[key] = value
        return
    if isinstance(place, dict) and not isinstance(place.get(key), (dict, list)):
        place[key] = {}
    _put(place[key], path, rest, value)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return text
