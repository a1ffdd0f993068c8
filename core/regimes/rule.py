"""A domain check that never errs against its own rule."""

from typing import ClassVar, Literal

from core.learners.base import Learner
from core.records import Steps
from core.regimes.base import Evidence, Gate, Verifier
from core.regimes.domain_rule import RuleGate, no_rule
from core.seeding import Streams
from core.sources.base import Source


class Rule(Verifier):
    """Admits what a rule calls right: a listed category, or numbers within the trusted range."""

    title: ClassVar[str] = "Rule"
    summary: ClassVar[str] = (
        "Admits a category that is listed among trusted records, or a record whose numbers all "
        "lie within their range; nothing else."
    )
    kind: Literal["rule"] = "rule"

    def refusal(self, source: Source, learner: Learner) -> str:
        """Text has no rule."""
        return no_rule(source)

    def gate(self, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        """Take the rule from the trusted records."""
        yield from ()
        return RuleGate(evidence, 1.0, 0.0)
