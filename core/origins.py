"""Origins: whose records a pool holds, and how many origins are told as one in a long run."""

from dataclasses import dataclass

MOST_BANDS = 40
"""More origins than a picture can tell apart are drawn, and exported, several to a band."""


@dataclass(frozen=True, slots=True)
class Band:
    """Origins that are told as one: 0 for real data, else those of consecutive generations."""

    first: int
    last: int

    def name(self) -> str:
        """Whose records they are; origin g was emitted by the model of generation g - 1."""
        if self.first == 0:
            return "real"
        one, other = self.first - 1, self.last - 1
        return f"model {one}" if one == other else f"models {one}–{other}"


class Bands:
    """Every origin of a run, real data first, in at most MOST_BANDS bands besides."""

    def __init__(self, generations: int) -> None:
        """Divide origins 1 to `generations` evenly."""
        self._width = max(1, -(-generations // MOST_BANDS))
        starts = range(1, generations + 1, self._width)
        later = (Band(at, min(at + self._width - 1, generations)) for at in starts)
        self.all = (Band(0, 0), *later)

    def place(self, origin: int) -> int:
        """The band that an origin is in, by its place in `all`."""
        return -(-origin // self._width)

    def of(self, origin: int) -> Band:
        """The band that an origin is in."""
        return self.all[self.place(origin)]
