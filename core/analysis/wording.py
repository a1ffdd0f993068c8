"""Numbers as a person reads them: rounded to their uncertainty, with their unit.

Counts of a run are in digits, 1 too, so that no sentence mixes the styles.
"""

import math
from collections.abc import Iterable, Sequence

from core.analysis.change import declared
from core.analysis.intervals import Interval
from core.analysis.rules import COLLAPSED_BELOW, HELD_ABOVE
from core.metrics.base import Family

PROPER_NAMES = frozenset(
    [
        "Fréchet",
        "Frechet",
        "Gaussian",
        "Gini-Simpson",
        "Jensen-Shannon",
        "Poisson",
        "Shannon",
        "Vendi",
        "Wasserstein",
    ]
)
"""First words of titles that keep their capital within a sentence."""

IN_THE_FIT = "in the fit"

FEW = 3
"""Most single values that are listed where there are too few for an interval."""

MOST_DECIMALS = 6
"""With more than these, a number is written as 3.2e-12."""

MOST_MORE = 2
"""Most decimals that a column's widest interval gets beyond its own."""

MOST_DIGITS = 15
"""Beyond these there is nothing but rounding."""


def metric_noun(metric: str) -> str:
    """A metric's title as it stands within a sentence; one that reads the fit is said to."""
    noun = in_sentence(declared(metric).title.removesuffix(f", {IN_THE_FIT}"))
    in_the_fit = declared(metric).parameter is not None and "fitted" not in noun
    return f"{noun} {IN_THE_FIT}" if in_the_fit else noun


def in_sentence(title: str) -> str:
    """A title without its capital, unless that belongs to a name or an abbreviation."""
    first = title.split()[0]
    proper = first in PROPER_NAMES or first[1:2].isupper()
    return title if proper else title[0].lower() + title[1:]


def metric_unit(metric: str) -> str:
    """What follows a metric's number: " types", " of records"; "" where its name says it."""
    declaration = declared(metric)
    unit = declaration.unit
    if not unit or unit.lower() in declaration.title.lower():
        return ""
    return " " + unit.removeprefix("share ")


def say_best(metric: str) -> str:
    """Which way is better, or which value is best: "more is better", "1 is best"."""
    declaration = declared(metric)
    if declaration.ideal is not None:
        return f"{declaration.ideal:g} is best"
    return "more is better" if declaration.higher_is_better else "less is better"


def say_interval(
    found: Interval,
    unit: str = "",
    *,
    count: bool = False,
    brief: bool = False,
    decimals: int | None = None,
) -> str:
    """Centre and interval, such as "949 [940, 958] types"; the centre alone where none is known.

    One without width says why: "8 [exactly, in 38 of 40 replicates]"; brief, for cells of tables:
    "8 [in 38 of 40]".
    count: of a metric that counts, whose medians are printed as they are: "5.5 [5, 6] modes".
    decimals: of a column of numbers, instead of the interval's own.
    """
    parts = _parts(found)
    if count and _are_counts(parts):
        centre, *ends = (_say_count(part, decimals) for part in parts)
        if found.is_point:
            ends = [_say_ties(found, brief)]
        return (f"{centre} [{', '.join(ends)}]" if ends else centre) + unit
    return _bracketed(found, (), brief, decimals) + unit


def say_ratio(found: Interval, *, brief: bool = False, decimals: int | None = None) -> str:
    """A ratio, such as "0.267 [0.262, 0.272]"; its ends are never rounded onto a threshold."""
    return _bracketed(found, (COLLAPSED_BELOW, HELD_ABOVE), brief, decimals)


def column_decimals(column: Iterable[Interval], *, count: bool = False) -> int | None:
    """One number of decimals for a column: what its narrowest interval needs.

    At most MOST_MORE more than its widest needs; an interval that then has no width left keeps
    decimals of its own. None where nothing has a value. count: as for `say_interval`.
    """
    every = [found for found in column if math.isfinite(found.centre)]
    wide = [found for found in every if found.known and not found.is_point]
    needed = [_needed(found, count) for found in wide or every]
    return min(max(needed), min(needed) + MOST_MORE) if needed else None


def say_same(same: int, among: int, repeats: str, *, brief: bool = False) -> str:
    """Within brackets, why an interval has no width: how many gave exactly the centre."""
    of = f"in all {among:,}" if same == among else f"in {same:,} of {among:,}"
    return of if brief else f"exactly, {of} {repeats}"


def say_band(metric: str, band: tuple[float, float, float], decimals: int | None = None) -> str:
    """A metric's null band: "4,010 to 4,120", "8" of a single value, "up to 0.21" of a distance.

    decimals: of a column of numbers, instead of the band's own.
    """
    low, _, high = band
    if declared(metric).count and _are_counts((low, high)):
        ends = [_say_count(low), _say_count(high)]
    else:
        decimals = _decimals((high - low) / 2) if decimals is None else decimals
        ends = [say_number(low, decimals), say_number(high, decimals)]
    if declared(metric).family is Family.DISTANCE:
        return f"up to {ends[1]}"
    return " to ".join(dict.fromkeys(ends))


def say_values(
    values: Iterable[float], unit: str = "", *, count: bool = False, decimals: int | None = None
) -> str:
    """Single values, such as "0.34, 0.36 and 0.41", where there are too few for an interval."""
    ordered = sorted(values)
    say = _say_count if count and _are_counts(ordered) else say_number
    return listed([say(value, decimals) for value in ordered]) + unit


