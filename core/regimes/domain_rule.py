"""Domain rules: which records are right, as far as trusted records can tell."""

import numpy as np

from core.records import OF_TOKENS, Batch, BoolArray, Counts, FloatArray, Records
from core.regimes.base import Evidence, Gate
from core.sources.base import Source


def no_rule(source: Source) -> str:
    """Why there is no rule for a source's records; "" where there is one."""
    if source.gives not in OF_TOKENS:
        return ""
    return (
        f"no rule tells right {source.gives} from wrong, and '{source.kind}' gives {source.gives}; "
        "take the verifier 'likelihood'"
    )


class RuleGate(Gate):
    """Keeps right records with one probability and wrong ones with another."""

    def __init__(self, evidence: Evidence, right: float, wrong: float) -> None:
        """`right` and `wrong` are the keep probabilities phi and psi."""
        self._trusted = evidence.trusted
        self._right, self._wrong = right, wrong

    def keep_probability(self, candidates: Batch) -> FloatArray:
        """[replicates, records], or of counts [replicates, columns]."""
        wrong = self.wrong(candidates)
        return np.where(wrong, self._wrong, self._right)

    def wrong(self, candidates: Batch) -> BoolArray:
        """Which candidates break the rule, in the same shape."""
        trusted = self._trusted
        if isinstance(candidates, Counts) and isinstance(trusted, Counts):
            return np.asarray(trusted.at(candidates.types) == 0)
        if not isinstance(candidates, Records) or not isinstance(trusted, Records):
            raise TypeError("trusted and emitted records must be of one kind")
        real, given = trusted.flat(), candidates.flat()
        low, high = real.min(axis=1, keepdims=True), real.max(axis=1, keepdims=True)
        outside: BoolArray = ((given < low) | (given > high)).any(axis=-1)
        return outside
