"""A strict reading of PROV-JSON, from the W3C Member Submission of 24 April 2013 and PROV-DM.

Stricter than the submission in one point: every identifier that is referred to must be declared in
the document itself.
"""

import re
from datetime import datetime
from typing import Any

ELEMENTS = {"entity", "activity", "agent"}
E, A, G = "entity", "activity", "agent"
RELATIONS: dict[str, dict[str, str]] = {
    "wasGeneratedBy": {"prov:entity": E, "prov:activity": A},
    "used": {"prov:activity": A, "prov:entity": E},
    "wasDerivedFrom": {"prov:generatedEntity": E, "prov:usedEntity": E, "prov:activity": A},
    "wasAttributedTo": {"prov:entity": E, "prov:agent": G},
    "wasAssociatedWith": {"prov:activity": A, "prov:agent": G, "prov:plan": E},
    "hadMember": {"prov:collection": E, "prov:entity": E},
}
REQUIRED = {
    "wasGeneratedBy": ("prov:entity",), "used": ("prov:activity",),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAttributedTo": ("prov:entity", "prov:agent"), "wasAssociatedWith": ("prov:activity",),
    "hadMember": ("prov:collection", "prov:entity"),
}  # fmt: skip
PREDEFINED = {"prov", "xsd"}
OF_PROV = {
    E: {"prov:type", "prov:label", "prov:location", "prov:value"},
    A: {"prov:type", "prov:label", "prov:location", "prov:startTime", "prov:endTime"},
    G: {"prov:type", "prov:label", "prov:location"},
}
NAME = re.compile(r"([A-Za-z][\w-]*):([A-Za-z0-9_](?:[\w.-]*[\w-])?)", re.ASCII)
"""A prefix and a local name that needs no escape in PROV-N, XML or Turtle."""
TYPES = {
    "xsd:QName": NAME, "xsd:long": re.compile(r"-?\d+"),
    "xsd:anyURI": re.compile(r"https?://\S+"),
}  # fmt: skip


def check_prov(document: dict[str, Any]) -> None:
    """Fail on anything that PROV-JSON does not allow."""
    prefixes = document["prefix"]
    assert not PREDEFINED & set(prefixes)
    assert all(re.fullmatch(r"(http|urn)[^\s]*[:/#]", uri) for uri in prefixes.values())
    known = set(prefixes) | PREDEFINED
    assert set(document) - {"prefix"} <= ELEMENTS | set(RELATIONS)
    declared = {kind: set(document.get(kind, ())) for kind in ELEMENTS}
    assert not declared[E] & declared[A]  # PROV-CONSTRAINTS 54: they are disjoint
    for kind in ELEMENTS:
        for identifier, attributes in document.get(kind, {}).items():
            _name(identifier, known)
            _attributes(attributes, known, OF_PROV[kind])
    seen: set[str] = set()
    for kind, ends in RELATIONS.items():
        for identifier, attributes in document.get(kind, {}).items():
            assert re.fullmatch(r"_:\w+", identifier), identifier
            assert identifier not in seen
            seen.add(identifier)
            assert set(REQUIRED[kind]) <= set(attributes), (kind, attributes)
            for end, of in ends.items():
                assert end not in attributes or attributes[end] in declared[of], attributes
            others = {key: value for key, value in attributes.items() if key not in ends}
            _attributes(others, known, {"prov:type", "prov:label", "prov:role"})
    _check_generations(document)


def _check_generations(document: dict[str, Any]) -> None:
    """Every entity is generated at most once, and nothing comes from itself, however far back."""
    made = [one["prov:entity"] for one in document.get("wasGeneratedBy", {}).values()]
    assert len(made) == len(set(made))
    before: dict[str, set[str]] = {}
    for one in document.get("wasDerivedFrom", {}).values():
        before.setdefault(one["prov:generatedEntity"], set()).add(one["prov:usedEntity"])
    settled: set[str] = set()
    while before:
        ready = [entity for entity, froms in before.items() if not froms & (set(before) - settled)]
        assert ready, "a derivation goes in a circle"
        settled |= set(ready)
        for entity in ready:
            del before[entity]


def _name(text: str, known: set[str]) -> None:
    found = NAME.fullmatch(text)
    assert found, text
    assert found[1] in known, text


def _attributes(attributes: dict[str, Any], known: set[str], of_prov: set[str]) -> None:
    for key, value in attributes.items():
        _name(key, known)
        assert not key.startswith("prov:") or key in of_prov, key
        if key in ("prov:startTime", "prov:endTime"):
            assert datetime.fromisoformat(value)
            continue
        for one in value if isinstance(value, list) else [value]:
            _value(one, known)


def _value(value: Any, known: set[str]) -> None:
    if isinstance(value, dict):
        assert set(value) == {"$", "type"}
        assert TYPES[value["type"]].fullmatch(value["$"]), value
        if value["type"] == "xsd:QName":
            _name(value["$"], known)
        return
    assert isinstance(value, str | bool | int | float), value
    if isinstance(value, int):
        assert abs(value) < 2**31, "an xsd:int has 32 bits"
