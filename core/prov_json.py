"""PROV-JSON: a W3C PROV document as data, and the bytes that it is written as.

W3C Member Submission "The PROV-JSON Serialization", 24 April 2013,
https://www.w3.org/submissions/prov-json/.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal, TypeAlias

ELEMENTS = ("entity", "activity", "agent")
RELATIONS = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "hadMember": ("prov:collection", "prov:entity"),
}
"""The relations that are written, each with the two things that it is between, in that order."""

Element: TypeAlias = Literal["entity", "activity", "agent"]
Relation: TypeAlias = Literal[
    "wasGeneratedBy", "used", "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith", "hadMember"
]
WIDEST_INT = 2**31 - 1
"""A plain number without decimals is an xsd:int, of 32 bits."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with its type, where that is none of JSON's own."""

    value: str
    type: Literal["xsd:QName", "xsd:anyURI", "xsd:long", "xsd:dateTime"]


Value: TypeAlias = "str | bool | int | float | Typed | list[str] | None"


def name(qualified: str) -> Typed:
    """A qualified name as the value of an attribute."""
    return Typed(qualified, "xsd:QName")


class ProvDocument:
    """What there was, what was done, by whom, and how these hang together.

    Identifiers are qualified names under the prefixes given; attributes of None are left out.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Start with nothing but prefixes."""
        self._prefixes = dict(prefixes)
        self._members: dict[str, dict[str, dict[str, Any]]] = {
            kind: {} for kind in (*ELEMENTS, *RELATIONS)
        }
        self._numbers = count(1)

    def add(self, kind: Element, identifier: str, attributes: Mapping[str, Value]) -> str:
        """Declare an element under an identifier that is new, and return that."""
        assert identifier not in self._members[kind], f"{identifier} is declared twice"
        self._members[kind][identifier] = _plain(attributes)
        return identifier

    def has(self, kind: Element, identifier: str) -> bool:
        """Whether an element is declared."""
        return identifier in self._members[kind]

    def relate(
        self,
        kind: Relation,
        one: str,
        other: str,
        attributes: Mapping[str, Value] | None = None,
        **more: str,
    ) -> None:
        """Relate two elements; more: further ones, such as plan="run:settings"."""
        ends: dict[str, Value] = dict(zip(RELATIONS[kind], (one, other), strict=True))
        ends |= {f"prov:{role}": identifier for role, identifier in more.items()}
        self._members[kind][f"_:r{next(self._numbers)}"] = _plain(ends | dict(attributes or {}))

    def document(self) -> dict[str, Any]:
        """The document as plain dictionaries, without kinds that it has none of."""
        return {"prefix": self._prefixes} | {
            kind: members for kind, members in self._members.items() if members
        }

    def text(self) -> str:
        """The document as JSON, a member a line, the same for the same members."""
        sections = (
            f"{json.dumps(kind)}: {{\n{_lines(members)}\n}}"
            for kind, members in self.document().items()
        )
        return "{\n" + ",\n".join(sections) + "\n}\n"


def _lines(members: Mapping[str, Any]) -> str:
    return ",\n".join(
        f" {json.dumps(key)}: {json.dumps(member, ensure_ascii=False, allow_nan=False)}"
        for key, member in members.items()
    )


def _plain(attributes: Mapping[str, Value]) -> dict[str, Any]:
    return {key: _json(value) for key, value in attributes.items() if value is not None}


def _json(value: Value) -> Any:
    if isinstance(value, Typed):
        return {"$": value.value, "type": value.type}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > WIDEST_INT:
        return {"$": str(value), "type": "xsd:long"}
    return value
