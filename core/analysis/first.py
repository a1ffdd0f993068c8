"""Generations 0: which arms share one, and what each is called."""

from core.analysis.wording import listed
from core.record import RunRecord


def firsts(record: RunRecord) -> dict[str, str]:
    """An arm for every generation 0, by what that is called; the one that arms share comes first.

    Such as "generation 0", and "generation 0 of Cold" for an arm with model settings of its own.
    """
    return {
        "generation 0" + ("" if of is None else f" of {of}"): arms[0].name
        for of, arms in record.experiment.starts().items()
    }


def alone(record: RunRecord) -> list[str]:
    """The arms with a generation 0 of their own."""
    return [arm for arm in record.arms if arm not in record.sharing]


def alone_have(record: RunRecord) -> str:
    """Such as "Cold has model settings of its own, and so a generation 0 of its own"."""
    arms = alone(record)
    verb, their = ("has", "its") if len(arms) == 1 else ("have", "their")
    first = "a generation 0" if len(arms) == 1 else "generations 0"
    return f"{listed(arms)} {verb} model settings of {their} own, and so {first} of {their} own"
