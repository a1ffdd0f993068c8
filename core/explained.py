"""What am I looking at? A metric or a term, explained in the same few parts."""

from dataclasses import dataclass

from core.analysis.change import declared
from core.analysis.wording import say_best
from core.bibliography import cited_in
from core.glossary import term
from core.metrics.base import CONTROLS

BESIDE = ("null-band", "interval", "generation-0", "theory-curve", "alarm")
"""What may be drawn in a metric's chart beside its curves, as keys of the glossary."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A title, a plain sentence, the definition, how to read it, the source, and what to read next.

    high, low: how such values are read; "" of a term. papers: the source in full.
    related: keys of the glossary.
    """

    title: str
    plain: str
    definition: str
    high: str
    low: str
    source: str
    papers: tuple[str, ...]
    related: tuple[str, ...]


def explained_metric(metric: str) -> Explained:
    """A metric, by what it declares of itself.

    Raises KeyError for a metric that does not exist.
    """
    of = declared(metric)
    better = say_best(metric)
    unit = f" Its unit: {of.unit}" if of.unit else " It has no unit"
    read = "." if of.family in CONTROLS else f"; {better}."
    fit = ("in-the-fit",) if of.parameter is not None else ()
    papers = tuple(paper.full for paper in cited_in(of.reference))
    return Explained(
        of.title, of.summary, f"{of.estimator}{unit}{read}", of.high, of.low, of.reference, papers,
        (of.family.name.lower().replace("check", "self-check"), *fit, *BESIDE),
    )  # fmt: skip


def explained_term(key: str) -> Explained:
    """A term of the glossary.

    Raises KeyError for a key that does not exist.
    """
    of = term(key)
    papers = tuple(paper.full for paper in cited_in(of.source))
    return Explained(of.term, of.plain, of.definition, "", "", of.source, papers, ())
