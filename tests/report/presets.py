"""Every preset, small enough to be run by the way; each is run and typeset once a session."""

from functools import cache

from core.presets import preset
from core.record import RunRecord
from core.report import pdf
from core.report.document import Document
from core.report.narrative import narrative
from tests.presets import THOROUGH
from tests.small import parse, ran

SMALL = {"generations": 5, "replicates": 8, "sample_size": 150}
NEURAL = {"generations": 1, "replicates": 8, "sample_size": 100}
STEPS = 60
"""So that networks draw some of the rare class at generation 0."""


@cache
def small_run(name: str) -> RunRecord:
    """A run of a preset with its own arms and metrics, and replicates enough for its words."""
    document = preset(name).document()
    if name in THOROUGH:  # on the data and with the network of its quick sibling
        quick = preset(name.removesuffix("-thorough")).document()
        document |= {part: quick[part] for part in ("seed", "source", "learner")}
    neural = "steps" in document["learner"]
    if neural:
        document["learner"]["steps"] = STEPS
    if document["source"].get("thinned") == "last-class":
        document["source"]["class_tail"] = 1.2  # a small sample, too, holds some of that class
    return ran(parse(document | (NEURAL if neural else SMALL)))


@cache
def write_up(name: str) -> Document:
    """Its write-up in full."""
    return narrative(small_run(name))


@cache
def printed(name: str) -> bytes:
    """The same as a PDF on A4."""
    return pdf.render(write_up(name))
