"""Spans: which regime an arm was under, from which generation to which."""

from dataclasses import dataclass

from core.arms import Arm, Regime


@dataclass(frozen=True, slots=True)
class Span:
    """A regime and the generations trained under it, first and last among them.

    when: "", " up to generation 4" or " from generation 5 on", where the arm has two regimes.
    """

    regime: Regime
    first: int
    last: int
    when: str

    @property
    def generations(self) -> range:
        """Every generation of the span."""
        return range(self.first, self.last + 1)


def spans(arm: Arm, generations: int) -> list[Span]:
    """The arm's regimes in turn, without one that a switch at generation 1 leaves no time for."""
    if arm.switch is None:
        return [Span(arm, 1, generations, "")]
    at = arm.switch.generation
    later = Span(arm.switch, at, generations, f" from generation {at} on")
    return [later] if at == 1 else [Span(arm, 1, at - 1, f" up to generation {at - 1}"), later]
