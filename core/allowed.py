"""What a setting allows, in words, by the kind of fault that pydantic found with it."""

import re
from collections.abc import Mapping
from typing import Any

WHOLE, NUMBER = "a whole number is wanted", "a number is wanted"
SWITCH, TEXT = "yes (true) or no (false) is wanted", "text is wanted"
PART, GROUP = "a group of settings, with its kind, is wanted", "a group of settings is wanted"
LIST = "a list is wanted"

_WANTED = {
    "greater_than_equal": "at least {ge:,} is allowed",
    "greater_than": "more than {gt:,} is allowed",
    "less_than_equal": "at most {le:,} is allowed",
    "less_than": "less than {lt:,} is allowed",
    "multiple_of": "a multiple of {multiple_of} is wanted",
    "string_too_short": "at least {min_length:,} characters are wanted",
    "string_too_long": "at most {max_length:,} characters are allowed",
    "too_short": "at least {min_length:,} must be given",
    "too_long": "at most {max_length:,} are allowed",
    "int_parsing_size": "a smaller number is wanted",
    "literal_error": "allowed: {expected}",
    "enum": "allowed: {expected}",
    "union_tag_invalid": "allowed: {expected_tags}",
    "union_tag_not_found": "its kind must be given",
    "string_pattern_mismatch": "it is not written as it has to be",
    "recursion_loop": "it holds itself",
}
"""By pydantic's name of a fault; the words in braces are what it tells about the setting."""

_KINDS = {
    "int": WHOLE, "float": NUMBER, "decimal": NUMBER, "finite": NUMBER, "bool": SWITCH,
    "string": TEXT, "list": LIST, "tuple": LIST, "set": LIST, "iterable": LIST,
    "model": PART, "dict": GROUP, "mapping": GROUP,
}  # fmt: skip


def say_allowed(fault: str, facts: Mapping[str, Any]) -> str:
    """Such as "at most 1 is allowed"; facts: what pydantic tells about the setting.

    A kind of fault that has no words here is said to be not allowed, never in pydantic's words.
    """
    if fault in _WANTED:
        said = _WANTED[fault].format(**{name: _plain(value) for name, value in facts.items()})
        return re.sub(r"'([^']*)'", r"\1", said)
    return _KINDS.get(fault.partition("_")[0], "this is not allowed here")


def _plain(value: Any) -> Any:
    """A number without a fraction as a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
