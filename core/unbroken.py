"""Where no line may be broken: between a number and its unit, or a generation and its number."""

import re

UNITS = ("%", "s", "min", "h", "seconds", "minutes", "MB", "GB", "bits", "nats")

_NUMBER = re.compile(rf"(?<=[\d\]]) (?=(?:{'|'.join(UNITS)})(?!\w))")

_GENERATION = re.compile(r"(?<=[Gg]eneration) (?=\d)")

NO_BREAK = "\u00a0"


def unbroken(said: str) -> str:
    """A text to be set in lines: "20 %", "41 [38, 44] %", "12 MB" and "generation 4" stay whole."""
    return _GENERATION.sub(NO_BREAK, _NUMBER.sub(NO_BREAK, said))
