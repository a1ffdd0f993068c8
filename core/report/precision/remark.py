"""What the precision check says of one place in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """Characters start to end of a text: what was found there, why it matters, what to write."""

    start: int
    end: int
    found: str
    why: str
    suggestion: str

    def said(self) -> str:
        """The remark as one line."""
        return f"“{self.found}”: {self.why} You may {self.suggestion}."
