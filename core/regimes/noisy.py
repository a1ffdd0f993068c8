"""A verifier that errs: it keeps some wrong records and loses some right ones."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from core.learners.base import Learner
from core.records import Steps
from core.regimes.base import Evidence, Gate, Verifier
from core.regimes.domain_rule import RuleGate, no_rule
from core.seeding import Streams
from core.sources.base import Source


class Noisy(Verifier):
    """Keep probabilities phi for right records and psi for wrong ones (Feng et al. 2024)."""

    title: ClassVar[str] = "Noisy rule"
    summary: ClassVar[str] = (
        "Keeps a record that is right (listed among trusted records, or within their range) with "
        "one probability and a wrong one with another."
    )
    kind: Literal["noisy"] = "noisy"
    right: float = Field(
        0.9,
        ge=0,
        le=1,
        title="Keeps right (phi)",
        description="Probability of admitting a record that the rule calls right.",
    )
    wrong: float = Field(
        0.3,
        ge=0,
        le=1,
        title="Keeps wrong (psi)",
        description="Probability of admitting a record that the rule calls wrong.",
    )

    @model_validator(mode="after")
    def _keeps_something(self) -> "Noisy":
        if self.right == 0 and self.wrong == 0:
            raise ValueError("right: 0 given and wrong: 0 too, so nothing would come in; raise one")
        return self

    def refusal(self, source: Source, learner: Learner) -> str:
        """Text has no rule."""
        return no_rule(source)

    def gate(self, evidence: Evidence, streams: Streams) -> Steps[Gate]:
        """Take the rule from the trusted records."""
        yield from ()
        return RuleGate(evidence, self.right, self.wrong)
