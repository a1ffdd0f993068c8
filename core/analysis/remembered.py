"""What is asked of a run many times over, in sentences, tables and charts, is worked out once."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from core.record import RunRecord

Given = ParamSpec("Given")
Result = TypeVar("Result")


def remembered(
    work: Callable[Concatenate[RunRecord, Given], Result],
) -> Callable[Concatenate[RunRecord, Given], Result]:
    """A function of a run that is worked out again only when more of the run is known.

    What it is given besides must be hashable, and nobody may change what it returns.
    """

    @wraps(work)
    def once(record: RunRecord, /, *given: Given.args, **named: Given.kwargs) -> Result:
        key: Hashable = (work, given, tuple(sorted(named.items())))
        if key not in record.remembered:
            record.remembered[key] = work(record, *given, **named)
        found: Result = record.remembered[key]
        return found

    return once
