"""How charts are looked at, by the person's choice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartView:
    """A logarithmic axis or not, ratios to generation 0 or values as measured, arms left out."""

    logarithmic: bool = False
    ratio: bool = False
    hidden: frozenset[str] = frozenset()


PLAIN = ChartView()
