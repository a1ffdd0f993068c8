"""Slow work, run to its end."""

from typing import Any

from core.records import Steps


def done(work: Steps[Any]) -> Any:
    """The result of slow work."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
