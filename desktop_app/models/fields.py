"""Form fields, read from the settings that plug-ins and the experiment declare."""

import functools
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from desktop_app.translation import tr

ABBREVIATIONS = ("cpu", "cuda")
"""Values that are written in capitals."""
NO_LIMIT = 10**12
"""A larger bound is there for the machine and not worth telling a person."""


class FieldKind(StrEnum):
    """How a setting is edited."""

    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "boolean"
    TEXT = "string"


@dataclass(frozen=True, slots=True)
class FormField:
    """One setting: its name in the document, and what a person reads about it.

    allowed: the range in words, "" where there is none. choices: the values of a choice.
    """

    name: str
    title: str
    help: str
    kind: FieldKind
    default: object
    allowed: str = ""
    choices: tuple[str | int, ...] = ()

    def read(self, text: str) -> object:
        """The value that a text stands for; one that is no number stays as it was typed."""
        if self.kind not in (FieldKind.INTEGER, FieldKind.NUMBER):
            return text
        plain = "".join(text.split()).replace(",", "")
        for number in (int, float):
            try:
                return number(plain)
            except ValueError:
                continue
        return text

    def show(self, value: object) -> str:
        """The text that stands for a value."""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)


def form_fields(model: type[BaseModel], names: tuple[str, ...] = ()) -> tuple[FormField, ...]:
    """The settings of a declared model, in its order or as named; `kind` is chosen elsewhere.

    Lists and parts that are no single value have no field.
    """
    schema = _properties(model)
    wanted = names or tuple(name for name in schema if name != "kind" and _single(schema[name]))
    return tuple(_field(name, schema[name]) for name in wanted)


@functools.cache
def _properties(model: type[BaseModel]) -> dict[str, Any]:
    """The declarations of a model's settings; that of a whole experiment takes 0.1 s to make."""
    properties: dict[str, Any] = model.model_json_schema()["properties"]
    return properties


def spaced(value: str | int) -> str:
    """A kebab-case value as words; a number as it is."""
    said = str(value).replace("-", " ")
    return said.upper() if value in ABBREVIATIONS else said.capitalize()


def _single(schema: dict[str, Any]) -> bool:
    return "enum" in schema or schema.get("type") in set(FieldKind)


def _field(name: str, schema: dict[str, Any]) -> FormField:
    choices = tuple(schema.get("enum", ()))
    return FormField(
        name=name,
        title=schema["title"],
        help=schema.get("description", ""),
        kind=FieldKind.CHOICE if choices else FieldKind(schema["type"]),
        default=schema.get("default", ""),
        allowed=_allowed(schema),
        choices=choices,
    )


def _allowed(schema: dict[str, Any]) -> str:
    """The range in words."""
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    high, below = (None if limit and limit > NO_LIMIT else limit for limit in (high, below))
    if low is not None and high is not None:
        return tr("{low:,} to {high:,}").format(low=low, high=high)
    start = (
        tr("{low:,} or more").format(low=low)
        if low is not None
        else tr("above {above:,}").format(above=above)
        if above is not None
        else ""
    )
    end = (
        tr("at most {high:,}").format(high=high)
        if high is not None
        else tr("below {below:,}").format(below=below)
        if below is not None
        else ""
    )
    return ", ".join(filter(None, (start, end)))