def say_reach(values: Sequence[float], *, count: bool = False, decimals: int | None = None) -> str:
    """Single values where they are few, else how far they reach: "0.34 to 0.41"."""
    if len(values) <= FEW:
        return say_values(values, count=count, decimals=decimals)
    ends = ([min(values)], [max(values)])
    return " to ".join(say_values(end, count=count, decimals=decimals) for end in ends)


def say_generations(count: int) -> str:
    """Such as "1 generation" and "5 generations"."""
    return "1 generation" if count == 1 else f"{count} generations"


def say_level(level: float) -> str:
    """A level or share, such as "95 %"."""
    return f"{100 * level:.4g} %"


def say_p(p: float) -> str:
    """A p value: "p < 0.001" or "p = 0.0123"."""
    return "p < 0.001" if p < 0.001 else f"p = {say_number(p)}"


def say_number(value: float, decimals: int | None = None) -> str:
    """A number with so many decimals (fewer than none round to tens), else three digits."""
    if not math.isfinite(value):
        return "no value" if math.isnan(value) else f"{value:g}"
    size = _size(value)
    if decimals is None:
        decimals = max(2 - size, 0)
    if decimals > MOST_DECIMALS or size > 9:
        # As many digits as have the decimals asked for, so that no interval loses its width.
        digits = min(max(size + decimals + 1, 3), MOST_DIGITS) if size <= 9 else 3
        return _minus(f"{value:.{digits}g}")
    # Adding zero turns -0.0 into 0.0.
    return _minus(f"{round(value, decimals) + 0.0:,.{max(decimals, 0)}f}")


def say_duration(seconds: float) -> str:
    """A time in seconds or in minutes."""
    if seconds >= 90:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:.0f} seconds" if seconds >= 1.5 else "a second"


def listed(names: Sequence[str]) -> str:
    """Names in a row: "a, b and c"."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _minus(number: str) -> str:
    """A number with a real minus sign before it; the hyphen of an exponent stays."""
    return f"\u2212{number[1:]}" if number.startswith("-") else number


def _are_counts(values: Iterable[float]) -> bool:
    """Whether they are whole, or halves between two: a mean of counts is neither, as a rule."""
    return all(
        math.isfinite(value) and abs(2 * value - round(2 * value)) < 1e-9 for value in values
    )


def _say_count(value: float, decimals: int | None = None) -> str:
    """A whole number or a half; with a decimal where it or its column has halves."""
    whole = f"{value:,.1f}".removesuffix(".0")
    return _minus(f"{value:,.1f}" if decimals and decimals > 0 else whole)


def _say_ties(found: Interval, brief: bool) -> str:
    if found.ties is None:
        return "exactly"
    return say_same(int(found.ties.same), found.ties.among, found.ties.repeats, brief=brief)


def _parts(found: Interval) -> list[float]:
    """The centre, and the ends where they are known."""
    ends = (found.low, found.high) if found.known else ()
    return [float(part) for part in (found.centre, *ends)]


def _bracketed(
    found: Interval, thresholds: tuple[float, ...], brief: bool, decimals: int | None
) -> str:
    centre, low, high = float(found.centre), float(found.low), float(found.high)
    if not found.known:
        return say_number(centre, decimals)
    if found.is_point:
        return f"{say_number(centre, decimals)} [{_say_ties(found, brief)}]"
    if decimals is not None:
        decimals = max(decimals, _least(low, high))
    elif not _is_skewed(low, high):  # else one rounding cannot serve both ends
        decimals = _decimals((high - low) / 2)
    ends = [say_number(end, _telling(end, decimals, thresholds)) for end in (low, high)]
    return f"{say_number(centre, decimals)} [{', '.join(ends)}]"


def _is_skewed(low: float, high: float) -> bool:
    return low > 0 and high > 4 * low


def _needed(found: Interval, count: bool) -> int:
    """The decimals of a number that stands alone: its interval's, else those of three digits."""
    parts = _parts(found)
    if count and _are_counts(parts):
        return int(any(part % 1 for part in parts))
    if not found.known or found.is_point:
        return max(2 - _size(parts[0]), 0)
    _, low, high = parts
    own = _decimals((high - low) / 2)
    return max(_least(low, high), -MOST_DECIMALS if own is None else own)


def _least(low: float, high: float) -> int:
    """The fewest decimals that show an interval's width, and a low end that is near nothing."""
    error = min((high - low) / 2, low if _is_skewed(low, high) else math.inf)
    return -_size(error) if math.isfinite(error) else 0


def _size(value: float) -> int:
    """The place of a number's first digit: 0 of units, -2 of hundredths."""
    return math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0


def _meets(end: float, decimals: int, thresholds: tuple[float, ...]) -> bool:
    """Whether rounding puts an end onto a threshold that it is not on."""
    return end not in thresholds and round(end, decimals) in thresholds


def _telling(end: float, decimals: int | None, thresholds: tuple[float, ...]) -> int | None:
    """So many decimals, or for this end alone as many more as tell on which side it lies."""
    if decimals is None:
        return None
    more = range(decimals, MOST_DECIMALS)
    return next((at for at in more if not _meets(end, at, thresholds)), decimals)


def _decimals(error: float) -> int | None:
    """Decimals for an uncertainty: two of its digits up to 354, then one (Particle Data Group)."""
    if not (0 < error < math.inf):
        return None
    size = math.floor(math.log10(error))
    leading = error / 10.0**size
    return -size + (1 if leading < 3.55 else 0)
