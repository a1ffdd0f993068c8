"""What a chart shows at one moment, as data; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.analysis.curves import Curve
from core.analysis.theory import TheoryLine
from core.records import FloatArray

CLOSE = 8.0
"""How much words may hide before they stand at the height of others, which they nearly touch."""

WIDE, TALL = 0.42, 0.14
"""Room that a few words need, as shares of a small canvas."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What a chart shows at one moment; curves and strands are one an arm.

    strands: [replicates, k] where an arm's curve has no interval, else None.
    null_band: low, centre and high of real samples; note: words for a free corner; key: what closed
    forms look like, beside the name of the axis. alarm: the height below which an alarm is raised.
    logarithmic: all heights are logarithms to base 10. from_zero: whether the axis starts at zero,
    which means nothing to a loss.
    """

    curves: tuple[Curve, ...] = ()
    strands: tuple[FloatArray | None, ...] = ()
    theory: tuple[TheoryLine, ...] = ()
    null_band: tuple[float, float, float] | None = None
    note: str = ""
    key: str = ""
    alarm: float | None = None
    logarithmic: bool = False
    from_zero: bool = True

    def reach(self) -> tuple[float, float]:
        """The lowest and highest value drawn; where zero means something it is never cut off."""
        values = np.append(self._values(), self.null_band or ())
        values = values[np.isfinite(values)]
        if self.from_zero and not self.logarithmic:
            values = np.append(values, 0.0)
        return (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)

    def positive(self) -> bool:
        """Whether a logarithmic axis can hold all that is drawn; the null band may leave it."""
        values = np.append(self._values(), [] if self.alarm is None else self.alarm)
        return bool(np.all((values > 0) | np.isnan(values)))

    def logged(self) -> "Picture":
        """The same on a logarithmic axis; a null band that holds zero ends at the lowest value."""
        curves = (
            replace(
                one, centre=np.log10(one.centre), low=np.log10(one.low), high=np.log10(one.high)
            )
            for one in self.curves
        )
        theory = (
            replace(line, theory=np.log10(line.theory), run=np.log10(line.run))
            for line in self.theory
        )
        return replace(
            self,
            curves=tuple(curves),
            strands=tuple(None if one is None else np.log10(one) for one in self.strands),
            theory=tuple(theory),
            null_band=self._logged_band(),
            alarm=None if self.alarm is None else float(np.log10(self.alarm)),
            logarithmic=True,
        )

    def _logged_band(self) -> tuple[float, float, float] | None:
        if self.null_band is None or self.null_band[2] <= 0:
            return None
        lowest = np.nanmin(self._values(), initial=self.null_band[2])
        band = (edge if edge > 0 else lowest for edge in self.null_band)
        low, centre, high = (float(np.log10(edge)) for edge in band)
        return low, centre, high

    def _values(self) -> FloatArray:
        """All heights that are drawn, but for the null band and the alarm."""
        drawn: list[FloatArray] = [np.empty(0)]
        for curve in self.curves:
            drawn += [curve.centre, curve.low, curve.high]
        drawn += [strand.ravel() for strand in self.strands if strand is not None]
        for line in self.theory:
            drawn += [line.theory, line.run]
        return np.concatenate(drawn)

    @property
    def newest(self) -> int:
        """The last generation that any arm has finished; -1 before generation 0."""
        return max((len(curve.generations) - 1 for curve in self.curves), default=-1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where words may stand: at the right end of the canvas or the left, above or below a value."""

    right: bool
    value: float
    above: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A canvas from generation 0 to `last` and from `low` to `high`, to put words on."""

    picture: Picture
    last: int
    low: float
    high: float

    def band_label(self) -> Place | None:
        """The free place beside the null band, else a free corner; None where there is no band."""
        if self.picture.null_band is None:
            return None
        low, _, high = self.picture.null_band
        beside = ((high, True), (low, False))
        places = [Place(right, *edge) for right in (True, False) for edge in beside]
        return self._freest([*places, *self._corners()])

    def note(self, label: Place | None) -> Place:
        """The free corner, away from the null band's label."""
        return self._freest(self._corners(), label)

    def _corners(self) -> list[Place]:
        edges = ((self.high, False), (self.low, True))
        return [Place(right, *edge) for edge in edges for right in (True, False)]

    def _freest(self, places: Sequence[Place], taken: Place | None = None) -> Place:
        """The first of the places where words hide least."""
        return min(places, key=lambda place: self._hidden(place, taken))

    def _hidden(self, place: Place, taken: Place | None) -> float:
        """How much of the curves words would hide there; very much off the canvas or on others."""
        floor, ceiling = self._extent(place)
        hidden = 1e6 if floor < self.low or ceiling > self.high else 0.0
        if taken is not None:
            low, high = self._extent(taken)
            level = floor < high and low < ceiling
            hidden += level * (1e3 if taken.right == place.right else CLOSE)
        if self.picture.null_band is not None:
            low, _, high = self.picture.null_band
            hidden += 5.0 if floor < high and low < ceiling else 0.0
        start = (1 - WIDE) * self.last if place.right else 0.0
        x = np.linspace(start, start + WIDE * self.last, 20)
        for curve in self.picture.curves:
            if len(curve.generations):
                bottom, top = np.fmin(curve.low, curve.centre), np.fmax(curve.high, curve.centre)
                lowest = np.interp(x, curve.generations, bottom, right=np.nan)
                highest = np.interp(x, curve.generations, top, right=np.nan)
                hidden += float(np.sum((highest > floor) & (lowest < ceiling)))
        return hidden

    def _extent(self, place: Place) -> tuple[float, float]:
        """The lowest and highest value that words there would cover."""
        tall = TALL * (self.high - self.low)
        above = (place.value, place.value + tall)
        return above if place.above else (place.value - tall, place.value)
